// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/tillrescue.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QMap>
#include <QtSql/QSqlError>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace foyer::tillrescue {

namespace {

// Left out in the numbering when the counter itself was lost, so that no number is given out twice.
constexpr qint64 kNumberGap = 1000;

QString journalOf(const QString &path)
{
    return path + QStringLiteral("-journal");
}

QString rescueOf(const QString &path)
{
    return path + QStringLiteral(".rescue");
}

void removeWithJournal(const QString &path)
{
    QFile::remove(journalOf(path));
    QFile::remove(path);
}

Result<Done> renameFile(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return fail(ErrorCode::DiskFailed, QStringLiteral("can not rename %1 to %2").arg(from, to));
    return Done{};
}

// A rename is only durable when its folder is.
void syncFolderOf(const QString &path)
{
    const int fd = ::open(QFile::encodeName(QFileInfo(path).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

struct Salvage
{
    std::optional<tillrows::IdentityRow> identity;
    std::optional<qint64> counter;
    QMap<qint64, tillrows::CallRow> calls; ///< by seq
    int lost = 0;
    bool lostUnknown = false;
};

// Reads rows in one direction until the file gives no more; returns whether the end was reached.
bool readRows(const SqliteConnection &db, const QString &order, const QString &till, Salvage &salvage,
              QMap<qint64, bool> &seen)
{
    auto query = tillrows::selectCalls(db, QStringLiteral("NOT INDEXED ORDER BY seq ") + order);
    if (!query)
        return false;
    while (query->next()) {
        const qint64 seq = query->value(0).toLongLong();
        const auto row = tillrows::readCall(*query, till);
        seen.insert(seq, row.has_value());
        if (row)
            salvage.calls.insert(seq, *row);
    }
    return !query->lastError().isValid();
}

Salvage readWhatIsLeft(const QString &path, const TillProfile &profile)
{
    Salvage salvage;
    auto db = SqliteConnection::open(path, SqliteConnection::Mode::ReadOnly);
    if (!db) {
        salvage.lostUnknown = true;
        return salvage;
    }
    if (const auto identity = tillrows::readIdentity(**db))
        salvage.identity = *identity;
    if (const auto counter = tillrows::readCounter(**db))
        salvage.counter = *counter;
    const QString till = salvage.identity ? salvage.identity->code : profile.code;
    QMap<qint64, bool> seen;
    // A broken page stops a scan: what lies behind it is read from the other end.
    if (!readRows(**db, QStringLiteral("ASC"), till, salvage, seen)) {
        readRows(**db, QStringLiteral("DESC"), till, salvage, seen);
        salvage.lostUnknown = true;
    }
    salvage.lost = static_cast<int>(std::count(seen.cbegin(), seen.cend(), false));
    return salvage;
}

qint64 numberIn(const RecordedCall &call)
{
    if (call.call.kind != CallKind::Sell)
        return 0;
    const QString number =
        QJsonDocument::fromJson(call.call.request).object().value(QStringLiteral("number")).toString();
    return number.mid(number.lastIndexOf(QLatin1Char('-')) + 1).toLongLong();
}

Result<Done> writeRows(const SqliteConnection &db, const tillrows::IdentityRow &identity, const Salvage &salvage)
{
    auto transaction = SqliteTransaction::begin(db);
    if (!transaction)
        return fail(transaction.error());
    if (const auto done = tillrows::createSchema(db); !done)
        return done;
    if (const auto done = tillrows::insertIdentity(db, identity); !done)
        return done;
    qint64 last = salvage.counter.value_or(0);
    for (const tillrows::CallRow &row : salvage.calls) {
        last = std::max(last, numberIn(row.recorded));
        if (const auto done = tillrows::insertCall(db, row.recorded, row.created); !done)
            return done;
    }
    if (const auto done = tillrows::writeCounter(db, salvage.counter ? last : last + kNumberGap); !done)
        return done;
    return transaction->commit();
}

Result<Done> buildRescue(const QString &path, const tillrows::IdentityRow &identity, const Salvage &salvage)
{
    removeWithJournal(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return fail(ErrorCode::DiskFailed, QStringLiteral("can not make %1: %2").arg(path, file.errorString()));
    file.close();
    Result<Done> written = Done{};
    {
        auto db = SqliteConnection::open(path, SqliteConnection::Mode::ReadWrite);
        if (!db)
            return fail(db.error());
        written = (*db)->exec(QStringLiteral("PRAGMA synchronous = EXTRA")).and_then([&](Done) {
            return writeRows(**db, identity, salvage);
        });
    }
    if (!written)
        removeWithJournal(path);
    return written;
}

} // namespace

Result<TillStoreReport> replaceDamaged(const QString &path, const TillProfile &profile)
{
    const Salvage salvage = readWhatIsLeft(path, profile);
    TillStoreReport report;
    report.rescued = static_cast<int>(salvage.calls.size());
    report.lost = salvage.lost;
    report.lostUnknown = salvage.lostUnknown;
    report.newIdentity = !salvage.identity;

    tillrows::IdentityRow identity;
    if (salvage.identity) {
        identity = *salvage.identity;
    } else {
        const auto keys = TillKeys::make();
        if (!keys)
            return fail(keys.error());
        identity = {profile.code, profile.prefix, *keys};
    }
    const QString rescue = rescueOf(path);
    if (const auto built = buildRescue(rescue, identity, salvage); !built)
        return fail(built.error());

    report.setAside = path + QStringLiteral(".damaged-") +
                      QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
    // The journal goes first: left behind it could be played back into the new file.
    if (QFile::exists(journalOf(path))) {
        if (const auto moved = renameFile(journalOf(path), journalOf(report.setAside)); !moved)
            return fail(moved.error());
    }
    if (const auto moved = renameFile(path, report.setAside); !moved)
        return fail(moved.error());
    syncFolderOf(path);
    if (const auto moved = renameFile(rescue, path); !moved)
        return fail(moved.error());
    syncFolderOf(path);
    return report;
}

Result<Done> finishInterrupted(const QString &path)
{
    const QString rescue = rescueOf(path);
    if (!QFile::exists(rescue))
        return Done{};
    if (QFile::exists(path)) {
        // The damaged file still stands, so the rescue may be half-written: it will be made again.
        removeWithJournal(rescue);
        return Done{};
    }
    if (const auto moved = renameFile(rescue, path); !moved)
        return moved;
    syncFolderOf(path);
    return Done{};
}

} // namespace foyer::tillrescue
