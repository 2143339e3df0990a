// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace foyer {

/// A label as it is compared: lower case, every run of spaces, "-" and "/" as one "-". "Stalls/B-12", "stalls b 12" ->
/// "stalls-b-12".
QString normalisedLabel(const QString &label);
/// What stands on the seat: "Stalls/B-12" -> "B-12".
QString shortLabel(const QString &label);

} // namespace foyer
