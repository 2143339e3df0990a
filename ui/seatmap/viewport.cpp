// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/viewport.h"

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

bool isUsable(const QRectF &rect)
{
    return std::isfinite(rect.x()) && std::isfinite(rect.y()) && std::isfinite(rect.width()) &&
           std::isfinite(rect.height());
}

/// In a window smaller than its margins the plan would have no room to be seen in.
double usableMargin(double margin, double length)
{
    return std::min(margin, length / 4);
}

/// One axis: the offset that keeps `from`..`to` (world) in sight of a view of `length` pixels.
double clampedOffset(double offset, double scale, double from, double to, double length, double wanted)
{
    const double margin = usableMargin(wanted, length);
    const double first = from * scale;
    const double last = to * scale;
    const double room = length - 2 * margin;
    if (last - first <= room) {
        return (length - first - last) / 2;
    }
    return std::clamp(offset, length - margin - last, margin - first);
}

} // namespace

void Viewport::setWorld(const QRectF &bounds, double maxScale)
{
    m_world = isUsable(bounds) ? bounds.normalized() : QRectF(0, 0, 100, 100);
    // Everything on one point or one line is a plan too.
    if (m_world.width() < 1) {
        m_world.adjust(-0.5, 0, 0.5, 0);
    }
    if (m_world.height() < 1) {
        m_world.adjust(0, -0.5, 0, 0.5);
    }
    m_maxScale = std::isfinite(maxScale) && maxScale > 0 ? maxScale : 1;
    fit();
}

void Viewport::setView(const QSizeF &size, double devicePixelRatio)
{
    const QPointF centre = toWorld(QPointF(m_view.width() / 2, m_view.height() / 2));
    m_view = size.expandedTo(QSizeF(1, 1));
    m_dpr = devicePixelRatio > 0 ? devicePixelRatio : 1;
    if (m_fitted) {
        fit();
        return;
    }
    measure();
    m_scale = clampedScale(m_scale);
    centreOn(centre);
}

void Viewport::setMargin(double pixels)
{
    m_margin = std::max(pixels, 0.0);
    setView(m_view, m_dpr);
}

void Viewport::measure()
{
    const double width = std::max(m_view.width() - 2 * usableMargin(m_margin, m_view.width()), 1.0);
    const double height = std::max(m_view.height() - 2 * usableMargin(m_margin, m_view.height()), 1.0);
    // A plan of ten seats is not blown up to fill the window.
    m_fitScale = std::min({width / m_world.width(), height / m_world.height(), m_maxScale});
}

double Viewport::maxScale() const
{
    return std::max(m_maxScale, m_fitScale);
}

double Viewport::clampedScale(double scale) const
{
    return std::isfinite(scale) ? std::clamp(scale, m_fitScale, maxScale()) : m_fitScale;
}

void Viewport::fit()
{
    measure();
    m_scale = m_fitScale;
    m_fitted = true;
    clamp();
}

void Viewport::zoomAt(const QPointF &anchor, double factor)
{
    const QPointF kept = toWorld(anchor);
    m_scale = clampedScale(m_scale * factor);
    m_fitted = m_scale <= m_fitScale;
    m_offset = anchor - kept * m_scale;
    clamp();
}

void Viewport::zoomTo(const QRectF &rect)
{
    if (!isUsable(rect)) {
        return;
    }
    const double width = std::max(m_view.width() - 2 * usableMargin(m_margin, m_view.width()), 1.0);
    const double height = std::max(m_view.height() - 2 * usableMargin(m_margin, m_view.height()), 1.0);
    m_scale = clampedScale(std::min(width / std::max(rect.width(), 1e-6), height / std::max(rect.height(), 1e-6)));
    m_fitted = m_scale <= m_fitScale;
    centreOn(rect.center());
}

void Viewport::panBy(const QPointF &delta)
{
    m_offset += delta;
    clamp();
}

void Viewport::centreOn(const QPointF &world)
{
    m_offset = QPointF(m_view.width() / 2, m_view.height() / 2) - world * m_scale;
    clamp();
}

void Viewport::reveal(const QRectF &rect)
{
    const QRectF seen = toScreen(rect);
    const auto shift = [this](double from, double to, double length) {
        const double margin = usableMargin(m_margin, length);
        if (from < margin) {
            return margin - from;
        }
        return to > length - margin ? length - margin - to : 0.0;
    };
    panBy({shift(seen.left(), seen.right(), m_view.width()), shift(seen.top(), seen.bottom(), m_view.height())});
}

void Viewport::clamp()
{
    m_offset.setX(clampedOffset(m_offset.x(), m_scale, m_world.left(), m_world.right(), m_view.width(), m_margin));
    m_offset.setY(clampedOffset(m_offset.y(), m_scale, m_world.top(), m_world.bottom(), m_view.height(), m_margin));
    m_offset = QPointF(std::round(m_offset.x() * m_dpr) / m_dpr, std::round(m_offset.y() * m_dpr) / m_dpr);
}

} // namespace foyer
