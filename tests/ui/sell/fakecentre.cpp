// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sell/fakecentre.h"

#include "tests/ui/sell/fakehouse.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>

namespace foyer {

namespace {

QString nameOf(CallKind kind)
{
    switch (kind) {
    case CallKind::Hold: return QStringLiteral("hold");
    case CallKind::Extend: return QStringLiteral("extend");
    case CallKind::Release: return QStringLiteral("release");
    case CallKind::Sell: return QStringLiteral("sell");
    case CallKind::Cancel: return QStringLiteral("cancel");
    }
    return {};
}

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

QVector<int> placesIn(const QJsonObject &request)
{
    QVector<int> places;
    const QJsonArray ids = request.value(QLatin1String("places")).toArray();
    for (const QJsonValue &value : ids)
        places.append(static_cast<int>(value.toInteger()) - 1);
    return places;
}

Counts countsOf(const FakeCentre::House &house, int tier)
{
    Counts counts;
    for (int i = 0; i < house.states.size(); ++i) {
        if (tier >= 0 && house.map.places[i].tier != house.detail.tiers[tier].id)
            continue;
        ++counts.places;
        switch (static_cast<PlaceState>(house.states[i])) {
        case PlaceState::Free: ++counts.free; break;
        case PlaceState::HeldByOther:
        case PlaceState::HeldByMe: ++counts.held; break;
        case PlaceState::LeasedToOther:
        case PlaceState::LeasedToMe:
        case PlaceState::Allotted: ++counts.leased; break;
        case PlaceState::Sold: ++counts.sold; break;
        case PlaceState::Blocked: ++counts.blocked; break;
        }
    }
    return counts;
}

const TierPrice *priceOf(const Tier &tier, const QString &type)
{
    const auto it = std::find_if(tier.prices.cbegin(), tier.prices.cend(), [&](const TierPrice &p) { return p.priceType.text() == type; });
    return it == tier.prices.cend() ? nullptr : &*it;
}

} // namespace

void FakeCentre::addTheatre(int otherPerformances)
{
    m_houses.append(makeTheatre());
    for (int i = 0; i < otherPerformances; ++i)
        m_houses.append(makeEmptyHouse(i));
}

int FakeCentre::placeOf(const QString &label) const
{
    const QVector<PlaceInfo> &places = m_houses.first().map.places;
    const auto it = std::find_if(places.cbegin(), places.cend(), [&](const PlaceInfo &p) { return p.label == label; });
    Q_ASSERT(it != places.cend());
    return static_cast<int>(std::distance(places.cbegin(), it));
}

PlaceState FakeCentre::stateOf(const QString &label) const
{
    return static_cast<PlaceState>(m_houses.first().states[placeOf(label)]);
}

void FakeCentre::occupy(const QString &label, PlaceState state)
{
    const int place = placeOf(label);
    for (FakeHold &hold : m_holds)
        hold.places.removeAll(place);
    set(house(), place, state);
}

void FakeCentre::setPrice(const QString &tier, int priceType, qint64 minor)
{
    for (Tier &t : house().detail.tiers) {
        if (t.name == tier)
            t.prices[priceType].price.minor = minor;
    }
}

void FakeCentre::setLinkState(LinkState state)
{
    m_link = state;
    Q_EMIT linkStateChanged(state);
}

QStringList FakeCentre::heldSeats() const
{
    QStringList labels;
    for (int i = 0; i < m_houses.first().states.size(); ++i) {
        if (static_cast<PlaceState>(m_houses.first().states[i]) == PlaceState::HeldByMe)
            labels << m_houses.first().map.places[i].label;
    }
    return labels;
}

std::optional<Error> FakeCentre::refusal(const QString &call)
{
    ++m_asked[call];
    if (!m_failures[call].isEmpty())
        return m_failures[call].takeFirst();
    if (m_link != LinkState::Online)
        return Error{ErrorCode::NoConnection, {}, QStringLiteral("no line"), {}};
    if (m_houses.isEmpty())
        return Error{ErrorCode::ServerFailed, QStringLiteral("XX000"), QStringLiteral("this fake has no house"), {}};
    return std::nullopt;
}

FakeCentre::House *FakeCentre::find(const QString &event)
{
    const auto it = std::find_if(m_houses.begin(), m_houses.end(),
                                 [&](const House &h) { return h.detail.event.id.text() == event || h.detail.event.slug == event; });
    return it == m_houses.end() ? nullptr : &*it;
}

void FakeCentre::set(House &house, int place, PlaceState state)
{
    house.states[place] = static_cast<char>(state);
    house.changes.append({place, state});
}

void FakeCentre::signIn(const QString &, const QString &, const QString &, QObject *guard, Then<Hello> then)
{
    answer<Hello>(guard, std::move(then), fail(ErrorCode::SignInRefused));
}

void FakeCentre::events(const QString &, QObject *guard, Then<QVector<EventSummary>> then)
{
    if (const auto error = refusal(QStringLiteral("events")))
        return answer<QVector<EventSummary>>(guard, std::move(then), fail(*error));
    QVector<EventSummary> list;
    for (const House &h : std::as_const(m_houses)) {
        list.append(h.detail.event);
        if (!h.states.isEmpty())
            list.last().counts = countsOf(h, -1);
    }
    answer<QVector<EventSummary>>(guard, std::move(then), list);
}

void FakeCentre::eventDetail(const QString &event, QObject *guard, Then<EventDetail> then)
{
    if (const auto error = refusal(QStringLiteral("event_detail")))
        return answer<EventDetail>(guard, std::move(then), fail(*error));
    const House *h = find(event);
    if (!h)
        return answer<EventDetail>(guard, std::move(then), fail(ErrorCode::NoSuchThing));
    EventDetail detail = h->detail;
    for (int i = 0; i < detail.tiers.size(); ++i)
        detail.tiers[i].counts = countsOf(*h, i);
    answer<EventDetail>(guard, std::move(then), detail);
}

void FakeCentre::eventMap(const EventId &event, QObject *guard, Then<EventMap> then)
{
    if (const auto error = refusal(QStringLiteral("event_map")))
        return answer<EventMap>(guard, std::move(then), fail(*error));
    const House *h = find(event.text());
    answer<EventMap>(guard, std::move(then), h ? Result<EventMap>(h->map) : fail(ErrorCode::NoSuchThing));
}

void FakeCentre::seatStates(const EventId &event, QObject *guard, Then<SeatStates> then)
{
    if (const auto error = refusal(QStringLiteral("seat_states")))
        return answer<SeatStates>(guard, std::move(then), fail(*error));
    const House *h = find(event.text());
    if (!h)
        return answer<SeatStates>(guard, std::move(then), fail(ErrorCode::NoSuchThing));
    answer<SeatStates>(guard, std::move(then), SeatStates{h->states, QString::number(h->changes.size())});
}

void FakeCentre::seatChanges(const EventId &event, const QString &cursor, QObject *guard, Then<SeatChanges> then)
{
    if (const auto error = refusal(QStringLiteral("seat_changes")))
        return answer<SeatChanges>(guard, std::move(then), fail(*error));
    const House *h = find(event.text());
    if (!h)
        return answer<SeatChanges>(guard, std::move(then), fail(ErrorCode::NoSuchThing));
    answer<SeatChanges>(guard, std::move(then), SeatChanges{QString::number(h->changes.size()), false, h->changes.mid(cursor.toInt())});
}

void FakeCentre::findTicket(const QString &, QObject *guard, Then<QJsonObject> then)
{
    answer<QJsonObject>(guard, std::move(then), fail(ErrorCode::NoSuchThing));
}

void FakeCentre::verify(QObject *guard, Then<QVector<Finding>> then)
{
    answer<QVector<Finding>>(guard, std::move(then), fail(ErrorCode::NotPermitted));
}

void FakeCentre::orderOutcome(const OrderId &, QObject *guard, Then<QJsonObject> then)
{
    answer<QJsonObject>(guard, std::move(then), fail(ErrorCode::NotPermitted));
}

void FakeCentre::send(const SealedCall &call, QObject *guard, Then<QJsonObject> then)
{
    if (const auto error = refusal(nameOf(call.kind)))
        return answer<QJsonObject>(guard, std::move(then), fail(*error));
    Result<QJsonObject> result = perform(call, QJsonDocument::fromJson(call.request).object());
    if (m_lostAnswers.value(call.kind) > 0) {
        --m_lostAnswers[call.kind];
        result = fail(ErrorCode::OutcomeUnknown);
    }
    answer<QJsonObject>(guard, std::move(then), result);
}

Result<QJsonObject> FakeCentre::perform(const SealedCall &call, const QJsonObject &request)
{
    if (m_done.contains(call.id)) {
        QJsonObject stored = m_done.value(call.id);
        stored.insert(QStringLiteral("repeated"), true);
        return stored;
    }
    Result<QJsonObject> result = fail(ErrorCode::BadRequest);
    switch (call.kind) {
    case CallKind::Hold: result = hold(request); break;
    case CallKind::Extend: result = extend(request); break;
    case CallKind::Release: result = release(request); break;
    case CallKind::Sell: result = sell(request); break;
    case CallKind::Cancel: result = cancel(request); break;
    }
    if (result)
        m_done.insert(call.id, *result);
    return result;
}

Result<QJsonObject> FakeCentre::hold(const QJsonObject &request)
{
    House *h = find(text(request, "event"));
    if (!h)
        return fail(ErrorCode::NoSuchThing);
    QVector<int> wanted = placesIn(request);
    const QString tier = text(request, "tier");
    const int quantity = request.value(QLatin1String("quantity")).toInt();
    for (int i = 0; i < h->states.size() && !tier.isEmpty() && wanted.size() < quantity; ++i) {
        if (h->map.places[i].tier.text() == tier && h->states[i] == 0)
            wanted.append(i);
    }
    if (wanted.size() < quantity)
        return fail(ErrorCode::SoldOut, {},
                    {{QStringLiteral("tier"), QStringLiteral("Standing")}, {QStringLiteral("wanted"), quantity}, {QStringLiteral("free"), 0}});
    QJsonArray takenSeats;
    QJsonArray takenPlaces;
    for (const int place : std::as_const(wanted)) {
        if (h->states[place] == 0)
            continue;
        takenSeats.append(h->map.places[place].label);
        takenPlaces.append(place + 1);
    }
    if (!takenSeats.isEmpty())
        return fail(ErrorCode::SeatsTaken, {}, {{QStringLiteral("seats"), takenSeats}, {QStringLiteral("places"), takenPlaces}});
    QJsonArray places;
    for (const int place : std::as_const(wanted)) {
        set(*h, place, PlaceState::HeldByMe);
        places.append(QJsonObject{{QStringLiteral("place"), place + 1},
                                  {QStringLiteral("seat"), h->map.places[place].label},
                                  {QStringLiteral("tier"), h->map.places[place].tier.text()}});
    }
    m_holds.insert(text(request, "hold"), FakeHold{h->detail.event.id, text(request, "token"), wanted});
    return QJsonObject{{QStringLiteral("hold"), text(request, "hold")},
                       {QStringLiteral("token"), text(request, "token")},
                       {QStringLiteral("event"), text(request, "event")},
                       {QStringLiteral("expires_in_ms"), m_holdMs},
                       {QStringLiteral("places"), places}};
}

Result<QJsonObject> FakeCentre::extend(const QJsonObject &request)
{
    QJsonArray kept;
    QJsonArray lost;
    const QJsonArray holds = request.value(QLatin1String("holds")).toArray();
    for (const QJsonValue &value : holds) {
        const QString id = text(value.toObject(), "hold");
        if (m_holds.contains(id) && !m_holds.value(id).places.isEmpty())
            kept.append(QJsonObject{{QStringLiteral("hold"), id}, {QStringLiteral("expires_in_ms"), 15 * 60 * 1000}});
        else
            lost.append(QJsonObject{{QStringLiteral("hold"), id}});
    }
    return QJsonObject{{QStringLiteral("holds"), kept}, {QStringLiteral("lost"), lost}};
}

Result<QJsonObject> FakeCentre::release(const QJsonObject &request)
{
    const QString id = text(request, "hold");
    int released = 0;
    if (m_holds.contains(id) && m_holds.value(id).token == text(request, "token")) {
        FakeHold &held = m_holds[id];
        QVector<int> places = placesIn(request);
        if (places.isEmpty())
            places = held.places;
        for (const int place : std::as_const(places)) {
            if (held.places.removeAll(place) == 0)
                continue;
            set(*find(held.event.text()), place, PlaceState::Free);
            ++released;
        }
    }
    return QJsonObject{{QStringLiteral("hold"), id}, {QStringLiteral("released"), released}};
}

Result<qint64> FakeCentre::totalOf(const QJsonObject &request)
{
    qint64 total = 0;
    QStringList events;
    const QJsonArray items = request.value(QLatin1String("items")).toArray();
    for (const QJsonValue &value : items) {
        const QJsonObject item = value.toObject();
        const House *h = find(text(item, "event"));
        const Tier *tier = h ? h->detail.tier(TierId::fromText(text(item, "tier"))) : nullptr;
        const TierPrice *price = tier ? priceOf(*tier, text(item, "price_type")) : nullptr;
        if (!price)
            return fail(ErrorCode::NoSuchThing);
        total += price->price.minor + tier->feePerTicket.minor;
        if (!events.contains(text(item, "event"))) {
            events << text(item, "event");
            total += h->detail.feePerOrder.minor;
        }
    }
    return total;
}

Result<QJsonArray> FakeCentre::ticketsOf(const QJsonObject &request)
{
    QJsonArray tickets;
    QJsonArray lostSeats;
    QJsonArray lostPlaces;
    const QJsonArray items = request.value(QLatin1String("items")).toArray();
    for (const QJsonValue &value : items) {
        QJsonObject item = value.toObject();
        const House *h = find(text(item, "event"));
        const int place = item.value(QLatin1String("place")).toInt() - 1;
        const auto state = static_cast<PlaceState>(h->states[place]);
        if (state != PlaceState::HeldByMe && state != PlaceState::Free) {
            lostSeats.append(h->map.places[place].label);
            lostPlaces.append(place + 1);
        }
        const Tier *tier = h->detail.tier(TierId::fromText(text(item, "tier")));
        item.remove(QStringLiteral("starts_at"));
        item.insert(QStringLiteral("seat"), h->map.places[place].label);
        item.insert(QStringLiteral("tier_name"), tier->name);
        item.insert(QStringLiteral("price_type_name"), priceOf(*tier, text(item, "price_type"))->name);
        tickets.append(item);
    }
    if (!lostSeats.isEmpty())
        return fail(ErrorCode::HoldLost, {}, {{QStringLiteral("seats"), lostSeats}, {QStringLiteral("places"), lostPlaces}});
    return tickets;
}

Result<QJsonObject> FakeCentre::sell(const QJsonObject &request)
{
    const QString id = text(request, "order");
    if (m_orders.contains(id))
        return fail(ErrorCode::IdReused, {}, {{QStringLiteral("id"), id}});
    const Result<qint64> total = totalOf(request);
    if (!total)
        return fail(total.error());
    const qint64 shown = request.value(QLatin1String("total_minor")).toInteger();
    if (*total != shown)
        return fail(ErrorCode::PriceChanged, {},
                    {{QStringLiteral("shown_minor"), shown}, {QStringLiteral("total_minor"), *total}, {QStringLiteral("currency"), QStringLiteral("EUR")}});
    qint64 paid = 0;
    qint64 change = 0;
    const QJsonArray payments = request.value(QLatin1String("payments")).toArray();
    for (const QJsonValue &value : payments) {
        const qint64 amount = value.toObject().value(QLatin1String("amount_minor")).toInteger();
        paid += amount;
        change += value.toObject().value(QLatin1String("given_minor")).toInteger(amount) - amount;
    }
    if (paid != *total)
        return fail(ErrorCode::PaymentMismatch, {}, {{QStringLiteral("total_minor"), *total}, {QStringLiteral("paid_minor"), paid}});
    const Result<QJsonArray> tickets = ticketsOf(request);
    if (!tickets)
        return fail(tickets.error());
    for (const QJsonValue &value : *tickets)
        set(*find(text(value.toObject(), "event")), value.toObject().value(QLatin1String("place")).toInt() - 1, PlaceState::Sold);
    m_sales.append(request);
    const QJsonObject answer{{QStringLiteral("order"), id},
                             {QStringLiteral("number"), text(request, "number")},
                             {QStringLiteral("currency"), QStringLiteral("EUR")},
                             {QStringLiteral("subtotal_minor"), *total},
                             {QStringLiteral("fee_minor"), 0},
                             {QStringLiteral("tax_minor"), 0},
                             {QStringLiteral("total_minor"), *total},
                             {QStringLiteral("change_minor"), change},
                             {QStringLiteral("sold_at"), QStringLiteral("2026-11-21T10:00:00Z")},
                             {QStringLiteral("tickets"), *tickets}};
    m_orders.insert(id, answer);
    return answer;
}

Result<QJsonObject> FakeCentre::cancel(const QJsonObject &request)
{
    const QString id = text(request, "order");
    if (!m_orders.value(id).isEmpty())
        return QJsonObject{{QStringLiteral("order"), id}, {QStringLiteral("outcome"), QStringLiteral("sold")}, {QStringLiteral("answer"), m_orders.value(id)}};
    m_orders.insert(id, {});
    return QJsonObject{{QStringLiteral("order"), id}, {QStringLiteral("outcome"), QStringLiteral("cancelled")}};
}

} // namespace foyer
