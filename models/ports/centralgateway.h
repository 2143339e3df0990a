// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/ports/sealedcall.h"
#include "models/sales/sale.h"

#include <QtCore/QObject>

namespace foyer {

enum class LinkState {
    SignedOut, ///< nobody is signed in
    Connecting,
    Online,
    Lost, ///< was online; reconnecting by itself
};

/// Who is signed in and what answers: the reply to `hello`.
struct Hello
{
    int schemaVersion = 0;
    int breakingVersion = 0; ///< programs older than this one must not work with the centre
    QString serverVersion;
    QString systemIdentifier;
    int timeline = 0;
    QString role;        ///< the PostgreSQL role, e.g. "clerk"
    QString displayName; ///< "Ana"
    QStringList groups;  ///< any of "clerk", "promoter", "manager", "till"
    bool demo = false;
    QString tillCode; ///< empty when the centre does not know this till
};

/// What a map needs of an event beside the states: arrays in place order (the order of seat_states).
struct EventMap
{
    EventId event;
    PlanId plan;
    int planVersion = 0;
    QByteArray planDocument; ///< the plan file as imported
    QByteArray sideDocument; ///< its .foyer.json, may be empty
    QVector<PlaceInfo> places;
    QVector<int> planSeats; ///< per place: index into SeatPlan::seats, -1 for a standing place
};

/// What a place is, as this till sees it. The values are those of the bytes of seat_states.
enum class PlaceState : quint8 {
    Free = 0,
    HeldByOther = 1,
    HeldByMe = 2, ///< by this till
    LeasedToOther = 3,
    LeasedToMe = 4,
    Allotted = 5,
    Sold = 6,
    Blocked = 7,
};

struct SeatStates
{
    QByteArray states; ///< one PlaceState per place
    QString cursor;    ///< opaque; for seatChanges
};

struct SeatChanges
{
    QString cursor;
    bool reload = false; ///< the cursor is of another server or too old: load everything again
    QVector<QPair<int, PlaceState>> changes; ///< index in place order, new state; repeats are normal
};

struct Finding
{
    QString invariant;
    QString detail;
};

/// The centre as services see it. Asynchronous: every call returns at once and answers on the guard's thread (see Then). A reading call fails
/// with NoConnection when the line is dead; a writing call that was sent and not answered fails with OutcomeUnknown.
class CentralGateway : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual LinkState linkState() const = 0;
    /// Where it is connected to, for people: "box-office.example", "this computer".
    [[nodiscard]] virtual QString serverName() const = 0;

    /// Signs a person in over a fresh connection and says hello; NoSchema, NewerSchema … when it can not be used.
    virtual void signIn(const QString &role, const QString &password, const QString &tillCode, QObject *guard, Then<Hello> then) = 0;
    virtual void signOut() = 0;

    virtual void events(const QString &search, QObject *guard, Then<QVector<EventSummary>> then) = 0;
    /// `event` is an id or a slug.
    virtual void eventDetail(const QString &event, QObject *guard, Then<EventDetail> then) = 0;
    virtual void eventMap(const EventId &event, QObject *guard, Then<EventMap> then) = 0;
    virtual void seatStates(const EventId &event, QObject *guard, Then<SeatStates> then) = 0;
    virtual void seatChanges(const EventId &event, const QString &cursor, QObject *guard, Then<SeatChanges> then) = 0;
    virtual void findTicket(const QString &code, QObject *guard, Then<QJsonObject> then) = 0;
    virtual void verify(QObject *guard, Then<QVector<Finding>> then) = 0;

    /// Sends a sealed writing call (hold_places, extend_holds, release_hold, sell, cancel_order) and returns its JSON answer.
    virtual void send(const SealedCall &call, QObject *guard, Then<QJsonObject> then) = 0;
    /// {"known": bool, "status": …, "answer": …} for an order id.
    virtual void orderOutcome(const OrderId &order, QObject *guard, Then<QJsonObject> then) = 0;

Q_SIGNALS:
    void linkStateChanged(foyer::LinkState state);
};

} // namespace foyer
