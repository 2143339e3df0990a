// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/privateserver.h"

#include <QtCore/QDateTime>

#include <functional>
#include <optional>

namespace foyer {

/// A good copy of a private server's database.
struct BackupCopy
{
    QString folder; ///< copy-20261121T030000Z: foyer.dump (pg_dump -Fc), globals.sql (roles), SHA256SUMS
    QDateTime madeAt;
    qint64 bytes = 0;
};

/// Copies of a private server beside its data, in `backups` (0700). A copy is made under another name, read back whole, forced to the disk and only then renamed,
/// so a folder called copy-… is a good one. packaging/server/restore-dump brings one back. Blocks for seconds: for worker threads and foyerctl.
class PrivateBackup
{
public:
    /// `server` runs; `binariesRoot` is another folder only in tests.
    PrivateBackup(Profile profile, ServerInfo server, QString binariesRoot = QStringLiteral("/usr/lib/postgresql"));

    [[nodiscard]] static QString folderOf(const Profile &profile) { return profile.serverFolder + QStringLiteral("/backups"); }
    /// The newest good copy; one from the future does not count, a wrong clock made it.
    [[nodiscard]] static std::optional<BackupCopy> newest(const Profile &profile, const QDateTime &now);

    [[nodiscard]] bool isDue(const QDateTime &now) const;
    /// Makes one and removes the oldest beyond a few. `isStopped` is asked several times a second; then nothing stays behind. nullopt: it was stopped,
    /// or another process is at it. ServerFailed (facts.reason "backup"), DiskFull, DiskFailed.
    Result<std::optional<BackupCopy>> make(const QDateTime &now, const std::function<bool()> &isStopped);

private:
    Result<Done> fill(const QString &folder, const ServerUser &user, const std::function<bool()> &isStopped) const;

    Profile m_profile;
    ServerInfo m_server;
    QString m_binariesRoot;
};

} // namespace foyer
