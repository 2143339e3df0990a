// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/seatplan.h"
#include "ui/widgets/theme.h"

#include <QtGui/QPainter>

namespace foyer {

/// Draws a stage, wall or word of the plan in plan units (the painter carries the scale). Plans are drawn on white
/// paper; on a dark surface their colours are turned over so that a pale floor becomes a dark one. Words smaller than
/// five pixels are left out. `under` is the file's colour of the shape below the words; invalid on bare ground.
void paintArea(QPainter &painter, const PlanArea &area, const ThemeColors &colors, const QFont &font, double scale,
               bool words, const QColor &under);

} // namespace foyer
