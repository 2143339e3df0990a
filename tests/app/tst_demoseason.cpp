// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demoseason.h"
#include "app/demovenue.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>
#include <QtTest/QtTest>

using namespace foyer;

class TestDemoSeason : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void slugsAreFixed()
    {
        const auto season = demoSeason(QDate(2026, 11, 20), 0);
        QStringList slugs;
        for (const DemoPerformance &performance : season)
            slugs.append(performance.slug);
        for (const char *wanted : {"hamlet-1", "hamlet-2", "hamlet-6", "arena-night", "midsummer-1", "family-concert-1"})
            QVERIFY2(slugs.contains(QLatin1String(wanted)), wanted);
    }

    void everythingIsStillToCome()
    {
        const QDate today(2026, 12, 30);
        const auto season = demoSeason(today, 0);
        for (const DemoPerformance &performance : season)
            QVERIFY2(performance.date > today && performance.date < today.addDays(40), qPrintable(performance.slug));
    }

    void laterSeasonsRepeatNoSlug()
    {
        QSet<QString> slugs;
        qsizetype performances = 0;
        for (int round = 0; round < 4; ++round) {
            const auto season = demoSeason(QDate(2026, 11, 20), round);
            for (const DemoPerformance &performance : season)
                slugs.insert(performance.slug);
            performances += season.size();
        }
        QCOMPARE(slugs.size(), performances);
    }

    void tiersFollowThePlan()
    {
        SeatPlan plan;
        plan.categories = {{QStringLiteral("c"), QStringLiteral("#112233"), QStringLiteral("Stalls"), {QStringLiteral("Adult"), QStringLiteral("Concession")}, false, false, false}};
        plan.standing = {{QStringLiteral("Standing"), QStringLiteral("uuid"), 3000}};
        const QJsonObject event = demoEvent(demoSeason(QDate(2026, 11, 20), 0).first(), QStringLiteral("plan"), plan);
        const QJsonArray tiers = event.value(QStringLiteral("tiers")).toArray();
        QCOMPARE(tiers.size(), 2);
        QCOMPARE(tiers[0][QStringLiteral("kind")].toString(), QStringLiteral("seated"));
        QCOMPARE(tiers[0][QStringLiteral("category")].toInt(), 0);
        QCOMPARE(tiers[1][QStringLiteral("quantity")].toInt(), 3000);
        const QJsonArray prices = tiers[0][QStringLiteral("prices")].toArray();
        QCOMPARE(prices.size(), 3);
        QCOMPARE(prices[0][QStringLiteral("price_minor")].toInt(), 4500);
        QVERIFY(prices[1][QStringLiteral("price_minor")].toInt() < 4500);
    }

    void fieldHasTheSeatsAskedFor_data()
    {
        QTest::addColumn<int>("seats");
        for (const int seats : {1, 999, 1000, 1001, 20'000})
            QTest::newRow(qPrintable(QString::number(seats))) << seats;
    }
    void fieldHasTheSeatsAskedFor()
    {
        QFETCH(int, seats);
        QCOMPARE(demoField(seats).count("seat_guid"), seats);
    }

    void onlyDemoPeopleHavePasswords()
    {
        QCOMPARE(demoAccounts().size(), 3);
        QVERIFY(!demoPassword(QStringLiteral("clerk")).isEmpty());
        QVERIFY(demoPassword(QStringLiteral("postgres")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDemoSeason)
#include "tst_demoseason.moc"
