// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rail.h"

#include "ui/widgets/command.h"
#include "ui/widgets/theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace foyer {

namespace {

constexpr int leastWidth = 92;
constexpr int margin = 6;
constexpr int aroundWord = 6; ///< padding of the style sheet, focus ring and the line at the right
constexpr int iconSize = 20;

} // namespace

Rail::Rail(const Theme &theme, CommandSet &commands, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_commands(commands),
      m_rooms(new QVBoxLayout),
      m_foot(new QVBoxLayout),
      m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("rail"));
    setKind(this, QStringLiteral("rail"));
    setFixedWidth(leastWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, 8, margin, 8);
    layout->setSpacing(4);
    for (QVBoxLayout *const part : {m_rooms, m_foot}) {
        part->setContentsMargins(0, 0, 0, 0);
        part->setSpacing(4);
    }
    layout->addLayout(m_rooms);
    layout->addStretch();
    layout->addLayout(m_foot);
}

QToolButton *Rail::addRoom(const QString &commandId, const QString &word)
{
    QToolButton *const button = makeButton(commandId, word);
    button->setCheckable(true);
    m_group->addButton(button);
    m_rooms->addWidget(button);
    fitWords();
    return button;
}

QToolButton *Rail::addFoot(const QString &commandId, const QString &word)
{
    QToolButton *const button = makeButton(commandId, word);
    m_foot->addWidget(button);
    fitWords();
    return button;
}

void Rail::clearRooms()
{
    const auto buttons = m_group->buttons();
    qDeleteAll(buttons);
    fitWords();
}

// A word of the rail is never elided, in no language: it is all that says where one is.
void Rail::fitWords()
{
    const QFontMetrics metrics(Theme::font(9, QFont::DemiBold));
    int widest = 0;
    for (const QVBoxLayout *const part : {m_rooms, m_foot}) {
        for (int i = 0; i < part->count(); ++i) {
            if (const auto *const button = qobject_cast<QToolButton *>(part->itemAt(i)->widget()))
                widest = std::max(widest, metrics.horizontalAdvance(button->text()));
        }
    }
    setFixedWidth(std::max(leastWidth, widest + 2 * (margin + aroundWord)));
}

QToolButton *Rail::makeButton(const QString &commandId, const QString &word)
{
    auto *button = new QToolButton;
    button->setObjectName(commandId);
    setKind(button, QStringLiteral("rail"));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setIconSize(QSize(iconSize, iconSize));
    for (const Command &command : m_commands.commands()) {
        if (command.id == commandId)
            button->setIcon(m_theme.icon(command.icon));
    }
    button->setText(word);
    m_commands.bind(button, commandId);
    return button;
}

} // namespace foyer
