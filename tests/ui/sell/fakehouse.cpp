// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sell/fakehouse.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QtMath>

namespace foyer {

namespace {

QString rowName(int row)
{
    return QString(QChar::fromLatin1(static_cast<char>('A' + row)));
}

QJsonObject point(double x, double y)
{
    return {{QStringLiteral("x"), x}, {QStringLiteral("y"), y}};
}

QJsonObject zone(const QString &name, int rows, int seats, double radius)
{
    QJsonArray rowList;
    for (int r = 0; r < rows; ++r) {
        QJsonArray seatList;
        for (int s = 1; s <= seats; ++s) {
            const double distance = radius + r * 27;
            const double angle = (s - (seats + 1) / 2.0) * 25 / distance;
            seatList.append(QJsonObject{{QStringLiteral("seat_guid"), QStringLiteral("%1/%2-%3").arg(name, rowName(r)).arg(s)},
                                        {QStringLiteral("seat_number"), QString::number(s)},
                                        {QStringLiteral("position"), point(500 + distance * qSin(angle), distance * qCos(angle) - 300)},
                                        {QStringLiteral("category"), name},
                                        {QStringLiteral("radius"), 10}});
        }
        rowList.append(QJsonObject{{QStringLiteral("row_number"), rowName(r)}, {QStringLiteral("position"), point(0, 0)}, {QStringLiteral("seats"), seatList}});
    }
    return {{QStringLiteral("name"), name}, {QStringLiteral("position"), point(0, 0)}, {QStringLiteral("rows"), rowList}};
}

QByteArray planDocument()
{
    const QJsonObject words{{QStringLiteral("text"), QStringLiteral("Stage")}, {QStringLiteral("position"), point(200, 30)}, {QStringLiteral("color"), QStringLiteral("#333333")}};
    const QJsonObject stage{{QStringLiteral("shape"), QStringLiteral("rectangle")},
                            {QStringLiteral("position"), point(300, 20)},
                            {QStringLiteral("rotation"), 0},
                            {QStringLiteral("color"), QStringLiteral("#d0d4da")},
                            {QStringLiteral("border_color"), QStringLiteral("#8a939d")},
                            {QStringLiteral("rectangle"), QJsonObject{{QStringLiteral("width"), 400}, {QStringLiteral("height"), 60}}},
                            {QStringLiteral("text"), words}};
    QJsonObject stalls = zone(QStringLiteral("Stalls"), 13, 24, 440);
    stalls.insert(QStringLiteral("areas"), QJsonArray{stage});
    const auto category = [](const QString &name, const QString &color) {
        return QJsonObject{{QStringLiteral("name"), name}, {QStringLiteral("color"), color}};
    };
    const QJsonObject plan{
        {QStringLiteral("name"), QStringLiteral("Main House")},
        {QStringLiteral("size"), QJsonObject{{QStringLiteral("width"), 1000}, {QStringLiteral("height"), 680}}},
        {QStringLiteral("categories"), QJsonArray{category(QStringLiteral("Stalls"), QStringLiteral("#7a4fb5")), category(QStringLiteral("Circle"), QStringLiteral("#b5694f"))}},
        {QStringLiteral("zones"), QJsonArray{stalls, zone(QStringLiteral("Circle"), 4, 20, 850)}}};
    return QJsonDocument(plan).toJson(QJsonDocument::Compact);
}

Tier tier(const QString &name, const QString &color, TierKind kind, qint64 adult, qint64 concession, const QVector<TierPrice> &types)
{
    Tier t;
    t.id = TierId::make();
    t.name = name;
    t.color = color;
    t.kind = kind;
    t.prices = types;
    t.prices[0].price.minor = adult;
    t.prices[1].price.minor = concession;
    t.feePerTicket.minor = 150;
    return t;
}

void addPlace(FakeCentre::House &house, const QString &label, int tier, int planSeat)
{
    house.map.places.append(PlaceInfo{PlaceId{house.map.places.size() + 1}, label, house.detail.tiers[tier].id});
    house.map.planSeats.append(planSeat);
}

void addSeats(FakeCentre::House &house, const QString &zone, int rows, int seats, int tier)
{
    for (int r = 0; r < rows; ++r) {
        for (int s = 1; s <= seats; ++s)
            addPlace(house, QStringLiteral("%1/%2-%3").arg(zone, rowName(r)).arg(s), tier, static_cast<int>(house.map.places.size()));
    }
}

} // namespace

FakeCentre::House makeTheatre()
{
    FakeCentre::House house;
    EventSummary &event = house.detail.event;
    event.id = EventId::make();
    event.slug = QStringLiteral("hamlet");
    event.title = QStringLiteral("Hamlet");
    event.venue = QStringLiteral("Main House");
    event.startsAt = QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC);
    event.doorsAt = event.startsAt.addSecs(-3600);
    event.timezone = "Europe/Berlin";
    event.status = EventStatus::OnSale;
    house.detail.venueAddress = QStringLiteral("1 Theatre Square");
    house.detail.plan = PlanId::make();
    house.detail.planVersion = 1;
    const QVector<TierPrice> types{TierPrice{PriceTypeId::make(), QStringLiteral("Adult"), {}, 1},
                                   TierPrice{PriceTypeId::make(), QStringLiteral("Concession"), {}, 1}};
    house.detail.tiers = {tier(QStringLiteral("Stalls"), QStringLiteral("#7a4fb5"), TierKind::Seated, 4500, 3000, types),
                          tier(QStringLiteral("Circle"), QStringLiteral("#b5694f"), TierKind::Seated, 3200, 2400, types),
                          tier(QStringLiteral("Standing"), QStringLiteral("#3f8f5f"), TierKind::Standing, 2000, 1500, types)};
    house.map.event = event.id;
    house.map.plan = house.detail.plan;
    house.map.planVersion = 1;
    house.map.planDocument = planDocument();
    addSeats(house, QStringLiteral("Stalls"), 13, 24, 0);
    addSeats(house, QStringLiteral("Circle"), 4, 20, 1);
    for (int n = 1; n <= 60; ++n)
        addPlace(house, QStringLiteral("Standing/%1").arg(n), 2, -1);
    house.states = QByteArray(house.map.places.size(), 0);
    return house;
}

FakeCentre::House makeEmptyHouse(int n)
{
    static const QStringList titles{QStringLiteral("The Tempest"), QStringLiteral("La Bohème"), QStringLiteral("Jazz at Night"), QStringLiteral("Swan Lake")};
    FakeCentre::House house;
    EventSummary &event = house.detail.event;
    event.id = EventId::make();
    event.slug = QStringLiteral("other-%1").arg(n);
    event.title = titles.at(n % titles.size());
    event.venue = n % 3 == 0 ? QStringLiteral("Studio") : QStringLiteral("Main House");
    event.startsAt = QDateTime(QDate(2026, 11, 28), QTime(18, 30), Qt::UTC).addDays(n);
    event.timezone = "Europe/Berlin";
    event.status = n % 7 == 5 ? EventStatus::Paused : n % 11 == 10 ? EventStatus::Cancelled : EventStatus::OnSale;
    const int sold = 40 * (n % 14);
    event.counts = Counts{600, 579 - sold, 9, 0, 12, sold};
    return house;
}

} // namespace foyer
