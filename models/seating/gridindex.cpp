// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seating/gridindex.h"

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

constexpr double entriesPerCell = 4;
constexpr int maxSide = 1024; // cells per side: bounds the table when one seat lies far away from the others

bool isFinite(const GridEntry &entry)
{
    return std::isfinite(entry.x) && std::isfinite(entry.y) && std::isfinite(entry.radius);
}

} // namespace

GridIndex::GridIndex(std::vector<GridEntry> entries) : m_entries(std::move(entries))
{
    std::erase_if(m_entries, [](const GridEntry &entry) { return !isFinite(entry); });
    if (!m_entries.empty()) {
        layOut();
    }
}

void GridIndex::layOut()
{
    double left = m_entries[0].x;
    double right = left;
    double top = m_entries[0].y;
    double bottom = top;
    for (GridEntry &entry : m_entries) {
        entry.radius = std::max(entry.radius, 0.0F);
        left = std::min<double>(left, entry.x);
        right = std::max<double>(right, entry.x);
        top = std::min<double>(top, entry.y);
        bottom = std::max<double>(bottom, entry.y);
        m_maxRadius = std::max(m_maxRadius, entry.radius);
    }
    m_centres = QRectF(QPointF(left, top), QPointF(right, bottom));
    m_bounds = m_centres.adjusted(-m_maxRadius, -m_maxRadius, m_maxRadius, m_maxRadius);

    const double cells = std::max(1.0, static_cast<double>(m_entries.size()) / entriesPerCell);
    const double width = std::max(m_centres.width(), 1e-6);
    const double height = std::max(m_centres.height(), 1e-6);
    m_cell = std::max({std::sqrt(width * height / cells), width / maxSide, height / maxSide});
    m_columns = std::clamp(static_cast<int>(width / m_cell) + 1, 1, maxSide + 1);
    m_rows = std::clamp(static_cast<int>(height / m_cell) + 1, 1, maxSide + 1);

    // Counting sort by cell: one pass to count, one to place; entries of a cell keep their order.
    const auto cellOf = [this](const GridEntry &entry) {
        return static_cast<size_t>(row(entry.y)) * static_cast<size_t>(m_columns) +
               static_cast<size_t>(column(entry.x));
    };
    m_first.assign(static_cast<size_t>(m_columns) * static_cast<size_t>(m_rows) + 1, 0);
    for (const GridEntry &entry : m_entries) {
        ++m_first[cellOf(entry) + 1];
    }
    for (size_t i = 1; i < m_first.size(); ++i) {
        m_first[i] += m_first[i - 1];
    }
    std::vector<int> next(m_first.begin(), m_first.end() - 1);
    std::vector<GridEntry> sorted(m_entries.size());
    for (const GridEntry &entry : m_entries) {
        sorted[static_cast<size_t>(next[cellOf(entry)]++)] = entry;
    }
    m_entries = std::move(sorted);
}

int GridIndex::column(double x) const
{
    return static_cast<int>(std::clamp((x - m_centres.left()) / m_cell, 0.0, static_cast<double>(m_columns - 1)));
}

int GridIndex::row(double y) const
{
    return static_cast<int>(std::clamp((y - m_centres.top()) / m_cell, 0.0, static_cast<double>(m_rows - 1)));
}

GridIndex::Cells GridIndex::cellsAround(const QRectF &rect) const
{
    return {column(rect.left() - m_maxRadius), row(rect.top() - m_maxRadius), column(rect.right() + m_maxRadius),
            row(rect.bottom() + m_maxRadius)};
}

int GridIndex::at(const QPointF &point, double slack) const
{
    if (m_entries.empty() || !std::isfinite(point.x()) || !std::isfinite(point.y())) {
        return -1;
    }
    const Cells cells = cellsAround(QRectF(point.x() - slack, point.y() - slack, 2 * slack, 2 * slack));
    int found = -1;
    double best = 0;
    for (int y = cells.top; y <= cells.bottom; ++y) {
        const size_t line = static_cast<size_t>(y) * static_cast<size_t>(m_columns);
        const int end = m_first[line + static_cast<size_t>(cells.right) + 1];
        for (int i = m_first[line + static_cast<size_t>(cells.left)]; i < end; ++i) {
            const GridEntry &entry = m_entries[static_cast<size_t>(i)];
            const double distance = std::hypot(entry.x - point.x(), entry.y - point.y());
            if (distance > entry.radius + slack) {
                continue;
            }
            if (found < 0 || distance < best || (distance <= best && entry.index > found)) {
                found = entry.index;
                best = distance;
            }
        }
    }
    return found;
}

void GridIndex::inRect(const QRectF &rect, std::vector<int> &out) const
{
    visitRect(rect, [&out](const GridEntry &entry) { out.push_back(entry.index); });
}

} // namespace foyer
