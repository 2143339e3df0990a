// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

#include <memory>
#include <utility>

namespace foyer {

/// One connection to one SQLite file, for the thread that opened it. Failures are DiskFull or DiskFailed with facts.sqlite = SQLite's primary result code.
class SqliteConnection
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    static Result<std::unique_ptr<SqliteConnection>> open(const QString &path, Mode mode);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection &) = delete;
    SqliteConnection &operator=(const SqliteConnection &) = delete;

    /// Runs one statement; a row-giving query stands before its first row.
    [[nodiscard]] Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {}) const;
    /// Runs a statement for its effect only.
    [[nodiscard]] Result<Done> exec(const QString &sql, const QVariantList &values = {}) const;
    /// The first column of the first row; an invalid variant when there is none.
    [[nodiscard]] Result<QVariant> value(const QString &sql, const QVariantList &values = {}) const;

    /// Whether a failure means that the file itself is not what it should be.
    static bool isDamage(const Error &error);
    static Error errorOf(const QSqlQuery &query, const QString &doing);

private:
    explicit SqliteConnection(QString name) : m_name(std::move(name)) {}

    QString m_name;
};

/// A write transaction that undoes itself unless committed.
class SqliteTransaction
{
public:
    static Result<SqliteTransaction> begin(const SqliteConnection &connection);
    SqliteTransaction(SqliteTransaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
    SqliteTransaction &operator=(SqliteTransaction &&) = delete;
    SqliteTransaction(const SqliteTransaction &) = delete;
    SqliteTransaction &operator=(const SqliteTransaction &) = delete;
    ~SqliteTransaction();

    [[nodiscard]] Result<Done> commit();

private:
    explicit SqliteTransaction(const SqliteConnection &connection) : m_connection(&connection) {}

    const SqliteConnection *m_connection;
};

} // namespace foyer
