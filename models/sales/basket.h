// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/sale.h"

namespace foyer {

/// One place in a basket with the price type chosen for it.
struct BasketLine
{
    TicketId ticket; ///< made when the line is, and kept through every retry
    HoldId hold;
    EventId event;
    PlaceInfo place;
    PriceTypeId priceType;
    QString tierName;
    QString tierColor;
    QString priceTypeName;
    Money price; ///< gross
    Money fee;   ///< gross, per ticket
    QDateTime startsAt;
};

/// What the basket panel shows below its lines; all gross, so that people can add them up.
struct BasketTotals
{
    Money tickets;
    Money fees;
    Money total;
};

/// The places one customer is about to buy, as a value: no I/O, one currency, holds of one or several performances. The desk takes and gives back the holds;
/// the basket remembers what came of it.
class Basket
{
public:
    /// Adds the places of a hold at the first price type of their tier (the last chosen one for standing places of the same tier). A place that is
    /// there already keeps its ticket and price and goes over to this hold; adding a hold again renews its end.
    void addHold(const Hold &hold, const EventDetail &detail);
    /// Drops a line; the caller releases the place.
    void remove(const PlaceId &place);
    /// Drops what the centre said is lost.
    void removeHold(const HoldId &hold);
    void setPriceType(const PlaceId &place, const TierPrice &price);
    void setExpiry(const HoldId &hold, QDeadlineTimer expires);
    void clear();

    [[nodiscard]] const QVector<BasketLine> &lines() const { return m_lines; }
    [[nodiscard]] bool isEmpty() const { return m_lines.isEmpty(); }
    [[nodiscard]] bool contains(const PlaceId &place) const;
    [[nodiscard]] int countOf(const TierId &tier) const;
    [[nodiscard]] BasketTotals totals() const;
    [[nodiscard]] QVector<HoldRef> holds() const;
    /// The hold that a place came with; nullopt when it is not in the basket.
    [[nodiscard]] std::optional<HoldRef> holdOf(const PlaceId &place) const;
    /// When the first of the holds ends; forever when empty.
    [[nodiscard]] QDeadlineTimer expires() const;
    /// The sale of everything in the basket. `order` is made once per attempt to pay and kept while its outcome is unknown.
    [[nodiscard]] Sale toSale(const OrderId &order, const QVector<Tender> &tenders) const;

private:
    struct HoldEntry
    {
        HoldRef ref;
        QDeadlineTimer expires;
    };
    struct OrderFee
    {
        EventId event;
        Money fee;
    };
    [[nodiscard]] TierPrice priceFor(const Tier &tier) const;
    void dropEmptyHolds();

    QVector<BasketLine> m_lines;
    QVector<HoldEntry> m_holds;
    QVector<OrderFee> m_orderFees;
};

} // namespace foyer
