// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/sell/sellroom.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/demochoice.h"
#include "ui/shell/keysheet.h"
#include "ui/shell/language.h"
#include "ui/shell/messagepage.h"
#include "ui/shell/rail.h"
#include "ui/shell/signinpage.h"
#include "ui/shell/statusstrip.h"
#include "ui/widgets/command.h"
#include "ui/widgets/sentences.h"

#include <QtGui/QActionGroup>
#include <QtGui/QCloseEvent>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace foyer {

namespace {

constexpr QSize smallest(1024, 680);
constexpr QSize usual(1280, 800);

// The group that decides what the window offers; empty for a role that has no business at a counter.
QString counterGroup(const Hello &hello)
{
    for (const QString &group : {QStringLiteral("manager"), QStringLiteral("clerk"), QStringLiteral("promoter")}) {
        if (hello.groups.contains(group))
            return group;
    }
    return {};
}

} // namespace

MainWindow::MainWindow(const Workplace &place, Theme &theme, CommandSet &commands, QWidget *parent)
    : QMainWindow(parent)
    , m_place(place)
    , m_theme(theme)
    , m_commands(commands)
    , m_preferences(Preferences::load())
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Foyer"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/foyer.svg")));
    setMinimumSize(smallest);
    resize(usual);
    restorePlace();
    m_theme.setMode(m_preferences.theme);
    buildCommands();
    buildPages();
    connect(&m_place.central, &CentralGateway::linkStateChanged, this, &MainWindow::linkChanged);
    connect(&m_place.desk, &Desk::outcomeUnknown, this, [this](int attempt) {
        m_strip->setRemark(tr("No answer yet: asking the centre again (%1). Nothing is sold twice.").arg(attempt));
    });
    showStarting(tr("Starting…"));
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages()
{
    m_pages = new QStackedWidget;
    m_message = new MessagePage(m_theme);
    m_signIn = new SignInPage(m_theme, m_commands);
    m_work = new QWidget;
    setKind(m_work, QStringLiteral("page"));
    m_work->setAttribute(Qt::WA_StyledBackground);
    m_rail = new Rail(m_theme, m_commands);
    m_rooms = new QStackedWidget;
    m_sell = new SellRoom(m_place, m_theme, m_commands);
    m_rooms->addWidget(m_sell);
    m_rail->addFoot(QStringLiteral("shell.settings"), tr("Settings"));
    m_rail->addFoot(QStringLiteral("shell.sign-out"), tr("Sign out"));

    auto *work = new QHBoxLayout(m_work);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(0);
    work->addWidget(m_rail);
    work->addWidget(m_rooms, 1);
    for (QWidget *const page : std::initializer_list<QWidget *>{m_message, m_signIn, m_work})
        m_pages->addWidget(page);

    m_strip = new StatusStrip(m_theme);
    m_strip->addHint(m_commands, QStringLiteral("shell.theme"));
    m_strip->addHint(m_commands, QStringLiteral("shell.commands"));
    m_strip->addHint(m_commands, QStringLiteral("shell.keys"));
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_strip);
    setCentralWidget(central);
    m_palette = new CommandPalette(m_commands, m_theme, central);
    m_keys = new KeySheet(m_commands, m_theme, central);

    connect(m_message, &MessagePage::retryWished, this, &MainWindow::retryWished);
    connect(m_signIn, &SignInPage::signInWished, this, &MainWindow::signIn);
    connect(m_signIn, &SignInPage::cancelWished, this, &MainWindow::cancelSignIn);
}

void MainWindow::buildCommands()
{
    const auto add = [this](const char *id, const QString &text, const QString &description, const char *icon, const QKeySequence &key, auto run) {
        return m_commands.add({QLatin1String(id), text, description, QLatin1String(icon), key.isEmpty() ? QVector<QKeySequence>() : QVector{key}, {}, run}, this);
    };
    add("shell.commands", tr("Commands"), tr("Lists everything you can do now; type to find it."), "search", QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
        m_keys->close();
        m_palette->isVisible() ? m_palette->close() : m_palette->openFresh();
    });
    add("shell.keys", tr("Keys"), tr("Shows the keys of this page."), "keyboard", QKeySequence(Qt::Key_F1), [this] {
        m_palette->close();
        m_keys->isVisible() ? m_keys->close() : m_keys->openFresh();
    });
    add("shell.theme", tr("Light or dark"), tr("Switches between light, dark and high contrast."), "theme", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T),
        [this] { cycleTheme(); });
    add("shell.full-screen", tr("Full screen"), tr("Fills the screen with the window, or gives it back."), "fit", QKeySequence(Qt::Key_F11),
        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    add("shell.settings", tr("Settings"), tr("Theme and language of this workstation."), "settings", QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { openSettings(); });
    add("shell.sell", tr("Sell"), tr("Goes to the performances and the basket."), "sell", QKeySequence(Qt::ALT | Qt::Key_S), [this] { m_rooms->setCurrentWidget(m_sell); })
        ->setEnabled(false);
    add("shell.performances", tr("Performances"), tr("Goes to your performances and how they sell."), "performances", QKeySequence(Qt::ALT | Qt::Key_P),
        [this] { m_rooms->setCurrentWidget(m_sell); })
        ->setEnabled(false);
    add("shell.sign-out", tr("Sign out"), tr("Gives the places in the basket back and signs you out."), "sign-out", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
        [this] { signOut(); })
        ->setEnabled(false);
    add("shell.quit", tr("Close Foyer"), tr("Gives the places in the basket back and closes the window."), "close", QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
}

void MainWindow::showStarting(const QString &what)
{
    m_message->showBusy(what);
    m_pages->setCurrentWidget(m_message);
}

void MainWindow::showSignIn(const QString &notice)
{
    const QString server = m_place.central.serverName();
    m_strip->setPlace(server, m_place.tillCode);
    m_strip->setPerson({}, {});
    m_strip->setLinkState(LinkState::SignedOut);
    m_strip->setRemark({});
    m_signIn->setPlaceText(m_place.tillCode.isEmpty() ? server : tr("Box office · %1 · %2").arg(m_place.tillCode, server));
    m_signIn->setDemoAccounts(m_place.demoAccounts);
    m_pages->setCurrentWidget(m_signIn);
    m_signIn->begin(notice);
}

void MainWindow::showProblem(const QString &title, const QString &detail)
{
    m_pages->setCurrentWidget(m_message);
    m_message->showProblem(title, detail);
}

void MainWindow::signIn(const QString &name, const QString &password)
{
    const quint64 attempt = ++m_attempt;
    m_signIn->setBusy(true);
    m_strip->setLinkState(LinkState::Connecting);
    m_place.central.signIn(name, password, m_place.tillCode, this, [this, attempt](const Result<Hello> &hello) {
        if (attempt != m_attempt)
            return;
        if (hello && !counterGroup(*hello).isEmpty()) {
            enter(*hello);
            return;
        }
        m_strip->setLinkState(LinkState::SignedOut);
        if (hello)
            m_place.central.signOut();
        m_signIn->showError(hello ? tr("This account has no work at a counter. Ask a manager for an account of a clerk.") : sentenceFor(hello.error(), QLocale()));
    });
}

void MainWindow::cancelSignIn()
{
    ++m_attempt;
    m_place.central.signOut();
    m_strip->setLinkState(LinkState::SignedOut);
    m_signIn->begin();
}

void MainWindow::enter(const Hello &hello)
{
    const QString group = counterGroup(hello);
    const bool sells = group != QLatin1String("promoter");
    m_signedIn = true;
    m_rail->clearRooms();
    m_commands.action(QStringLiteral("shell.sell"))->setEnabled(sells);
    m_commands.action(QStringLiteral("shell.performances"))->setEnabled(!sells);
    m_commands.action(QStringLiteral("shell.sign-out"))->setEnabled(true);
    m_rail->addRoom(sells ? QStringLiteral("shell.sell") : QStringLiteral("shell.performances"), sells ? tr("Sell") : tr("Performances"))->setChecked(true);
    m_strip->setPerson(hello.displayName.isEmpty() ? hello.role : hello.displayName, groupName(group));
    m_strip->setLinkState(m_place.central.linkState());
    m_pages->setCurrentWidget(m_work);
    m_sell->setReadOnly(!sells);
    m_sell->start();
    if (sells)
        resolvePending();
    Q_EMIT signedIn(hello);
}

void MainWindow::resolvePending()
{
    m_place.desk.resolvePending(this, [this](const Result<QVector<SoldOrder>> &found) {
        if (!m_signedIn)
            return;
        if (!found) {
            m_strip->setRemark(tr("An earlier sale is still unanswered; it stays recorded and is asked again at the next start."));
            return;
        }
        QStringList numbers;
        for (const SoldOrder &order : *found)
            numbers.append(order.number);
        const QString remark = numbers.size() == 1 ? tr("Sold before the last stop after all: order %1") : tr("Sold before the last stop after all: orders %1");
        m_strip->setRemark(numbers.isEmpty() ? QString() : remark.arg(numbers.join(QStringLiteral(", "))));
    });
}

void MainWindow::linkChanged(LinkState state)
{
    if (!m_signedIn)
        return;
    if (state == LinkState::SignedOut && !m_leaving) {
        signOut(tr("The centre has ended your session. Sign in again; what was sold is safe."));
        return;
    }
    m_strip->setLinkState(state);
    if (state == LinkState::Online)
        m_strip->setRemark({});
}

void MainWindow::signOut(const QString &notice)
{
    if (!m_signedIn || m_leaving)
        return;
    m_leaving = true;
    m_work->setEnabled(false);
    m_sell->leave([this, notice] {
        m_place.central.signOut();
        m_leaving = false;
        m_signedIn = false;
        m_work->setEnabled(true);
        for (const QString &id : {QStringLiteral("shell.sell"), QStringLiteral("shell.performances"), QStringLiteral("shell.sign-out")})
            m_commands.action(id)->setEnabled(false);
        Q_EMIT signedOut();
        // Queued: with an empty basket this runs inside closeEvent(), where Qt ignores a second close().
        if (m_mayClose)
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        else
            showSignIn(notice);
    });
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_signedIn) {
        // The basket first: places that nobody will buy must not wait for their hold to end.
        m_mayClose = true;
        event->ignore();
        signOut();
        return;
    }
    savePreferences();
    event->accept();
}

void MainWindow::cycleTheme()
{
    switch (m_theme.shownMode()) {
    case ThemeMode::Light:
        return setThemeMode(ThemeMode::Dark);
    case ThemeMode::Dark:
        return setThemeMode(ThemeMode::HighContrast);
    case ThemeMode::System:
    case ThemeMode::HighContrast:
        return setThemeMode(ThemeMode::Light);
    }
}

void MainWindow::setThemeMode(ThemeMode mode)
{
    m_preferences.theme = mode;
    m_theme.setMode(mode);
    savePreferences();
}

void MainWindow::setLanguage(const QString &code)
{
    m_preferences.language = code;
    savePreferences();
    m_strip->setRemark(tr("The language changes when Foyer starts the next time."));
}

void MainWindow::openSettings()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("settingsMenu"));
    auto *modes = new QActionGroup(menu);
    const QPair<ThemeMode, QString> names[] = {{ThemeMode::System, tr("Like the desktop")}, {ThemeMode::Light, tr("Light")}, {ThemeMode::Dark, tr("Dark")},
                                               {ThemeMode::HighContrast, tr("High contrast")}};
    menu->addSection(tr("Theme"));
    for (const auto &[mode, name] : names) {
        QAction *const action = menu->addAction(name, this, [this, chosen = mode] { setThemeMode(chosen); });
        action->setCheckable(true);
        action->setChecked(m_preferences.theme == mode);
        modes->addAction(action);
    }
    menu->addSection(tr("Language"));
    auto *tongues = new QActionGroup(menu);
    QVector<Language> choices = languages();
    choices.prepend({{}, tr("Like the desktop")});
    for (const Language &language : choices) {
        QAction *const action = menu->addAction(language.name, this, [this, code = language.code] { setLanguage(code); });
        action->setCheckable(true);
        action->setChecked(m_preferences.language == language.code);
        tongues->addAction(action);
    }
    const QWidget *const button = m_rail->findChild<QToolButton *>(QStringLiteral("shell.settings"));
    const QPoint corner = button->isVisible() ? button->mapToGlobal(QPoint(button->width() + 8, button->height())) : m_strip->mapToGlobal(QPoint(8, 0));
    menu->popup(corner - QPoint(0, menu->sizeHint().height()));
}

// Not restoreGeometry(): it allows for a title bar, and where no window manager gives one it moves the window down a little at each start.
void MainWindow::restorePlace()
{
    const QRect place = m_preferences.place;
    if (place.isValid())
        resize(place.size().expandedTo(smallest));
    // A screen that is gone since then keeps nothing: the desktop finds a place.
    if (place.isValid() && QGuiApplication::screenAt(place.center()))
        move(place.topLeft());
    if (m_preferences.maximized)
        setWindowState(windowState() | Qt::WindowMaximized);
}

void MainWindow::savePreferences()
{
    m_preferences.maximized = isMaximized();
    if (!(windowState() & (Qt::WindowMaximized | Qt::WindowFullScreen | Qt::WindowMinimized)))
        m_preferences.place = QRect(pos(), size());
    m_preferences.save();
}

} // namespace foyer
