// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "models/seating/planimport.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSet>
#include <QtTest/QtTest>

#include <algorithm>

using namespace foyer;

namespace {

QByteArray seat(const char *number, const char *position = R"({"x":10,"y":10})", const char *more = "")
{
    return QByteArray(R"({"seat_number":")") + number + R"(","category":"A","position":)" + position + more + '}';
}

/// A plan of one zone "Z" with one row "R" of these seats.
QByteArray planOf(const QByteArray &seats)
{
    return R"({"name":"P","size":{"width":500,"height":500},"categories":[{"name":"A","color":"#c0392b"}],)"
           R"("zones":[{"name":"Z","position":{"x":0,"y":0},"rows":[{"row_number":"R","seats":[)" +
           seats + "]}]}]}";
}

QByteArray resource(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString asText(const PlanImport &import)
{
    QString text;
    for (const PlanFinding &finding : import.findings) {
        text += QStringLiteral("%1 %2: %3\n")
                    .arg(QStringList{QStringLiteral("note"), QStringLiteral("warning"), QStringLiteral("error")}.at(
                             static_cast<int>(finding.severity)),
                         finding.pointer, finding.message);
    }
    return text + QStringLiteral("and %1 more").arg(import.more);
}

bool hasFinding(const PlanImport &import, Severity severity, const QString &pointer)
{
    return std::any_of(import.findings.begin(), import.findings.end(), [&](const PlanFinding &finding) {
        return finding.severity == severity && finding.pointer == pointer;
    });
}

bool labelsAndIdentitiesAreUnique(const SeatPlan &plan)
{
    QSet<QString> labels;
    QSet<QString> identities;
    for (const PlanSeat &one : plan.seats) {
        labels.insert(one.label);
        identities.insert(one.identity);
    }
    return labels.size() == plan.seats.size() && identities.size() == plan.seats.size();
}

} // namespace

Q_DECLARE_METATYPE(foyer::Severity)

/// What a file from anywhere may do to a plan: it becomes one that can be sold, or it says where it is wrong.
class TestPlanImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheDemoPlans_data();
    void readsTheDemoPlans();
    void placesSeats();
    void reports_data();
    void reports();
    void refusesWhatIsNoPlan_data();
    void refusesWhatIsNoPlan();
    void keepsWithinTheLimits();
    void tellsDuplicateGuidsApart();
    void renamesDuplicates();
    void renamesVeryManyDuplicates();
    void boundsTheFindings();
    void readsTheSideFile();
    void damagedSideFile_data();
    void damagedSideFile();
};

void TestPlanImport::readsTheDemoPlans_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("fewest");
    QTest::newRow("theatre") << QStringLiteral("demo-theatre") << 300;
    QTest::newRow("arena") << QStringLiteral("demo-arena") << 3000;
}

void TestPlanImport::readsTheDemoPlans()
{
    QFETCH(QString, name);
    QFETCH(int, fewest);
    const QByteArray document = resource(QStringLiteral(":/plans/%1.json").arg(name));
    const QByteArray side = resource(QStringLiteral(":/plans/%1.foyer.json").arg(name));
    QVERIFY(!document.isEmpty() && !side.isEmpty());
    const PlanImport import = importPlan(document, side);
    QVERIFY2(import.sellable(), qPrintable(asText(import)));
    const bool clean = std::all_of(import.findings.begin(), import.findings.end(),
                                   [](const PlanFinding &finding) { return finding.severity == Severity::Note; });
    QVERIFY2(clean, qPrintable(asText(import)));
    QVERIFY(import.plan.seats.size() >= fewest);
    QVERIFY(labelsAndIdentitiesAreUnique(import.plan));
}

void TestPlanImport::placesSeats()
{
    const PlanImport import = importPlan(
        R"({"name":"P","size":{"width":500,"height":500},"categories":[{"name":"A","color":"#ABC"}],"zones":[)"
        R"({"name":"Z","position":{"x":100,"y":50},"rows":[{"row_number":"R","position":{"x":20,"y":5},"seats":[)"
        R"({"seat_guid":"g1","uuid":"u1","seat_number":"7","category":"A","radius":8,"position":{"x":1.5,"y":2}},)"
        R"({"seat_guid":"g2","seat_number":8,"category":"A","position":{"x":31,"y":2}}]}]}]})",
        {});
    QVERIFY2(import.sellable(), qPrintable(asText(import)));
    QCOMPARE(import.plan.seats.size(), 2);
    const PlanSeat &first = import.plan.seats[0];
    QCOMPARE(first.position, QPointF(121.5, 57));
    QCOMPARE(first.label, QStringLiteral("Z/R-7"));
    QCOMPARE(first.identity, QStringLiteral("u1"));
    QCOMPARE(first.radius, 8.0F);
    QCOMPARE(import.plan.categories[first.category].color, QStringLiteral("#aabbcc"));
    const PlanSeat &second = import.plan.seats[1];
    QCOMPARE(second.identity, QStringLiteral("g2"));
    QCOMPARE(second.number, QStringLiteral("8"));
    QCOMPARE(import.plan.zones[0].bounds, QRectF(QPointF(113.5, 47), QPointF(161, 67)));
}

void TestPlanImport::reports_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<Severity>("severity");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<bool>("sellable");
    const auto row = [](const char *name, const QByteArray &document, Severity severity, const char *pointer) {
        QTest::newRow(name) << document << severity << QString(QLatin1String(pointer)) << (severity != Severity::Error);
    };
    const QByteArray good = planOf(seat("1"));
    const QByteArray first = "/zones/0/rows/0/seats/0";
    row("zone is no object", QByteArray(good).replace(R"("zones":[)", R"("zones":["none",)"), Severity::Error,
        "/zones/0");
    row("zone is null", QByteArray(good).replace(R"("zones":[)", R"("zones":[null,)"), Severity::Error, "/zones/0");
    row("row is no object", QByteArray(good).replace(R"("rows":[)", R"("rows":[[],)"), Severity::Error,
        "/zones/0/rows/0");
    row("seat is no object", QByteArray(good).replace(R"("seats":[)", R"("seats":[3,)"), Severity::Error,
        "/zones/0/rows/0/seats/0");
    row("rows is no list", QByteArray(good).replace(R"("rows":[)", R"("rows":5,"more":[)"), Severity::Error,
        "/zones/0/rows");
    row("unknown category", QByteArray(good).replace(R"("category":"A")", R"("category":"B")"), Severity::Error,
        first + "/category");
    row("seat without a position", QByteArray(good).replace(R"("position":{"x":10,"y":10})", R"("radius":10)"),
        Severity::Error, first + "/position");
    row("seat at half a position", planOf(seat("1", R"({"x":1})")), Severity::Error, first + "/position/y");
    row("position is text", planOf(seat("1", R"({"x":"NaN","y":1})")), Severity::Error, first + "/position/x");
    row("position is far beyond", planOf(seat("1", R"({"x":1e300,"y":1})")), Severity::Error, first + "/position/x");
    row("position outside the plan", planOf(seat("1", R"({"x":9000,"y":1})")), Severity::Warning, first + "/position");
    row("seats on top of each other", planOf(seat("1") + ',' + seat("2")), Severity::Warning,
        "/zones/0/rows/0/seats/1/position");
    row("seat without a number", planOf(seat("")), Severity::Error, first + "/seat_number");
    row("the same seat twice", planOf(seat("1") + ',' + seat("1", R"({"x":50,"y":10})")), Severity::Error, first);
    row("no seats", planOf({}), Severity::Error, "/zones");
    row("no zones", R"({"name":"P","categories":[{"name":"A"}]})", Severity::Error, "/zones");
    row("no categories", QByteArray(good).replace(R"({"name":"A","color":"#c0392b"})", ""), Severity::Error,
        "/categories");
    row("category twice", QByteArray(good).replace(R"("categories":[)", R"("categories":[{"name":"A"},)"),
        Severity::Warning, "/categories/1/name");
    row("category is no object", QByteArray(good).replace(R"("categories":[)", R"("categories":[7,)"), Severity::Error,
        "/categories/0/name");
    row("unknown key", QByteArray(good).replace(R"("name":"P")", R"("name":"P","colour~/":1)"), Severity::Note,
        "/colour~0~1");
    row("no colour", QByteArray(good).replace("#c0392b", "red; x"), Severity::Note, "/categories/0/color");
    row("older plan without a size", QByteArray(good).replace(R"("size":{"width":500,"height":500},)", ""),
        Severity::Note, "/size");
    row("older row", QByteArray(good).replace(R"("seats":[)", R"("number_of_seats":1,"seats":[)"), Severity::Note,
        "/zones/0/rows/0");
    row("endless name", QByteArray(good).replace(R"("name":"Z")", R"("name":")" + QByteArray(5000, 'z') + '"'),
        Severity::Error, "/zones/0/name");
    row("unknown shape",
        QByteArray(good).replace(R"("rows":[)", R"("areas":[{"shape":"spiral","position":{"x":1,"y":1}}],"rows":[)"),
        Severity::Warning, "/zones/0/areas/0/shape");
}

void TestPlanImport::reports()
{
    QFETCH(QByteArray, document);
    QFETCH(Severity, severity);
    QFETCH(QString, pointer);
    QFETCH(bool, sellable);
    const PlanImport import = importPlan(document, {});
    QVERIFY2(hasFinding(import, severity, pointer), qPrintable(asText(import)));
    QVERIFY2(import.sellable() == sellable, qPrintable(asText(import)));
}

void TestPlanImport::refusesWhatIsNoPlan_data()
{
    QTest::addColumn<QByteArray>("document");
    const QByteArray good = planOf(seat("1"));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("a seating plan");
    QTest::newRow("cut off") << good.left(good.size() / 2);
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("another document") << QByteArray(R"({"type":"FeatureCollection","features":[]})");
    QTest::newRow("bare NaN") << planOf(seat("1", R"({"x":NaN,"y":1})"));
    QTest::newRow("bytes") << QByteArray("\0\xff\xfe\x01", 4);
    QTest::newRow("50 MB") << good + QByteArray(50 * 1024 * 1024, ' ');
    QTest::newRow("nested deeply") << QByteArray(100'000, '[') + QByteArray(100'000, ']');
    QTest::newRow("nested in a key") << R"({"zones":)" + QByteArray(100, '[') + QByteArray(100, ']') + '}';
}

void TestPlanImport::refusesWhatIsNoPlan()
{
    QFETCH(QByteArray, document);
    const PlanImport import = importPlan(document, {});
    QVERIFY(!import.sellable());
    QVERIFY(!import.findings.isEmpty());
    QCOMPARE(import.findings[0].severity, Severity::Error);
    QVERIFY(!import.findings[0].message.isEmpty());
    QVERIFY(import.plan.seats.size() <= 1);
}

void TestPlanImport::keepsWithinTheLimits()
{
    QByteArray seats;
    constexpr int tooMany = 200'000;
    seats.reserve(tooMany * 80);
    for (int i = 0; i < tooMany; ++i) {
        seats += i == 0 ? "" : ",";
        seats += R"({"seat_number":)" + QByteArray::number(i) + R"(,"category":"A","position":{"x":1,"y":1}})";
    }
    const PlanImport import = importPlan(planOf(seats), {});
    QVERIFY(!import.sellable());
    QVERIFY2(hasFinding(import, Severity::Error, QStringLiteral("/zones/0/rows/0/seats/%1").arg(limits::maxPlanPlaces)),
             qPrintable(asText(import)));
    QCOMPARE(import.plan.seats.size(), limits::maxPlanPlaces);
    QVERIFY(import.findings.size() <= limits::maxPlanFindings);
}

void TestPlanImport::tellsDuplicateGuidsApart()
{
    const PlanImport import = importPlan(planOf(seat("1", R"({"x":10,"y":10})", R"(,"seat_guid":"g")") + ',' +
                                                seat("2", R"({"x":50,"y":10})", R"(,"seat_guid":"g")") + ',' +
                                                seat("3", R"({"x":90,"y":10})", R"(,"seat_guid":"h")")),
                                         {});
    QVERIFY2(import.sellable(), qPrintable(asText(import)));
    QVERIFY2(hasFinding(import, Severity::Warning, QStringLiteral("/zones/0/rows/0/seats/0/seat_guid")),
             qPrintable(asText(import)));
    QVERIFY(labelsAndIdentitiesAreUnique(import.plan));
    QCOMPARE(import.plan.seats[2].identity, QStringLiteral("h"));
}

void TestPlanImport::renamesDuplicates()
{
    // Without a row the label has no hyphen: the zone must stay.
    QByteArray document = planOf(seat("7") + ',' + seat("7", R"({"x":50,"y":10})") + ',' +
                                 seat("7.2", R"({"x":90,"y":10})") + ',' + seat("7", R"({"x":130,"y":10})"));
    document.replace(R"("row_number":"R",)", "");
    QVERIFY(!importPlan(document, {}).sellable());
    const PlanImport import = importPlan(document, {}, PlanRepairs{true});
    QVERIFY2(import.sellable(), qPrintable(asText(import)));
    QStringList labels;
    for (const PlanSeat &one : import.plan.seats) {
        labels.append(one.label);
    }
    QCOMPARE(labels, (QStringList{QStringLiteral("Z/7"), QStringLiteral("Z/7.2"), QStringLiteral("Z/7.2.2"),
                                  QStringLiteral("Z/7.3")}));
    QVERIFY(labelsAndIdentitiesAreUnique(import.plan));
}

void TestPlanImport::renamesVeryManyDuplicates()
{
    // Trying every number for every copy would take minutes.
    QByteArray seats = seat("1");
    for (int i = 1; i < 50'000; ++i) {
        seats += ',' + seat("1", QByteArray("{\"x\":1,\"y\":" + QByteArray::number(i % 500) + '}').constData());
    }
    QElapsedTimer timer;
    timer.start();
    const PlanImport import = importPlan(planOf(seats), {}, PlanRepairs{true});
    QVERIFY(labelsAndIdentitiesAreUnique(import.plan));
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

void TestPlanImport::boundsTheFindings()
{
    QByteArray seats;
    for (int i = 0; i < 1000; ++i) {
        seats +=
            R"({"seat_number":")" + QByteArray::number(i) + R"(","category":"none","odd":1,"position":{"x":"?"}},)";
    }
    const PlanImport import = importPlan(planOf(seats + seat("last")), {});
    QVERIFY(!import.sellable());
    QVERIFY(import.findings.size() <= limits::maxPlanFindings);
    QVERIFY(import.more >= 3000 - limits::maxPlanFindings);
    QCOMPARE(import.findings[0].severity, Severity::Error);
    const auto categories =
        std::count_if(import.findings.begin(), import.findings.end(),
                      [](const PlanFinding &finding) { return finding.pointer.endsWith(QLatin1String("/category")); });
    QCOMPARE(categories, limits::maxPlanFindingsOfAKind);
}

void TestPlanImport::readsTheSideFile()
{
    const QByteArray side = R"({"foyer":1,"categories":{"A":{"tier":"Gold","price_types":["Adult","Adult","Child"],)"
                            R"("wheelchair":true}},"focal_point":{"x":5,"y":6},"orphan_rule":"block"})";
    const PlanImport import = importPlan(planOf(seat("1")), side);
    QVERIFY2(import.sellable(), qPrintable(asText(import)));
    const PlanCategory &category = import.plan.categories[0];
    QCOMPARE(category.tierName, QStringLiteral("Gold"));
    QCOMPARE(category.priceTypes, (QStringList{QStringLiteral("Adult"), QStringLiteral("Child")}));
    QVERIFY(category.wheelchair);
    QCOMPARE(import.plan.focalPoint, QPointF(5, 6));
    QCOMPARE(import.plan.orphanRule, QStringLiteral("block"));
}

void TestPlanImport::damagedSideFile_data()
{
    QTest::addColumn<QByteArray>("side");
    QTest::addColumn<bool>("sellable");
    QTest::newRow("cut off") << QByteArray(R"({"categories":{"A")") << false;
    QTest::newRow("a list") << QByteArray("[]") << false;
    QTest::newRow("too large") << QByteArray(2 * 1024 * 1024, ' ') << false;
    QTest::newRow("unknown category") << QByteArray(R"({"categories":{"X":{}}})") << true;
    QTest::newRow("wrong types") << QByteArray(R"({"categories":{"A":7},"focal_point":"left","orphan_rule":"warn"})")
                                 << true;
    QTest::newRow("unknown rule") << QByteArray(R"({"orphan_rule":"perhaps"})") << true;
    QTest::newRow("standing in no area") << QByteArray(R"({"standing":[{"name":"Floor","area":"?","capacity":10}]})")
                                         << false;
    QTest::newRow("standing for nobody") << QByteArray(R"({"standing":[{"name":"Floor","area":"?","capacity":-1}]})")
                                         << false;
}

void TestPlanImport::damagedSideFile()
{
    QFETCH(QByteArray, side);
    QFETCH(bool, sellable);
    const PlanImport import = importPlan(planOf(seat("1")), side);
    QVERIFY2(import.sellable() == sellable, qPrintable(asText(import)));
    // The plan itself is read whatever the side file is.
    QCOMPARE(import.plan.seats.size(), 1);
    for (const PlanFinding &finding : import.findings) {
        QVERIFY2(finding.inSideFile, qPrintable(asText(import)));
    }
}

QTEST_GUILESS_MAIN(TestPlanImport)
#include "tst_planimport.moc"
