// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/seatplan.h"

#include <QtCore/QDate>
#include <QtCore/QJsonObject>
#include <QtCore/QVector>

namespace foyer {

/// One performance of the demo venue before it has a plan.
struct DemoPerformance
{
    QString slug;
    QString title;
    QString description;
    bool inArena = false;
    QDate date;
    QTime start;
    int minutes = 150;
};

/// The performances of the weeks from `today` on; `round` is 0 for the first season and numbers the slugs on for later ones ("hamlet-1" … "hamlet-6", then
/// "hamlet-7").
QVector<DemoPerformance> demoSeason(const QDate &today, int round);

/// The request to create_event for a performance on an imported plan: one tier per category and standing area, priced by what it is.
QJsonObject demoEvent(const DemoPerformance &performance, const QString &planId, const SeatPlan &plan);

/// A plan of `seats` seats in blocks of 1 000, in the format of PLAN_FORMAT, for measuring.
QByteArray demoField(int seats);

} // namespace foyer
