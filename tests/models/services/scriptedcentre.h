// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>

namespace foyer {

/// A centre that answers sealed calls by script, in order, and keeps every byte it was sent. What is not in the script
/// fails: a test that sends once too often sees ProgrammingFault.
class ScriptedCentre : public CentralGateway
{
public:
    using Reply = std::function<Result<QJsonObject>(const SealedCall &)>;

    void reply(Reply reply) { m_replies.append(std::move(reply)); }
    void answer(const QJsonObject &json)
    {
        reply([json](const SealedCall &) { return Result<QJsonObject>(json); });
    }
    void refuse(ErrorCode code, const QJsonObject &facts = {}, int times = 1)
    {
        for (int i = 0; i < times; ++i)
            reply([code, facts](const SealedCall &) {
                return Result<QJsonObject>(fail(code, QStringLiteral("scripted"), facts));
            });
    }
    [[nodiscard]] const QVector<SealedCall> &sent() const { return m_sent; }
    [[nodiscard]] qsizetype unused() const { return m_replies.size(); }
    void setLinkState(LinkState state)
    {
        m_link = state;
        Q_EMIT linkStateChanged(state);
    }

    [[nodiscard]] LinkState linkState() const override { return m_link; }
    [[nodiscard]] QString serverName() const override { return QStringLiteral("script"); }
    void send(const SealedCall &call, QObject *guard, Then<QJsonObject> then) override
    {
        m_sent.append(call);
        Result<QJsonObject> result =
            m_replies.isEmpty()
                ? Result<QJsonObject>(fail(ErrorCode::ProgrammingFault, QStringLiteral("not in the script")))
                : m_replies.takeFirst()(call);
        QTimer::singleShot(0, this,
                           [alive = QPointer<QObject>(guard), then = std::move(then), result = std::move(result)] {
                               if (alive)
                                   then(result);
                           });
    }

    void signIn(const QString &, const QString &, const QString &, QObject *guard, Then<Hello> then) override
    {
        no(guard, std::move(then));
    }
    void signOut() override {}
    void events(const QString &, QObject *guard, Then<QVector<EventSummary>> then) override
    {
        no(guard, std::move(then));
    }
    void eventDetail(const QString &, QObject *guard, Then<EventDetail> then) override { no(guard, std::move(then)); }
    void eventMap(const EventId &, QObject *guard, Then<EventMap> then) override { no(guard, std::move(then)); }
    void seatStates(const EventId &, QObject *guard, Then<SeatStates> then) override { no(guard, std::move(then)); }
    void seatChanges(const EventId &, const QString &, QObject *guard, Then<SeatChanges> then) override
    {
        no(guard, std::move(then));
    }
    void findTicket(const QString &, QObject *guard, Then<QJsonObject> then) override { no(guard, std::move(then)); }
    void verify(QObject *guard, Then<QVector<Finding>> then) override { no(guard, std::move(then)); }
    void orderOutcome(const OrderId &, QObject *guard, Then<QJsonObject> then) override { no(guard, std::move(then)); }

private:
    template <class T>
    void no(QObject *guard, Then<T> then)
    {
        QTimer::singleShot(0, guard, [then = std::move(then)] {
            then(fail(ErrorCode::ProgrammingFault, QStringLiteral("not in the script")));
        });
    }

    LinkState m_link = LinkState::Online;
    QVector<Reply> m_replies;
    QVector<SealedCall> m_sent;
};

} // namespace foyer
