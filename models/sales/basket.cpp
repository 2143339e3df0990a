// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/basket.h"

#include <algorithm>

namespace foyer {

void Basket::addHold(const Hold &hold, const EventDetail &detail)
{
    for (const PlaceInfo &place : hold.places) {
        const Tier *tier = detail.tier(place.tier);
        if (!tier || tier->prices.isEmpty())
            continue;
        const auto known =
            std::find_if(m_lines.begin(), m_lines.end(), [&](const BasketLine &l) { return l.place.id == place.id; });
        if (known != m_lines.end()) {
            known->hold = hold.id;
            continue;
        }
        const TierPrice price = priceFor(*tier);
        m_lines.append(BasketLine{TicketId::make(), hold.id, hold.event, place, price.priceType, tier->name,
                                  tier->color, price.name, price.price, tier->feePerTicket, detail.event.startsAt});
    }
    // Holds that gave all their places to this one are gone; this one stays even without a line, because it has to be
    // given back.
    dropEmptyHolds();
    m_holds.removeIf([&](const HoldEntry &h) { return h.ref.id == hold.id; });
    m_holds.append(HoldEntry{HoldRef{hold.id, hold.token}, hold.expires});
    m_orderFees.removeIf([&](const OrderFee &f) { return f.event == hold.event; });
    m_orderFees.append(OrderFee{hold.event, detail.feePerOrder});
}

TierPrice Basket::priceFor(const Tier &tier) const
{
    if (tier.kind == TierKind::Standing) {
        const auto last = std::find_if(m_lines.crbegin(), m_lines.crend(),
                                       [&](const BasketLine &l) { return l.place.tier == tier.id; });
        if (last != m_lines.crend())
            return TierPrice{last->priceType, last->priceTypeName, last->price, 0};
    }
    return tier.prices.constFirst();
}

void Basket::dropEmptyHolds()
{
    m_holds.removeIf([&](const HoldEntry &h) {
        return std::none_of(m_lines.cbegin(), m_lines.cend(), [&](const BasketLine &l) { return l.hold == h.ref.id; });
    });
}

void Basket::remove(const PlaceId &place)
{
    m_lines.removeIf([&](const BasketLine &l) { return l.place.id == place; });
    dropEmptyHolds();
}

void Basket::removeHold(const HoldId &hold)
{
    m_lines.removeIf([&](const BasketLine &l) { return l.hold == hold; });
    m_holds.removeIf([&](const HoldEntry &h) { return h.ref.id == hold; });
}

void Basket::setPriceType(const PlaceId &place, const TierPrice &price)
{
    for (BasketLine &line : m_lines) {
        if (line.place.id != place)
            continue;
        line.priceType = price.priceType;
        line.priceTypeName = price.name;
        line.price = price.price;
    }
}

void Basket::setExpiry(const HoldId &hold, QDeadlineTimer expires)
{
    for (HoldEntry &entry : m_holds) {
        if (entry.ref.id == hold)
            entry.expires = expires;
    }
}

void Basket::clear()
{
    *this = Basket();
}

bool Basket::contains(const PlaceId &place) const
{
    return std::any_of(m_lines.cbegin(), m_lines.cend(), [&](const BasketLine &l) { return l.place.id == place; });
}

int Basket::countOf(const TierId &tier) const
{
    return static_cast<int>(
        std::count_if(m_lines.cbegin(), m_lines.cend(), [&](const BasketLine &l) { return l.place.tier == tier; }));
}

BasketTotals Basket::totals() const
{
    BasketTotals totals;
    if (m_lines.isEmpty())
        return totals;
    const Money none{0, m_lines.constFirst().price.currency};
    totals = {none, none, none};
    for (const BasketLine &line : m_lines) {
        totals.tickets += line.price;
        totals.fees += line.fee;
    }
    for (const OrderFee &orderFee : m_orderFees) {
        if (std::any_of(m_lines.cbegin(), m_lines.cend(),
                        [&](const BasketLine &l) { return l.event == orderFee.event; }))
            totals.fees += orderFee.fee;
    }
    totals.total = totals.tickets + totals.fees;
    return totals;
}

QVector<HoldRef> Basket::holds() const
{
    QVector<HoldRef> refs;
    for (const HoldEntry &entry : m_holds)
        refs.append(entry.ref);
    return refs;
}

std::optional<HoldRef> Basket::holdOf(const PlaceId &place) const
{
    for (const BasketLine &line : m_lines) {
        if (line.place.id != place)
            continue;
        for (const HoldEntry &entry : m_holds) {
            if (entry.ref.id == line.hold)
                return entry.ref;
        }
    }
    return std::nullopt;
}

QDeadlineTimer Basket::expires() const
{
    QDeadlineTimer first(QDeadlineTimer::Forever);
    for (const HoldEntry &entry : m_holds)
        first = std::min(first, entry.expires);
    return first;
}

Sale Basket::toSale(const OrderId &order, const QVector<Tender> &tenders) const
{
    Sale sale;
    sale.id = order;
    sale.tenders = tenders;
    sale.holds = holds();
    sale.total = totals().total;
    for (const BasketLine &line : m_lines)
        sale.lines.append(SaleLine{line.ticket, line.event, line.place.tier, line.priceType, line.place.id, line.price,
                                   line.startsAt});
    return sale;
}

} // namespace foyer
