// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatsprites.h"

#include "models/core/limits.h"

#include <QtGui/QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace foyer {

namespace {

/// Steps per pixel at which a symbol is painted of its own, as a power of two: small ones would dance when rounded to
/// whole pixels, large ones would only cost memory.
int phaseBits(double radius)
{
    if (radius < 8) {
        return 2;
    }
    return radius < 18 ? 1 : 0;
}

constexpr double plateHeight = 22;

constexpr double farthest = 1e6; // pixels: nothing beyond is on any screen

/// std::floor for numbers up to `farthest`; the library's is a call on plain x86-64, four per seat.
inline int floorOf(double value)
{
    constexpr int up = 1 << 23;
    return static_cast<int>(value + up) - up;
}

/// The part of a painted image that is not empty.
QRect inkOf(const QImage &image)
{
    int left = image.width();
    int right = -1;
    int top = image.height();
    int bottom = -1;
    for (int y = 0; y < image.height(); ++y) {
        const auto *line = reinterpret_cast<const quint32 *>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            if (line[x] != 0) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = y;
            }
        }
    }
    return {QPoint(left, top), QPoint(right, bottom)};
}

int reach(double radius)
{
    return static_cast<int>(std::ceil(radius * 1.32 + 1.5));
}

/// Radii are told apart in eighths of a pixel.
inline int eighthsOf(double radius)
{
    return static_cast<int>(std::clamp(radius, 0.5, 500.0) * 8 + 0.5);
}

quint64 keyOf(const SeatGlyph &glyph, int phaseX, int phaseY, quint64 tier, int eighths)
{
    return static_cast<quint64>(glyph.look) | static_cast<quint64>(glyph.mark) << 4 |
           static_cast<quint64>(glyph.detail) << 6 | static_cast<quint64>(glyph.dimmed) << 8 |
           static_cast<quint64>(phaseX) << 9 | static_cast<quint64>(phaseY) << 12 | tier << 16 |
           static_cast<quint64>(eighths) << 32;
}

constexpr int lane = 4; // pixels blended at once
using Pixels = quint32 __attribute__((vector_size(4 * lane)));
using Halves = quint16 __attribute__((vector_size(4 * lane)));

/// Premultiplied source over, four pixels at once and without a branch: whether a pixel of a dot is empty, full or an
/// edge can not be foreseen, and guessing wrong costs more than the arithmetic.
inline Pixels over(const Pixels &sprite, const Pixels &ground)
{
    Pixels rest = 255U - (sprite >> 24U);
    rest |= rest << 16U;
    Halves even = reinterpret_cast<Halves>(ground & 0x00ff00ffU) * reinterpret_cast<Halves>(rest);
    Halves odd = reinterpret_cast<Halves>((ground >> 8U) & 0x00ff00ffU) * reinterpret_cast<Halves>(rest);
    even = static_cast<Halves>(even + (even >> 8) + 0x80) >> 8;
    odd = static_cast<Halves>(odd + (odd >> 8) + 0x80) & 0xff00;
    return sprite + (reinterpret_cast<Pixels>(even) | reinterpret_cast<Pixels>(odd));
}

inline void blendRun(quint32 *to, const quint32 *from, size_t count)
{
    Pixels sprite{};
    Pixels ground{};
    std::memcpy(&sprite, from, count * 4);
    std::memcpy(&ground, to, count * 4);
    ground = over(sprite, ground);
    std::memcpy(to, &ground, count * 4);
}

} // namespace

SpriteTarget::SpriteTarget(QImage &image, const QRect &clip)
    : m_pixels(reinterpret_cast<quint32 *>(image.bits())), m_step(image.bytesPerLine() / 4)
{
    const QRect inside = clip & image.rect();
    m_left = inside.left();
    m_top = inside.top();
    m_right = inside.left() + inside.width();
    m_bottom = inside.top() + inside.height();
}

/// QPainter would cost several times as much per symbol of a few pixels.
void SpriteTarget::blend(const quint32 *pixels, int spriteWidth, int spriteHeight, int left, int top) const
{
    const int firstX = std::max(left, m_left);
    const int firstY = std::max(top, m_top);
    const int width = std::min(left + spriteWidth, m_right) - firstX;
    const int endY = std::min(top + spriteHeight, m_bottom);
    if (width <= 0 || firstY >= endY) {
        return;
    }
    const qsizetype spriteStep = spriteWidth;
    const quint32 *from = pixels + (firstY - top) * spriteStep + (firstX - left);
    quint32 *to = m_pixels + firstY * m_step + firstX;
    if (width == lane) { // a dot
        for (int y = firstY; y < endY; ++y, to += m_step, from += spriteStep) {
            blendRun(to, from, lane);
        }
        return;
    }
    for (int y = firstY; y < endY; ++y, to += m_step, from += spriteStep) {
        int x = 0;
        for (; x + lane <= width; x += lane) {
            blendRun(to + x, from + x, lane);
        }
        for (; x < width; ++x) {
            blendRun(to + x, from + x, 1);
        }
    }
}

void SpriteTarget::blend(const QImage &image, int left, int top) const
{
    Q_ASSERT(image.bytesPerLine() == image.width() * 4);
    blend(reinterpret_cast<const quint32 *>(image.constBits()), image.width(), image.height(), left, top);
}

void SeatSprites::setAppearance(const ThemeColors &colors, const QFont &font)
{
    m_colors = colors;
    m_font = font;
    m_texts.clear();
    forget();
}

QRect SeatSprites::seatRect(const QPointF &centre, double radius)
{
    const int half = reach(radius) + 1;
    return {static_cast<int>(std::floor(centre.x())) - half, static_cast<int>(std::floor(centre.y())) - half,
            2 * half + 1, 2 * half + 1};
}

void SeatSprites::drawSeat(const SpriteTarget &target, const QPointF &centre, double radius, const SeatGlyph &glyph,
                           int tierIndex)
{
    if (!(std::abs(centre.x()) < farthest && std::abs(centre.y()) < farthest)) {
        return;
    }
    const int eighths = eighthsOf(radius);
    const double size = eighths / 8.0;
    const int bits = phaseBits(size);
    const int steps = 1 << bits;
    const int stepX = floorOf(centre.x() * steps + 0.5);
    const int stepY = floorOf(centre.y() * steps + 0.5);
    const int phaseX = stepX & (steps - 1);
    const int phaseY = stepY & (steps - 1);
    const auto tier = static_cast<quint64>(std::clamp(tierIndex + 1, 0, 0xFFFF));
    const quint64 key = keyOf(glyph, phaseX, phaseY, tier, eighths);
    Slot &slot = m_recent[(key * 0x9E3779B97F4A7C15ULL) >> 54];
    if (!slot.sprite || slot.key != key) {
        const Sprite &made = seat(key, QPointF(phaseX, phaseY) / steps, size, glyph); // may empty m_recent
        slot = {key, &made};
    }
    place(target, *slot.sprite, stepX >> bits, stepY >> bits);
}

void SeatSprites::drawDot(const SpriteTarget &target, double x, double y, double radius, SeatLook look, bool dimmed)
{
    if (!(std::abs(x) < farthest && std::abs(y) < farthest)) {
        return;
    }
    constexpr int bits = 2;
    constexpr int steps = 1 << bits;
    const int eighths = eighthsOf(radius);
    if (eighths != m_dotEighths) {
        m_dotEighths = eighths;
        m_dots = {};
    }
    const int stepX = floorOf(x * steps + 0.5);
    const int stepY = floorOf(y * steps + 0.5);
    const int phaseX = stepX & (steps - 1);
    const int phaseY = stepY & (steps - 1);
    const auto index = static_cast<size_t>(look) << 5 | static_cast<size_t>(dimmed) << 4 |
                       static_cast<size_t>(phaseX) << 2 | static_cast<size_t>(phaseY);
    if (!m_dots[index]) {
        SeatGlyph glyph;
        glyph.look = look;
        glyph.detail = SeatDetail::Far;
        glyph.dimmed = dimmed;
        const quint64 key = keyOf(glyph, phaseX, phaseY, 0, eighths);
        const Sprite &made = seat(key, QPointF(phaseX, phaseY) / steps, eighths / 8.0, glyph); // may empty m_dots
        m_dots[index] = &made;
    }
    place(target, *m_dots[index], stepX >> bits, stepY >> bits);
}

void SeatSprites::forget()
{
    m_seats.clear();
    m_recent = {};
    m_dots = {};
}

const SeatSprites::Sprite &SeatSprites::seat(quint64 key, const QPointF &phase, double radius, const SeatGlyph &glyph)
{
    const auto known = m_seats.find(key);
    if (known != m_seats.end()) {
        return known->second;
    }
    if (m_seats.size() >= limits::maxSeatSprites) {
        forget();
    }
    return m_seats.emplace(key, paint(phase, radius, glyph)).first->second;
}

SeatSprites::Sprite SeatSprites::paint(const QPointF &phase, double radius, const SeatGlyph &glyph) const
{
    const int half = reach(radius);
    QImage image(2 * half + 1, 2 * half + 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSeat(painter, QPointF(half, half) + phase, radius, glyph, m_colors);
    painter.end();
    QRect ink = inkOf(image);
    if (ink.isEmpty()) {
        return {};
    }
    ink.setWidth((ink.width() + lane - 1) / lane * lane); // QImage::copy fills what is outside with nothing
    const QImage cut = image.copy(ink);
    const auto *first = reinterpret_cast<const quint32 *>(cut.constBits());
    return {std::vector<quint32>(first, first + qsizetype(cut.width()) * cut.height()), cut.width(), cut.height(),
            ink.topLeft() - QPoint(half, half)};
}

void SeatSprites::drawText(const SpriteTarget &target, const QPointF &centre, const QString &word, int pixelSize,
                           int weight, const QColor &color)
{
    const QImage &image = text(word, pixelSize, weight, color);
    target.blend(image, qRound(centre.x() - image.width() / 2.0), qRound(centre.y() - image.height() / 2.0));
}

const QImage &SeatSprites::text(const QString &text, int pixelSize, int weight, const QColor &color)
{
    const TextKey key{text, static_cast<quint64>(color.rgba()) | static_cast<quint64>(pixelSize) << 32 |
                                static_cast<quint64>(weight) << 48};
    const auto known = m_texts.constFind(key);
    if (known != m_texts.constEnd()) {
        return *known;
    }
    if (m_texts.size() >= limits::maxSeatSprites) {
        m_texts.clear();
    }
    QFont font(m_font);
    font.setPixelSize(std::max(pixelSize, 1));
    font.setWeight(static_cast<QFont::Weight>(weight));
    const QFontMetricsF metrics(font);
    const int width = std::clamp(static_cast<int>(std::ceil(metrics.horizontalAdvance(text))) + 2, 2, 1000);
    // Digits have no descenders: centring the capital height looks right, centring the line does not.
    const int capital = static_cast<int>(std::ceil(metrics.capHeight()));
    const int room = static_cast<int>(std::ceil(metrics.descent())) + 1;
    QImage image(width, capital + 2 * room, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(QPointF(1, room + capital), text);
    painter.end();
    return *m_texts.insert(key, image);
}

void SeatSprites::drawPlate(const SpriteTarget &target, const QPointF &centre, const QString &text,
                            double devicePixelRatio)
{
    // No pixel size means a plate; its measures follow from the text and the density.
    const TextKey key{text, static_cast<quint64>(qRound(devicePixelRatio * 1000))};
    auto known = m_texts.constFind(key);
    if (known == m_texts.constEnd()) {
        if (m_texts.size() >= limits::maxSeatSprites) {
            m_texts.clear();
        }
        known = m_texts.insert(key, paintPlate(text, devicePixelRatio));
    }
    target.blend(*known, qRound(centre.x() - known->width() / 2.0), qRound(centre.y() - known->height() / 2.0));
}

QFont SeatSprites::plateFont() const
{
    QFont font(m_font);
    font.setPixelSize(12);
    font.setWeight(QFont::DemiBold);
    return font;
}

double SeatSprites::plateWidth(const QString &text) const
{
    return std::ceil(QFontMetricsF(plateFont()).horizontalAdvance(text)) + 16;
}

QImage SeatSprites::paintPlate(const QString &text, double devicePixelRatio) const
{
    const QSizeF size(plateWidth(text) + 2, plateHeight + 2);
    QImage image((size * devicePixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setFont(plateFont());
    QColor ground = m_colors.surface;
    ground.setAlphaF(0.9F);
    const QRectF plate = QRectF(QPointF(), size).adjusted(1, 1, -1, -1);
    painter.setPen(QPen(m_colors.line, m_colors.lineWidth));
    painter.setBrush(ground);
    painter.drawRoundedRect(plate, 8, 8);
    painter.setPen(m_colors.text);
    painter.drawText(plate, Qt::AlignCenter, text);
    painter.end();
    return image;
}

} // namespace foyer
