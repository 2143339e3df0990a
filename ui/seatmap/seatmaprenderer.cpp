// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmaprenderer.h"

#include "ui/seatmap/areapainter.h"
#include "ui/seatmap/colormath.h"

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
    target.detach(); // before anything keeps the address of its pixels
    const Pass pass{target,
                    SpriteTarget(target, inside),
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
            const int under = pass.layout.groundOfWords()[static_cast<size_t>(i)];
            paintArea(painter, areas[i], m_settings.colors, m_settings.font, pass.viewport.scale(), m_settings.words,
                      under < 0 ? QColor() : QColor(areas[under].color));
        }
    }
}

void SeatMapRenderer::paintDots(const Pass &pass)
{
    // Nothing but these few lines happens 100 000 times: no glyph is made, no category and no tier looked at.
    const double dpr = pass.viewport.devicePixelRatio();
    const double scale = pass.viewport.scale() * dpr;
    const QPointF offset = pass.viewport.offset() * dpr;
    const int lit = m_settings.litTier;
    pass.layout.grid().visitRect(pass.world, [&](const GridEntry &entry) {
        const SeatLook look = seatLook(pass.store, entry.index);
        const bool dimmed = lit >= 0 && look != SeatLook::Mine && pass.store.tierIndex(entry.index) != lit;
        const double radius = std::max(entry.radius * scale, smallestDot * dpr);
        m_sprites.drawDot(pass.sprites, entry.x * scale + offset.x(), entry.y * scale + offset.y(), radius, look,
                          dimmed);
    });
}

void SeatMapRenderer::paintSeats(const Pass &pass)
{
    if (pass.detail == SeatDetail::Far) {
        paintDots(pass);
        return;
    }
    std::vector<QColor> tints;
    for (const Tier &tier : pass.store.tiers()) {
        tints.emplace_back(tier.color);
    }
    const double dpr = pass.viewport.devicePixelRatio();
    pass.layout.grid().visitRect(pass.world, [&](const GridEntry &entry) {
        const int place = entry.index;
        const double radius = radiusOnScreen(entry.radius, pass.viewport);
        const QPointF centre = pass.viewport.toScreen(QPointF(entry.x, entry.y));
        const int tier = pass.store.tierIndex(place);
        SeatGlyph glyph;
        glyph.look = seatLook(pass.store, place);
        glyph.mark = seatMark(pass.store, place);
        glyph.detail = pass.detail;
        glyph.tier = tier < 0 ? QColor() : tints[static_cast<size_t>(tier)];
        glyph.dimmed = m_settings.litTier >= 0 && tier != m_settings.litTier && glyph.look != SeatLook::Mine;
        m_sprites.drawSeat(pass.sprites, centre * dpr, radius * dpr, glyph, tier);
        if (m_settings.words && radius >= numberFrom) {
            paintNumber(pass, place, centre, radius, glyph);
        }
    });
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
    m_sprites.drawText(pass.sprites, centre * dpr, number, size, QFont::Medium, color);
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
            m_sprites.drawText(pass.sprites, pass.viewport.toScreen(label.at) * dpr, label.text.left(12), size,
                               QFont::Medium, m_settings.colors.secondText);
        }
    }
}

void SeatMapRenderer::paintZoneNames(const Pass &pass)
{
    if (pass.detail != SeatDetail::Far || pass.layout.zones().size() < 2) {
        return;
    }
    const double dpr = pass.viewport.devicePixelRatio();
    for (const SeatZone &zone : pass.layout.zones()) {
        const QRectF seen = pass.viewport.toScreen(zone.bounds);
        if (zone.named && seen.height() >= 24 && m_sprites.plateWidth(zone.name) <= seen.width() * 1.15) {
            m_sprites.drawPlate(pass.sprites, seen.center() * dpr, zone.name, dpr);
        }
    }
}

} // namespace foyer
