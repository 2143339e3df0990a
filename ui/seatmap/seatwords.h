// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatglyph.h"

#include <QtCore/QLocale>

namespace foyer {

/// What a place is, in words: "free", "in this basket", "held at another till" …
QString stateWords(SeatLook look);
/// "Stalls, row B, seat 12", or the label of a standing place.
QString seatWords(const PlaceStore &store, int place);
/// "Stalls, € 45.00", the tier with its normal price; empty without a tier.
QString tierWords(const PlaceStore &store, int place, const QLocale &locale);
/// "wheelchair place", "companion seat", "restricted view", or nothing.
QString extraWords(const PlaceStore &store, int place);
/// One sentence for a screen reader.
QString spokenWords(const PlaceStore &store, int place, const QLocale &locale);
/// Rich text for a tooltip; texts of the plan are escaped.
QString toolTipWords(const PlaceStore &store, int place, const QLocale &locale);

} // namespace foyer
