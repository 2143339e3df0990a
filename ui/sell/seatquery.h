// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QVector>

#include <functional>

namespace foyer {

/// What a clerk's "B 12-13, C 1" means on the map.
struct SeatQuery
{
    QVector<int> indexes; ///< of the places, in the order typed, each once
    QStringList unknown;  ///< the parts that name no seat
    bool tooMany = false; ///< more than one order may have; then `indexes` is empty
};

/// Reads seats as people type them: "B 12", "b12-15", "Stalls B 12", "Circle/A-1", several with commas; a number alone is of the row named before. In a range, numbers
/// that the row does not have are skipped (odd rows), its ends must exist. `indexOf` answers a label with an index or a negative number.
SeatQuery readSeatQuery(const QString &text, const std::function<int(const QString &)> &indexOf);

} // namespace foyer
