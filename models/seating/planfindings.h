// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/planimport.h"

#include <QtCore/QJsonArray>

#include <array>
#include <functional>

namespace foyer {

/// What a finding is about: every kind is listed a few times and then only counted, so that a thousand overlapping seats do not hide one bad category.
enum class FindingKind {
    Document,
    Type,
    UnknownKey,
    Fraction,
    Missing,
    Text,
    Category,
    Position,
    Duplicate,
    Overlap,
    OutOfBounds,
    OlderForm,
    Limit,
    Side,
    Count
};

/// Collects the findings of one import within fixed bounds. Pointer and message are made only when they will be listed.
class PlanFindings
{
public:
    using Text = std::function<QString()>;

    void add(FindingKind kind, Severity severity, const Text &pointer, const Text &message, const Text &repair = {});
    void addToSide(FindingKind kind, Severity severity, const QString &pointer, const QString &message);
    [[nodiscard]] bool hasErrors() const { return m_hasErrors; }
    /// Moves everything into the import; errors first, then in the order found.
    void moveTo(PlanImport &import);

private:
    bool makeRoom(FindingKind kind, Severity severity);

    QVector<PlanFinding> m_list;
    std::array<int, static_cast<size_t>(FindingKind::Count)> m_listedErrors{};
    std::array<int, static_cast<size_t>(FindingKind::Count)> m_listedOthers{};
    int m_more = 0;
    bool m_hasErrors = false;
};

/// The form of `foyerctl plan check`: [{severity, pointer, message, repair?}]; "file": "side" for findings of the side file.
QJsonArray findingsToJson(const QVector<PlanFinding> &findings);
/// "note", "warning" or "error".
QString severityName(Severity severity);
/// A text of the file shortened for a message, control characters made visible.
QString quoted(QStringView text);

} // namespace foyer
