// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/startupclock.h"
#include "app/logging.h"
#include "ui/widgets/sentences.h"

#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include <cstdio>

namespace foyer {

Desktop::Desktop(const DesktopOptions &options, const Profile &profile)
    : m_options(options)
    , m_profile(profile)
    , m_station(profile, ConnectionSettings{options.server, {}, true}, options.standalone, 0)
    , m_tickets(m_station.store)
    , m_server(profile, QStringLiteral("foyer"))
    , m_workplace{m_station.gateway, m_station.store, m_station.desk, m_tickets, {}, {}}
    , m_window(std::make_unique<MainWindow>(m_workplace, m_theme, m_commands))
    , m_opening(std::make_unique<Opening>(m_station, m_server, profile))
{
    if (options.theme)
        m_theme.setMode(*options.theme);
    if (options.size.isValid())
        m_window->resize(options.size);
    connect(m_window.get(), &MainWindow::retryWished, this, &Desktop::open);
    connect(m_opening.get(), &Opening::opened, this, &Desktop::takeServer);
    connect(m_opening.get(), &Opening::failed, this, &Desktop::showFailure);
    connect(&m_station.gateway, &CentralGateway::linkStateChanged, this, [this](LinkState state) {
        if (state == LinkState::Lost && m_options.standalone)
            m_opening->revive();
    });
    connect(m_opening.get(), &Opening::progressed, this, [this](OpeningStep step) {
        switch (step) {
        case OpeningStep::StartingServer:
            return m_window->showStarting(tr("Starting the private server…"));
        case OpeningStep::PreparingDatabase:
            return m_window->showStarting(tr("Preparing the database…"));
        case OpeningStep::LoadingDemo:
            return m_window->showStarting(tr("Opening the demo venue…"));
        }
    });
}

Desktop::~Desktop()
{
    m_window.reset();
    m_opening.reset();
    m_backgroundThread.requestInterruption();
    m_backgroundThread.quit();
    m_backgroundThread.wait();
    m_station.gateway.signOut();
    if (m_options.standalone && m_server.isOurs()) {
        if (const auto stopped = m_server.stop(); !stopped)
            qCWarning(logApp) << "the private server did not stop:" << stopped.error().log;
    }
}

void Desktop::show()
{
    m_window->show();
    // After the first picture, so that a slow disk shows a window that says so and not none.
    QTimer::singleShot(0, this, &Desktop::open);
}

void Desktop::benchStartup()
{
    connect(this, &Desktop::openingFailed, this, [] { QApplication::exit(1); });
    connect(this, &Desktop::ready, this, [this] {
        QTimer::singleShot(0, this, [] {
            std::printf("{\"startup_ms\":%lld}\n", static_cast<long long>(msSinceExec()));
            std::fflush(stdout);
            QApplication::quit();
        });
    });
}

void Desktop::open()
{
    if (m_options.standalone) {
        m_window->showStarting(tr("Opening the till…"));
        m_opening->start();
        return;
    }
    m_station.store.identity(this, [this](Result<TillIdentity> till) {
        if (!till)
            return showFailure(till.error());
        m_workplace.tillCode = till->code;
        showSignIn();
    });
}

void Desktop::takeServer(const ServerInfo &server, const QString &tillCode)
{
    if (const auto set = m_station.gateway.setEndpoint(settingsOf(server)); !set)
        return showFailure(set.error());
    m_workplace.tillCode = tillCode;
    m_workplace.demoAccounts = demoAccounts();
    startBackground(server);
    showSignIn();
}

void Desktop::showSignIn()
{
    m_window->showSignIn();
    Q_EMIT ready();
}

void Desktop::showFailure(const Error &error)
{
    qCWarning(logApp) << "opening failed:" << error.log;
    const QString server = serverSentence(error);
    const QString what = server.isEmpty() ? sentenceFor(error, QLocale()) : server;
    m_window->showProblem(tr("Foyer can not open"), what + QStringLiteral("\n\n") + error.facts.value(QStringLiteral("detail")).toString());
    Q_EMIT openingFailed();
}

void Desktop::startBackground(const ServerInfo &server)
{
    if (m_backgroundThread.isRunning())
        return;
    auto *background = new Background(settingsOf(server), server.owner);
    background->setFurnishing(true);
    background->setBackup(PrivateBackup(m_profile, server));
    background->moveToThread(&m_backgroundThread);
    connect(&m_backgroundThread, &QThread::started, background, &Background::start);
    connect(&m_backgroundThread, &QThread::finished, background, &QObject::deleteLater);
    m_backgroundThread.start();
}

void Desktop::quit(int count)
{
    if (count > 1 || !m_window->isVisible())
        QApplication::quit();
    else
        m_window->close();
}

} // namespace foyer
