// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/answers.h"

#include "models/central/migrationset.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

using namespace foyer;

namespace {

const QByteArray helloJson =
    R"({"schema_version":3,"breaking_version":2,"server_version":"15.6","system_identifier":"7431","timeline":1,"role":"clerk",
"display_name":"Ana","groups":["clerk"],"demo":true,"till_code":"till-1","server_time":"2026-11-27T18:30:00Z"})";

const QByteArray eventJson =
    R"({"id":"0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0001","slug":"the-show","title":"The Show","venue":"Hall",
"starts_at":"2026-11-27T18:30:00Z","doors_at":null,"timezone":"Europe/Berlin","currency":"EUR","status":"on_sale",
"places":10,"free":4,"held":3,"leased":0,"blocked":1,"sold":2,
"venue_address":"1 Market Square","plan":"0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0002","plan_version":1,"fee_per_order_minor":150,
"tiers":[{"id":"0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0003","name":"Stalls","color":"#0072B2","kind":"seated","position":0,"min_purchase":1,
"max_purchase":null,"on_sale":true,"fee_per_ticket_minor":100,"places":10,"free":4,"held":3,"leased":0,"blocked":1,"sold":2,
"prices":[{"price_type":"0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0004","name":"Adult","price_minor":4500,"version":1}]}]})";

const QByteArray mapJson =
    R"({"event":"0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0001","plan":"0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0002","plan_version":2,
"plan_document":"{}","side_document":"","tiers":["0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0003"],"places":[[17,"Hall/A-1",0,0],[18,"Floor/1",0,-1]]})";

const QByteArray changesJson = R"({"cursor":"7/1/9","reload":false,"changes":[[0,6],[11999,1]]})";

PgAnswer one(const QByteArray &json)
{
    return PgAnswer{{{json}}};
}

enum class Which { HelloAnswer, Events, Detail, Map, Changes, Object };

// The code of what the decoder makes of it; nullopt for a value.
std::optional<ErrorCode> outcome(Which which, const PgAnswer &answer)
{
    const auto code = [](const auto &result) { return result ? std::optional<ErrorCode>() : result.error().code; };
    switch (which) {
    case Which::HelloAnswer:
        return code(decodeHello(answer));
    case Which::Events:
        return code(decodeEvents(answer));
    case Which::Detail:
        return code(decodeEventDetail(answer));
    case Which::Map:
        return code(decodeEventMap(answer));
    case Which::Changes:
        return code(decodeSeatChanges(answer));
    case Which::Object:
        return code(decodeObject(answer));
    }
    return {};
}

QJsonObject without(QJsonObject object, const QString &key)
{
    object.remove(key);
    return object;
}

// Every value of a document, one after the other, becomes something else.
QVector<QJsonValue> mutants(const QJsonValue &value)
{
    static const QVector<QJsonValue> others{QJsonValue(),
                                            QJsonValue(true),
                                            QJsonValue(-1),
                                            QJsonValue(0.5),
                                            QJsonValue(1e300),
                                            QJsonValue(1e15),
                                            QJsonValue(QStringLiteral("x")),
                                            QJsonValue(QJsonArray{1, 2, 3}),
                                            QJsonValue(QJsonObject())};
    QVector<QJsonValue> found = others;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QString &key : object.keys()) {
            found.append(without(object, key));
            for (const QJsonValue &mutant : mutants(object.value(key))) {
                QJsonObject copy = object;
                copy.insert(key, mutant);
                found.append(copy);
            }
        }
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (int i = 0; i < array.size(); ++i) {
            for (const QJsonValue &mutant : mutants(array.at(i))) {
                QJsonArray copy = array;
                copy[i] = mutant;
                found.append(copy);
            }
        }
    }
    return found;
}

} // namespace

class TestAnswers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsHello();
    void checksSchema();
    void readsEvents();
    void readsDetail();
    void readsMap();
    void readsStates();
    void refusesStates_data();
    void refusesStates();
    void readsChanges();
    void refuses_data();
    void refuses();
    void mutantsNeverCrash();
    void noiseNeverCrashes();
};

void TestAnswers::readsHello()
{
    const auto hello = decodeHello(one(helloJson));
    QVERIFY(hello);
    QCOMPARE(hello->schemaVersion, 3);
    QCOMPARE(hello->breakingVersion, 2);
    QCOMPARE(hello->systemIdentifier, QStringLiteral("7431"));
    QCOMPARE(hello->displayName, QStringLiteral("Ana"));
    QCOMPARE(hello->groups, QStringList{QStringLiteral("clerk")});
    QCOMPARE(hello->tillCode, QStringLiteral("till-1"));
    QVERIFY(hello->demo);
}

void TestAnswers::checksSchema()
{
    Hello hello;
    hello.schemaVersion = programSchemaVersion();
    QVERIFY(hello.schemaVersion > 0);
    QVERIFY(checkSchema(hello));
    hello.schemaVersion += 1;
    QVERIFY2(checkSchema(hello), "newer, but nothing broke");
    hello.breakingVersion = hello.schemaVersion;
    QCOMPARE(checkSchema(hello).error().code, ErrorCode::NewerSchema);
    hello.breakingVersion = 1;
    hello.schemaVersion -= 2;
    QCOMPARE(checkSchema(hello).error().code, ErrorCode::OlderSchema);
}

void TestAnswers::readsEvents()
{
    const auto events = decodeEvents(one("[" + eventJson + "," + eventJson + "]"));
    QVERIFY2(events, events ? "" : qPrintable(events.error().log));
    QCOMPARE(events->size(), 2);
    const EventSummary &event = events->first();
    QCOMPARE(event.slug, QStringLiteral("the-show"));
    QCOMPARE(event.startsAt, QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC));
    QCOMPARE(event.localStart().time(), QTime(19, 30));
    QVERIFY(!event.doorsAt.isValid());
    QCOMPARE(event.status, EventStatus::OnSale);
    QCOMPARE(event.counts.free + event.counts.held + event.counts.leased + event.counts.blocked + event.counts.sold,
             event.counts.places);
    QVERIFY(decodeEvents(one("[]"))->isEmpty());
}

void TestAnswers::readsDetail()
{
    const auto detail = decodeEventDetail(one(eventJson));
    QVERIFY2(detail, detail ? "" : qPrintable(detail.error().log));
    QCOMPARE(detail->tiers.size(), 1);
    const Tier &tier = detail->tiers.first();
    QCOMPARE(tier.kind, TierKind::Seated);
    QCOMPARE(tier.maxPurchase, 0);
    QCOMPARE(tier.prices.first().price, (Money{4500, Currency{}}));
    QCOMPARE(tier.feePerTicket.minor, 100);
    QCOMPARE(detail->feePerOrder.minor, 150);
    QVERIFY(detail->tier(tier.id));
}

void TestAnswers::readsMap()
{
    const auto map = decodeEventMap(one(mapJson));
    QVERIFY2(map, map ? "" : qPrintable(map.error().log));
    QCOMPARE(map->places.size(), 2);
    QCOMPARE(map->places.at(0).id, PlaceId{17});
    QCOMPARE(map->places.at(1).label, QStringLiteral("Floor/1"));
    QCOMPARE(map->planSeats, (QVector<int>{0, -1}));
}

void TestAnswers::readsStates()
{
    const auto states = decodeSeatStates(PgAnswer{{{QByteArray("\0\1\7", 3), "7/1/9"}}});
    QVERIFY(states);
    QCOMPARE(states->states.size(), 3);
    QCOMPARE(states->cursor, QStringLiteral("7/1/9"));
}

void TestAnswers::refusesStates_data()
{
    QTest::addColumn<PgAnswer>("answer");
    QTest::newRow("no row") << PgAnswer{};
    QTest::newRow("one column") << PgAnswer{{{QByteArray("\0", 1)}}};
    QTest::newRow("two rows") << PgAnswer{{{"", "c"}, {"", "c"}}};
    QTest::newRow("no such state") << PgAnswer{{{QByteArray("\0\10", 2), "c"}}};
    QTest::newRow("negative") << PgAnswer{{{QByteArray("\xff", 1), "c"}}};
    QTest::newRow("too many") << PgAnswer{{{QByteArray(200'000, '\0'), "c"}}};
}

void TestAnswers::refusesStates()
{
    QFETCH(PgAnswer, answer);
    QCOMPARE(decodeSeatStates(answer).error().code, ErrorCode::ServerFailed);
}

void TestAnswers::readsChanges()
{
    const auto changes = decodeSeatChanges(one(changesJson));
    QVERIFY(changes);
    QCOMPARE(changes->changes.size(), 2);
    QCOMPARE(changes->changes.at(1).first, 11999);
    QCOMPARE(changes->changes.at(0).second, PlaceState::Sold);
}

void TestAnswers::refuses_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, Which which, const QByteArray &json) {
        QTest::newRow(name) << static_cast<int>(which) << json;
    };
    row("not JSON", Which::Object, "{");
    row("nothing", Which::Object, "");
    row("array for object", Which::Object, "[]");
    row("object for array", Which::Events, "{}");
    row("number in events", Which::Events, "[1]");
    row("schema version as text", Which::HelloAnswer, QByteArray(helloJson).replace(":3,", ":\"3\","));
    row("half a version", Which::HelloAnswer, QByteArray(helloJson).replace(":3,", ":3.5,"));
    row("no role", Which::HelloAnswer, QByteArray(helloJson).replace("\"role\"", "\"rule\""));
    row("unknown status", Which::Detail, QByteArray(eventJson).replace("\"on_sale\",\n", "\"sold_out\",\n"));
    row("unknown zone", Which::Detail, QByteArray(eventJson).replace("Europe/Berlin", "Europe/Atlantis"));
    row("time without offset", Which::Detail, QByteArray(eventJson).replace("18:30:00Z", "18:30:00"));
    row("no such month", Which::Detail, QByteArray(eventJson).replace("2026-11-27", "2026-13-27"));
    row("negative price", Which::Detail, QByteArray(eventJson).replace("4500", "-1"));
    row("price beyond all bounds", Which::Detail, QByteArray(eventJson).replace("4500", "900000000000000"));
    row("currency in small letters", Which::Detail, QByteArray(eventJson).replace("EUR", "eur"));
    row("colour with style", Which::Detail, QByteArray(eventJson).replace("#0072B2", "red;x:y"));
    row("on sale without a price", Which::Detail,
        QByteArray(eventJson).replace(eventJson.mid(eventJson.indexOf("[{\"price_type\"")), "[]}]}"));
    row("null id", Which::Detail,
        QByteArray(eventJson).replace("0c6ff5a8-65a0-4b0e-9a54-2f2a3f6a0003", "00000000-0000-0000-0000-000000000000"));
    row("place of no tier", Which::Map, QByteArray(mapJson).replace("0,0]", "1,0]"));
    row("place with three fields", Which::Map, QByteArray(mapJson).replace("0,0]", "0]"));
    row("place id zero", Which::Map, QByteArray(mapJson).replace("[17", "[0"));
    row("seat of no plan", Which::Map, QByteArray(mapJson).replace(",-1]", ",-2]"));
    row("state eight", Which::Changes, QByteArray(changesJson).replace("[0,6]", "[0,8]"));
    row("ordinal below zero", Which::Changes, QByteArray(changesJson).replace("[0,6]", "[-1,6]"));
}

void TestAnswers::refuses()
{
    QFETCH(int, which);
    QFETCH(QByteArray, json);
    QCOMPARE(outcome(static_cast<Which>(which), one(json)), std::optional<ErrorCode>(ErrorCode::ServerFailed));
}

void TestAnswers::mutantsNeverCrash()
{
    int refused = 0;
    int tried = 0;
    const QVector<QPair<Which, QByteArray>> documents{{Which::HelloAnswer, helloJson},
                                                      {Which::Events, "[" + eventJson + "]"},
                                                      {Which::Detail, eventJson},
                                                      {Which::Map, mapJson},
                                                      {Which::Changes, changesJson}};
    for (const auto &[which, json] : documents) {
        const QJsonDocument document = QJsonDocument::fromJson(json);
        const QJsonValue root = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
        for (const QJsonValue &mutant : mutants(root)) {
            const QByteArray text = QJsonDocument::fromVariant(mutant.toVariant()).toJson(QJsonDocument::Compact);
            const auto code = outcome(which, one(text));
            QVERIFY(!code || *code == ErrorCode::ServerFailed);
            refused += code ? 1 : 0;
            ++tried;
        }
    }
    QVERIFY(tried > 500);
    QVERIFY2(refused > tried / 2, qPrintable(QStringLiteral("only %1 of %2 were refused").arg(refused).arg(tried)));
}

void TestAnswers::noiseNeverCrashes()
{
    QRandomGenerator random(20261127);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray json = i % 2 ? eventJson : mapJson;
        const int edits = random.bounded(1, 6);
        for (int n = 0; n < edits; ++n)
            json[random.bounded(static_cast<int>(json.size()))] = static_cast<char>(random.bounded(256));
        const auto code = outcome(i % 2 ? Which::Detail : Which::Map, one(json));
        QVERIFY(!code || *code == ErrorCode::ServerFailed);
    }
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "tst_answers.moc"
