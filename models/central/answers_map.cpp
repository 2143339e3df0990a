// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/answers.h"

#include "models/central/jsonreader.h"
#include "models/core/limits.h"

namespace foyer {

namespace {

Result<QVector<TierId>> tierIds(JsonReader &reader)
{
    QVector<TierId> tiers;
    const QJsonArray array = reader.array("tiers");
    for (const QJsonValue &value : array) {
        const TierId id = TierId::fromText(value.toString());
        if (id.isNull())
            reader.refuse("tiers", QStringLiteral("not an id"));
        tiers.append(id);
    }
    return reader.finish(tiers);
}

bool isWholeNumber(const QJsonValue &value)
{
    return value.isDouble() && value.toInteger(-1) == value.toInteger(-2);
}

// [id, label, tier index, plan seat index or -1]
bool readPlace(const QJsonArray &place, const QVector<TierId> &tiers, EventMap &map)
{
    if (place.size() != 4 || !isWholeNumber(place.at(0)) || !place.at(1).isString() || !isWholeNumber(place.at(2)) ||
        !isWholeNumber(place.at(3)))
        return false;
    const qint64 id = place.at(0).toInteger();
    const qint64 tier = place.at(2).toInteger();
    const qint64 seat = place.at(3).toInteger();
    if (id <= 0 || tier < 0 || tier >= tiers.size() || seat < -1 || seat >= limits::maxPlanPlaces)
        return false;
    map.places.append(PlaceInfo{PlaceId{id}, place.at(1).toString(), tiers.at(tier)});
    map.planSeats.append(static_cast<int>(seat));
    return true;
}

bool isPlaceState(int state)
{
    return state >= static_cast<int>(PlaceState::Free) && state <= static_cast<int>(PlaceState::Blocked);
}

} // namespace

Result<EventMap> decodeEventMap(const PgAnswer &answer)
{
    const QString path = QStringLiteral("event_map");
    const Result<QJsonObject> object = jsonObject(answer.single(), path);
    if (!object)
        return fail(object.error());
    JsonReader reader(*object, path);
    EventMap map;
    map.event = reader.id<EventId>("event");
    map.plan = PlanId{QUuid::fromString(reader.optionalText("plan"))};
    map.planVersion = reader.optionalInteger("plan_version", 0);
    map.planDocument = reader.optionalText("plan_document").toUtf8();
    map.sideDocument = reader.optionalText("side_document").toUtf8();
    const Result<QVector<TierId>> tiers = tierIds(reader);
    if (!tiers)
        return fail(tiers.error());
    const QJsonArray places = reader.array("places");
    if (places.size() > limits::maxPlanPlaces)
        reader.refuse("places", QStringLiteral("%1 are too many").arg(places.size()));
    map.places.reserve(places.size());
    map.planSeats.reserve(places.size());
    for (qsizetype i = 0; i < places.size() && reader.ok(); ++i) {
        if (!readPlace(places.at(i).toArray(), *tiers, map))
            reader.refuse("places", QStringLiteral("place %1 can not be read").arg(i));
    }
    return reader.finish(map);
}

Result<SeatStates> decodeSeatStates(const PgAnswer &answer)
{
    if (answer.rows.size() != 1 || answer.rows.first().size() != 2)
        return fail(ErrorCode::ServerFailed, QStringLiteral("answer seat_states: not one row of two columns"));
    SeatStates found;
    found.states = answer.rows.first().at(0);
    found.cursor = QString::fromUtf8(answer.rows.first().at(1));
    if (found.states.size() > limits::maxPlanPlaces)
        return fail(ErrorCode::ServerFailed, QStringLiteral("answer seat_states: too many places"));
    for (const char state : qAsConst(found.states)) {
        if (!isPlaceState(static_cast<unsigned char>(state)))
            return fail(ErrorCode::ServerFailed,
                        QStringLiteral("answer seat_states: %1 is no state").arg(static_cast<unsigned char>(state)));
    }
    return found;
}

Result<SeatChanges> decodeSeatChanges(const PgAnswer &answer)
{
    const QString path = QStringLiteral("seat_changes");
    const Result<QJsonObject> object = jsonObject(answer.single(), path);
    if (!object)
        return fail(object.error());
    JsonReader reader(*object, path);
    SeatChanges found;
    found.cursor = reader.text("cursor");
    found.reload = reader.flag("reload", false);
    const QJsonArray changes = reader.array("changes");
    found.changes.reserve(changes.size());
    for (const QJsonValue &value : changes) {
        const QJsonArray change = value.toArray();
        const qint64 ordinal = change.at(0).toInteger(-1);
        const qint64 state = change.at(1).toInteger(-1);
        if (change.size() != 2 || ordinal < 0 || ordinal >= limits::maxPlanPlaces || state < 0 ||
            !isPlaceState(static_cast<int>(std::min<qint64>(state, 255)))) {
            reader.refuse("changes", QStringLiteral("not [ordinal, state]"));
            break;
        }
        found.changes.append({static_cast<int>(ordinal), static_cast<PlaceState>(state)});
    }
    return reader.finish(found);
}

Result<QJsonObject> decodeObject(const PgAnswer &answer)
{
    return jsonObject(answer.single(), QStringLiteral("call"));
}

Result<QVector<Finding>> decodeFindings(const PgAnswer &answer)
{
    QVector<Finding> findings;
    findings.reserve(answer.rows.size());
    for (const QVector<QByteArray> &row : answer.rows) {
        if (row.size() != 2)
            return fail(ErrorCode::ServerFailed, QStringLiteral("answer verify: not two columns"));
        findings.append(Finding{QString::fromUtf8(row.at(0)), QString::fromUtf8(row.at(1))});
    }
    return findings;
}

} // namespace foyer
