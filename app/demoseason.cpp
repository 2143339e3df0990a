// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demoseason.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <array>
#include <cmath>

namespace foyer {
namespace {

constexpr int theatreTaxBp = 700;  // culture
constexpr int arenaTaxBp = 1900;   // entertainment and fees
constexpr int feePerTicketMinor = 150;

struct Show
{
    const char *slug;
    const char *title;
    const char *description;
    bool inArena;
    int minutes;
    std::array<int, 6> days; ///< after today; -1 ends the list
    QTime start;
};

const std::array<Show, 5> shows = {{
    {"hamlet", "Hamlet", "A tragedy by William Shakespeare. One interval.", false, 190, {1, 3, 5, 8, 10, 12}, QTime(19, 30)},
    {"midsummer", "A Midsummer Night's Dream", "A comedy by William Shakespeare. One interval.", false, 160, {2, 6, 13, 16, -1, -1}, QTime(19, 0)},
    {"family-concert", "Family Concert: Peter and the Wolf", "For listeners from five years on. No interval.", false, 60, {9, 23, -1, -1, -1, -1}, QTime(15, 0)},
    {"arena-night", "Arena Night", "Four bands, one evening. Standing in front of the stage, seats around it.", true, 240, {14, -1, -1, -1, -1, -1}, QTime(20, 0)},
    {"symphony", "Symphony in the Arena", "Beethoven's Ninth for a large house.", true, 110, {21, 28, -1, -1, -1, -1}, QTime(19, 30)},
}};

int count(const Show &show)
{
    int n = 0;
    for (const int day : show.days)
        n += day >= 0 ? 1 : 0;
    return n;
}

/// Gross price of a tier for an adult.
int adultMinor(const QString &tier, bool inArena)
{
    struct Price
    {
        const char *tier;
        int minor;
    };
    static const std::array<Price, 8> prices = {{{"Stalls", 4500}, {"Circle", 3400}, {"Boxes", 5800}, {"Accessible", 2600}, {"Companion", 0},
        {"Lower bowl", 7200}, {"Upper bowl", 4900}, {"Standing", 5500}}};
    for (const Price &price : prices) {
        if (tier == QLatin1String(price.tier))
            return price.minor;
    }
    return inArena ? 5500 : 3400;
}

/// Concessions pay three quarters, children half, to the next half of the currency's unit.
int priceMinor(int adult, const QString &type)
{
    if (type == QLatin1String("Concession"))
        return (adult * 3 / 4 + 49) / 50 * 50;
    if (type == QLatin1String("Child"))
        return (adult / 2 + 49) / 50 * 50;
    return adult;
}

QJsonArray prices(int adult, const QStringList &types)
{
    QJsonArray result;
    for (const QString &type : types)
        result.append(QJsonObject{{QStringLiteral("name"), type}, {QStringLiteral("price_minor"), priceMinor(adult, type)}});
    return result;
}

QStringList visitors(QStringList types)
{
    if (types.isEmpty())
        types = {QStringLiteral("Adult"), QStringLiteral("Concession")};
    // The demo also sells to children wherever it sells to adults.
    if (types.contains(QLatin1String("Adult")) && !types.contains(QLatin1String("Child")))
        types.append(QStringLiteral("Child"));
    return types;
}

QString localText(const QDate &date, const QTime &time)
{
    return QDateTime(date, time).toString(QStringLiteral("yyyy-MM-ddThh:mm:ss"));
}

QJsonObject tier(const QString &name, int position, int taxBp)
{
    return {{QStringLiteral("name"), name}, {QStringLiteral("position"), position}, {QStringLiteral("tax_rate_bp"), taxBp}};
}

QJsonArray fees(int taxBp)
{
    return {QJsonObject{{QStringLiteral("name"), QStringLiteral("Booking fee")}, {QStringLiteral("kind"), QStringLiteral("per_ticket")},
        {QStringLiteral("amount_minor"), feePerTicketMinor}, {QStringLiteral("tax_rate_bp"), taxBp}}};
}

} // namespace

QVector<DemoPerformance> demoSeason(const QDate &today, int round)
{
    QVector<DemoPerformance> season;
    for (const Show &show : shows) {
        const int shown = count(show);
        for (int i = 0; i < shown; ++i) {
            const int number = round * shown + i + 1;
            // A show that runs once has no number in its first season.
            const QString suffix = shown == 1 && number == 1 ? QString() : QStringLiteral("-%1").arg(number);
            season.append({QLatin1String(show.slug) + suffix, QString::fromUtf8(show.title), QString::fromUtf8(show.description), show.inArena,
                today.addDays(show.days[static_cast<size_t>(i)]), show.start, show.minutes});
        }
    }
    return season;
}

QJsonObject demoEvent(const DemoPerformance &performance, const QString &planId, const SeatPlan &plan)
{
    const int taxBp = performance.inArena ? arenaTaxBp : theatreTaxBp;
    QJsonArray tiers;
    for (qsizetype i = 0; i < plan.categories.size(); ++i) {
        const PlanCategory &category = plan.categories.at(i);
        QJsonObject one = tier(category.tierName, static_cast<int>(tiers.size()), taxBp);
        one.insert(QStringLiteral("kind"), QStringLiteral("seated"));
        one.insert(QStringLiteral("color"), category.color);
        one.insert(QStringLiteral("category"), i);
        one.insert(QStringLiteral("prices"), prices(adultMinor(category.tierName, performance.inArena), visitors(category.priceTypes)));
        tiers.append(one);
    }
    for (const StandingArea &area : plan.standing) {
        QJsonObject one = tier(area.name, static_cast<int>(tiers.size()), taxBp);
        one.insert(QStringLiteral("kind"), QStringLiteral("standing"));
        one.insert(QStringLiteral("color"), QStringLiteral("#c0392b"));
        one.insert(QStringLiteral("quantity"), area.capacity);
        one.insert(QStringLiteral("prices"), prices(adultMinor(area.name, true), visitors({})));
        tiers.append(one);
    }
    const QDateTime end = QDateTime(performance.date, performance.start).addSecs(performance.minutes * 60);
    return {{QStringLiteral("slug"), performance.slug}, {QStringLiteral("title"), performance.title},
        {QStringLiteral("description"), performance.description}, {QStringLiteral("plan"), planId}, {QStringLiteral("promoter"), QStringLiteral("promoter")},
        {QStringLiteral("starts_at_local"), localText(performance.date, performance.start)},
        {QStringLiteral("doors_at_local"), localText(performance.date, performance.start.addSecs(performance.inArena ? -5400 : -1800))},
        {QStringLiteral("ends_at_local"), localText(end.date(), end.time())}, {QStringLiteral("status"), QStringLiteral("on_sale")},
        {QStringLiteral("currency"), QStringLiteral("EUR")}, {QStringLiteral("tiers"), tiers}, {QStringLiteral("fees"), fees(arenaTaxBp)}};
}

QByteArray demoField(int seats)
{
    constexpr int perRow = 25;
    constexpr int perBlock = 1000;
    constexpr double step = 26;
    const int blocks = (seats + perBlock - 1) / perBlock;
    const int across = qMax(1, static_cast<int>(std::ceil(std::sqrt(blocks * 1.6))));
    const auto point = [](double x, double y) { return QJsonObject{{QStringLiteral("x"), x}, {QStringLiteral("y"), y}}; };
    QJsonArray zones;
    for (int block = 0, made = 0; block < blocks; ++block) {
        QJsonArray rows;
        for (int row = 0; row < perBlock / perRow && made < seats; ++row) {
            QJsonArray places;
            for (int n = 0; n < perRow && made < seats; ++n, ++made) {
                places.append(QJsonObject{{QStringLiteral("seat_guid"), QStringLiteral("%1-%2-%3").arg(block + 1).arg(row + 1).arg(n + 1)},
                    {QStringLiteral("seat_number"), QString::number(n + 1)}, {QStringLiteral("position"), point(n * step, 0)},
                    {QStringLiteral("category"), QStringLiteral("Field")}});
            }
            rows.append(QJsonObject{{QStringLiteral("row_number"), QString::number(row + 1)}, {QStringLiteral("position"), point(0, row * step)},
                {QStringLiteral("seats"), places}});
        }
        zones.append(QJsonObject{{QStringLiteral("name"), QStringLiteral("Block %1").arg(block + 1)},
            {QStringLiteral("position"), point(40 + block % across * (perRow + 3) * step, 200 + block / across * 44 * step)}, {QStringLiteral("rows"), rows}});
    }
    const double width = 80 + across * (perRow + 3) * step;
    const double height = 260 + (blocks + across - 1) / across * 44 * step;
    const QJsonObject plan{{QStringLiteral("name"), QStringLiteral("Field")},
        {QStringLiteral("size"), QJsonObject{{QStringLiteral("width"), width}, {QStringLiteral("height"), height}}},
        {QStringLiteral("categories"), QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("Field")}, {QStringLiteral("color"), QStringLiteral("#2E86AB")}}}},
        {QStringLiteral("zones"), zones}};
    return QJsonDocument(plan).toJson(QJsonDocument::Compact);
}

} // namespace foyer
