// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/seatmap/samplehouse.h"
#include "ui/seatmap/seatmaplegend.h"

#include <QtTest/QtTest>

using namespace foyer;

/// The line under the map counts what the store says and shows every count, however narrow it is.
class TestSeatMapLegend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counts();
    void everyCountIsSeen_data();
    void everyCountIsSeen();
};

void TestSeatMapLegend::counts()
{
    const Theme theme;
    PlaceStore store;
    straightHouse(2, 5).fill(store);
    SeatMapLegend legend(theme);
    legend.setStore(&store);
    QCOMPARE(legend.words(), QStringLiteral("free 10, mine 0, held 0, sold 0, blocked 0"));
    store.applyChanges({{0, PlaceState::Sold},
                        {1, PlaceState::HeldByOther},
                        {2, PlaceState::HeldByMe},
                        {3, PlaceState::Allotted},
                        {4, PlaceState::LeasedToMe}});
    store.setMine({PlaceId{3}});
    QCOMPARE(legend.words(), QStringLiteral("free 6, mine 1, held 1, kept 1, sold 1, blocked 0"));
    QCOMPARE(legend.accessibleName(), legend.words());
    legend.setStore(nullptr);
    QCOMPARE(legend.words(), QStringLiteral("free 0, mine 0, held 0, sold 0, blocked 0"));
}

void TestSeatMapLegend::everyCountIsSeen_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("as wide as it wants") << 0;
    QTest::newRow("narrow") << 320;
}

void TestSeatMapLegend::everyCountIsSeen()
{
    QFETCH(int, width);
    const Theme theme;
    PlaceStore store;
    straightHouse(2, 50).fill(store);
    SeatMapLegend legend(theme);
    legend.setStore(&store);
    legend.resize(width == 0 ? legend.sizeHint().width() : width, legend.sizeHint().height());
    const QImage before = legend.grab().toImage();
    // "blocked" is the last one: its count changes and with it the right part of the picture.
    store.applyChanges({{7, PlaceState::Blocked}});
    const QImage after = legend.grab().toImage();
    int rightmost = 0;
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x) {
            if (before.pixel(x, y) != after.pixel(x, y)) {
                rightmost = std::max(rightmost, x);
            }
        }
    }
    QVERIFY2(rightmost > legend.width() / 2, qPrintable(QString::number(rightmost)));
    QVERIFY(rightmost < legend.width() - 1); // not cut off
}

QTEST_MAIN(TestSeatMapLegend)
#include "tst_seatmaplegend.moc"
