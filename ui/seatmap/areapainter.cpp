// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/areapainter.h"

#include "ui/seatmap/colormath.h"

#include <QtGui/QFontMetricsF>

#include <algorithm>

namespace foyer {

namespace {

constexpr double smallestWordPixels = 5;

/// A colour of the file on this surface: as it is on a light one, with its lightness turned over on a dark one.
QColor onSurface(const QColor &color, const ThemeColors &colors)
{
    if (!colors.dark) {
        return color;
    }
    float hue = 0;
    float saturation = 0;
    float lightness = 0;
    color.getHslF(&hue, &saturation, &lightness);
    const auto floor = static_cast<float>(colors.surface.lightnessF());
    return QColor::fromHslF(std::max(hue, 0.0F), saturation * 0.6F,
                            std::clamp(floor + (1.0F - lightness) * 0.75F + 0.03F, 0.0F, 1.0F));
}

void paintWords(QPainter &painter, const PlanArea &area, const ThemeColors &colors, const QFont &font, double scale)
{
    if (area.text.isEmpty() || area.textSize * scale < smallestWordPixels) {
        return;
    }
    const QColor wanted(area.textColor);
    const QColor fill(area.shape == AreaShape::Text ? QString() : area.color);
    const QColor ground = fill.isValid() ? onSurface(fill, colors) : colors.surface;
    const QColor ink = wanted.isValid() ? onSurface(wanted, colors) : colors.secondText;
    QFont sized(font);
    // Fonts have whole pixel sizes: draw at the size on the screen, unscaled.
    sized.setPixelSize(std::clamp(qRound(area.textSize * scale), 5, 300));
    sized.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(sized);
    painter.save();
    painter.translate(area.textPosition);
    painter.scale(1 / scale, 1 / scale);
    painter.setFont(sized);
    painter.setPen(withContrast(ink, ground, 4.5));
    painter.drawText(QPointF(-metrics.horizontalAdvance(area.text) / 2, metrics.capHeight() / 2), area.text);
    painter.restore();
}

} // namespace

void paintArea(QPainter &painter, const PlanArea &area, const ThemeColors &colors, const QFont &font, double scale,
               bool words)
{
    painter.save();
    painter.translate(area.position);
    painter.rotate(area.rotation);
    const QColor fill(area.color);
    const QColor border(area.borderColor);
    painter.setBrush(fill.isValid() ? QBrush(onSurface(fill, colors)) : QBrush(Qt::NoBrush));
    QPen pen = border.isValid() ? QPen(onSurface(border, colors), colors.lineWidth) : QPen(Qt::NoPen);
    pen.setCosmetic(true);
    painter.setPen(pen);
    const QRectF around(-area.size.width() / 2, -area.size.height() / 2, area.size.width(), area.size.height());
    switch (area.shape) {
    case AreaShape::Polygon:
        painter.drawPolygon(QPolygonF(area.points));
        break;
    case AreaShape::Rectangle:
        painter.drawRect(QRectF(QPointF(), area.size));
        break;
    case AreaShape::Ellipse:
    case AreaShape::Circle:
        painter.drawEllipse(around);
        break;
    case AreaShape::Text:
        break;
    }
    if (words) {
        paintWords(painter, area, colors, font, scale);
    }
    painter.restore();
}

} // namespace foyer
