// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/planfindings.h"

#include "models/core/limits.h"

#include <QtCore/QJsonObject>

#include <algorithm>

namespace foyer {

bool PlanImport::sellable() const
{
    return !hasErrors;
}

bool PlanFindings::makeRoom(FindingKind kind, Severity severity)
{
    const auto slot = static_cast<size_t>(kind);
    const bool isError = severity == Severity::Error;
    m_hasErrors = m_hasErrors || isError;
    int &listed = isError ? m_listedErrors[slot] : m_listedOthers[slot];
    if (listed >= limits::maxPlanFindingsOfAKind) {
        ++m_more;
        return false;
    }
    if (m_list.size() >= limits::maxPlanFindings) {
        ++m_more;
        // A late error is worth more than an early remark.
        const auto last = std::find_if(m_list.rbegin(), m_list.rend(), [](const PlanFinding &f) { return f.severity != Severity::Error; });
        if (!isError || last == m_list.rend())
            return false;
        m_list.erase(std::next(last).base());
    }
    ++listed;
    return true;
}

void PlanFindings::add(FindingKind kind, Severity severity, const Text &pointer, const Text &message, const Text &repair)
{
    if (makeRoom(kind, severity))
        m_list.append(PlanFinding{severity, pointer(), message(), repair ? repair() : QString(), false});
}

void PlanFindings::addToSide(FindingKind kind, Severity severity, const QString &pointer, const QString &message)
{
    if (makeRoom(kind, severity))
        m_list.append(PlanFinding{severity, pointer, message, QString(), true});
}

void PlanFindings::moveTo(PlanImport &import)
{
    std::stable_partition(m_list.begin(), m_list.end(), [](const PlanFinding &f) { return f.severity == Severity::Error; });
    import.findings = std::move(m_list);
    import.more = m_more;
    import.hasErrors = m_hasErrors;
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Note:
        return QStringLiteral("note");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Error:
        return QStringLiteral("error");
    }
    return {};
}

QJsonArray findingsToJson(const QVector<PlanFinding> &findings)
{
    QJsonArray list;
    for (const PlanFinding &finding : findings) {
        QJsonObject o{
            {QStringLiteral("severity"), severityName(finding.severity)},
            {QStringLiteral("pointer"), finding.pointer},
            {QStringLiteral("message"), finding.message},
        };
        if (!finding.repair.isEmpty())
            o.insert(QStringLiteral("repair"), finding.repair);
        if (finding.inSideFile)
            o.insert(QStringLiteral("file"), QStringLiteral("side"));
        list.append(o);
    }
    return list;
}

QString quoted(QStringView text)
{
    constexpr qsizetype shown = 40;
    QString out = QStringLiteral("\"");
    for (const QChar c : text.left(shown))
        out += c.isPrint() ? c : QChar(QChar::ReplacementCharacter);
    if (text.size() > shown)
        out += QChar(0x2026);
    return out + QLatin1Char('"');
}

} // namespace foyer
