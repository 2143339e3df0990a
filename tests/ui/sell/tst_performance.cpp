// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "tests/ui/sell/fakecentre.h"
#include "tests/ui/sell/fakehouse.h"
#include "ui/sell/performance.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace foyer;

namespace {

struct Bench
{
    Bench() { centre.addTheatre(); }

    [[nodiscard]] bool open(int timeoutMs = 3000)
    {
        QSignalSpy ready(&performance, &Performance::ready);
        performance.setWatched(true);
        performance.open(centre.house().detail.event);
        return ready.wait(timeoutMs);
    }
    [[nodiscard]] PlaceState shown(const QString &label) { return performance.places().state(performance.places().indexOfLabel(label)); }

    FakeCentre centre;
    Performance performance{centre};
};

const QString kB12 = QStringLiteral("Stalls/B-12");

} // namespace

class TestPerformance : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensWithEverything();
    void changesArriveByPolling();
    void unwatchedAsksNothing();
    void aLostLineIsSaidAndHealed();
    void theNewestOpenedWins();
    void placesThatCameMeanwhileAreRead();
    void aFailureIsSaidAndRefreshTriesAgain();
    void anUnreadablePlanIsRefused();
};

void TestPerformance::opensWithEverything()
{
    Bench bench;
    bench.centre.occupy(kB12, PlaceState::Sold);
    bench.centre.occupy(QStringLiteral("Standing/1"), PlaceState::HeldByOther);
    QVERIFY(bench.open());
    QCOMPARE(bench.performance.places().count(), 13 * 24 + 4 * 20 + 60);
    QCOMPARE(bench.shown(kB12), PlaceState::Sold);
    const QVector<Counts> counts = bench.performance.tierCounts();
    QCOMPARE(counts.size(), 3);
    QCOMPARE(counts[0].places, 13 * 24);
    QCOMPARE(counts[0].sold, 1);
    QCOMPARE(counts[0].free, 13 * 24 - 1);
    QCOMPARE(counts[2].held, 1);
    QCOMPARE(counts[2].free, 59);
}

void TestPerformance::changesArriveByPolling()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.centre.occupy(kB12, PlaceState::HeldByOther);
    QTRY_COMPARE_WITH_TIMEOUT(bench.shown(kB12), PlaceState::HeldByOther, 2 * limits::pollSeatsMs);
    QCOMPARE(bench.performance.tierCounts()[0].held, 1);
    QCOMPARE(bench.centre.asked(QStringLiteral("seat_states")), 1);
}

void TestPerformance::unwatchedAsksNothing()
{
    Bench bench;
    QVERIFY(bench.open());
    bench.performance.setWatched(false);
    const int asked = bench.centre.asked(QStringLiteral("seat_changes"));
    bench.centre.occupy(kB12, PlaceState::Sold);
    QTest::qWait(limits::pollSeatsMs + 300);
    QCOMPARE(bench.centre.asked(QStringLiteral("seat_changes")), asked);
    bench.performance.setWatched(true); // asks at once, not a second later
    QTRY_COMPARE_WITH_TIMEOUT(bench.shown(kB12), PlaceState::Sold, 300);
}

void TestPerformance::aLostLineIsSaidAndHealed()
{
    Bench bench;
    QVERIFY(bench.open());
    QSignalSpy stale(&bench.performance, &Performance::stale);
    QSignalSpy fresh(&bench.performance, &Performance::fresh);
    QSignalSpy failed(&bench.performance, &Performance::failed);
    bench.centre.failNext(QStringLiteral("seat_changes"), Error{ErrorCode::NoConnection, {}, {}, {}});
    bench.centre.failNext(QStringLiteral("seat_changes"), Error{ErrorCode::NoConnection, {}, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(stale.size(), 1, 3000);
    bench.centre.setLinkState(LinkState::Lost);
    bench.centre.occupy(kB12, PlaceState::Sold);
    bench.centre.setLinkState(LinkState::Online);
    QTRY_COMPARE(fresh.size(), 1);
    QCOMPARE(bench.shown(kB12), PlaceState::Sold);
    QCOMPARE(stale.size(), 1);
    QCOMPARE(failed.size(), 0);
}

void TestPerformance::theNewestOpenedWins()
{
    Bench bench;
    bench.centre.houses().append(makeTheatre());
    bench.centre.houses()[1].detail.event.title = QStringLiteral("Macbeth");
    bench.centre.houses()[1].states[0] = static_cast<char>(PlaceState::Sold);
    bench.centre.houses()[1].map.places[0].id = PlaceId{10001};
    QSignalSpy ready(&bench.performance, &Performance::ready);
    bench.performance.setWatched(true);
    bench.centre.setDelayMs(150); // the answers to the first come after those to the second
    bench.performance.open(bench.centre.houses()[0].detail.event);
    bench.centre.setDelayMs(1);
    bench.performance.open(bench.centre.houses()[1].detail.event);
    QTRY_VERIFY(ready.size() >= 1);
    QTest::qWait(400);
    QCOMPARE(ready.size(), 1);
    QCOMPARE(bench.performance.detail().event.title, QStringLiteral("Macbeth"));
    QCOMPARE(bench.performance.places().place(0).id.value, 10001);
    QCOMPARE(bench.performance.places().state(0), PlaceState::Sold);
}

void TestPerformance::placesThatCameMeanwhileAreRead()
{
    Bench bench;
    QVERIFY(bench.open());
    FakeCentre::House &house = bench.centre.house();
    house.map.places.append(PlaceInfo{PlaceId{9999}, QStringLiteral("Standing/61"), house.detail.tiers[2].id});
    house.map.planSeats.append(-1);
    house.states.append('\0');
    QSignalSpy ready(&bench.performance, &Performance::ready);
    bench.performance.refresh();
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(bench.performance.tierCounts()[2].places, 61);
}

void TestPerformance::aFailureIsSaidAndRefreshTriesAgain()
{
    Bench bench;
    QSignalSpy failed(&bench.performance, &Performance::failed);
    bench.centre.failNext(QStringLiteral("event_map"), Error{ErrorCode::NoConnection, {}, {}, {}});
    QVERIFY(!bench.open(500));
    QCOMPARE(failed.size(), 1);
    QSignalSpy ready(&bench.performance, &Performance::ready);
    bench.performance.refresh();
    QTRY_COMPARE(ready.size(), 1);
}

void TestPerformance::anUnreadablePlanIsRefused()
{
    Bench bench;
    bench.centre.house().map.planDocument = "{\"not\": \"a plan\"";
    QSignalSpy failed(&bench.performance, &Performance::failed);
    QVERIFY(!bench.open(500));
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::BadInput);
    QVERIFY(!bench.performance.isReady());
}

QTEST_MAIN(TestPerformance)
#include "tst_performance.moc"
