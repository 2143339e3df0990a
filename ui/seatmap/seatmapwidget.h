// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/seatmap/seatmapcache.h"

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

class QGestureEvent;
class QHelpEvent;

namespace foyer {

/// The seat map on screen: zoom (wheel, pinch, + - 0, double click), pan (drag, minimap), hover, keyboard cursor,
/// tooltip. It shows what the store says and reports what a person wants; it never changes a place. `theme` and the
/// store outlive it or the store is set to null first; GUI thread.
///
/// Keys: arrows walk the seats, Home and End go to the ends of the row, PageUp and PageDown to another zone, Space,
/// Enter and Return activate.
class SeatMapWidget : public QWidget
{
    Q_OBJECT
public:
    explicit SeatMapWidget(const Theme &theme, QWidget *parent = nullptr);

    void setStore(PlaceStore *store);
    [[nodiscard]] PlaceStore *store() const { return m_store; }

    /// Lights the seats of one tier (index into tiers()) and dims the others; -1 lights all.
    void setLitTier(int tier);
    [[nodiscard]] int litTier() const { return m_cache.settings().litTier; }
    /// Nothing can be activated; looking and walking stay possible.
    void setReadOnly(bool readOnly);
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }

    /// The seat of the keyboard; -1 before the first walk.
    [[nodiscard]] int cursorPlace() const { return m_cursor; }
    /// Moves the keyboard's seat and brings it into sight; unknown and standing places are ignored.
    void setCursorPlace(int place);
    /// Zooms in far enough to read these seats and puts the cursor on the first one: "find a seat".
    void showPlaces(const QVector<int> &places);

    void zoomIn();
    void zoomOut();
    void fitAll();
    void zoomToZone(int zone);

    [[nodiscard]] const Viewport &viewport() const { return m_viewport; }
    [[nodiscard]] const SeatMapLayout &seatLayout() const { return m_layout; }
    /// The seat under a point of the widget, -1 for none.
    [[nodiscard]] int placeAt(const QPointF &pos) const;
    /// Where a place is on the widget; empty for a standing place.
    [[nodiscard]] QRect placeRect(int place) const;
    /// Does what a click on the seat does; also for assistive technology.
    void activatePlace(int place);

    [[nodiscard]] QSize sizeHint() const override { return {720, 480}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 160}; }

Q_SIGNALS:
    void placeActivated(
        int place); ///< clicked, or Space or Enter on the cursor; any state: the receiver decides what it means
    void hovered(int place); ///< -1 when the pointer left the seats
    void cursorMoved(int place);
    void viewChanged(); ///< zoomed or panned

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void takeTheme();
    void takeStore();
    void showChanges(const QVector<int> &places);
    void viewMoved();
    void setHovered(int place);
    void moveCursor(int place);
    bool walk(int key);
    void zoomBy(const QPointF &anchor, double factor);
    void zoomZoneAt(const QPointF &pos);
    bool pinch(QGestureEvent *event);
    void showToolTip(const QHelpEvent *event);
    void setSettings(int litTier);

    [[nodiscard]] bool hasMinimap() const;
    [[nodiscard]] QRect minimapRect() const;
    void panByMinimap(const QPointF &pos);
    void paintMinimap(QPainter &painter);
    void paintRing(QPainter &painter, int place, const QColor &color, double gap, double width) const;
    [[nodiscard]] QRect ringRect(int place) const;

    const Theme &m_theme;
    QPointer<PlaceStore> m_store;
    SeatMapLayout m_layout;
    Viewport m_viewport;
    Viewport m_minimapView;
    SeatMapCache m_cache;
    SeatMapCache m_minimap;
    int m_hovered = -1;
    int m_cursor = -1;
    bool m_readOnly = false;

    enum class Drag { None, Pending, Pan, Minimap };
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    QPointF m_lastPos;
};

} // namespace foyer
