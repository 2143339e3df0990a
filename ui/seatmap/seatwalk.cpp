// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatwalk.h"

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

QPointF unit(WalkDirection direction)
{
    switch (direction) {
    case WalkDirection::Left:
        return {-1, 0};
    case WalkDirection::Right:
        return {1, 0};
    case WalkDirection::Up:
        return {0, -1};
    case WalkDirection::Down:
        return {0, 1};
    }
    return {};
}

/// How far `step` goes along the direction, and how far beside it.
struct Projection
{
    double along;
    double beside;
};

Projection project(const QPointF &step, const QPointF &direction)
{
    return {QPointF::dotProduct(step, direction), std::abs(step.x() * direction.y() - step.y() * direction.x())};
}

int neighbourInRow(int place, const QPointF &direction, const PlaceStore &store, const SeatMapLayout &layout)
{
    const int row = layout.rowOf(place);
    if (row < 0) {
        return -1;
    }
    const std::vector<int> &places = layout.rows()[static_cast<size_t>(row)].places;
    const int step = layout.stepInRow(place);
    for (const int other : {step - 1, step + 1}) {
        if (other < 0 || other >= static_cast<int>(places.size())) {
            continue;
        }
        const int neighbour = places[static_cast<size_t>(other)];
        const Projection p = project(store.position(neighbour) - store.position(place), direction);
        if (p.along > 0 && p.along >= p.beside) {
            return neighbour;
        }
    }
    return -1;
}

/// Looks in growing squares, so that the answer does not cost a pass over the whole house.
int nearestInDirection(int place, const QPointF &direction, const PlaceStore &store, const SeatMapLayout &layout)
{
    const QPointF from = store.position(place);
    const QRectF bounds = layout.grid().bounds();
    const double furthest = bounds.width() + bounds.height();
    const double slightest = 0.2 * layout.typicalRadius(); // less is the same line
    std::vector<int> candidates;
    for (double reach = 6 * layout.typicalRadius();; reach *= 2) {
        candidates.clear();
        layout.grid().inRect(QRectF(from.x() - reach, from.y() - reach, 2 * reach, 2 * reach), candidates);
        int best = -1;
        double bestScore = 0;
        for (const int candidate : candidates) {
            const Projection p = project(store.position(candidate) - from, direction);
            if (candidate == place || p.along < slightest || p.beside > 2.5 * p.along) {
                continue;
            }
            const double score = p.along + 1.5 * p.beside;
            if (best < 0 || score < bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        // A better one can only lie outside the square when the score is larger than its half side.
        if (best >= 0 && (bestScore <= reach || reach > furthest)) {
            return best;
        }
        if (reach > furthest) {
            return -1;
        }
    }
}

} // namespace

int walkFrom(int place, WalkDirection direction, const PlaceStore &store, const SeatMapLayout &layout)
{
    if (place < 0 || place >= store.count() || store.isStanding(place)) {
        return -1;
    }
    const QPointF towards = unit(direction);
    const int neighbour = neighbourInRow(place, towards, store, layout);
    return neighbour >= 0 ? neighbour : nearestInDirection(place, towards, store, layout);
}

int rowEnd(int place, bool last, const SeatMapLayout &layout)
{
    const int row = layout.rowOf(place);
    if (row < 0) {
        return -1;
    }
    const std::vector<int> &places = layout.rows()[static_cast<size_t>(row)].places;
    return last ? places.back() : places.front();
}

int nextZone(int place, bool forward, const SeatMapLayout &layout)
{
    const auto count = static_cast<int>(layout.zones().size());
    const int zone = layout.zoneOf(place);
    if (zone < 0) {
        return place;
    }
    for (int i = 1; i <= count; ++i) {
        const int other = (zone + (forward ? i : count - i) + count) % count;
        const int first = layout.zones()[static_cast<size_t>(other)].firstPlace;
        if (other != zone && first >= 0) {
            return first;
        }
    }
    return place;
}

int startOfWalk(const QPointF &world, const PlaceStore &store)
{
    int nearest = -1;
    int nearestFree = -1;
    double distance = 0;
    double freeDistance = 0;
    for (int i = 0; i < store.count(); ++i) {
        if (store.isStanding(i)) {
            continue;
        }
        const QPointF step = store.position(i) - world;
        const double d = std::hypot(step.x(), step.y());
        if (nearest < 0 || d < distance) {
            nearest = i;
            distance = d;
        }
        if (store.state(i) == PlaceState::Free && (nearestFree < 0 || d < freeDistance)) {
            nearestFree = i;
            freeDistance = d;
        }
    }
    return nearestFree >= 0 ? nearestFree : nearest;
}

} // namespace foyer
