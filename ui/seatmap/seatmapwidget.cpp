// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmapwidget.h"

#include "ui/seatmap/colormath.h"
#include "ui/seatmap/seatmapaccessible.h"
#include "ui/seatmap/seatwalk.h"
#include "ui/seatmap/seatwords.h"

#include <QtGui/QAccessible>
#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QNativeGestureEvent>
#include <QtGui/QPainter>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QGestureEvent>
#include <QtWidgets/QPinchGesture>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace foyer {

namespace {

constexpr double largestRadius = 24;  // pixels of a usual seat at the largest zoom
constexpr double readableRadius = 13; // "find a seat" zooms in at least this far
constexpr double zoomStep = 1.35;
constexpr double hitSlack = 2; // pixels around a seat that still count as the seat

} // namespace

SeatMapWidget::SeatMapWidget(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    installSeatMapAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Seat map"));
    m_minimapView.setMargin(6);
    connect(&theme, &Theme::changed, this, &SeatMapWidget::takeTheme);
    takeTheme();
    takeStore();
}

void SeatMapWidget::setStore(PlaceStore *store)
{
    if (m_store == store) {
        return;
    }
    if (m_store) {
        m_store->disconnect(this);
    }
    m_store = store;
    if (store) {
        connect(store, &PlaceStore::wasReset, this, &SeatMapWidget::takeStore);
        connect(store, &PlaceStore::changed, this, &SeatMapWidget::showChanges);
        connect(store, &QObject::destroyed, this, [this] { takeStore(); });
    }
    takeStore();
}

void SeatMapWidget::takeStore()
{
    m_layout = m_store ? SeatMapLayout(*m_store) : SeatMapLayout();
    const double maxScale = largestRadius / m_layout.typicalRadius();
    m_viewport.setWorld(m_layout.bounds(), maxScale);
    m_minimapView.setWorld(m_layout.bounds(), maxScale);
    m_cursor = -1;
    m_drag = Drag::None;
    setHovered(-1);
    setSettings(-1);
    viewMoved();
}

void SeatMapWidget::takeTheme()
{
    setSettings(litTier());
}

void SeatMapWidget::setSettings(int litTier)
{
    SeatMapSettings settings{m_theme.colors(), font(), litTier, true};
    m_cache.setSettings(settings);
    settings.words = false;
    m_minimap.setSettings(settings);
    update();
}

void SeatMapWidget::setLitTier(int tier)
{
    if (tier != litTier()) {
        setSettings(tier);
    }
}

void SeatMapWidget::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
}

void SeatMapWidget::showChanges(const QVector<int> &places)
{
    const double dpr = devicePixelRatioF();
    m_minimap.invalidatePlaces(places, *m_store);
    const QRegion region = m_cache.invalidatePlaces(places, *m_store);
    if (region.rectCount() > 100) {
        update();
    } else {
        for (const QRect &rect : region) {
            update(QRectF(QPointF(rect.topLeft()) / dpr, QSizeF(rect.size()) / dpr).toAlignedRect());
        }
    }
    if (hasMinimap()) {
        update(minimapRect());
    }
    if (m_cursor >= 0 && places.contains(m_cursor)) {
        announceSeat(*this, m_cursor, SeatNews::Changed);
    }
}

void SeatMapWidget::viewMoved()
{
    update();
    Q_EMIT viewChanged();
}

int SeatMapWidget::placeAt(const QPointF &pos) const
{
    if (hasMinimap() && minimapRect().contains(pos.toPoint())) {
        return -1;
    }
    return m_layout.grid().at(m_viewport.toWorld(pos), hitSlack / m_viewport.scale());
}

QRect SeatMapWidget::placeRect(int place) const
{
    if (!m_store || place < 0 || place >= m_store->count() || m_store->isStanding(place)) {
        return {};
    }
    const double radius = m_store->radius(place);
    const QPointF at = m_store->position(place);
    return m_viewport.toScreen(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)).toAlignedRect();
}

void SeatMapWidget::activatePlace(int place)
{
    if (!m_readOnly && !placeRect(place).isNull()) {
        Q_EMIT placeActivated(place);
    }
}

void SeatMapWidget::setHovered(int place)
{
    if (place == m_hovered) {
        return;
    }
    update(ringRect(m_hovered));
    m_hovered = place;
    update(ringRect(m_hovered));
    Q_EMIT hovered(place);
}

void SeatMapWidget::moveCursor(int place)
{
    if (place == m_cursor) {
        return;
    }
    update(ringRect(m_cursor));
    m_cursor = place;
    update(ringRect(m_cursor));
    announceSeat(*this, place, SeatNews::Focused);
    Q_EMIT cursorMoved(place);
}

void SeatMapWidget::setCursorPlace(int place)
{
    if (placeRect(place).isNull()) {
        return;
    }
    const double room = 3 * m_store->radius(place);
    const QPointF at = m_store->position(place);
    const QPointF before = m_viewport.offset();
    m_viewport.reveal(QRectF(at.x() - room, at.y() - room, 2 * room, 2 * room));
    if (m_viewport.offset() != before) {
        viewMoved();
    }
    moveCursor(place);
}

void SeatMapWidget::showPlaces(const QVector<int> &places)
{
    QRectF around;
    int first = -1;
    for (const int place : places) {
        if (placeRect(place).isNull()) {
            continue;
        }
        first = first < 0 ? place : first;
        const double room = 6 * m_store->radius(place);
        const QPointF at = m_store->position(place);
        around |= QRectF(at.x() - room, at.y() - room, 2 * room, 2 * room);
    }
    if (first < 0) {
        return;
    }
    const double wanted = readableRadius / m_layout.typicalRadius();
    const QRectF seen = m_viewport.visible();
    if (m_viewport.scale() < wanted || !seen.contains(around)) {
        m_viewport.zoomTo(around);
        // Two seats would fill the window, a whole house would stay dots: neither is what was asked for.
        m_viewport.zoomAt(QPointF(width() / 2.0, height() / 2.0),
                          std::min(1.0, std::max(wanted * 1.2, m_viewport.fitScale()) / m_viewport.scale()));
        viewMoved();
    }
    setCursorPlace(first);
}

void SeatMapWidget::zoomBy(const QPointF &anchor, double factor)
{
    m_viewport.zoomAt(anchor, factor);
    viewMoved();
}

void SeatMapWidget::zoomIn()
{
    const QRect cursor = placeRect(m_cursor);
    zoomBy(cursor.isNull() ? QPointF(width() / 2.0, height() / 2.0) : QRectF(cursor).center(), zoomStep);
}

void SeatMapWidget::zoomOut()
{
    zoomBy(QPointF(width() / 2.0, height() / 2.0), 1 / zoomStep);
}

void SeatMapWidget::fitAll()
{
    m_viewport.fit();
    viewMoved();
}

void SeatMapWidget::zoomToZone(int zone)
{
    if (zone < 0 || zone >= static_cast<int>(m_layout.zones().size())) {
        return;
    }
    m_viewport.zoomTo(m_layout.zones()[static_cast<size_t>(zone)].bounds);
    viewMoved();
}

void SeatMapWidget::zoomZoneAt(const QPointF &pos)
{
    const double before = m_viewport.scale();
    const QPointF world = m_viewport.toWorld(pos);
    const int zone = m_layout.zoneAt(world);
    Viewport wanted = m_viewport;
    if (zone >= 0) {
        wanted.zoomTo(m_layout.zones()[static_cast<size_t>(zone)].bounds);
    }
    // Many plans put the whole house into one zone: then the zone is no answer.
    if (wanted.scale() < before * 1.3) {
        wanted = m_viewport;
        wanted.zoomAt(pos, 2.5);
    }
    m_viewport = wanted;
    viewMoved();
}

bool SeatMapWidget::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ToolTip:
        showToolTip(static_cast<QHelpEvent *>(event));
        return true;
    case QEvent::Gesture:
        return pinch(static_cast<QGestureEvent *>(event));
    case QEvent::NativeGesture: {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomBy(gesture->position(), 1 + gesture->value());
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QWidget::event(event);
}

bool SeatMapWidget::pinch(QGestureEvent *event)
{
    const auto *gesture = static_cast<QPinchGesture *>(event->gesture(Qt::PinchGesture));
    if (!gesture) {
        return false;
    }
    if (gesture->changeFlags() & QPinchGesture::ScaleFactorChanged) {
        zoomBy(mapFromGlobal(gesture->centerPoint()), gesture->scaleFactor());
    }
    return true;
}

void SeatMapWidget::showToolTip(const QHelpEvent *event)
{
    const int place = placeAt(event->pos());
    if (place < 0 || !m_store) {
        QToolTip::hideText();
        return;
    }
    QToolTip::showText(event->globalPos(), toolTipWords(*m_store, place, locale()), this,
                       placeRect(place).adjusted(-2, -2, 2, 2));
}

void SeatMapWidget::resizeEvent(QResizeEvent *)
{
    m_viewport.setView(size(), devicePixelRatioF());
    viewMoved();
}

void SeatMapWidget::wheelEvent(QWheelEvent *event)
{
    const QPoint pixels = event->pixelDelta();
    const double turned = event->angleDelta().y() != 0 ? event->angleDelta().y() : pixels.y();
    if (turned != 0.0) {
        zoomBy(event->position(), std::pow(zoomStep, std::clamp(turned, -600.0, 600.0) / 120));
        setHovered(placeAt(event->position()));
    }
    event->accept();
}

void SeatMapWidget::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        event->ignore();
        return;
    }
    m_pressed = event->position();
    m_lastPos = m_pressed;
    if (hasMinimap() && minimapRect().contains(m_pressed.toPoint())) {
        m_drag = Drag::Minimap;
        panByMinimap(m_pressed);
    } else {
        m_drag = event->button() == Qt::LeftButton ? Drag::Pending : Drag::Pan;
    }
}

void SeatMapWidget::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF pos = event->position();
    switch (m_drag) {
    case Drag::None:
        setHovered(placeAt(pos));
        return;
    case Drag::Pending:
        if ((pos - m_pressed).manhattanLength() < QApplication::startDragDistance()) {
            return;
        }
        m_drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
        setHovered(-1);
        break;
    case Drag::Pan:
        break;
    case Drag::Minimap:
        panByMinimap(pos);
        return;
    }
    const QPointF before = m_viewport.offset();
    m_viewport.panBy(pos - m_lastPos);
    m_lastPos = pos;
    if (m_viewport.offset() != before) {
        viewMoved();
    }
}

void SeatMapWidget::mouseReleaseEvent(QMouseEvent *event)
{
    const bool clicked = m_drag == Drag::Pending && event->button() == Qt::LeftButton;
    m_drag = Drag::None;
    unsetCursor();
    if (!clicked) {
        setHovered(placeAt(event->position()));
        return;
    }
    const int place = placeAt(event->position());
    if (place < 0) {
        return;
    }
    if (seatDetail(m_layout.typicalRadius() * m_viewport.scale()) == SeatDetail::Far) {
        // Dots are too small to be meant one by one: come closer first.
        zoomZoneAt(event->position());
        return;
    }
    moveCursor(place);
    activatePlace(place);
}

void SeatMapWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    // The second click on a seat must not undo the first; on a zone it zooms.
    if (event->button() == Qt::LeftButton && placeAt(event->position()) < 0 &&
        m_layout.zoneAt(m_viewport.toWorld(event->position())) >= 0) {
        zoomZoneAt(event->position());
    }
}

void SeatMapWidget::leaveEvent(QEvent *)
{
    setHovered(-1);
}

void SeatMapWidget::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        return;
    case Qt::Key_Minus:
        zoomOut();
        return;
    case Qt::Key_0:
        fitAll();
        return;
    case Qt::Key_Space:
    case Qt::Key_Enter:
    case Qt::Key_Return:
        if (m_cursor >= 0 && !event->isAutoRepeat()) {
            activatePlace(m_cursor);
            return;
        }
        break;
    default:
        if (!(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) && walk(event->key())) {
            return;
        }
        break;
    }
    QWidget::keyPressEvent(event);
}

bool SeatMapWidget::walk(int key)
{
    if (!m_store || m_layout.seatCount() == 0) {
        return false;
    }
    const auto step = [this, key]() -> int {
        switch (key) {
        case Qt::Key_Left:
            return walkFrom(m_cursor, WalkDirection::Left, *m_store, m_layout);
        case Qt::Key_Right:
            return walkFrom(m_cursor, WalkDirection::Right, *m_store, m_layout);
        case Qt::Key_Up:
            return walkFrom(m_cursor, WalkDirection::Up, *m_store, m_layout);
        case Qt::Key_Down:
            return walkFrom(m_cursor, WalkDirection::Down, *m_store, m_layout);
        case Qt::Key_Home:
            return rowEnd(m_cursor, false, m_layout);
        case Qt::Key_End:
            return rowEnd(m_cursor, true, m_layout);
        case Qt::Key_PageUp:
            return nextZone(m_cursor, false, m_layout);
        case Qt::Key_PageDown:
            return nextZone(m_cursor, true, m_layout);
        default:
            return -2;
        }
    };
    if (m_cursor < 0) {
        static constexpr std::array keys{Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,
                                         Qt::Key_Home, Qt::Key_End,   Qt::Key_PageUp, Qt::Key_PageDown};
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            return false;
        }
        setCursorPlace(startOfWalk(m_viewport.visible().center(), *m_store));
        return true;
    }
    const int place = step();
    if (place >= 0) {
        setCursorPlace(place);
    }
    return place >= -1; // an arrow at the edge stays here instead of moving the focus
}

void SeatMapWidget::focusInEvent(QFocusEvent *event)
{
    update();
    QWidget::focusInEvent(event);
    if (m_cursor >= 0) {
        announceSeat(*this, m_cursor, SeatNews::Focused);
    }
}

void SeatMapWidget::focusOutEvent(QFocusEvent *event)
{
    update();
    QWidget::focusOutEvent(event);
}

void SeatMapWidget::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange) {
        takeTheme();
    } else if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Seat map"));
    }
    QWidget::changeEvent(event);
}

} // namespace foyer
