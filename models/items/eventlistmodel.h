// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/catalog.h"

#include <QtCore/QAbstractTableModel>

namespace foyer {

/// The performances a till may see, one row each, in the order of the centre. Refreshing merges, so selections survive.
class EventListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TitleColumn, StartColumn, VenueColumn, SalesColumn, StatusColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString, the event's id
        SlugRole,                  ///< QString
        StartRole,                 ///< QDateTime in the venue's zone
        PlacesRole,                ///< int, the sum of the next four
        FreeRole,                  ///< int
        HeldRole,                  ///< int, held and leased
        BlockedRole,               ///< int
        SoldRole,                  ///< int
        StatusRole,                ///< int, an EventStatus
        SortRole,                  ///< what a column is ordered by
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setEvents(const QVector<EventSummary> &events);
    [[nodiscard]] const QVector<EventSummary> &events() const { return m_events; }
    [[nodiscard]] const EventSummary *event(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    QVector<EventSummary> m_events;
};

} // namespace foyer
