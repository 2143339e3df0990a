// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/salewish.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace foyer {
namespace {

void printHold(Run &run, const Hold &hold)
{
    QStringList labels;
    for (const PlaceInfo &place : hold.places)
        labels.append(place.label);
    const qint64 seconds = qMax<qint64>(0, hold.expires.remainingTime() / 1000);
    run.done(QJsonObject{{QStringLiteral("hold"), hold.id.text()}, {QStringLiteral("token"), hold.token}, {QStringLiteral("expires_in_s"), seconds},
        {QStringLiteral("seats"), QJsonArray::fromStringList(labels)}},
        QStringLiteral("Held for %1 min %2 s: %3\nSell them with --hold %4\n").arg(seconds / 60).arg(seconds % 60)
            .arg(plainText(labels.join(QStringLiteral(", "))), hold.id.text()));
}

void hold(Run &run)
{
    const auto wish = readSaleWish(run.args());
    if (!wish)
        return run.refuseUsage(wish.error().log);
    run.withStation(QStringLiteral("clerk"), true, [&run, wish = *wish](Station &station) {
        station.gateway.eventDetail(run.operand(0), &run, [&run, &station, wish](Result<EventDetail> detail) {
            if (!detail)
                return run.refuse(detail.error());
            HoldWish places{detail->event.id, {}, wish.seats, {}, wish.quantity};
            if (!wish.tier.isEmpty()) {
                const auto tier = findTier(*detail, wish.tier);
                if (!tier)
                    return run.refuse(tier.error());
                places.tier = (*tier)->id;
            }
            station.desk.hold(places, &run, [&run](Result<Hold> held) {
                if (!held)
                    return run.refuse(held.error());
                printHold(run, *held);
            }, HoldId{wish.id});
        });
    });
}

void release(Run &run)
{
    const HoldId id = HoldId::fromText(run.operand(0));
    if (id.isNull())
        return run.refuseUsage(QStringLiteral("HOLD is the id that “hold” printed."));
    run.withStation(QStringLiteral("clerk"), true, [&run, id](Station &station) {
        station.store.recorded(id.value, &run, [&run, &station, id](Result<RecordedCall> recorded) {
            if (!recorded || recorded->call.kind != CallKind::Hold) {
                return run.refuse(recorded || recorded.error().code == ErrorCode::NoSuchThing
                        ? Error{ErrorCode::NoSuchThing, {}, {}, {{QStringLiteral("what"), QStringLiteral("hold of this till")}, {QStringLiteral("id"), id.text()}}}
                        : recorded.error());
            }
            const QString token = QJsonDocument::fromJson(recorded->call.request).object().value(QStringLiteral("token")).toString();
            station.desk.release({id, token}, {}, &run, [&run, id](Result<Done> released) {
                if (!released)
                    return run.refuse(released.error());
                run.done(QJsonObject{{QStringLiteral("hold"), id.text()}, {QStringLiteral("released"), true}}, QStringLiteral("Released.\n"));
            });
        });
    });
}

} // namespace

QVector<Command> holdCommands()
{
    return {
        {{QStringLiteral("hold"), {QStringLiteral("EVENT")}, QStringLiteral("keep places for 15 minutes"),
             {{QStringLiteral("seats"), QStringLiteral("A-1,A-2"), QStringLiteral("these seats; may be given more than once")},
                 {QStringLiteral("tier"), QStringLiteral("TIER"), QStringLiteral("any places of a tier")},
                 {QStringLiteral("quantity"), QStringLiteral("N"), QStringLiteral("how many of the tier")},
                 {QStringLiteral("id"), QStringLiteral("UUID"), QStringLiteral("makes the call repeatable")}}}, hold},
        {{QStringLiteral("release"), {QStringLiteral("HOLD")}, QStringLiteral("give held places back"), {}}, release},
    };
}

} // namespace foyer
