// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour/hands.h"

#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QApplication>

namespace foyer {

namespace {

void sendMouse(QWidget *widget, QEvent::Type type, const QPoint &pos, Qt::MouseButton button, Qt::MouseButtons buttons)
{
    QMouseEvent event(type, pos, widget->mapToGlobal(pos), button, buttons, Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

} // namespace

bool Hands::canUse(const char *name) const
{
    const QWidget *widget = see(name);
    return widget && widget->isEnabled();
}

QString Hands::textOf(const char *name) const
{
    const QWidget *widget = see(name);
    return widget ? widget->property("text").toString() : QString();
}

void Hands::click(QWidget *widget) const
{
    clickAt(widget, widget->rect().center());
}

void Hands::clickAt(QWidget *widget, const QPoint &pos) const
{
    sendMouse(widget, QEvent::MouseButtonPress, pos, Qt::LeftButton, Qt::LeftButton);
    sendMouse(widget, QEvent::MouseButtonRelease, pos, Qt::LeftButton, Qt::NoButton);
}

void Hands::point(QWidget *widget, const QPoint &pos) const
{
    sendMouse(widget, QEvent::MouseMove, pos, Qt::NoButton, Qt::NoButton);
}

void Hands::type(QWidget *widget, const QString &text) const
{
    widget->setFocus(Qt::TabFocusReason);
    for (const QChar c : text) {
        QKeyEvent down(QEvent::KeyPress, c.toUpper().unicode(), Qt::NoModifier, QString(c));
        QApplication::sendEvent(widget, &down);
        QKeyEvent up(QEvent::KeyRelease, c.toUpper().unicode(), Qt::NoModifier, QString(c));
        QApplication::sendEvent(widget, &up);
    }
}

void Hands::press(QWidget *widget, int key) const
{
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier);
    QApplication::sendEvent(widget, &down);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier);
    QApplication::sendEvent(widget, &up);
}

bool Hands::command(const char *id) const
{
    QAction *action = m_window.findChild<QAction *>(QLatin1String(id));
    if (!action || !action->isEnabled())
        return false;
    action->trigger();
    return true;
}

} // namespace foyer
