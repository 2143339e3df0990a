// SPDX-License-Identifier: GPL-3.0-or-later
// What only the whole plan shows: labels used twice, seats on top of each other or outside, nothing to sell.
#include "models/seating/planreader.h"

#include "models/core/limits.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <cmath>

namespace foyer {

void PlanReader::checkLabels()
{
    QSet<QString> labels;
    QSet<QString> identities;
    // The last number tried per label: a plan that says the same label 100 000 times must not try them all each time.
    QHash<QString, int> copiesOf;
    for (PlanSeat &seat : m_plan.seats) {
        const PlanSeat wanted = seat;
        while (m_repairs.renameDuplicates && labels.contains(seat.label)) {
            seat.number = QStringLiteral("%1.%2").arg(wanted.number).arg(++copiesOf[wanted.label] + 1);
            seat.label = labelOf(seat);
        }
        if (labels.contains(seat.label)) {
            m_findings.add(FindingKind::Duplicate, Severity::Error, [&] { return m_seatPointer.value(seat.label); },
                [&] { return QStringLiteral("the seat %1 comes more than once").arg(quoted(seat.label)); },
                [] { return QStringLiteral("number the further ones, such as 12.2"); });
        }
        labels.insert(seat.label);
        // Two seats may share zone, row and number of their identities although their labels were told apart.
        while (identities.contains(seat.identity))
            seat.identity = wanted.identity + QStringLiteral("#%1").arg(++copiesOf[QLatin1Char('#') + wanted.identity] + 1);
        identities.insert(seat.identity);
    }
}

void PlanReader::checkPositions()
{
    QRectF all;
    for (const PlanZone &zone : std::as_const(m_plan.zones))
        all = all.united(zone.bounds);
    if (m_plan.size.isEmpty())
        m_plan.size = QSizeF(qMax(1.0, all.right()), qMax(1.0, all.bottom()));
    m_plan.focalPoint = QPointF(m_plan.size.width() / 2, 0);
    const QRectF paper(QPointF(), m_plan.size);
    // Cells of the smallest usual seat: two seats that hide each other share one or are neighbours in rounding, which is near enough for a warning.
    QHash<QPair<qint64, qint64>, int> cells;
    for (int i = 0; i < m_plan.seats.size(); ++i) {
        const PlanSeat &seat = m_plan.seats.at(i);
        const auto where = [&] { return m_seatPointer.value(seat.label) + QStringLiteral("/position"); };
        if (!paper.contains(seat.position))
            m_findings.add(FindingKind::OutOfBounds, Severity::Warning, where, [&] { return QStringLiteral("the seat %1 is outside the plan").arg(quoted(seat.label)); });
        const double cell = qMax(1.0, static_cast<double>(seat.radius) / 2);
        const QPair<qint64, qint64> key(std::llround(seat.position.x() / cell), std::llround(seat.position.y() / cell));
        if (const auto other = cells.constFind(key); other != cells.constEnd()) {
            m_findings.add(FindingKind::Overlap, Severity::Warning, where, [&] {
                return QStringLiteral("the seats %1 and %2 lie on top of each other").arg(quoted(m_plan.seats.at(*other).label), quoted(seat.label));
            });
        }
        cells.insert(key, i);
    }
}

void PlanReader::checkSellable()
{
    qint64 places = m_plan.seats.size();
    for (const StandingArea &area : std::as_const(m_plan.standing))
        places += area.capacity;
    if (places == 0 || places > limits::maxPlanPlaces) {
        m_findings.add(FindingKind::Limit, Severity::Error, [] { return QStringLiteral("/zones"); }, [&] {
            return places == 0 ? QStringLiteral("the plan has no seats and no standing area: nothing to sell")
                               : QStringLiteral("%1 places; at most %2 can be sold").arg(places).arg(limits::maxPlanPlaces);
        });
    }
}

} // namespace foyer
