// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/sale.h"

#include <QtCore/QJsonArray>

namespace foyer {

namespace {

QJsonObject toJson(const SaleLine &line)
{
    QJsonObject o{
        {QStringLiteral("ticket"), line.ticket.text()},
        {QStringLiteral("event"), line.event.text()},
        {QStringLiteral("tier"), line.tier.text()},
        {QStringLiteral("price_type"), line.priceType.text()},
        {QStringLiteral("price_minor"), line.price.minor},
        {QStringLiteral("starts_at"), line.startsAt.toUTC().toString(Qt::ISODate)},
    };
    if (line.place)
        o.insert(QStringLiteral("place"), line.place->value);
    return o;
}

QJsonObject toJson(const Tender &tender)
{
    QJsonObject o{
        {QStringLiteral("payment"), tender.id.text()},
        {QStringLiteral("amount_minor"), tender.amount.minor},
    };
    switch (tender.kind) {
    case TenderKind::Cash:
        o.insert(QStringLiteral("method"), QStringLiteral("cash"));
        o.insert(QStringLiteral("given_minor"), tender.given.minor);
        break;
    case TenderKind::Card:
        o.insert(QStringLiteral("method"), QStringLiteral("card"));
        o.insert(QStringLiteral("reference"), tender.reference);
        break;
    }
    return o;
}

} // namespace

QJsonObject Sale::toJson() const
{
    QJsonArray items;
    for (const SaleLine &line : lines)
        items.append(foyer::toJson(line));
    QJsonArray payments;
    for (const Tender &tender : tenders)
        payments.append(foyer::toJson(tender));
    QJsonArray holdRefs;
    for (const HoldRef &hold : holds)
        holdRefs.append(QJsonObject{{QStringLiteral("hold"), hold.id.text()}, {QStringLiteral("token"), hold.token}});
    return {
        {QStringLiteral("order"), id.text()},         {QStringLiteral("currency"), total.currency.code},
        {QStringLiteral("total_minor"), total.minor}, {QStringLiteral("channel"), QStringLiteral("counter")},
        {QStringLiteral("holds"), holdRefs},          {QStringLiteral("items"), items},
        {QStringLiteral("payments"), payments},
    };
}

} // namespace foyer
