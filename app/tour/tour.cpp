// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour/tour.h"

#include "ui/sell/ticketspage.h"
#include "ui/widgets/command.h"

#include <QtCore/QDir>
#include <QtCore/QHash>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

namespace foyer {
namespace {

constexpr int pollMs = 40;
constexpr int settleMs = 400; // fades and late pictures
constexpr int stepTimeoutMs = 30'000;

QString rowOf(const QString &label)
{
    return label.left(label.lastIndexOf(QLatin1Char('-')));
}

} // namespace

Tour::Tour(QWidget &window, const Workplace &place, Theme &theme, CommandSet &commands, const QString &folder)
    : m_window(window), m_place(place), m_theme(theme), m_commands(commands), m_folder(folder)
{
    m_poll.setInterval(pollMs);
    connect(&m_poll, &QTimer::timeout, this, &Tour::poll);
    addSaleSteps();
    addLookSteps();
}

void Tour::start()
{
    if (!QDir().mkpath(m_folder)) {
        Q_EMIT finished(QStringLiteral("the folder %1 can not be made").arg(m_folder));
        return;
    }
    m_waiting.start();
    m_poll.start();
}

void Tour::addSaleSteps()
{
    m_steps = {
        {QStringLiteral("sign-in"), [this] { return find("demo_clerk") != nullptr; }, [this] { click("demo_clerk"); }},
        {QStringLiteral("performances"), [this] { return isOn("eventListPage") && rows("eventTable") > 0; },
            [this] { type("eventSearch", QStringLiteral("hamlet"), false); }},
        {{}, [this] { return rows("eventTable") > 0; }, [this] { trigger("events.open"); }},
        {QStringLiteral("seat-map"), [this] { return isMapShown(); }, [this] { chooseSeats(); }},
        {{}, [this] { return !m_seats.isEmpty(); }, [this] { type("seatQuery", m_seats, true); }},
        {QStringLiteral("basket"), [this] { return rows("basketTable") == 2; }, [this] { trigger("sell.cash"); }},
        {{}, [this] { return isOn("tenderPage"); }, [this] { type("cashGiven", QStringLiteral("150"), false); }},
        {QStringLiteral("payment"), [this] { return isOn("tenderPage"); }, [this] { click("payButton"); }},
        {QStringLiteral("tickets"), [this] {
             const auto *tickets = qobject_cast<TicketsPage *>(find("ticketsPage"));
             return tickets != nullptr && tickets->isVisible() && tickets->documents().size() == 2;
         },
            [this] { savePdf(); }},
        {{}, [this] { return m_pdfSaved; }, [this] { trigger("tickets.next"); }},
    };
}

void Tour::addLookSteps()
{
    const ThemeMode before = m_theme.mode();
    m_steps += {
        {QStringLiteral("next-customer"), [this] { return isMapShown(); }, [this] { m_theme.setMode(ThemeMode::Dark); }},
        {QStringLiteral("dark"), [this] { return isMapShown(); }, [this] { trigger("sell.back"); }},
        {QStringLiteral("performances-dark"), [this] { return isOn("eventListPage"); },
            [this, before] {
                m_theme.setMode(before);
                type("eventSearch", QStringLiteral("arena night"), false);
            }},
        {{}, [this] { return rows("eventTable") == 1; }, [this] { trigger("events.open"); }},
        {QStringLiteral("arena"), [this] { return isMapShown(); }, [] {}},
    };
}

void Tour::poll()
{
    if (m_step >= m_steps.size() || !m_problem.isEmpty()) {
        m_poll.stop();
        Q_EMIT finished(m_problem);
        return;
    }
    const Step &step = m_steps.at(m_step);
    if (!step.ready()) {
        m_settling.invalidate();
        if (m_waiting.hasExpired(stepTimeoutMs)) {
            takePicture(QStringLiteral("stuck"));
            m_problem = QStringLiteral("step %1 (%2) did not come").arg(m_step + 1).arg(step.name);
        }
        return;
    }
    if (!m_settling.isValid())
        m_settling.start();
    if (!step.name.isEmpty() && !m_settling.hasExpired(settleMs))
        return;
    if (!step.name.isEmpty())
        takePicture(step.name);
    ++m_step;
    m_waiting.start();
    m_settling.invalidate();
    step.act();
}

void Tour::takePicture(const QString &name)
{
    const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder).arg(++m_picture, 2, 10, QLatin1Char('0')).arg(name);
    if (!m_window.grab().save(path))
        m_problem = QStringLiteral("%1 can not be written").arg(path);
}

/// Two free neighbours of the performance on the screen: B 12 and 13 of the stalls if they are free, else the first pair of any row.
void Tour::chooseSeats()
{
    const auto failed = [this](const Error &error) { m_problem = QStringLiteral("no seats: ") + error.log; };
    m_place.central.eventDetail(QStringLiteral("hamlet-1"), this, [this, failed](Result<EventDetail> detail) {
        if (!detail)
            return failed(detail.error());
        const EventId event = detail->event.id;
        m_place.central.eventMap(event, this, [this, failed, event](Result<EventMap> map) {
            if (!map)
                return failed(map.error());
            m_place.central.seatStates(event, this, [this, failed, map = *map](Result<SeatStates> states) {
                if (!states)
                    return failed(states.error());
                seatsChosen(map, states->states);
            });
        });
    });
}

void Tour::seatsChosen(const EventMap &map, const QByteArray &states)
{
    QString first;
    for (qsizetype i = 0; i + 1 < map.places.size() && i + 1 < states.size(); ++i) {
        const QString label = map.places.at(i).label;
        const QString next = map.places.at(i + 1).label;
        const auto isFree = [&](qsizetype n) { return static_cast<PlaceState>(states.at(n)) == PlaceState::Free; };
        if (!label.startsWith(QLatin1String("Stalls/")) || rowOf(label) != rowOf(next) || !isFree(i) || !isFree(i + 1))
            continue;
        const QString typed = QStringLiteral("%1 %2-%3").arg(rowOf(label).section(QLatin1Char('/'), 1), label.section(QLatin1Char('-'), -1), next.section(QLatin1Char('-'), -1));
        if (label == QLatin1String("Stalls/B-12"))
            first = typed;
        if (m_seats.isEmpty())
            m_seats = typed;
    }
    if (!first.isEmpty())
        m_seats = first;
    if (m_seats.isEmpty())
        m_problem = QStringLiteral("no two neighbours are free in the stalls");
}

void Tour::savePdf()
{
    auto *tickets = qobject_cast<TicketsPage *>(find("ticketsPage"));
    connect(tickets, &TicketsPage::pdfSaved, this, [this] { m_pdfSaved = true; });
    connect(tickets, &TicketsPage::pdfFailed, this, [this](const Error &error) { m_problem = QStringLiteral("the PDF: ") + error.log; });
    tickets->savePdf(m_folder + QStringLiteral("/tickets.pdf"));
}

QWidget *Tour::find(const char *name) const
{
    return m_window.findChild<QWidget *>(QLatin1String(name));
}

bool Tour::isOn(const char *page) const
{
    const QWidget *widget = find(page);
    return widget != nullptr && widget->isVisible();
}

int Tour::rows(const char *table) const
{
    const auto *view = qobject_cast<QAbstractItemView *>(find(table));
    return view != nullptr && view->model() != nullptr ? view->model()->rowCount() : 0;
}

bool Tour::isMapShown() const
{
    return isOn("sellPage") && isOn("seatMap") && !isOn("mapWaiting");
}

void Tour::type(const char *field, const QString &text, bool enter)
{
    auto *edit = qobject_cast<QLineEdit *>(find(field));
    if (edit == nullptr)
        return;
    edit->setFocus();
    edit->selectAll();
    const auto press = [edit](int key, const QString &written) {
        QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier, written);
        QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier, written);
        QApplication::sendEvent(edit, &down);
        QApplication::sendEvent(edit, &up);
    };
    for (const QChar c : text)
        press(0, QString(c));
    if (enter)
        press(Qt::Key_Return, QStringLiteral("\r"));
}

void Tour::trigger(const char *command)
{
    if (QAction *action = m_commands.action(QLatin1String(command)))
        action->trigger();
}

void Tour::click(const char *button)
{
    if (auto *widget = qobject_cast<QAbstractButton *>(find(button)))
        widget->click();
}

} // namespace foyer
