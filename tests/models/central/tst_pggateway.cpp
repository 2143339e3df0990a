// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pggateway.h"

#include "models/central/migrator.h"
#include "models/core/limits.h"
#include "tests/support/answerbox.h"
#include "tests/support/delayproxy.h"
#include "tests/support/testvenue.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtTest/QSignalSpy>

using namespace foyer;

namespace {

/// The longest time for which the event loop did not come around.
class Pulse : public QObject
{
public:
    Pulse()
    {
        m_clock.start();
        startTimer(5, Qt::PreciseTimer);
    }
    [[nodiscard]] qint64 longestMs() const { return m_longest; }

protected:
    void timerEvent(QTimerEvent *) override { m_longest = std::max(m_longest, m_clock.restart()); }

private:
    QElapsedTimer m_clock;
    qint64 m_longest = 0;
};

} // namespace

class TestPgGateway : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void signsInAndReads();
    void sellsWithHold();
    void refusalsCarryFacts();
    void refusedSignIns_data();
    void refusedSignIns();
    void noSchema();
    void newerSchema();
    void olderSchema();
    void passwordInConninfo();
    void neverAnswersInsideTheCall();
    void deadGuardIsDropped();
    void bounded();
    void notConnected();
    void laterSignInWins();
    void signOutDuringSignIn();
    void reconnectsAfterAKill();
    void lockedRoleSignsOut();
    void unknownSaleIsResolvedByItsId();
    void blackHoleNeverStopsTheLoop();
    void serverStopsAndComesBack();
    void anotherServerIsRefused();
    void diesWhileCallsAreOpen();

private:
    Result<Hello> signIn(PgGateway &gateway, const QString &password = {});
    QByteArray ask(const QByteArray &sql, const QVector<PgParam> &params = {});
    SealedCall saleFor(const TestEvent &event, int quantity) const;
    ConnectionSettings overProxy() const;

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<AdminSession> m_admin;
    std::unique_ptr<TestVenue> m_venue;
    std::unique_ptr<DelayProxy> m_proxy;
    TestLogin m_clerk;
    TestTill m_till;
    TestEvent m_event;
};

void TestPgGateway::initTestCase()
{
    FOYER_ATTACH_CLUSTER(m_cluster);
    auto database = TestDatabase::create(*m_cluster);
    FOYER_VERIFY(database);
    m_database = std::move(*database);
    Result<AdminSession> admin = m_database->admin();
    FOYER_VERIFY(admin);
    m_admin = std::make_unique<AdminSession>(std::move(*admin));
    m_venue = std::make_unique<TestVenue>(*m_admin);
    const auto clerk = m_venue->addStaff(QStringLiteral("clerk"));
    FOYER_VERIFY(clerk);
    m_clerk = *clerk;
    const auto till = m_venue->addTill();
    FOYER_VERIFY(till);
    m_till = *till;
    const auto event = m_venue->addEvent(100, 50);
    FOYER_VERIFY(event);
    m_event = *event;
}

void TestPgGateway::init()
{
    auto proxy = DelayProxy::start(m_cluster->socketFolder());
    FOYER_VERIFY(proxy);
    m_proxy = std::move(*proxy);
}

void TestPgGateway::cleanup()
{
    m_proxy.reset();
}

QByteArray TestPgGateway::ask(const QByteArray &sql, const QVector<PgParam> &params)
{
    const auto answer = m_admin->run(sql, params);
    return answer ? answer->single() : answer.error().log.toUtf8();
}

ConnectionSettings TestPgGateway::overProxy() const
{
    return ConnectionSettings{
        QStringLiteral("host=%1 dbname=%2").arg(m_proxy->folder(), m_database->name()), {}, false};
}

Result<Hello> TestPgGateway::signIn(PgGateway &gateway, const QString &password)
{
    AnswerBox<Hello> box;
    gateway.signIn(m_clerk.role, password.isEmpty() ? m_clerk.password : password, m_till.code, box.guard(),
                   box.then());
    return box.get();
}

SealedCall TestPgGateway::saleFor(const TestEvent &event, int quantity) const
{
    const QUuid order = QUuid::createUuid();
    return m_till.seal(CallKind::Sell, order,
                       TestVenue::saleOf(event, event.floor, quantity, 2500,
                                         m_till.prefix + order.toString(QUuid::Id128).left(12), order));
}

void TestPgGateway::signsInAndReads()
{
    PgGateway gateway(m_database->settings());
    QSignalSpy states(&gateway, &CentralGateway::linkStateChanged);
    QCOMPARE(gateway.serverName(), QStringLiteral("test cluster"));
    const auto hello = signIn(gateway);
    FOYER_VERIFY(hello);
    QCOMPARE(hello->role, m_clerk.role);
    QCOMPARE(hello->displayName, QStringLiteral("Ana"));
    QCOMPARE(hello->groups, QStringList{QStringLiteral("clerk")});
    QCOMPARE(hello->tillCode, m_till.code);
    QCOMPARE(hello->schemaVersion, programSchemaVersion());
    QVERIFY(hello->timeline >= 1 && !hello->systemIdentifier.isEmpty());
    QCOMPARE(states.size(), 2);
    QCOMPARE(gateway.linkState(), LinkState::Online);

    AnswerBox<QVector<EventSummary>> events;
    gateway.events(m_event.slug, events.guard(), events.then());
    FOYER_VERIFY(events.get());
    QCOMPARE(events.get()->size(), 1);
    QCOMPARE(events.get()->first().id, m_event.id);

    AnswerBox<EventDetail> detail;
    gateway.eventDetail(m_event.slug, detail.guard(), detail.then());
    FOYER_VERIFY(detail.get());
    QCOMPARE(detail.get()->tiers.size(), 2);
    QCOMPARE(detail.get()->event.counts.places, 150);

    AnswerBox<EventMap> map;
    gateway.eventMap(m_event.id, map.guard(), map.then());
    FOYER_VERIFY(map.get());
    QCOMPARE(map.get()->places.size(), 150);
    QCOMPARE(map.get()->places.first().id, m_event.places.first());
    QCOMPARE(map.get()->planSeats.first(), 0);
    QCOMPARE(map.get()->planSeats.last(), -1);

    AnswerBox<SeatStates> before;
    gateway.seatStates(m_event.id, before.guard(), before.then());
    FOYER_VERIFY(before.get());
    QCOMPARE(before.get()->states.size(), 150);

    AnswerBox<QJsonObject> outcome;
    gateway.orderOutcome(OrderId::make(), outcome.guard(), outcome.then());
    FOYER_VERIFY(outcome.get());
    QVERIFY(!outcome.get()->value(QStringLiteral("known")).toBool(true));
}

void TestPgGateway::sellsWithHold()
{
    PgGateway gateway(m_database->settings());
    FOYER_VERIFY(signIn(gateway));
    AnswerBox<SeatStates> before;
    gateway.seatStates(m_event.id, before.guard(), before.then());
    FOYER_VERIFY(before.get());

    const HoldId hold = HoldId::make();
    const QString token = QUuid::createUuid().toString(QUuid::Id128);
    const QJsonObject wish{
        {QStringLiteral("hold"), hold.text()},
        {QStringLiteral("token"), token},
        {QStringLiteral("event"), m_event.id.text()},
        {QStringLiteral("places"), QJsonArray{m_event.places.at(3).value, m_event.places.at(4).value}}};
    AnswerBox<QJsonObject> held;
    gateway.send(m_till.seal(CallKind::Hold, hold.value, wish), held.guard(), held.then());
    FOYER_VERIFY(held.get());
    QCOMPARE(held.get()->value(QStringLiteral("places")).toArray().size(), 2);

    AnswerBox<SeatChanges> changes;
    gateway.seatChanges(m_event.id, before.get()->cursor, changes.guard(), changes.then());
    FOYER_VERIFY(changes.get());
    QVERIFY(!changes.get()->reload);
    QVERIFY((changes.get()->changes.contains(QPair<int, PlaceState>{3, PlaceState::HeldByMe})));

    const QJsonObject extend{{QStringLiteral("request"), QUuid::createUuid().toString(QUuid::WithoutBraces)},
                             {QStringLiteral("holds"), QJsonArray{QJsonObject{{QStringLiteral("hold"), hold.text()},
                                                                              {QStringLiteral("token"), token}}}}};
    AnswerBox<QJsonObject> extended;
    gateway.send(m_till.seal(CallKind::Extend, QUuid::createUuid(), extend), extended.guard(), extended.then());
    FOYER_VERIFY(extended.get());

    const QJsonObject release{{QStringLiteral("hold"), hold.text()}, {QStringLiteral("token"), token}};
    AnswerBox<QJsonObject> released;
    gateway.send(m_till.seal(CallKind::Release, hold.value, release), released.guard(), released.then());
    FOYER_VERIFY(released.get());

    AnswerBox<QJsonObject> sold;
    const SealedCall sale = saleFor(m_event, 2);
    gateway.send(sale, sold.guard(), sold.then());
    FOYER_VERIFY(sold.get());
    const QString ticket = sold.get()
                               ->value(QStringLiteral("tickets"))
                               .toArray()
                               .first()
                               .toObject()
                               .value(QStringLiteral("ticket"))
                               .toString();

    AnswerBox<QJsonObject> found;
    gateway.findTicket(ticket, found.guard(), found.then());
    FOYER_VERIFY(found.get());
    QCOMPARE(found.get()->value(QStringLiteral("status")).toString(), QStringLiteral("valid"));

    AnswerBox<QJsonObject> cancelled;
    gateway.send(
        m_till.seal(CallKind::Cancel, sale.id, {{QStringLiteral("order"), sale.id.toString(QUuid::WithoutBraces)}}),
        cancelled.guard(), cancelled.then());
    FOYER_VERIFY(cancelled.get());
    QCOMPARE(cancelled.get()->value(QStringLiteral("outcome")).toString(), QStringLiteral("sold"));
}

void TestPgGateway::refusalsCarryFacts()
{
    PgGateway gateway(m_database->settings());
    FOYER_VERIFY(signIn(gateway));
    const auto holdSeat = [&](int place) {
        const HoldId hold = HoldId::make();
        AnswerBox<QJsonObject> box;
        gateway.send(m_till.seal(CallKind::Hold, hold.value,
                                 {{QStringLiteral("hold"), hold.text()},
                                  {QStringLiteral("token"), QUuid::createUuid().toString(QUuid::Id128)},
                                  {QStringLiteral("event"), m_event.id.text()},
                                  {QStringLiteral("places"), QJsonArray{m_event.places.at(place).value}}}),
                     box.guard(), box.then());
        return box.get();
    };
    FOYER_VERIFY(holdSeat(10));
    const auto again = holdSeat(10);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::SeatsTaken);
    QCOMPARE(again.error().sqlState, QStringLiteral("TK001"));
    QCOMPARE(again.error().facts.value(QStringLiteral("seats")).toArray().first().toString(), m_event.labels.at(10));

    SealedCall forged = saleFor(m_event, 1);
    forged.mac[0] = static_cast<char>(forged.mac[0] ^ 1);
    AnswerBox<QJsonObject> box;
    gateway.send(forged, box.guard(), box.then());
    QVERIFY(!box.get());
    QCOMPARE(box.get().error().code, ErrorCode::NotPermitted);

    AnswerBox<EventDetail> none;
    gateway.eventDetail(QStringLiteral("'; drop schema foyer cascade; --"), none.guard(), none.then());
    QVERIFY(!none.get());
    QCOMPARE(none.get().error().code, ErrorCode::NoSuchThing);
    QCOMPARE(gateway.linkState(), LinkState::Online);
}

void TestPgGateway::refusedSignIns_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("code");
    QTest::newRow("wrong password") << QString() << QStringLiteral("wrong") << QString()
                                    << static_cast<int>(ErrorCode::SignInRefused);
    QTest::newRow("unknown person") << QStringLiteral("nobody_here") << QStringLiteral("x") << QString()
                                    << static_cast<int>(ErrorCode::SignInRefused);
    QTest::newRow("server down") << QString() << QString() << QStringLiteral("/nonexistent")
                                 << static_cast<int>(ErrorCode::NoConnection);
    QTest::newRow("no such name") << QString() << QString() << QStringLiteral("box.invalid")
                                  << static_cast<int>(ErrorCode::NoConnection);
}

void TestPgGateway::refusedSignIns()
{
    QFETCH(QString, role);
    QFETCH(QString, password);
    QFETCH(QString, host);
    QFETCH(int, code);
    ConnectionSettings settings = m_database->settings();
    if (!host.isEmpty())
        settings.conninfo = QStringLiteral("host=%1 dbname=foyer").arg(host);
    const Pulse pulse;
    PgGateway gateway(settings);
    AnswerBox<Hello> box;
    gateway.signIn(role.isEmpty() ? m_clerk.role : role, password.isEmpty() ? m_clerk.password : password, m_till.code,
                   box.guard(), box.then());
    const auto hello = box.get(20'000);
    QVERIFY(!hello);
    QCOMPARE(hello.error().code, static_cast<ErrorCode>(code));
    QTRY_COMPARE(gateway.linkState(), LinkState::SignedOut);
    QVERIFY2(pulse.longestMs() < 1000, qPrintable(QString::number(pulse.longestMs())));
}

void TestPgGateway::noSchema()
{
    const auto empty = TestDatabase::createEmpty(*m_cluster);
    FOYER_VERIFY(empty);
    PgGateway gateway((*empty)->settings());
    const auto hello = signIn(gateway);
    QVERIFY(!hello);
    QCOMPARE(hello.error().code, ErrorCode::NoSchema);
    // The same window goes on to a centre that has one.
    FOYER_VERIFY(gateway.setEndpoint(m_database->settings()));
    FOYER_VERIFY(signIn(gateway));
}

void TestPgGateway::newerSchema()
{
    ask("insert into foyer.schema_migrations (version, name, checksum, breaking) values (9999, '9999_future', 'x', "
        "true)");
    PgGateway gateway(m_database->settings());
    const auto hello = signIn(gateway);
    ask("delete from foyer.schema_migrations where version = 9999");
    QVERIFY(!hello);
    QCOMPARE(hello.error().code, ErrorCode::NewerSchema);
    QCOMPARE(hello.error().facts.value(QStringLiteral("schema")).toInt(), 9999);
    QCOMPARE(gateway.linkState(), LinkState::SignedOut);
    ask("insert into foyer.schema_migrations (version, name, checksum, breaking) values (9999, '9999_addition', 'x', "
        "false)");
    const auto harmless = signIn(gateway);
    ask("delete from foyer.schema_migrations where version = 9999");
    FOYER_VERIFY(harmless);
}

void TestPgGateway::olderSchema()
{
    const auto database = TestDatabase::create(*m_cluster);
    FOYER_VERIFY(database);
    Result<AdminSession> admin = (*database)->admin();
    FOYER_VERIFY(admin);
    FOYER_VERIFY(admin->run(
        "delete from foyer.schema_migrations where version = (select max(version) from foyer.schema_migrations)"));
    PgGateway gateway((*database)->settings());
    const auto hello = signIn(gateway);
    QVERIFY(!hello);
    QCOMPARE(hello.error().code, ErrorCode::OlderSchema);
}

void TestPgGateway::passwordInConninfo()
{
    PgGateway gateway(m_database->settings());
    const auto refused =
        gateway.setEndpoint(ConnectionSettings{QStringLiteral("postgresql://ana:secret@box.example/foyer"), {}, true});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::BadInput);
    FOYER_VERIFY(signIn(gateway));
    PgGateway other(ConnectionSettings{QStringLiteral("password=secret"), {}, true});
    QCOMPARE(signIn(other).error().code, ErrorCode::BadInput);
}

void TestPgGateway::neverAnswersInsideTheCall()
{
    PgGateway gateway(m_database->settings());
    AnswerBox<QVector<EventSummary>> box;
    gateway.events({}, box.guard(), box.then());
    QVERIFY(!box.arrived());
    QCOMPARE(box.get().error().code, ErrorCode::NoConnection);
    QCOMPARE(box.count(), 1);
}

void TestPgGateway::deadGuardIsDropped()
{
    PgGateway gateway(m_database->settings());
    FOYER_VERIFY(signIn(gateway));
    bool called = false;
    {
        QObject guard;
        gateway.events({}, &guard, [&called](const auto &) { called = true; });
    }
    AnswerBox<QVector<EventSummary>> later;
    gateway.events({}, later.guard(), later.then());
    FOYER_VERIFY(later.get());
    QVERIFY(!called);
}

void TestPgGateway::bounded()
{
    PgGateway gateway(m_database->settings());
    FOYER_VERIFY(signIn(gateway));
    QObject guard;
    int answers = 0;
    int busy = 0;
    const int calls = limits::maxPendingCalls + 20;
    for (int i = 0; i < calls; ++i) {
        gateway.orderOutcome(OrderId::make(), &guard, [&](const Result<QJsonObject> &answer) {
            ++answers;
            busy += !answer && answer.error().code == ErrorCode::Busy ? 1 : 0;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(answers, calls, 20'000);
    QCOMPARE(busy, 20);
}

void TestPgGateway::notConnected()
{
    PgGateway gateway(m_database->settings());
    AnswerBox<QJsonObject> box;
    gateway.send(saleFor(m_event, 1), box.guard(), box.then());
    // Nothing was sent, so nothing is unknown.
    QCOMPARE(box.get().error().code, ErrorCode::NoConnection);
}

void TestPgGateway::laterSignInWins()
{
    PgGateway gateway(m_database->settings());
    AnswerBox<Hello> first;
    AnswerBox<Hello> second;
    gateway.signIn(m_clerk.role, m_clerk.password, m_till.code, first.guard(), first.then());
    gateway.signIn(m_clerk.role, m_clerk.password, m_till.code, second.guard(), second.then());
    FOYER_VERIFY(second.get());
    QCOMPARE(first.get().error().code, ErrorCode::Superseded);
    QCOMPARE(first.count(), 1);
    QCOMPARE(gateway.linkState(), LinkState::Online);
}

void TestPgGateway::signOutDuringSignIn()
{
    PgGateway gateway(m_database->settings());
    AnswerBox<Hello> box;
    gateway.signIn(m_clerk.role, m_clerk.password, m_till.code, box.guard(), box.then());
    gateway.signOut();
    QCOMPARE(gateway.linkState(), LinkState::SignedOut);
    QCOMPARE(box.get().error().code, ErrorCode::Superseded);
    QTest::qWait(200);
    QCOMPARE(box.count(), 1);
    QCOMPARE(gateway.linkState(), LinkState::SignedOut);
    QTRY_COMPARE(ask("select count(*) from pg_stat_activity where usename = $1", {PgParam::text(m_clerk.role)}),
                 QByteArray("0"));
}

void TestPgGateway::reconnectsAfterAKill()
{
    PgGateway gateway(m_database->settings());
    FOYER_VERIFY(signIn(gateway));
    QSignalSpy states(&gateway, &CentralGateway::linkStateChanged);
    ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = $1",
        {PgParam::text(m_clerk.role)});
    QTRY_VERIFY(states.size() >= 2);
    QCOMPARE(states.at(0).first().value<LinkState>(), LinkState::Lost);
    QCOMPARE(states.at(1).first().value<LinkState>(), LinkState::Online);
    AnswerBox<QVector<EventSummary>> box;
    gateway.events({}, box.guard(), box.then());
    FOYER_VERIFY(box.get());
}

void TestPgGateway::lockedRoleSignsOut()
{
    PgGateway gateway(m_database->settings());
    FOYER_VERIFY(signIn(gateway));
    ask("alter role " + m_clerk.role.toUtf8() + " nologin");
    ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = $1",
        {PgParam::text(m_clerk.role)});
    QTRY_COMPARE(gateway.linkState(), LinkState::SignedOut);
    ask("alter role " + m_clerk.role.toUtf8() + " login");
    QTest::qWait(limits::reconnectMaxMs + 300);
    QCOMPARE(gateway.linkState(), LinkState::SignedOut);
}

void TestPgGateway::unknownSaleIsResolvedByItsId()
{
    PgGateway gateway(overProxy());
    FOYER_VERIFY(signIn(gateway));
    // The first time, the answer to preparing the call would be swallowed.
    AnswerBox<QJsonObject> warmUp;
    gateway.send(saleFor(m_event, 1), warmUp.guard(), warmUp.then());
    FOYER_VERIFY(warmUp.get());
    const QByteArray before = ask("select count(*) from foyer.orders");
    const SealedCall sale = saleFor(m_event, 2);
    m_proxy->setSwallowAnswers(true);
    AnswerBox<QJsonObject> first;
    gateway.send(sale, first.guard(), first.then());
    QCOMPARE(first.get().error().code, ErrorCode::OutcomeUnknown);
    m_proxy->setSwallowAnswers(false);
    m_proxy->cut();
    QTRY_COMPARE_WITH_TIMEOUT(gateway.linkState(), LinkState::Online, 10'000);
    AnswerBox<QJsonObject> second;
    gateway.send(sale, second.guard(), second.then());
    FOYER_VERIFY(second.get());
    QVERIFY(second.get()->value(QStringLiteral("repeated")).toBool());
    QCOMPARE(ask("select count(*) from foyer.orders").toInt(), before.toInt() + 1);
}

void TestPgGateway::blackHoleNeverStopsTheLoop()
{
    const Pulse pulse;
    PgGateway gateway(overProxy());
    FOYER_VERIFY(signIn(gateway));
    m_proxy->setBlackHole(true);
    QElapsedTimer clock;
    clock.start();
    AnswerBox<SeatStates> reading;
    gateway.seatStates(m_event.id, reading.guard(), reading.then());
    AnswerBox<QJsonObject> writing;
    gateway.send(saleFor(m_event, 1), writing.guard(), writing.then());
    QCOMPARE(reading.get().error().code, ErrorCode::NoConnection);
    QCOMPARE(writing.get().error().code, ErrorCode::NoConnection);
    QVERIFY(clock.elapsed() < limits::callDeadlineMs + 1500);
    QTRY_COMPARE(gateway.linkState(), LinkState::Lost);
    m_proxy->setBlackHole(false);
    m_proxy->cut();
    QTRY_COMPARE_WITH_TIMEOUT(gateway.linkState(), LinkState::Online, 10'000);
    QVERIFY2(pulse.longestMs() < 1000, qPrintable(QString::number(pulse.longestMs())));
}

void TestPgGateway::serverStopsAndComesBack()
{
    // A cluster of its own: the others belong to all tests.
    auto cluster = TestCluster::start();
    FOYER_VERIFY(cluster);
    auto database = TestDatabase::create(**cluster);
    FOYER_VERIFY(database);
    Result<AdminSession> admin = (*database)->admin();
    FOYER_VERIFY(admin);
    const auto clerk = TestVenue(*admin).addStaff(QStringLiteral("clerk"));
    FOYER_VERIFY(clerk);
    PgGateway gateway((*database)->settings());
    AnswerBox<Hello> box;
    gateway.signIn(clerk->role, clerk->password, {}, box.guard(), box.then());
    FOYER_VERIFY(box.get());
    FOYER_VERIFY((*cluster)->stopServer(QStringLiteral("immediate")));
    QTRY_COMPARE(gateway.linkState(), LinkState::Lost);
    QTest::qWait(500);
    QCOMPARE(gateway.linkState(), LinkState::Lost);
    FOYER_VERIFY((*cluster)->startServer());
    QTRY_COMPARE_WITH_TIMEOUT(gateway.linkState(), LinkState::Online, 10'000);
}

void TestPgGateway::anotherServerIsRefused()
{
    // The same address, another centre: a copy of the data is the same one, a new cluster is not.
    auto other = TestCluster::start();
    FOYER_VERIFY(other);
    Result<AdminSession> elsewhere = (*other)->admin();
    FOYER_VERIFY(elsewhere);
    FOYER_VERIFY(elsewhere->script("create database " + m_database->name().toUtf8(), {}));
    Result<AdminSession> inside = (*other)->admin(m_database->name());
    FOYER_VERIFY(inside);
    FOYER_VERIFY(Migrator(*inside, *MigrationSet::read()).up());
    FOYER_VERIFY(inside->script("create role " + m_clerk.role.toUtf8() + " login password '" +
                                    m_clerk.password.toUtf8() + "' in role foyer_clerk",
                                {}));

    PgGateway gateway(overProxy());
    FOYER_VERIFY(signIn(gateway));
    m_proxy->setServer((*other)->socketFolder());
    m_proxy->cut();
    QTRY_COMPARE(gateway.linkState(), LinkState::Lost);
    QTest::qWait(1500);
    QCOMPARE(gateway.linkState(), LinkState::Lost);
    m_proxy->setServer(m_cluster->socketFolder());
    QTRY_COMPARE_WITH_TIMEOUT(gateway.linkState(), LinkState::Online, 10'000);
}

void TestPgGateway::diesWhileCallsAreOpen()
{
    QObject guard;
    int answers = 0;
    {
        PgGateway gateway(m_database->settings());
        FOYER_VERIFY(signIn(gateway));
        for (int i = 0; i < 50; ++i)
            gateway.events({}, &guard, [&answers](const auto &) { ++answers; });
    }
    QTest::qWait(100);
    QCOMPARE(answers, 0);
}

QTEST_GUILESS_MAIN(TestPgGateway)
#include "tst_pggateway.moc"
