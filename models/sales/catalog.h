// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ids.h"
#include "models/core/money.h"

#include <QtCore/QDateTime>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QTimeZone>
#include <QtCore/QVector>

#include <optional>

namespace foyer {

/// Places of an event or tier by what they are at this moment; the sum of the last five is `places`.
struct Counts
{
    int places = 0;
    int free = 0;
    int held = 0;
    int leased = 0;
    int blocked = 0;
    int sold = 0;
};

enum class EventStatus { Draft, Published, OnSale, Paused, Postponed, Closed, Cancelled };

/// One dated performance as a list shows it. Times are UTC; `timezone` is the venue's IANA zone, in which people read them.
struct EventSummary
{
    EventId id;
    QString slug;
    QString title;
    QString venue;
    QDateTime startsAt;
    QDateTime doorsAt; ///< invalid when not given
    QByteArray timezone;
    Currency currency;
    EventStatus status = EventStatus::Draft;
    Counts counts;

    [[nodiscard]] QDateTime localStart() const { return startsAt.toTimeZone(QTimeZone(timezone)); }
    [[nodiscard]] QDateTime localDoors() const { return doorsAt.toTimeZone(QTimeZone(timezone)); }
};

/// What one kind of visitor pays in one tier; the price is gross.
struct TierPrice
{
    PriceTypeId priceType;
    QString name; ///< "Adult"
    Money price;
    int version = 0;
};

enum class TierKind { Seated, Standing };

struct Tier
{
    TierId id;
    QString name;
    QString color; ///< "#rrggbb"
    TierKind kind = TierKind::Seated;
    QVector<TierPrice> prices; ///< the first is the normal price; never empty for a tier on sale
    Money feePerTicket;        ///< gross; zero when there is none
    int minPurchase = 1;
    int maxPurchase = 0; ///< 0 = no limit of its own
    bool onSale = true;  ///< active and inside its sale window, by the centre's clock
    Counts counts;
};

/// Everything the sell page needs to know about one performance, without its map.
struct EventDetail
{
    EventSummary event;
    QString venueAddress;
    QVector<Tier> tiers;
    Money feePerOrder; ///< gross
    PlanId plan;
    int planVersion = 0;

    [[nodiscard]] const Tier *tier(const TierId &id) const;
};

/// One sellable place, with what a person needs to find it.
struct PlaceInfo
{
    PlaceId id;
    QString label; ///< unique in the event: "Stalls/B-12"; "Standing/17" for a standing place
    TierId tier;
};

/// A reply to hold_places: some places of one event kept for this till until the deadline.
struct Hold
{
    HoldId id;
    QString token;
    EventId event;
    QVector<PlaceInfo> places;
    QDeadlineTimer expires; ///< from the centre's remaining time at the moment of the answer: no wall clock
};

} // namespace foyer
