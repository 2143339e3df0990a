// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <unistd.h>

using namespace foyer;

class TestProfile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("XDG_DATA_HOME", QFile::encodeName(m_home.path())); }

    void nameLivesInDataHome()
    {
        const auto profile = openProfile(QStringLiteral("default"));
        QVERIFY(profile.has_value());
        QCOMPARE(profile->folder, QFileInfo(m_home.path()).canonicalFilePath() + QStringLiteral("/foyer/default"));
        QVERIFY(QFileInfo(profile->folder).isDir());
    }

    void folderIsPrivate()
    {
        const QString path = m_home.filePath(QStringLiteral("some folder/ünï"));
        const auto profile = openProfile(path);
        QVERIFY(profile.has_value());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(profile->folder) & others, QFile::Permissions());
    }

    void twoFoldersOfOneNameNeverShareAServer()
    {
        const auto a = openProfile(m_home.filePath(QStringLiteral("a/till")));
        const auto b = openProfile(m_home.filePath(QStringLiteral("b/till")));
        QVERIFY(a.has_value() && b.has_value());
        QVERIFY(a->serverFolder != b->serverFolder);
        if (::geteuid() == 0)
            QVERIFY(a->serverFolder.startsWith(QStringLiteral("/var/lib/foyer/till-")));
        else
            QCOMPARE(a->serverFolder, a->folder);
    }

    void sameFolderWrittenInTwoWaysIsOneProfile()
    {
        const auto a = openProfile(m_home.filePath(QStringLiteral("c")));
        const auto b = openProfile(m_home.filePath(QStringLiteral("x/../c/")));
        QVERIFY(a.has_value() && b.has_value());
        QCOMPARE(a->serverFolder, b->serverFolder);
    }

    void badNamesAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("dots") << QStringLiteral("..");
        QTest::newRow("space") << QStringLiteral("a b");
        QTest::newRow("sql") << QStringLiteral("x'; drop table tickets; --");
        QTest::newRow("long") << QString(200, QLatin1Char('a'));
        QTest::newRow("nul") << QStringLiteral("a/") + QString(QChar::Null);
        QTest::newRow("newline") << QStringLiteral("till\n");
    }
    void badNamesAreRefused()
    {
        QFETCH(QString, name);
        const auto profile = openProfile(name);
        QVERIFY(!profile.has_value());
        QCOMPARE(profile.error().code, ErrorCode::BadInput);
    }

    void fileInTheWayIsAnError()
    {
        const QString path = m_home.filePath(QStringLiteral("file"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto profile = openProfile(path);
        QVERIFY(!profile.has_value());
        QCOMPARE(profile.error().code, ErrorCode::DiskFailed);
    }

private:
    QTemporaryDir m_home;
};

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
