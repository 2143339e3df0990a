// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/planreader.h"

#include "models/core/limits.h"

#include <array>

namespace foyer {
namespace {

constexpr double usualRadius = 10;
constexpr double largestRadius = 1000;

QJsonObject objectAt(const QJsonArray &array, qsizetype i)
{
    return array.at(i).toObject();
}

/// Colours for categories that have none, far enough apart.
QString fallbackColor(qsizetype i)
{
    static const std::array<const char *, 6> colors = {"#3f6fb5", "#8a5fb0", "#b57a2e", "#2e8b6f", "#b5523f", "#5f6b7a"};
    return QLatin1String(colors[static_cast<size_t>(i) % colors.size()]);
}

QString stepOf(const char *list, qsizetype i)
{
    return QLatin1String(list) + QLatin1Char('/') + QString::number(i);
}

/// Reports an element that is none: read as an empty one, everything in it would be gone without a word.
bool isObject(const QJsonArray &array, qsizetype i, const PlanFields &parent, const char *list)
{
    if (array.at(i).isObject())
        return true;
    const PlanFields element(parent.findings(), {}, &parent, stepOf(list, i));
    element.report(FindingKind::Type, Severity::Error, nullptr, QStringLiteral("an object is expected here"));
    return false;
}

} // namespace

QString PlanReader::labelOf(const PlanSeat &seat)
{
    const QString spot = seat.row.isEmpty() ? seat.number : seat.row + QLatin1Char('-') + seat.number;
    return seat.zone.isEmpty() ? spot : seat.zone + QLatin1Char('/') + spot;
}

void PlanReader::read(const QJsonObject &document)
{
    const PlanFields root(m_findings, document, nullptr, {});
    root.noteUnknownKeys({"name", "size", "categories", "zones"});
    m_plan.name = root.text("name");
    readSize(root);
    readCategories(root);
    const QJsonArray zones = root.array("zones");
    if (!root.has("zones"))
        root.report(FindingKind::Missing, Severity::Error, "zones", QStringLiteral("the plan has no zones"));
    if (zones.size() > limits::maxPlanZones)
        root.report(FindingKind::Limit, Severity::Error, "zones", QStringLiteral("more than %1 zones").arg(limits::maxPlanZones));
    countIdentities(zones);
    for (qsizetype i = 0; i < qMin<qsizetype>(zones.size(), limits::maxPlanZones) && !m_full; ++i) {
        if (isObject(zones, i, root, "zones"))
            readZone(PlanFields(m_findings, objectAt(zones, i), &root, stepOf("zones", i)));
    }
    checkLabels();
    checkPositions();
}

void PlanReader::readSize(const PlanFields &root)
{
    if (!root.has("size")) {
        root.report(FindingKind::OlderForm, Severity::Note, "size", QStringLiteral("an older plan without a size; it is taken from the seats"));
        return;
    }
    const PlanFields size(m_findings, root.object().value(QStringLiteral("size")).toObject(), &root, QStringLiteral("size"));
    const auto width = size.number("width", Severity::Warning);
    const auto height = size.number("height", Severity::Warning);
    if (width && height && *width > 0 && *height > 0)
        m_plan.size = QSizeF(*width, *height);
    else
        size.report(FindingKind::Position, Severity::Warning, nullptr, QStringLiteral("the size can not be used; it is taken from the seats"));
}

void PlanReader::readCategories(const PlanFields &root)
{
    const QJsonArray categories = root.array("categories");
    if (categories.isEmpty())
        root.report(FindingKind::Category, Severity::Error, "categories", QStringLiteral("the plan has no categories"));
    if (categories.size() > limits::maxPlanCategories)
        root.report(FindingKind::Limit, Severity::Error, "categories", QStringLiteral("more than %1 categories").arg(limits::maxPlanCategories));
    for (qsizetype i = 0; i < qMin<qsizetype>(categories.size(), limits::maxPlanCategories); ++i) {
        const PlanFields fields(m_findings, objectAt(categories, i), &root, stepOf("categories", i));
        fields.noteUnknownKeys({"name", "color"});
        PlanCategory category;
        category.name = fields.text("name");
        category.tierName = category.name;
        category.color = fields.color("color");
        if (category.color.isEmpty())
            category.color = fallbackColor(i);
        if (category.name.isEmpty()) {
            fields.report(FindingKind::Category, Severity::Error, "name", QStringLiteral("a category without a name"));
        } else if (m_categoryOf.contains(category.name)) {
            fields.report(FindingKind::Duplicate, Severity::Warning, "name", QStringLiteral("the category %1 comes twice; the first one counts").arg(quoted(category.name)));
        } else {
            m_categoryOf.insert(category.name, static_cast<int>(m_plan.categories.size()));
            m_plan.categories.append(category);
        }
    }
}

void PlanReader::countIdentities(const QJsonArray &zones)
{
    for (const QJsonValue &zone : zones) {
        const QJsonArray rows = zone[QStringLiteral("rows")].toArray();
        for (const QJsonValue &row : rows) {
            const QJsonArray seats = row[QStringLiteral("seats")].toArray();
            for (const QJsonValue &seat : seats) {
                ++m_uses[QLatin1Char('u') + seat[QStringLiteral("uuid")].toString()];
                ++m_uses[QLatin1Char('g') + seat[QStringLiteral("seat_guid")].toString()];
            }
        }
    }
}

void PlanReader::readZone(const PlanFields &zone)
{
    const int index = static_cast<int>(m_plan.zones.size());
    zone.noteUnknownKeys({"position", "rows", "name", "zone_id", "uuid", "areas", "displayed"});
    PlanZone known;
    known.name = zone.text("name");
    const QPointF origin = zone.point("position", Severity::Warning).value_or(QPointF());
    const QString uuid = zone.text("uuid");
    if (!uuid.isEmpty())
        m_areaUuids.append(uuid);
    m_plan.zones.append(known);
    const QJsonArray areas = zone.array("areas");
    for (qsizetype i = 0; i < areas.size() && m_plan.areas.size() < limits::maxPlanAreas; ++i)
        readArea(PlanFields(m_findings, objectAt(areas, i), &zone, stepOf("areas", i)), origin);
    if (m_plan.areas.size() >= limits::maxPlanAreas)
        zone.report(FindingKind::Limit, Severity::Warning, "areas", QStringLiteral("more than %1 areas; the rest is not drawn").arg(limits::maxPlanAreas));
    const QJsonArray rows = zone.array("rows");
    for (qsizetype i = 0; i < rows.size() && !m_full; ++i) {
        if (isObject(rows, i, zone, "rows"))
            readRow(PlanFields(m_findings, objectAt(rows, i), &zone, stepOf("rows", i)), index, origin);
    }
}

void PlanReader::readRow(const PlanFields &row, int zoneIndex, QPointF origin)
{
    row.noteUnknownKeys({"row_number", "seats", "position", "row_label", "seat_label", "row_number_position", "uuid", "number_of_seats", "seats_spacing"});
    if (row.has("number_of_seats") || row.has("seats_spacing"))
        row.report(FindingKind::OlderForm, Severity::Note, nullptr, QStringLiteral("an older form of a row; its seats are taken as they are listed"));
    PlanSeat pattern;
    pattern.zone = m_plan.zones.at(zoneIndex).name;
    pattern.row = row.text("row_number");
    pattern.zoneIndex = zoneIndex;
    pattern.rowIndex = m_rows++;
    if (row.has("position"))
        origin += row.point("position", Severity::Warning).value_or(QPointF());
    const QJsonArray seats = row.array("seats");
    for (qsizetype i = 0; i < seats.size() && !m_full; ++i) {
        if (isObject(seats, i, row, "seats"))
            readSeat(PlanFields(m_findings, objectAt(seats, i), &row, stepOf("seats", i)), pattern, origin);
    }
}

void PlanReader::readSeat(const PlanFields &seat, const PlanSeat &pattern, QPointF origin)
{
    if (m_plan.seats.size() >= limits::maxPlanPlaces) {
        seat.report(FindingKind::Limit, Severity::Error, nullptr, QStringLiteral("more than %1 seats").arg(limits::maxPlanPlaces));
        m_full = true;
        return;
    }
    seat.noteUnknownKeys({"seat_guid", "seat_number", "position", "category", "radius", "uuid", "start_direction"});
    PlanSeat place = pattern;
    place.number = seat.text("seat_number");
    if (place.number.isEmpty())
        seat.report(FindingKind::Missing, Severity::Error, "seat_number", QStringLiteral("a seat without a number"));
    const auto position = seat.point("position", Severity::Error);
    place.position = origin + position.value_or(QPointF());
    if (seat.has("radius"))
        place.radius = static_cast<float>(qBound(1.0, seat.number("radius", Severity::Warning).value_or(usualRadius), largestRadius));
    const QString category = seat.text("category");
    place.category = m_categoryOf.value(category, -1);
    if (place.category < 0)
        seat.report(FindingKind::Category, Severity::Error, "category", QStringLiteral("the category %1 is not in the plan").arg(quoted(category)));
    place.label = labelOf(place);
    place.identity = identityOf(seat, place);
    if (!m_seatPointer.contains(place.label))
        m_seatPointer.insert(place.label, seat.pointer());
    m_plan.seats.append(place);
    QRectF &bounds = m_plan.zones[place.zoneIndex].bounds;
    bounds = bounds.united(QRectF(place.position - QPointF(place.radius, place.radius), QSizeF(2 * place.radius, 2 * place.radius)));
}

QString PlanReader::identityOf(const PlanFields &seat, const PlanSeat &known)
{
    const QString uuid = seat.text("uuid");
    const QString guid = seat.text("seat_guid");
    if (!guid.isEmpty() && m_uses.value(QLatin1Char('g') + guid) > 1) {
        seat.report(FindingKind::Duplicate, Severity::Warning, "seat_guid", QStringLiteral("%1 is used more than once, so it names no seat").arg(quoted(guid)));
    }
    if (!uuid.isEmpty() && m_uses.value(QLatin1Char('u') + uuid) == 1)
        return uuid;
    if (!guid.isEmpty() && m_uses.value(QLatin1Char('g') + guid) == 1)
        return guid;
    return known.zone + QLatin1Char('/') + known.row + QLatin1Char('/') + known.number;
}

} // namespace foyer
