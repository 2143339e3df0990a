// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testvenue.h"

#include "models/central/jsonreader.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QMessageAuthenticationCode>
#include <QtCore/QRandomGenerator>

namespace foyer {

namespace {

constexpr int seatsPerRow = 50;

QString randomName(const QString &start)
{
    return start + QUuid::createUuid().toString(QUuid::Id128).left(10);
}

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(QRandomGenerator::system()->bounded(256));
    return bytes;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject tier(const QString &name, const QString &kind, qint64 priceMinor, int position)
{
    const QJsonObject price{{QStringLiteral("name"), QStringLiteral("Adult")},
                            {QStringLiteral("price_minor"), priceMinor}};
    return {{QStringLiteral("name"), name},
            {QStringLiteral("kind"), kind},
            {QStringLiteral("color"), QStringLiteral("#0072B2")},
            {QStringLiteral("position"), position},
            {QStringLiteral("tax_rate_bp"), 700},
            {QStringLiteral("prices"), QJsonArray{price}}};
}

QByteArray functionOf(CallKind kind)
{
    switch (kind) {
    case CallKind::Hold:
        return "hold_places";
    case CallKind::Extend:
        return "extend_holds";
    case CallKind::Release:
        return "release_hold";
    case CallKind::Sell:
        return "sell";
    case CallKind::Cancel:
        return "cancel_order";
    }
    return {};
}

} // namespace

QByteArray TestTill::macOf(const QByteArray &request) const
{
    return QMessageAuthenticationCode::hash(request, secret, QCryptographicHash::Sha256);
}

SealedCall TestTill::seal(CallKind kind, const QUuid &id, QJsonObject body) const
{
    body.insert(QStringLiteral("till"), code);
    const QByteArray request = compact(body);
    return SealedCall{id, kind, code, request, macOf(request)};
}

TestVenue::TestVenue(AdminSession &owner) : m_owner(owner) {}

Result<QByteArray> TestVenue::value(const QByteArray &sql, const QVector<PgParam> &params)
{
    const Result<PgAnswer> answer = m_owner.run(sql, params);
    if (!answer)
        return fail(answer.error());
    return answer->single();
}

Result<TestLogin> TestVenue::addStaff(const QString &group)
{
    const TestLogin login{randomName(group + QLatin1Char('_')), QStringLiteral("secret of ") + group};
    const Result<QByteArray> verifier = m_owner.scramVerifier(login.role, login.password);
    if (!verifier)
        return fail(verifier.error());
    const Result<QByteArray> made = value("select foyer.create_staff($1, $2, $3, $4)",
                                          {PgParam::text(login.role), PgParam::text(QStringLiteral("Ana")),
                                           PgParam::text(group), PgParam{*verifier, false}});
    if (!made)
        return fail(made.error());
    return login;
}

Result<TestTill> TestVenue::addTill()
{
    const TestTill till{randomName(QStringLiteral("till-")), QUuid::createUuid().toString(QUuid::Id128).left(8),
                        randomBytes(32)};
    const Result<QByteArray> made = value("select foyer.register_till($1, $2, $3, $4)",
                                          {PgParam::text(till.code), PgParam::text(till.prefix),
                                           PgParam::bytes(till.secret), PgParam::bytes(randomBytes(32))});
    if (!made)
        return fail(made.error());
    return till;
}

Result<QByteArray> TestVenue::addPlan(int seats)
{
    const QJsonObject venue{{QStringLiteral("name"), randomName(QStringLiteral("Hall "))},
                            {QStringLiteral("address"), QStringLiteral("1 Market Square")},
                            {QStringLiteral("timezone"), QStringLiteral("Europe/Berlin")}};
    const Result<QByteArray> venueId = value("select foyer.create_venue($1::jsonb)", {PgParam{compact(venue), false}});
    if (!venueId)
        return venueId;
    QJsonArray rows;
    for (int i = 0; i < seats; ++i) {
        const QString row = QString::number(i / seatsPerRow + 1);
        const QString number = QString::number(i % seatsPerRow + 1);
        rows.append(QJsonArray{QStringLiteral("s%1").arg(i), QStringLiteral("Hall/%1-%2").arg(row, number),
                               QStringLiteral("Hall"), row, number, (i % seatsPerRow) * 10, (i / seatsPerRow) * 10, 0});
    }
    const Result<QByteArray> plan =
        value("select foyer.import_plan($1::uuid, $2, $3, $4, $5::jsonb)->>'plan'",
              {PgParam{*venueId, false}, PgParam::text(QStringLiteral("Hall")),
               PgParam::text(QStringLiteral("{\"seats\":%1}").arg(seats)), PgParam::text(QStringLiteral("{}")),
               PgParam{QJsonDocument(rows).toJson(QJsonDocument::Compact), false}});
    return plan;
}

Result<TestEvent> TestVenue::addEvent(int seats, int standing)
{
    const Result<QByteArray> plan = addPlan(seats);
    if (!plan)
        return fail(plan.error());
    QJsonArray tiers;
    if (seats > 0) {
        QJsonObject stalls = tier(QStringLiteral("Stalls"), QStringLiteral("seated"), 4500, 0);
        stalls.insert(QStringLiteral("category"), 0);
        tiers.append(stalls);
    }
    if (standing > 0) {
        QJsonObject floor = tier(QStringLiteral("Floor"), QStringLiteral("standing"), 2500, 1);
        floor.insert(QStringLiteral("quantity"), standing);
        tiers.append(floor);
    }
    const QDateTime start = QDateTime::currentDateTimeUtc().addDays(30);
    TestEvent event;
    event.slug = randomName(QStringLiteral("show-"));
    const QJsonObject body{
        {QStringLiteral("slug"), event.slug},
        {QStringLiteral("title"), QStringLiteral("A Test Show")},
        {QStringLiteral("plan"), QString::fromUtf8(*plan)},
        {QStringLiteral("starts_at_local"), start.toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:00"))},
        {QStringLiteral("ends_at_local"), start.addSecs(7200).toString(QStringLiteral("yyyy-MM-dd'T'HH:mm:00"))},
        {QStringLiteral("status"), QStringLiteral("on_sale")},
        {QStringLiteral("currency"), QStringLiteral("EUR")},
        {QStringLiteral("tiers"), tiers}};
    const Result<QByteArray> made =
        value("select foyer.create_event($1::jsonb)->>'event'", {PgParam{compact(body), false}});
    if (!made)
        return fail(made.error());
    event.id = EventId::fromText(QString::fromUtf8(*made));
    const QVector<PgParam> id{PgParam{*made, false}};
    const Result<PgAnswer> shown = m_owner.run(
        "select t.name, t.id, x.id, to_char(e.start_time at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        " from foyer.events e join foyer.ticket_tiers t on t.event_id = e.id"
        " join foyer.price_types x on x.event_id = e.id where e.id = $1::uuid",
        id);
    const Result<PgAnswer> places =
        m_owner.run("select id, label from foyer.event_seats where event_id = $1::uuid order by ordinal", id);
    if (!shown || !places)
        return fail(shown ? places.error() : shown.error());
    for (const QVector<QByteArray> &row : shown->rows) {
        (row.at(0) == "Stalls" ? event.stalls : event.floor) = TierId::fromText(QString::fromUtf8(row.at(1)));
        event.adult = PriceTypeId::fromText(QString::fromUtf8(row.at(2)));
        event.startsAt = QString::fromUtf8(row.at(3));
    }
    for (const QVector<QByteArray> &row : places->rows) {
        event.places.append(PlaceId{row.at(0).toLongLong()});
        event.labels.append(QString::fromUtf8(row.at(1)));
    }
    return event;
}

QJsonObject TestVenue::saleOf(const TestEvent &event, const TierId &tier, int quantity, qint64 priceMinor,
                              const QString &number, const QUuid &order)
{
    QJsonArray items;
    for (int i = 0; i < quantity; ++i) {
        items.append(QJsonObject{{QStringLiteral("ticket"), TicketId::make().text()},
                                 {QStringLiteral("event"), event.id.text()},
                                 {QStringLiteral("tier"), tier.text()},
                                 {QStringLiteral("price_type"), event.adult.text()},
                                 {QStringLiteral("price_minor"), priceMinor},
                                 {QStringLiteral("starts_at"), event.startsAt}});
    }
    const qint64 total = priceMinor * quantity;
    const QJsonObject payment{{QStringLiteral("payment"), PaymentId::make().text()},
                              {QStringLiteral("method"), QStringLiteral("cash")},
                              {QStringLiteral("amount_minor"), total},
                              {QStringLiteral("given_minor"), total}};
    return {{QStringLiteral("order"), order.toString(QUuid::WithoutBraces)},
            {QStringLiteral("number"), number},
            {QStringLiteral("currency"), QStringLiteral("EUR")},
            {QStringLiteral("total_minor"), total},
            {QStringLiteral("channel"), QStringLiteral("counter")},
            {QStringLiteral("holds"), QJsonArray()},
            {QStringLiteral("items"), items},
            {QStringLiteral("payments"), QJsonArray{payment}}};
}

Result<QJsonObject> callSealed(AdminSession &session, const SealedCall &call)
{
    const Result<PgAnswer> answer =
        session.run("select foyer." + functionOf(call.kind) + "($1::text, $2::text, $3::bytea)::text",
                    {PgParam::text(call.till), PgParam{call.request, false}, PgParam::bytes(call.mac)});
    if (!answer)
        return fail(answer.error());
    return jsonObject(answer->single(), QStringLiteral("sealed call"));
}

} // namespace foyer
