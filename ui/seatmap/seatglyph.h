// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/placestore.h"
#include "ui/widgets/theme.h"

#include <QtGui/QPainter>

namespace foyer {

/// What a place looks like; several states can share a look, and mine is one of its own.
enum class SeatLook : quint8 { Free, Mine, Held, HeldHere, Leased, LeasedHere, Allotted, Sold, Blocked };
inline constexpr int seatLookCount = 9;

enum class SeatMark : quint8 { None, Wheelchair, Companion };

/// How much of a symbol can be seen: a dot, its shape, or all of it with room for the number.
enum class SeatDetail : quint8 { Far, Middle, Near };

struct SeatGlyph
{
    SeatLook look = SeatLook::Free;
    SeatMark mark = SeatMark::None;
    SeatDetail detail = SeatDetail::Near;
    QColor tier; ///< tints the middle of a free seat; may be invalid
    bool dimmed = false;
};

SeatLook seatLook(const PlaceStore &store, int place);
SeatMark seatMark(const PlaceStore &store, int place);
/// By the radius on the screen, in logical pixels.
SeatDetail seatDetail(double radius);

/// The one painter of seat symbols, for map, legend, minimap and tests: draws into the circle around `centre`. Never
/// colour alone: every look has its shape.
void paintSeat(QPainter &painter, const QPointF &centre, double radius, const SeatGlyph &glyph,
               const ThemeColors &colors);
/// The colour of a number on the symbol; invalid where a number would not be readable (blocked).
QColor seatNumberColor(const SeatGlyph &glyph, const ThemeColors &colors);

} // namespace foyer
