// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"

class QLabel;
class QLineEdit;
class QListView;

namespace foyer {

class CommandListModel;
class CommandSet;
class Theme;

/// Ctrl+K: all commands of this moment, found by typing.
class CommandPalette : public Overlay
{
    Q_OBJECT
public:
    CommandPalette(const CommandSet &commands, const Theme &theme, QWidget *parent);

    /// Empties the filter, lists what is available and opens.
    void openFresh();

protected:
    QWidget *firstFocus() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void runCurrent();

    const CommandSet &m_commands;
    CommandListModel *m_model;
    QLineEdit *m_filter;
    QListView *m_list;
    QLabel *m_nothing;
};

} // namespace foyer
