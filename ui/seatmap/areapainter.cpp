// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/areapainter.h"

#include "ui/seatmap/colormath.h"

#include <QtGui/QFontMetricsF>

#include <algorithm>

namespace foyer {

namespace {

constexpr double smallestWordPixels = 5;

/// A colour of the file on this surface: as it is on a light one; on a dark one its lightness is turned over and kept
/// within `room` above the surface, so that a stage does not outshine the seats.
QColor onSurface(const QColor &color, const ThemeColors &colors, float room)
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
                            std::clamp(floor + (1.0F - lightness) * room + 0.03F, 0.0F, 1.0F));
}

constexpr float roomOfFills = 0.3F;
constexpr float roomOfLines = 0.6F;

void paintWords(QPainter &painter, const PlanArea &area, const ThemeColors &colors, const QFont &font, double scale,
                const QColor &under)
{
    if (area.text.isEmpty() || area.textSize * scale < smallestWordPixels) {
        return;
    }
    const QColor wanted(area.textColor);
    const QColor ground = under.isValid() ? onSurface(under, colors, roomOfFills) : colors.surface;
    const QColor ink = wanted.isValid() && !colors.dark ? wanted : colors.secondText;
    QFont sized(font);
    // Fonts have whole pixel sizes: draw at the size on the screen, unscaled.
    sized.setPixelSize(std::clamp(qRound(area.textSize * scale), 5, 300));
    sized.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(sized);
    painter.save();
    painter.translate(area.textPosition);
    painter.scale(1 / scale, 1 / scale);
    painter.setFont(sized);
    // Words on a shape are large ones such as "Stage": white on a middle grey stays as its author wanted it.
    painter.setPen(withContrast(ink, ground, under.isValid() ? 3.0 : 4.5));
    painter.drawText(QPointF(-metrics.horizontalAdvance(area.text) / 2, metrics.capHeight() / 2), area.text);
    painter.restore();
}

} // namespace

void paintArea(QPainter &painter, const PlanArea &area, const ThemeColors &colors, const QFont &font, double scale,
               bool words, const QColor &under)
{
    painter.save();
    painter.translate(area.position);
    painter.rotate(area.rotation);
    const QColor fill(area.color);
    const QColor border(area.borderColor);
    painter.setBrush(fill.isValid() ? QBrush(onSurface(fill, colors, roomOfFills)) : QBrush(Qt::NoBrush));
    QPen pen = border.isValid() ? QPen(onSurface(border, colors, roomOfLines), colors.lineWidth) : QPen(Qt::NoPen);
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
        paintWords(painter, area, colors, font, scale, under);
    }
    painter.restore();
}

} // namespace foyer
