// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatglyph.h"

#include <QtCore/QHash>
#include <QtGui/QFont>
#include <QtGui/QImage>

namespace foyer {

/// Draws the same few symbols many thousand times: each is painted once per look, size and position within a pixel, and
/// then copied. At most limits::maxSeatSprites symbols and as many numbers are kept.
class SeatSprites
{
public:
    /// Everything is painted anew with these.
    void setAppearance(const ThemeColors &colors, const QFont &font);

    /// Blends the symbol into the part `clip` of `target` (32 bits, opaque). `centre` and `radius` are in device
    /// pixels. `tierIndex` tells the tints apart.
    void drawSeat(QImage &target, const QRect &clip, const QPointF &centre, double radius, const SeatGlyph &glyph,
                  int tierIndex);
    /// The same for a word centred at `centre`.
    void drawText(QImage &target, const QRect &clip, const QPointF &centre, const QString &text, int pixelSize,
                  int weight, const QColor &color);

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
    const QImage &seat(quint64 key, const QPointF &phase, double radius, const SeatGlyph &glyph);
    const QImage &text(const QString &text, int pixelSize, int weight, const QColor &color);

    ThemeColors m_colors;
    QFont m_font;
    QHash<quint64, QImage> m_seats;
    QHash<TextKey, QImage> m_texts;
    quint64 m_lastKey = ~0ULL; // neighbours mostly look alike
    const QImage *m_last = nullptr;
};

} // namespace foyer
