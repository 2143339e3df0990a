// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"
#include "models/ports/tillstore.h"

#include <QtCore/QDeadlineTimer>
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
/// A call whose guard died is still resolved and recorded; only its answer is dropped. `NoConnection` means that nothing was sent and nothing will be.
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
    /// After a restart: sends every pending call again; answers how many were found sold. Pending holds are released. A call that stays unknown stays pending.
    void resolvePending(QObject *guard, Then<QVector<SoldOrder>> then);

Q_SIGNALS:
    /// A writing call got no answer and is being sent again (attempt counts from 1).
    void outcomeUnknown(int attempt);

private:
    /// What came of one sealed call after as many sends as it took.
    struct Outcome
    {
        Result<QJsonObject> answer;
        QDeadlineTimer firstSent; ///< the moment, for answers that count from it
        bool everUnknown = false; ///< an earlier send may still be on its way
    };
    using ThenOutcome = std::function<void(Outcome)>;
    struct Sending;
    struct Resolving;

    void perform(CallKind kind, const QUuid &id, const QJsonObject &body, ThenOutcome then);
    /// `sentBefore`: an earlier send may still be on its way.
    void sendUntilKnown(const SealedCall &call, bool sentBefore, ThenOutcome then);
    void sendOnce(const std::shared_ptr<Sending> &sending);
    void resendLater(const std::shared_ptr<Sending> &sending);
    void finish(const std::shared_ptr<Sending> &sending, Result<QJsonObject> answer);

    void cancelOrder(const OrderId &order, Then<std::optional<SoldOrder>> then);
    void sellKnown(const OrderId &order, Outcome outcome, Then<SoldOrder> then);
    void resolveNext(const std::shared_ptr<Resolving> &resolving);
    void resolveSale(const RecordedCall &call, const std::shared_ptr<Resolving> &resolving);
    void resolveHold(const RecordedCall &call, const std::shared_ptr<Resolving> &resolving);

    CentralGateway &m_central;
    TillStore &m_store;
};

} // namespace foyer
