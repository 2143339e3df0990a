// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"

#include <QtCore/QMap>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

namespace foyer {

/// A centre in memory for tests of pages. Without a house every call fails; with one it holds, extends, releases, sells and cancels by the rules of
/// resources/sql/CALLS.md, as far as a counter can see them. Answers arrive later, as they do from the real one.
class FakeCentre : public CentralGateway
{
    Q_OBJECT
public:
    struct House
    {
        EventDetail detail;
        EventMap map;
        QByteArray states;                       ///< as this till sees them
        QVector<QPair<int, PlaceState>> changes; ///< since the beginning; the cursor counts them
    };

    /// "Hamlet" of fakehouse.h and, when asked for, more performances that only a list needs.
    void addTheatre(int otherPerformances = 0);
    [[nodiscard]] House &house() { return m_houses.first(); }
    [[nodiscard]] QVector<House> &houses() { return m_houses; }
    [[nodiscard]] int placeOf(const QString &label) const;
    [[nodiscard]] PlaceState stateOf(const QString &label) const;
    /// Another till, the office or the clock does something to a place.
    void occupy(const QString &label, PlaceState state);
    void setPrice(const QString &tier, int priceType, qint64 minor);

    void setLinkState(LinkState state);
    /// The next call of this name ("events", "seat_states", "hold", "sell" …) fails; a sealed one is not carried out.
    void failNext(const QString &call, const Error &error) { m_failures[call].append(error); }
    /// The next `count` sealed calls of a kind are carried out, but the answer is lost.
    void loseAnswers(CallKind kind, int count) { m_lostAnswers[kind] = count; }
    void setDelayMs(int ms) { m_delayMs = ms; }
    void setHoldMs(int ms) { m_holdMs = ms; }
    [[nodiscard]] int asked(const QString &call) const { return m_asked.value(call); }
    [[nodiscard]] const QVector<QJsonObject> &sales() const { return m_sales; }
    /// Places held by this till right now.
    [[nodiscard]] QStringList heldSeats() const;

    [[nodiscard]] LinkState linkState() const override { return m_link; }
    [[nodiscard]] QString serverName() const override { return QStringLiteral("box-office.example"); }
    void signIn(const QString &role, const QString &password, const QString &tillCode, QObject *guard, Then<Hello> then) override;
    void signOut() override {}
    void events(const QString &search, QObject *guard, Then<QVector<EventSummary>> then) override;
    void eventDetail(const QString &event, QObject *guard, Then<EventDetail> then) override;
    void eventMap(const EventId &event, QObject *guard, Then<EventMap> then) override;
    void seatStates(const EventId &event, QObject *guard, Then<SeatStates> then) override;
    void seatChanges(const EventId &event, const QString &cursor, QObject *guard, Then<SeatChanges> then) override;
    void findTicket(const QString &code, QObject *guard, Then<QJsonObject> then) override;
    void verify(QObject *guard, Then<QVector<Finding>> then) override;
    void send(const SealedCall &call, QObject *guard, Then<QJsonObject> then) override;
    void orderOutcome(const OrderId &order, QObject *guard, Then<QJsonObject> then) override;

private:
    struct FakeHold
    {
        EventId event;
        QString token;
        QVector<int> places;
    };

    template <class T>
    void answer(QObject *guard, Then<T> then, Result<T> result)
    {
        QTimer::singleShot(m_delayMs, this, [alive = QPointer<QObject>(guard), then = std::move(then), result = std::move(result)] {
            if (alive)
                then(result);
        });
    }
    /// What speaks against a call of this name: a failure asked for, the line, or no house.
    std::optional<Error> refusal(const QString &call);
    House *find(const QString &event);
    static void set(House &house, int place, PlaceState state);
    Result<QJsonObject> perform(const SealedCall &call, const QJsonObject &request);
    Result<QJsonObject> hold(const QJsonObject &request);
    Result<QJsonObject> extend(const QJsonObject &request);
    Result<QJsonObject> release(const QJsonObject &request);
    Result<QJsonObject> sell(const QJsonObject &request);
    Result<QJsonObject> cancel(const QJsonObject &request);
    Result<qint64> totalOf(const QJsonObject &request);
    Result<QJsonArray> ticketsOf(const QJsonObject &request);

    LinkState m_link = LinkState::Online;
    QVector<House> m_houses;
    QMap<QString, FakeHold> m_holds;
    QMap<QString, QJsonObject> m_orders; ///< answers by order id; a tombstone is empty
    QMap<QUuid, QJsonObject> m_done;     ///< answers by request id
    QVector<QJsonObject> m_sales;
    QMap<QString, QVector<Error>> m_failures;
    QMap<CallKind, int> m_lostAnswers;
    QMap<QString, int> m_asked;
    int m_delayMs = 1;
    int m_holdMs = 15 * 60 * 1000;
};

} // namespace foyer
