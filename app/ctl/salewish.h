// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/arguments.h"
#include "models/sales/tendering.h"
#include "models/services/desk.h"

namespace foyer {

/// What a command line of "sell" or "hold" asks for, before the centre was asked anything.
struct SaleWish
{
    QStringList seats;
    QString tier; ///< name or id
    int quantity = 0;
    HoldId hold;
    QString priceType; ///< name or id; empty = the normal one
    struct TenderWish
    {
        TenderKind kind = TenderKind::Cash;
        bool exact = false;
        qint64 givenMinor = 0;
        QString reference;
    };
    QVector<TenderWish> tenders;
    QUuid id; ///< null = none given
};

/// Reads --seats, --tier, --quantity, --hold, --price-type, --tender and --id. BadInput with a sentence for a command line that names no places or two
/// kinds of them.
Result<SaleWish> readSaleWish(const Arguments &args);

/// One place to be sold; without an id any place of its tier.
struct WishedPlace
{
    std::optional<PlaceId> place;
    TierId tier;
};

/// The tier of that name (in any case) or id; NoSuchThing.
Result<const Tier *> findTier(const EventDetail &detail, const QString &nameOrId);

/// Builds the sale: prices and fees of the event, payments settled. NoSuchThing for a tier or price type that is not there, PaymentMismatch for too little.
Result<Sale> buildSale(const OrderId &order, const EventDetail &detail, const QVector<WishedPlace> &places, const QVector<HoldRef> &holds, const SaleWish &wish);

/// Whether a sale recorded earlier (the request on the till's disk) is the one that this wish asks for, as far as a command line can say; `seatOf` knows the
/// labels of its places.
bool isSameSale(const QJsonObject &recorded, const EventDetail &detail, const QHash<qint64, QString> &seatOf, const SaleWish &wish);

} // namespace foyer
