// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/planrows.h"

namespace foyer {

QJsonArray planRows(const SeatPlan &plan)
{
    QJsonArray rows;
    for (const PlanSeat &seat : plan.seats)
        rows.append(QJsonArray{seat.identity, seat.label, seat.zone, seat.row, seat.number, seat.position.x(), seat.position.y(), seat.category});
    return rows;
}

} // namespace foyer
