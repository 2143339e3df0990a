// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QPointF>
#include <QtCore/QRectF>

namespace foyer {

/// Which part of the plan is seen and how large: screen = world * scale + offset, never turned. Pure maths in logical
/// pixels. The offset lies on whole device pixels, so that a drawn picture can be moved instead of drawn again. Every
/// setter clamps: the plan can not be lost, the scale stays between "all of it" and maxScale. A view that shows all of
/// it keeps doing so when it is resized.
class Viewport
{
public:
    /// `bounds` of the plan; an empty or infinite one becomes a small default. `maxScale` is pixels per plan unit.
    void setWorld(const QRectF &bounds, double maxScale);
    void setView(const QSizeF &size, double devicePixelRatio);
    /// Free pixels kept around the plan; 24 unless told.
    void setMargin(double pixels);

    void fit();
    /// Keeps the point of the plan under `anchor` (screen) where it is, as far as clamping allows.
    void zoomAt(const QPointF &anchor, double factor);
    /// Shows `rect` (world) as large as possible.
    void zoomTo(const QRectF &rect);
    /// Moves the plan by `delta` on the screen.
    void panBy(const QPointF &delta);
    void centreOn(const QPointF &world);
    /// Pans as little as possible so that `rect` (world) is inside the view.
    void reveal(const QRectF &rect);

    [[nodiscard]] double scale() const { return m_scale; }
    [[nodiscard]] QPointF offset() const { return m_offset; }
    [[nodiscard]] double fitScale() const { return m_fitScale; }
    [[nodiscard]] double maxScale() const;
    [[nodiscard]] bool isFit() const { return m_fitted; }
    [[nodiscard]] QSizeF view() const { return m_view; }
    [[nodiscard]] double devicePixelRatio() const { return m_dpr; }
    [[nodiscard]] QRectF world() const { return m_world; }

    [[nodiscard]] QPointF toScreen(const QPointF &world) const { return world * m_scale + m_offset; }
    [[nodiscard]] QPointF toWorld(const QPointF &screen) const { return (screen - m_offset) / m_scale; }
    [[nodiscard]] QRectF toScreen(const QRectF &world) const
    {
        return {toScreen(world.topLeft()), world.size() * m_scale};
    }
    [[nodiscard]] QRectF toWorld(const QRectF &screen) const
    {
        return {toWorld(screen.topLeft()), screen.size() / m_scale};
    }
    /// The part of the world that the view shows.
    [[nodiscard]] QRectF visible() const { return toWorld(QRectF(QPointF(), m_view)); }

private:
    void measure();
    void clamp();
    [[nodiscard]] double clampedScale(double scale) const;

    QRectF m_world{0, 0, 100, 100};
    QSizeF m_view{100, 100};
    QPointF m_offset;
    double m_dpr = 1;
    double m_margin = 24;
    double m_scale = 1;
    double m_fitScale = 1;
    double m_maxScale = 1;
    bool m_fitted = true;
};

} // namespace foyer
