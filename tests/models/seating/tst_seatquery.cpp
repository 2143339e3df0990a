// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "models/seating/seatquery.h"
#include "tests/ui/seatmap/samplehouse.h"

#include <QtTest/QtTest>

using namespace foyer;

/// What a clerk types while somebody names seats.
class TestSeatQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void reads_data();
    void reads();
    void hyphenOfALabelIsNoRun();
    void staysWithinAnOrder();
    void endlessLine();

private:
    PlaceStore m_store; ///< rows A and B of 20 seats in "Left": A-1 is 0, B-1 is 20
};

void TestSeatQuery::initTestCase()
{
    straightHouse(2, 20).fill(m_store);
}

void TestSeatQuery::reads_data()
{
    using Places = QVector<int>;
    QTest::addColumn<QString>("line");
    QTest::addColumn<Places>("places");
    QTest::addColumn<QStringList>("unknown");
    const auto row = [](const char *line, const Places &places, const QStringList &unknown = {}) {
        QTest::newRow(line) << QString::fromUtf8(line) << places << unknown;
    };
    row("B-12", {31});
    row("b 12", {31});
    row("Left/B-12", {31});
    row("B 12-15", {31, 32, 33, 34});
    row("B 12 - 15", {31, 32, 33, 34});
    row("B 12–15", {31, 32, 33, 34});
    row("B 12..13", {31, 32});
    row("left b 12-13", {31, 32});
    row("B 15-12", {34, 33, 32, 31});
    row("B 12, 14, A 3", {31, 33, 2});
    row("B 12-13, 17", {31, 32, 36});
    row("B 1; A 1 + A 2", {20, 0, 1});
    row("B 12, B 12, B 11-12", {31, 30});
    row("B 19-22", {38, 39}, {QStringLiteral("B-21"), QStringLiteral("B-22")});
    row("C 1-3", {}, {QStringLiteral("C 1-3")});
    row("12", {}, {QStringLiteral("12")});
    row("12-15", {}, {QStringLiteral("12-15")});
    row("Z 9, B 2", {21}, {QStringLiteral("Z 9")});
    row("", {});
    row(" , ;; ", {});
    row("'; drop table", {}, {QStringLiteral("'"), QStringLiteral("drop table")});
    row("B 1-999999999999", {}, {QStringLiteral("B 1-999999999999")});
}

void TestSeatQuery::reads()
{
    QFETCH(QString, line);
    QFETCH(QVector<int>, places);
    QFETCH(QStringList, unknown);
    const SeatQueryResult result = findSeats(m_store, line);
    QCOMPARE(result.places, places);
    QCOMPARE(result.unknown, unknown);
}

void TestSeatQuery::hyphenOfALabelIsNoRun()
{
    SampleHouse house = straightHouse(1, 20);
    // A house whose rows are numbers: "12-15" is row 12, seat 15.
    house.map.places[3].label = QStringLiteral("Left/12-15");
    PlaceStore store;
    house.fill(store);
    QCOMPARE(findSeats(store, QStringLiteral("12-15")).places, QVector<int>{3});
}

void TestSeatQuery::staysWithinAnOrder()
{
    PlaceStore store;
    straightHouse(1, 1000).fill(store);
    const SeatQueryResult result = findSeats(store, QStringLiteral("A 1-999999"));
    QCOMPARE(result.places.size(), limits::maxTicketsPerOrder);
    QCOMPARE(result.places.last(), limits::maxTicketsPerOrder - 1);
}

void TestSeatQuery::endlessLine()
{
    const SeatQueryResult result = findSeats(m_store, QStringLiteral("B 1,").repeated(100'000));
    QCOMPARE(result.places, QVector<int>{20});
    QVERIFY(result.unknown.size() <= 1);
}

QTEST_GUILESS_MAIN(TestSeatQuery)
#include "tst_seatquery.moc"
