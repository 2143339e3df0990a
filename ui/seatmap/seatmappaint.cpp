// SPDX-License-Identifier: GPL-3.0-or-later
// How the widget is painted: the cached picture, and over it what follows the pointer and the keyboard.
#include "ui/seatmap/colormath.h"
#include "ui/seatmap/seatmapwidget.h"

#include <QtGui/QPaintEvent>
#include <QtGui/QPainter>

#include <algorithm>

namespace foyer {

namespace {

constexpr QSize minimapSize{176, 116};
constexpr int minimapGap = 12;
constexpr int ringReach = 6;

/// The parts `wanted` (logical pixels of the widget) of the picture at `at`. One part after the other: drawing
/// the whole picture under a clip of two small rectangles took half a millisecond per changed seat.
void drawPicture(QPainter &painter, const QImage &image, const QPoint &at, const QRegion &wanted, double dpr)
{
    for (const QRect &part : wanted) {
        // Outwards to whole pixels on both sides, so that nothing is stretched.
        const QRectF device(QPointF(part.topLeft() - at) * dpr, QSizeF(part.size()) * dpr);
        const QRect source = device.toAlignedRect() & image.rect();
        painter.drawImage(QRectF(QPointF(source.topLeft()) / dpr + at, QSizeF(source.size()) / dpr), image, source);
    }
}

} // namespace

bool SeatMapWidget::hasMinimap() const
{
    return m_viewport.scale() > m_viewport.fitScale() * 1.2 && width() >= 3 * minimapSize.width() &&
           height() >= 2 * minimapSize.height();
}

QRect SeatMapWidget::minimapRect() const
{
    return {width() - minimapSize.width() - minimapGap, height() - minimapSize.height() - minimapGap,
            minimapSize.width(), minimapSize.height()};
}

void SeatMapWidget::panByMinimap(const QPointF &pos)
{
    m_viewport.centreOn(m_minimapView.toWorld(pos - minimapRect().topLeft()));
    viewMoved();
}

QRect SeatMapWidget::ringRect(int place) const
{
    const QRect rect = placeRect(place);
    return rect.isNull() ? rect : rect.adjusted(-ringReach, -ringReach, ringReach, ringReach);
}

void SeatMapWidget::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const double dpr = devicePixelRatioF();
    if (!m_store) {
        painter.fillRect(event->rect(), m_theme.colors().surface);
        return;
    }
    if (m_viewport.view() != size() || std::not_equal_to<>()(m_viewport.devicePixelRatio(), dpr)) {
        m_viewport.setView(size(), dpr); // moved to a screen of another density
    }
    m_cache.update(*m_store, m_layout, m_viewport);
    drawPicture(painter, m_cache.image(), {}, event->region(), dpr);

    const ThemeColors &colors = m_theme.colors();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_hovered >= 0 && (m_hovered != m_cursor || !hasFocus())) {
        paintRing(painter, m_hovered, colors.text, 1.5, 1.5);
    }
    if (m_cursor >= 0 && hasFocus()) {
        paintRing(painter, m_cursor, colors.accent, 2.5, 2.0 + colors.lineWidth * 0.5);
    }
    if (hasMinimap() && event->region().intersects(minimapRect())) {
        paintMinimap(painter);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void SeatMapWidget::paintRing(QPainter &painter, int place, const QColor &color, double gap, double width) const
{
    const double radius = std::max(m_store->radius(place) * m_viewport.scale(), 2.0) + gap;
    painter.setBrush(Qt::NoBrush);
    const QPointF at = m_viewport.toScreen(m_store->position(place));
    // A line of the background under it keeps the ring apart from its neighbours.
    painter.setPen(QPen(m_theme.colors().surface, width + 2));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(color, width));
    painter.drawEllipse(at, radius, radius);
}

void SeatMapWidget::paintMinimap(QPainter &painter)
{
    const double dpr = devicePixelRatioF();
    m_minimapView.setView(minimapSize, dpr);
    m_minimap.update(*m_store, m_layout, m_minimapView);
    const QRect box = minimapRect();
    const ThemeColors &colors = m_theme.colors();
    drawPicture(painter, m_minimap.image(), box.topLeft(), box, dpr);
    const QRectF seen =
        m_minimapView.toScreen(m_viewport.visible()).translated(box.topLeft()) & QRectF(box).adjusted(1, 1, -1, -1);
    QColor veil = colors.accent;
    veil.setAlphaF(0.14F);
    painter.setPen(QPen(colors.accent, 1.5));
    painter.setBrush(veil);
    painter.drawRect(seen);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.line, colors.lineWidth));
    painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5));
}

} // namespace foyer
