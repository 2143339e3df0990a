// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/gridindex.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace foyer;

namespace {

std::vector<GridEntry> spread(int count, double extent, quint32 seed)
{
    QRandomGenerator random(seed);
    std::vector<GridEntry> entries;
    for (int i = 0; i < count; ++i) {
        entries.push_back({static_cast<float>(random.bounded(extent)), static_cast<float>(random.bounded(extent)),
                           static_cast<float>(2 + random.bounded(9.0)), i});
    }
    return entries;
}

/// What at() promises, found by looking at every entry.
int nearestOf(const std::vector<GridEntry> &entries, const QPointF &point, double slack)
{
    int found = -1;
    double best = 0;
    for (const GridEntry &entry : entries) {
        const double distance = std::hypot(entry.x - point.x(), entry.y - point.y());
        if (distance <= entry.radius + slack && (found < 0 || distance <= best)) {
            found = entry.index;
            best = distance;
        }
    }
    return found;
}

std::vector<int> touching(const std::vector<GridEntry> &entries, const QRectF &rect)
{
    std::vector<int> found;
    for (const GridEntry &entry : entries) {
        if (entry.x + entry.radius >= rect.left() && entry.x - entry.radius <= rect.right() &&
            entry.y + entry.radius >= rect.top() && entry.y - entry.radius <= rect.bottom()) {
            found.push_back(entry.index);
        }
    }
    return found;
}

std::vector<int> asked(const GridIndex &grid, const QRectF &rect)
{
    std::vector<int> found;
    grid.inRect(rect, found);
    return found;
}

std::vector<int> sorted(std::vector<int> list)
{
    std::sort(list.begin(), list.end());
    return list;
}

} // namespace

/// The grid answers as if every seat had been looked at, whatever the seats are.
class TestGridIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void answersAsALinearSearch_data();
    void answersAsALinearSearch();
    void allOnOnePoint();
    void nearestAndLaterWin();
    void slackReachesOutside();
    void farOutliers();
    void leavesOutWhatIsNotFinite();
    void strangeQuestions();
    void keepsItsOrder();
};

void TestGridIndex::empty()
{
    const GridIndex grid;
    QVERIFY(grid.isEmpty());
    QCOMPARE(grid.at({0, 0}, 100), -1);
    QVERIFY(asked(grid, {-1e9, -1e9, 2e9, 2e9}).empty());
}

void TestGridIndex::answersAsALinearSearch_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("extent");
    QTest::newRow("one") << 1 << 10.0;
    QTest::newRow("crowded") << 500 << 60.0;
    QTest::newRow("usual") << 2000 << 1200.0;
    QTest::newRow("sparse") << 300 << 900'000.0;
}

void TestGridIndex::answersAsALinearSearch()
{
    QFETCH(int, count);
    QFETCH(double, extent);
    const std::vector<GridEntry> entries = spread(count, extent, 11);
    const GridIndex grid(entries);
    QCOMPARE(grid.count(), count);
    QRandomGenerator random(5);
    for (int i = 0; i < 500; ++i) {
        // Every second question is near a seat, so that a sparse house is not only asked where nothing is.
        const GridEntry &near = entries[random.bounded(quint32(entries.size()))];
        const QPointF anywhere(random.bounded(extent * 1.2) - extent * 0.1,
                               random.bounded(extent * 1.2) - extent * 0.1);
        const QPointF point =
            i % 2 == 0 ? anywhere : QPointF(near.x + random.bounded(20.0) - 10, near.y + random.bounded(20.0) - 10);
        const double slack = i % 3;
        QCOMPARE(grid.at(point, slack), nearestOf(entries, point, slack));
        const QRectF rect(point, QSizeF(random.bounded(extent / 3), random.bounded(extent / 3)));
        QCOMPARE(sorted(asked(grid, rect)), touching(entries, rect));
    }
}

void TestGridIndex::allOnOnePoint()
{
    std::vector<GridEntry> entries;
    for (int i = 0; i < 20'000; ++i) {
        entries.push_back({50, 50, 10, i});
    }
    const GridIndex grid(std::move(entries));
    QCOMPARE(grid.at({52, 50}), 19'999);
    QCOMPARE(grid.at({61, 50}), -1);
    QCOMPARE(asked(grid, {0, 0, 100, 100}).size(), size_t(20'000));
    QVERIFY(asked(grid, {61, 0, 100, 100}).empty());
    QCOMPARE(grid.bounds(), QRectF(40, 40, 20, 20));
}

void TestGridIndex::nearestAndLaterWin()
{
    const GridIndex grid({{0, 0, 10, 1}, {12, 0, 10, 2}, {12, 0, 10, 3}});
    QCOMPARE(grid.at({5, 0}), 1);
    QCOMPARE(grid.at({7, 0}), 3);
    QCOMPARE(grid.at({6, 0}), 3); // equally near: the later
}

void TestGridIndex::slackReachesOutside()
{
    const GridIndex grid({{0, 0, 10, 1}});
    QCOMPARE(grid.at({11.5, 0}), -1);
    QCOMPARE(grid.at({11.5, 0}, 2), 1);
}

void TestGridIndex::farOutliers()
{
    std::vector<GridEntry> entries = spread(5000, 1000, 3);
    entries.push_back({1e9F, 1e9F, 10, 5000});
    entries.push_back({-1e9F, 1e9F, 10, 5001});
    entries.push_back({-1e9F, -1e9F, 10, 5002});
    const GridIndex grid(entries);
    QCOMPARE(grid.at({1e9, 1e9}), 5000);
    QCOMPARE(grid.at({-1e9, -1e9}), 5002);
    QCOMPARE(asked(grid, {-2e9, -2e9, 4e9, 4e9}).size(), entries.size());
    for (int i = 0; i < 50; ++i) {
        const QPointF point(i * 20, i * 17);
        QCOMPARE(grid.at(point), nearestOf(entries, point, 0));
    }
}

void TestGridIndex::leavesOutWhatIsNotFinite()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinite = std::numeric_limits<float>::infinity();
    const GridIndex grid({{nan, 0, 1, 0}, {0, infinite, 1, 1}, {0, 0, nan, 2}, {5, 5, -3, 3}, {9, 9, 1, 4}});
    QCOMPARE(grid.count(), 2);
    QCOMPARE(grid.at({9, 9}), 4);
    QCOMPARE(grid.at({5, 5}), 3); // a negative radius is none
    QCOMPARE(grid.at({6, 5}), -1);
    QVERIFY(GridIndex({{nan, nan, nan, 0}}).isEmpty());
}

void TestGridIndex::strangeQuestions()
{
    const GridIndex grid(spread(100, 100, 9));
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    QCOMPARE(grid.at({nan, 0}), -1);
    QCOMPARE(grid.at({0, infinite}), -1);
    QCOMPARE(grid.at({1e300, -1e300}), -1);
    QVERIFY(asked(grid, {}).empty());
    QVERIFY(asked(grid, {5, 5, -10, -10}).empty());
    QVERIFY(asked(grid, {1e8, 1e8, 10, 10}).empty());
}

void TestGridIndex::keepsItsOrder()
{
    const GridIndex grid(spread(3000, 400, 21));
    const std::vector<int> all = asked(grid, {-100, -100, 1000, 1000});
    std::vector<int> rank(all.size());
    for (size_t i = 0; i < all.size(); ++i) {
        rank[static_cast<size_t>(all[i])] = static_cast<int>(i);
    }
    const std::vector<int> part = asked(grid, {130, 90, 77, 140});
    QVERIFY(part.size() > 50);
    QVERIFY(std::is_sorted(part.begin(), part.end(), [&rank](int a, int b) {
        return rank[static_cast<size_t>(a)] < rank[static_cast<size_t>(b)];
    }));
}

QTEST_GUILESS_MAIN(TestGridIndex)
#include "tst_gridindex.moc"
