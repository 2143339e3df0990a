// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QVector>
#include <QtGui/QAction>
#include <QtGui/QKeySequence>

#include <functional>

class QAbstractButton;
class QWidget;

namespace foyer {

/// One thing a person can do: buttons, menus, the palette (Ctrl+K) and the help sheet (F1) are made from it.
struct Command
{
    QString id;          ///< "sell.cash": stable, for tests and settings
    QString text;        ///< "Pay cash"
    QString description; ///< one sentence for the help sheet; never empty
    QString icon;        ///< file name in resources/icons without suffix; may be empty
    QVector<QKeySequence> shortcuts; ///< the first one is shown
    QString context;     ///< page it belongs to: "", "sign-in", "events", "sell", "tender", "tickets"; "" = everywhere
    std::function<void()> run;
};

/// All commands of the window. A command is a QAction on the widget of its context, so that its shortcut works only there.
class CommandSet : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Adds a command whose shortcut lives while `scope` (a page or the window) has the focus inside; returns its action, owned by `scope`. Disable the
    /// action while the command makes no sense.
    QAction *add(const Command &command, QWidget *scope);
    [[nodiscard]] const QVector<Command> &commands() const { return m_commands; }
    [[nodiscard]] QAction *action(const QString &id) const;
    /// Whether the command can be run now: its page is on screen and its action enabled.
    [[nodiscard]] bool isAvailable(const QString &id) const;
    /// Lets `button` show and run a command: text, tooltip with description and key, enabled state. A text set on the button before stays.
    void bind(QAbstractButton *button, const QString &id) const;
    /// Pairs of command ids whose shortcuts can both be active (same context, or one of them everywhere).
    [[nodiscard]] QVector<QPair<QString, QString>> ambiguous() const;

private:
    struct Entry
    {
        QPointer<QAction> action;
        QPointer<QWidget> scope;
    };
    QVector<Command> m_commands;
    QHash<QString, Entry> m_entries;
};

/// "Ctrl+K" as the desktop writes it; empty without a shortcut.
QString shortcutText(const Command &command);

} // namespace foyer
