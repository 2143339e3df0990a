// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/seatmap/seatwords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

namespace foyer {

namespace {

struct SeatMapWords
{
    Q_DECLARE_TR_FUNCTIONS(foyer::SeatMapWords)
};

} // namespace

QString stateWords(SeatLook look)
{
    switch (look) {
    case SeatLook::Free:
        return SeatMapWords::tr("free");
    case SeatLook::Mine:
        return SeatMapWords::tr("in this basket");
    case SeatLook::Held:
        return SeatMapWords::tr("held at another till");
    case SeatLook::HeldHere:
        return SeatMapWords::tr("held at this till, in another basket");
    case SeatLook::Leased:
        return SeatMapWords::tr("leased to another till");
    case SeatLook::LeasedHere:
        return SeatMapWords::tr("free, leased to this till");
    case SeatLook::Allotted:
        return SeatMapWords::tr("kept for an allotment");
    case SeatLook::Sold:
        return SeatMapWords::tr("sold");
    case SeatLook::Blocked:
        return SeatMapWords::tr("blocked");
    }
    return {};
}

QString seatWords(const PlaceStore &store, int place)
{
    const PlanSeat *seat = store.seat(place);
    if (!seat) {
        return store.label(place);
    }
    if (seat->row.isEmpty() || seat->number.isEmpty()) {
        return store.label(place);
    }
    if (seat->zone.isEmpty()) {
        return SeatMapWords::tr("Row %1, seat %2").arg(seat->row, seat->number);
    }
    return SeatMapWords::tr("%1, row %2, seat %3").arg(seat->zone, seat->row, seat->number);
}

QString tierWords(const PlaceStore &store, int place, const QLocale &locale)
{
    const int index = store.tierIndex(place);
    if (index < 0) {
        return {};
    }
    const Tier &tier = store.tiers()[index];
    if (tier.prices.isEmpty()) {
        return tier.name;
    }
    return SeatMapWords::tr("%1, %2", "tier, price").arg(tier.name, moneyText(tier.prices.first().price, locale));
}

QString extraWords(const PlaceStore &store, int place)
{
    const PlanCategory *category = store.category(place);
    if (!category) {
        return {};
    }
    QStringList extras;
    if (category->wheelchair) {
        extras.append(SeatMapWords::tr("wheelchair place"));
    }
    if (category->companion) {
        extras.append(SeatMapWords::tr("companion seat"));
    }
    if (category->restrictedView) {
        extras.append(SeatMapWords::tr("restricted view"));
    }
    return extras.join(QStringLiteral(", "));
}

QString spokenWords(const PlaceStore &store, int place, const QLocale &locale)
{
    QStringList parts{seatWords(store, place), stateWords(seatLook(store, place)), tierWords(store, place, locale),
                      extraWords(store, place)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString toolTipWords(const PlaceStore &store, int place, const QLocale &locale)
{
    QStringList lines{QStringLiteral("<b>%1</b>").arg(seatWords(store, place).toHtmlEscaped()),
                      tierWords(store, place, locale).toHtmlEscaped(),
                      stateWords(seatLook(store, place)).toHtmlEscaped(), extraWords(store, place).toHtmlEscaped()};
    lines.removeAll(QString());
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(lines.join(QStringLiteral("<br>")));
}

} // namespace foyer
