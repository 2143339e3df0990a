// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/catalog.h"

#include <QtCore/QJsonObject>

namespace foyer {

/// One ticket to be sold. A line of a held place names it; a line without a place takes any of its tier.
struct SaleLine
{
    TicketId ticket;
    EventId event;
    TierId tier;
    PriceTypeId priceType;
    std::optional<PlaceId> place;
    Money price;        ///< gross, as shown
    QDateTime startsAt; ///< as shown: if the performance moved, the centre says TK013
};

enum class TenderKind { Cash, Card };

/// One payment. For cash `amount` is what goes into the till for this sale and `given` what the customer handed over.
struct Tender
{
    PaymentId id;
    TenderKind kind = TenderKind::Cash;
    Money amount;
    Money given;
    QString reference; ///< of the card terminal
};

struct HoldRef
{
    HoldId id;
    QString token;
};

/// The one value that counter, tour and foyerctl hand to the desk. `id` and the ids inside are made once and never change, so that
/// sending it twice is the same sale.
struct Sale
{
    OrderId id;
    QVector<SaleLine> lines;
    QVector<HoldRef> holds;
    QVector<Tender> tenders;
    Money total; ///< gross, as shown, fees included

    /// The body of the request to `sell` without the order number (shape: resources/sql/CALLS.md).
    [[nodiscard]] QJsonObject toJson() const;
};

/// A sold ticket as the centre recorded it.
struct SoldTicket
{
    TicketId id;
    EventId event;
    PlaceId place;
    QString seat; ///< the place's label
    TierId tier;
    QString tierName;
    QString priceTypeName;
    Money price;
};

struct SoldOrder
{
    OrderId id;
    QString number;
    Money subtotal; ///< net
    Money fee;      ///< net
    Money tax;
    Money total;
    Money change;
    QDateTime soldAt;
    QVector<SoldTicket> tickets;
};

} // namespace foyer
