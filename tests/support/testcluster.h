// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <memory>

namespace foyer {

/// A private PostgreSQL on a Unix socket for tests. Its superuser is "postgres" by peer authentication for whoever runs
/// the tests; every other role signs in with SCRAM. As root the server runs as the OS user postgres, because PostgreSQL
/// refuses root. Blocking.
class TestCluster
{
public:
    struct Options
    {
        QStringList settings; ///< "name=value" for the server's command line
    };

    /// The cluster that ctest started for this run (file testcluster/socket beside bin/), else a new one that ends with
    /// this object.
    static Result<std::unique_ptr<TestCluster>> attach();
    static Result<std::unique_ptr<TestCluster>> start(const Options &options);
    static Result<std::unique_ptr<TestCluster>> start();
    /// Stops the server and removes its files, if this object started it.
    ~TestCluster();
    TestCluster(const TestCluster &) = delete;
    TestCluster &operator=(const TestCluster &) = delete;

    [[nodiscard]] QString socketFolder() const { return m_folder; }
    [[nodiscard]] ConnectionSettings settings(const QString &database) const;
    [[nodiscard]] Result<AdminSession> admin(const QString &database = QStringLiteral("postgres")) const;
    /// Name of a database that was migrated by the real runner, made on first use; cloning it is how tests get theirs.
    Result<QString> migratedTemplate();
    /// Leaves the server running when this object ends (for the program that serves a whole ctest run).
    void release() { m_owned = false; }
    /// pg_ctl stop with `mode` (fast, immediate) and start again; for tests of lost servers.
    Result<Done> stopServer(const QString &mode);
    Result<Done> startServer();

    /// Stops a released cluster by its socket folder.
    static void stop(const QString &folder);

private:
    TestCluster(QString folder, bool owned, Options options);
    Result<Done> create();

    QString m_folder; ///< short, 0700: socket, data, log
    bool m_owned;
    Options m_options;
};

/// Where the servers' programs are; empty when PostgreSQL is not installed.
QString postgresBinFolder();

} // namespace foyer

/// In initTestCase: `cluster` (unique_ptr<TestCluster>) is attached, or the test is skipped at home and fails in CI.
#define FOYER_ATTACH_CLUSTER(cluster)                                                                                  \
    do {                                                                                                               \
        auto attached = foyer::TestCluster::attach();                                                                  \
        if (!attached && qEnvironmentVariableIsEmpty("CI") && foyer::postgresBinFolder().isEmpty())                    \
            QSKIP("PostgreSQL is not installed here");                                                                 \
        QVERIFY2(attached, attached ? "" : qPrintable(attached.error().log));                                          \
        (cluster) = std::move(*attached);                                                                              \
    } while (false)
