// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privateserver.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace foyer;

/// A real server in a temporary profile.
class TestPrivateServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!findServerBinaries(QStringLiteral("/usr/lib/postgresql")).has_value()) {
            if (qEnvironmentVariableIsSet("CI"))
                QFAIL("PostgreSQL is not installed");
            QSKIP("PostgreSQL is not installed");
        }
        const auto profile = openProfile(m_folder.filePath(QStringLiteral("till")));
        QVERIFY(profile.has_value());
        m_profile = *profile;
    }

    void cleanupTestCase()
    {
        QVERIFY(server().stop().has_value());
        // pg_ctl goes by the pid file, which goes a moment before its process.
        QVERIFY(waitForExit(serverProcessesOfProfile(), 5000));
        if (m_profile.serverFolder != m_profile.folder && m_profile.serverFolder.startsWith(QStringLiteral("/var/lib/foyer/till-")))
            QDir(m_profile.serverFolder).removeRecursively();
    }

    void firstStartMakesADatabase()
    {
        PrivateServer first = server();
        QVERIFY(!first.running().has_value());
        const auto info = first.start();
        QVERIFY2(info.has_value(), info ? "" : qPrintable(info.error().log));
        QVERIFY(first.isOurs());
        QCOMPARE(query(*info, "select current_database() || ' ' || current_user || ' ' || count(*) from pg_extension"),
            QByteArray("foyer foyer_boot 1"));
        QCOMPARE(query(*info, "show listen_addresses"), QByteArray());
        QCOMPARE(query(*info, "show shared_preload_libraries"), QByteArray("pg_stat_statements"));
        // Nobody is trusted: everyone but the owner has to know a password.
        QCOMPARE(query(*info, "select string_agg(distinct type || ' ' || auth_method, ', ') from pg_hba_file_rules"),
            QByteArray("local peer, local scram-sha-256"));
    }

    void socketFolderIsClosedAndShort()
    {
        const auto info = server().running();
        QVERIFY(info.has_value());
        QVERIFY((info->socketFolder + QStringLiteral("/.s.PGSQL.5432")).size() <= 107);
        QCOMPARE(QFile::permissions(info->socketFolder) & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther),
            QFile::Permissions());
    }

    void noteNamesSocketAndPid()
    {
        QFile note(m_profile.serverNotePath());
        QVERIFY(note.open(QIODevice::ReadOnly));
        const QJsonObject content = QJsonDocument::fromJson(note.readAll()).object();
        const auto info = server().running();
        QVERIFY(info.has_value());
        QCOMPARE(content.value(QStringLiteral("pid")).toInteger(), info->pid);
        QCOMPARE(content.value(QStringLiteral("socket")).toString(), info->socketFolder);
    }

    void secondStarterDoesNotOwnIt()
    {
        PrivateServer second(m_profile, QStringLiteral("other"));
        QVERIFY(second.start().has_value());
        QVERIFY(!second.isOurs());
    }

    void killedServerStartsAgain()
    {
        const auto before = server().running();
        QVERIFY(before.has_value());
        query(*before, "create table kept as select 42 as answer");
        ::kill(static_cast<pid_t>(before->pid), SIGKILL);
        QVERIFY(waitForExit({static_cast<pid_t>(before->pid)}, 5000));
        QVERIFY(!server().running().has_value());
        const auto after = server().start();
        QVERIFY2(after.has_value(), after ? "" : qPrintable(after.error().log));
        QVERIFY(after->pid != before->pid);
        QCOMPARE(query(*after, "select answer from kept"), QByteArray("42"));
    }

    void twoStartersAtOnceGetOneServer()
    {
        QVERIFY(server().stop().has_value());
        Result<ServerInfo> a = fail(ErrorCode::ServerFailed);
        Result<ServerInfo> b = a;
        std::thread one([&] { a = server().start(); });
        std::thread two([&] { b = server().start(); });
        one.join();
        two.join();
        QVERIFY(a.has_value() && b.has_value());
        QCOMPARE(a->pid, b->pid);
    }

    void laterStartIsQuick()
    {
        QVERIFY(server().stop().has_value());
        QVERIFY(!QFile::exists(m_profile.serverNotePath()));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(server().start().has_value());
        qInfo() << "start of an existing server:" << timer.elapsed() << "ms";
        QVERIFY(timer.elapsed() < 5000);
    }

    void foreignPidFileIsCleared()
    {
        QVERIFY(server().stop().has_value());
        QFile stale(server().dataFolder() + QStringLiteral("/postmaster.pid"));
        QVERIFY(stale.open(QIODevice::WriteOnly));
        // Our own pid: a living process that is no postmaster, as after a reboot.
        stale.write(QByteArray::number(QCoreApplication::applicationPid()) + "\n" + QFile::encodeName(server().dataFolder()) + "\n");
        stale.close();
        QVERIFY(!server().running().has_value());
        QVERIFY(server().start().has_value());
    }

    void missingBinariesAreNamed()
    {
        const auto profile = openProfile(m_folder.filePath(QStringLiteral("none")));
        QVERIFY(profile.has_value());
        const auto info = PrivateServer(*profile, QStringLiteral("test"), m_folder.path()).start();
        QVERIFY(!info.has_value());
        QCOMPARE(info.error().facts.value(QStringLiteral("reason")).toString(), QStringLiteral("no-binaries"));
        QDir(profile->serverFolder).removeRecursively();
    }

    void newerDataIsLeftAlone()
    {
        const auto profile = openProfile(m_folder.filePath(QStringLiteral("newer")));
        QVERIFY(profile.has_value());
        PrivateServer newer(*profile, QStringLiteral("test"));
        QVERIFY(QDir().mkpath(newer.dataFolder()));
        QFile version(newer.dataFolder() + QStringLiteral("/PG_VERSION"));
        QVERIFY(version.open(QIODevice::WriteOnly));
        version.write("99\n");
        version.close();
        const auto info = newer.start();
        QVERIFY(!info.has_value());
        QCOMPARE(info.error().facts.value(QStringLiteral("reason")).toString(), QStringLiteral("other-version"));
        QCOMPARE(info.error().facts.value(QStringLiteral("data_version")).toInt(), 99);
        if (profile->serverFolder != profile->folder)
            QDir(profile->serverFolder).removeRecursively();
    }

private:
    PrivateServer server() const { return PrivateServer(m_profile, QStringLiteral("test")); }
    QVector<pid_t> serverProcessesOfProfile() const { return serverProcesses(server().dataFolder(), QStringLiteral("none")); }

    static QByteArray query(const ServerInfo &info, const char *sql)
    {
        QProcess psql;
        psql.start(QStringLiteral("psql"), {QStringLiteral("-XAtq"), QStringLiteral("-h"), info.socketFolder, QStringLiteral("-U"), info.owner,
                                               QStringLiteral("-d"), info.database, QStringLiteral("-c"), QString::fromLatin1(sql)});
        psql.waitForFinished();
        const QByteArray errors = psql.readAllStandardError();
        return errors.isEmpty() ? psql.readAllStandardOutput().trimmed() : errors;
    }

    QTemporaryDir m_folder;
    Profile m_profile;
};

QTEST_GUILESS_MAIN(TestPrivateServer)
#include "tst_privateserver.moc"
