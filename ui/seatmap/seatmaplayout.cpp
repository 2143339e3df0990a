// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmaplayout.h"

#include <QtCore/QHash>
#include <QtGui/QPolygonF>
#include <QtGui/QTransform>

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

double pathLength(const PlaceStore &store, const std::vector<int> &places)
{
    double length = 0;
    for (size_t i = 1; i < places.size(); ++i) {
        const QPointF step = store.position(places[i]) - store.position(places[i - 1]);
        length += std::hypot(step.x(), step.y());
    }
    return length;
}

/// Left to right, or top to bottom where the row is upright.
bool isUpright(const PlaceStore &store, const std::vector<int> &places)
{
    QPolygonF points;
    for (const int place : places) {
        points.append(store.position(place));
    }
    const QRectF bounds = points.boundingRect();
    return bounds.height() > bounds.width();
}

void orderRow(const PlaceStore &store, std::vector<int> &places)
{
    const bool upright = isUpright(store, places);
    const auto before = [&store, upright](int a, int b) {
        const QPointF p = store.position(a);
        const QPointF q = store.position(b);
        return upright ? p.y() < q.y() : p.x() < q.x();
    };
    std::vector<int> sorted = places;
    std::stable_sort(sorted.begin(), sorted.end(), before);
    // A row bent round a stage reads best as the file has it; one numbered odd/even from the middle does not.
    if (pathLength(store, places) > 1.05 * pathLength(store, sorted)) {
        places = std::move(sorted);
    } else if (before(places.back(), places.front())) {
        std::reverse(places.begin(), places.end());
    }
}

/// From the area's own measures to those of the plan.
QTransform placing(const PlanArea &area)
{
    QTransform turned;
    turned.translate(area.position.x(), area.position.y());
    turned.rotate(area.rotation);
    return turned;
}

QRectF shapeBounds(const PlanArea &area)
{
    switch (area.shape) {
    case AreaShape::Polygon:
        return QPolygonF(area.points).boundingRect();
    case AreaShape::Rectangle:
        return {QPointF(), area.size};
    case AreaShape::Ellipse:
    case AreaShape::Circle:
        return {QPointF(-area.size.width() / 2, -area.size.height() / 2), area.size};
    case AreaShape::Text:
        break;
    }
    return {};
}

/// Room for the words too; 0.7 em a letter is more than any font needs on average.
QRectF textBounds(const PlanArea &area)
{
    if (area.text.isEmpty()) {
        return {};
    }
    const double width = 0.7 * area.textSize * static_cast<double>(area.text.size());
    const double height = 1.4 * area.textSize;
    return {area.textPosition.x() - width / 2, area.textPosition.y() - height / 2, width, height};
}

/// The shape that the middle of an area's words lies on: the topmost of the `filled` ones.
int groundOf(const PlanArea &words, const SeatPlan &plan, const std::vector<int> &filled)
{
    constexpr size_t looked = 200; // a plan of 20 000 words on 20 000 shapes must not take minutes
    const QPointF middle = placing(words).map(words.textPosition);
    const size_t count = std::min(looked, filled.size());
    for (auto it = filled.rbegin(); it != filled.rbegin() + static_cast<std::ptrdiff_t>(count); ++it) {
        const PlanArea &area = plan.areas[*it];
        const QPointF inside = placing(area).inverted().map(middle);
        if (!shapeBounds(area).contains(inside)) {
            continue;
        }
        // The corners around an ellipse do not count for words, which are in its middle.
        if (area.shape != AreaShape::Polygon || QPolygonF(area.points).containsPoint(inside, Qt::OddEvenFill)) {
            return *it;
        }
    }
    return -1;
}

} // namespace

SeatMapLayout::SeatMapLayout(const PlaceStore &store)
{
    collectSeats(store);
    orderRows(store);
    placeRowLabels(store);
    measureAreas(store.plan());
}

void SeatMapLayout::collectSeats(const PlaceStore &store)
{
    const SeatPlan &plan = store.plan();
    m_rowOf.assign(static_cast<size_t>(store.count()), -1);
    m_stepInRow.assign(static_cast<size_t>(store.count()), 0);
    for (const PlanZone &zone : plan.zones) {
        const bool shown = std::any_of(plan.areas.cbegin(), plan.areas.cend(), [&zone](const PlanArea &area) {
            return area.text.compare(zone.name, Qt::CaseInsensitive) == 0;
        });
        m_zones.push_back({zone.name, {}, -1, !zone.name.isEmpty() && !shown});
    }
    std::vector<GridEntry> entries;
    std::vector<float> radii;
    entries.reserve(static_cast<size_t>(store.count()));
    QHash<int, int> rowOfPlan;
    for (int i = 0; i < store.count(); ++i) {
        const PlanSeat *seat = store.seat(i);
        if (!seat) {
            continue;
        }
        const QPointF at = store.position(i);
        const double radius = store.radius(i);
        entries.push_back({static_cast<float>(at.x()), static_cast<float>(at.y()), static_cast<float>(radius), i});
        radii.push_back(static_cast<float>(radius));
        auto row = rowOfPlan.constFind(seat->rowIndex);
        if (row == rowOfPlan.constEnd()) {
            row = rowOfPlan.insert(seat->rowIndex, static_cast<int>(m_rows.size()));
            m_rows.push_back({seat->row, seat->zoneIndex, {}});
        }
        m_rows[static_cast<size_t>(row.value())].places.push_back(i);
        m_rowOf[static_cast<size_t>(i)] = row.value();
        if (seat->zoneIndex >= 0 && seat->zoneIndex < static_cast<int>(m_zones.size())) {
            SeatZone &zone = m_zones[static_cast<size_t>(seat->zoneIndex)];
            zone.bounds |= QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
            zone.firstPlace = zone.firstPlace < 0 ? i : zone.firstPlace;
        }
    }
    if (!radii.empty()) {
        const auto middle = radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2);
        std::nth_element(radii.begin(), middle, radii.end());
        m_typicalRadius = std::clamp<double>(*middle, 0.01, 1e5);
    }
    m_grid = GridIndex(std::move(entries));
}

void SeatMapLayout::orderRows(const PlaceStore &store)
{
    for (SeatRow &row : m_rows) {
        orderRow(store, row.places);
        for (size_t step = 0; step < row.places.size(); ++step) {
            m_stepInRow[static_cast<size_t>(row.places[step])] = static_cast<int>(step);
        }
    }
}

void SeatMapLayout::placeRowLabels(const PlaceStore &store)
{
    // Blocks side by side name their rows in the same gap: the second name would lie on the first.
    const double apart = 1.6 * m_typicalRadius;
    QMultiHash<QPair<int, int>, QPointF> taken;
    const auto isTaken = [&taken, apart](const QPointF &spot) {
        const QPair<int, int> cell(qRound(spot.x() / apart), qRound(spot.y() / apart));
        for (int step = 0; step < 9; ++step) {
            const auto [first, last] =
                std::as_const(taken).equal_range({cell.first + step % 3 - 1, cell.second + step / 3 - 1});
            const auto isNear = [&spot, apart](const QPointF &other) {
                return std::hypot(other.x() - spot.x(), other.y() - spot.y()) < apart;
            };
            if (std::any_of(first, last, isNear)) {
                return true;
            }
        }
        taken.insert(cell, spot);
        return false;
    };
    const auto place = [this, &store, &isTaken](const SeatRow &row, int end, int inner) {
        const QPointF at = store.position(end);
        QPointF away = at - store.position(inner);
        const double length = std::hypot(away.x(), away.y());
        away = length > 1e-6 ? away / length : QPointF(-1, 0);
        const double radius = std::max<double>(store.radius(end), 0.01);
        const QPointF spot = at + away * radius * 2.3;
        if (m_grid.at(spot, radius * 0.6) < 0 && !isTaken(spot)) {
            m_rowLabels.push_back({spot, row.label});
        }
    };
    for (const SeatRow &row : m_rows) {
        if (row.label.isEmpty()) {
            continue;
        }
        const size_t last = row.places.size() - 1;
        place(row, row.places[0], row.places[std::min<size_t>(1, last)]);
        if (last > 0) {
            place(row, row.places[last], row.places[last - 1]);
        }
    }
}

void SeatMapLayout::measureAreas(const SeatPlan &plan)
{
    m_bounds = m_grid.bounds();
    std::vector<int> filled; // the latest ones are on top
    for (qsizetype i = 0; i < plan.areas.size(); ++i) {
        const PlanArea &area = plan.areas[i];
        if (!area.color.isEmpty() && area.shape != AreaShape::Text) {
            filled.push_back(static_cast<int>(i));
        }
        m_groundOfWords.push_back(area.text.isEmpty() ? -1 : groundOf(area, plan, filled));
        const QRectF bounds = placing(area).mapRect(shapeBounds(area).united(textBounds(area)));
        m_areaBounds.push_back(bounds);
        m_bounds |= bounds;
    }
    if (m_bounds.isEmpty() && !plan.size.isEmpty()) {
        m_bounds = QRectF(QPointF(), plan.size);
    }
}

int SeatMapLayout::zoneOf(int place) const
{
    const int row = rowOf(place);
    return row < 0 ? -1 : m_rows[static_cast<size_t>(row)].zone;
}

int SeatMapLayout::zoneAt(const QPointF &world) const
{
    if (const int near = m_grid.at(world, 2 * m_typicalRadius); near >= 0) {
        return zoneOf(near);
    }
    int found = -1;
    double smallest = 0;
    for (size_t i = 0; i < m_zones.size(); ++i) {
        const QRectF &bounds = m_zones[i].bounds;
        const double size = bounds.width() * bounds.height();
        if (bounds.contains(world) && (found < 0 || size < smallest)) {
            found = static_cast<int>(i);
            smallest = size;
        }
    }
    return found;
}

} // namespace foyer
