// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/basket.h"

#include <QtCore/QAbstractTableModel>

namespace foyer {

/// The lines of a basket, one row each, in the order in which they were taken. The last column is empty: a view puts its way of giving the place back there.
class BasketModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { PlaceColumn, TierColumn, PriceTypeColumn, PriceColumn, GiveBackColumn, ColumnCount };
    enum Role {
        PlaceIdRole = Qt::UserRole + 1, ///< qint64
        LabelRole,                      ///< QString, the place's full label
        TierRole,                       ///< QString, the tier's name
        TierColorRole,                  ///< QString "#rrggbb" as the plan names it
        PriceTypeRole,                  ///< QString, its name
        PriceRole,                      ///< Money
        StartRole,                      ///< QDateTime, UTC
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setLines(const QVector<BasketLine> &lines);
    [[nodiscard]] const BasketLine *line(const QModelIndex &index) const;
    [[nodiscard]] int rowOf(const PlaceId &place) const; ///< -1 when it is not in the basket

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    QVector<BasketLine> m_lines;
};

} // namespace foyer
