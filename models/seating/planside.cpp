// SPDX-License-Identifier: GPL-3.0-or-later
// The side file: what the format of plans can not say.
#include "models/seating/planreader.h"

#include "models/core/limits.h"

namespace foyer {
namespace {

QString cleanText(const QJsonValue &value)
{
    QString text = value.toString().trimmed().left(limits::maxPlanTextChars);
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control; });
    return text;
}

} // namespace

void PlanReader::readSide(const QJsonObject &side)
{
    for (auto it = side.constBegin(); it != side.constEnd(); ++it) {
        static const QStringList known{QStringLiteral("foyer"), QStringLiteral("categories"), QStringLiteral("standing"), QStringLiteral("focal_point"),
            QStringLiteral("orphan_rule")};
        if (!known.contains(it.key()))
            m_findings.addToSide(FindingKind::UnknownKey, Severity::Note, QLatin1Char('/') + it.key(), QStringLiteral("unknown key is ignored"));
    }
    readSideCategories(side);
    readStanding(side);
    const QJsonValue focal = side.value(QStringLiteral("focal_point"));
    const QPointF point(focal[QStringLiteral("x")].toDouble(), focal[QStringLiteral("y")].toDouble());
    if (focal.isObject() && qAbs(point.x()) <= limits::maxPlanCoordinate && qAbs(point.y()) <= limits::maxPlanCoordinate)
        m_plan.focalPoint = point;
    const QString rule = side.value(QStringLiteral("orphan_rule")).toString(QStringLiteral("warn"));
    if (rule == QLatin1String("off") || rule == QLatin1String("warn") || rule == QLatin1String("block"))
        m_plan.orphanRule = rule;
    else
        m_findings.addToSide(FindingKind::Side, Severity::Warning, QStringLiteral("/orphan_rule"), QStringLiteral("off, warn or block is expected"));
    checkSellable();
}

void PlanReader::readSideCategories(const QJsonObject &side)
{
    const QJsonObject categories = side.value(QStringLiteral("categories")).toObject();
    for (auto it = categories.constBegin(); it != categories.constEnd(); ++it) {
        const int index = m_categoryOf.value(it.key(), -1);
        if (index < 0) {
            m_findings.addToSide(FindingKind::Category, Severity::Warning, QStringLiteral("/categories"), QStringLiteral("the plan has no category %1").arg(quoted(it.key())));
            continue;
        }
        PlanCategory &category = m_plan.categories[index];
        const QString tier = cleanText(it.value()[QStringLiteral("tier")]);
        category.tierName = tier.isEmpty() ? category.name : tier;
        const QJsonArray types = it.value()[QStringLiteral("price_types")].toArray();
        for (qsizetype i = 0; i < qMin<qsizetype>(types.size(), 50); ++i) {
            const QString type = cleanText(types.at(i));
            if (!type.isEmpty() && !category.priceTypes.contains(type))
                category.priceTypes.append(type);
        }
        category.wheelchair = it.value()[QStringLiteral("wheelchair")].toBool();
        category.companion = it.value()[QStringLiteral("companion")].toBool();
        category.restrictedView = it.value()[QStringLiteral("restricted_view")].toBool();
    }
    QStringList tiers;
    for (const PlanCategory &category : std::as_const(m_plan.categories)) {
        if (tiers.contains(category.tierName))
            m_findings.addToSide(FindingKind::Duplicate, Severity::Error, QStringLiteral("/categories"), QStringLiteral("two categories have the tier %1").arg(quoted(category.tierName)));
        tiers.append(category.tierName);
    }
}

void PlanReader::readStanding(const QJsonObject &side)
{
    const QJsonArray areas = side.value(QStringLiteral("standing")).toArray();
    for (qsizetype i = 0; i < qMin<qsizetype>(areas.size(), limits::maxPlanZones); ++i) {
        const QString pointer = QStringLiteral("/standing/%1").arg(i);
        StandingArea area{cleanText(areas.at(i)[QStringLiteral("name")]), cleanText(areas.at(i)[QStringLiteral("area")]), areas.at(i)[QStringLiteral("capacity")].toInt()};
        if (area.name.isEmpty() || area.capacity < 1 || area.capacity > limits::maxPlanPlaces) {
            m_findings.addToSide(FindingKind::Side, Severity::Error, pointer, QStringLiteral("a standing area needs a name and a capacity from 1 to %1").arg(limits::maxPlanPlaces));
        } else if (!m_areaUuids.contains(area.areaUuid)) {
            m_findings.addToSide(FindingKind::Side, Severity::Error, pointer + QStringLiteral("/area"), QStringLiteral("no area or zone of the plan has the uuid %1").arg(quoted(area.areaUuid)));
        } else {
            m_plan.standing.append(area);
        }
    }
}

} // namespace foyer
