// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace foyer {

/// What a person does with the real widgets of one window: looks for them by object name, clicks and types. Everything goes through Qt's events, so that whatever
/// is hidden, disabled or covered by another page can not be used. GUI thread.
class Hands
{
public:
    explicit Hands(QWidget &window) : m_window(window) {}

    /// The visible widget of this name; nullptr when there is none in sight.
    template <class W = QWidget>
    [[nodiscard]] W *see(const char *name) const
    {
        const auto found = m_window.findChildren<W *>(QLatin1String(name));
        for (W *widget : found) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    /// Seen and enabled.
    [[nodiscard]] bool canUse(const char *name) const;
    [[nodiscard]] QString textOf(const char *name) const; ///< of a label, button or line; empty when not in sight

    void click(QWidget *widget) const;
    void clickAt(QWidget *widget, const QPoint &pos) const;
    void point(QWidget *widget, const QPoint &pos) const;
    void type(QWidget *widget, const QString &text) const;
    void press(QWidget *widget, int key) const;
    /// Runs a command of the window as its menu entry would; false when it is disabled.
    bool command(const char *id) const;

private:
    QWidget &m_window;
};

} // namespace foyer
