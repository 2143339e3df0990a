// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/placestore.h"

namespace foyer {

/// What "find a seat" understood of a typed line.
struct SeatQueryResult
{
    QVector<int> places; ///< indexes in the order typed, each once; at most limits::maxTicketsPerOrder
    QStringList unknown; ///< what was typed and is no seat, or names several
};

/// Reads a list of seats: "B-12", "B 12-15" (a run of numbers in one row), "Stalls/B 12, 14, C 3". A number alone
/// belongs to the row named before it.
SeatQueryResult findSeats(const PlaceStore &store, const QString &line);

} // namespace foyer
