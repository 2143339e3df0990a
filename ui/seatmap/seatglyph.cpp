// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatglyph.h"

#include "ui/seatmap/colormath.h"

#include <QtGui/QPainterPath>

#include <algorithm>

namespace foyer {

namespace {

constexpr double dimming = 0.78; // how far a seat outside the lit tier goes towards the background

/// The colours of one symbol after contrast and dimming.
class Ink
{
public:
    Ink(const SeatGlyph &glyph, const ThemeColors &colors) : m_surface(colors.surface), m_dimmed(glyph.dimmed) {}

    [[nodiscard]] QColor operator()(const QColor &color, double contrast = 3.0) const
    {
        const QColor readable = withContrast(color, m_surface, contrast);
        return m_dimmed ? mixed(readable, m_surface, dimming) : readable;
    }
    /// For fills that carry something readable on them.
    [[nodiscard]] QColor soft(const QColor &color, double share) const
    {
        const QColor fill = mixed(m_surface, color, share);
        return m_dimmed ? mixed(fill, m_surface, dimming) : fill;
    }

private:
    QColor m_surface;
    bool m_dimmed;
};

QPainterPath outline(const QPointF &c, double r, SeatMark mark)
{
    QPainterPath path;
    const QRectF box(c.x() - r, c.y() - r, 2 * r, 2 * r);
    if (mark == SeatMark::Wheelchair) {
        path.addRoundedRect(box, r * 0.35, r * 0.35);
    } else {
        path.addEllipse(box);
    }
    return path;
}

void strokeTick(QPainter &p, const QPointF &c, double r, const QColor &color, double width)
{
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.drawPolyline(QPolygonF{{c.x() - r * 0.45, c.y() + r * 0.02},
                             {c.x() - r * 0.1, c.y() + r * 0.36},
                             {c.x() + r * 0.47, c.y() - r * 0.34}});
}

void strokeCross(QPainter &p, const QPointF &c, double r, const QColor &color, double width)
{
    p.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap));
    p.drawLine(QPointF(c.x() - r, c.y() - r), QPointF(c.x() + r, c.y() + r));
    p.drawLine(QPointF(c.x() - r, c.y() + r), QPointF(c.x() + r, c.y() - r));
}

/// Lines of its own instead of a brush pattern, so that the hatching scales with the seat and falls the same on every
/// seat.
void hatch(QPainter &p, const QPainterPath &inside, const QPointF &c, double r, const QColor &color, double width,
           double gap)
{
    p.save();
    p.setClipPath(inside, Qt::IntersectClip);
    p.setPen(QPen(color, width));
    for (double d = -2 * r; d <= 2 * r; d += gap) {
        p.drawLine(QPointF(c.x() + d - r, c.y() + r), QPointF(c.x() + d + r, c.y() - r));
    }
    p.restore();
}

/// Seen from the side: head, back and seat, wheel.
void drawWheelchair(QPainter &p, const QPointF &c, double r, const QColor &color)
{
    const double w = std::max(1.0, r * 0.16);
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    p.drawEllipse(QPointF(c.x() - r * 0.12, c.y() - r * 0.56), r * 0.15, r * 0.15);
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(color, w, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.drawPolyline(QPolygonF{{c.x() - r * 0.1, c.y() - r * 0.3},
                             {c.x() - r * 0.05, c.y() + r * 0.12},
                             {c.x() + r * 0.3, c.y() + r * 0.12},
                             {c.x() + r * 0.46, c.y() + r * 0.5}});
    p.drawLine(QPointF(c.x() - r * 0.08, c.y() - r * 0.1), QPointF(c.x() + r * 0.25, c.y() - r * 0.1));
    const QRectF wheel(c.x() - r * 0.42, c.y() - r * 0.08, r * 0.68, r * 0.68);
    p.drawArc(wheel, 110 * 16, 230 * 16);
}

/// Two people side by side: the seat beside a wheelchair place.
void drawCompanion(QPainter &p, const QPointF &c, double r, const QColor &color)
{
    p.setPen(Qt::NoPen);
    p.setBrush(color);
    for (const double dx : {-0.24, 0.24}) {
        const QPointF at(c.x() + dx * r, c.y());
        p.drawEllipse(QPointF(at.x(), at.y() - r * 0.24), r * 0.16, r * 0.16);
        QPainterPath body;
        body.addRoundedRect(QRectF(at.x() - r * 0.19, at.y() - r * 0.02, r * 0.38, r * 0.44), r * 0.17, r * 0.17);
        p.drawPath(body);
    }
}

void drawMark(QPainter &p, const QPointF &c, double r, SeatMark mark, const QColor &color)
{
    switch (mark) {
    case SeatMark::Wheelchair:
        drawWheelchair(p, c, r, color);
        break;
    case SeatMark::Companion:
        drawCompanion(p, c, r, color);
        break;
    case SeatMark::None:
        break;
    }
}

void paintFar(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors)
{
    const Ink ink(glyph, colors);
    p.setPen(Qt::NoPen);
    const auto dot = [&](const QColor &color, double size, double contrast = 3.0) {
        p.setBrush(ink(color, contrast));
        p.drawEllipse(c, r * size, r * size);
    };
    const auto square = [&](const QColor &color, double half) {
        p.setBrush(ink(color));
        p.drawRect(QRectF(c.x() - r * half, c.y() - r * half, 2 * r * half, 2 * r * half));
    };
    switch (glyph.look) {
    case SeatLook::Free:
        dot(colors.seatFree, 0.95);
        break;
    case SeatLook::Mine:
        dot(colors.seatMine, 1.3);
        break;
    case SeatLook::Held:
        dot(colors.seatHeld, 1.0, 1.8);
        break;
    case SeatLook::HeldHere:
        dot(colors.seatMine, 0.9);
        break;
    case SeatLook::Leased:
    case SeatLook::LeasedHere:
    case SeatLook::Allotted:
        dot(colors.seatLeased, 0.9);
        break;
    case SeatLook::Sold:
        square(mixed(colors.seatSold, colors.surface, 0.25), 0.55);
        break;
    case SeatLook::Blocked:
        square(mixed(colors.seatBlocked, colors.surface, 0.55), 0.4);
        break;
    }
}

/// A seat that can be had: a green ring around a middle in the tier's colour.
void paintFree(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors,
               bool leasedHere)
{
    const Ink ink(glyph, colors);
    const double ring = std::max(1.3, r * 0.17) * (colors.lineWidth > 1 ? 1.3 : 1.0);
    const QColor tint = glyph.tier.isValid() ? glyph.tier : colors.seatFree;
    p.setPen(QPen(ink(colors.seatFree), ring));
    p.setBrush(ink.soft(tint, colors.dark ? 0.34 : 0.24));
    p.drawPath(outline(c, r - ring / 2, glyph.mark));
    if (glyph.mark != SeatMark::None) {
        drawMark(p, c, r * 0.86, glyph.mark, ink(colors.text));
    }
    if (leasedHere) {
        p.setPen(QPen(ink.soft(colors.surface, 1.0), std::max(0.8, r * 0.08)));
        p.setBrush(ink(colors.seatLeased));
        const QPointF at(c.x() + r * 0.68, c.y() - r * 0.68);
        const double d = r * 0.36;
        p.drawPolygon(
            QPolygonF{{at.x(), at.y() - d}, {at.x() + d, at.y()}, {at.x(), at.y() + d}, {at.x() - d, at.y()}});
    }
}

void paintMine(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors)
{
    const Ink ink(glyph, colors);
    const QColor fill = ink(colors.seatMine);
    const QColor on = readableOn(fill);
    p.setPen(Qt::NoPen);
    p.setBrush(fill);
    p.drawPath(outline(c, r, glyph.mark));
    if (glyph.detail == SeatDetail::Near && r >= 12) {
        // Number in the middle, tick in a badge.
        const QPointF at(c.x() + r * 0.66, c.y() - r * 0.66);
        p.setPen(QPen(fill, std::max(1.0, r * 0.09)));
        p.setBrush(on);
        p.drawEllipse(at, r * 0.33, r * 0.33);
        strokeTick(p, at, r * 0.32, fill, std::max(1.0, r * 0.1));
    } else {
        strokeTick(p, c, r, on, std::max(1.2, r * 0.24));
    }
}

void paintHeld(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors,
               const QColor &color)
{
    const Ink ink(glyph, colors);
    const double edge = std::max(1.0, r * 0.11);
    const QPainterPath path = outline(c, r - edge / 2, glyph.mark);
    p.setPen(Qt::NoPen);
    p.setBrush(ink.soft(color, colors.dark ? 0.3 : 0.22));
    p.drawPath(path);
    const double gap = std::max(2.6, r * 0.52);
    hatch(p, path, c, r, ink(color, 1.8), gap * 0.42, gap);
    p.setBrush(Qt::NoBrush);
    p.setPen(
        QPen(ink(colors.dark ? mixed(color, QColor(Qt::white), 0.35) : mixed(color, QColor(Qt::black), 0.62)), edge));
    p.drawPath(path);
}

void paintLeased(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors)
{
    const Ink ink(glyph, colors);
    const double edge = std::max(1.2, r * 0.14);
    const double d = r - edge / 2;
    p.setPen(QPen(ink(colors.seatLeased), edge, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    p.setBrush(ink.soft(colors.seatLeased, 0.2));
    p.drawPolygon(QPolygonF{{c.x(), c.y() - d}, {c.x() + d, c.y()}, {c.x(), c.y() + d}, {c.x() - d, c.y()}});
}

void paintAllotted(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors)
{
    const Ink ink(glyph, colors);
    const double edge = std::max(1.2, r * 0.13);
    const double d = r - edge / 2;
    p.setPen(QPen(ink(colors.seatLeased), edge));
    p.setBrush(ink.soft(colors.seatLeased, 0.12));
    p.drawPath(outline(c, d, glyph.mark));
    p.setPen(Qt::NoPen);
    p.setBrush(ink(colors.seatLeased));
    p.drawPie(QRectF(c.x() - d, c.y() - d, 2 * d, 2 * d), 180 * 16, 180 * 16);
}

void paintSold(QPainter &p, const QPointF &c, double r, const SeatGlyph &glyph, const ThemeColors &colors)
{
    const Ink ink(glyph, colors);
    const double half = r * (glyph.detail == SeatDetail::Near ? 0.62 : 0.52);
    if (glyph.mark == SeatMark::Wheelchair) {
        p.setPen(QPen(ink(colors.seatSold), std::max(1.0, r * 0.1)));
        p.setBrush(Qt::NoBrush);
        p.drawPath(outline(c, r * 0.9, glyph.mark));
    }
    p.setPen(Qt::NoPen);
    p.setBrush(ink(colors.seatSold));
    const double round = half * 0.25;
    p.drawRoundedRect(QRectF(c.x() - half, c.y() - half, 2 * half, 2 * half), round, round);
}

} // namespace

SeatLook seatLook(const PlaceStore &store, int place)
{
    if (store.isMine(place)) {
        return SeatLook::Mine;
    }
    switch (store.state(place)) {
    case PlaceState::Free:
        return SeatLook::Free;
    case PlaceState::HeldByOther:
        return SeatLook::Held;
    case PlaceState::HeldByMe:
        return SeatLook::HeldHere;
    case PlaceState::LeasedToOther:
        return SeatLook::Leased;
    case PlaceState::LeasedToMe:
        return SeatLook::LeasedHere;
    case PlaceState::Allotted:
        return SeatLook::Allotted;
    case PlaceState::Sold:
        return SeatLook::Sold;
    case PlaceState::Blocked:
        return SeatLook::Blocked;
    }
    return SeatLook::Blocked;
}

SeatMark seatMark(const PlaceStore &store, int place)
{
    const PlanCategory *category = store.category(place);
    if (!category) {
        return SeatMark::None;
    }
    if (category->wheelchair) {
        return SeatMark::Wheelchair;
    }
    return category->companion ? SeatMark::Companion : SeatMark::None;
}

SeatDetail seatDetail(double radius)
{
    if (radius < 3.2) {
        return SeatDetail::Far;
    }
    return radius < 8.5 ? SeatDetail::Middle : SeatDetail::Near;
}

void paintSeat(QPainter &painter, const QPointF &centre, double radius, const SeatGlyph &glyph,
               const ThemeColors &colors)
{
    if (glyph.detail == SeatDetail::Far) {
        paintFar(painter, centre, radius, glyph, colors);
        return;
    }
    switch (glyph.look) {
    case SeatLook::Free:
        paintFree(painter, centre, radius, glyph, colors, false);
        break;
    case SeatLook::LeasedHere:
        paintFree(painter, centre, radius, glyph, colors, true);
        break;
    case SeatLook::Mine:
        paintMine(painter, centre, radius, glyph, colors);
        break;
    case SeatLook::Held:
        paintHeld(painter, centre, radius, glyph, colors, colors.seatHeld);
        break;
    case SeatLook::HeldHere:
        paintHeld(painter, centre, radius, glyph, colors, colors.seatMine);
        break;
    case SeatLook::Leased:
        paintLeased(painter, centre, radius, glyph, colors);
        break;
    case SeatLook::Allotted:
        paintAllotted(painter, centre, radius, glyph, colors);
        break;
    case SeatLook::Sold:
        paintSold(painter, centre, radius, glyph, colors);
        break;
    case SeatLook::Blocked: {
        const Ink ink(glyph, colors);
        strokeCross(painter, centre, radius * 0.5, ink(colors.seatBlocked), std::max(1.2, radius * 0.2));
        break;
    }
    }
}

QColor seatNumberColor(const SeatGlyph &glyph, const ThemeColors &colors)
{
    const Ink ink(glyph, colors);
    switch (glyph.look) {
    case SeatLook::Mine:
        return readableOn(ink(colors.seatMine));
    case SeatLook::Sold:
        return readableOn(ink(colors.seatSold));
    case SeatLook::Blocked:
    case SeatLook::Allotted:
    case SeatLook::Held:
    case SeatLook::HeldHere:
        return {};
    case SeatLook::Free:
    case SeatLook::Leased:
    case SeatLook::LeasedHere:
        break;
    }
    return glyph.mark == SeatMark::None ? ink(colors.text) : QColor();
}

} // namespace foyer
