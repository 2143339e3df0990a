// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pgconnection.h"

#include "models/core/limits.h"
#include "tests/support/answerbox.h"
#include "tests/support/delayproxy.h"
#include "tests/support/testdatabase.h"

#include <QtTest/QSignalSpy>

using namespace foyer;

namespace {

PgCall callOf(quint64 id, const QByteArray &sql, bool writes, int deadlineMs = limits::callDeadlineMs)
{
    PgCall call;
    call.id = id;
    call.sql = sql;
    call.writes = writes;
    call.deadline = QDeadlineTimer(deadlineMs);
    return call;
}

/// Collects what a connection says.
class Listener : public QObject
{
public:
    explicit Listener(PgConnection &connection)
    {
        connect(&connection, &PgConnection::answered, this, [this](const PgOutcome &outcome) {
            ++count[outcome.id];
            answers.insert(outcome.id, outcome.answer);
        });
        connect(&connection, &PgConnection::failed, this, [this](const Error &error) { failure = error; });
        connect(&connection, &PgConnection::lost, this, [this] { ++losses; });
    }
    bool waitFor(quint64 id, int timeoutMs = 10'000)
    {
        return QTest::qWaitFor([&] { return answers.contains(id); }, timeoutMs);
    }
    /// Of the answer, nullopt for a value.
    std::optional<ErrorCode> codeOf(quint64 id) const
    {
        const auto found = answers.constFind(id);
        if (found == answers.constEnd())
            return ErrorCode::ProgrammingFault;
        return found->has_value() ? std::optional<ErrorCode>() : found->error().code;
    }

    QMap<quint64, Result<PgAnswer>> answers;
    QMap<quint64, int> count;
    std::optional<Error> failure;
    int losses = 0;
};

} // namespace

class TestPgConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void answersInOrder();
    void parametersAreData();
    void largeAnswersAndQuestions();
    void refusalsAreDefinite_data();
    void refusalsAreDefinite();
    void failedConnections_data();
    void failedConnections();
    void cutWhileCallWaits();
    void cutBeforeItArrives();
    void cutAfterItArrived();
    void blackHoleEndsInDeadline();
    void callsBehindASlowOneAreNotSent();
    void killedBackend();
    void warningOfACommitIsUnknown();
    void boundedQueue();
    void closedWhileWaiting();
    void notificationsAreDrained();

private:
    ConnectionOptions options(const QString &host) const;
    bool open(const QString &host);
    QByteArray ask(const QByteArray &sql);

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<DelayProxy> m_proxy;
    std::unique_ptr<PgConnection> m_connection;
    std::unique_ptr<Listener> m_listener;
    QString m_role;
};

void TestPgConnection::initTestCase()
{
    FOYER_ATTACH_CLUSTER(m_cluster);
    auto database = TestDatabase::createEmpty(*m_cluster);
    FOYER_VERIFY(database);
    m_database = std::move(*database);
    m_role = QStringLiteral("caller_") + m_database->name();
    Result<AdminSession> admin = m_database->admin();
    FOYER_VERIFY(admin);
    FOYER_VERIFY(admin->script(
        "create role " + m_role.toUtf8() +
            " login password 'right'; create table sales (id int primary key); grant all on sales to public",
        QStringLiteral("setup")));
}

void TestPgConnection::init()
{
    auto proxy = DelayProxy::start(m_cluster->socketFolder());
    FOYER_VERIFY(proxy);
    m_proxy = std::move(*proxy);
    m_connection = std::make_unique<PgConnection>();
    m_listener = std::make_unique<Listener>(*m_connection);
    ask("truncate sales");
}

void TestPgConnection::cleanup()
{
    m_listener.reset();
    m_connection.reset();
    m_proxy.reset();
}

QByteArray TestPgConnection::ask(const QByteArray &sql)
{
    Result<AdminSession> admin = m_database->admin();
    const auto answer = admin ? admin->run(sql) : Result<PgAnswer>(fail(admin.error()));
    return answer ? answer->single() : answer.error().log.toUtf8();
}

ConnectionOptions TestPgConnection::options(const QString &host) const
{
    const ConnectionSettings settings{QStringLiteral("host=%1 dbname=%2").arg(host, m_database->name()), {}, false};
    return *connectionOptions(settings, m_role, QStringLiteral("right"));
}

bool TestPgConnection::open(const QString &host)
{
    QSignalSpy opened(m_connection.get(), &PgConnection::opened);
    m_connection->open(options(host));
    return m_connection->isOpen() || opened.wait(5000);
}

void TestPgConnection::answersInOrder()
{
    QVERIFY(open(m_cluster->socketFolder()));
    QVector<quint64> order;
    connect(m_connection.get(), &PgConnection::answered, this,
            [&order](const PgOutcome &outcome) { order.append(outcome.id); });
    for (quint64 id = 1; id <= 50; ++id)
        m_connection->call(callOf(id, "select " + QByteArray::number(id), false));
    QVERIFY(m_listener->waitFor(50));
    QVector<quint64> expected;
    for (quint64 id = 1; id <= 50; ++id) {
        expected.append(id);
        QCOMPARE(m_listener->answers.value(id)->single(), QByteArray::number(id));
    }
    QCOMPARE(order, expected);
}

void TestPgConnection::parametersAreData()
{
    QVERIFY(open(m_cluster->socketFolder()));
    const QString hostile = QStringLiteral("'; drop table sales; -- \u202e\u0001\\");
    PgCall call = callOf(1, "select $1::text, $2::bytea, $3::text is null, $4::text", false);
    call.params = {PgParam::text(hostile), PgParam::bytes(QByteArray("\0\1\2", 3)), PgParam{},
                   PgParam::text(QString())};
    call.binaryResult = true;
    m_connection->call(call);
    QVERIFY(m_listener->waitFor(1));
    const auto answer = m_listener->answers.value(1);
    FOYER_VERIFY(answer);
    QCOMPARE(QString::fromUtf8(answer->rows.first().at(0)), hostile);
    QCOMPARE(answer->rows.first().at(1), QByteArray("\0\1\2", 3));
    QCOMPARE(answer->rows.first().at(2), QByteArray("\1", 1));
    QVERIFY(!answer->rows.first().at(3).isNull());
    call = callOf(2, "select $1::text", false);
    call.params = {PgParam::text(QStringLiteral("a") + QChar(0) + QStringLiteral("b"))};
    m_connection->call(call);
    QVERIFY(m_listener->waitFor(2));
    QCOMPARE(m_listener->codeOf(2), std::optional(ErrorCode::BadRequest));
}

void TestPgConnection::largeAnswersAndQuestions()
{
    // Larger than any socket buffer, so that flushing and reading take several wake-ups.
    QVERIFY(open(m_proxy->folder()));
    PgCall call = callOf(1, "select $1::text || $1::text", false, 20'000);
    call.params = {PgParam{QByteArray(8'000'000, 'x'), false}};
    m_connection->call(call);
    QVERIFY(m_listener->waitFor(1, 20'000));
    FOYER_VERIFY(m_listener->answers.value(1));
    QCOMPARE(m_listener->answers.value(1)->single().size(), 16'000'000);
}

void TestPgConnection::refusalsAreDefinite_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &sql, ErrorCode code) {
        QTest::newRow(name) << sql << static_cast<int>(code);
    };
    const auto raise = [](const QByteArray &state) {
        return "do $$begin raise exception using errcode = '" + state +
               "', message = 'm', detail = '{\"seats\":[\"A-1\"]}'; end$$";
    };
    row("seats taken", raise("TK001"), ErrorCode::SeatsTaken);
    row("busy", raise("TK014"), ErrorCode::Busy);
    row("serialisation", raise("40001"), ErrorCode::Busy);
    row("deadlock", raise("40P01"), ErrorCode::Busy);
    row("lock timeout", raise("55P03"), ErrorCode::Busy);
    row("statement timeout", raise("57014"), ErrorCode::Busy);
    row("no function", "select foyer.hello('')", ErrorCode::NoSchema);
    row("no table", "select * from nowhere", ErrorCode::NoSchema);
    row("not permitted", "select * from pg_authid", ErrorCode::NotPermitted);
    row("division", "select 1/0", ErrorCode::BadRequest);
    row("disk full", raise("53100"), ErrorCode::ServerFailed);
    row("unknown refusal", raise("TK999"), ErrorCode::ServerFailed);
}

void TestPgConnection::refusalsAreDefinite()
{
    QFETCH(QByteArray, sql);
    QFETCH(int, code);
    QVERIFY(open(m_cluster->socketFolder()));
    m_connection->call(callOf(1, sql, true));
    m_connection->call(callOf(2, "select 2", true));
    QVERIFY(m_listener->waitFor(2));
    QCOMPARE(m_listener->codeOf(1), std::optional(static_cast<ErrorCode>(code)));
    if (static_cast<ErrorCode>(code) == ErrorCode::SeatsTaken)
        QCOMPARE(m_listener->answers.value(1).error().facts.value(QStringLiteral("seats")).toArray().size(), 1);
    QVERIFY2(!m_listener->codeOf(2), "a refusal does not end the connection");
}

void TestPgConnection::failedConnections_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("code");
    QTest::newRow("wrong password") << QByteArray("password") << QByteArray("wrong")
                                    << static_cast<int>(ErrorCode::SignInRefused);
    QTest::newRow("no password") << QByteArray("password") << QByteArray()
                                 << static_cast<int>(ErrorCode::SignInRefused);
    QTest::newRow("no such role") << QByteArray("user") << QByteArray("nobody_knows")
                                  << static_cast<int>(ErrorCode::SignInRefused);
    QTest::newRow("no such database") << QByteArray("dbname") << QByteArray("nowhere")
                                      << static_cast<int>(ErrorCode::NoSchema);
    QTest::newRow("no socket") << QByteArray("host") << QByteArray("/nonexistent")
                               << static_cast<int>(ErrorCode::NoConnection);
    QTest::newRow("no such name") << QByteArray("host") << QByteArray("box.invalid")
                                  << static_cast<int>(ErrorCode::NoConnection);
}

void TestPgConnection::failedConnections()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(int, code);
    ConnectionOptions wrong = options(m_cluster->socketFolder());
    wrong.insert(key, value);
    wrong.insert("passfile", "/nonexistent");
    m_connection->open(wrong);
    QVERIFY(QTest::qWaitFor([this] { return m_listener->failure.has_value(); }, 15'000));
    QCOMPARE(m_listener->failure->code, static_cast<ErrorCode>(code));
    QCOMPARE(m_listener->losses, 0);
    QVERIFY(!m_connection->isOpen());
}

void TestPgConnection::cutWhileCallWaits()
{
    QVERIFY(open(m_proxy->folder()));
    m_connection->call(callOf(1, "select pg_sleep(5)", true));
    m_connection->call(callOf(2, "insert into sales values (2)", true));
    QTimer::singleShot(100, this, [this] { m_proxy->cut(); });
    QVERIFY(m_listener->waitFor(2));
    QCOMPARE(m_listener->codeOf(1), std::optional(ErrorCode::OutcomeUnknown));
    QCOMPARE(m_listener->codeOf(2), std::optional(ErrorCode::NoConnection));
    QCOMPARE(m_listener->losses, 1);
    QVERIFY(open(m_proxy->folder()));
    m_connection->call(callOf(3, "select pg_sleep(5)", false));
    QTimer::singleShot(100, this, [this] { m_proxy->cut(); });
    QVERIFY(m_listener->waitFor(3));
    QCOMPARE(m_listener->codeOf(3), std::optional(ErrorCode::NoConnection));
    QCOMPARE(ask("select count(*) from sales"), QByteArray("0"));
}

void TestPgConnection::cutBeforeItArrives()
{
    QVERIFY(open(m_proxy->folder()));
    m_proxy->cutAfterClientBytes(20);
    m_connection->call(callOf(1, "insert into sales values (1)", true));
    QVERIFY(m_listener->waitFor(1));
    QCOMPARE(m_listener->codeOf(1), std::optional(ErrorCode::OutcomeUnknown));
    QCOMPARE(ask("select count(*) from sales"), QByteArray("0"));
}

void TestPgConnection::cutAfterItArrived()
{
    // The other half of why an outcome is unknown: this one did happen.
    QVERIFY(open(m_proxy->folder()));
    // The first time, the answer to preparing it would be swallowed.
    const QByteArray sell = "insert into sales select count(*) + 1 from sales";
    m_connection->call(callOf(1, sell, true));
    QVERIFY(m_listener->waitFor(1));
    m_proxy->setSwallowAnswers(true);
    m_connection->call(callOf(2, sell, true));
    QTRY_COMPARE(ask("select count(*) from sales"), QByteArray("2"));
    m_proxy->cut();
    QVERIFY(m_listener->waitFor(2));
    QCOMPARE(m_listener->codeOf(2), std::optional(ErrorCode::OutcomeUnknown));
}

void TestPgConnection::blackHoleEndsInDeadline()
{
    QVERIFY(open(m_proxy->folder()));
    m_proxy->setBlackHole(true);
    QElapsedTimer clock;
    clock.start();
    m_connection->call(callOf(1, "insert into sales values (1)", true));
    QVERIFY(m_listener->waitFor(1));
    QVERIFY2(clock.elapsed() >= limits::callDeadlineMs - 50 && clock.elapsed() < limits::callDeadlineMs + 1500,
             qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(m_listener->codeOf(1), std::optional(ErrorCode::OutcomeUnknown));
    QCOMPARE(m_listener->losses, 1);
    // Connecting into it ends too, by an own timer: PQconnectPoll knows no timeout.
    clock.restart();
    m_connection->open(options(m_proxy->folder()));
    QVERIFY(QTest::qWaitFor([this] { return m_listener->failure.has_value(); }, 8000));
    QCOMPARE(m_listener->failure->code, ErrorCode::NoConnection);
    QVERIFY(clock.elapsed() < limits::connectTimeoutSecs * 1000 + 1500);
}

void TestPgConnection::callsBehindASlowOneAreNotSent()
{
    QVERIFY(open(m_cluster->socketFolder()));
    m_connection->call(callOf(1, "select pg_sleep(0.6)", false));
    m_connection->call(callOf(2, "insert into sales values (2)", true, 200));
    m_connection->call(callOf(3, "select 3", false));
    QVERIFY(m_listener->waitFor(2, 400));
    QCOMPARE(m_listener->codeOf(2), std::optional(ErrorCode::NoConnection));
    QVERIFY(m_listener->waitFor(3));
    QVERIFY(!m_listener->codeOf(1));
    QVERIFY(!m_listener->codeOf(3));
    QCOMPARE(m_listener->losses, 0);
    QCOMPARE(ask("select count(*) from sales"), QByteArray("0"));
}

void TestPgConnection::killedBackend()
{
    QVERIFY(open(m_cluster->socketFolder()));
    m_connection->call(callOf(1, "select pg_backend_pid()", false));
    QVERIFY(m_listener->waitFor(1));
    const QByteArray pid = m_listener->answers.value(1)->single();
    m_connection->call(callOf(2, "select pg_sleep(5)", true));
    QTRY_COMPARE(ask("select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + pid),
                 QByteArray("1"));
    // It answers with a SQLSTATE (57P01) before it goes; that proves nothing about the call.
    QCOMPARE(ask("select pg_terminate_backend(" + pid + ")"), QByteArray("t"));
    QVERIFY(m_listener->waitFor(2));
    QCOMPARE(m_listener->codeOf(2), std::optional(ErrorCode::OutcomeUnknown));
    QCOMPARE(m_listener->losses, 1);
}

void TestPgConnection::warningOfACommitIsUnknown()
{
    QVERIFY(open(m_cluster->socketFolder()));
    m_connection->call(callOf(1, "do $$begin raise warning 'might not have been replicated'; end$$", true));
    m_connection->call(callOf(2, "do $$begin raise warning 'only read'; end$$", false));
    m_connection->call(callOf(3, "do $$begin raise notice 'harmless'; end$$", true));
    QVERIFY(m_listener->waitFor(3));
    QCOMPARE(m_listener->codeOf(1), std::optional(ErrorCode::OutcomeUnknown));
    QVERIFY(!m_listener->codeOf(2));
    QVERIFY(!m_listener->codeOf(3));
}

void TestPgConnection::boundedQueue()
{
    QVERIFY(open(m_cluster->socketFolder()));
    const quint64 calls = limits::maxPendingCalls + 10;
    for (quint64 id = 1; id <= calls; ++id)
        m_connection->call(callOf(id, "select 1", false, 10'000));
    QVERIFY(m_listener->waitFor(limits::maxPendingCalls));
    QTRY_COMPARE(m_listener->answers.size(), static_cast<int>(calls));
    QCOMPARE(m_listener->codeOf(calls), std::optional(ErrorCode::Busy));
    QVERIFY(!m_listener->codeOf(1));
}

void TestPgConnection::closedWhileWaiting()
{
    QVERIFY(open(m_cluster->socketFolder()));
    m_connection->call(callOf(1, "select pg_sleep(1)", true));
    m_connection->call(callOf(2, "select 2", true));
    m_connection->close();
    QCOMPARE(m_listener->codeOf(1), std::optional(ErrorCode::OutcomeUnknown));
    QCOMPARE(m_listener->codeOf(2), std::optional(ErrorCode::NoConnection));
    m_connection->call(callOf(3, "select 3", true));
    QCOMPARE(m_listener->codeOf(3), std::optional(ErrorCode::NoConnection));
    QCOMPARE(m_listener->losses, 0);
    for (const int count : qAsConst(m_listener->count))
        QCOMPARE(count, 1);
}

void TestPgConnection::notificationsAreDrained()
{
    QVERIFY(open(m_cluster->socketFolder()));
    QSignalSpy rang(m_connection.get(), &PgConnection::rang);
    m_connection->call(callOf(1, "listen bell", false));
    QVERIFY(m_listener->waitFor(1));
    ask("do $$begin for i in 1..100 loop perform pg_notify('bell', i::text); end loop; end$$");
    QTRY_COMPARE(rang.size(), 100);
    QCOMPARE(rang.first().first().toByteArray(), QByteArray("bell"));
}

QTEST_GUILESS_MAIN(TestPgConnection)
#include "tst_pgconnection.moc"
