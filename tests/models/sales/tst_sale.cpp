// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/sale.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QtTest>

using namespace foyer;

namespace {

template <class IdType>
IdType id(int n)
{
    return IdType::fromText(QStringLiteral("00000000-0000-4000-8000-%1").arg(n, 12, 10, QLatin1Char('0')));
}

Sale twoTickets()
{
    const QDateTime start(QDate(2026, 11, 27), QTime(19, 30), QTimeZone("Europe/Berlin"));
    Sale sale;
    sale.id = id<OrderId>(1);
    sale.lines = {SaleLine{id<TicketId>(2), id<EventId>(3), id<TierId>(4), id<PriceTypeId>(5),
                           PlaceId{9'007'199'254'740'991}, Money{4500, {}}, start},
                  SaleLine{id<TicketId>(6), id<EventId>(3), id<TierId>(7), id<PriceTypeId>(5), std::nullopt,
                           Money{2000, {}}, start}};
    sale.holds = {HoldRef{id<HoldId>(8), QString(32, QLatin1Char('a'))}};
    sale.tenders = {
        Tender{id<PaymentId>(10), TenderKind::Card, Money{1500, {}}, Money{1500, {}}, QStringLiteral("T \"1\" ä")},
        Tender{id<PaymentId>(11), TenderKind::Cash, Money{5000, {}}, Money{6000, {}}, {}}};
    sale.total = Money{6500, {}};
    return sale;
}

} // namespace

/// A sale as the centre reads it: exactly the keys of resources/sql/CALLS.md, because it refuses every other.
class TestSale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void toJson();
    void emptySale();
    void theSameSaleIsTheSameText();
    void ids();
};

void TestSale::toJson()
{
    const QJsonDocument expected = QJsonDocument::fromJson(R"({
        "order": "00000000-0000-4000-8000-000000000001", "currency": "EUR", "total_minor": 6500, "channel": "counter",
        "holds": [{"hold": "00000000-0000-4000-8000-000000000008", "token": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}],
        "items": [
            {"ticket": "00000000-0000-4000-8000-000000000002", "event": "00000000-0000-4000-8000-000000000003", "tier": "00000000-0000-4000-8000-000000000004",
             "price_type": "00000000-0000-4000-8000-000000000005", "price_minor": 4500, "starts_at": "2026-11-27T18:30:00Z", "place": 9007199254740991},
            {"ticket": "00000000-0000-4000-8000-000000000006", "event": "00000000-0000-4000-8000-000000000003", "tier": "00000000-0000-4000-8000-000000000007",
             "price_type": "00000000-0000-4000-8000-000000000005", "price_minor": 2000, "starts_at": "2026-11-27T18:30:00Z"}],
        "payments": [
            {"payment": "00000000-0000-4000-8000-000000000010", "method": "card", "amount_minor": 1500, "reference": "T \"1\" ä"},
            {"payment": "00000000-0000-4000-8000-000000000011", "method": "cash", "amount_minor": 5000, "given_minor": 6000}]})");
    QVERIFY(expected.isObject());
    const QJsonDocument made(twoTickets().toJson());
    QVERIFY2(made == expected, made.toJson().constData());
}

void TestSale::emptySale()
{
    const QJsonObject json = Sale().toJson();
    for (const char *key : {"holds", "items", "payments"})
        QVERIFY2(json.value(QLatin1String(key)).isArray(), key);
}

void TestSale::theSameSaleIsTheSameText()
{
    const auto text = [](const Sale &sale) { return QJsonDocument(sale.toJson()).toJson(QJsonDocument::Compact); };
    QCOMPARE(text(twoTickets()), text(twoTickets()));
    Sale other = twoTickets();
    other.total.minor += 1;
    QVERIFY(text(other) != text(twoTickets()));
}

void TestSale::ids()
{
    QVERIFY(OrderId().isNull());
    QVERIFY(OrderId::fromText(QStringLiteral("rubbish")).isNull());
    const OrderId made = OrderId::make();
    QVERIFY(made != OrderId::make());
    QVERIFY(OrderId::fromText(made.text()) == made);
    QVERIFY(OrderId::fromText(made.text().toUpper()) == made);
    QCOMPARE(made.text(), made.text().toLower());
    QVERIFY(!made.text().contains(QLatin1Char('{')));
}

QTEST_GUILESS_MAIN(TestSale)
#include "tst_sale.moc"
