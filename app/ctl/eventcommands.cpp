// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/json.h"

namespace foyer {
namespace {

void insertCounts(QJsonObject &into, const Counts &counts)
{
    into.insert(QStringLiteral("places"), counts.places);
    into.insert(QStringLiteral("free"), counts.free);
    into.insert(QStringLiteral("held"), counts.held);
    into.insert(QStringLiteral("leased"), counts.leased);
    into.insert(QStringLiteral("blocked"), counts.blocked);
    into.insert(QStringLiteral("sold"), counts.sold);
}

QJsonObject eventJson(const EventSummary &event)
{
    QJsonObject json{{QStringLiteral("id"), event.id.text()}, {QStringLiteral("slug"), event.slug}, {QStringLiteral("title"), event.title},
        {QStringLiteral("starts_at"), venueTime(event.startsAt, event.timezone)}, {QStringLiteral("timezone"), QString::fromLatin1(event.timezone)},
        {QStringLiteral("currency"), event.currency.code}};
    insertCounts(json, event.counts);
    return json;
}

QJsonObject tierJson(const Tier &tier)
{
    QJsonObject json{{QStringLiteral("name"), tier.name},
        {QStringLiteral("kind"), tier.kind == TierKind::Seated ? QStringLiteral("seated") : QStringLiteral("standing")},
        {QStringLiteral("price_minor"), tier.prices.isEmpty() ? QJsonValue() : QJsonValue(tier.prices.first().price.minor)}};
    insertCounts(json, tier.counts);
    QJsonArray prices;
    for (const TierPrice &price : tier.prices)
        prices.append(QJsonObject{{QStringLiteral("price_type"), price.name}, {QStringLiteral("price_minor"), price.price.minor}});
    json.insert(QStringLiteral("prices"), prices);
    json.insert(QStringLiteral("fee_minor"), tier.feePerTicket.minor);
    return json;
}

QStringList countCells(const Counts &counts)
{
    QStringList cells;
    for (const int n : {counts.places, counts.free, counts.held, counts.leased, counts.blocked, counts.sold})
        cells.append(QString::number(n));
    return cells;
}

const QStringList countHeads{QStringLiteral("PLACES"), QStringLiteral("FREE"), QStringLiteral("HELD"), QStringLiteral("LEASED"), QStringLiteral("BLOCKED"),
    QStringLiteral("SOLD")};

void listEvents(Run &run)
{
    run.withStation(QStringLiteral("clerk"), false, [&run](Station &station) {
        station.gateway.events(run.args().value(QStringLiteral("search")), &run, [&run](Result<QVector<EventSummary>> events) {
            if (!events)
                return run.refuse(events.error());
            QJsonArray json;
            QVector<QStringList> rows{QStringList{QStringLiteral("EVENT"), QStringLiteral("STARTS")} + countHeads + QStringList{QStringLiteral("TITLE")}};
            for (const EventSummary &event : *events) {
                json.append(eventJson(event));
                rows.append(QStringList{event.slug, venueTimeShort(event.startsAt, event.timezone)} + countCells(event.counts) + QStringList{event.title});
            }
            run.done(json, tableText(rows));
        });
    });
}

QString eventText(const EventDetail &detail)
{
    const EventSummary &event = detail.event;
    QString text = QStringLiteral("%1 — %2\n%3, %4 (%5)\n\n").arg(plainText(event.slug), plainText(event.title),
        venueTimeShort(event.startsAt, event.timezone), plainText(event.venue), QString::fromLatin1(event.timezone));
    QVector<QStringList> rows{QStringList{QStringLiteral("TIER")} + countHeads + QStringList{QStringLiteral("PRICES")}};
    for (const Tier &tier : detail.tiers) {
        QStringList prices;
        for (const TierPrice &price : tier.prices)
            prices.append(price.name + QLatin1Char(' ') + moneyPlain(price.price));
        rows.append(QStringList{tier.name} + countCells(tier.counts) + QStringList{prices.join(QStringLiteral(", "))});
    }
    rows.append(QStringList{QStringLiteral("all")} + countCells(event.counts));
    return text + tableText(rows);
}

void showEvent(Run &run)
{
    run.withStation(QStringLiteral("clerk"), false, [&run](Station &station) {
        station.gateway.eventDetail(run.operand(0), &run, [&run](Result<EventDetail> detail) {
            if (!detail)
                return run.refuse(detail.error());
            QJsonObject json = eventJson(detail->event);
            QJsonArray tiers;
            for (const Tier &tier : detail->tiers)
                tiers.append(tierJson(tier));
            json.insert(QStringLiteral("tiers"), tiers);
            run.done(json, eventText(*detail));
        });
    });
}

void listSeats(Run &run)
{
    const QString status = run.args().value(QStringLiteral("status"));
    const QStringList known{QStringLiteral("free"), QStringLiteral("held"), QStringLiteral("leased"), QStringLiteral("blocked"), QStringLiteral("sold")};
    if (run.args().has(QStringLiteral("status")) && !known.contains(status))
        return run.refuseUsage(QStringLiteral("--status is one of %1.").arg(known.join(QStringLiteral(", "))));
    auto session = run.person(QStringLiteral("clerk"));
    if (!session)
        return;
    const PgParam filter = status.isEmpty() ? PgParam{} : PgParam::text(status);
    const auto seats = json(*session, "select foyer.list_seats($1, $2)", {PgParam::text(run.operand(0)), filter});
    if (!seats)
        return run.refuse(seats.error());
    QVector<QStringList> rows{{QStringLiteral("SEAT"), QStringLiteral("TIER"), QStringLiteral("STATUS"), QStringLiteral("UNTIL")}};
    const QJsonArray array = seats->toArray();
    for (const QJsonValue &seat : array) {
        rows.append({seat[QStringLiteral("seat")].toString(), seat[QStringLiteral("tier")].toString(), seat[QStringLiteral("status")].toString(),
            seat[QStringLiteral("until")].toString()});
    }
    run.done(array, tableText(rows));
}

} // namespace

QVector<Command> eventCommands()
{
    return {
        {{QStringLiteral("event list"), {}, QStringLiteral("the performances with their places"),
             {{QStringLiteral("search"), QStringLiteral("WORDS"), QStringLiteral("only those whose title, venue or slug has all words")}}}, listEvents},
        {{QStringLiteral("event show"), {QStringLiteral("EVENT")}, QStringLiteral("one performance with its tiers"), {}}, showEvent},
        {{QStringLiteral("seats"), {QStringLiteral("EVENT")}, QStringLiteral("every place of a performance"),
             {{QStringLiteral("status"), QStringLiteral("STATUS"), QStringLiteral("only free, held, leased, blocked or sold ones")}}}, listSeats},
    };
}

} // namespace foyer
