// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sentences.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace foyer;

namespace {

constexpr int kCodes = static_cast<int>(ErrorCode::ProgrammingFault) + 1;

QString said(ErrorCode code, const QJsonObject &facts = {}, int stillHeld = 0)
{
    return sentenceFor(Error{code, {}, {}, facts}, QLocale(QLocale::English, QLocale::UnitedKingdom), stillHeld);
}

QJsonObject seats(const QStringList &labels)
{
    return {{QStringLiteral("seats"), QJsonArray::fromStringList(labels)}};
}

} // namespace

class TestSentences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasItsOwnSentence();
    void facts_data();
    void facts();
    void hostileFactsStayShort();
};

void TestSentences::everyCodeHasItsOwnSentence()
{
    QSet<QString> sentences;
    for (int i = 0; i < kCodes; ++i) {
        const QString text = said(static_cast<ErrorCode>(i));
        QVERIFY2(text.size() > 20, qPrintable(QStringLiteral("%1: %2").arg(errorName(static_cast<ErrorCode>(i)), text)));
        QVERIFY2(text.endsWith(QLatin1Char('.')), qPrintable(text));
        QVERIFY2(!text.contains(QLatin1Char('%')), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("  ")), qPrintable(text));
        sentences.insert(text);
    }
    QCOMPARE(sentences.size(), kCodes);
}

void TestSentences::facts_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QJsonObject>("facts");
    QTest::addColumn<int>("stillHeld");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, ErrorCode code, const QJsonObject &facts, int stillHeld, const QStringList &words) {
        QTest::newRow(name) << int(code) << facts << stillHeld << words;
    };
    row("one seat", ErrorCode::SeatsTaken, seats({QStringLiteral("Stalls/B-12")}), 3,
        {QStringLiteral("Seat Stalls B 12 was"), QStringLiteral("other 3 places are still yours"), QStringLiteral("Pick")});
    row("two seats", ErrorCode::SeatsTaken, seats({QStringLiteral("Stalls/B-12"), QStringLiteral("Stalls/B-13")}), 0,
        {QStringLiteral("Seats Stalls B 12 and B 13 were")});
    row("one still held", ErrorCode::HoldLost, seats({QStringLiteral("Stalls/B-12")}), 1,
        {QStringLiteral("Stalls B 12"), QStringLiteral("nothing was paid"), QStringLiteral("other place is still yours")});
    row("sold out", ErrorCode::SoldOut, {{QStringLiteral("tier"), QStringLiteral("Circle")}, {QStringLiteral("wanted"), 2}, {QStringLiteral("free"), 0}, {QStringLiteral("held"), 4}}, 0,
        {QStringLiteral("Circle is sold out"), QStringLiteral("4 places are held")});
    row("nearly sold out", ErrorCode::SoldOut, {{QStringLiteral("tier"), QStringLiteral("Circle")}, {QStringLiteral("wanted"), 5}, {QStringLiteral("free"), 3}}, 0,
        {QStringLiteral("only 3 left of the 5")});
    row("price", ErrorCode::PriceChanged, {{QStringLiteral("shown_minor"), 7800}, {QStringLiteral("total_minor"), 8250}, {QStringLiteral("currency"), QStringLiteral("EUR")}}, 0,
        {QString::fromUtf8("€82.50"), QString::fromUtf8("€78.00")});
    row("yen have no cents", ErrorCode::PaymentMismatch, {{QStringLiteral("total_minor"), 7800}, {QStringLiteral("paid_minor"), 7000}, {QStringLiteral("currency"), QStringLiteral("JPY")}}, 0,
        {QString::fromUtf8("¥800 is missing")});
    row("too much", ErrorCode::PaymentMismatch, {{QStringLiteral("total_minor"), 7800}, {QStringLiteral("paid_minor"), 8000}}, 0,
        {QString::fromUtf8("€2.00 too much")});
    row("limit", ErrorCode::PurchaseLimit, {{QStringLiteral("limit"), 8}, {QStringLiteral("wanted"), 9}, {QStringLiteral("tier"), QStringLiteral("Stalls")}}, 0,
        {QStringLiteral("8 tickets of Stalls")});
    row("smallest group", ErrorCode::PurchaseLimit, {{QStringLiteral("limit"), 4}, {QStringLiteral("wanted"), 3}}, 0, {QStringLiteral("at least 4"), QStringLiteral("1 more")});
    row("paused", ErrorCode::SalesClosed, {{QStringLiteral("status"), QStringLiteral("paused")}}, 0, {QStringLiteral("paused")});
    row("not yet", ErrorCode::SalesClosed, {{QStringLiteral("sale_start_time"), QDateTime::currentDateTimeUtc().addDays(3).toString(Qt::ISODate)}}, 0,
        {QStringLiteral("not on sale yet")});
    row("state", ErrorCode::ServerFailed, {}, 0, {QStringLiteral("reported a fault")});
}

void TestSentences::facts()
{
    QFETCH(int, code);
    QFETCH(QJsonObject, facts);
    QFETCH(int, stillHeld);
    QFETCH(QStringList, words);
    const QString text = said(static_cast<ErrorCode>(code), facts, stillHeld);
    for (const QString &word : std::as_const(words))
        QVERIFY2(text.contains(word), qPrintable(QStringLiteral("“%1” lacks “%2”").arg(text, word)));
}

void TestSentences::hostileFactsStayShort()
{
    const QString flood = QString(1'000'000, QLatin1Char('x')) + QStringLiteral("\n\r\n<b>");
    const QJsonObject facts{{QStringLiteral("tier"), flood}, {QStringLiteral("reason"), flood}, {QStringLiteral("currency"), flood},
                            {QStringLiteral("seats"), QJsonArray{flood, flood, 7, QJsonObject()}}};
    for (int i = 0; i < kCodes; ++i) {
        const QString text = said(static_cast<ErrorCode>(i), facts);
        QVERIFY2(text.size() < 800, qPrintable(errorName(static_cast<ErrorCode>(i))));
        QVERIFY(!text.contains(QLatin1Char('\n')));
    }
}

QTEST_GUILESS_MAIN(TestSentences)
#include "tst_sentences.moc"
