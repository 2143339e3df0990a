// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"
#include "models/ports/tillstore.h"

#include <QtCore/QObject>

namespace foyer {

/// What a hold should keep: these places, these seats by label, or any `quantity` of a tier.
struct HoldWish
{
    EventId event;
    QVector<PlaceId> places;
    QStringList seats;
    TierId tier;
    int quantity = 0;
};

/// The one way to hold and sell: window, tour and foyerctl all go through it. It writes every id to the till's disk before the first send and
/// resolves unknown outcomes by sending the same bytes again. All calls are asynchronous; errors are those of the gateway and the store.
/// `OutcomeUnknown` reaches the caller only after limits::maxResends tries; the call then stays pending on disk for resolvePending().
class Desk : public QObject
{
    Q_OBJECT
public:
    Desk(CentralGateway &central, TillStore &store, QObject *parent = nullptr);

    /// Pass a hold id of your own to repeat an earlier call; otherwise one is made.
    void hold(const HoldWish &wish, QObject *guard, Then<Hold> then, HoldId id = {});
    /// Extends all holds of a basket; a hold whose places were lost is missing from the answer.
    void extend(const QVector<HoldRef> &holds, QObject *guard, Then<QVector<QPair<HoldId, QDeadlineTimer>>> then);
    /// Gives places back (all of the hold when `places` is empty).
    void release(const HoldRef &hold, const QVector<PlaceId> &places, QObject *guard, Then<Done> then);
    void sell(const Sale &sale, QObject *guard, Then<SoldOrder> then);
    /// Gives an order id up for good, or returns what it sold after all.
    void cancel(const OrderId &order, QObject *guard, Then<std::optional<SoldOrder>> then);
    /// After a restart: sends every pending call again; answers how many were found sold. Pending holds are released.
    void resolvePending(QObject *guard, Then<QVector<SoldOrder>> then);

Q_SIGNALS:
    /// A writing call got no answer and is being sent again (attempt counts from 1).
    void outcomeUnknown(int attempt);

private:
    void sendUntilKnown(const SealedCall &call, int attempt, QObject *guard, Then<QJsonObject> then);

    CentralGateway &m_central;
    TillStore &m_store;
};

} // namespace foyer
