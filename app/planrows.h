// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/seatplan.h"

#include <QtCore/QJsonArray>

namespace foyer {

/// The seats of a plan as import_plan wants them (resources/sql/CALLS.md).
QJsonArray planRows(const SeatPlan &plan);

} // namespace foyer
