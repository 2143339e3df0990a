// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/formats.h"

#include <QtTest/QTest>

using namespace foyer;

class TestFormats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placesAsPeopleSayThem_data();
    void placesAsPeopleSayThem();
    void listsNameAZoneOnce();
    void besideItsTierAZoneIsNotSaidTwice();
    void longListsAreCounted();
    void clockCountsToZero_data();
    void clockCountsToZero();
    void momentsFollowTheLocale();
};

void TestFormats::placesAsPeopleSayThem_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("spot");
    QTest::addColumn<QString>("seat");
    QTest::newRow("seat") << QStringLiteral("Stalls/B-12") << QStringLiteral("B 12") << QStringLiteral("Stalls B 12");
    QTest::newRow("standing") << QStringLiteral("Standing/17") << QStringLiteral("17") << QStringLiteral("Standing 17");
    QTest::newRow("without zone") << QStringLiteral("B-12") << QStringLiteral("B 12") << QStringLiteral("B 12");
    QTest::newRow("zone with a slash") << QStringLiteral("Box/Left/1-2") << QStringLiteral("1 2") << QStringLiteral("Box/Left 1 2");
    QTest::newRow("row with a dash") << QStringLiteral("Circle/A-B-3") << QStringLiteral("A-B 3") << QStringLiteral("Circle A-B 3");
    QTest::newRow("empty") << QString() << QString() << QString();
}

void TestFormats::placesAsPeopleSayThem()
{
    QFETCH(QString, label);
    QTEST(spotText(label), "spot");
    QTEST(seatText(label), "seat");
}

void TestFormats::listsNameAZoneOnce()
{
    const QStringList labels{QStringLiteral("Stalls/B-12"), QStringLiteral("Stalls/B-13"), QStringLiteral("Circle/A-1")};
    QCOMPARE(seatsText(labels, QLocale(QLocale::English)), QStringLiteral("Stalls B 12, B 13, and Circle A 1"));
}

void TestFormats::besideItsTierAZoneIsNotSaidTwice()
{
    QCOMPARE(placeText(QStringLiteral("Stalls/B-12"), QStringLiteral("Stalls")), QStringLiteral("B 12"));
    QCOMPARE(placeText(QStringLiteral("108/1-4"), QStringLiteral("Lower bowl")), QStringLiteral("108 · 1 4"));
    QCOMPARE(placeText(QStringLiteral("Standing/17"), QStringLiteral("Standing")), QStringLiteral("Place 17"));
    QCOMPARE(placeText(QStringLiteral("B-12"), QStringLiteral("Stalls")), QStringLiteral("B 12"));
}

void TestFormats::longListsAreCounted()
{
    QStringList labels;
    for (int i = 1; i <= 200; ++i)
        labels << QStringLiteral("Stalls/B-%1").arg(i);
    const QString text = seatsText(labels, QLocale::c(), 3);
    QVERIFY2(text.contains(QStringLiteral("197 more")), qPrintable(text));
    QVERIFY(text.size() < 60);
}

void TestFormats::clockCountsToZero_data()
{
    QTest::addColumn<qint64>("left");
    QTest::addColumn<QString>("text");
    QTest::newRow("quarter of an hour") << qint64(900'000) << QStringLiteral("15:00");
    QTest::newRow("rounded up") << qint64(59'001) << QStringLiteral("1:00");
    QTest::newRow("last second") << qint64(1) << QStringLiteral("0:01");
    QTest::newRow("over") << qint64(0) << QStringLiteral("0:00");
    QTest::newRow("long over") << qint64(-5000) << QStringLiteral("0:00");
}

void TestFormats::clockCountsToZero()
{
    QFETCH(qint64, left);
    QTEST(clockText(left), "text");
}

void TestFormats::momentsFollowTheLocale()
{
    const QDateTime when(QDate(2026, 11, 27), QTime(19, 30, 15), Qt::UTC);
    QCOMPARE(momentText(when, QLocale(QLocale::English, QLocale::UnitedKingdom)), QStringLiteral("Fri 27 Nov 19:30"));
    const QString german = momentText(when, QLocale(QLocale::German));
    QVERIFY2(german.startsWith(QStringLiteral("Fr")) && german.endsWith(QStringLiteral("19:30")), qPrintable(german));
    QVERIFY2(!timeText(when.time(), QLocale::c()).contains(QStringLiteral(":15")), qPrintable(timeText(when.time(), QLocale::c())));
}

QTEST_GUILESS_MAIN(TestFormats)
#include "tst_formats.moc"
