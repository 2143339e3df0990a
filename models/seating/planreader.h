// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/planfields.h"

#include <QtCore/QHash>

namespace foyer {

/// Reads one plan document into a SeatPlan; what can not be read is left out and reported. After read(), readSide() adds what the side file says.
class PlanReader
{
public:
    PlanReader(SeatPlan &plan, PlanFindings &findings, PlanRepairs repairs) : m_plan(plan), m_findings(findings), m_repairs(repairs) {}

    void read(const QJsonObject &document);
    void readSide(const QJsonObject &side);

private:
    void readSize(const PlanFields &root);
    void readCategories(const PlanFields &root);
    void readZone(const PlanFields &zone);
    void readRow(const PlanFields &row, int zoneIndex, QPointF origin);
    void readSeat(const PlanFields &seat, const PlanSeat &pattern, QPointF origin);
    void readArea(const PlanFields &area, QPointF origin);
    void readShape(const PlanFields &area, PlanArea &into);
    void readText(const PlanFields &area, PlanArea &into);
    void countIdentities(const QJsonArray &zones);
    [[nodiscard]] static QString labelOf(const PlanSeat &seat);
    [[nodiscard]] QString identityOf(const PlanFields &seat, const PlanSeat &known);

    void checkLabels();
    void checkPositions();
    void checkSellable();
    void readSideCategories(const QJsonObject &side);
    void readStanding(const QJsonObject &side);

    SeatPlan &m_plan;
    PlanFindings &m_findings;
    PlanRepairs m_repairs;
    QHash<QString, int> m_categoryOf;
    QHash<QString, int> m_uses; ///< of "u" + uuid and "g" + guid
    QHash<QString, QString> m_seatPointer; ///< by identity, for findings about duplicates
    QStringList m_areaUuids;
    int m_points = 0;
    int m_rows = 0;
    bool m_full = false;
};

} // namespace foyer
