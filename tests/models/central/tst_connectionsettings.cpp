// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/connectionsettings.h"

#include <QtCore/QTemporaryFile>
#include <QtTest/QtTest>

using namespace foyer;

class TestConnectionSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void refuses_data();
    void refuses();
    void centralServersGetTls_data();
    void centralServersGetTls();
    void houseDefaults();
    void serviceFileWins();
    void unknownService();
    void signInIsAdded();
    void countsHosts();
};

void TestConnectionSettings::init()
{
    for (const char *name :
         {"PGHOST", "PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE", "PGSSLMODE", "PGCHANNELBINDING", "PGSSLROOTCERT"})
        qunsetenv(name);
}

void TestConnectionSettings::refuses_data()
{
    QTest::addColumn<QString>("conninfo");
    QTest::addColumn<QString>("what");
    QTest::newRow("password in a URI") << "postgresql://ana:secret@box.example/foyer"
                                       << "password in conninfo";
    QTest::newRow("password as a key") << "host=box.example password=secret"
                                       << "password in conninfo";
    QTest::newRow("key's password") << "host=box.example sslpassword=secret"
                                    << "password in conninfo";
    QTest::newRow("unknown key") << "hast=box.example"
                                 << "conninfo";
    QTest::newRow("no equals sign") << "box.example"
                                    << "conninfo";
    QTest::newRow("half a URI") << "postgresql://[::1"
                                << "conninfo";
}

void TestConnectionSettings::refuses()
{
    QFETCH(QString, conninfo);
    QFETCH(QString, what);
    const auto options = connectionOptions(ConnectionSettings{conninfo, {}, true}, {}, {});
    QVERIFY(!options);
    QCOMPARE(options.error().code, ErrorCode::BadInput);
    QCOMPARE(options.error().facts.value(QStringLiteral("what")).toString(), what);
    QVERIFY2(!options.error().log.contains(QStringLiteral("secret")), "the log must not repeat the password");
}

void TestConnectionSettings::centralServersGetTls_data()
{
    QTest::addColumn<QString>("conninfo");
    QTest::addColumn<bool>("requireTls");
    QTest::addColumn<QByteArray>("sslmode");
    QTest::addColumn<QByteArray>("binding");
    QTest::newRow("a name") << "host=box.example" << true << QByteArray("verify-full") << QByteArray("require");
    QTest::newRow("URI") << "postgresql://box.example/foyer" << true << QByteArray("verify-full")
                         << QByteArray("require");
    QTest::newRow("an address") << "hostaddr=192.0.2.1" << true << QByteArray("verify-full") << QByteArray("require");
    QTest::newRow("one of two is far") << "host=localhost,box.example" << true << QByteArray("verify-full")
                                       << QByteArray("require");
    QTest::newRow("said otherwise") << "host=box.example sslmode=disable" << true << QByteArray("disable")
                                    << QByteArray();
    QTest::newRow("binding said otherwise")
        << "host=box.example channel_binding=prefer" << true << QByteArray("verify-full") << QByteArray("prefer");
    QTest::newRow("not required") << "host=box.example" << false << QByteArray() << QByteArray();
    QTest::newRow("socket folder") << "host=/run/postgresql" << true << QByteArray() << QByteArray();
    QTest::newRow("localhost") << "host=localhost" << true << QByteArray() << QByteArray();
    QTest::newRow("nothing") << "" << true << QByteArray() << QByteArray();
}

void TestConnectionSettings::centralServersGetTls()
{
    QFETCH(QString, conninfo);
    QFETCH(bool, requireTls);
    const auto options = connectionOptions(ConnectionSettings{conninfo, {}, requireTls}, {}, {});
    QVERIFY(options);
    QTEST(options->value("sslmode"), "sslmode");
    QTEST(options->value("channel_binding"), "binding");
}

void TestConnectionSettings::houseDefaults()
{
    const auto options = connectionOptions(ConnectionSettings{QStringLiteral("keepalives_idle=7"), {}, true}, {}, {});
    QVERIFY(options);
    QCOMPARE(options->value("keepalives_idle"), QByteArray("7"));
    QCOMPARE(options->value("keepalives_interval"), QByteArray("1"));
    QCOMPARE(options->value("keepalives_count"), QByteArray("3"));
    QCOMPARE(options->value("tcp_user_timeout"), QByteArray("3000"));
    QCOMPARE(options->value("connect_timeout"), QByteArray("3"));
}

void TestConnectionSettings::serviceFileWins()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("# ours\n[other]\nhost=elsewhere.example\n[box]\nhost = "
               "box.example\nsslmode=require\ndbname=foyer\n[after]\ndbname=wrong\n");
    file.close();
    qputenv("PGSERVICEFILE", file.fileName().toUtf8());
    const auto options =
        connectionOptions(ConnectionSettings{QStringLiteral("service=box dbname=mine"), {}, true}, {}, {});
    QVERIFY(options);
    QCOMPARE(options->value("host"), QByteArray("box.example"));
    QCOMPARE(options->value("sslmode"), QByteArray("require"));
    QCOMPARE(options->value("dbname"), QByteArray("mine"));
    QVERIFY(!options->contains("service"));
}

void TestConnectionSettings::unknownService()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    qputenv("PGSERVICEFILE", file.fileName().toUtf8());
    const auto options = connectionOptions(ConnectionSettings{QStringLiteral("service=nowhere"), {}, true}, {}, {});
    QVERIFY(!options);
    QCOMPARE(options.error().code, ErrorCode::BadInput);
}

void TestConnectionSettings::signInIsAdded()
{
    const auto with = connectionOptions(ConnectionSettings{}, QStringLiteral("ana"), QStringLiteral("secret"));
    QVERIFY(with);
    QCOMPARE(with->value("user"), QByteArray("ana"));
    QCOMPARE(with->value("password"), QByteArray("secret"));
    const auto without = connectionOptions(ConnectionSettings{}, {}, {});
    QVERIFY(without);
    QVERIFY(!without->contains("user"));
    QVERIFY(!without->contains("password"));
}

void TestConnectionSettings::countsHosts()
{
    QCOMPARE(hostCount(ConnectionOptions{}), 1);
    QCOMPARE(hostCount(ConnectionOptions{{"host", "a,b,c"}}), 3);
}

QTEST_GUILESS_MAIN(TestConnectionSettings)
#include "tst_connectionsettings.moc"
