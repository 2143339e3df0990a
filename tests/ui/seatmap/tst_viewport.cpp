// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/viewport.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using namespace foyer;

namespace {

bool isNear(const QPointF &a, const QPointF &b, double within)
{
    return std::abs(a.x() - b.x()) <= within && std::abs(a.y() - b.y()) <= within;
}

bool onWholePixels(const Viewport &viewport)
{
    const QPointF device = viewport.offset() * viewport.devicePixelRatio();
    return isNear(device, QPointF(std::round(device.x()), std::round(device.y())), 1e-6);
}

} // namespace

/// What is seen of the plan: it can not be lost, and a point under the hand stays there.
class TestViewport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitsAndCentres();
    void strangeWorlds_data();
    void strangeWorlds();
    void zoomKeepsTheAnchor();
    void scaleStaysWithinItsBounds();
    void panCanNotLoseThePlan();
    void offsetLiesOnDevicePixels_data();
    void offsetLiesOnDevicePixels();
    void resizingKeepsWhatWasSeen();
    void zoomsToARectangle();
    void revealMovesAsLittleAsPossible();

private:
    static Viewport theatre()
    {
        Viewport viewport;
        viewport.setWorld({100, 50, 1000, 500}, 4);
        viewport.setView({648, 448}, 1);
        return viewport;
    }
};

void TestViewport::fitsAndCentres()
{
    const Viewport viewport = theatre();
    QVERIFY(viewport.isFit());
    QCOMPARE(viewport.scale(), 0.6); // 600 pixels inside the margins for 1000 units
    QVERIFY(isNear(viewport.toScreen(QPointF(600, 300)), {324, 224}, 0.5));
    QVERIFY(viewport.visible().contains(viewport.world()));
}

void TestViewport::strangeWorlds_data()
{
    const double infinite = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::addColumn<QRectF>("world");
    QTest::addColumn<QSizeF>("view");
    QTest::newRow("empty") << QRectF() << QSizeF(600, 400);
    QTest::newRow("a point") << QRectF(7, 7, 0, 0) << QSizeF(600, 400);
    QTest::newRow("a line") << QRectF(0, 0, 5000, 0) << QSizeF(600, 400);
    QTest::newRow("infinite") << QRectF(0, 0, infinite, 10) << QSizeF(600, 400);
    QTest::newRow("not a number") << QRectF(nan, 0, 10, 10) << QSizeF(600, 400);
    QTest::newRow("turned round") << QRectF(100, 100, -50, -50) << QSizeF(600, 400);
    QTest::newRow("huge") << QRectF(-1e9, -1e9, 2e9, 2e9) << QSizeF(600, 400);
    QTest::newRow("no window") << QRectF(0, 0, 100, 100) << QSizeF(0, 0);
    QTest::newRow("window smaller than its margins") << QRectF(0, 0, 100, 100) << QSizeF(10, 10);
}

void TestViewport::strangeWorlds()
{
    QFETCH(QRectF, world);
    QFETCH(QSizeF, view);
    Viewport viewport;
    viewport.setWorld(world, 4);
    viewport.setView(view, 1);
    viewport.zoomAt({3, 3}, 1.5);
    viewport.panBy({50, 50});
    QVERIFY(std::isfinite(viewport.scale()) && viewport.scale() > 0);
    QVERIFY(std::isfinite(viewport.offset().x()) && std::isfinite(viewport.offset().y()));
    QVERIFY(viewport.visible().intersects(viewport.world()));
}

void TestViewport::zoomKeepsTheAnchor()
{
    Viewport viewport = theatre();
    viewport.zoomAt({324, 224}, 3);
    const QPointF anchor(400, 180);
    const QPointF before = viewport.toWorld(anchor);
    viewport.zoomAt(anchor, 1.4);
    QVERIFY(isNear(viewport.toWorld(anchor), before, 1 / viewport.scale()));
    QVERIFY(!viewport.isFit());
}

void TestViewport::scaleStaysWithinItsBounds()
{
    Viewport viewport = theatre();
    viewport.zoomAt({10, 10}, 1e9);
    QCOMPARE(viewport.scale(), 4.0);
    viewport.zoomAt({10, 10}, 1e-9);
    QCOMPARE(viewport.scale(), viewport.fitScale());
    QVERIFY(viewport.isFit());
    viewport.zoomAt({10, 10}, std::numeric_limits<double>::quiet_NaN());
    QCOMPARE(viewport.scale(), viewport.fitScale());
}

void TestViewport::panCanNotLoseThePlan()
{
    Viewport viewport = theatre();
    const QPointF fitted = viewport.offset();
    viewport.panBy({500, -300});
    QCOMPARE(viewport.offset(), fitted); // all of it is seen: there is nowhere to go
    viewport.zoomAt({324, 224}, 4);
    viewport.panBy({1e7, 1e7});
    QVERIFY(isNear(viewport.toScreen(QPointF(100, 50)), {24, 24}, 1));
    viewport.panBy({-1e7, -1e7});
    QVERIFY(isNear(viewport.toScreen(QPointF(1100, 550)), {648 - 24, 448 - 24}, 1));
}

void TestViewport::offsetLiesOnDevicePixels_data()
{
    QTest::addColumn<double>("ratio");
    QTest::newRow("1") << 1.0;
    QTest::newRow("1.25") << 1.25;
    QTest::newRow("1.5") << 1.5;
    QTest::newRow("2") << 2.0;
}

void TestViewport::offsetLiesOnDevicePixels()
{
    QFETCH(double, ratio);
    Viewport viewport = theatre();
    viewport.setView({647, 449}, ratio);
    QVERIFY(onWholePixels(viewport));
    viewport.zoomAt({123.4, 99.1}, 2.7);
    QVERIFY(onWholePixels(viewport));
    viewport.panBy({0.37, -11.73});
    QVERIFY(onWholePixels(viewport));
    viewport.centreOn({333.3, 222.2});
    QVERIFY(onWholePixels(viewport));
}

void TestViewport::resizingKeepsWhatWasSeen()
{
    Viewport viewport = theatre();
    viewport.setView({348, 448}, 1);
    QVERIFY(viewport.isFit());
    QCOMPARE(viewport.scale(), 0.3);
    viewport.zoomAt({174, 224}, 5);
    const QPointF centre = viewport.visible().center();
    const double scale = viewport.scale();
    viewport.setView({300, 300}, 1);
    QCOMPARE(viewport.scale(), scale);
    QVERIFY(isNear(viewport.visible().center(), centre, 1));
}

void TestViewport::zoomsToARectangle()
{
    Viewport viewport = theatre();
    const QRectF wanted(300, 200, 200, 100);
    viewport.zoomTo(wanted);
    QCOMPARE(viewport.scale(), 3.0);
    QVERIFY(viewport.visible().contains(wanted));
    viewport.zoomTo({600, 300, 0, 0});
    QCOMPARE(viewport.scale(), viewport.maxScale());
    QVERIFY(viewport.visible().contains(QPointF(600, 300)));
}

void TestViewport::revealMovesAsLittleAsPossible()
{
    Viewport viewport = theatre();
    viewport.zoomTo({300, 200, 200, 100});
    const QPointF before = viewport.offset();
    viewport.reveal({390, 240, 10, 10});
    QCOMPARE(viewport.offset(), before);
    viewport.reveal({700, 240, 10, 10});
    QVERIFY(isNear(viewport.toScreen(QPointF(710, 245)), {648 - 24, viewport.toScreen(QPointF(0, 245)).y()}, 1));
    QCOMPARE(viewport.offset().y(), before.y());
}

QTEST_GUILESS_MAIN(TestViewport)
#include "tst_viewport.moc"
