// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointF>
#include <QtCore/QRectF>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QVector>

namespace foyer {

/// A seat of a plan at its absolute place (zone + row + seat), in plan units.
struct PlanSeat
{
    QString identity; ///< uuid where present and unique, else guid, else zone/row/number
    QString label;    ///< "Stalls/B-12", unique in the plan
    QString zone;
    QString row;
    QString number;
    QPointF position;
    float radius = 10;
    int category = -1; ///< index into categories
    int zoneIndex = 0;
    int rowIndex = 0; ///< running over the whole plan
};

enum class AreaShape { Polygon, Rectangle, Ellipse, Circle, Text };

/// Something drawn under the seats (stage, wall, word).
struct PlanArea
{
    AreaShape shape = AreaShape::Rectangle;
    QString uuid;
    QPointF position;       ///< absolute; rectangle: top left, ellipse and circle: centre
    double rotation = 0;    ///< degrees clockwise around position
    QString color;          ///< as in the file; empty = none
    QString borderColor;
    QVector<QPointF> points; ///< relative to position
    QSizeF size;             ///< rectangle: width, height; ellipse: 2 radii; circle: 2 r
    QString text;
    QPointF textPosition; ///< relative
    double textSize = 16;
    QString textColor;
};

/// A category becomes a tier; the extras come from the side file.
struct PlanCategory
{
    QString name;
    QString color; ///< "#rrggbb"
    QString tierName;
    QStringList priceTypes;
    bool wheelchair = false;
    bool companion = false;
    bool restrictedView = false;
};

/// Part of the house that is sold without seats.
struct StandingArea
{
    QString name;
    QString areaUuid; ///< of an area or a zone
    int capacity = 0;
};

struct PlanZone
{
    QString name;
    QRectF bounds; ///< of its seats
};

/// A seating plan as Foyer uses it: flat, absolute, in a fixed order (zones, rows, seats as in the file), which the order of places follows.
struct SeatPlan
{
    QString name;
    QSizeF size;
    QVector<PlanCategory> categories;
    QVector<PlanZone> zones;
    QVector<PlanSeat> seats;
    QVector<PlanArea> areas;
    QVector<StandingArea> standing;
    QPointF focalPoint; ///< where everybody looks; centre of the top edge unless the side file says otherwise
    QString orphanRule = QStringLiteral("warn"); ///< "off", "warn", "block"
};

} // namespace foyer
