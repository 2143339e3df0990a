// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/adminsession.h"

#include "models/central/centrallog.h"
#include "models/central/pgerror.h"
#include "models/core/limits.h"

#include <cerrno>
#include <poll.h>

namespace foyer {

namespace {

bool succeeded(const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

Error errorOf(const PGconn *conn, const PGresult *result)
{
    if (PQstatus(conn) != CONNECTION_OK || !result || endsSession(result))
        return Error{ErrorCode::NoConnection, {}, QString::fromUtf8(PQerrorMessage(conn)).trimmed(), {}};
    return errorFromResult(result);
}

int lineOf(const QByteArray &sql, const PGresult *result)
{
    // The position counts characters, not bytes.
    const int position = QByteArray(PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION)).toInt();
    return position > 0 ? static_cast<int>(QString::fromUtf8(sql).left(position).count(QLatin1Char('\n'))) + 1 : 0;
}

bool waitForConnection(PGconn *conn, const QDeadlineTimer &deadline)
{
    PostgresPollingStatusType wanted = PQstatus(conn) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (wanted == PGRES_POLLING_READING || wanted == PGRES_POLLING_WRITING) {
        pollfd socket{PQsocket(conn), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = poll(&socket, 1, static_cast<int>(deadline.remainingTime()));
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return false;
        if (ready > 0)
            wanted = PQconnectPoll(conn);
    }
    return wanted == PGRES_POLLING_OK;
}

void logNotice(void *, const PGresult *notice)
{
    const QByteArray severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity == "WARNING")
        qCWarning(lcCentral) << PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
}

} // namespace

AdminSession::AdminSession(PgConnHandle conn) : m_conn(std::move(conn)) {}

Result<AdminSession> AdminSession::open(const ConnectionSettings &settings, const QString &role,
                                        const QString &password)
{
    const Result<ConnectionOptions> options = connectionOptions(settings, role, password);
    if (!options)
        return fail(options.error());
    QVector<const char *> keywords;
    QVector<const char *> values;
    for (auto it = options->cbegin(); it != options->cend(); ++it) {
        keywords.append(it.key().constData());
        values.append(it.value().constData());
    }
    keywords.append(nullptr);
    values.append(nullptr);
    PgConnHandle conn(PQconnectStartParams(keywords.constData(), values.constData(), 0));
    if (!conn)
        return fail(ErrorCode::NoConnection, QStringLiteral("out of memory"));
    // Not PQconnectdb: only a connection that is verbose before its start-up tells the SQLSTATE of a refusal.
    PQsetErrorVerbosity(conn.get(), PQERRORS_VERBOSE);
    const QDeadlineTimer deadline(hostCount(*options) * limits::connectTimeoutSecs * 1000 + 500);
    if (!waitForConnection(conn.get(), deadline))
        return fail(errorFromFailedConnection(conn.get()));
    PQsetNoticeReceiver(conn.get(), &logNotice, nullptr);
    return AdminSession(std::move(conn));
}

Result<PgAnswer> AdminSession::run(const QByteArray &sql, const QVector<PgParam> &params)
{
    QVector<const char *> values;
    QVector<int> lengths;
    QVector<int> formats;
    for (const PgParam &param : params) {
        values.append(param.value.isNull() ? nullptr : param.value.constData());
        lengths.append(static_cast<int>(param.value.size()));
        formats.append(param.binary ? 1 : 0);
    }
    const PgResultHandle result(PQexecParams(m_conn.get(), sql.constData(), static_cast<int>(params.size()), nullptr,
                                             values.constData(), lengths.constData(), formats.constData(), 0));
    if (!succeeded(result.get()))
        return fail(errorOf(m_conn.get(), result.get()));
    return answerFromResult(result.get());
}

Result<Done> AdminSession::script(const QByteArray &sql, const QString &name)
{
    const PgResultHandle result(PQexec(m_conn.get(), sql.constData()));
    if (succeeded(result.get()))
        return Done{};
    Error error = errorOf(m_conn.get(), result.get());
    error.log = QStringLiteral("%1:%2: %3").arg(name).arg(lineOf(sql, result.get())).arg(error.log);
    return fail(error);
}

bool AdminSession::isSuperuser() const
{
    const char *answer = PQparameterStatus(m_conn.get(), "is_superuser");
    return answer && QByteArray(answer) == "on";
}

bool AdminSession::inTransaction() const
{
    const PGTransactionStatusType status = PQtransactionStatus(m_conn.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

Result<QByteArray> AdminSession::scramVerifier(const QString &role, const QString &password) const
{
    const PgTextHandle verifier(
        PQencryptPasswordConn(m_conn.get(), password.toUtf8().constData(), role.toUtf8().constData(), "scram-sha-256"));
    if (!verifier)
        return fail(ErrorCode::ServerFailed, QString::fromUtf8(PQerrorMessage(m_conn.get())).trimmed());
    return QByteArray(verifier.get());
}

AdminTransaction::AdminTransaction(AdminSession &session)
    : m_session(session), m_begun(session.script("begin", QStringLiteral("begin")))
{}

AdminTransaction::~AdminTransaction()
{
    if (m_session.inTransaction())
        (void)m_session.script("rollback", QStringLiteral("rollback"));
}

Result<Done> AdminTransaction::commit()
{
    // COMMIT of a failed transaction answers ROLLBACK and no error.
    const Result<PgAnswer> alive = m_session.run("select 1");
    if (!alive)
        return fail(alive.error());
    return m_session.script("commit", QStringLiteral("commit"));
}

} // namespace foyer
