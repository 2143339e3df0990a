// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pglink.h"

#include "models/central/answers.h"
#include "models/central/centrallog.h"
#include "models/core/limits.h"

namespace foyer {

namespace {

constexpr quint64 helloId = 0;

bool isSameCentre(const Hello &before, const Hello &now)
{
    return now.systemIdentifier == before.systemIdentifier && now.timeline >= before.timeline;
}

} // namespace

PgLink::PgLink(QObject *parent) : QObject(parent), m_connection(this), m_retryTimer(this)
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &PgLink::connectNow);
    connect(&m_connection, &PgConnection::opened, this, &PgLink::sayHello);
    connect(&m_connection, &PgConnection::failed, this, &PgLink::onFailed);
    connect(&m_connection, &PgConnection::lost, this, &PgLink::onLost);
    connect(&m_connection, &PgConnection::answered, this,
            [this](const PgOutcome &outcome) { takeAnswer(outcome.id, outcome.answer); });
}

void PgLink::signIn(quint64 id, const ConnectionSettings &settings, const QString &role, const QString &password,
                    const QString &tillCode)
{
    m_retryTimer.stop();
    m_connection.close();
    forget();
    m_settings = settings;
    m_role = role;
    m_password = password;
    m_tillCode = tillCode;
    m_epoch = id;
    m_signInId = id;
    setState(LinkState::Connecting);
    connectNow();
}

void PgLink::signOut(quint64 id)
{
    m_epoch = id;
    m_retryTimer.stop();
    m_connection.close();
    forget();
    setState(LinkState::SignedOut);
}

void PgLink::call(const PgCall &call, const Decoder &decode)
{
    m_decoders.insert(call.id, decode);
    if (m_state == LinkState::Online)
        m_connection.call(call);
    else
        takeAnswer(call.id, fail(ErrorCode::NoConnection, QStringLiteral("nobody is connected")));
}

void PgLink::connectNow()
{
    const Result<ConnectionOptions> options = connectionOptions(m_settings, m_role, m_password);
    if (!options) {
        onFailed(options.error());
        return;
    }
    m_connection.open(*options);
}

void PgLink::sayHello()
{
    PgCall call;
    call.id = helloId;
    call.sql = "select foyer.hello($1::text)::text";
    call.params = {PgParam::text(m_tillCode)};
    call.deadline = QDeadlineTimer(limits::callDeadlineMs);
    m_connection.call(call);
}

void PgLink::takeHello(const Result<PgAnswer> &answer)
{
    const Result<Hello> hello = answer.and_then(decodeHello).and_then(checkSchema);
    if (!hello) {
        m_connection.close();
        onFailed(hello.error());
        return;
    }
    if (m_hello && !isSameCentre(*m_hello, *hello)) {
        m_connection.close();
        onFailed(Error{
            ErrorCode::NoConnection, {}, QStringLiteral("another or an older centre answers at this address"), {}});
        return;
    }
    m_hello = *hello;
    m_retries = 0;
    const quint64 id = std::exchange(m_signInId, 0);
    setState(LinkState::Online);
    if (id != 0)
        Q_EMIT signedIn(id, *hello);
}

void PgLink::takeAnswer(quint64 id, const Result<PgAnswer> &answer)
{
    if (id == helloId) {
        // A hello that ends with the line is followed by lost(), which tries again.
        if (answer || answer.error().code != ErrorCode::NoConnection)
            takeHello(answer);
        return;
    }
    const Decoder decode = m_decoders.take(id);
    if (decode)
        Q_EMIT answered(LinkAnswer{id, answer.and_then(decode)});
}

void PgLink::onFailed(const Error &error)
{
    if (m_state == LinkState::Connecting) {
        const quint64 id = std::exchange(m_signInId, 0);
        forget();
        setState(LinkState::SignedOut);
        Q_EMIT signInFailed(id, error);
        return;
    }
    if (m_state == LinkState::SignedOut)
        return;
    qCInfo(lcCentral) << "reconnecting failed:" << error.log;
    // The role was locked, or this program became too old, while somebody was signed in: waiting does not help.
    if (error.code == ErrorCode::SignInRefused || error.code == ErrorCode::NewerSchema) {
        forget();
        setState(LinkState::SignedOut);
        return;
    }
    retryLater();
}

void PgLink::onLost()
{
    if (m_state == LinkState::Connecting) {
        onFailed(Error{ErrorCode::NoConnection, {}, QStringLiteral("the line broke during the sign-in"), {}});
        return;
    }
    setState(LinkState::Lost);
    retryLater();
}

void PgLink::retryLater()
{
    const int delay = std::min(limits::reconnectFirstMs << std::min(m_retries, 10), limits::reconnectMaxMs);
    ++m_retries;
    m_retryTimer.start(delay);
}

void PgLink::forget()
{
    m_password.fill(QChar(0));
    m_password.clear();
    m_hello.reset();
    m_retries = 0;
}

void PgLink::setState(LinkState state)
{
    m_state = state;
    Q_EMIT stateChanged(m_epoch, state);
}

} // namespace foyer
