// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sell/faketill.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <utility>

namespace foyer {

namespace {

template <class T>
void later(QObject *owner, QObject *guard, Then<T> then, Result<T> result)
{
    QTimer::singleShot(0, owner, [alive = QPointer<QObject>(guard), then = std::move(then), result = std::move(result)] {
        if (alive)
            then(result);
    });
}

} // namespace

void FakeTill::identity(QObject *guard, Then<TillIdentity> then)
{
    later<TillIdentity>(this, guard, std::move(then),
                        TillIdentity{QStringLiteral("till-3"), QStringLiteral("3"), QByteArray(8, 'k'), QByteArray(32, 'p')});
}

void FakeTill::seal(CallKind kind, const QUuid &id, const QJsonObject &body, QObject *guard, Then<SealedCall> then)
{
    if (m_failSeal)
        return later<SealedCall>(this, guard, std::move(then), fail(*std::exchange(m_failSeal, std::nullopt)));
    if (!m_calls.contains(id)) {
        QJsonObject whole = body;
        whole.insert(QStringLiteral("till"), QStringLiteral("till-3"));
        if (kind == CallKind::Sell)
            whole.insert(QStringLiteral("number"), QStringLiteral("3-%1").arg(++m_number, 6, 10, QLatin1Char('0')));
        const QByteArray request = QJsonDocument(whole).toJson(QJsonDocument::Compact);
        m_calls.insert(id, RecordedCall{SealedCall{id, kind, QStringLiteral("till-3"), request, QByteArray(32, 'm')}, CallState::Pending, {}});
    }
    later<SealedCall>(this, guard, std::move(then), m_calls.value(id).call);
}

void FakeTill::settle(const QUuid &id, CallState state, const QJsonObject &answer, QObject *guard, Then<Done> then)
{
    m_calls[id].state = state;
    m_calls[id].answer = answer;
    later<Done>(this, guard, std::move(then), Done{});
}

void FakeTill::pending(QObject *guard, Then<QVector<RecordedCall>> then)
{
    QVector<RecordedCall> calls;
    for (const RecordedCall &call : std::as_const(m_calls)) {
        if (call.state == CallState::Pending)
            calls.append(call);
    }
    later<QVector<RecordedCall>>(this, guard, std::move(then), calls);
}

void FakeTill::recorded(const QUuid &id, QObject *guard, Then<RecordedCall> then)
{
    if (m_calls.contains(id))
        later<RecordedCall>(this, guard, std::move(then), m_calls.value(id));
    else
        later<RecordedCall>(this, guard, std::move(then), fail(ErrorCode::NoSuchThing));
}

void FakeTill::sign(const QVector<QByteArray> &messages, QObject *guard, Then<QVector<QByteArray>> then)
{
    later<QVector<QByteArray>>(this, guard, std::move(then), QVector<QByteArray>(messages.size(), QByteArray(64, 's')));
}

} // namespace foyer
