// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/tendering.h"

#include <QtWidgets/QStackedWidget>

#include <functional>

namespace foyer {

class CommandSet;
class Counter;
class EventListPage;
class Performance;
class SellPage;
class TenderPage;
class Theme;
class TicketsPage;
enum class LinkState;
struct EventSummary;
struct SoldOrder;
struct Workplace;

/// The room in which tickets are sold: list of performances, map and basket, tender, tickets. `place`, `theme` and `commands` outlive it; GUI thread.
class SellRoom : public QStackedWidget
{
    Q_OBJECT
public:
    SellRoom(const Workplace &place, Theme &theme, CommandSet &commands, QWidget *parent = nullptr);
    ~SellRoom() override;

    /// After sign-in: shows the list of performances and loads it.
    void start();
    /// A promoter looks and does not sell: no basket, no holds, no tender.
    void setReadOnly(bool readOnly);
    /// Whether places are held or being paid, so that leaving would lose something.
    [[nodiscard]] bool hasBasket() const;
    /// Gives every held place back and stops polling. `then` runs once, after this has returned and when the centre has answered, at the latest after
    /// limits::callDeadlineMs; sign out in it, not before.
    void leave(std::function<void()> then = {});

Q_SIGNALS:
    /// The basket got its first or lost its last place.
    void basketChanged(bool hasBasket);

private:
    void connectPages();
    void openEvent(const EventSummary &event);
    void backToEvents();
    void backToMap();
    void openTender(TenderKind kind);
    void showSold(const SoldOrder &order, const QVector<EventDetail> &details);
    void payRefused(const Error &error, int stillHeld);
    void placesLost(const QStringList &labels, int stillHeld);
    void basketMoved();
    void noteNoLine(const Error &error, int stillHeld);
    void linkChanged(LinkState state);

    bool m_hadBasket = false;
    QString m_noLine; ///< the sentence said about a missing line, while there is none
    Counter *m_counter = nullptr;
    Performance *m_performance = nullptr;
    EventListPage *m_events = nullptr;
    SellPage *m_sell = nullptr;
    TenderPage *m_tender = nullptr;
    TicketsPage *m_tickets = nullptr;
};

} // namespace foyer
