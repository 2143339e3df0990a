// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contention/rush.h"

#include "tests/support/answerbox.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>

#include <atomic>
#include <mutex>
#include <set>

using namespace foyer;

namespace {

constexpr int tillCount = 20;
constexpr int connectionCount = 40;
constexpr int placeCount = 500;
constexpr int maxBusy = 1000;

// What forty connections came to that all buy two places at a time until they are told "sold out".
struct RushResult
{
    int sales = 0;
    int busy = 0;
    int soldOut = 0;
    int falseSoldOut = 0; ///< told "sold out" although two places were obtainable afterwards
    std::map<QString, int> others;
    std::set<qint64> places;
    int placesTwice = 0;
    qint64 longestMs = 0;
};

QString describe(const RushResult &result)
{
    QString text =
        QStringLiteral(
            "%1 sales, %2 busy, %3 sold out (%4 of them false), %5 places, %6 of them twice, longest call %7 ms")
            .arg(result.sales)
            .arg(result.busy)
            .arg(result.soldOut)
            .arg(result.falseSoldOut)
            .arg(result.places.size())
            .arg(result.placesTwice)
            .arg(result.longestMs);
    for (const auto &[what, count] : result.others)
        text += QStringLiteral("; %1 × %2").arg(count).arg(what);
    return text;
}

using Purchase = std::function<Result<QJsonObject>(RushClient &, int)>;
using Obtainable = std::function<int()>;

RushResult buyUntilSoldOut(std::vector<RushClient> &clients, const Purchase &purchase, const Obtainable &obtainable)
{
    RushResult result;
    std::mutex mutex;
    rush(clients, [&](RushClient &client) {
        for (int n = 0; n < placeCount; ++n) {
            QElapsedTimer clock;
            clock.start();
            Result<QJsonObject> answer = purchase(client, n);
            for (int again = 0; outcomeOf(answer) == QLatin1String("TK014") && again < maxBusy; ++again) {
                const std::lock_guard lock(mutex);
                ++result.busy;
                answer = purchase(client, n);
            }
            const QString outcome = outcomeOf(answer);
            const bool soldOut = outcome == QLatin1String("TK002");
            const int left = soldOut ? obtainable() : 0;
            const std::lock_guard lock(mutex);
            result.longestMs = std::max(result.longestMs, clock.elapsed());
            if (outcome.isEmpty()) {
                ++result.sales;
                const QJsonArray tickets = answer->value(QStringLiteral("tickets")).toArray();
                for (const QJsonValue &ticket : tickets)
                    result.placesTwice +=
                        result.places.insert(ticket.toObject().value(QStringLiteral("place")).toInteger()).second ? 0
                                                                                                                  : 1;
                continue;
            }
            if (soldOut) {
                ++result.soldOut;
                result.falseSoldOut += left >= 2 ? 1 : 0;
            } else {
                ++result.others[outcome];
            }
            return;
        }
    });
    return result;
}

} // namespace

class TestContention : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void lastFiveHundredPlaces_data();
    void lastFiveHundredPlaces();
    void skippingLockedRowsAloneFails();
    void oneSeatManyTills();
    void overlappingHoldsInOppositeOrder();
    void oneSaleSentManyTimes();
    void holdsAndSalesTogether();

private:
    QByteArray ask(const QByteArray &sql, const QVector<PgParam> &params = {});
    QString verifyFindings();
    std::vector<RushClient> clients(int count);
    static QJsonObject holdOf(const TestEvent &event, const HoldId &hold, const QVector<PlaceId> &places);

    std::unique_ptr<TestCluster> m_cluster;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<AdminSession> m_admin;
    std::unique_ptr<TestVenue> m_venue;
    TestLogin m_clerk;
    std::vector<TestTill> m_tills;
};

void TestContention::initTestCase()
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
    for (int i = 0; i < tillCount; ++i) {
        const auto till = m_venue->addTill();
        FOYER_VERIFY(till);
        m_tills.push_back(*till);
    }
}

QByteArray TestContention::ask(const QByteArray &sql, const QVector<PgParam> &params)
{
    const auto answer = m_admin->run(sql, params);
    return answer ? answer->single() : answer.error().log.toUtf8();
}

QString TestContention::verifyFindings()
{
    const auto answer = m_admin->run("select invariant, detail from foyer.verify()");
    if (!answer)
        return answer.error().log;
    QStringList lines;
    for (const QVector<QByteArray> &row : answer->rows)
        lines.append(QString::fromUtf8(row.at(0) + ": " + row.at(1)));
    return lines.join(QLatin1Char('\n'));
}

std::vector<RushClient> TestContention::clients(int count)
{
    auto opened = openClients(*m_database, m_clerk, m_tills, count);
    return opened ? std::move(*opened) : std::vector<RushClient>();
}

QJsonObject TestContention::holdOf(const TestEvent &event, const HoldId &hold, const QVector<PlaceId> &places)
{
    QJsonArray ids;
    for (const PlaceId &place : places)
        ids.append(place.value);
    return {{QStringLiteral("hold"), hold.text()},
            {QStringLiteral("token"), QUuid::createUuid().toString(QUuid::Id128)},
            {QStringLiteral("event"), event.id.text()},
            {QStringLiteral("places"), ids}};
}

void TestContention::lastFiveHundredPlaces_data()
{
    QTest::addColumn<int>("seats");
    QTest::addColumn<int>("standing");
    for (int round = 1; round <= 3; ++round) {
        QTest::newRow(qPrintable(QStringLiteral("standing, round %1").arg(round))) << 0 << placeCount;
        QTest::newRow(qPrintable(QStringLiteral("seated, round %1").arg(round))) << placeCount << 0;
    }
}

void TestContention::lastFiveHundredPlaces()
{
    QFETCH(int, seats);
    QFETCH(int, standing);
    const auto event = m_venue->addEvent(seats, standing);
    FOYER_VERIFY(event);
    const TierId tier = seats > 0 ? event->stalls : event->floor;
    std::vector<RushClient> buyers = clients(connectionCount);
    QCOMPARE(buyers.size(), static_cast<size_t>(connectionCount));
    // Asked on a connection of its own, because the question comes from many threads.
    std::mutex mutex;
    const Obtainable obtainable = [&] {
        const std::lock_guard lock(mutex);
        return ask("select count(*) from foyer.event_seats where tier_id = $1::uuid and status = 'AVAILABLE'",
                   {PgParam::text(tier.text())})
            .toInt();
    };
    std::map<std::pair<int, int>, SealedCall> sent;
    std::mutex sentMutex;
    const Purchase purchase = [&](RushClient &client, int n) {
        SealedCall call;
        {
            const std::lock_guard lock(sentMutex);
            SealedCall &kept = sent[{client.index, n}];
            if (kept.id.isNull()) {
                const QUuid order = QUuid::createUuid();
                const QString number = QStringLiteral("%1-%2-%3-%4")
                                           .arg(client.till.prefix)
                                           .arg(event->slug.right(6))
                                           .arg(client.index)
                                           .arg(n);
                kept = client.till.seal(CallKind::Sell, order,
                                        TestVenue::saleOf(*event, tier, 2, seats > 0 ? 4500 : 2500, number, order));
            }
            call = kept;
        }
        return callSealed(client.session, call);
    };
    QElapsedTimer clock;
    clock.start();
    const RushResult result = buyUntilSoldOut(buyers, purchase, obtainable);
    qInfo("%s in %lld ms", qPrintable(describe(result)), clock.elapsed());
    QVERIFY2(result.others.empty(), qPrintable(describe(result)));
    QCOMPARE(result.falseSoldOut, 0);
    QCOMPARE(result.placesTwice, 0);
    QCOMPARE(result.sales * 2, placeCount);
    QCOMPARE(static_cast<int>(result.places.size()), placeCount);
    QCOMPARE(ask("select count(*) || '/' || count(distinct place_id) from foyer.tickets where tier_id = $1::uuid and "
                 "status = 'valid'",
                 {PgParam::text(tier.text())}),
             QByteArray("500/500"));
    QCOMPARE(verifyFindings(), QString());
}

// The control: the same rush over a function that only skips locked rows must be caught, or the test above proves
// nothing.
void TestContention::skippingLockedRowsAloneFails()
{
    FOYER_VERIFY(m_admin->script(
        "create schema if not exists control; create table control.places (id int primary key, sold boolean not null "
        "default false);"
        "grant usage on schema control to public; grant select, update on control.places to public;"
        "create function control.sell() returns jsonb language plpgsql as $$ declare v int[]; begin"
        "  v := array(select id from control.places where not sold order by id limit 2 for update skip locked);"
        "  if cardinality(v) < 2 then raise exception using errcode = 'TK002', message = 'sold out'; end if;"
        "  update control.places set sold = true where id = any (v);"
        "  return jsonb_build_object('tickets', (select jsonb_agg(jsonb_build_object('place', p)) from unnest(v) p)); "
        "end $$",
        QStringLiteral("control")));
    std::vector<RushClient> buyers = clients(connectionCount);
    int falseSoldOut = 0;
    int unsold = 0;
    for (int round = 0; round < 20 && falseSoldOut == 0; ++round) {
        FOYER_VERIFY(
            m_admin->script("truncate control.places; insert into control.places select generate_series(1, 500)",
                            QStringLiteral("control")));
        std::mutex mutex;
        const RushResult result = buyUntilSoldOut(
            buyers,
            [](RushClient &client, int) -> Result<QJsonObject> {
                const auto answer = client.session.run("select control.sell()::text");
                if (!answer)
                    return fail(answer.error());
                return QJsonDocument::fromJson(answer->single()).object();
            },
            [&] {
                const std::lock_guard lock(mutex);
                return ask("select count(*) from control.places where not sold").toInt();
            });
        falseSoldOut += result.falseSoldOut;
        unsold += placeCount - result.sales * 2;
    }
    qInfo("skip locked alone: %d false \"sold out\", %d places left unsold", falseSoldOut, unsold);
    QVERIFY(falseSoldOut > 0);
}

void TestContention::oneSeatManyTills()
{
    const auto event = m_venue->addEvent(placeCount, 0);
    FOYER_VERIFY(event);
    std::vector<RushClient> callers = clients(32);
    for (int round = 0; round < 20; ++round) {
        const PlaceId seat = event->places.at(round);
        std::mutex mutex;
        std::map<QString, int> outcomes;
        qint64 longestMs = 0;
        rush(callers, [&](RushClient &client) {
            const HoldId hold = HoldId::make();
            QElapsedTimer clock;
            clock.start();
            const auto answer =
                callSealed(client.session, client.till.seal(CallKind::Hold, hold.value, holdOf(*event, hold, {seat})));
            const std::lock_guard lock(mutex);
            longestMs = std::max(longestMs, clock.elapsed());
            ++outcomes[outcomeOf(answer)];
            if (outcomeOf(answer) == QLatin1String("TK001"))
                QCOMPARE(answer.error().facts.value(QStringLiteral("seats")).toArray().first().toString(),
                         event->labels.at(round));
        });
        QCOMPARE(outcomes[QString()], 1);
        QCOMPARE(outcomes[QStringLiteral("TK001")], 31);
        QVERIFY2(longestMs < 2000, qPrintable(QString::number(longestMs)));
    }
    QCOMPARE(verifyFindings(), QString());
}

void TestContention::overlappingHoldsInOppositeOrder()
{
    const auto event = m_venue->addEvent(placeCount, 0);
    FOYER_VERIFY(event);
    std::vector<RushClient> callers = clients(connectionCount);
    std::mutex mutex;
    std::map<QString, int> outcomes;
    rush(callers, [&](RushClient &client) {
        for (int round = 0; round < 30; ++round) {
            // Six of twelve seats, upwards and downwards, given back at once.
            QVector<PlaceId> seats;
            for (int i = 0; i < 6; ++i)
                seats.append(event->places.at((client.index * 5 + i * 7) % 12));
            if (client.index % 2)
                std::reverse(seats.begin(), seats.end());
            const HoldId hold = HoldId::make();
            QJsonObject body = holdOf(*event, hold, seats);
            const auto answer = callSealed(client.session, client.till.seal(CallKind::Hold, hold.value, body));
            QString released = QStringLiteral("-");
            if (answer) {
                const QJsonObject release{{QStringLiteral("hold"), hold.text()},
                                          {QStringLiteral("token"), body.value(QStringLiteral("token"))}};
                released =
                    outcomeOf(callSealed(client.session, client.till.seal(CallKind::Release, hold.value, release)));
            }
            const std::lock_guard lock(mutex);
            ++outcomes[outcomeOf(answer)];
            ++outcomes[QStringLiteral("release ") + released];
        }
    });
    const int held = outcomes[QString()];
    const int taken = outcomes[QStringLiteral("TK001")];
    const int busy = outcomes[QStringLiteral("TK014")];
    qInfo("%d holds, %d taken, %d busy", held, taken, busy);
    QCOMPARE(held + taken + busy, connectionCount * 30);
    QCOMPARE(outcomes[QStringLiteral("release ")], held);
    QVERIFY(held > 0 && taken > 0);
    // Locked by id in one statement nobody waits in a circle; the server counts when somebody did, even if the call was
    // answered "busy".
    callers.clear();
    QTRY_COMPARE(ask("select deadlocks from pg_stat_database where datname = current_database()"), QByteArray("0"));
    QCOMPARE(ask("select count(*) from foyer.event_seats where event_id = $1::uuid and status <> 'AVAILABLE'",
                 {PgParam::text(event->id.text())}),
             QByteArray("0"));
    QCOMPARE(verifyFindings(), QString());
}

void TestContention::oneSaleSentManyTimes()
{
    const auto event = m_venue->addEvent(0, 100);
    FOYER_VERIFY(event);
    std::vector<RushClient> callers = clients(16);
    const TestTill &till = m_tills.front();
    for (int round = 0; round < 10; ++round) {
        const QUuid order = QUuid::createUuid();
        const SealedCall call =
            till.seal(CallKind::Sell, order,
                      TestVenue::saleOf(*event, event->floor, 2, 2500,
                                        QStringLiteral("%1-same-%2").arg(till.prefix).arg(round), order));
        std::mutex mutex;
        std::map<QString, int> outcomes;
        int repeated = 0;
        std::set<QString> tickets;
        rush(callers, [&](RushClient &client) {
            const auto answer = callSealed(client.session, call);
            const std::lock_guard lock(mutex);
            ++outcomes[outcomeOf(answer)];
            if (!answer)
                return;
            repeated += answer->value(QStringLiteral("repeated")).toBool() ? 1 : 0;
            tickets.insert(QString::fromUtf8(
                QJsonDocument(answer->value(QStringLiteral("tickets")).toArray()).toJson(QJsonDocument::Compact)));
        });
        QCOMPARE(outcomes[QString()], 16);
        QCOMPARE(repeated, 15);
        QCOMPARE(tickets.size(), static_cast<size_t>(1));
    }
    QCOMPARE(ask("select count(*) from foyer.tickets where event_id = $1::uuid", {PgParam::text(event->id.text())}),
             QByteArray("20"));
    QCOMPARE(verifyFindings(), QString());
}

// Half of the connections hold and give back while the other half buys: what is held for a moment must not make anybody
// give up too early.
void TestContention::holdsAndSalesTogether()
{
    const auto event = m_venue->addEvent(0, placeCount);
    FOYER_VERIFY(event);
    std::vector<RushClient> callers = clients(connectionCount);
    std::mutex mutex;
    std::map<QString, int> outcomes;
    int sold = 0;
    rush(callers, [&](RushClient &client) {
        for (int n = 0; n < 10; ++n) {
            const HoldId hold = HoldId::make();
            const QString token = QUuid::createUuid().toString(QUuid::Id128);
            const QJsonObject wish{{QStringLiteral("hold"), hold.text()},
                                   {QStringLiteral("token"), token},
                                   {QStringLiteral("event"), event->id.text()},
                                   {QStringLiteral("tier"), event->floor.text()},
                                   {QStringLiteral("quantity"), 2}};
            const auto held = callSealed(client.session, client.till.seal(CallKind::Hold, hold.value, wish));
            QString outcome = QStringLiteral("hold ") + outcomeOf(held);
            if (held && client.index % 2) {
                const QJsonObject release{{QStringLiteral("hold"), hold.text()}, {QStringLiteral("token"), token}};
                outcome =
                    QStringLiteral("release ") +
                    outcomeOf(callSealed(client.session, client.till.seal(CallKind::Release, hold.value, release)));
            } else if (held) {
                const QUuid order = QUuid::createUuid();
                QJsonObject sale = TestVenue::saleOf(
                    *event, event->floor, 2, 2500,
                    QStringLiteral("%1-mix-%2-%3").arg(client.till.prefix).arg(client.index).arg(n), order);
                sale.insert(QStringLiteral("holds"), QJsonArray{QJsonObject{{QStringLiteral("hold"), hold.text()},
                                                                            {QStringLiteral("token"), token}}});
                QJsonArray items = sale.value(QStringLiteral("items")).toArray();
                for (int i = 0; i < items.size(); ++i) {
                    QJsonObject item = items.at(i).toObject();
                    item.insert(QStringLiteral("place"), held->value(QStringLiteral("places"))
                                                             .toArray()
                                                             .at(i)
                                                             .toObject()
                                                             .value(QStringLiteral("place")));
                    items[i] = item;
                }
                sale.insert(QStringLiteral("items"), items);
                outcome = QStringLiteral("sell ") +
                          outcomeOf(callSealed(client.session, client.till.seal(CallKind::Sell, order, sale)));
            }
            const std::lock_guard lock(mutex);
            ++outcomes[outcome];
            sold += outcome == QLatin1String("sell ") ? 1 : 0;
        }
    });
    outcomes.erase(QStringLiteral("hold TK014"));
    outcomes.erase(QStringLiteral("release TK014"));
    outcomes.erase(QStringLiteral("sell TK014"));
    const int done = outcomes[QStringLiteral("sell ")] + outcomes[QStringLiteral("release ")];
    QCOMPARE(outcomes.size(), static_cast<size_t>(2));
    QVERIFY(done > connectionCount * 9);
    QCOMPARE(
        ask("select count(*) from foyer.tickets where event_id = $1::uuid", {PgParam::text(event->id.text())}).toInt(),
        sold * 2);
    QCOMPARE(verifyFindings(), QString());
}

QTEST_GUILESS_MAIN(TestContention)
#include "tst_contention.moc"
