// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"

class QGridLayout;
class QLabel;
class QScrollArea;
class QToolButton;

namespace foyer {

class CommandSet;
class Theme;
struct Command;

/// F1: the keys of the page on screen and those that work everywhere, made from the command set each time it opens.
class KeySheet : public Overlay
{
    Q_OBJECT
public:
    KeySheet(const CommandSet &commands, const Theme &theme, QWidget *parent);

    void openFresh();

protected:
    QWidget *firstFocus() override;

private:
    void fill();
    int addGroup(QGridLayout *grid, int row, const QString &title, const QVector<Command> &commands);

    const CommandSet &m_commands;
    QScrollArea *m_scroll;
    QToolButton *m_close;
};

} // namespace foyer
