// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/local/sqliteconnection.h"
#include "models/local/tillkeys.h"
#include "models/ports/tillstore.h"

#include <optional>

/// The rows of the till's file. Each carries a SHA-256 of its own columns, because SQLite's integrity check does not notice a flipped byte inside a value;
/// a row whose hash does not fit reads as damage (SqliteConnection::isDamage).
namespace foyer::tillrows {

struct IdentityRow
{
    QString code;
    QString prefix;
    TillKeys keys;
};

struct CallRow
{
    qint64 seq = 0;
    RecordedCall recorded;
    QString created; ///< UTC, ISO 8601
};

/// What the file says it is: {application id, schema version}; both 0 for a new file.
struct FileMark
{
    int application = 0;
    int version = 0;
};

inline constexpr int kApplicationId = 0x46545331; ///< "FTS1"
inline constexpr int kVersion = 1;

Result<FileMark> readMark(const SqliteConnection &db);
/// Creates the tables; inside the caller's transaction.
Result<Done> createSchema(const SqliteConnection &db);

Result<Done> insertIdentity(const SqliteConnection &db, const IdentityRow &identity);
Result<IdentityRow> readIdentity(const SqliteConnection &db);

/// The last order number given out.
Result<qint64> readCounter(const SqliteConnection &db);
Result<Done> writeCounter(const SqliteConnection &db, qint64 last);

Result<Done> insertCall(const SqliteConnection &db, const RecordedCall &call, const QString &created);
Result<Done> updateOutcome(const SqliteConnection &db, const CallRow &row);
Result<std::optional<CallRow>> findCall(const SqliteConnection &db, const QUuid &id, const QString &till);
/// Query for rows that readCall understands; `tail` is the WHERE and ORDER BY.
Result<QSqlQuery> selectCalls(const SqliteConnection &db, const QString &tail);
Result<CallRow> readCall(const QSqlQuery &query, const QString &till);
/// Forgets the oldest settled calls beyond limits::maxSettledCalls; pending ones stay.
Result<Done> prune(const SqliteConnection &db);

} // namespace foyer::tillrows
