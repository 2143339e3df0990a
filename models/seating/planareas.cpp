// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn under the seats.
#include "models/seating/planreader.h"

#include "models/core/limits.h"

namespace foyer {

void PlanReader::readArea(const PlanFields &area, QPointF origin)
{
    area.noteUnknownKeys({"shape", "position", "rotation", "color", "border_color", "uuid", "polygon", "rectangle", "ellipse", "circle", "text", "width", "height"});
    PlanArea drawn;
    drawn.uuid = area.text("uuid");
    if (!drawn.uuid.isEmpty())
        m_areaUuids.append(drawn.uuid);
    const auto position = area.point("position", Severity::Warning);
    if (!position)
        return;
    drawn.position = origin + *position;
    if (area.has("rotation"))
        drawn.rotation = area.number("rotation", Severity::Warning).value_or(0);
    drawn.color = area.color("color");
    drawn.borderColor = area.color("border_color");
    readShape(area, drawn);
    readText(area, drawn);
    m_plan.areas.append(drawn);
}

void PlanReader::readShape(const PlanFields &area, PlanArea &into)
{
    const QString shape = area.text("shape");
    const PlanFields inner(area.findings(), area.object().value(shape).toObject(), &area, shape);
    const auto length = [](const PlanFields &fields, const char *key) { return qMax(0.0, fields.number(key, Severity::Warning).value_or(0)); };
    if (shape == QLatin1String("polygon")) {
        into.shape = AreaShape::Polygon;
        const QJsonArray points = inner.array("points");
        for (qsizetype i = 0; i < points.size() && m_points < limits::maxPlanPoints; ++i, ++m_points) {
            const PlanFields point(area.findings(), points.at(i).toObject(), &inner, QStringLiteral("points/%1").arg(i));
            const auto x = point.number("x", Severity::Warning);
            const auto y = point.number("y", Severity::Warning);
            if (x && y)
                into.points.append(QPointF(*x, *y));
        }
    } else if (shape == QLatin1String("rectangle")) {
        into.shape = AreaShape::Rectangle;
        // Older plans have the measures beside the shape.
        const PlanFields &fields = area.has("rectangle") ? inner : area;
        into.size = QSizeF(length(fields, "width"), length(fields, "height"));
    } else if (shape == QLatin1String("ellipse")) {
        into.shape = AreaShape::Ellipse;
        const QPointF radius = inner.point("radius", Severity::Warning).value_or(QPointF());
        into.size = QSizeF(2 * qAbs(radius.x()), 2 * qAbs(radius.y()));
    } else if (shape == QLatin1String("circle")) {
        into.shape = AreaShape::Circle;
        const double radius = length(inner, "radius");
        into.size = QSizeF(2 * radius, 2 * radius);
    } else {
        into.shape = AreaShape::Text;
        if (shape != QLatin1String("text"))
            area.report(FindingKind::Type, Severity::Warning, "shape", QStringLiteral("unknown shape %1 is not drawn").arg(quoted(shape)));
    }
}

void PlanReader::readText(const PlanFields &area, PlanArea &into)
{
    const QJsonValue value = area.object().value(QStringLiteral("text"));
    if (value.isString()) {
        area.report(FindingKind::OlderForm, Severity::Note, "text", QStringLiteral("an older form of a text"));
        into.text = area.text("text");
        return;
    }
    if (!value.isObject())
        return;
    const PlanFields text(area.findings(), value.toObject(), &area, QStringLiteral("text"));
    into.text = text.text("text");
    into.textColor = text.color("color");
    if (text.has("position"))
        into.textPosition = text.point("position", Severity::Note).value_or(QPointF());
    if (text.has("size"))
        into.textSize = qBound(1.0, text.number("size", Severity::Note).value_or(16), 1000.0);
}

} // namespace foyer
