// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QAbstractItemModel>

#include <algorithm>
#include <functional>
#include <iterator>

namespace foyer {

/// The row moves that a merge needs from its model (they are protected there).
template <class Row>
struct RowEdits
{
    std::function<void(int row)> remove;           ///< around nothing: does the whole removal
    std::function<void(int from, int to)> move;    ///< from > to
    std::function<void(int row, const Row &)> insert;
    std::function<void(int row, const Row &)> update; ///< called only for rows that differ
};

/// Turns `rows` into `wanted` by single removals, moves, insertions and updates, so that selections and scroll positions of views survive a refresh.
/// `key` names a row, `same` compares two rows of one key. Quadratic in moves; lists here are short (hundreds).
template <class Row, class Key, class Same>
void mergeRows(const QVector<Row> &rows, const QVector<Row> &wanted, Key key, Same same, const RowEdits<Row> &edits)
{
    for (int i = static_cast<int>(rows.size()) - 1; i >= 0; --i) {
        const auto stays = std::any_of(wanted.cbegin(), wanted.cend(), [&](const Row &w) { return key(w) == key(rows[i]); });
        if (!stays)
            edits.remove(i);
    }
    for (int i = 0; i < wanted.size(); ++i) {
        const auto at = std::find_if(rows.cbegin() + std::min<qsizetype>(i, rows.size()), rows.cend(),
                                     [&](const Row &r) { return key(r) == key(wanted[i]); });
        if (at == rows.cend()) {
            edits.insert(i, wanted[i]);
            continue;
        }
        const int from = static_cast<int>(std::distance(rows.cbegin(), at));
        if (from != i)
            edits.move(from, i);
        if (!same(rows[i], wanted[i]))
            edits.update(i, wanted[i]);
    }
}

} // namespace foyer
