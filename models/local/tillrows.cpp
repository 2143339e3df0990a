// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/tillrows.h"

#include "models/core/limits.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonDocument>
#include <QtSql/QSqlError>

namespace foyer::tillrows {

namespace {

// Lengths stand before the values, so that no two different rows give the same input; a null value is an empty one, as
// it is after SQLite.
QByteArray hashOf(std::initializer_list<QByteArray> values)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &value : values) {
        hash.addData(QByteArray::number(value.size()) + ':');
        hash.addData(value);
    }
    return hash.result();
}

QByteArray hashOf(const IdentityRow &row)
{
    return hashOf({QByteArray("identity"), row.code.toUtf8(), row.prefix.toUtf8(), row.keys.secret, row.keys.seed});
}

QByteArray hashOfCounter(qint64 last)
{
    return hashOf({QByteArray("counter"), QByteArray::number(last)});
}

QByteArray hashOfCall(const RecordedCall &call, const QByteArray &answer, const QString &created)
{
    return hashOf({QByteArray("call"), call.call.id.toRfc4122(), QByteArray::number(static_cast<int>(call.call.kind)),
                   call.call.request, call.call.mac, QByteArray::number(static_cast<int>(call.state)), answer,
                   created.toUtf8()});
}

tl::unexpected<Error> damaged(const QString &what)
{
    return fail(ErrorCode::DiskFailed, QStringLiteral("the till's file is damaged: ") + what,
                {{QStringLiteral("sqlite"), 11}});
}

QByteArray answerBytes(const QJsonObject &answer)
{
    return answer.isEmpty() ? QByteArray("") : QJsonDocument(answer).toJson(QJsonDocument::Compact);
}

QString idText(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

} // namespace

Result<FileMark> readMark(const SqliteConnection &db)
{
    const auto application = db.value(QStringLiteral("PRAGMA application_id"));
    if (!application)
        return fail(application.error());
    const auto version = db.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return fail(version.error());
    return FileMark{application->toInt(), version->toInt()};
}

Result<Done> createSchema(const SqliteConnection &db)
{
    const QStringList statements{
        QStringLiteral(
            "CREATE TABLE identity (id INTEGER PRIMARY KEY CHECK (id = 1), code TEXT NOT NULL, prefix TEXT NOT NULL,"
            " secret BLOB NOT NULL, seed BLOB NOT NULL, hash BLOB NOT NULL)"),
        QStringLiteral(
            "CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL, hash BLOB NOT NULL)"),
        QStringLiteral(
            "CREATE TABLE calls (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,"
            " request BLOB NOT NULL, mac BLOB NOT NULL, state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),"
            " answer BLOB NOT NULL, created TEXT NOT NULL, hash BLOB NOT NULL)"),
        QStringLiteral("CREATE INDEX calls_pending ON calls (seq) WHERE state = 0"),
        QStringLiteral("CREATE TABLE reserve (kind TEXT PRIMARY KEY, filler BLOB NOT NULL)"),
        QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId),
        QStringLiteral("PRAGMA user_version = %1").arg(kVersion),
    };
    for (const QString &statement : statements) {
        if (const auto done = db.exec(statement); !done)
            return done;
    }
    return writeCounter(db, 0);
}

Result<Done> insertIdentity(const SqliteConnection &db, const IdentityRow &identity)
{
    return db.exec(
        QStringLiteral("INSERT INTO identity (id, code, prefix, secret, seed, hash) VALUES (1, ?, ?, ?, ?, ?)"),
        {identity.code, identity.prefix.isNull() ? QStringLiteral("") : identity.prefix, identity.keys.secret,
         identity.keys.seed, hashOf(identity)});
}

Result<IdentityRow> readIdentity(const SqliteConnection &db)
{
    auto query = db.run(QStringLiteral("SELECT code, prefix, secret, seed, hash FROM identity WHERE id = 1"));
    if (!query)
        return fail(query.error());
    if (!query->next())
        return query->lastError().isValid() ? fail(SqliteConnection::errorOf(*query, QStringLiteral("identity")))
                                            : damaged(QStringLiteral("no identity"));
    const IdentityRow row{query->value(0).toString(), query->value(1).toString(),
                          TillKeys{query->value(2).toByteArray(), query->value(3).toByteArray()}};
    if (!row.keys.isValid() || query->value(4).toByteArray() != hashOf(row))
        return damaged(QStringLiteral("identity"));
    return row;
}

Result<qint64> readCounter(const SqliteConnection &db)
{
    auto query = db.run(QStringLiteral("SELECT last, hash FROM counter WHERE id = 1"));
    if (!query)
        return fail(query.error());
    if (!query->next() || query->value(1).toByteArray() != hashOfCounter(query->value(0).toLongLong()))
        return damaged(QStringLiteral("counter"));
    return query->value(0).toLongLong();
}

Result<Done> writeCounter(const SqliteConnection &db, qint64 last)
{
    return db.exec(QStringLiteral("INSERT INTO counter (id, last, hash) VALUES (1, ?, ?)"
                                  " ON CONFLICT (id) DO UPDATE SET last = excluded.last, hash = excluded.hash"),
                   {last, hashOfCounter(last)});
}

Result<Done> insertCall(const SqliteConnection &db, const RecordedCall &call, const QString &created)
{
    const QByteArray answer = answerBytes(call.answer);
    return db.exec(QStringLiteral("INSERT INTO calls (id, kind, request, mac, state, answer, created, hash)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
                   {idText(call.call.id), static_cast<int>(call.call.kind), call.call.request, call.call.mac,
                    static_cast<int>(call.state), answer, created, hashOfCall(call, answer, created)});
}

Result<Done> updateOutcome(const SqliteConnection &db, const CallRow &row)
{
    const QByteArray answer = answerBytes(row.recorded.answer);
    return db.exec(
        QStringLiteral("UPDATE calls SET state = ?, answer = ?, hash = ? WHERE seq = ?"),
        {static_cast<int>(row.recorded.state), answer, hashOfCall(row.recorded, answer, row.created), row.seq});
}

Result<QSqlQuery> selectCalls(const SqliteConnection &db, const QString &tail)
{
    return db.run(QStringLiteral("SELECT seq, id, kind, request, mac, state, answer, created, hash FROM calls ") +
                  tail);
}

Result<CallRow> readCall(const QSqlQuery &query, const QString &till)
{
    CallRow row;
    row.seq = query.value(0).toLongLong();
    const QString id = query.value(1).toString();
    const int kind = query.value(2).toInt();
    const int state = query.value(5).toInt();
    const QByteArray answer = query.value(6).toByteArray();
    row.created = query.value(7).toString();
    row.recorded.call = SealedCall{QUuid::fromString(id), static_cast<CallKind>(kind), till,
                                   query.value(3).toByteArray(), query.value(4).toByteArray()};
    row.recorded.state = static_cast<CallState>(state);
    const QByteArray hash = hashOfCall(row.recorded, answer, row.created);
    if (kind < 0 || kind > static_cast<int>(CallKind::Cancel) || state < 0 ||
        state > static_cast<int>(CallState::Refused) || id != idText(row.recorded.call.id) ||
        hash != query.value(8).toByteArray())
        return damaged(QStringLiteral("call %1").arg(row.seq));
    row.recorded.answer = QJsonDocument::fromJson(answer).object();
    return row;
}

Result<std::optional<CallRow>> findCall(const SqliteConnection &db, const QUuid &id, const QString &till)
{
    auto query = db.run(
        QStringLiteral("SELECT seq, id, kind, request, mac, state, answer, created, hash FROM calls WHERE id = ?"),
        {idText(id)});
    if (!query)
        return fail(query.error());
    if (!query->next()) {
        if (query->lastError().isValid())
            return fail(SqliteConnection::errorOf(*query, QStringLiteral("find a call")));
        return std::optional<CallRow>();
    }
    auto row = readCall(*query, till);
    if (!row)
        return fail(row.error());
    return std::optional<CallRow>(*row);
}

Result<Done> prune(const SqliteConnection &db)
{
    return db.exec(QStringLiteral("DELETE FROM calls WHERE state <> 0 AND seq <= (SELECT max(seq) FROM calls) - ?"),
                   {limits::maxSettledCalls});
}

} // namespace foyer::tillrows
