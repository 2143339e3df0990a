// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pggateway.h"

#include "models/central/answers.h"
#include "models/central/centrallog.h"
#include "models/central/pglink.h"
#include "models/core/limits.h"

#include <QtCore/QThread>
#include <QtCore/QTimer>

namespace foyer {

namespace {

constexpr int threadEndMs = 500;

QByteArray sealedSql(CallKind kind)
{
    switch (kind) {
    case CallKind::Hold:
        return "select foyer.hold_places($1::text, $2::text, $3::bytea)::text";
    case CallKind::Extend:
        return "select foyer.extend_holds($1::text, $2::text, $3::bytea)::text";
    case CallKind::Release:
        return "select foyer.release_hold($1::text, $2::text, $3::bytea)::text";
    case CallKind::Sell:
        return "select foyer.sell($1::text, $2::text, $3::bytea)::text";
    case CallKind::Cancel:
        return "select foyer.cancel_order($1::text, $2::text, $3::bytea)::text";
    }
    return {};
}

PgCall reading(const QByteArray &sql, const QVector<PgParam> &params, int deadlineMs = limits::callDeadlineMs)
{
    PgCall call;
    call.sql = sql;
    call.params = params;
    call.deadline = QDeadlineTimer(deadlineMs);
    return call;
}

} // namespace

PgGateway::PgGateway(ConnectionSettings settings, QObject *parent)
    : CentralGateway(parent), m_settings(std::move(settings)), m_thread(new QThread), m_link(new PgLink)
{
    m_thread->setObjectName(QStringLiteral("central link"));
    m_link->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_link, &QObject::deleteLater);
    connectLink();
    m_thread->start();
}

PgGateway::~PgGateway()
{
    disconnect(m_link, nullptr, this, nullptr);
    m_thread->quit();
    if (m_thread->wait(threadEndMs)) {
        delete m_thread;
        return;
    }
    qCWarning(lcCentral) << "the link is still resolving a name and is left to end by itself";
    connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
}

void PgGateway::connectLink()
{
    connect(m_link, &PgLink::stateChanged, this, &PgGateway::takeState);
    connect(m_link, &PgLink::answered, this, [this](const LinkAnswer &answer) { deliver(answer.id, answer.value); });
    connect(m_link, &PgLink::signedIn, this, [this](quint64 id, const Hello &hello) { deliver(id, std::any(hello)); });
    connect(m_link, &PgLink::signInFailed, this, [this](quint64 id, const Error &error) { deliver(id, fail(error)); });
}

Result<Done> PgGateway::setEndpoint(const ConnectionSettings &settings)
{
    const Result<ConnectionOptions> options = parseConninfo(settings.conninfo);
    if (!options)
        return fail(options.error());
    m_settings = settings;
    return Done{};
}

QString PgGateway::serverName() const
{
    if (!m_settings.displayName.isEmpty())
        return m_settings.displayName;
    const Result<ConnectionOptions> options = parseConninfo(m_settings.conninfo);
    const QByteArray host = options ? options->value("host", qgetenv("PGHOST")) : QByteArray();
    return isThisComputer(host) ? QString() : QString::fromUtf8(host);
}

template <class T>
quint64 PgGateway::remember(QObject *guard, Then<T> then)
{
    Q_ASSERT(guard && guard->thread() == thread());
    const quint64 id = ++m_lastId;
    m_pending.insert(id, Pending{guard, [then = std::move(then)](const Result<std::any> &answer) {
                                     if (answer)
                                         then(std::any_cast<const T &>(*answer));
                                     else
                                         then(fail(answer.error()));
                                 }});
    return id;
}

template <class T>
void PgGateway::request(PgCall call, Result<T> (*decode)(const PgAnswer &), QObject *guard, Then<T> then)
{
    const bool full = m_pending.size() >= limits::maxPendingCalls;
    call.id = remember<T>(guard, std::move(then));
    if (full) {
        deliverLater(call.id,
                     Error{ErrorCode::Busy, tkCode(ErrorCode::Busy), QStringLiteral("too many calls are waiting"), {}});
        return;
    }
    if (m_state != LinkState::Online) {
        deliverLater(call.id, Error{ErrorCode::NoConnection, {}, QStringLiteral("nobody is connected"), {}});
        return;
    }
    const Decoder erased = [decode](const PgAnswer &answer) -> Result<std::any> {
        Result<T> value = decode(answer);
        if (!value)
            return fail(value.error());
        return std::any(std::move(*value));
    };
    QMetaObject::invokeMethod(
        m_link, [link = m_link, call = std::move(call), erased] { link->call(call, erased); }, Qt::QueuedConnection);
}

void PgGateway::deliver(quint64 id, const Result<std::any> &answer)
{
    const auto found = m_pending.constFind(id);
    if (found == m_pending.constEnd())
        return;
    const Pending pending = *found;
    m_pending.erase(found);
    if (pending.guard)
        pending.then(answer);
}

void PgGateway::deliverLater(quint64 id, const Error &error)
{
    QMetaObject::invokeMethod(
        this, [this, id, error] { deliver(id, fail(error)); }, Qt::QueuedConnection);
}

void PgGateway::takeState(quint64 epoch, LinkState state)
{
    if (epoch == m_epoch)
        setState(state);
}

void PgGateway::setState(LinkState state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT linkStateChanged(state);
}

void PgGateway::abandonSignIn(const QString &why)
{
    const Pending pending = m_pending.take(std::exchange(m_signInId, 0));
    if (!pending.then)
        return;
    QMetaObject::invokeMethod(
        this,
        [pending, why] {
            if (pending.guard)
                pending.then(fail(ErrorCode::Superseded, why));
        },
        Qt::QueuedConnection);
}

void PgGateway::signIn(const QString &role, const QString &password, const QString &tillCode, QObject *guard,
                       Then<Hello> then)
{
    abandonSignIn(QStringLiteral("another sign-in began"));
    const quint64 id = remember<Hello>(guard, std::move(then));
    m_signInId = id;
    m_epoch = id;
    m_tillCode = tillCode;
    setState(LinkState::Connecting);
    QMetaObject::invokeMethod(
        m_link,
        [link = m_link, id, settings = m_settings, role, password, tillCode] {
            link->signIn(id, settings, role, password, tillCode);
        },
        Qt::QueuedConnection);
    // The link has its own timers, but name resolution stops them together with its thread.
    QTimer::singleShot(limits::signInDeadlineMs, this, [this, id] {
        if (!m_pending.contains(id))
            return;
        dropLink();
        deliver(id, fail(ErrorCode::NoConnection, QStringLiteral("the sign-in took too long")));
    });
}

void PgGateway::signOut()
{
    abandonSignIn(QStringLiteral("signed out"));
    m_tillCode.clear();
    dropLink();
}

void PgGateway::dropLink()
{
    m_epoch = ++m_lastId;
    QMetaObject::invokeMethod(
        m_link, [link = m_link, epoch = m_epoch] { link->signOut(epoch); }, Qt::QueuedConnection);
    setState(LinkState::SignedOut);
}

void PgGateway::events(const QString &search, QObject *guard, Then<QVector<EventSummary>> then)
{
    request(reading("select foyer.list_events($1::text)::text", {PgParam::text(search)}), &decodeEvents, guard,
            std::move(then));
}

void PgGateway::eventDetail(const QString &event, QObject *guard, Then<EventDetail> then)
{
    request(reading("select foyer.show_event($1::text)::text", {PgParam::text(event)}), &decodeEventDetail, guard,
            std::move(then));
}

void PgGateway::eventMap(const EventId &event, QObject *guard, Then<EventMap> then)
{
    request(
        reading("select foyer.event_map($1::uuid)::text", {PgParam::text(event.text())}, limits::slowCallDeadlineMs),
        &decodeEventMap, guard, std::move(then));
}

void PgGateway::seatStates(const EventId &event, QObject *guard, Then<SeatStates> then)
{
    PgCall call = reading("select states, cursor from foyer.seat_states($1::uuid, $2::text)",
                          {PgParam::text(event.text()), PgParam::text(m_tillCode)});
    call.binaryResult = true;
    request(std::move(call), &decodeSeatStates, guard, std::move(then));
}

void PgGateway::seatChanges(const EventId &event, const QString &cursor, QObject *guard, Then<SeatChanges> then)
{
    request(reading("select foyer.seat_changes($1::uuid, $2::text, $3::text)::text",
                    {PgParam::text(event.text()), PgParam::text(m_tillCode), PgParam::text(cursor)}),
            &decodeSeatChanges, guard, std::move(then));
}

void PgGateway::findTicket(const QString &code, QObject *guard, Then<QJsonObject> then)
{
    request(reading("select foyer.find_ticket($1::text)::text", {PgParam::text(code)}), &decodeObject, guard,
            std::move(then));
}

void PgGateway::verify(QObject *guard, Then<QVector<Finding>> then)
{
    request(reading("select invariant, detail from foyer.verify()", {}, limits::slowCallDeadlineMs), &decodeFindings,
            guard, std::move(then));
}

void PgGateway::send(const SealedCall &call, QObject *guard, Then<QJsonObject> then)
{
    PgCall writing = reading(sealedSql(call.kind),
                             {PgParam::text(call.till), PgParam{call.request, false}, PgParam::bytes(call.mac)});
    writing.writes = true;
    request(std::move(writing), &decodeObject, guard, std::move(then));
}

void PgGateway::orderOutcome(const OrderId &order, QObject *guard, Then<QJsonObject> then)
{
    request(reading("select foyer.order_outcome($1::uuid)::text", {PgParam::text(order.text())}), &decodeObject, guard,
            std::move(then));
}

} // namespace foyer
