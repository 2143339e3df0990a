// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour/tour.h"

#include "models/seating/placestore.h"
#include "ui/seatmap/seatmapwidget.h"
#include "ui/sell/ticketspage.h"

#include <QtCore/QDir>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTableView>

#include <cstdio>

namespace foyer {

Tour::Tour(const Workplace &place, QWidget &window, Theme &theme, const QString &folder, QObject *parent)
    : QObject(parent), m_place(place), m_folder(QDir(folder).absolutePath()), m_hands(window), m_guide(window, theme, m_folder)
{
    connect(&m_guide, &Guide::finished, this, [this] { Q_EMIT finished(0); });
    connect(&m_guide, &Guide::failed, this, [this](const QString &sentence) {
        std::fprintf(stderr, "%s\n", qPrintable(sentence));
        Q_EMIT finished(1);
    });
}

void Tour::start()
{
    if (!QDir().mkpath(m_folder)) {
        std::fprintf(stderr, "The folder %s can not be made.\n", qPrintable(m_folder));
        Q_EMIT finished(1);
        return;
    }
    signIn();
    choosePerformance();
    takeSeats();
    pay();
    saveTickets();
    standOnTheFloor();
    m_guide.start();
}

void Tour::signIn()
{
    const auto canSignIn = [this] { return m_hands.canUse("signInName") && !m_place.demoAccounts.isEmpty(); };
    m_guide.add(QStringLiteral("the sign-in page with the demo people"), canSignIn, [] {});
    m_guide.look(QStringLiteral("sign-in"), Looks::All);
    m_guide.add(QStringLiteral("signing in as the demo clerk"), canSignIn, [this] {
        for (const DemoAccount &person : m_place.demoAccounts) {
            if (person.group != QLatin1String("clerk"))
                continue;
            auto *name = m_hands.see<QLineEdit>("signInName");
            name->clear();
            m_hands.type(name, person.role);
            m_hands.type(m_hands.see("signInPassword"), person.password);
        }
        m_hands.click(m_hands.see("signInButton"));
    });
}

void Tour::choosePerformance()
{
    m_guide.add(QStringLiteral("the list of performances"), [this] { return performances() > 1; }, [this] { m_allPerformances = performances(); });
    m_guide.look(QStringLiteral("performances"), Looks::All);
    openPerformance(QStringLiteral("hamlet"));
    m_guide.look(QStringLiteral("seat-map"), Looks::All);
}

void Tour::openPerformance(const QString &search)
{
    m_guide.add(QStringLiteral("the search line"), [this] { return m_hands.canUse("eventSearch") && performances() > 0; }, [this, search] {
        auto *line = m_hands.see<QLineEdit>("eventSearch");
        line->clear();
        m_hands.type(line, search);
    });
    m_guide.add(QStringLiteral("finding “%1”").arg(search), [this] { return performances() > 0 && performances() < m_allPerformances; }, [this] {
        auto *table = m_hands.see<QTableView>("eventTable");
        table->setCurrentIndex(table->model()->index(0, 0));
        m_hands.command("events.open");
    });
    m_guide.add(QStringLiteral("the seat map"), [this] { return places() && places()->counts()[static_cast<size_t>(PlaceState::Free)] > 0; }, [] {});
}

void Tour::takeSeats()
{
    m_guide.add(QStringLiteral("two free seats beside each other"), [this] { return m_hands.canUse("seatQuery") && !freePair().isEmpty(); }, [this] {
        QWidget *line = m_hands.see("seatQuery");
        m_hands.type(line, freePair());
        m_hands.press(line, Qt::Key_Return);
    });
    m_guide.add(QStringLiteral("two seats in the basket"), [this] { return basketRows() == 2 && m_hands.canUse("cashButton"); }, [] {});
    m_guide.look(QStringLiteral("seats-found"));
    m_guide.add(QStringLiteral("the whole house"), [] { return true; }, [this] {
        auto *map = m_hands.see<SeatMapWidget>("seatMap");
        map->fitAll();
        const int seat = places()->indexOf(places()->place(places()->count() / 2).id);
        m_hands.point(map, map->placeRect(seat).center());
    });
    m_guide.look(QStringLiteral("basket"), Looks::All);
    m_guide.add(QStringLiteral("another price type"), [this] { return m_hands.canUse("basketTable"); }, [this] {
        auto *table = m_hands.see<QTableView>("basketTable");
        table->setCurrentIndex(table->model()->index(1, 0));
        m_totalBefore = m_hands.textOf("basketTotal");
        m_hands.command("sell.priceType");
    });
    m_guide.add(QStringLiteral("the new total"), [this] { return m_hands.textOf("basketTotal") != m_totalBefore; }, [] {});
    m_guide.look(QStringLiteral("price-type"));
}

void Tour::pay()
{
    m_guide.add(QStringLiteral("cash"), [this] { return m_hands.canUse("cashButton"); }, [this] { m_hands.click(m_hands.see("cashButton")); });
    m_guide.add(QStringLiteral("the amount given"), [this] { return m_hands.canUse("cashGiven"); }, [] {});
    m_guide.look(QStringLiteral("tender"));
    m_guide.add(QStringLiteral("the amount given"), [this] { return m_hands.canUse("cashGiven"); },
                [this] { m_hands.type(m_hands.see("cashGiven"), QStringLiteral("100")); });
    m_guide.add(QStringLiteral("enough money"), [this] { return m_hands.canUse("payButton"); }, [] {});
    m_guide.look(QStringLiteral("change"), Looks::All);
    m_guide.add(QStringLiteral("paying"), [this] { return m_hands.canUse("payButton"); }, [this] { m_hands.click(m_hands.see("payButton")); });
}

void Tour::saveTickets()
{
    m_guide.add(QStringLiteral("the tickets"), [this] { return m_hands.canUse("savePdfButton"); }, [] {});
    m_guide.look(QStringLiteral("tickets"), Looks::All);
    m_guide.add(QStringLiteral("saving the tickets"), [this] { return m_hands.see("ticketsPage"); }, [this] {
        auto *page = qobject_cast<TicketsPage *>(m_hands.see("ticketsPage"));
        connect(page, &TicketsPage::pdfSaved, this, [this](const QString &path) {
            m_saved = true;
            Guide::announce(path);
        });
        page->savePdf(QStringLiteral("%1/ticket-%2.pdf").arg(m_folder, page->documents().constFirst().orderNumber));
    });
    m_guide.add(QStringLiteral("the PDF"), [this] { return m_saved; }, [] {});
    m_guide.look(QStringLiteral("saved"));
    m_guide.add(QStringLiteral("the next customer"), [this] { return m_hands.canUse("nextCustomerButton"); },
                [this] { m_hands.click(m_hands.see("nextCustomerButton")); });
    m_guide.add(QStringLiteral("an empty counter"), [this] { return m_hands.see("sellPage") && basketRows() == 0; }, [] {});
    m_guide.look(QStringLiteral("next-customer"));
}

void Tour::standOnTheFloor()
{
    m_guide.add(QStringLiteral("the way back"), [this] { return m_hands.canUse("backButton"); }, [this] { m_hands.click(m_hands.see("backButton")); });
    openPerformance(QStringLiteral("arena"));
    m_guide.look(QStringLiteral("arena"), Looks::All);
    for (int n = 1; n <= 2; ++n) {
        m_guide.add(QStringLiteral("the + of the standing tier"), [this] { return standingButton("plusButton"); },
                    [this] { m_hands.click(standingButton("plusButton")); });
        m_guide.add(QStringLiteral("a standing place in the basket"), [this, n] { return basketRows() == n; }, [] {});
    }
    m_guide.look(QStringLiteral("standing"));
    for (int n = 1; n >= 0; --n) {
        m_guide.add(QStringLiteral("the − of the standing tier"), [this] { return standingButton("minusButton"); },
                    [this] { m_hands.click(standingButton("minusButton")); });
        m_guide.add(QStringLiteral("giving a standing place back"), [this, n] { return basketRows() == n; }, [] {});
    }
}

PlaceStore *Tour::places() const
{
    const auto *map = m_hands.see<SeatMapWidget>("seatMap");
    return map ? map->store() : nullptr;
}

QString Tour::freePair() const
{
    const PlaceStore *store = places();
    if (!store)
        return {};
    const auto isFree = [store](int i) { return i >= 0 && i < store->count() && !store->isStanding(i) && store->state(i) == PlaceState::Free; };
    const QVector<PlanSeat> &seats = store->plan().seats;
    const int wished = store->indexOfLabel(QStringLiteral("Stalls/B-12"));
    QVector<int> candidates{wished};
    for (int i = 0; i < store->count(); ++i)
        candidates.append(i);
    for (const int i : std::as_const(candidates)) {
        if (!isFree(i) || !isFree(i + 1))
            continue;
        const PlanSeat &a = seats.at(store->planSeat(i));
        const PlanSeat &b = seats.at(store->planSeat(i + 1));
        if (a.rowIndex == b.rowIndex && a.category == b.category)
            return QStringLiteral("%1 %2 %3-%4").arg(a.zone, a.row, a.number, b.number);
    }
    return {};
}

int Tour::basketRows() const
{
    // An empty basket shows a sentence in the table's place.
    if (m_hands.see("basketEmpty"))
        return 0;
    const auto *table = m_hands.see<QTableView>("basketTable");
    return table ? table->model()->rowCount() : -1;
}

int Tour::performances() const
{
    const auto *table = m_hands.see<QTableView>("eventTable");
    return table ? table->model()->rowCount() : 0;
}

QWidget *Tour::standingButton(const char *name) const
{
    return m_hands.canUse(name) ? m_hands.see(name) : nullptr;
}

} // namespace foyer
