// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command.h"

#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QWidget>

namespace foyer {

namespace {

bool contextsMeet(const Command &a, const Command &b)
{
    return a.context == b.context || a.context.isEmpty() || b.context.isEmpty();
}

bool shareShortcut(const Command &a, const Command &b)
{
    for (const QKeySequence &key : a.shortcuts) {
        if (!key.isEmpty() && b.shortcuts.contains(key))
            return true;
    }
    return false;
}

QString tipOf(const Command &command)
{
    const QString key = shortcutText(command);
    return key.isEmpty() ? command.description : QStringLiteral("%1 (%2)").arg(command.description, key);
}

} // namespace

QAction *CommandSet::add(const Command &command, QWidget *scope)
{
    Q_ASSERT(scope);
    Q_ASSERT(!command.description.isEmpty());
    // A page that is built again brings its commands again: the newer one counts.
    const auto same = [&](const Command &other) { return other.id == command.id; };
    m_commands.erase(std::remove_if(m_commands.begin(), m_commands.end(), same), m_commands.end());
    delete m_entries.value(command.id).action;

    auto *action = new QAction(command.text, scope);
    action->setObjectName(command.id);
    action->setShortcuts(command.shortcuts);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(tipOf(command));
    connect(action, &QAction::triggered, action, [run = command.run] {
        if (run)
            run();
    });
    scope->addAction(action);
    m_commands.append(command);
    m_entries.insert(command.id, {action, scope});
    return action;
}

QAction *CommandSet::action(const QString &id) const
{
    return m_entries.value(id).action;
}

bool CommandSet::isAvailable(const QString &id) const
{
    const Entry entry = m_entries.value(id);
    return entry.action && entry.scope && entry.action->isEnabled() && entry.scope->isVisible() && entry.scope->isEnabled();
}

void CommandSet::bind(QAbstractButton *button, const QString &id) const
{
    QAction *const command = action(id);
    Q_ASSERT(command);
    if (!command)
        return;
    if (button->text().isEmpty())
        button->setText(command->text());
    button->setToolTip(command->toolTip());
    button->setEnabled(command->isEnabled());
    connect(button, &QAbstractButton::clicked, command, [command] { command->trigger(); });
    connect(command, &QAction::enabledChanged, button, &QWidget::setEnabled);
}

QVector<QPair<QString, QString>> CommandSet::ambiguous() const
{
    QVector<QPair<QString, QString>> pairs;
    for (int i = 0; i < m_commands.size(); ++i) {
        for (int j = i + 1; j < m_commands.size(); ++j) {
            if (contextsMeet(m_commands[i], m_commands[j]) && shareShortcut(m_commands[i], m_commands[j]))
                pairs.append({m_commands[i].id, m_commands[j].id});
        }
    }
    return pairs;
}

QString shortcutText(const Command &command)
{
    return command.shortcuts.isEmpty() ? QString() : command.shortcuts.first().toString(QKeySequence::NativeText);
}

} // namespace foyer
