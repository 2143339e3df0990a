// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatglyph.h"

#include <QtCore/QHash>
#include <QtGui/QFont>
#include <QtGui/QImage>

#include <array>
#include <unordered_map>
#include <vector>

namespace foyer {

/// The part `clip` of an image (32 bits, opaque) that symbols are blended into. Valid while the image is neither copied
/// nor destroyed.
class SpriteTarget
{
public:
    SpriteTarget(QImage &image, const QRect &clip);
    /// Source over; `pixels` are premultiplied, line after line without a gap.
    void blend(const quint32 *pixels, int width, int height, int left, int top) const;
    void blend(const QImage &image, int left, int top) const;

private:
    quint32 *m_pixels;
    qsizetype m_step;
    int m_left, m_top, m_right, m_bottom; // the last two are outside
};

/// Draws the same few symbols many thousand times: each is painted once per look, size and position within a pixel, and
/// then copied. At most limits::maxSeatSprites symbols and as many numbers are kept.
class SeatSprites
{
public:
    /// Everything is painted anew with these.
    void setAppearance(const ThemeColors &colors, const QFont &font);

    /// `centre` and `radius` are in device pixels. `tierIndex` tells the tints apart.
    void drawSeat(const SpriteTarget &target, const QPointF &centre, double radius, const SeatGlyph &glyph,
                  int tierIndex);
    /// drawSeat for SeatDetail::Far: what a whole house is made of. A dot shows neither mark nor tier.
    void drawDot(const SpriteTarget &target, double x, double y, double radius, SeatLook look, bool dimmed);
    /// The same for a word centred at `centre`.
    void drawText(const SpriteTarget &target, const QPointF &centre, const QString &text, int pixelSize, int weight,
                  const QColor &color);
    /// The same for a name on a plate of its own. Measures are in logical pixels; `centre` is in device pixels.
    void drawPlate(const SpriteTarget &target, const QPointF &centre, const QString &text, double devicePixelRatio);
    /// How wide the plate is, in logical pixels.
    [[nodiscard]] double plateWidth(const QString &text) const;

    /// The device pixels that drawSeat may touch.
    [[nodiscard]] static QRect seatRect(const QPointF &centre, double radius);

private:
    struct TextKey
    {
        QString text;
        quint64 style;
        friend bool operator==(const TextKey &a, const TextKey &b) { return a.style == b.style && a.text == b.text; }
        friend size_t qHash(const TextKey &key, size_t seed = 0) { return qHashMulti(seed, key.text, key.style); }
    };
    /// A painted symbol without the empty border around it; `offset` leads from the pixel of its centre to its corner.
    struct Sprite
    {
        std::vector<quint32> pixels;
        int width = 0;
        int height = 0;
        QPoint offset;
    };
    struct Slot
    {
        quint64 key = 0;
        const Sprite *sprite = nullptr;
    };
    const Sprite &seat(quint64 key, const QPointF &phase, double radius, const SeatGlyph &glyph);
    void forget();
    static void place(const SpriteTarget &target, const Sprite &sprite, int x, int y)
    {
        target.blend(sprite.pixels.data(), sprite.width, sprite.height, x + sprite.offset.x(), y + sprite.offset.y());
    }
    [[nodiscard]] Sprite paint(const QPointF &phase, double radius, const SeatGlyph &glyph) const;
    const QImage &text(const QString &text, int pixelSize, int weight, const QColor &color);
    [[nodiscard]] QImage paintPlate(const QString &text, double devicePixelRatio) const;
    [[nodiscard]] QFont plateFont() const;

    ThemeColors m_colors;
    QFont m_font;
    std::unordered_map<quint64, Sprite> m_seats; // its values stay where they are
    QHash<TextKey, QImage> m_texts;
    std::array<const Sprite *, 512> m_dots{}; // of m_dotEighths: look, dimmed, phase
    int m_dotEighths = 0;
    std::array<Slot, 1024> m_recent{}; // by a hash of the key: spares nearly every look into the map
};

} // namespace foyer
