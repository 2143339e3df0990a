// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatsprites.h"

#include <QtTest/QtTest>

#include <limits>

using namespace foyer;

namespace {

const QColor ground(0xf4, 0xe0, 0x20);

QImage sheet()
{
    QImage image(120, 90, QImage::Format_RGB32);
    image.fill(ground);
    return image;
}

int largestDifference(const QImage &a, const QImage &b)
{
    int largest = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            largest = std::max(
                {largest, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return largest;
}

/// The pixels outside `rect` that are no longer ground.
int spilled(const QImage &image, const QRect &rect)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += !rect.contains(x, y) && image.pixel(x, y) != ground.rgb() ? 1 : 0;
        }
    }
    return count;
}

} // namespace

/// Copied symbols look like painted ones, and stay where they belong.
class TestSeatSprites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void looksAsPainted_data();
    void looksAsPainted();
    void dotsAreSeats();
    void staysInItsClip();
    void edgesOfTheImage();
    void absurdPlaces();
    void staysBounded();

private:
    SeatSprites m_sprites;
    ThemeColors m_colors;
};

void TestSeatSprites::init()
{
    m_colors = themeColors(ThemeMode::Light);
    m_sprites = SeatSprites();
    m_sprites.setAppearance(m_colors, QFont());
}

void TestSeatSprites::looksAsPainted_data()
{
    QTest::addColumn<int>("look");
    QTest::addColumn<double>("radius");
    for (int look = 0; look < seatLookCount; ++look) {
        for (const double radius : {1.5, 5.0, 14.0, 20.0}) {
            QTest::addRow("look %d, radius %g", look, radius) << look << radius;
        }
    }
}

void TestSeatSprites::looksAsPainted()
{
    QFETCH(int, look);
    QFETCH(double, radius);
    SeatGlyph glyph;
    glyph.look = static_cast<SeatLook>(look);
    glyph.detail = seatDetail(radius);
    glyph.tier = QColor(0x8e, 0x44, 0xad);
    QImage painted = sheet();
    QPainter painter(&painted);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSeat(painter, {60, 45}, radius, glyph, m_colors);
    painter.end();
    QImage copied = sheet();
    m_sprites.drawSeat(SpriteTarget(copied, copied.rect()), {60, 45}, radius, glyph, 0);
    QVERIFY(largestDifference(painted, sheet()) > 20);
    // Several half-transparent layers are rounded once more on their way through the symbol.
    const int off = largestDifference(painted, copied);
    QVERIFY2(off <= 4, qPrintable(QString::number(off)));
    QCOMPARE(spilled(copied, SeatSprites::seatRect({60, 45}, radius)), 0);
}

void TestSeatSprites::dotsAreSeats()
{
    for (int look = 0; look < seatLookCount; ++look) {
        for (const QPointF &at : {QPointF(20, 20), QPointF(20.3, 19.6), QPointF(20.77, 20.52)}) {
            SeatGlyph glyph;
            glyph.look = static_cast<SeatLook>(look);
            glyph.detail = SeatDetail::Far;
            QImage seat = sheet();
            m_sprites.drawSeat(SpriteTarget(seat, seat.rect()), at, 2.2, glyph, -1);
            QImage dot = sheet();
            m_sprites.drawDot(SpriteTarget(dot, dot.rect()), at.x(), at.y(), 2.2, glyph.look, false);
            QCOMPARE(largestDifference(seat, dot), 0);
        }
    }
}

void TestSeatSprites::staysInItsClip()
{
    QImage whole = sheet();
    m_sprites.drawSeat(SpriteTarget(whole, whole.rect()), {60, 45}, 16, {}, -1);
    for (const QRect &clip : {QRect(50, 30, 7, 90), QRect(0, 0, 61, 46), QRect(63, 44, 1, 1), QRect(0, 0, 3, 3)}) {
        QImage part = sheet();
        m_sprites.drawSeat(SpriteTarget(part, clip), {60, 45}, 16, {}, -1);
        QCOMPARE(spilled(part, clip), 0);
        QCOMPARE(largestDifference(part.copy(clip & part.rect()), whole.copy(clip & whole.rect())), 0);
    }
}

void TestSeatSprites::edgesOfTheImage()
{
    // Half outside on every side: what is inside looks as it does elsewhere, and nothing is written beside the image.
    for (const QPointF &at : {QPointF(0, 45), QPointF(119, 45), QPointF(60, 0), QPointF(60, 89), QPointF(-9, -9)}) {
        QImage image = sheet();
        m_sprites.drawSeat(SpriteTarget(image, image.rect()), at, 16, {}, -1);
        QImage larger(320, 290, QImage::Format_RGB32);
        larger.fill(ground);
        m_sprites.drawSeat(SpriteTarget(larger, larger.rect()), at + QPointF(100, 100), 16, {}, -1);
        QCOMPARE(largestDifference(image, larger.copy(100, 100, 120, 90)), 0);
    }
}

void TestSeatSprites::absurdPlaces()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    QImage image = sheet();
    const SpriteTarget target(image, image.rect());
    for (const QPointF &at :
         {QPointF(nan, 3), QPointF(3, infinite), QPointF(-infinite, 3), QPointF(1e300, 1e300), QPointF(-1e9, 3)}) {
        m_sprites.drawSeat(target, at, 10, {}, -1);
        m_sprites.drawDot(target, at.x(), at.y(), 1, SeatLook::Sold, false);
    }
    m_sprites.drawSeat(SpriteTarget(image, {}), {60, 45}, 10, {}, -1);
    QCOMPARE(spilled(image, {}), 0);
}

void TestSeatSprites::staysBounded()
{
    // More symbols than are kept: what was forgotten is painted again.
    QImage image = sheet();
    const SpriteTarget target(image, image.rect());
    for (int tier = 0; tier < 6000; ++tier) {
        m_sprites.drawSeat(target, {60, 45}, 3, {}, tier);
        m_sprites.drawDot(target, 20 + tier % 4 / 4.0, 20, 1, SeatLook::Free, false);
    }
    QImage late = sheet();
    m_sprites.drawDot(SpriteTarget(late, late.rect()), 20, 20, 1, SeatLook::Free, false);
    init();
    QImage early = sheet();
    m_sprites.drawDot(SpriteTarget(early, early.rect()), 20, 20, 1, SeatLook::Free, false);
    QCOMPARE(largestDifference(late, early), 0);
}

QTEST_MAIN(TestSeatSprites)
#include "tst_seatsprites.moc"
