// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/sell/fakecentre.h"

namespace foyer {

/// "Hamlet", on sale: stalls A-M with 24 seats in curved rows, circle A-D with 20, 60 standing places; place ids are the index + 1. Adult and concession;
/// a fee of 1.50 a ticket.
FakeCentre::House makeTheatre();
/// A performance that only a list needs.
FakeCentre::House makeEmptyHouse(int n);

} // namespace foyer
