// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/tillopening.h"

#include "models/local/tillrescue.h"
#include "models/local/tillreserve.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QLoggingCategory>
#include <QtSql/QSqlError>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace foyer::tillopening {

namespace {

Q_LOGGING_CATEGORY(lcTillFile, "foyer.local.file")

// SQLite would create the file with the process's umask; the journal takes over the file's mode.
Result<Done> createPrivately(const QString &path)
{
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        const int error = errno;
        return fail(error == ENOSPC ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
                    QStringLiteral("can not open %1: %2").arg(path, QString::fromLocal8Bit(std::strerror(error))));
    }
    const int changed = ::fchmod(fd, 0600);
    ::close(fd);
    if (changed != 0)
        return fail(ErrorCode::DiskFailed, QStringLiteral("can not make %1 private").arg(path));
    return Done{};
}

// Measured elsewhere in the house (DESIGN, decision 6): no other combination kept the last acknowledged sale through a
// power loss.
Result<Done> setUp(const SqliteConnection &db)
{
    struct Setting
    {
        QString sql;
        QString expected;
    };
    const Setting settings[] = {
        {QStringLiteral("PRAGMA locking_mode = EXCLUSIVE"), QStringLiteral("exclusive")},
        {QStringLiteral("PRAGMA journal_mode = PERSIST"), QStringLiteral("persist")},
        {QStringLiteral("PRAGMA synchronous = EXTRA"), {}},
        {QStringLiteral("PRAGMA foreign_keys = ON"), {}},
        {QStringLiteral("PRAGMA trusted_schema = OFF"), {}},
        {QStringLiteral("PRAGMA temp_store = MEMORY"), {}},
        {QStringLiteral("PRAGMA secure_delete = OFF"), {}},
    };
    for (const Setting &setting : settings) {
        const auto said = db.value(setting.sql);
        if (!said)
            return fail(said.error());
        if (!setting.expected.isEmpty() && said->toString() != setting.expected)
            return fail(ErrorCode::DiskFailed,
                        QStringLiteral("%1 was answered with %2").arg(setting.sql, said->toString()));
    }
    return Done{};
}

Result<tillrows::IdentityRow> makeFile(const SqliteConnection &db, const TillProfile &profile)
{
    if (profile.code.isEmpty())
        return fail(ErrorCode::NotRegistered, QStringLiteral("no till in this profile yet, and no code for a new one"));
    const auto keys = TillKeys::make();
    if (!keys)
        return fail(keys.error());
    const tillrows::IdentityRow identity{profile.code, profile.prefix, *keys};
    auto transaction = SqliteTransaction::begin(db);
    if (!transaction)
        return fail(transaction.error());
    if (const auto done = tillrows::createSchema(db); !done)
        return fail(done.error());
    if (const auto done = tillrows::insertIdentity(db, identity); !done)
        return fail(done.error());
    if (const auto done = transaction->commit(); !done)
        return fail(done.error());
    return identity;
}

// integrity_check finds broken pages, the hashes find broken values.
Result<Done> checkContent(const SqliteConnection &db, const QString &till)
{
    const auto said = db.value(QStringLiteral("PRAGMA integrity_check(1)"));
    if (!said)
        return fail(said.error());
    if (said->toString() != QLatin1String("ok"))
        return fail(ErrorCode::DiskFailed, QStringLiteral("integrity check: ") + said->toString(),
                    {{QStringLiteral("sqlite"), 11}});
    if (const auto counter = tillrows::readCounter(db); !counter)
        return fail(counter.error());
    auto query = tillrows::selectCalls(db, QStringLiteral("ORDER BY seq"));
    if (!query)
        return fail(query.error());
    while (query->next()) {
        if (const auto row = tillrows::readCall(*query, till); !row)
            return fail(row.error());
    }
    if (query->lastError().isValid())
        return fail(SqliteConnection::errorOf(*query, QStringLiteral("read back")));
    return Done{};
}

Result<Opened> openOnce(const TillProfile &profile)
{
    const QString path = filePath(profile);
    if (const auto created = createPrivately(path); !created)
        return fail(created.error());
    auto db = SqliteConnection::open(path, SqliteConnection::Mode::ReadWrite);
    if (!db)
        return fail(db.error());
    if (const auto ready = setUp(**db); !ready)
        return fail(ready.error());
    const auto mark = tillrows::readMark(**db);
    if (!mark)
        return fail(mark.error());

    Opened opened;
    const auto tables = (*db)->value(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
    if (!tables)
        return fail(tables.error());
    if (tables->toInt() == 0) {
        auto identity = makeFile(**db, profile);
        if (!identity)
            return fail(identity.error());
        opened.identity = *identity;
        opened.report.created = true;
        opened.report.newIdentity = true;
    } else {
        if (mark->application != tillrows::kApplicationId) {
            return fail(ErrorCode::DiskFailed, QStringLiteral("%1 carries another program's mark").arg(path),
                        {{QStringLiteral("sqlite"), 26}});
        }
        if (mark->version > tillrows::kVersion)
            return fail(ErrorCode::NewerSchema,
                        QStringLiteral("%1 is of a newer Foyer (%2)").arg(path).arg(mark->version));
        auto identity = tillrows::readIdentity(**db);
        if (!identity)
            return fail(identity.error());
        if (const auto checked = checkContent(**db, identity->code); !checked)
            return fail(checked.error());
        opened.identity = *identity;
    }
    opened.db = std::move(*db);
    return opened;
}

} // namespace

QString filePath(const TillProfile &profile)
{
    return profile.folder + QStringLiteral("/till.sqlite");
}

Result<Done> prepareFolder(const TillProfile &profile)
{
    errno = 0;
    if (!QDir().mkpath(profile.folder)) {
        const int error = errno;
        return fail(error == ENOSPC ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
                    QStringLiteral("can not make %1").arg(profile.folder));
    }
    const auto wanted = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    const auto others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    if ((QFile::permissions(profile.folder) & others) && !QFile::setPermissions(profile.folder, wanted))
        return fail(ErrorCode::DiskFailed, QStringLiteral("can not make %1 private").arg(profile.folder));
    return Done{};
}

Result<Opened> open(const TillProfile &profile)
{
    if (const auto finished = tillrescue::finishInterrupted(filePath(profile)); !finished)
        return fail(finished.error());
    auto opened = openOnce(profile);
    if (!opened && SqliteConnection::isDamage(opened.error())) {
        qCCritical(lcTillFile).noquote() << "the till's file is damaged and will be set aside:" << opened.error().log;
        const auto replaced = tillrescue::replaceDamaged(filePath(profile), profile);
        if (!replaced)
            return fail(replaced.error());
        opened = openOnce(profile);
        if (opened) {
            const bool created = opened->report.created;
            opened->report = *replaced;
            opened->report.newIdentity = opened->report.newIdentity || created;
        }
    }
    if (!opened)
        return opened;
    if (!profile.code.isEmpty() && opened->identity.code != profile.code) {
        return fail(ErrorCode::BadInput,
                    QStringLiteral("the file is of till %1, not %2").arg(opened->identity.code, profile.code),
                    {{QStringLiteral("reason"), QStringLiteral("foreign till")},
                     {QStringLiteral("till"), opened->identity.code}});
    }
    // A full disk is no reason not to open: what is there can still be sent.
    if (const auto filled = tillreserve::fill(*opened->db); !filled)
        qCWarning(lcTillFile).noquote() << "the reserve could not be filled:" << filled.error().log;
    return opened;
}

} // namespace foyer::tillopening
