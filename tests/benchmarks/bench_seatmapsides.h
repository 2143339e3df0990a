// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/seatmap/samplehouse.h"
#include "ui/widgets/theme.h"

#include <memory>

namespace foyer {

/// One way to show the same house in a window of 1600 x 1000. Every step leaves the new pixels in the window's picture
/// before it returns, so that the time it takes is the time until they can be seen.
class SeatMapSide
{
public:
    SeatMapSide() = default;
    SeatMapSide(const SeatMapSide &) = delete;
    SeatMapSide &operator=(const SeatMapSide &) = delete;
    virtual ~SeatMapSide() = default;

    /// Takes the house and its states and derives everything that questions and painting need.
    virtual void load(const SampleHouse &house, const QByteArray &states) = 0;
    /// Not measured: leaves the view of the whole house, so that the next repaintAll() has to draw it again.
    virtual void leaveFit() = 0;
    virtual void repaintAll() = 0;
    /// Not measured: a view in which seats can be told apart and the house does not fit.
    virtual void comeNear() = 0;
    virtual void panBy(int pixels) = 0;
    virtual void changeSeat(int place, PlaceState state) = 0;
    [[nodiscard]] virtual int seatAt(const QPointF &pos) const = 0;
    /// Where a seat is in the window.
    [[nodiscard]] virtual QPointF positionOf(int place) const = 0;
    /// Pixels painted since the last question: a step that painted nothing measured nothing.
    [[nodiscard]] virtual qint64 takePaintedPixels() = 0;
};

std::unique_ptr<SeatMapSide> makeMapSide(const Theme &theme);
/// QGraphicsScene and QGraphicsView as their documentation shows them: one ellipse item per seat.
std::unique_ptr<SeatMapSide> makeItemsSide(const Theme &theme);

} // namespace foyer
