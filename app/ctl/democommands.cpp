// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/demohouse.h"
#include "models/core/limits.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QTimeZone>

namespace foyer {
namespace {

constexpr int allPerformances = 1000;

QString demoText(const QJsonObject &demo)
{
    QVector<QStringList> rows{{QStringLiteral("EVENT"), QStringLiteral("STARTS"), QStringLiteral("PLACES"), QStringLiteral("TITLE")}};
    const QJsonArray events = demo.value(QStringLiteral("events")).toArray();
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        rows.append({event.value(QStringLiteral("slug")).toString(), event.value(QStringLiteral("starts_at")).toString(),
            QString::number(event.value(QStringLiteral("places")).toInt()), event.value(QStringLiteral("title")).toString()});
    }
    QStringList people;
    const QJsonArray staff = demo.value(QStringLiteral("staff")).toArray();
    for (const QJsonValue &value : staff)
        people.append(QStringLiteral("%1 (%2)").arg(value[QStringLiteral("user")].toString(), value[QStringLiteral("name")].toString()));
    return tableText(rows) + QStringLiteral("\n%1, till %2, staff: %3\n").arg(demo.value(QStringLiteral("venue")).toString(),
        demo.value(QStringLiteral("till")).toString(), people.join(QStringLiteral(", ")));
}

void loadDemo(Run &run)
{
    DemoWishes wishes;
    wishes.today = QDateTime::currentDateTimeUtc().toTimeZone(QTimeZone("Europe/Berlin")).date();
    wishes.refuseForeignTill = !run.isStandalone();
    if (run.args().has(QStringLiteral("seats"))) {
        bool isNumber = false;
        wishes.extraSeats = run.args().value(QStringLiteral("seats")).toInt(&isNumber);
        if (!isNumber || wishes.extraSeats < 1 || wishes.extraSeats > limits::maxPlanPlaces)
            return run.refuseUsage(QStringLiteral("--seats is a number from 1 to %1.").arg(limits::maxPlanPlaces));
    }
    run.withRegistration([&run, wishes](const TillRegistration &till) {
        auto session = run.owner(true);
        if (!session)
            return;
        auto demo = DemoVenue(*session).load(till, wishes);
        if (!demo)
            return run.refuse(demo.error());
        if (const auto furnished = DemoHouse(*session, run.ownerSettings()->settings).furnish(allPerformances); !furnished)
            return run.refuse(furnished.error());
        QJsonArray events = demo->value(QStringLiteral("events")).toArray();
        for (qsizetype i = 0; i < events.size(); ++i) {
            QJsonObject event = events.at(i).toObject();
            const QDateTime start = QDateTime::fromString(event.value(QStringLiteral("starts_at")).toString(), Qt::ISODate);
            event.insert(QStringLiteral("starts_at"), venueTime(start, event.value(QStringLiteral("timezone")).toString().toLatin1()));
            events.replace(i, event);
        }
        demo->insert(QStringLiteral("events"), events);
        run.done(*demo, demoText(*demo));
    });
}

} // namespace

QVector<Command> demoCommands()
{
    return {{{QStringLiteral("demo"), {}, QStringLiteral("load the demo venue, once"),
                 {{QStringLiteral("seats"), QStringLiteral("N"), QStringLiteral("also an event with a field of N seats")}}}, loadDemo}};
}

} // namespace foyer
