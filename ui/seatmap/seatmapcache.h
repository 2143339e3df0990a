// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatmaprenderer.h"

#include <QtGui/QRegion>

namespace foyer {

/// The picture of a map as it was last seen. Panning moves it and draws the strips that came in; a changed seat draws
/// its own square; another scale or size draws everything. Holds neither store nor layout: the caller passes the same
/// ones until it calls invalidate().
class SeatMapCache
{
public:
    void setSettings(const SeatMapSettings &settings);
    [[nodiscard]] const SeatMapSettings &settings() const { return m_renderer.settings(); }
    /// Everything has to be drawn again.
    void invalidate();
    /// These places look different now. Returns what has to be brought to the screen after update(), in device pixels.
    QRegion invalidatePlaces(const QVector<int> &places, const PlaceStore &store);
    /// Brings the picture up to date for this view and draws what is missing.
    void update(const PlaceStore &store, const SeatMapLayout &layout, const Viewport &viewport);

    /// In device pixels; empty before the first update().
    [[nodiscard]] const QImage &image() const { return m_image; }
    /// What the last update() drew.
    [[nodiscard]] const QRegion &lastPainted() const { return m_painted; }

private:
    void scroll(const QPoint &by);

    SeatMapRenderer m_renderer;
    QImage m_image;
    Viewport m_viewport;
    QRegion m_dirty;
    QRegion m_painted;
    bool m_valid = false;
};

} // namespace foyer
