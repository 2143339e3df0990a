// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/ids.h"

#include <QtCore/QDateTime>
#include <QtCore/QSet>
#include <QtTest/QtTest>

using namespace foyer;

class TestIds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beginsWithTheTime();
    void neverTwice();
    void ticketsAreRandom();
};

void TestIds::beginsWithTheTime()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const QByteArray bytes = timeOrderedUuid().toRfc4122();
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    const qint64 ms = bytes.left(6).toHex().toLongLong(nullptr, 16);
    QVERIFY(ms >= before && ms <= after);
    QCOMPARE(bytes.at(6) & 0xf0, 0x70);
    QCOMPARE(bytes.at(8) & 0xc0, 0x80);
    QCOMPARE(OrderId::make().value.toRfc4122().at(6) & 0xf0, 0x70);
}

void TestIds::neverTwice()
{
    QSet<QUuid> seen;
    for (int i = 0; i < 10'000; ++i)
        seen.insert(timeOrderedUuid());
    QCOMPARE(seen.size(), 10'000);
}

// People type the first digits of a ticket's id: those of one evening must differ.
void TestIds::ticketsAreRandom()
{
    QSet<QByteArray> starts;
    for (int i = 0; i < 1000; ++i)
        starts.insert(TicketId::make().value.toRfc4122().left(5));
    QVERIFY(starts.size() > 990);
}

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
