// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatmapaccessible.h"

#include "ui/seatmap/seatmapwidget.h"
#include "ui/seatmap/seatwords.h"

#include <QtCore/QHash>
#include <QtGui/QAccessible>
#include <QtWidgets/QAccessibleWidget>

namespace foyer {

namespace {

/// One seat: no QObject of its own, it asks the map each time.
class SeatAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    SeatAccessible(SeatMapWidget *map, int place) : m_map(map), m_place(place) {}

    bool isValid() const override { return m_map && m_map->store() && m_place < m_map->store()->count(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_map ? m_map->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_map.data()); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Button; }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) {
            return {};
        }
        return kind == QAccessible::Name ? spokenWords(*m_map->store(), m_place, m_map->locale()) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}

    QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRect local = m_map->placeRect(m_place);
        return {m_map->mapToGlobal(local.topLeft()), local.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focused = m_map->hasFocus() && m_map->cursorPlace() == m_place;
        state.checkable = true;
        state.checked = m_map->store()->isMine(m_place);
        state.offscreen = !m_map->rect().intersects(m_map->placeRect(m_place));
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString &action) override
    {
        if (!isValid()) {
            return;
        }
        if (action == setFocusAction()) {
            m_map->setFocus();
            m_map->setCursorPlace(m_place);
        } else if (action == pressAction()) {
            m_map->activatePlace(m_place);
        }
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<SeatMapWidget> m_map;
    int m_place;
};

/// The map: one child per place, made when somebody asks for it and kept as long as the map.
class SeatMapAccessible : public QAccessibleWidget
{
public:
    explicit SeatMapAccessible(SeatMapWidget *map) : QAccessibleWidget(map, QAccessible::List) {}
    ~SeatMapAccessible() override
    {
        for (const QAccessible::Id id : std::as_const(m_seats)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override { return map()->store() ? map()->store()->count() : 0; }
    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount()) {
            return nullptr;
        }
        const auto known = m_seats.constFind(index);
        if (known != m_seats.constEnd()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto *seat = new SeatAccessible(map(), index);
        m_seats.insert(index, QAccessible::registerAccessibleInterface(seat));
        return seat;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (auto it = m_seats.constBegin(); it != m_seats.constEnd(); ++it) {
            if (QAccessible::accessibleInterface(it.value()) == child) {
                return it.key();
            }
        }
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(map()->placeAt(map()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface *focusChild() const override
    {
        return map()->hasFocus() ? child(map()->cursorPlace()) : nullptr;
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value && map()->store() && map()->cursorPlace() >= 0) {
            return spokenWords(*map()->store(), map()->cursorPlace(), map()->locale());
        }
        return QAccessibleWidget::text(kind);
    }

private:
    SeatMapWidget *map() const { return static_cast<SeatMapWidget *>(widget()); }

    mutable QHash<int, QAccessible::Id> m_seats;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    Q_UNUSED(className)
    auto *map = qobject_cast<SeatMapWidget *>(object);
    return map ? new SeatMapAccessible(map) : nullptr;
}

} // namespace

void installSeatMapAccessibility()
{
    QAccessible::installFactory(makeInterface); // the same function twice is kept once
}

void announceSeat(SeatMapWidget &map, int place, SeatNews news)
{
    if (!QAccessible::isActive() || place < 0) {
        return;
    }
    QAccessibleEvent event(&map, news == SeatNews::Focused ? QAccessible::Focus : QAccessible::NameChanged);
    event.setChild(place);
    QAccessible::updateAccessibility(&event);
}

} // namespace foyer
