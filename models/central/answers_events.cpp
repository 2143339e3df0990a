// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/answers.h"

#include "models/central/jsonreader.h"

#include <QtCore/QRegularExpression>

#include <array>

namespace foyer {

namespace {

EventStatus eventStatus(JsonReader &reader)
{
    static const std::array<std::pair<const char *, EventStatus>, 7> names{{
        {"draft", EventStatus::Draft},
        {"published", EventStatus::Published},
        {"on_sale", EventStatus::OnSale},
        {"paused", EventStatus::Paused},
        {"postponed", EventStatus::Postponed},
        {"closed", EventStatus::Closed},
        {"cancelled", EventStatus::Cancelled},
    }};
    const QString text = reader.text("status");
    for (const auto &[name, status] : names) {
        if (text == QLatin1String(name))
            return status;
    }
    reader.refuse("status", QStringLiteral("not a status"));
    return EventStatus::Closed;
}

Counts counts(JsonReader &reader)
{
    Counts found;
    found.places = reader.integer("places");
    found.free = reader.integer("free");
    found.held = reader.integer("held");
    found.leased = reader.integer("leased");
    found.blocked = reader.integer("blocked");
    found.sold = reader.integer("sold");
    return found;
}

EventSummary summary(JsonReader &reader)
{
    EventSummary event;
    event.id = reader.id<EventId>("id");
    event.slug = reader.text("slug");
    event.title = reader.text("title");
    event.venue = reader.text("venue");
    event.startsAt = reader.time("starts_at");
    event.doorsAt = reader.optionalTime("doors_at");
    event.timezone = reader.text("timezone").toUtf8();
    if (!QTimeZone(event.timezone).isValid())
        reader.refuse("timezone", QStringLiteral("unknown here"));
    event.currency = reader.currency("currency");
    event.status = eventStatus(reader);
    event.counts = counts(reader);
    return event;
}

Result<TierPrice> price(const QJsonValue &value, const QString &path, const Currency &currency)
{
    JsonReader reader = JsonReader::of(value, path);
    TierPrice found;
    found.priceType = reader.id<PriceTypeId>("price_type");
    found.name = reader.text("name");
    found.price = reader.money("price_minor", currency);
    found.version = reader.integer("version");
    return reader.finish(found);
}

TierKind tierKind(JsonReader &reader)
{
    const QString kind = reader.text("kind");
    if (kind != QLatin1String("seated") && kind != QLatin1String("standing"))
        reader.refuse("kind", QStringLiteral("neither seated nor standing"));
    return kind == QLatin1String("standing") ? TierKind::Standing : TierKind::Seated;
}

Result<Tier> tier(const QJsonValue &value, const QString &path, const Currency &currency)
{
    static const QRegularExpression hexColor(QStringLiteral("\\A#[0-9A-Fa-f]{6}\\z"));
    JsonReader reader = JsonReader::of(value, path);
    Tier found;
    found.id = reader.id<TierId>("id");
    found.name = reader.text("name");
    found.color = reader.text("color");
    if (!hexColor.match(found.color).hasMatch())
        reader.refuse("color", QStringLiteral("not #rrggbb"));
    found.kind = tierKind(reader);
    found.minPurchase = reader.integer("min_purchase", 0);
    found.maxPurchase = reader.optionalInteger("max_purchase", 0);
    found.onSale = reader.flag("on_sale", true);
    found.feePerTicket = reader.optionalMoney("fee_per_ticket_minor", currency);
    found.counts = counts(reader);
    const QJsonArray prices = reader.array("prices");
    for (const QJsonValue &entry : prices) {
        const Result<TierPrice> read = price(entry, path + QStringLiteral("/prices"), currency);
        if (!read)
            return fail(read.error());
        found.prices.append(*read);
    }
    if (found.onSale && found.prices.isEmpty())
        reader.refuse("prices", QStringLiteral("a tier on sale without a price"));
    return reader.finish(found);
}

} // namespace

Result<QVector<EventSummary>> decodeEvents(const PgAnswer &answer)
{
    const QString path = QStringLiteral("list_events");
    const Result<QJsonArray> array = jsonArray(answer.single(), path);
    if (!array)
        return fail(array.error());
    QVector<EventSummary> events;
    events.reserve(array->size());
    for (const QJsonValue &value : *array) {
        JsonReader reader = JsonReader::of(value, path);
        events.append(summary(reader));
        if (!reader.ok())
            return fail(reader.error());
    }
    return events;
}

Result<EventDetail> decodeEventDetail(const PgAnswer &answer)
{
    const QString path = QStringLiteral("show_event");
    const Result<QJsonObject> object = jsonObject(answer.single(), path);
    if (!object)
        return fail(object.error());
    JsonReader reader(*object, path);
    EventDetail detail;
    detail.event = summary(reader);
    detail.venueAddress = reader.optionalText("venue_address");
    detail.plan = PlanId{QUuid::fromString(reader.optionalText("plan"))};
    detail.planVersion = reader.optionalInteger("plan_version", 0);
    detail.feePerOrder = reader.optionalMoney("fee_per_order_minor", detail.event.currency);
    const QJsonArray tiers = reader.array("tiers");
    for (const QJsonValue &value : tiers) {
        const Result<Tier> read = tier(value, path + QStringLiteral("/tiers"), detail.event.currency);
        if (!read)
            return fail(read.error());
        detail.tiers.append(*read);
    }
    return reader.finish(detail);
}

} // namespace foyer
