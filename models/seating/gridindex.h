// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointF>
#include <QtCore/QRectF>

#include <vector>

namespace foyer {

/// A circle that can be found again: `index` is the caller's.
struct GridEntry
{
    float x = 0;
    float y = 0;
    float radius = 0;
    int index = 0;
};

/// A uniform grid over circles, for hit tests and culling. Any distribution is answered correctly (all on one point,
/// far outliers): a bad one only makes a question linear. Entries whose numbers are not finite are left out. A value;
/// any thread.
class GridIndex
{
public:
    GridIndex() = default;
    explicit GridIndex(std::vector<GridEntry> entries);

    /// The entry nearest to `point` among those whose circle, grown by `slack`, contains it; -1 when there is none. Of
    /// equally near ones the later.
    [[nodiscard]] int at(const QPointF &point, double slack = 0) const;
    /// Appends the index of every entry whose bounding square touches `rect`. Two entries always come in the same
    /// order, whatever was asked, so that a part drawn alone looks like the same part of the whole.
    void inRect(const QRectF &rect, std::vector<int> &out) const;
    /// The same, entry by entry: `visit(const GridEntry &)`. Painting 100 000 seats reads their places here in order
    /// instead of collecting them all over the memory.
    template <class Visitor>
    void visitRect(const QRectF &rect, Visitor visit) const
    {
        if (m_entries.empty() || !rect.isValid()) {
            return;
        }
        const Cells cells = cellsAround(rect);
        for (int y = cells.top; y <= cells.bottom; ++y) {
            const size_t line = static_cast<size_t>(y) * static_cast<size_t>(m_columns);
            const int end = m_first[line + static_cast<size_t>(cells.right) + 1];
            for (int i = m_first[line + static_cast<size_t>(cells.left)]; i < end; ++i) {
                const GridEntry &entry = m_entries[static_cast<size_t>(i)];
                if (entry.x + entry.radius >= rect.left() && entry.x - entry.radius <= rect.right() &&
                    entry.y + entry.radius >= rect.top() && entry.y - entry.radius <= rect.bottom()) {
                    visit(entry);
                }
            }
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(m_entries.size()); }
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    /// Around all circles.
    [[nodiscard]] QRectF bounds() const { return m_bounds; }

private:
    struct Cells
    {
        int left, top, right, bottom;
    };
    [[nodiscard]] Cells cellsAround(const QRectF &rect) const;
    [[nodiscard]] int column(double x) const;
    [[nodiscard]] int row(double y) const;
    void layOut();

    std::vector<GridEntry> m_entries; ///< sorted by cell
    std::vector<int> m_first;         ///< first entry of each cell, and the end
    QRectF m_bounds;
    QRectF m_centres;
    double m_cell = 1;
    float m_maxRadius = 0;
    int m_columns = 0;
    int m_rows = 0;
};

} // namespace foyer
