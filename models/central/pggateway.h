// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/connectionsettings.h"
#include "models/central/pgcall.h"
#include "models/ports/centralgateway.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>

#include <any>

class QThread;

namespace foyer {

class PgLink;

/// The centre over libpq. Lives on the GUI thread and never waits: the connection and the decoding live on a thread of
/// its own. Guards must live on this object's thread. At most limits::maxPendingCalls are open; more are Busy.
class PgGateway : public CentralGateway
{
    Q_OBJECT
public:
    explicit PgGateway(ConnectionSettings settings, QObject *parent = nullptr);
    /// Answers nothing any more.
    ~PgGateway() override;

    /// Where the next sign-in goes; the present connection stays. BadInput as parseConninfo().
    Result<Done> setEndpoint(const ConnectionSettings &settings);

    [[nodiscard]] LinkState linkState() const override { return m_state; }
    [[nodiscard]] QString serverName() const override;
    void signIn(const QString &role, const QString &password, const QString &tillCode, QObject *guard,
                Then<Hello> then) override;
    void signOut() override;
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
    struct Pending
    {
        QPointer<QObject> guard;
        std::function<void(const Result<std::any> &)> then;
    };

    template <class T>
    quint64 remember(QObject *guard, Then<T> then);
    template <class T>
    void request(PgCall call, Result<T> (*decode)(const PgAnswer &), QObject *guard, Then<T> then);
    void deliver(quint64 id, const Result<std::any> &answer);
    /// Never from inside the call that is being made.
    void deliverLater(quint64 id, const Error &error);
    void takeState(quint64 epoch, LinkState state);
    void setState(LinkState state);
    void abandonSignIn(const QString &why);
    void dropLink();
    void connectLink();

    ConnectionSettings m_settings;
    QString m_tillCode;
    QHash<quint64, Pending> m_pending;
    quint64 m_lastId = 0;   ///< 0 is the link's own hello
    quint64 m_signInId = 0; ///< of the sign-in in m_pending, if it is still there
    quint64 m_epoch = 0;    ///< of the last signIn or signOut; states of earlier ones are ignored
    LinkState m_state = LinkState::SignedOut;
    QThread
        *m_thread;  ///< deletes itself when it ends: it may be stuck in name resolution longer than this object lives
    PgLink *m_link; ///< lives and dies on m_thread
};

} // namespace foyer
