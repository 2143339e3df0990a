// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/background.h"
#include "app/desktop/opening.h"
#include "app/desktop/options.h"
#include "models/services/ticketoffice.h"
#include "models/services/workplace.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/command.h"

#include <QtCore/QThread>

#include <memory>

namespace foyer {

/// foyer put together: till, centre, window and, when standalone, the private server with its background work. The window is shown at once; everything slow
/// happens behind it. The destructor takes everything down in order and stops the private server if it is ours.
class Desktop : public QObject
{
    Q_OBJECT
public:
    Desktop(const DesktopOptions &options, const Profile &profile);
    ~Desktop() override;

    /// Shows the window and begins to open.
    void show();
    /// Prints {"startup_ms": …} once the event loop has nothing left to do for the sign-in page, and quits; to be called before show().
    void benchStartup();
    /// Closes the window as a person would; asked twice, it quits.
    void quit(int count);
    [[nodiscard]] MainWindow &window() { return *m_window; }
    [[nodiscard]] const Workplace &workplace() const { return m_workplace; }
    [[nodiscard]] Theme &theme() { return m_theme; }

Q_SIGNALS:
    /// The sign-in page takes input.
    void ready();
    void openingFailed();

private:
    void open();
    void takeServer(const ServerInfo &server, const QString &tillCode);
    void showFailure(const Error &error);
    void showSignIn();
    void startBackground(const ServerInfo &server);

    DesktopOptions m_options;
    Profile m_profile;
    Station m_station;
    TicketOffice m_tickets;
    PrivateServer m_server;
    Theme m_theme;
    CommandSet m_commands;
    Workplace m_workplace;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Opening> m_opening;
    QThread m_backgroundThread;
};

} // namespace foyer
