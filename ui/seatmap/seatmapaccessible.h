// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace foyer {

class SeatMapWidget;

enum class SeatNews { Focused, Changed };

/// Makes assistive technology see every seat as a button in the map, made on demand. Harmless when called again.
void installSeatMapAccessibility();
/// Tells it that the cursor came to a seat, or that the seat under it changed.
void announceSeat(SeatMapWidget &map, int place, SeatNews news);

} // namespace foyer
