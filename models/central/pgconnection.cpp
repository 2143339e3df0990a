// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pgconnection.h"

#include "models/central/centrallog.h"
#include "models/central/pgerror.h"
#include "models/core/limits.h"

namespace foyer {

namespace {

bool isError(const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
}

Error lostError(const PgCall &call, bool sent, const QString &why)
{
    const bool unknown = sent && call.writes;
    return Error{unknown ? ErrorCode::OutcomeUnknown : ErrorCode::NoConnection, {}, why, {}};
}

} // namespace

void PgConnection::NotifierDeleter::operator()(QSocketNotifier *notifier) const
{
    // It may be the one whose signal is being handled. Its parent is the connection, for the end of a thread that
    // delivers no more events.
    notifier->setEnabled(false);
    notifier->deleteLater();
}

PgConnection::PgConnection(QObject *parent) : QObject(parent)
{
    m_connectTimer.setParent(this);
    m_deadlineTimer.setParent(this);
    m_connectTimer.setSingleShot(true);
    m_deadlineTimer.setSingleShot(true);
    m_deadlineTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        failConnecting(Error{ErrorCode::NoConnection, {}, QStringLiteral("the centre did not answer in time"), {}});
    });
    connect(&m_deadlineTimer, &QTimer::timeout, this, &PgConnection::expire);
}

PgConnection::~PgConnection() = default;

void PgConnection::open(const ConnectionOptions &options)
{
    close();
    QVector<const char *> keywords;
    QVector<const char *> values;
    for (auto it = options.cbegin(); it != options.cend(); ++it) {
        keywords.append(it.key().constData());
        values.append(it.value().constData());
    }
    keywords.append(nullptr);
    values.append(nullptr);
    m_connectTimer.start(hostCount(options) * limits::connectTimeoutSecs * 1000 + 500);
    m_prepared.clear();
    m_preparing = false;
    m_conn.reset(PQconnectStartParams(keywords.constData(), values.constData(), 0));
    if (!m_conn || PQstatus(m_conn.get()) == CONNECTION_BAD) {
        failConnecting(m_conn ? errorFromFailedConnection(m_conn.get())
                              : Error{ErrorCode::NoConnection, {}, QStringLiteral("out of memory"), {}});
        return;
    }
    PQsetErrorVerbosity(m_conn.get(), PQERRORS_VERBOSE);
    PQsetNoticeReceiver(m_conn.get(), &PgConnection::onNotice, this);
    watchConnecting(PGRES_POLLING_WRITING);
}

void PgConnection::close()
{
    m_connectTimer.stop();
    m_read.reset();
    m_write.reset();
    m_open = false;
    m_result.reset();
    m_conn.reset();
    answerAllAsLost(QStringLiteral("the connection was closed"));
}

void PgConnection::call(PgCall call)
{
    if (!m_open) {
        answer(call, fail(lostError(call, false, QStringLiteral("there is no connection"))));
        return;
    }
    if (m_queue.size() >= limits::maxPendingCalls) {
        answer(call, fail(ErrorCode::Busy, QStringLiteral("too many calls are waiting")));
        return;
    }
    m_queue.enqueue(std::move(call));
    if (!m_current)
        sendNext();
    armDeadline();
}

void PgConnection::watchConnecting(PostgresPollingStatusType wanted)
{
    // libpq goes to another socket when it tries the next address, so the notifier is made anew for each step.
    const auto type = wanted == PGRES_POLLING_READING ? QSocketNotifier::Read : QSocketNotifier::Write;
    m_read.reset(new QSocketNotifier(PQsocket(m_conn.get()), type, this));
    connect(m_read.get(), &QSocketNotifier::activated, this, &PgConnection::pollConnecting);
}

void PgConnection::pollConnecting()
{
    m_read.reset();
    const PostgresPollingStatusType wanted = PQconnectPoll(m_conn.get());
    switch (wanted) {
    case PGRES_POLLING_READING:
    case PGRES_POLLING_WRITING:
        watchConnecting(wanted);
        break;
    case PGRES_POLLING_OK:
        becomeOpen();
        break;
    case PGRES_POLLING_FAILED:
    case PGRES_POLLING_ACTIVE:
        failConnecting(errorFromFailedConnection(m_conn.get()));
        break;
    }
}

void PgConnection::becomeOpen()
{
    m_connectTimer.stop();
    PQsetnonblocking(m_conn.get(), 1);
    const int socket = PQsocket(m_conn.get());
    m_read.reset(new QSocketNotifier(socket, QSocketNotifier::Read, this));
    m_write.reset(new QSocketNotifier(socket, QSocketNotifier::Write, this));
    m_write->setEnabled(false);
    connect(m_read.get(), &QSocketNotifier::activated, this, &PgConnection::drain);
    connect(m_write.get(), &QSocketNotifier::activated, this, &PgConnection::flush);
    m_open = true;
    Q_EMIT opened();
}

void PgConnection::failConnecting(const Error &error)
{
    close();
    Q_EMIT failed(error);
}

void PgConnection::sendNext()
{
    while (m_open && !m_current && !m_queue.isEmpty()) {
        const PgCall next = m_queue.dequeue();
        if (next.deadline.hasExpired()) {
            answer(next, fail(lostError(next, false, QStringLiteral("it waited too long to be sent"))));
            continue;
        }
        m_current = next;
        m_warned = false;
        if (!startSending(next)) {
            breakLine(QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
            return;
        }
        flush();
    }
}

// Each statement is prepared when it first comes: parsing and planning the call were a thirtieth of a sale.
bool PgConnection::startSending(const PgCall &call)
{
    const auto known = m_prepared.constFind(call.sql);
    m_fresh = known == m_prepared.constEnd();
    if (!m_fresh)
        return startExecuting(call, *known);
    const QByteArray name = "c" + QByteArray::number(m_names++);
    m_prepared.insert(call.sql, name);
    m_preparing = true;
    return PQsendPrepare(m_conn.get(), name.constData(), call.sql.constData(), 0, nullptr) == 1;
}

bool PgConnection::startExecuting(const PgCall &call, const QByteArray &name)
{
    QVector<const char *> values;
    QVector<int> lengths;
    QVector<int> formats;
    for (const PgParam &param : call.params) {
        values.append(param.value.isNull() ? nullptr : param.value.constData());
        lengths.append(static_cast<int>(param.value.size()));
        formats.append(param.binary ? 1 : 0);
    }
    return PQsendQueryPrepared(m_conn.get(), name.constData(), static_cast<int>(call.params.size()), values.constData(),
                               lengths.constData(), formats.constData(), call.binaryResult ? 1 : 0) == 1;
}

void PgConnection::flush()
{
    if (!m_open)
        return;
    const int left = PQflush(m_conn.get());
    if (left < 0) {
        breakLine(QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
        return;
    }
    m_write->setEnabled(left == 1);
}

void PgConnection::drain()
{
    if (!m_open)
        return;
    const bool alive = PQconsumeInput(m_conn.get()) == 1;
    if (!alive || PQstatus(m_conn.get()) != CONNECTION_OK) {
        breakLine(QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
        return;
    }
    readResults();
    while (m_open) {
        const PgNotifyHandle notify(PQnotifies(m_conn.get()));
        if (!notify)
            break;
        // The payload is anybody's text, so it is not looked at.
        Q_EMIT rang(QByteArray(notify->relname));
    }
    if (m_open && m_write->isEnabled())
        flush();
}

void PgConnection::readResults()
{
    while (m_open && m_current && !PQisBusy(m_conn.get())) {
        PgResultHandle result(PQgetResult(m_conn.get()));
        if (result)
            keepResult(std::move(result));
        else
            finishCall();
    }
}

void PgConnection::keepResult(PgResultHandle result)
{
    if (!m_result || !isError(m_result.get()))
        m_result = std::move(result);
}

// False when the statement could not be prepared: the caller goes on with that error.
bool PgConnection::goOnAfterPreparing()
{
    m_preparing = false;
    if (isError(m_result.get())) {
        m_prepared.remove(m_current->sql);
        return false;
    }
    m_result.reset();
    if (startExecuting(*m_current, m_prepared.value(m_current->sql)))
        flush();
    else
        breakLine(QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
    return true;
}

// The centre was upgraded under us and the call now gives another type: refused before it began, so it may go again.
bool PgConnection::prepareAnew()
{
    const char *state = PQresultErrorField(m_result.get(), PG_DIAG_SQLSTATE);
    if (m_fresh || !isError(m_result.get()) || qstrcmp(state, "0A000") != 0)
        return false;
    m_result.reset();
    m_prepared.remove(m_current->sql);
    if (startSending(*m_current))
        flush();
    else
        breakLine(QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
    return true;
}

void PgConnection::finishCall()
{
    // A call is over when the server says that it is ready again: before that even a complete answer may still fail to
    // commit.
    const bool dead = PQstatus(m_conn.get()) != CONNECTION_OK || !m_result ||
                      (isError(m_result.get()) && endsSession(m_result.get()));
    if (dead) {
        breakLine(QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
        return;
    }
    if (m_preparing && goOnAfterPreparing())
        return;
    if (prepareAnew())
        return;
    const PgResultHandle result = std::move(m_result);
    const PgCall call = *std::exchange(m_current, std::nullopt);
    if (isError(result.get()))
        answer(call, fail(errorFromResult(result.get())));
    else if (m_warned && call.writes)
        answer(call, fail(ErrorCode::OutcomeUnknown,
                          QStringLiteral("the centre warned that the commit may not be replicated")));
    else
        answer(call, answerFromResult(result.get()));
    if (!m_current)
        sendNext();
    armDeadline();
}

void PgConnection::answer(const PgCall &call, const Result<PgAnswer> &result)
{
    Q_EMIT answered(PgOutcome{call.id, result});
}

void PgConnection::breakLine(const QString &why)
{
    qCWarning(lcCentral) << "the line is lost:" << why;
    m_read.reset();
    m_write.reset();
    m_open = false;
    m_result.reset();
    m_conn.reset();
    answerAllAsLost(why);
    Q_EMIT lost(why);
}

void PgConnection::answerAllAsLost(const QString &why)
{
    m_deadlineTimer.stop();
    const std::optional<PgCall> sent = std::exchange(m_current, std::nullopt);
    const QQueue<PgCall> waiting = std::exchange(m_queue, {});
    if (sent)
        answer(*sent, fail(lostError(*sent, true, why)));
    for (const PgCall &call : waiting)
        answer(call, fail(lostError(call, false, why)));
}

void PgConnection::armDeadline()
{
    QDeadlineTimer first = m_current ? m_current->deadline : QDeadlineTimer(QDeadlineTimer::Forever);
    for (const PgCall &call : m_queue)
        first = std::min(first, call.deadline);
    if (first.isForever())
        m_deadlineTimer.stop();
    else
        m_deadlineTimer.start(static_cast<int>(std::max<qint64>(0, first.remainingTime())));
}

void PgConnection::expire()
{
    if (m_current && m_current->deadline.hasExpired()) {
        // Nothing is cancelled: a cancel that meets a COMMIT waiting for its standby would commit without it. The
        // server ends the call by itself.
        breakLine(QStringLiteral("no answer within the deadline"));
        return;
    }
    QQueue<PgCall> waiting;
    QVector<PgCall> late;
    for (const PgCall &call : std::exchange(m_queue, {})) {
        if (call.deadline.hasExpired())
            late.append(call);
        else
            waiting.enqueue(call);
    }
    m_queue = waiting;
    for (const PgCall &call : late)
        answer(call, fail(lostError(call, false, QStringLiteral("it waited too long to be sent"))));
    armDeadline();
}

void PgConnection::onNotice(void *self, const PGresult *notice)
{
    auto *connection = static_cast<PgConnection *>(self);
    const QByteArray severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != "WARNING")
        return;
    qCWarning(lcCentral) << "the centre warns:" << PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    connection->m_warned = true;
}

} // namespace foyer
