// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/planimport.h"

#include "models/core/limits.h"
#include "models/seating/planreader.h"

#include <QtCore/QJsonDocument>

namespace foyer {
namespace {

/// How deep brackets nest, strings left out; cheap, and before any parser sees the text.
int depthOf(const QByteArray &text)
{
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        if (inString) {
            if (c == '\\')
                ++i;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            deepest = qMax(deepest, ++depth);
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return deepest;
}

/// The object that a file is, or why it is none.
QJsonObject parse(const QByteArray &text, int maxBytes, QString *problem)
{
    if (text.size() > maxBytes) {
        *problem = QStringLiteral("larger than %1 MB").arg(maxBytes / 1024 / 1024);
        return {};
    }
    if (depthOf(text) > limits::maxPlanDepth) {
        *problem = QStringLiteral("nested deeper than a plan can be");
        return {};
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        *problem = QStringLiteral("not JSON: %1 at byte %2").arg(error.errorString()).arg(error.offset);
    else if (!document.isObject())
        *problem = QStringLiteral("not a plan: an object is expected");
    return document.object();
}

} // namespace

PlanImport importPlan(const QByteArray &document, const QByteArray &side, PlanRepairs repairs)
{
    PlanImport import;
    PlanFindings findings;
    QString problem;
    const QJsonObject root = parse(document, limits::maxPlanBytes, &problem);
    if (!problem.isEmpty()) {
        findings.add(FindingKind::Document, Severity::Error, [] { return QString(); }, [&] { return problem; });
        findings.moveTo(import);
        return import;
    }
    PlanReader reader(import.plan, findings, repairs);
    reader.read(root);
    const QJsonObject extras = side.isEmpty() ? QJsonObject() : parse(side, limits::maxPlanSideBytes, &problem);
    if (!problem.isEmpty())
        findings.addToSide(FindingKind::Document, Severity::Error, QString(), problem);
    reader.readSide(extras);
    findings.moveTo(import);
    return import;
}

} // namespace foyer
