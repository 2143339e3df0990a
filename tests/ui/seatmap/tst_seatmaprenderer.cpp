// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/seatmap/samplehouse.h"
#include "ui/seatmap/seatmapcache.h"

#include <QtTest/QtTest>

using namespace foyer;

namespace {

bool differ(QRgb a, QRgb b, int rounding)
{
    return std::abs(qRed(a) - qRed(b)) > rounding || std::abs(qGreen(a) - qGreen(b)) > rounding ||
           std::abs(qBlue(a) - qBlue(b)) > rounding;
}

/// Where two pictures of the same size differ by more than `rounding` steps of 255; empty when they are the same.
QRect difference(const QImage &a, const QImage &b, int rounding = 0)
{
    QRect where;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (differ(a.pixel(x, y), b.pixel(x, y), rounding)) {
                where |= QRect(x, y, 1, 1);
            }
        }
    }
    return where;
}

constexpr QSize viewSize{500, 360};

/// A store, what is derived from it, and the picture of a view.
struct Picture
{
    explicit Picture(const SampleHouse &house, double ratio = 1)
    {
        house.fill(store);
        layout = SeatMapLayout(store);
        viewport.setWorld(layout.bounds(), 24 / layout.typicalRadius());
        viewport.setView(viewSize, ratio);
        settings.colors = themeColors(ThemeMode::Light);
        cache.setSettings(settings);
    }

    /// Zooms until a usual seat has this radius, around a place.
    void zoom(double radius, int place)
    {
        viewport.zoomAt({250, 180}, radius / layout.typicalRadius() / viewport.scale());
        viewport.centreOn(store.position(place));
    }
    QImage draw()
    {
        cache.update(store, layout, viewport);
        return cache.image().copy();
    }
    QImage drawAnew() const
    {
        SeatMapCache fresh;
        fresh.setSettings(cache.settings());
        fresh.update(store, layout, viewport);
        return fresh.image().copy();
    }

    PlaceStore store;
    SeatMapLayout layout;
    Viewport viewport;
    SeatMapSettings settings;
    SeatMapCache cache;
};

} // namespace

/// The pixels of a map: every state looks different, and drawing a part is drawing that part of the whole.
class TestSeatMapRenderer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesLookDifferent_data();
    void statesLookDifferent();
    void statesDifferWithoutColour();
    void oneSeatTouchesItsOwnPixels_data();
    void oneSeatTouchesItsOwnPixels();
    void manyChanges();
    void panningLooksLikeDrawingAnew_data();
    void panningLooksLikeDrawingAnew();
    void partsAddUpToTheWhole();
    void litTier();
    void wordsAreReadableOnShapes_data();
    void wordsAreReadableOnShapes();
    void absurdPositions();
};

void TestSeatMapRenderer::statesLookDifferent_data()
{
    QTest::addColumn<double>("radius");
    QTest::addColumn<ThemeMode>("mode");
    for (const auto &[name, mode] : {std::pair("light", ThemeMode::Light), std::pair("dark", ThemeMode::Dark),
                                     std::pair("contrast", ThemeMode::HighContrast)}) {
        QTest::addRow("near, %s", name) << 16.0 << mode;
        QTest::addRow("middle, %s", name) << 5.0 << mode;
    }
}

void TestSeatMapRenderer::statesLookDifferent()
{
    QFETCH(double, radius);
    QFETCH(ThemeMode, mode);
    Picture picture(straightHouse(8, 12));
    picture.settings.colors = themeColors(mode);
    picture.cache.setSettings(picture.settings);
    constexpr int place = 50;
    picture.zoom(radius, place);
    const QRect rect = SeatMapRenderer::placeRect(place, picture.store, picture.viewport);
    std::vector<QImage> looks;
    for (int state = 0; state < 8; ++state) {
        picture.store.applyChanges({{place, static_cast<PlaceState>(state)}});
        picture.cache.invalidatePlaces({place}, picture.store);
        looks.push_back(picture.draw().copy(rect));
    }
    picture.store.applyChanges({{place, PlaceState::HeldByMe}});
    picture.store.setMine({PlaceId{place + 1}});
    picture.cache.invalidatePlaces({place}, picture.store);
    looks.push_back(picture.draw().copy(rect));
    for (size_t a = 0; a < looks.size(); ++a) {
        for (size_t b = a + 1; b < looks.size(); ++b) {
            QVERIFY2(!difference(looks[a], looks[b]).isEmpty(), qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
        }
    }
}

void TestSeatMapRenderer::statesDifferWithoutColour()
{
    Picture picture(straightHouse(8, 12));
    constexpr int place = 50;
    picture.zoom(16, place);
    const QRect rect = SeatMapRenderer::placeRect(place, picture.store, picture.viewport);
    const auto grey = [&](PlaceState state) {
        picture.store.applyChanges({{place, state}});
        picture.cache.invalidatePlaces({place}, picture.store);
        return picture.draw().copy(rect).convertToFormat(QImage::Format_Grayscale8);
    };
    const QImage free = grey(PlaceState::Free);
    const QImage sold = grey(PlaceState::Sold);
    int apart = 0;
    for (int y = 0; y < rect.height(); ++y) {
        for (int x = 0; x < rect.width(); ++x) {
            apart += std::abs(qGray(free.pixel(x, y)) - qGray(sold.pixel(x, y))) > 60 ? 1 : 0;
        }
    }
    QVERIFY2(apart > rect.width() * rect.height() / 10, qPrintable(QString::number(apart)));
}

void TestSeatMapRenderer::oneSeatTouchesItsOwnPixels_data()
{
    QTest::addColumn<double>("radius");
    QTest::addColumn<double>("ratio");
    QTest::newRow("dots") << 1.0 << 1.0;
    QTest::newRow("shapes") << 5.0 << 1.0;
    QTest::newRow("numbers") << 16.0 << 1.0;
    QTest::newRow("dense screen") << 9.0 << 2.0;
    QTest::newRow("between") << 9.0 << 1.25;
}

void TestSeatMapRenderer::oneSeatTouchesItsOwnPixels()
{
    QFETCH(double, radius);
    QFETCH(double, ratio);
    Picture picture(straightHouse(40, 60), ratio);
    const int place = 20 * 60 + 31;
    picture.zoom(radius, place);
    const QImage before = picture.draw();
    picture.store.applyChanges({{place, PlaceState::Sold}});
    const QRegion region = picture.cache.invalidatePlaces({place}, picture.store);
    const QImage after = picture.draw();
    const QRect rect = SeatMapRenderer::placeRect(place, picture.store, picture.viewport);
    const QRect changed = difference(before, after);
    QVERIFY(!changed.isEmpty());
    QVERIFY(rect.contains(changed));
    QCOMPARE(region.boundingRect(), rect);
    QCOMPARE(picture.cache.lastPainted().boundingRect(), rect);
    QVERIFY(difference(after, picture.drawAnew()).isEmpty());
}

void TestSeatMapRenderer::manyChanges()
{
    Picture picture(straightHouse(40, 60));
    picture.draw();
    QVector<QPair<int, PlaceState>> changes;
    QVector<int> places;
    for (int i = 0; i < picture.store.count(); i += 3) {
        changes.append({i, PlaceState::Sold});
        places.append(i);
    }
    picture.store.applyChanges(changes);
    picture.cache.invalidatePlaces(places, picture.store);
    QVERIFY(difference(picture.draw(), picture.drawAnew()).isEmpty());
}

void TestSeatMapRenderer::panningLooksLikeDrawingAnew_data()
{
    QTest::addColumn<double>("radius");
    QTest::addColumn<QPointF>("by");
    QTest::addColumn<double>("ratio");
    QTest::newRow("right") << 12.0 << QPointF(-37, 0) << 1.0;
    QTest::newRow("left and up") << 12.0 << QPointF(21, 64) << 1.0;
    QTest::newRow("shapes, down") << 5.0 << QPointF(3, -90) << 1.0;
    QTest::newRow("out of sight") << 12.0 << QPointF(-900, 0) << 1.0;
    QTest::newRow("dense screen") << 12.0 << QPointF(-13, 29) << 2.0;
}

void TestSeatMapRenderer::panningLooksLikeDrawingAnew()
{
    QFETCH(double, radius);
    QFETCH(QPointF, by);
    QFETCH(double, ratio);
    Picture picture(theatre(), ratio);
    QVERIFY(picture.store.setStates(busyStates(picture.store.count())));
    picture.zoom(radius, 160);
    const QImage before = picture.draw();
    picture.viewport.panBy(by);
    const QImage moved = picture.draw();
    QVERIFY(!difference(before, moved).isEmpty());
    // QPainter rounds the slanted edges of a stage that is cut off elsewhere differently, by up to 2 steps.
    const QRect wrong = difference(moved, picture.drawAnew(), 3);
    QVERIFY2(
        wrong.isEmpty(),
        qPrintable(QStringLiteral("%1 %2 %3x%4").arg(wrong.x()).arg(wrong.y()).arg(wrong.width()).arg(wrong.height())));
}

void TestSeatMapRenderer::partsAddUpToTheWhole()
{
    for (const double radius : {2.0, 6.0, 14.0}) {
        Picture picture(theatre());
        QVERIFY(picture.store.setStates(busyStates(picture.store.count())));
        picture.zoom(radius, 160);
        const QImage whole = picture.draw();
        QImage parts(whole.size(), QImage::Format_RGB32);
        parts.fill(Qt::magenta);
        SeatMapRenderer renderer;
        renderer.setSettings(picture.settings);
        for (int y = 0; y < viewSize.height(); y += 47) {
            for (int x = 0; x < viewSize.width(); x += 61) {
                renderer.paint(parts, {x, y, 61, 47}, picture.store, picture.layout, picture.viewport);
            }
        }
        QVERIFY2(difference(whole, parts).isEmpty(), qPrintable(QString::number(radius)));
    }
}

void TestSeatMapRenderer::litTier()
{
    for (const double radius : {1.5, 6.0, 14.0}) {
        Picture picture(straightHouse(40, 60));
        constexpr int place = 19 * 60 + 30; // the last row of the first tier
        constexpr int below = 20 * 60 + 30;
        picture.zoom(radius, place);
        const QImage all = picture.draw();
        picture.settings.litTier = 0;
        picture.cache.setSettings(picture.settings);
        const QImage lit = picture.draw();
        const QRect inTier = SeatMapRenderer::placeRect(place, picture.store, picture.viewport).adjusted(4, 4, -4, -4);
        const QRect other = SeatMapRenderer::placeRect(below, picture.store, picture.viewport).adjusted(4, 4, -4, -4);
        QVERIFY(difference(all.copy(inTier), lit.copy(inTier)).isEmpty());
        QVERIFY2(!difference(all.copy(other), lit.copy(other)).isEmpty(), qPrintable(QString::number(radius)));
    }
}

void TestSeatMapRenderer::wordsAreReadableOnShapes_data()
{
    QTest::addColumn<QString>("fill");
    QTest::addColumn<QString>("ink");
    QTest::addColumn<ThemeMode>("mode");
    for (const auto &[name, mode] : {std::pair("light", ThemeMode::Light), std::pair("dark", ThemeMode::Dark)}) {
        QTest::addRow("white on grey, %s", name) << QStringLiteral("#7f8996") << QStringLiteral("#ffffff") << mode;
        QTest::addRow("pale on pale, %s", name) << QStringLiteral("#f0f0f0") << QStringLiteral("#e0e0e0") << mode;
        QTest::addRow("black on black, %s", name) << QStringLiteral("#000000") << QStringLiteral("#000000") << mode;
        QTest::addRow("no colours, %s", name) << QStringLiteral("#446688") << QString() << mode;
    }
}

void TestSeatMapRenderer::wordsAreReadableOnShapes()
{
    QFETCH(QString, fill);
    QFETCH(QString, ink);
    QFETCH(ThemeMode, mode);
    SampleHouse house = straightHouse(8, 12);
    PlanArea stage;
    stage.shape = AreaShape::Rectangle;
    stage.position = {0, -200};
    stage.size = {260, 120};
    stage.color = fill;
    PlanArea words;
    words.shape = AreaShape::Text;
    words.position = {130, -140};
    words.text = QStringLiteral("STAGE");
    words.textSize = 40;
    words.textColor = ink;
    house.plan.areas = {stage, words};
    Picture picture(house);
    picture.settings.colors = themeColors(mode);
    picture.cache.setSettings(picture.settings);
    const QImage image = picture.draw();
    const QRect seen = picture.viewport.toScreen(QRectF(20, -175, 220, 70)).toRect();
    int darkest = 255;
    int palest = 0;
    for (int y = seen.top(); y < seen.bottom(); ++y) {
        for (int x = seen.left(); x < seen.right(); ++x) {
            darkest = std::min(darkest, qGray(image.pixel(x, y)));
            palest = std::max(palest, qGray(image.pixel(x, y)));
        }
    }
    QVERIFY2(palest - darkest > 60, qPrintable(QStringLiteral("%1 to %2").arg(darkest).arg(palest)));
}

void TestSeatMapRenderer::absurdPositions()
{
    SampleHouse house = straightHouse(3, 4);
    house.plan.seats[0].position = {1e6, -1e6};
    house.plan.seats[1].position = house.plan.seats[2].position;
    house.plan.seats[3].radius = 1000;
    Picture picture(house);
    QVERIFY(!picture.draw().isNull());
    picture.viewport.zoomAt({100, 100}, 1e6);
    picture.viewport.centreOn(picture.store.position(5));
    const QImage near = picture.draw();
    QVERIFY(difference(near, picture.drawAnew()).isEmpty());
}

QTEST_MAIN(TestSeatMapRenderer)
#include "tst_seatmaprenderer.moc"
