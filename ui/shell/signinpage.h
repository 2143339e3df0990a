// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/services/workplace.h"

#include <QtWidgets/QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace foyer {

class BusyBar;
class CommandSet;
class Theme;

/// Name and password of a member of staff; in demo mode also the demo people to choose from. It asks and shows, the window signs in.
class SignInPage : public QWidget
{
    Q_OBJECT
public:
    SignInPage(const Theme &theme, CommandSet &commands, QWidget *parent = nullptr);

    /// Empties the password, puts the focus where typing goes on, and shows `notice` ("" = nothing) as a remark, not as an error.
    void begin(const QString &notice = {});
    void setPlaceText(const QString &text);
    void setDemoAccounts(const QVector<DemoAccount> &accounts);
    /// While an answer is awaited nothing can be typed, and the wait can be ended.
    void setBusy(bool busy);
    void showError(const QString &sentence);

Q_SIGNALS:
    void signInWished(const QString &name, const QString &password);
    void cancelWished();

private:
    void addFields(QVBoxLayout *column);
    void addButtons(QVBoxLayout *column);
    void addCommands();
    void submit();
    void showPassword(bool shown);
    void showMessage(const QString &text, const QString &kind);

    const Theme &m_theme;
    CommandSet &m_commands;
    QLabel *m_place;
    QLineEdit *m_name;
    QLineEdit *m_password;
    QAction *m_eye = nullptr;
    QLabel *m_message;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    BusyBar *m_busy;
    QWidget *m_demo;
    QVBoxLayout *m_demoList;
};

} // namespace foyer
