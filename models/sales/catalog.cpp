// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/catalog.h"

#include <algorithm>

namespace foyer {

const Tier *EventDetail::tier(const TierId &id) const
{
    const auto it = std::find_if(tiers.cbegin(), tiers.cend(), [&id](const Tier &t) { return t.id == id; });
    return it == tiers.cend() ? nullptr : &*it;
}

} // namespace foyer
