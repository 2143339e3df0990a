// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"
#include "models/seating/seatplan.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <array>
#include <vector>

namespace foyer {

/// All places of one event as arrays in place order: where they are, what they are. No paint, no I/O; GUI thread.
/// Standing places have no position (isStanding). Up to limits::maxPlanPlaces.
class PlaceStore : public QObject
{
    Q_OBJECT
public:
    explicit PlaceStore(QObject *parent = nullptr);

    /// Everything anew. `tierIds` gives the tier index used by tierIndex().
    void reset(const SeatPlan &plan, const EventMap &map, const QVector<Tier> &tiers);
    /// A whole state array; one shorter or longer than the places, or with a byte that is no state, is refused
    /// (BadInput) and changes nothing.
    Result<Done> setStates(const QByteArray &states);
    /// Unknown indexes and states are ignored; the last one of a repeated index counts.
    void applyChanges(const QVector<QPair<int, PlaceState>> &changes);
    /// What this basket holds: drawn as mine, apart from other holds of this till. Unknown places are left out.
    void setMine(const QVector<PlaceId> &places);

    [[nodiscard]] int count() const { return static_cast<int>(m_state.size()); }
    [[nodiscard]] PlaceState state(int i) const { return static_cast<PlaceState>(m_state[static_cast<size_t>(i)]); }
    /// In this basket, and not meanwhile sold or blocked.
    [[nodiscard]] bool isMine(int i) const
    {
        return m_mine[static_cast<size_t>(i)] != 0 && state(i) < PlaceState::Sold;
    }
    [[nodiscard]] bool isStanding(int i) const { return m_planSeat[static_cast<size_t>(i)] < 0; }
    [[nodiscard]] QPointF position(int i) const { return {m_x[static_cast<size_t>(i)], m_y[static_cast<size_t>(i)]}; }
    [[nodiscard]] float radius(int i) const { return m_radius[static_cast<size_t>(i)]; }
    /// Index into tiers(), -1 for a place whose tier is not among them.
    [[nodiscard]] int tierIndex(int i) const;
    [[nodiscard]] int planSeat(int i) const { return m_planSeat[static_cast<size_t>(i)]; }
    [[nodiscard]] PlaceInfo place(int i) const;
    [[nodiscard]] int indexOf(const PlaceId &id) const; ///< -1 when unknown
    /// Full label, or the short form ("B-12", "b 12", "B12") where unambiguous; else -1. The full label of one seat
    /// wins over the short form of another.
    [[nodiscard]] int indexOfLabel(const QString &label) const;
    [[nodiscard]] QString label(int i) const { return m_labels[i]; }
    [[nodiscard]] const PlanSeat *seat(int i) const;         ///< null for a standing place
    [[nodiscard]] const PlanCategory *category(int i) const; ///< null for a standing place and for a seat without one
    [[nodiscard]] const EventId &event() const { return m_event; }
    [[nodiscard]] const SeatPlan &plan() const { return m_plan; }
    [[nodiscard]] const QVector<Tier> &tiers() const { return m_tiers; }
    /// How many seated and standing places are in each PlaceState; those that are mine are counted at index 8 only, so
    /// that the sum is count().
    [[nodiscard]] std::array<int, 9> counts() const;

Q_SIGNALS:
    void wasReset();
    void changed(const QVector<int> &indexes); ///< states or mine of these places

private:
    void indexLabels() const;

    SeatPlan m_plan;
    QVector<Tier> m_tiers;
    EventId m_event;
    std::vector<quint8> m_state;
    std::vector<quint8> m_mine;
    std::vector<float> m_x;
    std::vector<float> m_y;
    std::vector<float> m_radius;
    std::vector<quint16> m_tier;
    std::vector<int> m_planSeat;
    QVector<PlaceId> m_ids;
    QVector<QString> m_labels;
    QVector<TierId> m_tierIds;
    QHash<PlaceId, int> m_indexOf;
    // Made by the first question: most maps are never asked, and 100 000 labels take a while.
    mutable QHash<QString, int> m_indexOfLabel; ///< normalised full labels; -2 marks an ambiguous form
    mutable QHash<QString, int> m_indexOfShort; ///< normalised short forms; -2 as above
};

} // namespace foyer
