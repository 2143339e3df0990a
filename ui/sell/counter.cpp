// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/counter.h"

#include "models/core/limits.h"

#include <QtCore/QJsonArray>

#include <algorithm>
#include <memory>
#include <utility>

namespace foyer {

Counter::Counter(Desk &desk, CentralGateway &central, QObject *parent) : QObject(parent), m_desk(desk), m_central(central)
{
    m_clock.setInterval(250);
    connect(&m_clock, &QTimer::timeout, this, &Counter::tick);
    connect(&desk, &Desk::outcomeUnknown, this, &Counter::resending);
    connect(&central, &CentralGateway::linkStateChanged, this, [this](LinkState state) {
        if (state == LinkState::Online)
            m_triedExtending = false; // what could not be extended without a line can be now
    });
}

void Counter::setDetail(const EventDetail &detail)
{
    m_details.insert(detail.event.id, detail);
}

void Counter::take(const EventId &event, const QVector<PlaceInfo> &places)
{
    QVector<PlaceId> ids;
    for (const PlaceInfo &place : places) {
        if (!m_basket.contains(place.id))
            ids.append(place.id);
    }
    if (ids.isEmpty())
        return;
    send(HoldWish{event, ids, {}, {}, 0}, Taking{event, {}, ids, {}, false});
}

void Counter::takeAny(const EventId &event, const TierId &tier)
{
    send(HoldWish{event, {}, {}, tier, 1}, Taking{event, tier, {}, {}, false});
}

void Counter::send(const HoldWish &wish, const Taking &taking)
{
    const EventDetail *known = detail(wish.event);
    if (!known || m_payment != Payment::None)
        return;
    if (!m_basket.isEmpty() && m_basket.totals().total.currency != known->event.currency) {
        Q_EMIT otherCurrency(m_basket.totals().total.currency.code);
        return;
    }
    const HoldId id = HoldId::make();
    m_taking.insert(id, taking);
    Q_EMIT mineChanged();
    m_desk.hold(wish, this, [this, id](const Result<Hold> &answer) { holdAnswered(id, answer); }, id);
}

void Counter::holdAnswered(const HoldId &id, const Result<Hold> &answer)
{
    const Taking taking = m_taking.take(id);
    if (!answer) {
        Q_EMIT mineChanged();
        if (!taking.dropped)
            Q_EMIT refused(answer.error(), static_cast<int>(m_basket.lines().size()));
        return;
    }
    QVector<PlaceId> places;
    for (const PlaceInfo &place : answer->places)
        places.append(place.id);
    Q_EMIT taken(places);
    const HoldRef ref{answer->id, answer->token};
    if (taking.dropped) {
        release(ref, places);
        return changed();
    }
    if (const EventDetail *known = detail(answer->event))
        m_basket.addHold(*answer, *known);
    for (const PlaceId &place : taking.unwanted)
        giveBack(place);
    changed();
}

void Counter::giveBack(const PlaceId &place)
{
    for (Taking &taking : m_taking) {
        if (!taking.places.contains(place))
            continue;
        taking.unwanted.insert(place);
        taking.dropped = taking.unwanted.size() == taking.places.size();
        Q_EMIT mineChanged();
        return;
    }
    const std::optional<HoldRef> hold = m_basket.holdOf(place);
    if (!hold || m_payment != Payment::None)
        return;
    m_basket.remove(place);
    release(*hold, {place});
    changed();
}

void Counter::giveBackOne(const TierId &tier)
{
    for (Taking &taking : m_taking) {
        if (taking.tier == tier && !taking.dropped) {
            taking.dropped = true;
            Q_EMIT mineChanged();
            return;
        }
    }
    const QVector<BasketLine> &lines = m_basket.lines();
    const auto newest = std::find_if(lines.crbegin(), lines.crend(), [&](const BasketLine &l) { return l.place.tier == tier; });
    if (newest != lines.crend())
        giveBack(PlaceId(newest->place.id));
}

void Counter::giveBackAll()
{
    for (Taking &taking : m_taking)
        taking.dropped = true;
    if (m_payment != Payment::None)
        return;
    const Basket old = m_basket;
    m_basket.clear();
    for (const HoldRef &hold : old.holds()) {
        QVector<PlaceId> places;
        for (const BasketLine &line : old.lines()) {
            if (line.hold == hold.id)
                places.append(line.place.id);
        }
        release(hold, places);
    }
    changed();
}

// The map shows the places free at once. A release that fails needs no words: the hold lapses at the latest after its quarter of an hour, and until then
// the map shows what is true.
void Counter::release(const HoldRef &hold, const QVector<PlaceId> &places, const std::function<void()> &then)
{
    Q_EMIT freed(places);
    m_desk.release(hold, places, this, [this, places, then](const Result<Done> &answer) {
        if (!answer)
            Q_EMIT taken(places);
        if (then)
            then();
    });
}

void Counter::setPriceType(const PlaceId &place, const PriceTypeId &type)
{
    if (m_payment != Payment::None)
        return;
    for (const BasketLine &line : m_basket.lines()) {
        const Tier *tier = line.place.id == place ? tierOf(line) : nullptr;
        if (!tier)
            continue;
        for (const TierPrice &price : tier->prices) {
            if (price.priceType == type) {
                m_basket.setPriceType(place, price);
                return changed();
            }
        }
    }
}

void Counter::tick()
{
    const qint64 left = m_basket.expires().remainingTime();
    Q_EMIT ticked(std::max<qint64>(0, left));
    if (left <= 0 && !m_extending && !m_triedExtending && m_payment == Payment::None) {
        m_triedExtending = true;
        extend();
    }
}

void Counter::extend()
{
    const QVector<HoldRef> holds = m_basket.holds();
    if (holds.isEmpty() || m_extending || m_payment != Payment::None)
        return;
    m_extending = true;
    m_desk.extend(holds, this, [this, holds](const Result<QVector<QPair<HoldId, QDeadlineTimer>>> &answer) {
        m_extending = false;
        extendAnswered(holds, answer);
    });
}

void Counter::extendAnswered(const QVector<HoldRef> &asked, const Result<QVector<QPair<HoldId, QDeadlineTimer>>> &answer)
{
    if (!answer) {
        Q_EMIT refused(answer.error(), static_cast<int>(m_basket.lines().size()));
        return;
    }
    m_triedExtending = false;
    QStringList lost;
    for (const HoldRef &hold : asked) {
        const auto kept = std::find_if(answer->cbegin(), answer->cend(), [&](const auto &pair) { return pair.first == hold.id; });
        if (kept != answer->cend()) {
            m_basket.setExpiry(hold.id, kept->second);
            continue;
        }
        for (const BasketLine &line : m_basket.lines()) {
            if (line.hold == hold.id)
                lost << line.place.label;
        }
        m_basket.removeHold(hold.id);
        release(hold, {}); // some of its places may have been retaken
    }
    changed();
    if (!lost.isEmpty())
        Q_EMIT placesLost(lost, static_cast<int>(m_basket.lines().size()));
    else
        Q_EMIT extended();
}

void Counter::pay(const QVector<Tender> &tenders)
{
    switch (m_payment) {
    case Payment::Sending: return;
    case Payment::Unknown: break;
    case Payment::None:
        if (m_basket.isEmpty() || isTaking())
            return;
        m_attempt = m_basket.toSale(OrderId::make(), tenders);
        break;
    }
    setPayment(Payment::Sending);
    m_desk.sell(m_attempt, this, [this, id = m_attempt.id](const Result<SoldOrder> &answer) {
        if (id == m_attempt.id)
            payAnswered(answer);
    });
}

void Counter::payAnswered(const Result<SoldOrder> &answer)
{
    if (answer)
        return finish(*answer);
    const Error error = answer.error();
    if (error.code == ErrorCode::OutcomeUnknown) {
        setPayment(Payment::Unknown);
        Q_EMIT payRefused(error, static_cast<int>(m_basket.lines().size()));
        return;
    }
    // Refused for good: the next try is another sale under another id.
    setPayment(Payment::None);
    if (error.code == ErrorCode::HoldLost || error.code == ErrorCode::SeatsTaken)
        dropLost(error);
    if (error.code == ErrorCode::PriceChanged || error.code == ErrorCode::StartMoved)
        reprice();
    Q_EMIT payRefused(error, static_cast<int>(m_basket.lines().size()));
}

void Counter::giveUpPayment()
{
    if (m_payment != Payment::Unknown)
        return;
    setPayment(Payment::Sending);
    m_desk.cancel(m_attempt.id, this, [this, id = m_attempt.id](const Result<std::optional<SoldOrder>> &answer) {
        if (id != m_attempt.id)
            return;
        if (!answer) {
            setPayment(Payment::Unknown);
            Q_EMIT payRefused(answer.error(), static_cast<int>(m_basket.lines().size()));
            return;
        }
        if (*answer)
            return finish(**answer);
        setPayment(Payment::None);
    });
}

void Counter::finish(const SoldOrder &order)
{
    const QVector<EventDetail> known = details();
    QVector<PlaceId> places;
    for (const SoldTicket &ticket : order.tickets)
        places.append(ticket.place);
    m_basket.clear();
    m_attempt = Sale();
    setPayment(Payment::None);
    changed();
    Q_EMIT sold(order, known);
}

void Counter::dropLost(const Error &error)
{
    const QJsonArray places = error.facts.value(QLatin1String("places")).toArray();
    for (const QJsonValue &place : places)
        m_basket.remove(PlaceId{place.toInteger()});
    if (places.isEmpty() && error.code == ErrorCode::HoldLost)
        m_basket.removeHold(HoldId::fromText(error.facts.value(QLatin1String("hold")).toString()));
    changed();
}

void Counter::reprice()
{
    for (const EventDetail &known : details()) {
        m_central.eventDetail(known.event.id.text(), this, [this](const Result<EventDetail> &answer) {
            if (!answer || m_payment != Payment::None)
                return;
            setDetail(*answer);
            rebuild();
            Q_EMIT repriced();
        });
    }
}

// The same holds with the prices, fees and start of now; the kind of visitor chosen for a line stays where it still exists.
void Counter::rebuild()
{
    const Basket old = m_basket;
    m_basket.clear();
    for (const HoldRef &ref : old.holds()) {
        Hold hold{ref.id, ref.token, {}, {}, old.expires()};
        for (const BasketLine &line : old.lines()) {
            if (line.hold != ref.id)
                continue;
            hold.event = line.event;
            hold.places.append(line.place);
        }
        if (const EventDetail *known = detail(hold.event))
            m_basket.addHold(hold, *known);
    }
    for (const BasketLine &line : old.lines())
        setPriceType(line.place.id, line.priceType);
    changed();
}

void Counter::leave(const std::function<void()> &then)
{
    // Both ways out race: the last answer and the deadline. The first one runs `then`.
    const auto done = std::make_shared<bool>(false);
    const auto finish = [done, then] {
        if (std::exchange(*done, true) || !then)
            return;
        then();
    };
    for (Taking &taking : m_taking)
        taking.dropped = true;
    const QVector<HoldRef> holds = m_payment == Payment::None ? m_basket.holds() : QVector<HoldRef>();
    m_basket.clear();
    m_attempt = Sale(); // an unanswered sale stays on the till's disk and is asked for at the next start
    setPayment(Payment::None);
    m_details.clear();
    changed();
    if (holds.isEmpty()) {
        // Never before this returns: a window that is being closed can not be closed again from inside.
        QTimer::singleShot(0, this, finish);
        return;
    }
    const auto open = std::make_shared<qsizetype>(holds.size());
    for (const HoldRef &hold : holds) {
        release(hold, {}, [open, finish] {
            if (--*open == 0)
                finish();
        });
    }
    QTimer::singleShot(limits::callDeadlineMs, this, finish);
}

bool Counter::hasBasket() const
{
    return !m_basket.isEmpty() || m_payment != Payment::None || std::any_of(m_taking.cbegin(), m_taking.cend(), [](const Taking &t) { return !t.dropped; });
}

QVector<PlaceId> Counter::mine() const
{
    QVector<PlaceId> places;
    for (const BasketLine &line : m_basket.lines())
        places.append(line.place.id);
    for (const Taking &taking : m_taking) {
        for (const PlaceId &place : taking.places) {
            if (!taking.dropped && !taking.unwanted.contains(place))
                places.append(place);
        }
    }
    return places;
}

int Counter::wanted(const TierId &tier) const
{
    const auto coming = std::count_if(m_taking.cbegin(), m_taking.cend(), [&](const Taking &t) { return t.tier == tier && !t.dropped; });
    return m_basket.countOf(tier) + static_cast<int>(coming);
}

const Tier *Counter::tierOf(const BasketLine &line) const
{
    const EventDetail *known = detail(line.event);
    return known ? known->tier(line.place.tier) : nullptr;
}

const EventDetail *Counter::detail(const EventId &event) const
{
    const auto it = m_details.constFind(event);
    return it == m_details.constEnd() ? nullptr : &*it;
}

QVector<EventDetail> Counter::details() const
{
    QVector<EventDetail> list;
    for (const EventDetail &known : m_details) {
        const bool needed = std::any_of(m_basket.lines().cbegin(), m_basket.lines().cend(), [&](const BasketLine &l) { return l.event == known.event.id; });
        if (needed)
            list.append(known);
    }
    return list;
}

void Counter::setPayment(Payment payment)
{
    if (m_payment == payment)
        return;
    m_payment = payment;
    Q_EMIT paymentChanged();
}

void Counter::changed()
{
    if (m_basket.isEmpty())
        m_clock.stop();
    else if (!m_clock.isActive())
        m_clock.start();
    Q_EMIT basketChanged();
    Q_EMIT mineChanged();
    if (!m_basket.isEmpty())
        tick();
}

} // namespace foyer
