// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QVector>

#include <functional>
#include <sys/types.h>

namespace foyer {

/// The operating system's user that the private server runs as: ourselves, or `postgres` when we are root.
struct ServerUser
{
    uid_t uid = 0;
    gid_t gid = 0;
    QString name;
};

/// ServerFailed (reason "no-user") when we are root and there is no user postgres.
Result<ServerUser> serverUser();

struct ProgramOutput
{
    int exitCode = -1; ///< -1: not started, crashed or timed out
    QByteArray output;
    QByteArray errors;
};

/// Runs a program of PostgreSQL to its end as `user`, in `folder`, without our PG* settings, our open files or our controlling locale. Blocks: for worker
/// threads and foyerctl. With `isStopped`, asked several times a second, it is ended as soon as that says so.
ProgramOutput runAs(const ServerUser &user, const QString &program, const QStringList &arguments, const QString &folder,
    const QByteArray &input, int timeoutMs, const std::function<bool()> &isStopped = {});

/// The postmaster of a data folder and the children of a cluster (they carry its name), also orphaned ones.
QVector<pid_t> serverProcesses(const QString &dataFolder, const QString &clusterName);
/// Whether `pid` lives and is the postmaster of this data folder.
bool isPostmasterOf(pid_t pid, const QString &dataFolder);
/// Blocks until the processes are gone or the time is over; false when one is left.
bool waitForExit(const QVector<pid_t> &processes, int timeoutMs);

} // namespace foyer
