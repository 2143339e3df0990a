// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/seatmap/samplehouse.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QtTest>

using namespace foyer;

using Changes = QVector<QPair<int, PlaceState>>;

/// What the centre says about places becomes what a map shows, and nothing else does.
class TestPlaceStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAHouse();
    void refusesStates_data();
    void refusesStates();
    void tellsWhatChanged();
    void ignoresUnknownChanges();
    void minePlaces();
    void findsLabels_data();
    void findsLabels();
    void ambiguousShortLabel();
    void damagedMap();
    void startsAnew();
};

void TestPlaceStore::takesAHouse()
{
    const SampleHouse house = theatre();
    PlaceStore store;
    QSignalSpy reset(&store, &PlaceStore::wasReset);
    house.fill(store);
    QCOMPARE(reset.count(), 1);
    QCOMPARE(store.count(), int(house.map.places.size()));
    QVERIFY((store.position(5) - house.plan.seats[5].position).manhattanLength() < 0.001);
    QCOMPARE(store.place(5).id, PlaceId{6});
    QCOMPARE(store.indexOf(PlaceId{6}), 5);
    QCOMPARE(store.indexOf(PlaceId{999'999}), -1);
    QVERIFY(store.category(0)->wheelchair);
    const int standing = store.count() - 1;
    QVERIFY(store.isStanding(standing));
    QVERIFY(!store.seat(standing));
    QVERIFY(!store.category(standing));
    QCOMPARE(store.tierIndex(0), 0);
    QCOMPARE(store.tierIndex(standing), 1);
}

void TestPlaceStore::refusesStates_data()
{
    QTest::addColumn<QByteArray>("states");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray(5, char(PlaceState::Sold));
    QTest::newRow("long") << QByteArray(7, char(PlaceState::Sold));
    QTest::newRow("unknown state") << QByteArray(5, char(PlaceState::Sold)) + '\x08';
    QTest::newRow("unknown state far up") << QByteArray(5, char(PlaceState::Sold)) + '\xff';
}

void TestPlaceStore::refusesStates()
{
    QFETCH(QByteArray, states);
    PlaceStore store;
    straightHouse(2, 3).fill(store);
    QVERIFY(store.setStates(QByteArray(6, char(PlaceState::Blocked))));
    QSignalSpy changed(&store, &PlaceStore::changed);
    const Result<Done> done = store.setStates(states);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::BadInput);
    QCOMPARE(changed.count(), 0);
    QCOMPARE(store.counts()[size_t(PlaceState::Blocked)], 6);
}

void TestPlaceStore::tellsWhatChanged()
{
    PlaceStore store;
    straightHouse(2, 3).fill(store);
    QSignalSpy changed(&store, &PlaceStore::changed);
    QByteArray states(6, char(PlaceState::Free));
    QVERIFY(store.setStates(states));
    QCOMPARE(changed.count(), 0); // all were free before
    states[4] = char(PlaceState::Sold);
    QVERIFY(store.setStates(states));
    QCOMPARE(changed.takeFirst().at(0).value<QVector<int>>(), QVector<int>{4});
    store.applyChanges({{4, PlaceState::Sold}, {1, PlaceState::HeldByOther}, {1, PlaceState::Sold}});
    QCOMPARE(store.state(1), PlaceState::Sold);
    QCOMPARE(changed.count(), 1);
    QVERIFY(changed.takeFirst().at(0).value<QVector<int>>().contains(1));
    QCOMPARE(store.counts()[size_t(PlaceState::Sold)], 2);
    QCOMPARE(store.counts()[size_t(PlaceState::Free)], 4);
}

void TestPlaceStore::ignoresUnknownChanges()
{
    PlaceStore store;
    straightHouse(2, 3).fill(store);
    QSignalSpy changed(&store, &PlaceStore::changed);
    store.applyChanges({{-1, PlaceState::Sold},
                        {6, PlaceState::Sold},
                        {2'000'000'000, PlaceState::Sold},
                        {2, static_cast<PlaceState>(8)},
                        {2, static_cast<PlaceState>(255)}});
    QCOMPARE(changed.count(), 0);
    QCOMPARE(store.counts()[size_t(PlaceState::Free)], 6);
}

void TestPlaceStore::minePlaces()
{
    PlaceStore store;
    straightHouse(2, 3).fill(store);
    QSignalSpy changed(&store, &PlaceStore::changed);
    store.setMine({PlaceId{2}, PlaceId{777}});
    QVERIFY(store.isMine(1));
    QCOMPARE(changed.takeFirst().at(0).value<QVector<int>>(), QVector<int>{1});
    QCOMPARE(store.counts()[8], 1);
    QCOMPARE(store.counts()[size_t(PlaceState::Free)], 5);
    // Somebody else's sale is stronger than what the basket says.
    store.applyChanges(Changes{{1, PlaceState::Sold}});
    QVERIFY(!store.isMine(1));
    QCOMPARE(store.counts()[8], 0);
    changed.clear();
    store.setMine({});
    QCOMPARE(changed.count(), 1);
}

void TestPlaceStore::findsLabels_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("index");
    QTest::newRow("full") << QStringLiteral("Left/B-2") << 4;
    QTest::newRow("spoken") << QStringLiteral("left b 2") << 4;
    QTest::newRow("short") << QStringLiteral("B-2") << 4;
    QTest::newRow("lower case") << QStringLiteral("b 2") << 4;
    QTest::newRow("together") << QStringLiteral("b2") << 4;
    QTest::newRow("spaces") << QStringLiteral("  B  -  2 ") << 4;
    QTest::newRow("no seat") << QStringLiteral("B-9") << -1;
    QTest::newRow("row only") << QStringLiteral("B") << -1;
    QTest::newRow("nothing") << QString() << -1;
    QTest::newRow("signs") << QStringLiteral("-/-") << -1;
}

void TestPlaceStore::findsLabels()
{
    QFETCH(QString, typed);
    QFETCH(int, index);
    PlaceStore store;
    straightHouse(2, 3).fill(store);
    QCOMPARE(store.indexOfLabel(typed), index);
}

void TestPlaceStore::ambiguousShortLabel()
{
    PlaceStore store;
    straightHouse(2, 3, 2).fill(store);
    QCOMPARE(store.indexOfLabel(QStringLiteral("B-2")), -1); // in Left and in Zone 2
    QCOMPARE(store.indexOfLabel(QStringLiteral("Left B 2")), 4);
    QCOMPARE(store.indexOfLabel(QStringLiteral("zone 2 b-2")), 10);
}

void TestPlaceStore::damagedMap()
{
    // Fewer plan seats than places, and some that the plan does not have: such places are standing, nothing is read
    // outside.
    SampleHouse house = straightHouse(2, 3);
    house.map.planSeats = {0, 99, -7};
    house.map.places[1].tier = TierId::make();
    PlaceStore store;
    house.fill(store);
    QVERIFY(!store.isStanding(0));
    for (int i = 1; i < store.count(); ++i) {
        QVERIFY(store.isStanding(i));
    }
    QCOMPARE(store.tierIndex(1), -1);
    house.plan.seats[0].category = 99;
    house.fill(store);
    QVERIFY(!store.category(0));
}

void TestPlaceStore::startsAnew()
{
    PlaceStore store;
    straightHouse(2, 3).fill(store);
    QCOMPARE(store.indexOfLabel(QStringLiteral("B-2")), 4);
    store.setMine({PlaceId{1}});
    store.applyChanges(Changes{{3, PlaceState::Sold}});
    straightHouse(1, 2).fill(store);
    QCOMPARE(store.count(), 2);
    QCOMPARE(store.indexOfLabel(QStringLiteral("B-2")), -1);
    QCOMPARE(store.indexOfLabel(QStringLiteral("A-2")), 1);
    QVERIFY(!store.isMine(0));
    QCOMPARE(store.counts()[0], 2);
}

QTEST_GUILESS_MAIN(TestPlaceStore)
#include "tst_placestore.moc"
