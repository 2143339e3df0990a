// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmaprenderer.h"

#include "ui/seatmap/areapainter.h"
#include "ui/seatmap/colormath.h"

#include <QtGui/QFontMetricsF>

#include <algorithm>

namespace foyer {

namespace {

constexpr double smallestDot = 0.9;  // logical pixels: a seat never vanishes
constexpr double numberFrom = 9.0;   // radius from which numbers are written
constexpr double rowLabelFrom = 4.4; // radius from which rows have their names

double radiusOnScreen(float radius, const Viewport &viewport)
{
    return std::max(radius * viewport.scale(), smallestDot);
}

} // namespace

void SeatMapRenderer::setSettings(const SeatMapSettings &settings)
{
    m_settings = settings;
    m_sprites.setAppearance(settings.colors, settings.font);
}

QRect SeatMapRenderer::placeRect(int place, const PlaceStore &store, const Viewport &viewport)
{
    if (store.isStanding(place)) {
        return {};
    }
    const double dpr = viewport.devicePixelRatio();
    return SeatSprites::seatRect(viewport.toScreen(store.position(place)) * dpr,
                                 radiusOnScreen(store.radius(place), viewport) * dpr);
}

void SeatMapRenderer::paint(QImage &target, const QRect &part, const PlaceStore &store, const SeatMapLayout &layout,
                            const Viewport &viewport)
{
    const QRect inside = part & target.rect();
    if (inside.isEmpty()) {
        return;
    }
    const double dpr = viewport.devicePixelRatio();
    // What sticks out of a seat's circle: a badge (a third of the radius), an edge, the smallest dot.
    const double reach = 4 / viewport.scale() + 0.5 * layout.typicalRadius();
    const QRectF logical(QPointF(inside.topLeft()) / dpr, QSizeF(inside.size()) / dpr);
    const Pass pass{target,
                    inside,
                    store,
                    layout,
                    viewport,
                    viewport.toWorld(logical).adjusted(-reach, -reach, reach, reach),
                    seatDetail(layout.typicalRadius() * viewport.scale())};
    paintGround(pass);
    paintSeats(pass);
    if (m_settings.words) {
        paintRowLabels(pass);
        paintZoneNames(pass);
    }
}

void SeatMapRenderer::paintGround(const Pass &pass)
{
    QPainter painter(&pass.target);
    painter.setClipRect(pass.part);
    painter.fillRect(pass.part, m_settings.colors.surface);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double dpr = pass.viewport.devicePixelRatio();
    painter.scale(dpr, dpr);
    painter.translate(pass.viewport.offset());
    painter.scale(pass.viewport.scale(), pass.viewport.scale());
    const QVector<PlanArea> &areas = pass.store.plan().areas;
    for (qsizetype i = 0; i < areas.size(); ++i) {
        if (pass.layout.areaBounds()[static_cast<size_t>(i)].intersects(pass.world)) {
            paintArea(painter, areas[i], m_settings.colors, m_settings.font, pass.viewport.scale(), m_settings.words);
        }
    }
}

void SeatMapRenderer::paintSeats(const Pass &pass)
{
    m_visible.clear();
    pass.layout.grid().inRect(pass.world, m_visible);
    std::vector<QColor> tints;
    for (const Tier &tier : pass.store.tiers()) {
        tints.emplace_back(tier.color);
    }
    const double dpr = pass.viewport.devicePixelRatio();
    for (const int place : m_visible) {
        const double radius = radiusOnScreen(pass.store.radius(place), pass.viewport);
        const QPointF centre = pass.viewport.toScreen(pass.store.position(place));
        const int tier = pass.store.tierIndex(place);
        SeatGlyph glyph;
        glyph.look = seatLook(pass.store, place);
        glyph.mark = seatMark(pass.store, place);
        glyph.detail = pass.detail;
        glyph.tier = tier < 0 ? QColor() : tints[static_cast<size_t>(tier)];
        glyph.dimmed = m_settings.litTier >= 0 && tier != m_settings.litTier && glyph.look != SeatLook::Mine;
        m_sprites.drawSeat(pass.target, pass.part, centre * dpr, radius * dpr, glyph, tier);
        if (m_settings.words && radius >= numberFrom) {
            paintNumber(pass, place, centre, radius, glyph);
        }
    }
}

void SeatMapRenderer::paintNumber(const Pass &pass, int place, const QPointF &centre, double radius,
                                  const SeatGlyph &glyph)
{
    const QColor color = seatNumberColor(glyph, m_settings.colors);
    const QString number = pass.store.seat(place)->number.left(4);
    // Mine shows its tick in the middle while it is too small for a badge; a sold square is smaller than its seat.
    const bool small = radius < 12 && (glyph.look == SeatLook::Mine || glyph.look == SeatLook::Sold);
    if (!color.isValid() || number.isEmpty() || small) {
        return;
    }
    const double dpr = pass.viewport.devicePixelRatio();
    const double share = (glyph.look == SeatLook::Sold ? 0.72 : 0.95) * (number.size() > 2 ? 0.78 : 1.0);
    const int size = qRound(std::clamp(radius * share, 6.0, 18.0) * dpr);
    m_sprites.drawText(pass.target, pass.part, centre * dpr, number, size, QFont::Medium, color);
}

void SeatMapRenderer::paintRowLabels(const Pass &pass)
{
    const double radius = pass.layout.typicalRadius() * pass.viewport.scale();
    if (radius < rowLabelFrom) {
        return;
    }
    const double dpr = pass.viewport.devicePixelRatio();
    const int size = qRound(std::clamp(radius * 1.05, 7.0, 14.0) * dpr);
    // A name can be wider than a seat.
    const double reach = 4 * pass.layout.typicalRadius() + 40 / pass.viewport.scale();
    const QRectF seen = pass.world.adjusted(-reach, -reach, reach, reach);
    for (const RowLabel &label : pass.layout.rowLabels()) {
        if (seen.contains(label.at)) {
            m_sprites.drawText(pass.target, pass.part, pass.viewport.toScreen(label.at) * dpr, label.text.left(12),
                               size, QFont::Medium, m_settings.colors.secondText);
        }
    }
}

void SeatMapRenderer::paintZoneNames(const Pass &pass)
{
    if (pass.detail != SeatDetail::Far || pass.layout.zones().size() < 2) {
        return;
    }
    QPainter painter(&pass.target);
    painter.setClipRect(pass.part);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double dpr = pass.viewport.devicePixelRatio();
    painter.scale(dpr, dpr);
    QFont font(m_settings.font);
    font.setPixelSize(12);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const QRectF part(QPointF(pass.part.topLeft()) / dpr, QSizeF(pass.part.size()) / dpr);
    for (const SeatZone &zone : pass.layout.zones()) {
        const QRectF seen = pass.viewport.toScreen(zone.bounds);
        const double width = metrics.horizontalAdvance(zone.name) + 16;
        if (!zone.named || width > seen.width() * 1.15 || seen.height() < 24) {
            continue;
        }
        const QRectF pill(seen.center().x() - width / 2, seen.center().y() - 11, width, 22);
        if (!pill.adjusted(-1, -1, 1, 1).intersects(part)) {
            continue;
        }
        QColor ground = m_settings.colors.surface;
        ground.setAlphaF(0.9F);
        painter.setPen(QPen(m_settings.colors.line, m_settings.colors.lineWidth));
        painter.setBrush(ground);
        painter.drawRoundedRect(pill, 8, 8);
        painter.setPen(m_settings.colors.text);
        painter.drawText(pill, Qt::AlignCenter, zone.name);
    }
}

} // namespace foyer
