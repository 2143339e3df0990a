// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmapcache.h"

#include <cmath>
#include <cstdlib>
#include <cstring>

namespace foyer {

namespace {

constexpr int manyPlaces = 400; // from here one pass over everything is cheaper than as many small ones

bool sameView(const Viewport &a, const Viewport &b)
{
    // Exact on purpose: the same view has the same bits.
    return std::equal_to<>()(a.scale(), b.scale()) && std::equal_to<>()(a.devicePixelRatio(), b.devicePixelRatio()) &&
           a.view() == b.view();
}

QSize deviceSize(const Viewport &viewport)
{
    return {static_cast<int>(std::lround(viewport.view().width() * viewport.devicePixelRatio())),
            static_cast<int>(std::lround(viewport.view().height() * viewport.devicePixelRatio()))};
}

} // namespace

void SeatMapCache::setSettings(const SeatMapSettings &settings)
{
    m_renderer.setSettings(settings);
    m_valid = false;
}

void SeatMapCache::invalidate()
{
    m_valid = false;
}

QRegion SeatMapCache::invalidatePlaces(const QVector<int> &places, const PlaceStore &store)
{
    if (!m_valid || places.size() > manyPlaces) {
        m_valid = false;
        return m_image.rect();
    }
    QRegion region;
    for (const int place : places) {
        const QRect rect = SeatMapRenderer::placeRect(place, store, m_viewport) & m_image.rect();
        if (!rect.isEmpty()) {
            region |= rect;
        }
    }
    m_dirty |= region;
    return region;
}

void SeatMapCache::update(const PlaceStore &store, const SeatMapLayout &layout, const Viewport &viewport)
{
    const QSize size = deviceSize(viewport);
    if (m_image.size() != size) {
        m_image = QImage(size, QImage::Format_RGB32);
        m_valid = false;
    }
    if (m_valid && sameView(m_viewport, viewport)) {
        const QPointF moved = (viewport.offset() - m_viewport.offset()) * viewport.devicePixelRatio();
        scroll({static_cast<int>(std::lround(moved.x())), static_cast<int>(std::lround(moved.y()))});
    } else {
        m_dirty = m_image.rect();
    }
    m_viewport = viewport;
    m_valid = true;
    for (const QRect &part : m_dirty) {
        m_renderer.paint(m_image, part, store, layout, viewport);
    }
    m_painted = m_dirty;
    m_dirty = QRegion();
}

void SeatMapCache::scroll(const QPoint &by)
{
    if (by.isNull()) {
        return;
    }
    const QRect all = m_image.rect();
    const QRect kept = all.translated(by) & all; // where the old pixels go
    if (kept.isEmpty()) {
        m_dirty = all;
        return;
    }
    const QRect from = kept.translated(-by);
    uchar *bits = m_image.bits();
    const qsizetype line = m_image.bytesPerLine();
    const auto bytes = static_cast<size_t>(kept.width()) * 4;
    const bool upwards = by.y() <= 0;
    for (int i = 0; i < kept.height(); ++i) {
        const int y = upwards ? i : kept.height() - 1 - i; // never over lines that are still to be read
        std::memmove(bits + (kept.top() + y) * line + kept.left() * 4, bits + (from.top() + y) * line + from.left() * 4,
                     bytes);
    }
    m_dirty.translate(by);
    m_dirty = (m_dirty & all) | (QRegion(all) - QRegion(kept));
}

} // namespace foyer
