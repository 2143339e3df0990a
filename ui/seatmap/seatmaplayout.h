// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/seating/gridindex.h"
#include "models/seating/placestore.h"

namespace foyer {

/// A row of seats as people walk along it.
struct SeatRow
{
    QString label;
    int zone = 0;
    std::vector<int> places; ///< in walking order, left to right (top to bottom for an upright row)
};

/// A row's name beside its ends, where no seat is in the way.
struct RowLabel
{
    QPointF at;
    QString text;
};

struct SeatZone
{
    QString name;
    QRectF bounds;
    int firstPlace = -1;
    bool named = false; ///< has a name that no text of the plan shows already
};

/// What the map derives from the places of a store once per plan: where to find them, rows, zones, sizes. States do not
/// touch it. A value.
class SeatMapLayout
{
public:
    SeatMapLayout() = default;
    explicit SeatMapLayout(const PlaceStore &store);

    [[nodiscard]] const GridIndex &grid() const { return m_grid; }
    [[nodiscard]] const std::vector<SeatRow> &rows() const { return m_rows; }
    [[nodiscard]] const std::vector<RowLabel> &rowLabels() const { return m_rowLabels; }
    [[nodiscard]] const std::vector<SeatZone> &zones() const { return m_zones; }
    [[nodiscard]] const std::vector<QRectF> &areaBounds() const { return m_areaBounds; } ///< per area of the plan
    /// Per area of the plan: the area that its words lie on (itself or one drawn before), -1 for the bare ground.
    [[nodiscard]] const std::vector<int> &groundOfWords() const { return m_groundOfWords; }
    [[nodiscard]] int rowOf(int place) const
    {
        return m_rowOf[static_cast<size_t>(place)];
    } ///< -1 for a standing place
    [[nodiscard]] int stepInRow(int place) const { return m_stepInRow[static_cast<size_t>(place)]; }
    [[nodiscard]] int zoneOf(int place) const; ///< -1 for a standing place
    /// The zone at a point: of the nearest seat not far from it, else the smallest one whose bounds contain it; -1
    /// outside all.
    [[nodiscard]] int zoneAt(const QPointF &world) const;
    /// Of seats and areas together.
    [[nodiscard]] QRectF bounds() const { return m_bounds; }
    [[nodiscard]] double typicalRadius() const { return m_typicalRadius; } ///< median; 10 without seats
    [[nodiscard]] int seatCount() const { return m_grid.count(); }

private:
    void collectSeats(const PlaceStore &store);
    void orderRows(const PlaceStore &store);
    void placeRowLabels(const PlaceStore &store);
    void measureAreas(const SeatPlan &plan);

    GridIndex m_grid;
    std::vector<SeatRow> m_rows;
    std::vector<RowLabel> m_rowLabels;
    std::vector<SeatZone> m_zones;
    std::vector<QRectF> m_areaBounds;
    std::vector<int> m_groundOfWords;
    std::vector<int> m_rowOf;
    std::vector<int> m_stepInRow;
    QRectF m_bounds;
    double m_typicalRadius = 10;
};

} // namespace foyer
