// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/placestore.h"

namespace foyer {

/// A made-up house for tests and benchmarks: plan, places and tiers that belong together. Place ids are index + 1.
struct SampleHouse
{
    SeatPlan plan;
    EventMap map;
    QVector<Tier> tiers;

    void fill(PlaceStore &store) const { store.reset(plan, map, tiers); }
};

/// Straight rows "A", "B" … of `columns` seats, 24 units apart, radius 10, in `zones` blocks side by side ("Left",
/// "Zone 2" …).
SampleHouse straightHouse(int rows, int columns, int zones = 1);
/// A small theatre: bent rows in stalls and circle, wheelchair and companion places, stage and words, some standing
/// places.
SampleHouse theatre();
/// A bowl of `places` seats in blocks around a field.
SampleHouse bowl(int places);
/// A state for every place that looks like a house half sold; the same each time.
QByteArray busyStates(int places);

} // namespace foyer
