// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatmaplayout.h"

namespace foyer {

enum class WalkDirection { Left, Right, Up, Down };

/// The seat that an arrow key leads to: the next one in the row where the row runs that way, else the nearest one in
/// that direction. -1 at the edge.
int walkFrom(int place, WalkDirection direction, const PlaceStore &store, const SeatMapLayout &layout);
/// First or last seat of the row.
int rowEnd(int place, bool last, const SeatMapLayout &layout);
/// A seat of the next (or previous) zone that has seats, round and round; the place itself when there is only one zone.
int nextZone(int place, bool forward, const SeatMapLayout &layout);
/// Where a walk starts: the free seat nearest to `world`, else the nearest seat; -1 without seats.
int startOfWalk(const QPointF &world, const PlaceStore &store);

} // namespace foyer
