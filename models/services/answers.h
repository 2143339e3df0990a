// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "models/sales/sale.h"

#include <QtCore/QJsonObject>

namespace foyer {

/// Reads the centre's answer to `sell` (resources/sql/CALLS.md). ServerFailed when it is not one: every id, amount and the sum are checked.
Result<SoldOrder> soldOrderFromJson(const QJsonObject &answer);

/// Reads the answer to `hold_places`; the hold ends `expires_in_ms` after `since`.
Result<Hold> holdFromJson(const QJsonObject &answer, QDeadlineTimer since);

} // namespace foyer
