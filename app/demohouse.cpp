// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demohouse.h"

#include "app/demovenue.h"
#include "app/json.h"
#include "app/logging.h"
#include "models/local/tillkeys.h"

#include <QtCore/QHash>
#include <QtCore/QJsonDocument>
#include <QtCore/QThread>
#include <QtCore/QUuid>

namespace foyer {
namespace {

constexpr auto boxOffice = "boxoffice";
constexpr int ticketsPerOrder = 120;

/// How full a house is, in percent of its seats; one that is to come later is emptier.
int percentSold(const QString &slug)
{
    static const QHash<QString, int> known{{QStringLiteral("hamlet-1"), 58}, {QStringLiteral("hamlet-2"), 44}, {QStringLiteral("hamlet-3"), 30},
        {QStringLiteral("midsummer-1"), 50}, {QStringLiteral("midsummer-2"), 36}, {QStringLiteral("family-concert-1"), 72}, {QStringLiteral("arena-night"), 16},
        {QStringLiteral("symphony-1"), 7}, {QStringLiteral("symphony-2"), 4}};
    return known.value(slug, 10);
}

/// Places that stay free whatever the dice say.
bool isKept(const QString &label, const QString &tier)
{
    return label.startsWith(QLatin1String("Stalls/A-")) || label.startsWith(QLatin1String("Stalls/B-")) || tier == QLatin1String("Accessible")
        || tier == QLatin1String("Companion");
}

QString rowOf(const QString &label)
{
    return label.left(label.lastIndexOf(QLatin1Char('-')));
}

} // namespace

DemoHouse::DemoHouse(AdminSession &owner, ConnectionSettings settings)
    : m_owner(owner), m_settings(std::move(settings)), m_random(1564) // any number: the same house every time
{
}

Result<Done> DemoHouse::furnish(int most)
{
    const auto empty = m_owner.run("select slug from foyer.events e where start_time > clock_timestamp() and deleted_at is null and slug not like 'open-air-%'"
                                   " and not exists (select from foyer.event_seats s where s.event_id = e.id and s.status = 'SOLD') order by start_time limit $1",
        {PgParam::text(QString::number(most))});
    if (!empty)
        return fail(empty.error());
    if (empty->rows.isEmpty())
        return Done{};
    qCInfo(logApp) << "furnishing" << empty->rows.size() << "performances";
    if (auto registered = registerBoxOffice(); !registered)
        return registered;
    auto clerk = AdminSession::open(m_settings, QStringLiteral("clerk"), demoPassword(QStringLiteral("clerk")));
    if (!clerk)
        return fail(clerk.error());
    auto manager = AdminSession::open(m_settings, QStringLiteral("manager"), demoPassword(QStringLiteral("manager")));
    if (!manager)
        return fail(manager.error());
    for (const auto &row : empty->rows) {
        if (QThread::currentThread()->isInterruptionRequested())
            break;
        const QString slug = QString::fromUtf8(row.value(0));
        if (slug.startsWith(QLatin1String("hamlet-"))) {
            const auto blocked = manager->run("select foyer.block_places($1, array['Boxes/1-1','Boxes/1-2','Boxes/1-3'], 'House', 'House seats', true)", {PgParam::text(slug)});
            if (!blocked)
                return fail(blocked.error());
        }
        if (auto filled = fill(*clerk, slug); !filled)
            return filled;
    }
    return Done{};
}

Result<Done> DemoHouse::registerBoxOffice()
{
    const auto keys = TillKeys::make();
    if (!keys)
        return fail(keys.error());
    m_secret = keys->secret;
    const auto last = scalar(m_owner, "select coalesce(max(substring(number from 3)::integer), 0) from foyer.orders where number ~ '^B-[0-9]{1,9}$'");
    if (!last)
        return fail(last.error());
    m_number = last->toInt();
    const auto made = m_owner.run("select foyer.register_till($1, 'B', $2, $3)", {PgParam::text(QLatin1String(boxOffice)), PgParam::bytes(keys->secret),
        PgParam::bytes(keys->publicKey())});
    if (!made)
        return fail(made.error());
    return Done{};
}

Result<Done> DemoHouse::fill(AdminSession &clerk, const QString &slug)
{
    const auto event = json(clerk, "select foyer.show_event($1)", {PgParam::text(slug)});
    if (!event)
        return fail(event.error());
    const auto map = json(clerk, "select foyer.event_map($1::uuid)", {PgParam::text(event->toObject().value(QStringLiteral("id")).toString())});
    if (!map)
        return fail(map.error());
    QStringList tierNames;
    const QJsonArray tierIds = (*map)[QStringLiteral("tiers")].toArray();
    const QJsonArray tiers = (*event)[QStringLiteral("tiers")].toArray();
    for (const QJsonValue &id : tierIds) {
        for (const QJsonValue &tier : tiers) {
            if (tier[QStringLiteral("id")] == id)
                tierNames.append(tier[QStringLiteral("name")].toString());
        }
    }
    const QVector<Group> groups = choose(slug, (*map)[QStringLiteral("places")].toArray(), tierNames);
    for (qsizetype next = 0; next < groups.size() && !QThread::currentThread()->isInterruptionRequested();) {
        if (auto sent = send(clerk, sale(event->toObject(), map->toObject(), groups, next)); !sent)
            return sent;
    }
    return Done{};
}

QVector<DemoHouse::Group> DemoHouse::choose(const QString &slug, const QJsonArray &places, const QStringList &tierNames)
{
    const int percent = percentSold(slug);
    QVector<Group> groups;
    QString row;
    int left = 0; // of the group that is being seated
    for (int i = 0; i < places.size(); ++i) {
        const QString label = places.at(i)[1].toString();
        const QString tier = tierNames.value(places.at(i)[2].toInt());
        if (rowOf(label) != row) {
            row = rowOf(label);
            left = 0;
        }
        if (isKept(label, tier) || label.startsWith(QLatin1String("Boxes/1-")))
            continue;
        if (left == 0 && m_random.bounded(100) < percent) {
            left = 1 + m_random.bounded(4);
            groups.append(Group());
        } else if (left == 0) {
            // Groups leave gaps of about the same size, so that the share of sold seats comes out as wanted.
            i += m_random.bounded(3);
            continue;
        }
        groups.last().places.append(i);
        --left;
    }
    return groups;
}

QJsonObject DemoHouse::sale(const QJsonObject &event, const QJsonObject &map, const QVector<Group> &groups, qsizetype &next)
{
    const QJsonArray places = map.value(QStringLiteral("places")).toArray();
    const QJsonArray tierIds = map.value(QStringLiteral("tiers")).toArray();
    QHash<QString, QJsonObject> tierOf;
    const QJsonArray tiers = event.value(QStringLiteral("tiers")).toArray();
    for (const QJsonValue &tier : tiers)
        tierOf.insert(tier[QStringLiteral("id")].toString(), tier.toObject());

    QJsonArray items;
    qint64 total = event.value(QStringLiteral("fee_per_order_minor")).toInteger();
    while (next < groups.size() && items.size() + groups.at(next).places.size() <= ticketsPerOrder) {
        // A group pays one price: mostly the full one.
        const int dice = m_random.bounded(100);
        for (const int i : groups.at(next).places) {
            const QJsonObject tier = tierOf.value(tierIds.at(places.at(i)[2].toInt()).toString());
            const QJsonArray prices = tier.value(QStringLiteral("prices")).toArray();
            const QJsonObject price = prices.at(dice < 80 ? 0 : qMin<qsizetype>(1, prices.size() - 1)).toObject();
            const qint64 minor = price.value(QStringLiteral("price_minor")).toInteger();
            items.append(QJsonObject{{QStringLiteral("ticket"), QUuid::createUuid().toString(QUuid::WithoutBraces)}, {QStringLiteral("event"), event.value(QStringLiteral("id"))},
                {QStringLiteral("tier"), tier.value(QStringLiteral("id"))}, {QStringLiteral("price_type"), price.value(QStringLiteral("price_type"))},
                {QStringLiteral("place"), places.at(i)[0]}, {QStringLiteral("price_minor"), minor}, {QStringLiteral("starts_at"), event.value(QStringLiteral("starts_at"))}});
            total += minor + tier.value(QStringLiteral("fee_per_ticket_minor")).toInteger();
        }
        ++next;
    }
    const QString number = QStringLiteral("%1").arg(++m_number, 6, 10, QLatin1Char('0'));
    const QJsonObject payment{{QStringLiteral("payment"), QUuid::createUuid().toString(QUuid::WithoutBraces)}, {QStringLiteral("method"), QStringLiteral("card")},
        {QStringLiteral("amount_minor"), total}, {QStringLiteral("reference"), QStringLiteral("DEMO-") + number}};
    return {{QStringLiteral("order"), QUuid::createUuid().toString(QUuid::WithoutBraces)}, {QStringLiteral("number"), QStringLiteral("B-") + number},
        {QStringLiteral("till"), QLatin1String(boxOffice)}, {QStringLiteral("currency"), event.value(QStringLiteral("currency"))},
        {QStringLiteral("total_minor"), total}, {QStringLiteral("channel"), QStringLiteral("counter")}, {QStringLiteral("holds"), QJsonArray()},
        {QStringLiteral("items"), items}, {QStringLiteral("payments"), QJsonArray{payment}}};
}

Result<Done> DemoHouse::send(AdminSession &clerk, const QJsonObject &sale)
{
    const QByteArray request = QJsonDocument(sale).toJson(QJsonDocument::Compact);
    TillKeys keys;
    keys.secret = m_secret;
    const auto sold = clerk.run("select foyer.sell($1, $2, $3)", {PgParam::text(QLatin1String(boxOffice)), PgParam::text(QString::fromUtf8(request)),
        PgParam::bytes(keys.mac(request))});
    if (!sold)
        return fail(sold.error());
    return Done{};
}

} // namespace foyer
