// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace foyer {

class Theme;

/// Paints the lines of a BasketModel: place with its tier's colour, tier, kind of visitor, price, a cross to give it back.
class BasketDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// `toChange` is the narrow basket: the tier beside the place, the kind of visitor as a chooser. Without it the lines only tell, each column by itself.
    BasketDelegate(const Theme &theme, bool toChange, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintPlace(QPainter *painter, const QRect &cell, const QModelIndex &index) const;
    void paintPriceType(QPainter *painter, const QRect &cell, const QModelIndex &index) const;

    const Theme &m_theme;
    const bool m_toChange;
};

} // namespace foyer
