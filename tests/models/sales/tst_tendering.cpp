// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/tendering.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

using namespace foyer;

namespace {

Money eur(qint64 minor)
{
    return {minor, {}};
}

TenderEntry cash(qint64 given)
{
    return {TenderKind::Cash, eur(given), false, {}};
}

TenderEntry exactCash()
{
    return {TenderKind::Cash, eur(0), true, {}};
}

TenderEntry card(qint64 amount, const QString &reference = QStringLiteral("T-1"))
{
    return {TenderKind::Card, eur(amount), false, reference};
}

// "cash 45.00 of 50.00, card 20.00; change 5.00" in minor units.
QString text(const Result<TenderResult> &result)
{
    if (!result)
        return errorName(result.error().code);
    QStringList parts;
    for (const Tender &t : result->tenders) {
        parts += t.kind == TenderKind::Cash ? QStringLiteral("cash %1/%2").arg(t.amount.minor).arg(t.given.minor)
                                            : QStringLiteral("card %1 %2").arg(t.amount.minor).arg(t.reference);
    }
    return parts.join(QStringLiteral(", ")) + QStringLiteral("; %1").arg(result->change.minor);
}

} // namespace

/// What customers hand over, against what the centre will accept.
class TestTendering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settles_data();
    void settles();
    void mismatchSaysHowMuch();
    void idsAreNew();
    void alwaysAddsUp();
    void quickCash_data();
    void quickCash();
    void quickCashIsUseful();
};

void TestTendering::settles_data()
{
    QTest::addColumn<qint64>("total");
    QTest::addColumn<QVector<TenderEntry>>("entries");
    QTest::addColumn<QString>("result");
    using Entries = QVector<TenderEntry>;
    QTest::newRow("exact cash") << qint64(4500) << Entries{exactCash()} << "cash 4500/4500; 0";
    QTest::newRow("cash with change") << qint64(4500) << Entries{cash(5000)} << "cash 4500/5000; 500";
    QTest::newRow("cash that fits") << qint64(4500) << Entries{cash(4500)} << "cash 4500/4500; 0";
    QTest::newRow("cash too little") << qint64(4500) << Entries{cash(4499)} << "PaymentMismatch";
    QTest::newRow("nothing") << qint64(4500) << Entries{} << "PaymentMismatch";
    QTest::newRow("card for all") << qint64(4500) << Entries{card(0)} << "card 4500 T-1; 0";
    QTest::newRow("card, then cash") << qint64(4500) << Entries{card(2000), cash(3000)}
                                     << "card 2000 T-1, cash 2500/3000; 500";
    QTest::newRow("cash, then card") << qint64(4500) << Entries{cash(3000), card(2000)}
                                     << "card 2000 T-1, cash 2500/3000; 500";
    QTest::newRow("two cards") << qint64(4500) << Entries{card(2000, QStringLiteral("A")), card(0, QStringLiteral("B"))}
                               << "card 2000 A, card 2500 B; 0";
    QTest::newRow("part on card only") << qint64(4500) << Entries{card(2000)} << "PaymentMismatch";
    QTest::newRow("more than the total on a card") << qint64(4500) << Entries{card(4501)} << "BadInput";
    QTest::newRow("second card over the rest") << qint64(4500) << Entries{card(4000), card(501)} << "BadInput";
    QTest::newRow("card without reference") << qint64(4500) << Entries{card(0, QStringLiteral("  "))} << "BadInput";
    QTest::newRow("less than nothing on a card") << qint64(4500) << Entries{card(-1)} << "BadInput";
    QTest::newRow("less than nothing in cash") << qint64(4500) << Entries{cash(-500), exactCash()} << "BadInput";
    QTest::newRow("two handfuls of cash")
        << qint64(4500) << Entries{cash(2000), cash(3000)} << "cash 2000/2000, cash 2500/3000; 500";
    QTest::newRow("cash beside a card that pays all")
        << qint64(4500) << Entries{card(0), cash(1000)} << "card 4500 T-1; 1000";
    QTest::newRow("free tickets, nothing given") << qint64(0) << Entries{} << "; 0";
    QTest::newRow("free tickets, exactly") << qint64(0) << Entries{exactCash()} << "; 0";
}

void TestTendering::settles()
{
    QFETCH(qint64, total);
    QFETCH(QVector<TenderEntry>, entries);
    QTEST(text(settleTenders(eur(total), entries)), "result");
}

void TestTendering::mismatchSaysHowMuch()
{
    const auto result = settleTenders(eur(4500), {card(1000), cash(2000)});
    QVERIFY(!result);
    QCOMPARE(result.error().facts.value(QStringLiteral("total_minor")).toInteger(), 4500);
    QCOMPARE(result.error().facts.value(QStringLiteral("paid_minor")).toInteger(), 3000);
}

void TestTendering::idsAreNew()
{
    const auto result = settleTenders(eur(4500), {card(1000), exactCash()});
    QVERIFY(result);
    QVERIFY(!result->tenders.at(0).id.isNull());
    QVERIFY(result->tenders.at(0).id != result->tenders.at(1).id);
}

// Whatever is typed: what is settled is what the centre accepts (CALLS.md), or it is refused.
void TestTendering::alwaysAddsUp()
{
    QRandomGenerator random(42);
    int settled = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Money total = eur(random.bounded(4) == 0 ? 0 : random.bounded(10'000));
        QVector<TenderEntry> entries;
        qint64 handedOver = 0;
        for (int n = random.bounded(4); n > 0; --n) {
            const qint64 amount = random.bounded(6) == 0 ? -random.bounded(100) : random.bounded(6'000);
            entries.append(random.bounded(2) ? card(amount)
                                             : TenderEntry{TenderKind::Cash, eur(amount), random.bounded(4) == 0, {}});
            handedOver += entries.last().kind == TenderKind::Cash && !entries.last().exact ? amount : 0;
        }
        const auto result = settleTenders(total, entries);
        if (!result)
            continue;
        ++settled;
        qint64 paid = 0;
        qint64 change = 0;
        for (const Tender &t : result->tenders) {
            QVERIFY(t.amount.minor > 0);
            QVERIFY(t.given.minor >= t.amount.minor);
            QVERIFY(t.kind == TenderKind::Cash || t.given.minor == t.amount.minor);
            paid += t.amount.minor;
            change += t.given.minor - t.amount.minor;
        }
        QCOMPARE(paid, total.minor);
        QVERIFY(result->change.minor >= change);
        QVERIFY(result->change.minor <= handedOver);
    }
    QVERIFY(settled > 1'000);
}

void TestTendering::quickCash_data()
{
    QTest::addColumn<qint64>("total");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("sums");
    QTest::newRow("45.00") << qint64(4500) << "EUR"
                           << "5000 6000 10000 20000";
    QTest::newRow("17.50") << qint64(1750) << "EUR"
                           << "2000 5000 10000 20000";
    QTest::newRow("a note itself") << qint64(5000) << "EUR"
                                   << "6000 10000 20000 50000";
    QTest::newRow("large") << qint64(123'450) << "EUR"
                           << "123500 124000 125000 130000";
    QTest::newRow("free") << qint64(0) << "EUR"
                          << "";
    QTest::newRow("yen") << qint64(4500) << "JPY"
                         << "5000 6000 10000 20000";
    QTest::newRow("dinars") << qint64(17'500) << "KWD"
                            << "20000 50000 100000 200000";
}

void TestTendering::quickCash()
{
    QFETCH(qint64, total);
    QFETCH(QString, code);
    QStringList sums;
    for (const Money &sum : foyer::quickCash({total, Currency{code}})) {
        QCOMPARE(sum.currency.code, code);
        sums.append(QString::number(sum.minor));
    }
    QTEST(sums.join(QLatin1Char(' ')), "sums");
}

void TestTendering::quickCashIsUseful()
{
    for (const char *code : {"EUR", "JPY", "KWD"}) {
        for (qint64 total = 1; total < 300'000; total += 97) {
            const QVector<Money> sums = foyer::quickCash({total, Currency{QLatin1String(code)}});
            QVERIFY(sums.size() <= 4);
            for (qsizetype i = 0; i < sums.size(); ++i)
                QVERIFY(sums.at(i).minor > (i == 0 ? total : sums.at(i - 1).minor));
        }
    }
}

QTEST_GUILESS_MAIN(TestTendering)
#include "tst_tendering.moc"
