// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sell/seatquery.h"

#include <QtCore/QHash>
#include <QtTest/QTest>

using namespace foyer;

namespace {

// Stalls B 1-20 (also known as "B-n"), odd row C of 1-19, Circle A 1-9, and a row 5 whose seats look like ranges.
int indexOf(const QString &label)
{
    static const QHash<QString, int> known = [] {
        QHash<QString, int> k;
        for (int n = 1; n <= 20; ++n) {
            k.insert(QStringLiteral("Stalls/B-%1").arg(n), n);
            k.insert(QStringLiteral("B-%1").arg(n), n);
        }
        for (int n = 1; n <= 19; n += 2)
            k.insert(QStringLiteral("C-%1").arg(n), 100 + n);
        for (int n = 1; n <= 9; ++n)
            k.insert(QStringLiteral("Circle/A-%1").arg(n), 200 + n);
        for (int n = 1; n <= 9; ++n)
            k.insert(QStringLiteral("5-%1").arg(n), 300 + n);
        for (int n = 1; n <= 500; ++n)
            k.insert(QStringLiteral("Z-%1").arg(n), 1000 + n);
        return k;
    }();
    return known.value(label, -1);
}

} // namespace

class TestSeatQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void tooManyAreRefused();
};

void TestSeatQuery::reads_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QVector<int>>("indexes");
    QTest::addColumn<QStringList>("unknown");
    QTest::newRow("one") << QStringLiteral("B 12") << QVector<int>{12} << QStringList();
    QTest::newRow("close") << QStringLiteral("b12") << QVector<int>{12} << QStringList();
    QTest::newRow("label") << QStringLiteral("Stalls/B-12") << QVector<int>{12} << QStringList();
    QTest::newRow("zone in words") << QStringLiteral("stalls b 12") << QVector<int>{12} << QStringList();
    QTest::newRow("only with zone") << QStringLiteral("circle a 3") << QVector<int>{203} << QStringList();
    QTest::newRow("zone with slash, small letters") << QStringLiteral("circle/a-3") << QVector<int>{203} << QStringList();
    QTest::newRow("range") << QStringLiteral("B 12-14") << QVector<int>{12, 13, 14} << QStringList();
    QTest::newRow("range with dashes") << QStringLiteral("B-12-14") << QVector<int>{12, 13, 14} << QStringList();
    QTest::newRow("range downwards") << QStringLiteral("B 14 - 12") << QVector<int>{14, 13, 12} << QStringList();
    QTest::newRow("en dash") << QString::fromUtf8("B 12–13") << QVector<int>{12, 13} << QStringList();
    QTest::newRow("odd row") << QStringLiteral("C 3-7") << QVector<int>{103, 105, 107} << QStringList();
    QTest::newRow("list") << QStringLiteral("B 12, 14; Circle A 1") << QVector<int>{12, 14, 201} << QStringList();
    QTest::newRow("each once") << QStringLiteral("B 12, B 12-13") << QVector<int>{12, 13} << QStringList();
    QTest::newRow("a seat before a range") << QStringLiteral("5-7") << QVector<int>{307} << QStringList();
    QTest::newRow("end does not exist") << QStringLiteral("B 19-21") << QVector<int>() << QStringList{QStringLiteral("B 19-21")};
    QTest::newRow("no such row") << QStringLiteral("Q 1, B 1") << QVector<int>{1} << QStringList{QStringLiteral("Q 1")};
    QTest::newRow("words") << QStringLiteral("best seats") << QVector<int>() << QStringList{QStringLiteral("best seats")};
    QTest::newRow("nothing") << QStringLiteral(" , ;") << QVector<int>() << QStringList();
    QTest::newRow("absurd number") << QStringLiteral("B 99999999999") << QVector<int>() << QStringList{QStringLiteral("B 99999999999")};
    QTest::newRow("SQL is text") << QStringLiteral("B'; DROP TABLE seats") << QVector<int>()
                                 << QStringList{QStringLiteral("B'"), QStringLiteral("DROP TABLE seats")};
}

void TestSeatQuery::reads()
{
    QFETCH(QString, typed);
    const SeatQuery query = readSeatQuery(typed, indexOf);
    QTEST(query.indexes, "indexes");
    QTEST(query.unknown, "unknown");
    QVERIFY(!query.tooMany);
}

void TestSeatQuery::tooManyAreRefused()
{
    const SeatQuery query = readSeatQuery(QStringLiteral("Z 1-300"), indexOf);
    QVERIFY(query.tooMany);
    QVERIFY(query.indexes.isEmpty());
}

QTEST_GUILESS_MAIN(TestSeatQuery)
#include "tst_seatquery.moc"
