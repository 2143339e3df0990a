// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"
#include "models/seating/placestore.h"

#include <QtCore/QCache>
#include <QtCore/QTimer>

namespace foyer {

/// The performance on the counter: its prices, its places and what they are right now, kept fresh by polling while somebody looks. Answers that a newer
/// request overtook are dropped. GUI thread; plans are read on a worker.
class Performance : public QObject
{
    Q_OBJECT
public:
    explicit Performance(CentralGateway &central, QObject *parent = nullptr);

    /// Shows `event` as far as the list knew it and loads the rest.
    void open(const EventSummary &event);
    void close();
    /// Everything again, the map stays on screen meanwhile.
    void refresh();
    /// Polls only while watched.
    void setWatched(bool watched);

    [[nodiscard]] bool isOpen() const { return !m_detail.event.id.isNull(); }
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] const EventDetail &detail() const { return m_detail; }
    [[nodiscard]] PlaceStore &places() { return m_places; }
    /// Per tier of detail(), counted from the states of the map.
    [[nodiscard]] const QVector<Counts> &tierCounts() const { return m_tierCounts; }
    /// What this till just did, ahead of the next poll.
    void note(const QVector<PlaceId> &places, PlaceState state);

Q_SIGNALS:
    void opened();                        ///< detail() has the event's name, nothing else yet
    void ready();                         ///< prices, map and states are there
    void detailChanged();                 ///< prices or status are new
    void countsChanged();
    void failed(const foyer::Error &error);  ///< it can not be shown
    void stale(const foyer::Error &error);   ///< what is shown may be old
    void fresh();                         ///< states arrived after stale()

private:
    void loadDetail();
    void loadMap();
    void readPlan(const EventMap &map);
    void useMap();
    void loadStates();
    void askChanges();
    void count();
    void giveUp(const Error &error);
    void linkChanged(LinkState state);
    void heard();

    CentralGateway &m_central;
    PlaceStore m_places;
    EventDetail m_detail;
    EventMap m_map;
    SeatPlan m_plan;
    QVector<Counts> m_tierCounts;
    QCache<QString, SeatPlan> m_plans; ///< by plan and version
    QTimer m_poll;
    QString m_cursor;
    int m_round = 0; ///< of open, close and refresh: answers of an earlier round are dropped
    bool m_haveDetail = false;
    bool m_haveMap = false;
    bool m_ready = false;
    bool m_watched = false;
    bool m_stale = false;
};

} // namespace foyer
