// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/sqliteconnection.h"

#include <QtCore/QUuid>
#include <QtSql/QSqlError>

namespace foyer {

namespace {

// SQLite's primary result codes, fixed by its file format documentation; its header is not needed for four numbers.
constexpr int kFull = 13;
constexpr int kCorrupt = 11;
constexpr int kNotADatabase = 26;

Error sqliteError(const QSqlError &error, const QString &doing)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    return Error{code == kFull ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
                 {},
                 QStringLiteral("sqlite %1: %2 (%3)").arg(error.nativeErrorCode(), error.databaseText(), doing),
                 {{QStringLiteral("sqlite"), code}}};
}

} // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const QString &path, Mode mode)
{
    const QString name = QStringLiteral("till-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(name));
    QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    if (!db.isValid())
        return fail(ErrorCode::ProgrammingFault, QStringLiteral("Qt's SQLite driver is missing"));
    db.setDatabaseName(path);
    // The profile's lock is ours, so a busy file is a fault and nothing to wait for.
    db.setConnectOptions(mode == Mode::ReadOnly ? QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=0")
                                                : QStringLiteral("QSQLITE_BUSY_TIMEOUT=0"));
    if (!db.open())
        return fail(sqliteError(db.lastError(), QStringLiteral("open ") + path));
    return connection;
}

SqliteConnection::~SqliteConnection()
{
    QSqlDatabase::removeDatabase(m_name);
}

Result<QSqlQuery> SqliteConnection::run(const QString &sql, const QVariantList &values) const
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return fail(errorOf(query, sql));
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return fail(errorOf(query, sql));
    return query;
}

Result<Done> SqliteConnection::exec(const QString &sql, const QVariantList &values) const
{
    const auto query = run(sql, values);
    if (!query)
        return fail(query.error());
    return Done{};
}

Result<QVariant> SqliteConnection::value(const QString &sql, const QVariantList &values) const
{
    auto query = run(sql, values);
    if (!query)
        return fail(query.error());
    if (query->next())
        return query->value(0);
    if (query->lastError().isValid())
        return fail(errorOf(*query, sql));
    return QVariant();
}

bool SqliteConnection::isDamage(const Error &error)
{
    const int code = error.facts.value(QStringLiteral("sqlite")).toInt();
    return code == kCorrupt || code == kNotADatabase;
}

Error SqliteConnection::errorOf(const QSqlQuery &query, const QString &doing)
{
    return sqliteError(query.lastError(), doing);
}

Result<SqliteTransaction> SqliteTransaction::begin(const SqliteConnection &connection)
{
    const auto begun = connection.exec(QStringLiteral("BEGIN IMMEDIATE"));
    if (!begun)
        return fail(begun.error());
    return SqliteTransaction(connection);
}

Result<Done> SqliteTransaction::commit()
{
    auto committed = m_connection->exec(QStringLiteral("COMMIT"));
    if (committed)
        m_connection = nullptr;
    return committed;
}

SqliteTransaction::~SqliteTransaction()
{
    // SQLite rolls back by itself after some failures; then this one finds nothing to do and may fail.
    if (m_connection)
        (void)m_connection->exec(QStringLiteral("ROLLBACK"));
}

} // namespace foyer
