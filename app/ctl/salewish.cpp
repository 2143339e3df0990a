// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/salewish.h"

#include "models/core/limits.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <algorithm>

namespace foyer {
namespace {

tl::unexpected<Error> badUsage(const QString &sentence)
{
    return fail(ErrorCode::BadInput, sentence);
}

Result<SaleWish::TenderWish> readTender(const QString &text)
{
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    const QString kind = text.left(colon);
    const QString value = colon < 0 ? QString() : text.mid(colon + 1);
    SaleWish::TenderWish tender;
    if (kind == QLatin1String("card") && !value.isEmpty() && value.toUtf8().size() <= 200) {
        tender.kind = TenderKind::Card;
        tender.reference = value;
        return tender;
    }
    if (kind == QLatin1String("cash") && value == QLatin1String("exact")) {
        tender.exact = true;
        return tender;
    }
    bool isNumber = false;
    tender.givenMinor = value.toLongLong(&isNumber);
    if (kind != QLatin1String("cash") || !isNumber || tender.givenMinor < 0 || tender.givenMinor > limits::maxMinor)
        return badUsage(QStringLiteral("--tender is cash:MINOR (in cents), cash:exact or card:REFERENCE."));
    return tender;
}

bool names(const QString &wanted, const QString &name, const QUuid &id)
{
    return wanted.compare(name, Qt::CaseInsensitive) == 0 || wanted.compare(id.toString(QUuid::WithoutBraces), Qt::CaseInsensitive) == 0;
}

Result<const TierPrice *> findPrice(const Tier &tier, const QString &priceType)
{
    for (const TierPrice &price : tier.prices) {
        if (priceType.isEmpty() || names(priceType, price.name, price.priceType.value))
            return &price;
    }
    return fail(ErrorCode::NoSuchThing, {}, {{QStringLiteral("what"), QStringLiteral("price type")},
        {QStringLiteral("id"), priceType.isEmpty() ? tier.name : tier.name + QStringLiteral(", ") + priceType}});
}

bool sameSeat(const QString &label, const QString &wanted)
{
    return label == wanted || label.endsWith(QLatin1Char('/') + wanted);
}

bool isSamePayment(const QJsonValue &payment, const SaleWish::TenderWish &wish)
{
    if (payment[QStringLiteral("method")].toString() != QLatin1String(wish.kind == TenderKind::Cash ? "cash" : "card"))
        return false;
    if (wish.kind == TenderKind::Card)
        return payment[QStringLiteral("reference")].toString() == wish.reference;
    const qint64 amount = payment[QStringLiteral("amount_minor")].toInteger();
    return payment[QStringLiteral("given_minor")].toInteger(amount) == (wish.exact ? amount : wish.givenMinor);
}

/// In any order, because settling moves cash to the end.
bool samePayments(const QJsonArray &payments, QVector<SaleWish::TenderWish> wishes)
{
    for (const QJsonValue &payment : payments) {
        const auto found = std::find_if(wishes.begin(), wishes.end(), [&](const auto &wish) { return isSamePayment(payment, wish); });
        if (found == wishes.end())
            return false;
        wishes.erase(found);
    }
    return wishes.isEmpty();
}

} // namespace

Result<SaleWish> readSaleWish(const Arguments &args)
{
    SaleWish wish;
    const QStringList seatLists = args.values(QStringLiteral("seats"));
    for (const QString &list : seatLists)
        wish.seats += list.split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (QString &seat : wish.seats)
        seat = seat.trimmed();
    wish.tier = args.value(QStringLiteral("tier"));
    wish.priceType = args.value(QStringLiteral("price-type"));
    const int ways = (args.has(QStringLiteral("seats")) ? 1 : 0) + (args.has(QStringLiteral("tier")) ? 1 : 0) + (args.has(QStringLiteral("hold")) ? 1 : 0);
    if (ways != 1)
        return badUsage(QStringLiteral("Say which places: --seats A-1,A-2, or --tier T --quantity N%1.")
            .arg(args.command == QLatin1String("sell") ? QStringLiteral(", or --hold ID") : QString()));
    if (args.has(QStringLiteral("tier"))) {
        bool isNumber = false;
        wish.quantity = args.value(QStringLiteral("quantity")).toInt(&isNumber);
        if (!isNumber || wish.quantity < 1 || wish.quantity > limits::maxTicketsPerOrder)
            return badUsage(QStringLiteral("--tier needs --quantity, from 1 to %1.").arg(limits::maxTicketsPerOrder));
    } else if (args.has(QStringLiteral("quantity"))) {
        return badUsage(QStringLiteral("--quantity goes with --tier."));
    }
    if (args.has(QStringLiteral("seats")) && (wish.seats.isEmpty() || wish.seats.size() > limits::maxTicketsPerOrder))
        return badUsage(QStringLiteral("--seats names 1 to %1 seats.").arg(limits::maxTicketsPerOrder));
    if (args.has(QStringLiteral("hold")) && (wish.hold = HoldId::fromText(args.value(QStringLiteral("hold")))).isNull())
        return badUsage(QStringLiteral("--hold is the id that “hold” printed."));
    if (args.has(QStringLiteral("id")) && (wish.id = QUuid::fromString(args.value(QStringLiteral("id")))).isNull())
        return badUsage(QStringLiteral("--id is a UUID, such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff."));
    const QStringList tenders = args.values(QStringLiteral("tender"));
    for (const QString &text : tenders) {
        const auto tender = readTender(text);
        if (!tender)
            return fail(tender.error());
        wish.tenders.append(*tender);
    }
    return wish;
}

Result<const Tier *> findTier(const EventDetail &detail, const QString &nameOrId)
{
    for (const Tier &tier : detail.tiers) {
        if (names(nameOrId, tier.name, tier.id.value))
            return &tier;
    }
    return fail(ErrorCode::NoSuchThing, {}, {{QStringLiteral("what"), QStringLiteral("tier")}, {QStringLiteral("id"), nameOrId}});
}

Result<Sale> buildSale(const OrderId &order, const EventDetail &detail, const QVector<WishedPlace> &places, const QVector<HoldRef> &holds, const SaleWish &wish)
{
    Sale sale;
    sale.id = order;
    sale.holds = holds;
    sale.total = Money{detail.feePerOrder.minor, detail.event.currency};
    for (const WishedPlace &place : places) {
        const Tier *tier = detail.tier(place.tier);
        if (tier == nullptr)
            return fail(ErrorCode::NoSuchThing, {}, {{QStringLiteral("what"), QStringLiteral("tier")}, {QStringLiteral("id"), place.tier.text()}});
        const auto price = findPrice(*tier, wish.priceType);
        if (!price)
            return fail(price.error());
        sale.lines.append({TicketId::make(), detail.event.id, tier->id, (*price)->priceType, place.place, (*price)->price, detail.event.startsAt});
        sale.total += Money{(*price)->price.minor + tier->feePerTicket.minor, detail.event.currency};
    }
    QVector<TenderEntry> entries;
    for (const SaleWish::TenderWish &tender : wish.tenders)
        entries.append({tender.kind, Money{tender.givenMinor, detail.event.currency}, tender.exact, tender.reference});
    auto settled = settleTenders(sale.total, entries);
    if (!settled)
        return fail(settled.error());
    sale.tenders = settled->tenders;
    return sale;
}

bool isSameSale(const QJsonObject &recorded, const EventDetail &detail, const QHash<qint64, QString> &seatOf, const SaleWish &wish)
{
    const QJsonArray items = recorded.value(QStringLiteral("items")).toArray();
    QStringList seats = wish.seats;
    for (const QJsonValue &item : items) {
        const Tier *tier = detail.tier(TierId::fromText(item[QStringLiteral("tier")].toString()));
        if (item[QStringLiteral("event")].toString() != detail.event.id.text() || tier == nullptr)
            return false;
        const auto price = findPrice(*tier, wish.priceType);
        if (!price || (*price)->priceType.text() != item[QStringLiteral("price_type")].toString())
            return false;
        const bool hasPlace = !item[QStringLiteral("place")].isUndefined();
        if (!wish.tier.isEmpty() && (hasPlace || !names(wish.tier, tier->name, tier->id.value)))
            return false;
        if (!wish.seats.isEmpty()) {
            const QString label = seatOf.value(item[QStringLiteral("place")].toInteger());
            const auto found = std::find_if(seats.begin(), seats.end(), [&](const QString &seat) { return sameSeat(label, seat); });
            if (found == seats.end())
                return false;
            seats.erase(found);
        }
    }
    if ((wish.quantity > 0 && items.size() != wish.quantity) || !seats.isEmpty())
        return false;
    if (!wish.hold.isNull() && recorded.value(QStringLiteral("holds"))[0][QStringLiteral("hold")].toString() != wish.hold.text())
        return false;
    return samePayments(recorded.value(QStringLiteral("payments")).toArray(), wish.tenders);
}

} // namespace foyer
