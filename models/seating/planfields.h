// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/planfindings.h"

#include <QtCore/QJsonObject>

#include <optional>

namespace foyer {

/// One JSON object of a plan with its pointer: reads fields generously and reports what deviates. Lives no longer than the findings and the parent it was
/// made with.
class PlanFields
{
public:
    PlanFields(PlanFindings &findings, QJsonObject object, const PlanFields *parent, QString step)
        : m_findings(findings), m_object(std::move(object)), m_parent(parent), m_step(std::move(step))
    {
    }

    [[nodiscard]] const QJsonObject &object() const { return m_object; }
    [[nodiscard]] bool has(const char *key) const { return m_object.contains(QLatin1String(key)); }
    [[nodiscard]] QString pointer(const char *key = nullptr) const;
    [[nodiscard]] PlanFindings &findings() const { return m_findings; }

    /// A text; a number is taken as its digits. Trimmed and at most limits::maxPlanTextChars long.
    [[nodiscard]] QString text(const char *key) const;
    /// A finite number within limits::maxPlanCoordinate.
    [[nodiscard]] std::optional<double> number(const char *key, Severity missing) const;
    /// {x, y}; nothing when it can not be read.
    [[nodiscard]] std::optional<QPointF> point(const char *key, Severity missing) const;
    /// "#rrggbb" from any colour that Qt's files write as #rgb or #rrggbb; empty when there is none.
    [[nodiscard]] QString color(const char *key) const;
    /// The elements of an array; an absent one is empty.
    [[nodiscard]] QJsonArray array(const char *key) const;
    void noteUnknownKeys(std::initializer_list<const char *> known) const;
    void report(FindingKind kind, Severity severity, const char *key, const QString &message, const QString &repair = {}) const;

private:
    PlanFindings &m_findings;
    QJsonObject m_object;
    const PlanFields *m_parent;
    QString m_step; ///< "zones/3"
};

} // namespace foyer
