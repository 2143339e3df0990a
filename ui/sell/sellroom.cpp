// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/sellroom.h"

#include "models/services/workplace.h"
#include "ui/sell/counter.h"
#include "ui/sell/eventlistpage.h"
#include "ui/sell/performance.h"
#include "ui/sell/sellpage.h"
#include "ui/sell/tenderpage.h"
#include "ui/sell/ticketspage.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/sentences.h"
#include "ui/widgets/theme.h"

namespace foyer {

SellRoom::SellRoom(const Workplace &place, Theme &theme, CommandSet &commands, QWidget *parent)
    : QStackedWidget(parent)
    , m_counter(new Counter(place.desk, place.central, this))
    , m_performance(new Performance(place.central, this))
    , m_events(new EventListPage(place.central, theme, commands, this))
    , m_sell(new SellPage(*m_counter, *m_performance, theme, commands, this))
    , m_tender(new TenderPage(*m_counter, theme, commands, this))
    , m_tickets(new TicketsPage(place.tickets, theme, commands, this))
{
    setObjectName(QStringLiteral("sellRoom"));
    for (QWidget *page : {static_cast<QWidget *>(m_events), static_cast<QWidget *>(m_sell), static_cast<QWidget *>(m_tender),
                          static_cast<QWidget *>(m_tickets)})
        addWidget(page);
    connectPages();
    connect(&place.central, &CentralGateway::linkStateChanged, this, &SellRoom::linkChanged);
}

// Pages watch the counter and the performance: they go first.
SellRoom::~SellRoom()
{
    delete m_events;
    delete m_sell;
    delete m_tender;
    delete m_tickets;
}

void SellRoom::connectPages()
{
    connect(m_events, &EventListPage::eventChosen, this, &SellRoom::openEvent);
    connect(m_events, &EventListPage::basketWanted, this, &SellRoom::backToMap);
    connect(m_sell, &SellPage::backWanted, this, &SellRoom::backToEvents);
    connect(m_sell, &SellPage::tenderWanted, this, &SellRoom::openTender);
    connect(m_tender, &TenderPage::backWanted, this, &SellRoom::backToMap);
    connect(m_tickets, &TicketsPage::nextCustomer, this, &SellRoom::backToMap);
    connect(m_counter, &Counter::sold, this, &SellRoom::showSold);
    connect(m_counter, &Counter::payRefused, this, &SellRoom::payRefused);
    connect(m_counter, &Counter::placesLost, this, &SellRoom::placesLost);
    connect(m_counter, &Counter::refused, this, [this](const Error &error, int stillHeld) {
        m_tender->messages().say(MessageBar::Tone::Warning, sentenceFor(error, QLocale(), stillHeld));
        noteNoLine(error, stillHeld);
    });
    connect(m_counter, &Counter::basketChanged, this, &SellRoom::basketMoved);
    connect(m_counter, &Counter::mineChanged, this, &SellRoom::basketMoved);
}

void SellRoom::start()
{
    setCurrentWidget(m_events);
    m_events->start();
    basketMoved();
}

void SellRoom::setReadOnly(bool readOnly)
{
    m_sell->setReadOnly(readOnly);
}

bool SellRoom::hasBasket() const
{
    return m_counter->hasBasket();
}

void SellRoom::leave(std::function<void()> then)
{
    m_performance->close();
    m_events->stop();
    setCurrentWidget(m_events);
    m_counter->leave(then);
}

void SellRoom::openEvent(const EventSummary &event)
{
    if (m_performance->isReady() && m_performance->detail().event.id == event.id)
        m_performance->refresh(); // the map is still there
    else
        m_performance->open(event);
    setCurrentWidget(m_sell);
    m_sell->focusFirst();
}

void SellRoom::backToEvents()
{
    setCurrentWidget(m_events);
    m_events->focusSearch();
    basketMoved();
}

void SellRoom::backToMap()
{
    if (!m_performance->isOpen())
        return backToEvents();
    setCurrentWidget(m_sell);
    m_sell->focusFirst();
}

void SellRoom::openTender(TenderKind kind)
{
    setCurrentWidget(m_tender);
    m_tender->open(kind);
}

void SellRoom::showSold(const SoldOrder &order, const QVector<EventDetail> &details)
{
    QVector<PlaceId> places;
    for (const SoldTicket &ticket : order.tickets)
        places.append(ticket.place);
    m_performance->note(places, PlaceState::Sold);
    m_sell->messages().clear();
    setCurrentWidget(m_tickets);
    m_tickets->open(order, details);
}

// With nothing left to pay for, the money page has no use; what is left goes on where the clerk is.
void SellRoom::payRefused(const Error &error, int stillHeld)
{
    noteNoLine(error, stillHeld);
    const bool placesGone = error.code == ErrorCode::HoldLost || error.code == ErrorCode::SeatsTaken;
    if (!placesGone || currentWidget() != m_tender)
        return;
    setCurrentWidget(m_sell);
    m_sell->messages().say(MessageBar::Tone::Warning, sentenceFor(error, QLocale(), stillHeld));
}

// Said on both pages: the total that a customer is being told has changed.
void SellRoom::placesLost(const QStringList &labels, int stillHeld)
{
    const QString lost = seatsText(labels, QLocale());
    QString text = labels.size() == 1 ? tr("The hold ended and %1 went to another till. It was taken out of the basket.").arg(lost)
                                      : tr("The hold ended and %1 went to another till. They were taken out of the basket.").arg(lost);
    if (stillHeld > 0)
        text += QLatin1Char(' ') + tr("The rest of the basket is held again; the total is lower.");
    m_sell->messages().say(MessageBar::Tone::Warning, text);
    m_tender->messages().say(MessageBar::Tone::Warning, text);
    if (stillHeld == 0 && currentWidget() == m_tender)
        setCurrentWidget(m_sell);
}

void SellRoom::noteNoLine(const Error &error, int stillHeld)
{
    if (error.code == ErrorCode::NoConnection)
        m_noLine = sentenceFor(error, QLocale(), stillHeld);
}

// With the line back, "the centre does not answer" is not true any more.
void SellRoom::linkChanged(LinkState state)
{
    if (state != LinkState::Online || m_noLine.isEmpty())
        return;
    for (MessageBar *bar : {&m_sell->messages(), &m_tender->messages()}) {
        if (bar->text() == m_noLine)
            bar->clear();
    }
    m_noLine.clear();
}

void SellRoom::basketMoved()
{
    const bool has = m_counter->hasBasket();
    const int lines = static_cast<int>(m_counter->basket().lines().size());
    m_events->setWaitingBasket(lines > 0 && m_performance->isOpen()
                                   ? tr("In the basket: %1 for %2.")
                                         .arg(ticketsText(lines, QLocale()), moneyText(m_counter->basket().totals().total, QLocale()))
                                   : QString());
    if (has == m_hadBasket)
        return;
    m_hadBasket = has;
    Q_EMIT basketChanged(has);
}

} // namespace foyer
