// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace foyer {

class Theme;

/// Paints the rows of an EventListModel: title, day and time, venue, how full, status.
class EventDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit EventDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintStart(QPainter *painter, const QRect &cell, const QModelIndex &index) const;
    void paintSales(QPainter *painter, const QRect &cell, const QModelIndex &index) const;
    void paintStatus(QPainter *painter, const QRect &cell, const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace foyer
