// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privatebackup.h"
#include "app/serverlock.h"
#include "models/core/limits.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace foyer;

/// Copies of a real server in a temporary profile; tests/faults restores them.
class TestPrivateBackup : public QObject
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
        const auto info = PrivateServer(m_profile, QStringLiteral("test")).start();
        QVERIFY2(info.has_value(), info ? "" : qPrintable(info.error().log));
        m_server = *info;
    }

    void cleanupTestCase()
    {
        if (m_profile.folder.isEmpty())
            return;
        QVERIFY(PrivateServer(m_profile, QStringLiteral("test")).stop().has_value());
        if (m_profile.serverFolder != m_profile.folder && m_profile.serverFolder.startsWith(QStringLiteral("/var/lib/foyer/till-")))
            QDir(m_profile.serverFolder).removeRecursively();
    }

    void cleanup() { QDir(PrivateBackup::folderOf(m_profile)).removeRecursively(); }

    void copyIsMadeOnceADay()
    {
        PrivateBackup backup(m_profile, m_server);
        QVERIFY(backup.isDue(m_now));
        const auto copy = backup.make(m_now, {});
        QVERIFY2(copy.has_value() && *copy, copy ? "" : qPrintable(copy.error().log));
        QCOMPARE(entries(), QStringList{QStringLiteral("copy-20261121T030000Z")});
        QCOMPARE(PrivateBackup::newest(m_profile, m_now)->folder, (*copy)->folder);
        QVERIFY(!backup.isDue(m_now.addSecs(limits::backupEveryHours * 3600 - 1)));
        QVERIFY(backup.isDue(m_now.addSecs(limits::backupEveryHours * 3600)));
        QCOMPARE(QFile::permissions((*copy)->folder + QStringLiteral("/globals.sql")) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void neverReplacesACopy()
    {
        PrivateBackup backup(m_profile, m_server);
        const auto first = backup.make(m_now, {});
        QVERIFY(first.has_value() && *first);
        const auto again = backup.make(m_now, {});
        QVERIFY(!again.has_value());
        QCOMPARE(entries().size(), 1);
        QCOMPARE(PrivateBackup::newest(m_profile, m_now)->bytes, (*first)->bytes);
    }

    void stoppedLeavesNothing()
    {
        PrivateBackup backup(m_profile, m_server);
        QElapsedTimer timer;
        timer.start();
        const auto stopped = backup.make(m_now, [] { return true; });
        QVERIFY(stopped.has_value() && !*stopped);
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(entries().isEmpty());
        QVERIFY(backup.isDue(m_now));
    }

    void anotherIsAtIt()
    {
        const auto lock = ServerLock::take(m_profile.folder + QStringLiteral("/backup.lock"));
        QVERIFY(lock.has_value());
        const auto busy = PrivateBackup(m_profile, m_server).make(m_now, {});
        QVERIFY(busy.has_value() && !*busy);
    }

    void deadServerIsAnErrorAndNoCopy()
    {
        ServerInfo gone = m_server;
        gone.socketFolder += QStringLiteral("/none");
        const auto failed = PrivateBackup(m_profile, gone).make(m_now, {});
        QVERIFY(!failed.has_value());
        QCOMPARE(failed.error().facts.value(QStringLiteral("reason")).toString(), QStringLiteral("backup"));
        QVERIFY(entries().isEmpty());
        QVERIFY(!PrivateBackup::newest(m_profile, m_now));
    }

    void wrongNamesAndTimesToComeDoNotCount()
    {
        const QString folder = PrivateBackup::folderOf(m_profile);
        for (const auto &name : {"copy-20990101T000000Z", "copy-soon", "copy-20261350T000000Z", "other"}) {
            QVERIFY(QDir().mkpath(folder + QLatin1Char('/') + QLatin1String(name)));
            QFile dump(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral("/foyer.dump"));
            QVERIFY(dump.open(QIODevice::WriteOnly) && dump.write("x") == 1);
        }
        QVERIFY(!PrivateBackup::newest(m_profile, m_now));
        QVERIFY(PrivateBackup(m_profile, m_server).isDue(m_now));
    }

    void aFewAreKept()
    {
        PrivateBackup backup(m_profile, m_server);
        for (int day = 0; day < limits::maxBackups + 2; ++day) {
            const auto copy = backup.make(m_now.addDays(day), {});
            QVERIFY(copy.has_value() && *copy);
        }
        QCOMPARE(entries().size(), limits::maxBackups);
        QCOMPARE(entries().constFirst(), QStringLiteral("copy-20261123T030000Z"));
    }

private:
    QStringList entries() const
    {
        return QDir(PrivateBackup::folderOf(m_profile)).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }

    const QDateTime m_now{QDate(2026, 11, 21), QTime(3, 0), Qt::UTC};
    QTemporaryDir m_folder;
    Profile m_profile;
    ServerInfo m_server;
};

QTEST_GUILESS_MAIN(TestPrivateBackup)
#include "tst_privatebackup.moc"
