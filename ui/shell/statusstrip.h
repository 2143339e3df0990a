// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ports/centralgateway.h"

#include <QtWidgets/QFrame>

class QHBoxLayout;
class QLabel;

namespace foyer {

class CommandSet;
class Theme;

/// The line at the foot of the window that always says whether the till is connected, where to, and who is working. Never a dialog for that.
class StatusStrip : public QFrame
{
    Q_OBJECT
public:
    StatusStrip(const Theme &theme, QWidget *parent = nullptr);

    /// What the centre and the person are called; empty parts are left out.
    void setPlace(const QString &server, const QString &till);
    void setPerson(const QString &name, const QString &role);
    void setLinkState(LinkState state);
    /// A passing remark beside the state ("1 sale is being checked…"); empty hides it.
    void setRemark(const QString &text);
    /// Adds a small button of a command with its key at the right end.
    void addHint(CommandSet &commands, const QString &commandId);

private:
    void showParts();
    void showState();

    const Theme &m_theme;
    QHBoxLayout *m_layout;
    QLabel *m_dot;
    QLabel *m_state;
    QLabel *m_parts;
    QLabel *m_remark;
    LinkState m_linkState = LinkState::SignedOut;
    QString m_server;
    QString m_till;
    QString m_person;
    QString m_role;
};

} // namespace foyer
