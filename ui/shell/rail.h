// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QFrame>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace foyer {

class CommandSet;
class Theme;

/// The column at the left: the rooms the person may enter, and what belongs to the window at its foot. Buttons are commands.
class Rail : public QFrame
{
    Q_OBJECT
public:
    Rail(const Theme &theme, CommandSet &commands, QWidget *parent = nullptr);

    /// A room: checkable, one at a time.
    QToolButton *addRoom(const QString &commandId, const QString &word);
    QToolButton *addFoot(const QString &commandId, const QString &word);
    void clearRooms();

private:
    QToolButton *makeButton(const QString &commandId, const QString &word);
    void fitWords();

    const Theme &m_theme;
    CommandSet &m_commands;
    QVBoxLayout *m_rooms;
    QVBoxLayout *m_foot;
    QButtonGroup *m_group;
};

} // namespace foyer
