// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/centrallog.h"

namespace foyer {

Q_LOGGING_CATEGORY(lcCentral, "foyer.central")

} // namespace foyer
