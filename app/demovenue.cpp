// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demovenue.h"

#include "app/demoseason.h"
#include "app/json.h"
#include "app/logging.h"
#include "app/planrows.h"
#include "models/seating/planimport.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>

namespace foyer {
namespace {

constexpr auto venueName = "Foyer House";

QByteArray resource(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QVector<DemoAccount> demoAccounts()
{
    return {
        {QStringLiteral("clerk"), QStringLiteral("demo"), QStringLiteral("Ana"), QStringLiteral("clerk")},
        {QStringLiteral("promoter"), QStringLiteral("demo"), QStringLiteral("Priya"), QStringLiteral("promoter")},
        {QStringLiteral("manager"), QStringLiteral("demo"), QStringLiteral("Marta"), QStringLiteral("manager")},
    };
}

QString demoPassword(const QString &role)
{
    const auto accounts = demoAccounts();
    for (const DemoAccount &account : accounts) {
        if (account.role == role)
            return account.password;
    }
    return {};
}

Result<bool> DemoVenue::isLoaded()
{
    const auto loaded = scalar(m_owner, "select demo and exists (select from foyer.events where slug like 'hamlet-%' and start_time > clock_timestamp()"
                                        " and deleted_at is null) from foyer.settings");
    if (!loaded)
        return fail(loaded.error());
    return *loaded == "t";
}

Result<QJsonObject> DemoVenue::load(const TillRegistration &till, const DemoWishes &wishes)
{
    const auto loaded = isLoaded();
    if (!loaded)
        return fail(loaded.error());
    const bool create = !*loaded || wishes.extraSeats > 0;
    if (create) {
        qCInfo(logApp) << "loading the demo venue";
        AdminTransaction transaction(m_owner);
        if (!transaction.begun())
            return fail(transaction.begun().error());
        if (auto created = createAll(wishes); !created)
            return fail(created.error());
        if (auto committed = transaction.commit(); !committed)
            return fail(committed.error());
    }
    if (auto registered = registerTill(till, wishes.refuseForeignTill); !registered)
        return fail(registered.error());
    return describe(till, create);
}

Result<Done> DemoVenue::createAll(const DemoWishes &wishes)
{
    // Two loaders at once: the second waits here and then finds everything made.
    if (auto locked = m_owner.run("select from foyer.settings for update"); !locked)
        return fail(locked.error());
    const auto venue = venueId();
    if (!venue)
        return fail(venue.error());
    const auto loaded = isLoaded();
    if (!loaded)
        return fail(loaded.error());
    if (!*loaded) {
        if (auto made = createPeople(); !made)
            return made;
        if (auto made = createSeason(*venue, wishes.today); !made)
            return made;
        if (auto marked = m_owner.run("update foyer.settings set demo = true, updated_at = clock_timestamp()"); !marked)
            return fail(marked.error());
    }
    return wishes.extraSeats > 0 ? createExtra(*venue, wishes) : Result<Done>(Done{});
}

Result<Done> DemoVenue::createPeople()
{
    const auto accounts = demoAccounts();
    for (const DemoAccount &account : accounts) {
        const auto verifier = m_owner.scramVerifier(account.role, account.password);
        if (!verifier)
            return fail(verifier.error());
        const auto made = m_owner.run("select foyer.create_staff($1, $2, $3, $4)", {PgParam::text(account.role), PgParam::text(account.displayName),
            PgParam::text(account.group), PgParam::text(QString::fromLatin1(*verifier))});
        if (!made)
            return fail(made.error());
    }
    return Done{};
}

Result<QString> DemoVenue::venueId()
{
    auto id = scalar(m_owner, "select min(id::text) from foyer.venues where name = $1 and deleted_at is null", {PgParam::text(QLatin1String(venueName))});
    if (id && id->isEmpty()) {
        id = scalar(m_owner, "select foyer.create_venue($1::jsonb)", {jsonParam(QJsonObject{{QStringLiteral("name"), QLatin1String(venueName)},
            {QStringLiteral("address"), QStringLiteral("Foyer House, Theaterplatz 1, 10117 Berlin")},
            {QStringLiteral("timezone"), QStringLiteral("Europe/Berlin")}})});
    }
    if (!id)
        return fail(id.error());
    return QString::fromLatin1(*id);
}

Result<DemoVenue::Imported> DemoVenue::import(const QString &venue, const QString &name, const QByteArray &document, const QByteArray &side)
{
    PlanImport import = importPlan(document, side);
    if (!import.sellable()) {
        const QString first = import.findings.isEmpty() ? QString() : import.findings.first().message;
        return fail(ErrorCode::BadInput, QStringLiteral("the plan %1 can not be sold: %2").arg(name, first));
    }
    const auto imported = json(m_owner, "select foyer.import_plan($1::uuid, $2, $3, $4, $5::jsonb)", {PgParam::text(venue), PgParam::text(name),
        PgParam::text(QString::fromUtf8(document)), PgParam::text(QString::fromUtf8(side)), jsonParam(planRows(import.plan))});
    if (!imported)
        return fail(imported.error());
    return Imported{imported->toObject().value(QStringLiteral("plan")).toString(), std::move(import.plan)};
}

Result<Done> DemoVenue::createSeason(const QString &venue, const QDate &today)
{
    const QString folder = QStringLiteral(":/plans/");
    const auto theatre = import(venue, QStringLiteral("Main house"), resource(folder + QStringLiteral("demo-theatre.json")),
        resource(folder + QStringLiteral("demo-theatre.foyer.json")));
    if (!theatre)
        return fail(theatre.error());
    const auto arena = import(venue, QStringLiteral("Arena"), resource(folder + QStringLiteral("demo-arena.json")),
        resource(folder + QStringLiteral("demo-arena.foyer.json")));
    if (!arena)
        return fail(arena.error());
    const auto before = scalar(m_owner, "select count(*) from foyer.events where slug like 'hamlet-%'");
    if (!before)
        return fail(before.error());
    const auto hamlets = [](const QVector<DemoPerformance> &season) {
        return std::count_if(season.begin(), season.end(), [](const DemoPerformance &p) { return p.slug.startsWith(QLatin1String("hamlet-")); });
    };
    const auto round = before->toInt() / static_cast<int>(hamlets(demoSeason(today, 0)));
    const auto season = demoSeason(today, round);
    for (const DemoPerformance &performance : season) {
        const Imported &house = performance.inArena ? *arena : *theatre;
        if (auto made = createEvent(demoEvent(performance, house.id, house.plan)); !made)
            return made;
    }
    return Done{};
}

Result<Done> DemoVenue::createExtra(const QString &venue, const DemoWishes &wishes)
{
    const auto field = import(venue, QStringLiteral("Field of %1").arg(wishes.extraSeats), demoField(wishes.extraSeats), {});
    if (!field)
        return fail(field.error());
    const auto before = scalar(m_owner, "select count(*) from foyer.events where slug like 'open-air-%'");
    if (!before)
        return fail(before.error());
    DemoPerformance performance;
    performance.slug = QStringLiteral("open-air-%1").arg(before->toInt() + 1);
    performance.title = QStringLiteral("Open Air, %1 seats").arg(wishes.extraSeats);
    performance.inArena = true;
    performance.date = wishes.today.addDays(30);
    performance.start = QTime(18, 0);
    return createEvent(demoEvent(performance, field->id, field->plan));
}

Result<Done> DemoVenue::createEvent(const QJsonObject &event)
{
    if (auto made = m_owner.run("select foyer.create_event($1::jsonb)", {jsonParam(event)}); !made)
        return fail(made.error());
    return Done{};
}

Result<Done> DemoVenue::registerTill(const TillRegistration &till, bool refuseForeign)
{
    const auto known = m_owner.run("select k.public_key = $2 and t.secret = $3 and t.retired_at is null and t.prefix = $4 from foyer.tills t"
                                   " join foyer.till_keys k on k.till_id = t.id and k.replaced_at is null where t.code = $1",
        {PgParam::text(till.code), PgParam::bytes(till.publicKey), PgParam::bytes(till.secret), PgParam::text(till.prefix)});
    if (!known)
        return fail(known.error());
    if (known->single() == "t")
        return Done{};
    if (!known->rows.isEmpty() && refuseForeign) {
        return fail(ErrorCode::NotPermitted, QStringLiteral("another till is registered as %1").arg(till.code),
            {{QStringLiteral("what"), QStringLiteral("till")}, {QStringLiteral("id"), till.code}});
    }
    qCInfo(logApp) << "registering the till" << till.code;
    const auto made = m_owner.run("select foyer.register_till($1, $2, $3, $4)", {PgParam::text(till.code), PgParam::text(till.prefix),
        PgParam::bytes(till.secret), PgParam::bytes(till.publicKey)});
    if (!made)
        return fail(made.error());
    return Done{};
}

Result<QJsonObject> DemoVenue::describe(const TillRegistration &till, bool created)
{
    auto events = json(m_owner,
        "select coalesce(json_agg(json_build_object('slug', slug, 'title', title, 'starts_at', to_char(start_time at time zone 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), 'timezone', timezone, 'places', capacity) order by start_time, slug), '[]') from foyer.events"
        " where start_time > clock_timestamp() and deleted_at is null");
    if (!events)
        return fail(events.error());
    QJsonArray staff;
    const auto accounts = demoAccounts();
    for (const DemoAccount &account : accounts) {
        staff.append(QJsonObject{{QStringLiteral("user"), account.role}, {QStringLiteral("name"), account.displayName},
            {QStringLiteral("group"), account.group}});
    }
    return QJsonObject{{QStringLiteral("created"), created}, {QStringLiteral("venue"), QLatin1String(venueName)},
        {QStringLiteral("timezone"), QStringLiteral("Europe/Berlin")}, {QStringLiteral("till"), till.code}, {QStringLiteral("staff"), staff},
        {QStringLiteral("events"), events->toArray()}};
}

} // namespace foyer
