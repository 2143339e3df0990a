// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privateserver.h"

#include "app/logging.h"
#include "app/serverconfig.h"
#include "app/serverfolder.h"
#include "app/serverlock.h"
#include "app/writefile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace foyer {
namespace {

constexpr int initTimeoutMs = 120'000;
constexpr int startTimeoutMs = 60'000;
constexpr int stopTimeoutMs = 30'000;
constexpr int orphanTimeoutMs = 10'000;
constexpr int startAttempts = 3;
constexpr qint64 maxLogBytes = 8 * 1024 * 1024;
constexpr int maxSocketPath = 107; // sizeof sockaddr_un.sun_path - 1
constexpr auto databaseName = "foyer";

QString tail(const QByteArray &text)
{
    return QString::fromUtf8(text.trimmed().right(1500));
}

QByteArray logTail(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(qMax<qint64>(0, file.size() - 1500));
    return file.readAll();
}

/// A failed step of PostgreSQL as an error; a full disk is told apart because the person can do something about it.
tl::unexpected<Error> serverError(const QString &reason, const QByteArray &output)
{
    const bool full = output.contains("No space left on device") || output.contains("Disk quota exceeded");
    return fail(full ? ErrorCode::DiskFull : ErrorCode::ServerFailed, QStringLiteral("private server: %1: %2").arg(reason, tail(output)),
        {{QStringLiteral("reason"), reason}, {QStringLiteral("detail"), tail(output)}});
}

} // namespace

PrivateServer::PrivateServer(Profile profile, QString keeper, QString binariesRoot)
    : m_profile(std::move(profile)), m_keeper(std::move(keeper)), m_binariesRoot(std::move(binariesRoot))
{
}

QString PrivateServer::clusterName() const
{
    const QByteArray hash = QCryptographicHash::hash(m_profile.serverFolder.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    return QStringLiteral("foyer-") + QString::fromLatin1(hash);
}

QString PrivateServer::socketFolder() const
{
    const QString inside = m_profile.serverFolder + QStringLiteral("/run");
    if (QFile::encodeName(inside).size() + static_cast<int>(std::strlen("/.s.PGSQL.5432.lock")) <= maxSocketPath)
        return inside;
    // A profile deep down in the file system: its own short folder, which makeServerFolder() refuses when somebody else made it first.
    return QStringLiteral("/tmp/%1-%2").arg(clusterName()).arg(::geteuid());
}

std::optional<ServerInfo> PrivateServer::running() const
{
    QFile file(dataFolder() + QStringLiteral("/postmaster.pid"));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    // Lines: pid, data folder, start time, port, socket folder, …
    const QList<QByteArray> lines = file.readAll().split('\n');
    const pid_t pid = lines.value(0).trimmed().toInt();
    if (pid <= 0 || !isPostmasterOf(pid, dataFolder()))
        return std::nullopt;
    const QString socket = QFile::decodeName(lines.value(4).trimmed());
    return ServerInfo{socket.isEmpty() ? socketFolder() : socket, 5432, pid, QLatin1String(databaseName), ownerRole()};
}

Result<ServerInfo> PrivateServer::start()
{
    auto lock = ServerLock::take(lockPath());
    if (!lock)
        return fail(lock.error());
    if (const auto info = running()) {
        const Keeper left = keeper();
        m_isOurs = m_isOurs || (left.name == m_keeper && !left.isAlive);
        if (auto noted = writeNote(*info); !noted)
            return fail(noted.error());
        return *info;
    }
    const auto user = serverUser();
    if (!user)
        return fail(user.error());
    if (auto prepared = prepareFolders(*user); !prepared)
        return fail(prepared.error());
    const auto binaries = findServerBinaries(m_binariesRoot, dataVersion(dataFolder()));
    if (!binaries)
        return fail(binaries.error());
    if (dataVersion(dataFolder()) == 0) {
        if (auto made = initialise(*binaries, *user); !made)
            return fail(made.error());
    }
    if (auto written = configure(*user, dataFolder()); !written)
        return fail(written.error());
    if (auto launched = launch(*binaries, *user); !launched)
        return fail(launched.error());
    const auto info = running();
    if (!info)
        return serverError(QStringLiteral("start"), logTail(logPath()));
    m_isOurs = true;
    if (auto noted = writeNote(*info); !noted)
        return fail(noted.error());
    return *info;
}

Result<Done> PrivateServer::prepareFolders(const ServerUser &user)
{
    if (m_profile.serverFolder != m_profile.folder) {
        const QByteArray parent = QFile::encodeName(QFileInfo(m_profile.serverFolder).path());
        ::mkdir(parent.constData(), 0755);
        if (auto made = makeServerFolder(m_profile.serverFolder, user); !made)
            return made;
    }
    return makeServerFolder(socketFolder(), user);
}

Result<Done> PrivateServer::configure(const ServerUser &user, const QString &dataFolder)
{
    return writeServerConfig(dataFolder, {socketFolder(), clusterName(), user.name});
}

Result<Done> PrivateServer::initialise(const ServerBinaries &binaries, const ServerUser &user)
{
    // Made beside and renamed when complete: a killed initdb leaves nothing that looks like a server.
    const QString fresh = dataFolder() + QStringLiteral(".new");
    qCInfo(logServer) << "making a private server in" << dataFolder() << "with PostgreSQL" << binaries.major;
    QDir(fresh).removeRecursively();
    const ProgramOutput made = runAs(user, binaries.program(QStringLiteral("initdb")),
        {QStringLiteral("--pgdata=") + fresh, QStringLiteral("--username=") + ownerRole(), QStringLiteral("--encoding=UTF8"),
            QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--auth-local=peer"), QStringLiteral("--auth-host=reject"), QStringLiteral("--data-checksums")},
        m_profile.serverFolder, {}, initTimeoutMs);
    if (made.exitCode != 0)
        return serverError(QStringLiteral("init"), made.output.right(500) + made.errors);
    QFile settings(fresh + QStringLiteral("/postgresql.conf"));
    if (!settings.open(QIODevice::Append) || settings.write("\ninclude 'foyer.conf'\n") < 0 || !settings.flush())
        return serverError(QStringLiteral("init"), settings.errorString().toUtf8());
    settings.close();
    if (auto written = configure(user, fresh); !written)
        return written;
    // Single-user mode: the database exists before anybody can connect.
    const ProgramOutput created = runAs(user, binaries.program(QStringLiteral("postgres")),
        {QStringLiteral("--single"), QStringLiteral("-D"), fresh, QStringLiteral("postgres")}, m_profile.serverFolder,
        QByteArray("CREATE DATABASE ") + databaseName + "\n", initTimeoutMs);
    if (created.exitCode != 0 || created.errors.contains("ERROR:"))
        return serverError(QStringLiteral("init"), created.errors);
    if (!QDir().rename(fresh, dataFolder()))
        return serverError(QStringLiteral("init"), "the new data folder can not be renamed");
    return Done{};
}

Result<Done> PrivateServer::launch(const ServerBinaries &binaries, const ServerUser &user)
{
    const QFileInfo log(logPath());
    if (log.size() > maxLogBytes) {
        QFile::remove(logPath() + QStringLiteral(".1"));
        QFile::rename(logPath(), logPath() + QStringLiteral(".1"));
    }
    ProgramOutput started;
    for (int attempt = 1; attempt <= startAttempts; ++attempt) {
        clearStalePid();
        // Children of a killed postmaster keep its shared memory until they notice; the new one refuses to start before.
        const auto orphans = serverProcesses(dataFolder(), clusterName());
        if (!orphans.isEmpty()) {
            qCInfo(logServer) << "waiting for" << orphans.size() << "processes that a dead server left behind";
            waitForExit(orphans, orphanTimeoutMs);
        }
        qCInfo(logServer) << "starting the private server, attempt" << attempt;
        started = runAs(user, binaries.program(QStringLiteral("pg_ctl")),
            {QStringLiteral("start"), QStringLiteral("-D"), dataFolder(), QStringLiteral("-l"), logPath(), QStringLiteral("-s"),
                QStringLiteral("-w"), QStringLiteral("-t"), QString::number(startTimeoutMs / 1000)},
            m_profile.serverFolder, {}, startTimeoutMs + 5000);
        if (started.exitCode == 0)
            return Done{};
        qCWarning(logServer) << "the private server did not start:" << tail(started.errors);
    }
    return serverError(QStringLiteral("start"), started.errors + logTail(logPath()));
}

void PrivateServer::clearStalePid() const
{
    if (running())
        return;
    // PostgreSQL believes a lock file while a process of its number exists, also an unrelated one after a reboot, or a zombie that nobody reaped.
    for (const QString &path : {dataFolder() + QStringLiteral("/postmaster.pid"), socketFolder() + QStringLiteral("/.s.PGSQL.5432.lock")}) {
        if (QFile::remove(path))
            qCInfo(logServer) << "removed the lock of a server that is gone:" << path;
    }
}

Result<Done> PrivateServer::stop()
{
    auto lock = ServerLock::take(lockPath());
    if (!lock)
        return fail(lock.error());
    const auto info = running();
    if (info) {
        const auto user = serverUser();
        if (!user)
            return fail(user.error());
        const auto binaries = findServerBinaries(m_binariesRoot, dataVersion(dataFolder()));
        if (!binaries)
            return fail(binaries.error());
        ProgramOutput stopped;
        for (const auto &mode : {QStringLiteral("fast"), QStringLiteral("immediate")}) {
            qCInfo(logServer) << "stopping the private server," << mode;
            stopped = runAs(*user, binaries->program(QStringLiteral("pg_ctl")),
                {QStringLiteral("stop"), QStringLiteral("-D"), dataFolder(), QStringLiteral("-m"), mode, QStringLiteral("-s"),
                    QStringLiteral("-w"), QStringLiteral("-t"), QString::number(stopTimeoutMs / 1000)},
                m_profile.serverFolder, {}, stopTimeoutMs + 5000);
            if (stopped.exitCode == 0 || !running())
                break;
        }
        if (running())
            return serverError(QStringLiteral("stop"), stopped.errors);
    }
    m_isOurs = false;
    QFile::remove(m_profile.serverNotePath());
    return Done{};
}

Result<Done> PrivateServer::writeNote(const ServerInfo &info) const
{
    QJsonObject note{{QStringLiteral("socket"), info.socketFolder}, {QStringLiteral("port"), info.port}, {QStringLiteral("pid"), info.pid},
        {QStringLiteral("database"), info.database}, {QStringLiteral("owner"), info.owner}, {QStringLiteral("data"), dataFolder()},
        {QStringLiteral("log"), logPath()}};
    if (m_isOurs) {
        note.insert(QStringLiteral("keeper"), m_keeper);
        note.insert(QStringLiteral("keeper_pid"), QCoreApplication::applicationPid());
    } else if (const auto old = readFile(m_profile.serverNotePath(), 65536)) {
        const QJsonObject before = QJsonDocument::fromJson(*old).object();
        note.insert(QStringLiteral("keeper"), before.value(QStringLiteral("keeper")));
        note.insert(QStringLiteral("keeper_pid"), before.value(QStringLiteral("keeper_pid")));
    }
    return writeFile(m_profile.serverNotePath(), QJsonDocument(note).toJson());
}

PrivateServer::Keeper PrivateServer::keeper() const
{
    const auto text = readFile(m_profile.serverNotePath(), 65536);
    if (!text)
        return {};
    const QJsonObject note = QJsonDocument::fromJson(*text).object();
    const auto pid = static_cast<pid_t>(note.value(QStringLiteral("keeper_pid")).toInteger());
    return {note.value(QStringLiteral("keeper")).toString(), pid > 0 && (::kill(pid, 0) == 0 || errno != ESRCH)};
}

bool PrivateServer::isKeptBy(const QString &name) const
{
    const Keeper found = keeper();
    return found.name == name && found.isAlive;
}

} // namespace foyer
