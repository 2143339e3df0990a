// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile.h"
#include "app/serverbinaries.h"
#include "app/serverprocess.h"
#include "models/core/result.h"

#include <optional>

namespace foyer {

/// Where a running private server is found.
struct ServerInfo
{
    QString socketFolder;
    int port = 5432;
    qint64 pid = 0;
    QString database;
    QString owner; ///< the role that signs in by peer
};

/// A PostgreSQL of our own for one profile: made on first use, started and stopped under a file lock, reachable only through its socket. Every call
/// blocks for as long as PostgreSQL takes (first start about 2 s, later ones under 1 s), so the window calls it on a worker thread.
/// Errors: ServerFailed with facts.reason (no-binaries, other-version, no-user, init, start, stop) and facts.detail, DiskFull, DiskFailed.
class PrivateServer
{
public:
    /// `keeper` is the program's name; `binariesRoot` is another folder only in tests.
    PrivateServer(Profile profile, QString keeper, QString binariesRoot = QStringLiteral("/usr/lib/postgresql"));

    /// Starts it unless it runs already.
    Result<ServerInfo> start();
    /// Stops it, fast and then at once; Done when it does not run.
    Result<Done> stop();
    /// What runs now, without starting anything.
    [[nodiscard]] std::optional<ServerInfo> running() const;
    /// Whether we are the ones to stop it: started here, or left behind by a killed program of our name.
    [[nodiscard]] bool isOurs() const { return m_isOurs; }

    /// Whether a living program of that name started it.
    [[nodiscard]] bool isKeptBy(const QString &keeper) const;

    [[nodiscard]] QString dataFolder() const { return m_profile.serverFolder + QStringLiteral("/pg"); }
    [[nodiscard]] QString logPath() const { return m_profile.serverFolder + QStringLiteral("/server.log"); }
    /// What start and stop hold for their time; foyerctl holds it over "start and load the demo".
    [[nodiscard]] QString lockPath() const { return m_profile.folder + QStringLiteral("/server.lock"); }

private:
    Result<Done> prepareFolders(const ServerUser &user);
    Result<Done> initialise(const ServerBinaries &binaries, const ServerUser &user);
    Result<Done> configure(const ServerUser &user, const QString &dataFolder);
    Result<Done> launch(const ServerBinaries &binaries, const ServerUser &user);
    void clearStalePid() const;
    Result<Done> writeNote(const ServerInfo &info) const;
    struct Keeper
    {
        QString name;
        bool isAlive = false;
    };
    [[nodiscard]] Keeper keeper() const;
    [[nodiscard]] QString socketFolder() const;
    [[nodiscard]] QString clusterName() const;

    Profile m_profile;
    QString m_keeper;
    QString m_binariesRoot;
    bool m_isOurs = false;
};

} // namespace foyer
