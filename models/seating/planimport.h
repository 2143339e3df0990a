// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/seatplan.h"

#include <QtCore/QByteArray>

namespace foyer {

enum class Severity { Note, Warning, Error };

/// One deviation of a plan file: where (JSON pointer), how bad, what it is in English, and a repair if one is offered.
struct PlanFinding
{
    Severity severity = Severity::Error;
    QString pointer;
    QString message;
    QString repair;
    bool inSideFile = false;
};

struct PlanImport
{
    SeatPlan plan; ///< usable only when sellable() says so
    QVector<PlanFinding> findings; ///< at most limits::maxPlanFindings; `more` counts the rest
    int more = 0;

    [[nodiscard]] bool sellable() const; ///< no error among the findings
    bool hasErrors = false;              ///< also of findings beyond the list
};

struct PlanRepairs
{
    bool renameDuplicates = false; ///< the offered repair for duplicate identities and labels
};

/// Reads a plan and its side file (may be empty) generously. Never throws, never needs more than a few times the file's size, refuses above
/// limits::maxPlanBytes and maxPlanPlaces.
PlanImport importPlan(const QByteArray &document, const QByteArray &side, PlanRepairs repairs = {});

} // namespace foyer
