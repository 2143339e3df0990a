// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serverprocess.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>

#include <cerrno>
#include <climits>
#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace foyer {

Result<ServerUser> serverUser()
{
    const bool root = ::geteuid() == 0;
    const passwd *entry = root ? ::getpwnam("postgres") : ::getpwuid(::geteuid());
    if (entry == nullptr) {
        return fail(ErrorCode::ServerFailed, QStringLiteral("The operating system has no user postgres."),
            {{QStringLiteral("reason"), QStringLiteral("no-user")}});
    }
    return ServerUser{entry->pw_uid, entry->pw_gid, QString::fromLocal8Bit(entry->pw_name)};
}

namespace {

constexpr int stopAskedEveryMs = 100;

QProcessEnvironment cleanEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(QLatin1String("PG")) || name.startsWith(QLatin1String("LC_")) || name.startsWith(QLatin1String("LANG")))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    return environment;
}

bool finishes(QProcess &process, int timeoutMs, const std::function<bool()> &isStopped)
{
    if (!isStopped)
        return process.waitForFinished(timeoutMs);
    const QDeadlineTimer deadline(timeoutMs);
    while (process.state() != QProcess::NotRunning) {
        if (isStopped() || deadline.hasExpired())
            return false;
        process.waitForFinished(stopAskedEveryMs);
    }
    return true;
}

} // namespace

ProgramOutput runAs(const ServerUser &user, const QString &program, const QStringList &arguments, const QString &folder,
    const QByteArray &input, int timeoutMs, const std::function<bool()> &isStopped)
{
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.setWorkingDirectory(folder);
    const bool change = ::geteuid() != user.uid;
    process.setChildProcessModifier([change, user] {
        // The server outlives us and must not keep our files, pipes and locks open.
        ::close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC);
        if (change && (::setgroups(0, nullptr) != 0 || ::setgid(user.gid) != 0 || ::setuid(user.uid) != 0))
            ::_exit(126);
    });
    process.start(program, arguments);
    ProgramOutput result;
    if (!process.waitForStarted(timeoutMs)) {
        result.errors = process.errorString().toUtf8();
        return result;
    }
    process.write(input);
    process.closeWriteChannel();
    if (!finishes(process, timeoutMs, isStopped)) {
        process.kill();
        process.waitForFinished(1000);
        result.errors = "timed out\n";
    } else if (process.exitStatus() == QProcess::NormalExit) {
        result.exitCode = process.exitCode();
    }
    result.output = process.readAllStandardOutput();
    result.errors += process.readAllStandardError();
    return result;
}

namespace {

// The command line and not the working folder: the latter can not be read of another user's process in a container, even by root.
QByteArray commandLine(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isPostmaster(const QByteArray &commandLine, const QString &dataFolder)
{
    const QList<QByteArray> words = commandLine.split('\0');
    return words.value(0).endsWith("/postgres") && words.value(1) == "-D" && words.value(2) == QFile::encodeName(dataFolder);
}

} // namespace

bool isPostmasterOf(pid_t pid, const QString &dataFolder)
{
    return isPostmaster(commandLine(pid), dataFolder);
}

QVector<pid_t> serverProcesses(const QString &dataFolder, const QString &clusterName)
{
    QVector<pid_t> found;
    const QByteArray childTitle = "postgres: " + clusterName.toLatin1() + ": ";
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isPid = false;
        const pid_t pid = entry.toInt(&isPid);
        if (!isPid)
            continue;
        const QByteArray line = commandLine(pid);
        if (line.startsWith(childTitle) || isPostmaster(line, dataFolder))
            found.append(pid);
    }
    return found;
}

bool waitForExit(const QVector<pid_t> &processes, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (const pid_t pid : processes) {
        const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
        if (descriptor < 0)
            continue; // already gone
        pollfd waiting{descriptor, POLLIN, 0};
        int ready = 0;
        do {
            ready = ::poll(&waiting, 1, static_cast<int>(deadline.remainingTime()));
        } while (ready < 0 && errno == EINTR);
        ::close(descriptor);
        if (ready == 0)
            return false;
    }
    return true;
}

} // namespace foyer
