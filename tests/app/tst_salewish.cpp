// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/salewish.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

using namespace foyer;

class TestSaleWish : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_detail.event.id = EventId::make();
        m_detail.event.startsAt = QDateTime(QDate(2026, 11, 27), QTime(18, 30), Qt::UTC);
        for (const char *name : {"Stalls", "Circle"}) {
            Tier tier;
            tier.id = TierId::make();
            tier.name = QLatin1String(name);
            tier.prices = {{PriceTypeId::make(), QStringLiteral("Adult"), Money{4500, {}}, 1}, {PriceTypeId::make(), QStringLiteral("Concession"), Money{3400, {}}, 1}};
            tier.feePerTicket = Money{150, {}};
            m_detail.tiers.append(tier);
        }
        m_detail.feePerOrder = Money{200, {}};
    }

    void pricesFeesAndChangeAddUp()
    {
        const auto sale = build(wish({"--tender=cash:20000"}), 2);
        QVERIFY(sale.has_value());
        QCOMPARE(sale->total.minor, 2 * (4500 + 150) + 200);
        QCOMPARE(sale->tenders.size(), 1);
        QCOMPARE(sale->tenders.first().amount.minor, sale->total.minor);
        QCOMPARE(sale->tenders.first().given.minor, 20000);
        QCOMPARE(sale->lines.size(), 2);
        QVERIFY(sale->lines.at(0).ticket != sale->lines.at(1).ticket);
    }

    void priceTypeByNameInAnyCase()
    {
        const auto sale = build(wish({"--tender=cash:exact", "--price-type=concession"}), 1);
        QVERIFY(sale.has_value());
        QCOMPARE(sale->total.minor, 3400 + 150 + 200);
        const auto none = build(wish({"--tender=cash:exact", "--price-type=Emperor"}), 1);
        QVERIFY(!none.has_value());
        QCOMPARE(none.error().code, ErrorCode::NoSuchThing);
    }

    void tooLittleIsRefused()
    {
        const auto sale = build(wish({"--tender=cash:4849"}), 1);
        QVERIFY(!sale.has_value());
        QCOMPARE(sale.error().code, ErrorCode::PaymentMismatch);
        QVERIFY(build(wish({"--tender=cash:4850"}), 1).has_value());
    }

    void badLines_data()
    {
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, const QStringList &words) { QTest::newRow(name) << words; };
        row("no places", {QStringLiteral("--tender=cash:exact")});
        row("two ways", {QStringLiteral("--seats=A"), QStringLiteral("--tier=S"), QStringLiteral("--quantity=1")});
        row("no quantity", {QStringLiteral("--tier=S")});
        row("zero", {QStringLiteral("--tier=S"), QStringLiteral("--quantity=0")});
        row("minus", {QStringLiteral("--tier=S"), QStringLiteral("--quantity=-1")});
        row("too many", {QStringLiteral("--tier=S"), QStringLiteral("--quantity=201")});
        row("only commas", {QStringLiteral("--seats=,,")});
        row("hold", {QStringLiteral("--hold=7")});
        row("id", {QStringLiteral("--seats=A"), QStringLiteral("--id=7")});
        row("tender", {QStringLiteral("--seats=A"), QStringLiteral("--tender=cash")});
        row("tender minus", {QStringLiteral("--seats=A"), QStringLiteral("--tender=cash:-1")});
        row("tender huge", {QStringLiteral("--seats=A"), QStringLiteral("--tender=cash:99999999999999999999")});
        row("card", {QStringLiteral("--seats=A"), QStringLiteral("--tender=card:")});
    }
    void badLines()
    {
        QFETCH(QStringList, words);
        const auto read = readSaleWish(arguments(words));
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, ErrorCode::BadInput);
    }

    void sameSaleIsRecognised()
    {
        const SaleWish seats = wish({"--seats=B-12,B-13", "--tender=cash:20000"}, false);
        const QJsonObject recorded = record(seats, {27, 28});
        const QHash<qint64, QString> seatOf{{27, QStringLiteral("Stalls/B-12")}, {28, QStringLiteral("Stalls/B-13")}};
        QVERIFY(isSameSale(recorded, m_detail, seatOf, seats));
        QVERIFY(isSameSale(recorded, m_detail, seatOf, wish({"--seats=B-13,Stalls/B-12", "--tender=cash:20000"}, false)));
        for (const auto &other : {wish({"--seats=B-12,B-14", "--tender=cash:20000"}, false), wish({"--seats=B-12", "--tender=cash:20000"}, false),
                 wish({"--seats=B-12,B-13,B-14", "--tender=cash:20000"}, false), wish({"--seats=B-12,B-13", "--tender=cash:15000"}, false),
                 wish({"--seats=B-12,B-13", "--tender=card:x"}, false), wish({"--seats=B-12,B-13", "--tender=cash:20000", "--price-type=Concession"}, false),
                 wish({"--tier=Stalls", "--quantity=2", "--tender=cash:20000"}, false)})
            QVERIFY(!isSameSale(recorded, m_detail, seatOf, other));
        EventDetail elsewhere = m_detail;
        elsewhere.event.id = EventId::make();
        QVERIFY(!isSameSale(recorded, elsewhere, seatOf, seats));
    }

private:
    static Arguments arguments(const QStringList &words)
    {
        Arguments args;
        args.command = QStringLiteral("sell");
        for (const QString &word : words)
            args.options[word.mid(2, word.indexOf(QLatin1Char('=')) - 2)].append(word.mid(word.indexOf(QLatin1Char('=')) + 1));
        return args;
    }
    static SaleWish wish(std::initializer_list<const char *> options, bool anySeat = true)
    {
        QStringList words;
        for (const char *option : options)
            words.append(QLatin1String(option));
        if (anySeat)
            words.append(QStringLiteral("--seats=A-1"));
        return readSaleWish(arguments(words)).value();
    }
    Result<Sale> build(const SaleWish &wish, int places) const
    {
        return buildSale(OrderId::make(), m_detail, QVector<WishedPlace>(places, WishedPlace{std::nullopt, m_detail.tiers.first().id}), {}, wish);
    }
    QJsonObject record(const SaleWish &wish, const QVector<qint64> &places) const
    {
        QVector<WishedPlace> wished;
        for (const qint64 place : places)
            wished.append({PlaceId{place}, m_detail.tiers.first().id});
        return buildSale(OrderId::make(), m_detail, wished, {}, wish).value().toJson();
    }

    EventDetail m_detail;
};

QTEST_GUILESS_MAIN(TestSaleWish)
#include "tst_salewish.moc"
