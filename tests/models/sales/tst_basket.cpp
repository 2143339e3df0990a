// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/basket.h"

#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

using namespace foyer;

namespace {

Money eur(qint64 minor)
{
    return {minor, {}};
}

const PriceTypeId kAdult = PriceTypeId::make();
const PriceTypeId kConcession = PriceTypeId::make();

Tier tierOf(const QString &name, TierKind kind, qint64 adult, qint64 concession, qint64 fee)
{
    Tier tier;
    tier.id = TierId::make();
    tier.name = name;
    tier.color = QStringLiteral("#7a4fb5");
    tier.kind = kind;
    tier.prices = {{kAdult, QStringLiteral("Adult"), eur(adult), 1},
                   {kConcession, QStringLiteral("Concession"), eur(concession), 1}};
    tier.feePerTicket = eur(fee);
    return tier;
}

EventDetail showOf(qint64 feePerOrder)
{
    EventDetail detail;
    detail.event.id = EventId::make();
    detail.event.startsAt = QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC);
    detail.tiers = {tierOf(QStringLiteral("Stalls"), TierKind::Seated, 4500, 3000, 150),
                    tierOf(QStringLiteral("Standing"), TierKind::Standing, 2000, 1500, 0)};
    detail.feePerOrder = eur(feePerOrder);
    return detail;
}

Hold holdOf(const EventDetail &detail, int tier, const QVector<qint64> &places, qint64 ms = 900'000)
{
    Hold hold;
    hold.id = HoldId::make();
    hold.token = hold.id.value.toString(QUuid::Id128);
    hold.event = detail.event.id;
    for (const qint64 place : places)
        hold.places.append({PlaceId{place}, QStringLiteral("X/%1").arg(place), detail.tiers.at(tier).id});
    hold.expires = QDeadlineTimer(ms);
    return hold;
}

} // namespace

/// What a customer is about to buy: lines, sums and holds stay one thing.
class TestBasket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyBasket();
    void addsAtTheNormalPrice();
    void standingPlacesTakeTheLastPriceType();
    void orderFeeOncePerEvent();
    void orderFeeFollowsTheLatestDetail();
    void removingTheLastPlaceDropsItsHold();
    void removeHold();
    void theSameHoldTwice();
    void aPlaceHeldAgainBelongsToTheNewHold();
    void unknownTierIsNotSold();
    void priceTypeAndExpiry();
    void expiresWithTheFirstHold();
    void toSale();
    void ticketIdsStay();
};

void TestBasket::emptyBasket()
{
    Basket basket;
    QVERIFY(basket.isEmpty());
    QVERIFY(basket.expires().isForever());
    QCOMPARE(basket.totals().total.minor, 0);
    QVERIFY(!basket.holdOf(PlaceId{1}));
    basket.remove(PlaceId{1});
    basket.removeHold(HoldId::make());
    QVERIFY(basket.isEmpty());
}

void TestBasket::addsAtTheNormalPrice()
{
    const EventDetail show = showOf(0);
    Basket basket;
    basket.addHold(holdOf(show, 0, {1, 2}), show);
    QCOMPARE(basket.lines().size(), 2);
    QVERIFY(basket.contains(PlaceId{2}));
    QVERIFY(basket.lines().at(0).priceType == kAdult);
    QCOMPARE(basket.lines().at(0).tierName, QStringLiteral("Stalls"));
    QCOMPARE(basket.countOf(show.tiers.at(0).id), 2);
    QCOMPARE(basket.totals().tickets.minor, 9000);
    QCOMPARE(basket.totals().fees.minor, 300);
    QCOMPARE(basket.totals().total.minor, 9300);
}

void TestBasket::standingPlacesTakeTheLastPriceType()
{
    const EventDetail show = showOf(0);
    Basket basket;
    basket.addHold(holdOf(show, 1, {1}), show);
    basket.setPriceType(PlaceId{1}, show.tiers.at(1).prices.at(1));
    basket.addHold(holdOf(show, 1, {2}), show);
    basket.addHold(holdOf(show, 0, {3}), show);
    QVERIFY(basket.lines().at(1).priceType == kConcession);
    QCOMPARE(basket.lines().at(1).price.minor, 1500);
    QVERIFY(basket.lines().at(2).priceType == kAdult); // a seat is for another person
}

void TestBasket::orderFeeOncePerEvent()
{
    const EventDetail one = showOf(250);
    const EventDetail two = showOf(100);
    Basket basket;
    basket.addHold(holdOf(one, 1, {1}), one);
    basket.addHold(holdOf(one, 1, {2}), one);
    QCOMPARE(basket.totals().fees.minor, 250);
    basket.addHold(holdOf(two, 1, {3}), two);
    QCOMPARE(basket.totals().fees.minor, 350);
    basket.remove(PlaceId{3});
    QCOMPARE(basket.totals().fees.minor, 250);
    basket.remove(PlaceId{1});
    basket.remove(PlaceId{2});
    QCOMPARE(basket.totals().total.minor, 0);
}

void TestBasket::orderFeeFollowsTheLatestDetail()
{
    EventDetail show = showOf(250);
    Basket basket;
    basket.addHold(holdOf(show, 1, {1}), show);
    show.feePerOrder = eur(300);
    basket.addHold(holdOf(show, 1, {2}), show);
    QCOMPARE(basket.totals().fees.minor, 300);
}

void TestBasket::removingTheLastPlaceDropsItsHold()
{
    const EventDetail show = showOf(0);
    const Hold first = holdOf(show, 0, {1, 2});
    const Hold second = holdOf(show, 0, {3});
    Basket basket;
    basket.addHold(first, show);
    basket.addHold(second, show);
    basket.remove(PlaceId{1});
    QCOMPARE(basket.holds().size(), 2);
    QVERIFY(basket.holdOf(PlaceId{2})->id == first.id);
    basket.remove(PlaceId{2});
    QCOMPARE(basket.holds().size(), 1);
    QVERIFY(basket.holds().first().id == second.id);
    QCOMPARE(basket.holds().first().token, second.token);
}

void TestBasket::removeHold()
{
    const EventDetail show = showOf(0);
    const Hold first = holdOf(show, 0, {1, 2});
    Basket basket;
    basket.addHold(first, show);
    basket.addHold(holdOf(show, 0, {3}), show);
    basket.removeHold(first.id);
    QCOMPARE(basket.lines().size(), 1);
    QCOMPARE(basket.holds().size(), 1);
    QVERIFY(!basket.contains(PlaceId{1}));
}

// The answer to a repeated call.
void TestBasket::theSameHoldTwice()
{
    const EventDetail show = showOf(0);
    Hold hold = holdOf(show, 0, {1, 2}, 10'000);
    Basket basket;
    basket.addHold(hold, show);
    hold.expires = QDeadlineTimer(500'000);
    basket.addHold(hold, show);
    QCOMPARE(basket.lines().size(), 2);
    QCOMPARE(basket.holds().size(), 1);
    QVERIFY(basket.expires().remainingTime() > 400'000);
}

// A lapsed hold whose place was taken again by this till: the centre sells it under the hold that has it now.
void TestBasket::aPlaceHeldAgainBelongsToTheNewHold()
{
    const EventDetail show = showOf(0);
    const Hold old = holdOf(show, 0, {1, 2}, 0);
    const Hold fresh = holdOf(show, 0, {1, 2});
    Basket basket;
    basket.addHold(old, show);
    const TicketId ticket = basket.lines().first().ticket;
    basket.setPriceType(PlaceId{1}, show.tiers.at(0).prices.at(1));
    basket.addHold(fresh, show);
    QCOMPARE(basket.lines().size(), 2);
    QVERIFY(basket.lines().first().ticket == ticket);
    QVERIFY(basket.lines().first().priceType == kConcession);
    QVERIFY(basket.holdOf(PlaceId{1})->id == fresh.id);
    QCOMPARE(basket.holds().size(), 1);
    QVERIFY(!basket.expires().hasExpired());
}

void TestBasket::unknownTierIsNotSold()
{
    const EventDetail show = showOf(0);
    const EventDetail other = showOf(0);
    Basket basket;
    basket.addHold(holdOf(other, 0, {1}), show);
    QVERIFY(basket.isEmpty());
    QCOMPARE(basket.holds().size(), 1); // still to be given back
}

void TestBasket::priceTypeAndExpiry()
{
    const EventDetail show = showOf(0);
    const Hold hold = holdOf(show, 0, {1, 2});
    Basket basket;
    basket.addHold(hold, show);
    basket.setPriceType(PlaceId{2}, show.tiers.at(0).prices.at(1));
    QCOMPARE(basket.totals().tickets.minor, 7500);
    QCOMPARE(basket.lines().at(1).priceTypeName, QStringLiteral("Concession"));
    basket.setExpiry(hold.id, QDeadlineTimer(1'000));
    QVERIFY(basket.expires().remainingTime() <= 1'000);
    basket.clear();
    QVERIFY(basket.isEmpty());
    QVERIFY(basket.holds().isEmpty());
    QVERIFY(basket.expires().isForever());
}

void TestBasket::expiresWithTheFirstHold()
{
    const EventDetail show = showOf(0);
    Basket basket;
    basket.addHold(holdOf(show, 0, {1}, 500'000), show);
    basket.addHold(holdOf(show, 0, {2}, 100'000), show);
    basket.addHold(holdOf(show, 0, {3}, 900'000), show);
    QVERIFY(basket.expires().remainingTime() <= 100'000);
    basket.remove(PlaceId{2});
    QVERIFY(basket.expires().remainingTime() > 400'000);
}

void TestBasket::toSale()
{
    const EventDetail one = showOf(250);
    const EventDetail two = showOf(0);
    Basket basket;
    basket.addHold(holdOf(one, 0, {1, 2}), one);
    basket.addHold(holdOf(two, 1, {3}), two);
    basket.setPriceType(PlaceId{2}, one.tiers.at(0).prices.at(1));
    const OrderId order = OrderId::make();
    const Sale sale = basket.toSale(
        order, {Tender{PaymentId::make(), TenderKind::Cash, basket.totals().total, basket.totals().total, {}}});
    QVERIFY(sale.id == order);
    QCOMPARE(sale.total.minor, 4500 + 3000 + 2000 + 2 * 150 + 250);
    QCOMPARE(sale.lines.size(), 3);
    QCOMPARE(sale.holds.size(), 2);
    QCOMPARE(sale.tenders.size(), 1);
    QVERIFY(sale.lines.at(1).priceType == kConcession);
    QCOMPARE(sale.lines.at(1).price.minor, 3000);
    QVERIFY(sale.lines.at(2).event == two.event.id);
    QVERIFY(sale.lines.at(2).place == PlaceId{3});
    QCOMPARE(sale.lines.at(2).startsAt, two.event.startsAt);
}

// A retry of the same sale is the same tickets; otherwise the centre could not know it again.
void TestBasket::ticketIdsStay()
{
    const EventDetail show = showOf(0);
    Basket basket;
    basket.addHold(holdOf(show, 0, {1, 2}), show);
    const OrderId order = OrderId::make();
    QCOMPARE(basket.toSale(order, {}).toJson(), basket.toSale(order, {}).toJson());
    QVERIFY(basket.lines().at(0).ticket != basket.lines().at(1).ticket);
}

QTEST_GUILESS_MAIN(TestBasket)
#include "tst_basket.moc"
