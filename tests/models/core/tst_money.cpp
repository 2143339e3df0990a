// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/limits.h"
#include "models/core/money.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

using namespace foyer;

namespace {

Currency currency(const char *code)
{
    return {QLatin1String(code)};
}

QLocale localeOf(const QString &name)
{
    return name == QLatin1String("C") ? QLocale::c() : QLocale(name);
}

// No-break spaces are shown as ordinary ones, so that a table can be read.
QString visible(QString text)
{
    return text.replace(QChar(QChar::Nbsp), QLatin1Char(' ')).replace(QChar(0x202f), QLatin1Char(' '));
}

void addRow(const char *locale, const char *code, const QString &text)
{
    QTest::addRow("%s %s '%s'", locale, code, qPrintable(text.left(40)))
        << QString::fromLatin1(locale) << QString::fromLatin1(code) << text;
}

} // namespace

/// Amounts as clerks read and type them; no amount is ever guessed.
class TestMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void currencies_data();
    void currencies();
    void arithmetic();
    void formats_data();
    void formats();
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void whatIsWrittenCanBeRead_data();
    void whatIsWrittenCanBeRead();
    void containedTax_data();
    void containedTax();
    void containedTaxRoundsHalfAwayFromZero();
};

void TestMoney::currencies_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("symbol");
    QTest::newRow("EUR") << "EUR" << 2 << QStringLiteral("€");
    QTest::newRow("CHF") << "CHF" << 2 << QStringLiteral("CHF");
    QTest::newRow("JPY") << "JPY" << 0 << QStringLiteral("¥");
    QTest::newRow("KWD") << "KWD" << 3 << QStringLiteral("KWD");
    QTest::newRow("unknown") << "XYZ" << 2 << QStringLiteral("XYZ");
}

void TestMoney::currencies()
{
    QFETCH(QString, code);
    QTEST(Currency{code}.digits(), "digits");
    QTEST(Currency{code}.symbol(), "symbol");
}

void TestMoney::arithmetic()
{
    const Money a{1250, currency("EUR")};
    const Money b{400, currency("EUR")};
    QCOMPARE((a + b).minor, 1650);
    QCOMPARE((b - a).minor, -850);
    QCOMPARE((a * 3).minor, 3750);
    QVERIFY(b < a);
    QVERIFY(a != (Money{1250, currency("USD")}));
}

void TestMoney::formats_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("code");
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("amount");
    QTest::addColumn<QString>("money");
    const auto row = [](const char *locale, const char *code, qint64 minor, const QString &amount,
                        const QString &money) {
        QTest::addRow("%s %s %lld", locale, code, static_cast<long long>(minor))
            << QString::fromLatin1(locale) << QString::fromLatin1(code) << minor << amount << money;
    };
    row("en_GB", "EUR", 4500, QStringLiteral("45.00"), QStringLiteral("€45.00"));
    row("en_GB", "GBP", 5, QStringLiteral("0.05"), QStringLiteral("£0.05"));
    row("en_GB", "EUR", -123'450, QStringLiteral("-1,234.50"), QStringLiteral("-€1,234.50"));
    row("en_GB", "CHF", 4500, QStringLiteral("45.00"), QStringLiteral("CHF 45.00"));
    row("en_GB", "JPY", 4500, QStringLiteral("4,500"), QStringLiteral("¥4,500"));
    row("en_GB", "KWD", 4500, QStringLiteral("4.500"), QStringLiteral("KWD 4.500"));
    row("de_DE", "EUR", 123'450, QStringLiteral("1.234,50"), QStringLiteral("1.234,50 €"));
    row("de_DE", "JPY", 4500, QStringLiteral("4.500"), QStringLiteral("4.500 ¥"));
    row("de_DE", "KWD", 1'234'567, QStringLiteral("1.234,567"), QStringLiteral("1.234,567 KWD"));
    row("fr_FR", "EUR", 123'450, QStringLiteral("1 234,50"), QStringLiteral("1 234,50 €"));
    row("nl_NL", "EUR", 4500, QStringLiteral("45,00"), QStringLiteral("€ 45,00"));
    row("C", "EUR", 4500, QStringLiteral("45.00"), QStringLiteral("45.00 €"));
    // A double would lose the last digit of this one.
    row("en_GB", "EUR", 9'007'199'254'740'993, QStringLiteral("90,071,992,547,409.93"),
        QStringLiteral("€90,071,992,547,409.93"));
}

void TestMoney::formats()
{
    QFETCH(QString, locale);
    QFETCH(QString, code);
    QFETCH(qint64, minor);
    const Money value{minor, Currency{code}};
    QTEST(visible(amountText(value, localeOf(locale))), "amount");
    QTEST(visible(moneyText(value, localeOf(locale))), "money");
}

void TestMoney::parses_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("minor");
    const auto row = [](const char *locale, const char *code, const QString &text, qint64 minor) {
        QTest::addRow("%s %s '%s'", locale, code, qPrintable(text))
            << QString::fromLatin1(locale) << QString::fromLatin1(code) << text << minor;
    };
    for (const char *locale : {"en_GB", "de_DE", "fr_FR"}) {
        row(locale, "EUR", QStringLiteral("45"), 4500);
        row(locale, "EUR", QStringLiteral("45,5"), 4550);
        row(locale, "EUR", QStringLiteral("45.50"), 4550); // the keypad's point, whatever the locale
        row(locale, "EUR", QStringLiteral("45,"), 4500);
        row(locale, "EUR", QStringLiteral(",50"), 50);
        row(locale, "EUR", QStringLiteral("0"), 0);
        row(locale, "EUR", QStringLiteral("007"), 700);
        row(locale, "EUR", QStringLiteral(" 45 € "), 4500);
        row(locale, "EUR", QStringLiteral("€45"), 4500);
        row(locale, "EUR", QStringLiteral("eur 45"), 4500);
        row(locale, "EUR", QStringLiteral("1.234,50"), 123'450);
        row(locale, "EUR", QStringLiteral("1,234.50"), 123'450);
        row(locale, "EUR", QStringLiteral("1 234,50"), 123'450);
        row(locale, "EUR", QStringLiteral("1'234.50"), 123'450);
        row(locale, "EUR", QStringLiteral("1.234.567"), 123'456'700);
        row(locale, "JPY", QStringLiteral("4500"), 4500);
        row(locale, "KWD", QStringLiteral("4.5"), 4500);
    }
    row("en_GB", "EUR", QStringLiteral("1,234"), 123'400);
    row("de_DE", "EUR", QStringLiteral("1.234"), 123'400);
    row("en_GB", "JPY", QStringLiteral("4,500"), 4500);
    row("de_DE", "JPY", QStringLiteral("4.500"), 4500);
    row("en_GB", "KWD", QStringLiteral("1.234"), 1234);
    row("en_GB", "KWD", QStringLiteral("1,234"), 1'234'000);
    row("de_DE", "KWD", QStringLiteral("1,234"), 1234);
    row("de_DE", "KWD", QStringLiteral("1.234"), 1'234'000);
    row("fr_FR", "KWD", QStringLiteral("1.234"), 1234);
    row("en_GB", "EUR", QStringLiteral("1,000,000,000.00"), limits::maxMinor);
}

void TestMoney::parses()
{
    QFETCH(QString, locale);
    QFETCH(QString, code);
    QFETCH(QString, text);
    QFETCH(qint64, minor);
    const auto read = parseMoney(text, Currency{code}, localeOf(locale));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().log));
    QCOMPARE(read->minor, minor);
    QCOMPARE(read->currency.code, code);
}

void TestMoney::refuses_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("text");
    const QStringList nobodysAmounts{QString(),
                                     QStringLiteral(" "),
                                     QStringLiteral("€"),
                                     QStringLiteral(","),
                                     QStringLiteral("."),
                                     QStringLiteral("-5"),
                                     QStringLiteral("+5"),
                                     QStringLiteral("5-"),
                                     QStringLiteral("1e3"),
                                     QStringLiteral("0x10"),
                                     QStringLiteral("4EUR5"),
                                     QStringLiteral("4€5"),
                                     QStringLiteral("abc"),
                                     QStringLiteral("1,2,3"),
                                     QStringLiteral("1.2.3"),
                                     QStringLiteral("12,34.50"),
                                     QStringLiteral("1,234,50"),
                                     QStringLiteral("1.234.50"),
                                     QStringLiteral("4 5"),
                                     QStringLiteral("1'2"),
                                     QStringLiteral("45,505.1.1"),
                                     QStringLiteral("1.5050"),
                                     QStringLiteral("1..5"),
                                     QStringLiteral("1 234'567"),
                                     QStringLiteral(".,5"),
                                     QStringLiteral("10000000001"),
                                     QStringLiteral("99999999999999999999999"),
                                     QStringLiteral("45 USD"),
                                     QString(100'000, QLatin1Char('1'))};
    for (const char *locale : {"en_GB", "de_DE", "fr_FR"}) {
        for (const QString &text : nobodysAmounts)
            addRow(locale, "EUR", text);
        addRow(locale, "JPY", QStringLiteral("45.5"));
        addRow(locale, "JPY", QStringLiteral("45,00"));
        addRow(locale, "KWD", QStringLiteral("1.2345"));
    }
    // Three figures after a point that is no group separator here: thousands to one reader, a slip to another.
    addRow("en_GB", "EUR", QStringLiteral("1.234"));
    addRow("de_DE", "EUR", QStringLiteral("1,234"));
    addRow("fr_FR", "EUR", QStringLiteral("1.234"));
    addRow("fr_FR", "EUR", QStringLiteral("1,234"));
}

void TestMoney::refuses()
{
    QFETCH(QString, locale);
    QFETCH(QString, code);
    QFETCH(QString, text);
    const auto read = parseMoney(text, Currency{code}, localeOf(locale));
    QVERIFY2(!read, qPrintable(read ? QStringLiteral("read as %1").arg(read->minor) : QString()));
    QVERIFY(read.error().code == ErrorCode::BadInput);
}

void TestMoney::whatIsWrittenCanBeRead_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("code");
    for (const char *locale : {"C", "en_GB", "en_US", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CH", "nl_NL", "es_ES",
                               "pt_PT", "pl_PL", "cs_CZ", "sv_SE", "tr_TR", "hi_IN"}) {
        for (const char *code : {"EUR", "CHF", "JPY", "KWD"})
            QTest::addRow("%s %s", locale, code) << QString::fromLatin1(locale) << QString::fromLatin1(code);
    }
}

// The tender page fills its fields with amountText and reads them with parseMoney.
void TestMoney::whatIsWrittenCanBeRead()
{
    QFETCH(QString, locale);
    QFETCH(QString, code);
    QRandomGenerator random(20261127);
    for (int i = 0; i < 400; ++i) {
        qint64 bound = 10;
        for (int d = random.bounded(11); d > 0; --d)
            bound *= 10;
        const Money written{
            static_cast<qint64>(random.generate64() % static_cast<quint64>(qMin(bound, limits::maxMinor) + 1)),
            Currency{code}};
        for (const QString &text : {amountText(written, localeOf(locale)), moneyText(written, localeOf(locale))}) {
            const auto read = parseMoney(text, written.currency, localeOf(locale));
            QVERIFY2(read, qPrintable(text));
            QVERIFY2(read->minor == written.minor,
                     qPrintable(QStringLiteral("%1 was read as %2").arg(text).arg(read->minor)));
        }
    }
}

void TestMoney::containedTax_data()
{
    QTest::addColumn<qint64>("gross");
    QTest::addColumn<int>("rate");
    QTest::addColumn<qint64>("tax");
    QTest::newRow("none") << qint64(4500) << 0 << qint64(0);
    QTest::newRow("7 % of 45.00") << qint64(4500) << 700 << qint64(294);
    QTest::newRow("19 % of 1.50") << qint64(150) << 1900 << qint64(24);
    QTest::newRow("exact") << qint64(119) << 1900 << qint64(19);
    QTest::newRow("half up") << qint64(3) << 2000 << qint64(1);     // 0.5
    QTest::newRow("half down") << qint64(-3) << 2000 << qint64(-1); // -0.5: away from zero
    QTest::newRow("nothing") << qint64(0) << 1900 << qint64(0);
    QTest::newRow("largest") << limits::maxMinor << 10'000 << limits::maxMinor / 2;
}

void TestMoney::containedTax()
{
    QFETCH(qint64, gross);
    QFETCH(int, rate);
    QTEST(containedTaxMinor(gross, rate), "tax");
}

// The same decision in exact integers: |tax - gross * rate / (10000 + rate)| is at most a half, and a half only away
// from zero.
void TestMoney::containedTaxRoundsHalfAwayFromZero()
{
    QRandomGenerator random(7);
    int halves = 0;
    for (int i = 0; i < 20'000; ++i) {
        const int rate =
            random.bounded(3) == 0 ? 2'000 : random.bounded(10'001); // 20 %: one gross amount in six ends on a half
        const qint64 gross =
            random.bounded(2) ? random.bounded(2'000) : static_cast<qint64>(random.generate64() % limits::maxMinor);
        const qint64 tax = containedTaxMinor(gross, rate);
        const qint64 divisor = 10'000 + rate;
        const qint64 error = tax * divisor - gross * rate; // in units of 1 / divisor
        QVERIFY2(2 * qAbs(error) <= divisor, qPrintable(QStringLiteral("%1 at %2").arg(gross).arg(rate)));
        if (2 * qAbs(error) == divisor) {
            ++halves;
            QVERIFY2(error > 0, qPrintable(QStringLiteral("%1 at %2").arg(gross).arg(rate)));
        }
        QCOMPARE(containedTaxMinor(-gross, rate), -tax);
    }
    QVERIFY(halves > 100);
}

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
