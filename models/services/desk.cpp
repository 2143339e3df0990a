// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/services/desk.h"

#include "models/core/limits.h"
#include "models/services/answers.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>
#include <QtCore/QPointer>
#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>
#include <QtCore/QTimer>

#include <algorithm>
#include <array>

namespace foyer {

namespace {

Q_LOGGING_CATEGORY(lcDesk, "foyer.services.desk")

// Drops the answer when the guard is gone, as Then promises; everything before it runs on the desk's own behalf.
template <class T>
Then<T> guarded(QObject *guard, Then<T> then)
{
    return [alive = QPointer<QObject>(guard), then = std::move(then)](Result<T> result) {
        if (alive)
            then(std::move(result));
    };
}

QString makeToken()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex());
}

// Cancelling an order is a call of its own; its id follows from the order's so that cancelling twice is one call.
QUuid cancelIdOf(const OrderId &order)
{
    return QUuid::createUuidV5(order.value, QStringLiteral("cancel_order"));
}

QJsonArray toArray(const QVector<PlaceId> &places)
{
    QJsonArray array;
    for (const PlaceId &place : places)
        array.append(place.value);
    return array;
}

Result<QJsonObject> holdBody(const HoldWish &wish, const HoldId &id)
{
    QJsonObject body{
        {QStringLiteral("hold"), id.text()},
        {QStringLiteral("token"), makeToken()},
        {QStringLiteral("event"), wish.event.text()},
    };
    const int ways =
        int(!wish.places.isEmpty()) + int(!wish.seats.isEmpty()) + int(!wish.tier.isNull() && wish.quantity > 0);
    if (ways != 1)
        return fail(ErrorCode::BadRequest, QStringLiteral("a hold wants places, or seats, or a tier with a quantity"),
                    {{QStringLiteral("what"), QStringLiteral("hold")}});
    if (!wish.places.isEmpty()) {
        body.insert(QStringLiteral("places"), toArray(wish.places));
    } else if (!wish.seats.isEmpty()) {
        body.insert(QStringLiteral("seats"), QJsonArray::fromStringList(wish.seats));
    } else {
        body.insert(QStringLiteral("tier"), wish.tier.text());
        body.insert(QStringLiteral("quantity"), wish.quantity);
    }
    return body;
}

OrderId orderIn(const RecordedCall &call)
{
    return OrderId::fromText(
        QJsonDocument::fromJson(call.call.request).object().value(QStringLiteral("order")).toString());
}

// An order that the clerk gave up must not be sold by sending its sale first; the cancellation settles the sale, too.
QVector<RecordedCall> cancelsFirst(QVector<RecordedCall> calls)
{
    const auto sales = std::stable_partition(calls.begin(), calls.end(),
                                             [](const RecordedCall &c) { return c.call.kind == CallKind::Cancel; });
    QSet<OrderId> cancelled;
    for (auto it = calls.begin(); it != sales; ++it)
        cancelled.insert(orderIn(*it));
    calls.erase(std::remove_if(sales, calls.end(),
                               [&](const RecordedCall &c) {
                                   return c.call.kind == CallKind::Sell && cancelled.contains(orderIn(c));
                               }),
                calls.end());
    return calls;
}

QJsonObject errorJson(const Error &error)
{
    return {{QStringLiteral("error"), errorName(error.code)}, {QStringLiteral("detail"), error.facts}};
}

} // namespace

struct Desk::Sending
{
    SealedCall call;
    ThenOutcome then;
    int attempt = 0;
    bool everUnknown = false;
    QDeadlineTimer firstSent;
};

struct Desk::Resolving
{
    QVector<RecordedCall> calls;
    QVector<SoldOrder> sold;
    Then<QVector<SoldOrder>> then;
};

Desk::Desk(CentralGateway &central, TillStore &store, QObject *parent)
    : QObject(parent), m_central(central), m_store(store)
{}

void Desk::perform(CallKind kind, const QUuid &id, const QJsonObject &body, ThenOutcome then)
{
    // An id that is pending on disk may have been sent before, by this program or by one that was killed.
    m_store.recorded(id, this, [this, kind, id, body, then = std::move(then)](const Result<RecordedCall> &known) {
        const bool sentBefore = known && known->state == CallState::Pending;
        m_store.seal(kind, id, body, this, [this, sentBefore, then](Result<SealedCall> sealed) {
            if (sealed)
                sendUntilKnown(*sealed, sentBefore, then);
            else
                then({fail(sealed.error()), {}, sentBefore});
        });
    });
}

void Desk::sendUntilKnown(const SealedCall &call, bool sentBefore, ThenOutcome then)
{
    auto sending = std::make_shared<Sending>();
    sending->call = call;
    sending->everUnknown = sentBefore;
    sending->then = std::move(then);
    sending->firstSent = QDeadlineTimer::current();
    sendOnce(sending);
}

void Desk::sendOnce(const std::shared_ptr<Sending> &sending)
{
    m_central.send(sending->call, this, [this, sending](Result<QJsonObject> answer) {
        if (answer) {
            finish(sending, std::move(answer));
            return;
        }
        if (answer.error().code == ErrorCode::OutcomeUnknown)
            sending->everUnknown = true;
        // Nothing was sent this time; what an earlier send did is as unknown as before.
        const bool open = answer.error().code == ErrorCode::OutcomeUnknown ||
                          (sending->everUnknown && answer.error().code == ErrorCode::NoConnection);
        if (open)
            resendLater(sending);
        else
            finish(sending, std::move(answer));
    });
}

void Desk::resendLater(const std::shared_ptr<Sending> &sending)
{
    if (++sending->attempt > limits::maxResends) {
        qCWarning(lcDesk).noquote() << "outcome stays unknown:" << sending->call.id.toString(QUuid::WithoutBraces);
        sending->then(
            {fail(ErrorCode::OutcomeUnknown, QStringLiteral("no answer after %1 sends").arg(sending->attempt)),
             sending->firstSent, true});
        return;
    }
    qCInfo(lcDesk).noquote() << "sending again" << sending->call.id.toString(QUuid::WithoutBraces) << "attempt"
                             << sending->attempt;
    Q_EMIT outcomeUnknown(sending->attempt);
    QTimer::singleShot(limits::resendDelayMs, this, [this, sending] {
        if (m_central.linkState() == LinkState::Online) {
            sendOnce(sending);
            return;
        }
        // Waits for the line, but not for ever: each wait is one of the attempts.
        auto *wait = new QTimer(this);
        wait->setSingleShot(true);
        connect(&m_central, &CentralGateway::linkStateChanged, wait, [wait](LinkState state) {
            if (state == LinkState::Online)
                wait->start(0);
        });
        connect(wait, &QTimer::timeout, this, [this, wait, sending] {
            wait->deleteLater();
            if (m_central.linkState() == LinkState::Online)
                sendOnce(sending);
            else
                resendLater(sending);
        });
        wait->start(limits::callDeadlineMs);
    });
}

// The outcome goes to disk before the caller hears of it. A disk that can not take it does not undo what the centre
// did: the call stays pending and the next start asks again.
void Desk::finish(const std::shared_ptr<Sending> &sending, Result<QJsonObject> answer)
{
    // A refused sale that may still arrive stays pending until cancelOrder has given it up: a crash in between must
    // find it.
    if (!answer && sending->everUnknown && sending->call.kind == CallKind::Sell) {
        sending->then({std::move(answer), sending->firstSent, true});
        return;
    }
    const CallState state = answer ? CallState::Done : CallState::Refused;
    const QJsonObject record = answer ? *answer : errorJson(answer.error());
    m_store.settle(sending->call.id, state, record, this, [sending, answer = std::move(answer)](Result<Done> settled) {
        if (!settled)
            qCCritical(lcDesk).noquote() << "an outcome could not be recorded:" << settled.error().log;
        sending->then({answer, sending->firstSent, sending->everUnknown});
    });
}

void Desk::hold(const HoldWish &wish, QObject *guard, Then<Hold> then, HoldId id)
{
    if (id.isNull())
        id = HoldId::make();
    const auto body = holdBody(wish, id);
    if (!body) {
        QMetaObject::invokeMethod(
            guard, [then = std::move(then), error = body.error()] { then(fail(error)); }, Qt::QueuedConnection);
        return;
    }
    perform(CallKind::Hold, id.value, *body, [then = guarded(guard, std::move(then))](const Outcome &outcome) {
        if (!outcome.answer) {
            then(fail(outcome.answer.error()));
            return;
        }
        // A repeated answer is the stored one: its time counts from the first send at the latest.
        const bool repeated = outcome.answer->value(QStringLiteral("repeated")).toBool();
        then(holdFromJson(*outcome.answer, repeated ? outcome.firstSent : QDeadlineTimer::current()));
    });
}

void Desk::extend(const QVector<HoldRef> &holds, QObject *guard, Then<QVector<QPair<HoldId, QDeadlineTimer>>> then)
{
    const QUuid request = QUuid::createUuid();
    QJsonArray refs;
    for (const HoldRef &hold : holds)
        refs.append(QJsonObject{{QStringLiteral("hold"), hold.id.text()}, {QStringLiteral("token"), hold.token}});
    const QJsonObject body{{QStringLiteral("request"), request.toString(QUuid::WithoutBraces)},
                           {QStringLiteral("holds"), refs}};
    perform(CallKind::Extend, request, body, [then = guarded(guard, std::move(then))](const Outcome &outcome) {
        if (!outcome.answer) {
            then(fail(outcome.answer.error()));
            return;
        }
        const bool repeated = outcome.answer->value(QStringLiteral("repeated")).toBool();
        const QDeadlineTimer since = repeated ? outcome.firstSent : QDeadlineTimer::current();
        QVector<QPair<HoldId, QDeadlineTimer>> kept;
        const QJsonArray answered = outcome.answer->value(QStringLiteral("holds")).toArray();
        for (const QJsonValue &value : answered) {
            const QJsonObject entry = value.toObject();
            kept.append({HoldId::fromText(entry.value(QStringLiteral("hold")).toString()),
                         since + entry.value(QStringLiteral("expires_in_ms")).toInteger()});
        }
        then(kept);
    });
}

void Desk::release(const HoldRef &hold, const QVector<PlaceId> &places, QObject *guard, Then<Done> then)
{
    QJsonObject body{{QStringLiteral("hold"), hold.id.text()}, {QStringLiteral("token"), hold.token}};
    if (!places.isEmpty())
        body.insert(QStringLiteral("places"), toArray(places));
    // Giving back what was given back is no harm, so each release may have a record of its own.
    perform(CallKind::Release, QUuid::createUuid(), body,
            [then = guarded(guard, std::move(then))](const Outcome &outcome) {
                if (outcome.answer)
                    then(Done{});
                else
                    then(fail(outcome.answer.error()));
            });
}

void Desk::sell(const Sale &sale, QObject *guard, Then<SoldOrder> then)
{
    const OrderId order = sale.id;
    perform(CallKind::Sell, order.value, sale.toJson(),
            [this, order, then = guarded(guard, std::move(then))](const Outcome &outcome) {
                sellKnown(order, outcome, then);
            });
}

// A refusal after an unknown send proves nothing about that send: it may still arrive and sell. Only cancel_order gives
// the id up.
void Desk::sellKnown(const OrderId &order, Outcome outcome, Then<SoldOrder> then)
{
    if (outcome.answer) {
        then(soldOrderFromJson(*outcome.answer));
        return;
    }
    const Error refusal = outcome.answer.error();
    if (!outcome.everUnknown || refusal.code == ErrorCode::OutcomeUnknown) {
        then(fail(refusal));
        return;
    }
    cancelOrder(order, [this, order, refusal, then = std::move(then)](Result<std::optional<SoldOrder>> cancelled) {
        if (cancelled) {
            then(*cancelled ? Result<SoldOrder>(**cancelled) : fail(refusal));
            return;
        }
        const Error &error = cancelled.error();
        if (error.code == ErrorCode::OutcomeUnknown || error.code == ErrorCode::NoConnection) {
            then(fail(ErrorCode::OutcomeUnknown, error.log));
            return;
        }
        // The centre knows both calls and will do neither.
        m_store.settle(order.value, CallState::Refused, errorJson(refusal), this,
                       [refusal, then](const Result<Done> &) { then(fail(refusal)); });
    });
}

void Desk::cancel(const OrderId &order, QObject *guard, Then<std::optional<SoldOrder>> then)
{
    cancelOrder(order, guarded(guard, std::move(then)));
}

void Desk::cancelOrder(const OrderId &order, Then<std::optional<SoldOrder>> then)
{
    const QJsonObject body{{QStringLiteral("order"), order.text()}};
    perform(CallKind::Cancel, cancelIdOf(order), body, [this, order, then = std::move(then)](const Outcome &outcome) {
        if (!outcome.answer) {
            then(fail(outcome.answer.error()));
            return;
        }
        const bool sold = outcome.answer->value(QStringLiteral("outcome")).toString() == QLatin1String("sold");
        const QJsonObject answer = outcome.answer->value(QStringLiteral("answer")).toObject();
        // The sale itself is known now, too. An order of another till has no record here.
        m_store.settle(order.value, sold ? CallState::Done : CallState::Refused, sold ? answer : *outcome.answer, this,
                       [sold, answer, then](const Result<Done> &) {
                           if (!sold) {
                               then(std::optional<SoldOrder>());
                               return;
                           }
                           const auto found = soldOrderFromJson(answer);
                           if (found)
                               then(std::optional<SoldOrder>(*found));
                           else
                               then(fail(found.error()));
                       });
    });
}

void Desk::resolvePending(QObject *guard, Then<QVector<SoldOrder>> then)
{
    m_store.pending(this, [this, then = guarded(guard, std::move(then))](Result<QVector<RecordedCall>> calls) {
        if (!calls) {
            then(fail(calls.error()));
            return;
        }
        auto resolving = std::make_shared<Resolving>();
        resolving->calls = cancelsFirst(*calls);
        resolving->then = then;
        resolveNext(resolving);
    });
}

void Desk::resolveNext(const std::shared_ptr<Resolving> &resolving)
{
    if (resolving->calls.isEmpty()) {
        resolving->then(resolving->sold);
        return;
    }
    const RecordedCall call = resolving->calls.takeFirst();
    switch (call.call.kind) {
    case CallKind::Sell:
    case CallKind::Cancel:
        resolveSale(call, resolving);
        return;
    case CallKind::Hold:
        resolveHold(call, resolving);
        return;
    case CallKind::Release:
        sendUntilKnown(call.call, true, [this, resolving](const Outcome &) { resolveNext(resolving); });
        return;
    case CallKind::Extend:
        // The basket that it was for is gone.
        m_store.settle(call.call.id, CallState::Refused, {}, this,
                       [this, resolving](const Result<Done> &) { resolveNext(resolving); });
        return;
    }
}

void Desk::resolveSale(const RecordedCall &call, const std::shared_ptr<Resolving> &resolving)
{
    const OrderId order = orderIn(call);
    if (call.call.kind == CallKind::Cancel) {
        cancelOrder(order, [this, resolving](Result<std::optional<SoldOrder>> outcome) {
            if (outcome && *outcome)
                resolving->sold.append(**outcome);
            resolveNext(resolving);
        });
        return;
    }
    sendUntilKnown(call.call, true, [this, order, resolving](const Outcome &outcome) {
        sellKnown(order, outcome, [this, resolving](Result<SoldOrder> sold) {
            if (sold)
                resolving->sold.append(*sold);
            resolveNext(resolving);
        });
    });
}

// Whether the hold ever reached the centre does not matter: nobody waits for its places any more.
void Desk::resolveHold(const RecordedCall &call, const std::shared_ptr<Resolving> &resolving)
{
    const QJsonObject request = QJsonDocument::fromJson(call.call.request).object();
    const QJsonObject body{{QStringLiteral("hold"), request.value(QStringLiteral("hold"))},
                           {QStringLiteral("token"), request.value(QStringLiteral("token"))}};
    perform(CallKind::Release, QUuid::createUuid(), body, [this, id = call.call.id, resolving](const Outcome &outcome) {
        const bool unknown = !outcome.answer && (outcome.answer.error().code == ErrorCode::OutcomeUnknown ||
                                                 outcome.answer.error().code == ErrorCode::NoConnection);
        if (unknown) {
            resolveNext(resolving);
            return;
        }
        m_store.settle(id, CallState::Refused, {}, this,
                       [this, resolving](const Result<Done> &) { resolveNext(resolving); });
    });
}

} // namespace foyer
