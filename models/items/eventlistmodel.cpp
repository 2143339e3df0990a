// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/eventlistmodel.h"

#include "models/items/mergerows.h"

namespace foyer {

namespace {

bool sameCounts(const Counts &a, const Counts &b)
{
    return a.places == b.places && a.free == b.free && a.held == b.held && a.leased == b.leased && a.blocked == b.blocked && a.sold == b.sold;
}

bool sameRow(const EventSummary &a, const EventSummary &b)
{
    return a.slug == b.slug && a.title == b.title && a.venue == b.venue && a.startsAt == b.startsAt && a.doorsAt == b.doorsAt
        && a.timezone == b.timezone && a.currency == b.currency && a.status == b.status && sameCounts(a.counts, b.counts);
}

QVariant sortKey(const EventSummary &event, int column)
{
    switch (column) {
    case EventListModel::TitleColumn: return event.title;
    case EventListModel::StartColumn: return event.startsAt;
    case EventListModel::VenueColumn: return event.venue;
    case EventListModel::SalesColumn: return event.counts.places > 0 ? double(event.counts.sold) / event.counts.places : 0.0;
    case EventListModel::StatusColumn: return static_cast<int>(event.status);
    }
    return {};
}

QVariant displayed(const EventSummary &event, int column)
{
    switch (column) {
    case EventListModel::TitleColumn: return event.title;
    case EventListModel::StartColumn: return event.localStart();
    case EventListModel::VenueColumn: return event.venue;
    case EventListModel::SalesColumn: return event.counts.free;
    case EventListModel::StatusColumn: return static_cast<int>(event.status);
    }
    return {};
}

} // namespace

void EventListModel::setEvents(const QVector<EventSummary> &events)
{
    RowEdits<EventSummary> edits;
    edits.remove = [this](int row) {
        beginRemoveRows({}, row, row);
        m_events.removeAt(row);
        endRemoveRows();
    };
    edits.move = [this](int from, int to) {
        beginMoveRows({}, from, from, {}, to);
        m_events.move(from, to);
        endMoveRows();
    };
    edits.insert = [this](int row, const EventSummary &event) {
        beginInsertRows({}, row, row);
        m_events.insert(row, event);
        endInsertRows();
    };
    edits.update = [this](int row, const EventSummary &event) {
        m_events[row] = event;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    };
    mergeRows(m_events, events, [](const EventSummary &e) { return e.id; }, sameRow, edits);
}

const EventSummary *EventListModel::event(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_events.size() ? &m_events.at(index.row()) : nullptr;
}

int EventListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

int EventListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventListModel::data(const QModelIndex &index, int role) const
{
    const EventSummary *row = event(index);
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole: return displayed(*row, index.column());
    case IdRole: return row->id.text();
    case SlugRole: return row->slug;
    case StartRole: return row->localStart();
    case PlacesRole: return row->counts.places;
    case FreeRole: return row->counts.free;
    case HeldRole: return row->counts.held + row->counts.leased;
    case BlockedRole: return row->counts.blocked;
    case SoldRole: return row->counts.sold;
    case StatusRole: return static_cast<int>(row->status);
    case SortRole: return sortKey(*row, index.column());
    default: return {};
    }
}

QHash<int, QByteArray> EventListModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractTableModel::roleNames();
    names.insert({{IdRole, "id"}, {SlugRole, "slug"}, {StartRole, "start"}, {PlacesRole, "places"}, {FreeRole, "free"},
                  {HeldRole, "held"}, {BlockedRole, "blocked"}, {SoldRole, "sold"}, {StatusRole, "status"}, {SortRole, "sort"}});
    return names;
}

} // namespace foyer
