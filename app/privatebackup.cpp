// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privatebackup.h"

#include "app/logging.h"
#include "app/serverfolder.h"
#include "app/serverlock.h"
#include "app/writefile.h"
#include "models/core/limits.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTimeZone>

#include <cstdio>

namespace foyer {
namespace {

constexpr auto copyPrefix = "copy-";
constexpr auto unfinishedPrefix = ".unfinished-";
constexpr auto timeFormat = "yyyyMMdd'T'HHmmss'Z'";

/// The copies of a folder by their names, oldest first; what another hand put there is none.
QVector<BackupCopy> copiesIn(const QString &folder)
{
    QVector<BackupCopy> copies;
    const QStringList names = QDir(folder).entryList({QLatin1String(copyPrefix) + QLatin1Char('*')}, QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        QDateTime madeAt = QDateTime::fromString(name.mid(static_cast<int>(qstrlen(copyPrefix))), QLatin1String(timeFormat));
        madeAt.setTimeZone(QTimeZone::utc());
        const BackupCopy copy{folder + QLatin1Char('/') + name, madeAt, QFileInfo(folder + QLatin1Char('/') + name + QStringLiteral("/foyer.dump")).size()};
        if (madeAt.isValid() && copy.bytes > 0)
            copies.append(copy);
    }
    return copies;
}

tl::unexpected<Error> backupError(const QByteArray &output)
{
    const bool full = output.contains("No space left on device") || output.contains("Disk quota exceeded");
    const QString detail = QString::fromUtf8(output.trimmed().right(1500));
    return fail(full ? ErrorCode::DiskFull : ErrorCode::ServerFailed, QStringLiteral("the copy of the private server: ") + detail,
        {{QStringLiteral("reason"), QStringLiteral("backup")}, {QStringLiteral("detail"), detail}});
}

Result<QByteArray> sumOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return fail(ErrorCode::DiskFailed, QStringLiteral("%1: %2").arg(path, file.errorString()), {{QStringLiteral("path"), path}});
    return hash.result().toHex();
}

void removeOldest(const QString &folder)
{
    const QVector<BackupCopy> copies = copiesIn(folder);
    for (qsizetype i = 0; i + limits::maxBackups < copies.size(); ++i) {
        qCInfo(logServer) << "removing the oldest copy" << copies.at(i).folder;
        QDir(copies.at(i).folder).removeRecursively();
    }
}

void removeUnfinished(const QString &folder)
{
    const QStringList names = QDir(folder).entryList({QLatin1String(unfinishedPrefix) + QLatin1Char('*')}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString &name : names)
        QDir(folder + QLatin1Char('/') + name).removeRecursively();
}

} // namespace

PrivateBackup::PrivateBackup(Profile profile, ServerInfo server, QString binariesRoot)
    : m_profile(std::move(profile)), m_server(std::move(server)), m_binariesRoot(std::move(binariesRoot))
{
}

std::optional<BackupCopy> PrivateBackup::newest(const Profile &profile, const QDateTime &now)
{
    const QVector<BackupCopy> copies = copiesIn(folderOf(profile));
    std::optional<BackupCopy> found;
    for (const BackupCopy &copy : copies) {
        if (copy.madeAt <= now)
            found = copy;
    }
    return found;
}

bool PrivateBackup::isDue(const QDateTime &now) const
{
    const auto last = newest(m_profile, now);
    return !last || last->madeAt.secsTo(now) >= limits::backupEveryHours * 3600;
}

Result<std::optional<BackupCopy>> PrivateBackup::make(const QDateTime &now, const std::function<bool()> &isStopped)
{
    const auto user = serverUser();
    if (!user)
        return fail(user.error());
    const auto lock = ServerLock::tryTake(m_profile.folder + QStringLiteral("/backup.lock"));
    if (!lock && lock.error().code == ErrorCode::ProfileLocked)
        return std::nullopt;
    if (!lock)
        return fail(lock.error());
    const QString folder = folderOf(m_profile);
    if (const auto made = makeServerFolder(folder, *user); !made)
        return fail(made.error());
    removeUnfinished(folder); // we hold the lock, so whoever began them is dead
    const QString name = now.toUTC().toString(QLatin1String(timeFormat));
    const QString fresh = folder + QLatin1Char('/') + QLatin1String(unfinishedPrefix) + name;
    const QString whole = folder + QLatin1Char('/') + QLatin1String(copyPrefix) + name;
    qCInfo(logServer) << "copying the private server into" << whole;
    auto filled = makeServerFolder(fresh, *user).and_then([&](Done) { return fill(fresh, *user, isStopped); });
    // rename() puts nothing in the place of a folder that has files.
    if (filled && std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(whole).constData()) != 0)
        filled = backupError("the copy can not get its name " + QFile::encodeName(whole));
    if (filled)
        filled = syncFolder(folder);
    if (!filled) {
        QDir(fresh).removeRecursively();
        if (isStopped && isStopped())
            return std::nullopt;
        return fail(filled.error());
    }
    removeOldest(folder);
    return BackupCopy{whole, now, QFileInfo(whole + QStringLiteral("/foyer.dump")).size()};
}

Result<Done> PrivateBackup::fill(const QString &folder, const ServerUser &user, const std::function<bool()> &isStopped) const
{
    const auto binaries = findServerBinaries(m_binariesRoot, dataVersion(m_profile.serverFolder + QStringLiteral("/pg")));
    if (!binaries)
        return fail(binaries.error());
    const QString dump = folder + QStringLiteral("/foyer.dump");
    const QString roles = folder + QStringLiteral("/globals.sql");
    const QStringList where{QStringLiteral("--no-password"), QStringLiteral("--host=") + m_server.socketFolder, QStringLiteral("--port=%1").arg(m_server.port),
        QStringLiteral("--username=") + m_server.owner};
    // Both force their files to the disk. pg_restore reads every byte: its --list alone would not see that the end is missing.
    const QVector<QPair<QString, QStringList>> steps{
        {QStringLiteral("pg_dumpall"), where + QStringList{QStringLiteral("--globals-only"), QStringLiteral("--file=") + roles}},
        {QStringLiteral("pg_dump"), where + QStringList{QStringLiteral("--format=custom"), QStringLiteral("--file=") + dump, m_server.database}},
        {QStringLiteral("pg_restore"), {QStringLiteral("--file=/dev/null"), dump}}};
    for (const auto &[program, arguments] : steps) {
        const ProgramOutput ran = runAs(user, binaries->program(program), arguments, folder, {}, limits::backupTimeoutMs, isStopped);
        if (ran.exitCode != 0)
            return backupError(program.toLatin1() + ": " + ran.errors);
    }
    QByteArray sums;
    for (const QString &path : {dump, roles}) {
        const auto sum = sumOf(path);
        if (!sum)
            return fail(sum.error());
        // The folder is closed; these stay so when somebody copies them out of it: they name every customer and every password's verifier.
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
        sums += *sum + "  " + QFile::encodeName(QFileInfo(path).fileName()) + '\n';
    }
    return writeFile(folder + QStringLiteral("/SHA256SUMS"), sums).and_then([&folder](Done) { return syncFolder(folder); });
}

} // namespace foyer
