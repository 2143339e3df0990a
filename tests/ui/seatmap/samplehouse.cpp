// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/seatmap/samplehouse.h"

#include <QtCore/QRandomGenerator>

#include <cmath>
#include <numbers>

namespace foyer {

namespace {

void addTier(SampleHouse &house, const QString &name, const QString &color, qint64 minor)
{
    Tier tier;
    tier.id = TierId::make();
    tier.name = name;
    tier.color = color;
    tier.prices.append({PriceTypeId::make(), QStringLiteral("Adult"), Money{minor, {}}, 1});
    house.tiers.append(tier);
    PlanCategory category;
    category.name = name;
    category.color = color;
    category.tierName = name;
    house.plan.categories.append(category);
}

int addZone(SampleHouse &house, const QString &name)
{
    house.plan.zones.append({name, {}});
    return static_cast<int>(house.plan.zones.size()) - 1;
}

/// `category` is the tier as well.
void addSeat(SampleHouse &house, int zone, int row, const QString &rowName, int number, const QPointF &at, int category,
             int tier)
{
    PlanSeat seat;
    seat.zone = house.plan.zones[zone].name;
    seat.row = rowName;
    seat.number = QString::number(number);
    seat.label = QStringLiteral("%1/%2-%3").arg(seat.zone, rowName).arg(number);
    seat.identity = seat.label;
    seat.position = at;
    seat.category = category;
    seat.zoneIndex = zone;
    seat.rowIndex = row;
    house.map.planSeats.append(static_cast<int>(house.plan.seats.size()));
    house.plan.seats.append(seat);
    house.map.places.append({PlaceId{house.map.places.size() + 1}, seat.label, house.tiers[tier].id});
}

QString rowName(int row)
{
    QString name;
    for (int rest = row; rest >= 0; rest = rest / 26 - 1) {
        name.prepend(QChar(u'A' + rest % 26));
    }
    return name;
}

PlanArea word(const QString &text, const QPointF &at, double size)
{
    PlanArea area;
    area.shape = AreaShape::Text;
    area.position = at;
    area.text = text;
    area.textSize = size;
    return area;
}

/// A row bent round the middle of the stage, seats 24 apart, with a gap in the middle for the aisle.
void addBentRow(SampleHouse &house, int zone, int row, const QString &name, double radius, int count, int tier)
{
    const double step = 24 / radius;
    for (int i = 0; i < count; ++i) {
        const double aisle = i >= count / 2 ? 0.75 : -0.75;
        const double angle = (i - (count - 1) / 2.0 + aisle) * step;
        addSeat(house, zone, row, name, i + 1, {500 + radius * std::sin(angle), -260 + radius * std::cos(angle)}, tier,
                tier);
    }
}

} // namespace

SampleHouse straightHouse(int rows, int columns, int zones)
{
    SampleHouse house;
    house.map.event = EventId::make();
    addTier(house, QStringLiteral("Front"), QStringLiteral("#c0392b"), 4500);
    addTier(house, QStringLiteral("Back"), QStringLiteral("#2471a3"), 3000);
    int row = 0;
    for (int z = 0; z < zones; ++z) {
        const int zone = addZone(house, z == 0 ? QStringLiteral("Left") : QStringLiteral("Zone %1").arg(z + 1));
        for (int r = 0; r < rows; ++r, ++row) {
            for (int c = 0; c < columns; ++c) {
                const int tier = r < (rows + 1) / 2 ? 0 : 1;
                addSeat(house, zone, row, rowName(r), c + 1, {z * (columns + 2) * 24.0 + c * 24.0, r * 24.0}, tier,
                        tier);
            }
        }
    }
    return house;
}

SampleHouse theatre()
{
    SampleHouse house;
    house.map.event = EventId::make();
    house.plan.name = QStringLiteral("Theatre");
    addTier(house, QStringLiteral("Stalls"), QStringLiteral("#8e44ad"), 4500);
    addTier(house, QStringLiteral("Circle"), QStringLiteral("#2471a3"), 3200);
    PlanCategory wheelchair = house.plan.categories[0];
    wheelchair.wheelchair = true;
    house.plan.categories.append(wheelchair);
    PlanCategory companion = house.plan.categories[0];
    companion.companion = true;
    house.plan.categories.append(companion);

    PlanArea stage;
    stage.shape = AreaShape::Polygon;
    stage.position = {500, 60};
    stage.points = {{-260, -60}, {260, -60}, {210, 30}, {-210, 30}};
    stage.color = QStringLiteral("#e8e2d8");
    stage.borderColor = QStringLiteral("#b9b0a2");
    stage.text = QStringLiteral("Stage");
    stage.textPosition = {0, -15};
    stage.textSize = 24;
    house.plan.areas.append(stage);
    house.plan.areas.append(word(QStringLiteral("Stalls"), {500, 122}, 16));
    house.plan.areas.append(word(QStringLiteral("Circle"), {500, 570}, 16));

    const int stalls = addZone(house, QStringLiteral("Stalls"));
    const int circle = addZone(house, QStringLiteral("Circle"));
    int row = 0;
    for (int r = 0; r < 14; ++r, ++row) {
        addBentRow(house, stalls, row, rowName(r), 410 + r * 28, 22 + r, 0);
    }
    for (const qsizetype end : {0, 21}) {
        house.plan.seats[end].category = 2;
        house.plan.seats[end == 0 ? 1 : 20].category = 3;
    }
    for (int r = 0; r < 5; ++r, ++row) {
        addBentRow(house, circle, row, rowName(r), 862 + r * 28, 38 + r, 1);
    }
    for (int i = 0; i < 20; ++i) {
        house.map.planSeats.append(-1);
        house.map.places.append(
            {PlaceId{house.map.places.size() + 1}, QStringLiteral("Standing/%1").arg(i + 1), house.tiers[1].id});
    }
    return house;
}

SampleHouse bowl(int places)
{
    SampleHouse house;
    house.map.event = EventId::make();
    addTier(house, QStringLiteral("Lower"), QStringLiteral("#8e44ad"), 9000);
    addTier(house, QStringLiteral("Middle"), QStringLiteral("#2471a3"), 6500);
    addTier(house, QStringLiteral("Upper"), QStringLiteral("#1e8449"), 4000);
    PlanArea field;
    field.shape = AreaShape::Ellipse;
    field.size = {1000, 640};
    field.color = QStringLiteral("#dfeee0");
    field.borderColor = QStringLiteral("#9fc3a2");
    field.text = QStringLiteral("Field");
    field.textSize = 60;
    house.plan.areas.append(field);
    constexpr int blocks = 24;
    constexpr int rowsPerRing = 26;
    int row = 0;
    for (int ring = 0; static_cast<int>(house.plan.seats.size()) < places; ++ring) {
        for (int block = 0; block < blocks; ++block) {
            const int zone = addZone(house, QString::number((ring + 1) * 100 + block + 1));
            for (int r = 0; r < rowsPerRing; ++r, ++row) {
                const double depth = (ring * (rowsPerRing + 4) + r) * 26.0;
                const double a = 600 + depth;
                const double b = 420 + depth;
                const double around = 2 * std::numbers::pi * std::sqrt((a * a + b * b) / 2);
                const int seats = static_cast<int>(around / blocks / 24) - 3;
                for (int i = 0; i < seats && static_cast<int>(house.plan.seats.size()) < places; ++i) {
                    const double angle = 2 * std::numbers::pi * (block + (i + 1.5) / (seats + 2)) / blocks;
                    const int tier = std::min(ring, 2);
                    addSeat(house, zone, row, rowName(r), i + 1, {a * std::cos(angle), b * std::sin(angle)}, tier,
                            tier);
                }
            }
        }
    }
    return house;
}

QByteArray busyStates(int places)
{
    QRandomGenerator random(7);
    QByteArray states(places, '\0');
    for (int i = 0; i < places;) {
        // People come in groups.
        const int group = 1 + static_cast<int>(random.bounded(5));
        const int dice = static_cast<int>(random.bounded(100));
        const PlaceState state = dice < 52   ? PlaceState::Free
                                 : dice < 84 ? PlaceState::Sold
                                 : dice < 90 ? PlaceState::HeldByOther
                                 : dice < 93 ? PlaceState::Blocked
                                 : dice < 95 ? PlaceState::LeasedToOther
                                 : dice < 97 ? PlaceState::LeasedToMe
                                 : dice < 98 ? PlaceState::HeldByMe
                                             : PlaceState::Allotted;
        for (int k = 0; k < group && i < places; ++k, ++i) {
            states[i] = static_cast<char>(state);
        }
    }
    return states;
}

} // namespace foyer
