// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/services/workplace.h"
#include "ui/shell/preferences.h"
#include "ui/widgets/theme.h"

#include <QtWidgets/QMainWindow>

class QMenu;
class QStackedWidget;

namespace foyer {

class CommandPalette;
class CommandSet;
class KeySheet;
class MessagePage;
class Rail;
class SellRoom;
class SignInPage;
class StatusStrip;

/// The one window of a till: what is being started, sign-in, then the rooms of the person's role. `place`, `theme` and `commands` outlive it; GUI thread. It
/// never waits for anything: closing and signing out first give the basket back and go on when that is answered.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(const Workplace &place, Theme &theme, CommandSet &commands, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// "Starting the private server…": while nobody can sign in yet.
    void showStarting(const QString &what);
    /// The page to sign in on; demo people are read from the workplace now. `notice` says why, where that is not plain.
    void showSignIn(const QString &notice = {});
    /// Something that keeps the till from working, with a button that emits retryWished.
    void showProblem(const QString &title, const QString &detail);
    [[nodiscard]] bool isSignedIn() const { return m_signedIn; }
    /// Gives the basket back, signs out and shows the page to sign in on.
    void signOut(const QString &notice = {});

Q_SIGNALS:
    void retryWished();
    void signedIn(const foyer::Hello &hello);
    void signedOut();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildPages();
    void buildCommands();
    void buildRail();
    void signIn(const QString &name, const QString &password);
    void cancelSignIn();
    void enter(const Hello &hello);
    void resolvePending();
    void linkChanged(LinkState state);
    void cycleTheme();
    void setThemeMode(ThemeMode mode);
    void setLanguage(const QString &code);
    void openSettings();
    void restorePlace();
    void savePreferences();

    const Workplace &m_place;
    Theme &m_theme;
    CommandSet &m_commands;
    Preferences m_preferences;
    QStackedWidget *m_pages = nullptr;
    MessagePage *m_message = nullptr;
    SignInPage *m_signIn = nullptr;
    QWidget *m_work = nullptr;
    Rail *m_rail = nullptr;
    QStackedWidget *m_rooms = nullptr;
    SellRoom *m_sell = nullptr;
    StatusStrip *m_strip = nullptr;
    CommandPalette *m_palette = nullptr;
    KeySheet *m_keys = nullptr;
    quint64 m_attempt = 0; ///< of signing in; an answer to an older one is dropped
    bool m_signedIn = false;
    bool m_leaving = false;
    bool m_mayClose = false;
};

} // namespace foyer
