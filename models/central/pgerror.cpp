// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pgerror.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>

namespace foyer {

namespace {

QString field(const PGresult *result, int code)
{
    return QString::fromUtf8(PQresultErrorField(result, code));
}

bool isBusy(const QString &state)
{
    // 40xxx rolled back (serialisation, deadlock), lock_timeout, cancelled by a timeout, too many connections, a
    // conflict with recovery.
    return state.startsWith(QLatin1String("40")) || state == QLatin1String("55P03") ||
           state == QLatin1String("57014") || state == QLatin1String("53300");
}

ErrorCode codeOf(const QString &state)
{
    if (state.startsWith(QLatin1String("TK")))
        return errorCodeFromSqlState(state);
    if (isBusy(state))
        return ErrorCode::Busy;
    if (state.startsWith(QLatin1String("28")))
        return ErrorCode::SignInRefused;
    if (state == QLatin1String("3F000") || state == QLatin1String("42P01") || state == QLatin1String("42883") ||
        state == QLatin1String("3D000"))
        return ErrorCode::NoSchema;
    if (state == QLatin1String("42501"))
        return ErrorCode::NotPermitted;
    // Not UTF-8, a NUL, a number too large: what was sent can not be read.
    if (state.startsWith(QLatin1String("22")))
        return ErrorCode::BadRequest;
    // The server is there and can not: starting up, shutting down, standing by.
    if (state == QLatin1String("57P03") || state == QLatin1String("57P01") || state == QLatin1String("57P02"))
        return ErrorCode::NoConnection;
    return ErrorCode::ServerFailed;
}

} // namespace

Error errorFromSqlState(const QString &sqlState, const QString &message, const QByteArray &detail)
{
    const ErrorCode code = codeOf(sqlState);
    const QJsonDocument json = QJsonDocument::fromJson(detail);
    return Error{code, sqlState, message, json.isObject() ? json.object() : QJsonObject()};
}

Error errorFromResult(const PGresult *result)
{
    const QString message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    const QString context = field(result, PG_DIAG_CONTEXT).section(QLatin1Char('\n'), 0, 0);
    return errorFromSqlState(field(result, PG_DIAG_SQLSTATE),
                             context.isEmpty() ? message : message + QStringLiteral(" (") + context + QLatin1Char(')'),
                             QByteArray(PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL)));
}

Error errorFromFailedConnection(const PGconn *conn)
{
    const QString message = QString::fromUtf8(PQerrorMessage(conn)).trimmed();
    if (PQconnectionNeedsPassword(conn))
        return Error{ErrorCode::SignInRefused, {}, message, {}};
    // "FATAL:  28P01: …": the severity may be translated, the SQLSTATE is not.
    static const QRegularExpression verbose(QStringLiteral(":  ([0-9A-Z]{5}): "));
    const QRegularExpressionMatch match = verbose.match(message);
    if (!match.hasMatch())
        return Error{ErrorCode::NoConnection, {}, message, {}};
    const QString line = message.section(QLatin1Char('\n'), 0, 0);
    Error error = errorFromSqlState(match.captured(1), line, {});
    // No CONNECT privilege, or no such role at a proxy: for a person that is a refused sign-in.
    if (error.code == ErrorCode::NotPermitted)
        error.code = ErrorCode::SignInRefused;
    return error;
}

bool endsSession(const PGresult *result)
{
    const QByteArray severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    return severity == "FATAL" || severity == "PANIC" || PQresultErrorField(result, PG_DIAG_SQLSTATE) == nullptr;
}

PgAnswer answerFromResult(const PGresult *result)
{
    PgAnswer answer;
    const int rows = PQntuples(result);
    const int columns = PQnfields(result);
    answer.rows.reserve(rows);
    for (int row = 0; row < rows; ++row) {
        QVector<QByteArray> values;
        values.reserve(columns);
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, row, column))
                values.append(QByteArray());
            else
                values.append(QByteArray(PQgetvalue(result, row, column), PQgetlength(result, row, column)));
        }
        answer.rows.append(values);
    }
    return answer;
}

} // namespace foyer
