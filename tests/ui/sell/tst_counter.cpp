// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sell/fakecentre.h"
#include "tests/ui/sell/faketill.h"
#include "ui/sell/counter.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace foyer;

namespace {

struct Bench
{
    Bench()
    {
        centre.addTheatre(1);
        counter.setDetail(centre.house().detail);
    }

    void take(const QStringList &labels)
    {
        QVector<PlaceInfo> places;
        for (const QString &label : labels)
            places.append(centre.house().map.places[centre.placeOf(label)]);
        counter.take(centre.house().detail.event.id, places);
    }

    [[nodiscard]] PlaceId place(const QString &label) const { return PlaceId{centre.placeOf(label) + 1}; }
    [[nodiscard]] int lines() const { return static_cast<int>(counter.basket().lines().size()); }
    [[nodiscard]] QVector<Tender> exactCash() const
    {
        const Money total = counter.basket().totals().total;
        return {Tender{PaymentId::make(), TenderKind::Cash, total, total, {}}};
    }

    FakeCentre centre;
    FakeTill till;
    Desk desk{centre, till};
    Counter counter{desk, centre};
};

const QString kB12 = QStringLiteral("Stalls/B-12");
const QString kB13 = QStringLiteral("Stalls/B-13");

} // namespace

class TestCounter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void severalClicksInFlight();
    void aSeatClickedTwiceIsGivenBack();
    void partOfAHoldIsGivenBack();
    void anExpiredHoldIsExtendedOnce();
    void lostPlacesAreNamedAndRemoved();
    void extendingWithoutALineKeepsTheBasket();
    void anotherCurrencyIsRefused();
    void nothingIsPaidWhilePlacesAreOnTheirWay();
    void oneSaleAtATime();
    void anUnknownSaleIsSentAgainUnchanged();
    void anUnknownSaleCanBeGivenUp();
    void aLateAnswerAfterLeavingIsDropped();
};

void TestCounter::severalClicksInFlight()
{
    Bench bench;
    bench.centre.setDelayMs(20);
    for (int n = 1; n <= 8; ++n)
        bench.take({QStringLiteral("Stalls/B-%1").arg(n)});
    QCOMPARE(bench.counter.mine().size(), 8); // shown at once
    QCOMPARE(bench.lines(), 0);
    QVERIFY(bench.counter.hasBasket());
    QTRY_COMPARE(bench.lines(), 8);
    QCOMPARE(bench.counter.mine().size(), 8);
    QCOMPARE(bench.counter.basket().holds().size(), 8);
}

void TestCounter::aSeatClickedTwiceIsGivenBack()
{
    Bench bench;
    bench.centre.setDelayMs(20);
    bench.take({kB12});
    bench.counter.giveBack(bench.place(kB12));
    QCOMPARE(bench.counter.mine().size(), 0);
    QTRY_VERIFY(bench.centre.asked(QStringLiteral("release")) == 1);
    QTRY_VERIFY(bench.centre.heldSeats().isEmpty());
    QCOMPARE(bench.lines(), 0);
    QVERIFY(!bench.counter.hasBasket());
}

void TestCounter::partOfAHoldIsGivenBack()
{
    Bench bench;
    bench.take({kB12, kB13});
    QTRY_COMPARE(bench.lines(), 2);
    bench.counter.giveBack(bench.place(kB12));
    QCOMPARE(bench.lines(), 1);
    QTRY_COMPARE(bench.centre.heldSeats(), QStringList{kB13});
}

void TestCounter::anExpiredHoldIsExtendedOnce()
{
    Bench bench;
    bench.centre.setHoldMs(50);
    QSignalSpy extended(&bench.counter, &Counter::extended);
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    QTRY_COMPARE(extended.size(), 1);
    QVERIFY(bench.counter.basket().expires().remainingTime() > 60'000);
    QTest::qWait(600);
    QCOMPARE(bench.centre.asked(QStringLiteral("extend")), 1);
}

void TestCounter::lostPlacesAreNamedAndRemoved()
{
    Bench bench;
    QSignalSpy lost(&bench.counter, &Counter::placesLost);
    bench.take({kB12});
    bench.take({kB13});
    QTRY_COMPARE(bench.lines(), 2);
    bench.centre.occupy(kB12, PlaceState::HeldByOther);
    bench.counter.extend();
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.first().at(0).toStringList(), QStringList{kB12});
    QCOMPARE(lost.first().at(1).toInt(), 1);
    QCOMPARE(bench.lines(), 1);
    QCOMPARE(bench.counter.basket().lines().first().place.label, kB13);
}

void TestCounter::extendingWithoutALineKeepsTheBasket()
{
    Bench bench;
    QSignalSpy refused(&bench.counter, &Counter::refused);
    bench.centre.setHoldMs(50);
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    bench.centre.setLinkState(LinkState::Lost);
    QTRY_COMPARE(refused.size(), 1);
    QTest::qWait(600);
    QCOMPARE(refused.size(), 1); // said once, not four times a second
    QCOMPARE(bench.lines(), 1);
    bench.centre.setLinkState(LinkState::Online);
    QTRY_VERIFY(bench.counter.basket().expires().remainingTime() > 60'000);
}

void TestCounter::anotherCurrencyIsRefused()
{
    Bench bench;
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    EventDetail swiss = bench.centre.houses()[1].detail;
    swiss.event.currency.code = QStringLiteral("CHF");
    bench.counter.setDetail(swiss);
    QSignalSpy other(&bench.counter, &Counter::otherCurrency);
    bench.counter.takeAny(swiss.event.id, TierId::make());
    QCOMPARE(other.size(), 1);
    QCOMPARE(bench.centre.asked(QStringLiteral("hold")), 1);
}

void TestCounter::nothingIsPaidWhilePlacesAreOnTheirWay()
{
    Bench bench;
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    bench.centre.setDelayMs(30);
    bench.take({kB13});
    bench.counter.pay(bench.exactCash());
    QCOMPARE(bench.counter.payment(), Counter::Payment::None);
    QTRY_COMPARE(bench.lines(), 2);
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 0);
}

void TestCounter::oneSaleAtATime()
{
    Bench bench;
    QSignalSpy sold(&bench.counter, &Counter::sold);
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    bench.counter.pay(bench.exactCash());
    bench.counter.pay(bench.exactCash());
    bench.counter.giveUpPayment(); // not while it is being sent
    QTRY_COMPARE(sold.size(), 1);
    QTest::qWait(50);
    QCOMPARE(bench.centre.asked(QStringLiteral("sell")), 1);
    QCOMPARE(bench.centre.asked(QStringLiteral("cancel")), 0);
    QCOMPARE(sold.size(), 1);
}

void TestCounter::anUnknownSaleIsSentAgainUnchanged()
{
    Bench bench;
    QSignalSpy sold(&bench.counter, &Counter::sold);
    QSignalSpy refused(&bench.counter, &Counter::payRefused);
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    // The desk itself can not tell: its disk refused, after the sale was sent by an earlier run.
    bench.till.failNextSeal(Error{ErrorCode::OutcomeUnknown, {}, {}, {}});
    bench.counter.pay(bench.exactCash());
    QTRY_COMPARE(bench.counter.payment(), Counter::Payment::Unknown);
    QCOMPARE(refused.size(), 1);
    // Nothing of the basket can be touched now.
    bench.counter.giveBack(bench.place(kB12));
    bench.take({kB13});
    QCOMPARE(bench.lines(), 1);
    bench.counter.pay({});
    QTRY_COMPARE(sold.size(), 1);
    QCOMPARE(bench.centre.sales().size(), 1);
    QVERIFY(bench.counter.basket().isEmpty());
}

void TestCounter::anUnknownSaleCanBeGivenUp()
{
    Bench bench;
    QSignalSpy sold(&bench.counter, &Counter::sold);
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    bench.till.failNextSeal(Error{ErrorCode::OutcomeUnknown, {}, {}, {}});
    bench.counter.pay(bench.exactCash());
    QTRY_COMPARE(bench.counter.payment(), Counter::Payment::Unknown);
    bench.counter.giveUpPayment();
    QTRY_COMPARE(bench.counter.payment(), Counter::Payment::None);
    QCOMPARE(sold.size(), 0);
    QCOMPARE(bench.lines(), 1);
    // The next payment is another sale and goes through.
    bench.counter.pay(bench.exactCash());
    QTRY_COMPARE(sold.size(), 1);
}

void TestCounter::aLateAnswerAfterLeavingIsDropped()
{
    Bench bench;
    QSignalSpy sold(&bench.counter, &Counter::sold);
    bench.take({kB12});
    QTRY_COMPARE(bench.lines(), 1);
    bench.centre.setDelayMs(50);
    bench.counter.pay(bench.exactCash());
    bench.counter.leave({});
    QTRY_COMPARE(bench.centre.sales().size(), 1);
    QTest::qWait(100);
    QCOMPARE(sold.size(), 0);
    QVERIFY(!bench.counter.hasBasket());
}

QTEST_MAIN(TestCounter)
#include "tst_counter.moc"
