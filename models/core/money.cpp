// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/money.h"

#include "models/core/limits.h"

#include <QtCore/QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

namespace foyer {

namespace {

struct Known
{
    const char *code;
    const char *symbol;
    int digits;
};

// ISO 4217 minor digits other than 2, and the symbols people in Foyer's countries expect.
constexpr std::array kKnown = {
    Known{"EUR", "\u20ac", 2}, Known{"GBP", "\u00a3", 2}, Known{"USD", "$", 2},   Known{"JPY", "\u00a5", 0},
    Known{"KRW", "\u20a9", 0}, Known{"ISK", "kr", 0},     Known{"CLP", "$", 0},   Known{"VND", "\u20ab", 0},
    Known{"BHD", "BHD", 3},    Known{"KWD", "KWD", 3},    Known{"OMR", "OMR", 3}, Known{"TND", "TND", 3},
    Known{"JOD", "JOD", 3},    Known{"IQD", "IQD", 3},    Known{"LYD", "LYD", 3}, Known{"UGX", "UGX", 0},
    Known{"XAF", "XAF", 0},    Known{"XOF", "XOF", 0},    Known{"PYG", "PYG", 0}, Known{"RWF", "RWF", 0},
};

const Known *known(const QString &code)
{
    const auto it =
        std::find_if(kKnown.begin(), kKnown.end(), [&code](const Known &k) { return code == QLatin1String(k.code); });
    return it == kKnown.end() ? nullptr : &*it;
}

qint64 powerOfTen(int digits)
{
    qint64 p = 1;
    for (int i = 0; i < digits; ++i)
        p *= 10;
    return p;
}

// In threes everywhere: QLocale of Qt 6.4 writes 5128.759 in locales that group from five figures on, which nobody can
// read back.
QString wholeText(qint64 whole, const QLocale &locale)
{
    const bool groups =
        whole >= 10'000 ? locale.toString(10'000).size() > 5 : whole >= 1'000 && locale.toString(1'000).size() > 4;
    const QString figures = QString::number(whole);
    QString text;
    for (qsizetype i = 0; i < figures.size(); ++i) {
        if (groups && i > 0 && (figures.size() - i) % 3 == 0)
            text += locale.groupSeparator();
        text += figures.at(i);
    }
    return text;
}

// Whole and minor part are written apart: a double would lose the last digits of large amounts.
QString digitsText(const Money &money, const QLocale &locale)
{
    const int digits = money.currency.digits();
    const qint64 unit = powerOfTen(digits);
    const qint64 absolute = money.minor < 0 ? -money.minor : money.minor;
    QString text = wholeText(absolute / unit, locale);
    if (digits > 0)
        text += locale.decimalPoint() + QString::number(absolute % unit).rightJustified(digits, QLatin1Char('0'));
    return text;
}

// Longer than the largest amount in its longest dress; also bounds the work on pasted text.
constexpr qsizetype kMaxTypedChars = 40;

tl::unexpected<Error> notAnAmount(const char *why)
{
    return fail(ErrorCode::BadInput, QStringLiteral("not an amount: ") + QLatin1String(why));
}

bool isFigures(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(),
                       [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
}

// The currency may stand at either end. All spaces become one kind, and so do apostrophes: locales and keyboards differ
// in which they use.
QString plainAmount(const QString &text, const Currency &currency)
{
    QString t = text.trimmed();
    for (const QString &name : {currency.symbol(), currency.code}) {
        if (t.startsWith(name, Qt::CaseInsensitive))
            t.remove(0, name.size());
        else if (t.endsWith(name, Qt::CaseInsensitive))
            t.chop(name.size());
    }
    t = t.trimmed();
    for (QChar &c : t) {
        if (c.isSpace())
            c = QLatin1Char(' ');
        else if (c == QChar(0x2019))
            c = QLatin1Char('\'');
    }
    return t;
}

// Where the decimals begin, or -1. A point or comma that stands only once and last is the decimal one, because the
// number pad has only one of them; but before exactly three figures the locale's group separator stands for thousands.
qsizetype decimalSeparator(const QString &typed, const QLocale &locale)
{
    const qsizetype last = std::max(typed.lastIndexOf(QLatin1Char('.')), typed.lastIndexOf(QLatin1Char(',')));
    if (last < 0 || typed.count(typed.at(last)) > 1)
        return -1;
    const bool thousands = typed.size() - last - 1 == 3 && QString(typed.at(last)) == locale.groupSeparator();
    return thousands ? -1 : last;
}

// The figures of the whole part without its group separators; nullopt unless these are all alike and where thousands
// have them.
std::optional<QString> wholeFigures(const QString &whole)
{
    static const QRegularExpression grouped(QStringLiteral("^[0-9]{1,3}([., '])[0-9]{3}(?:\\1[0-9]{3})*$"));
    if (isFigures(whole))
        return whole;
    const QRegularExpressionMatch match = grouped.match(whole);
    if (!match.hasMatch())
        return std::nullopt;
    return QString(whole).remove(match.captured(1));
}

} // namespace

int Currency::digits() const
{
    const Known *k = known(code);
    return k ? k->digits : 2;
}

QString Currency::symbol() const
{
    const Known *k = known(code);
    return k ? QString::fromUtf8(k->symbol) : code;
}

Money &Money::operator+=(const Money &other)
{
    Q_ASSERT(currency == other.currency);
    minor += other.minor;
    return *this;
}

Money &Money::operator-=(const Money &other)
{
    Q_ASSERT(currency == other.currency);
    minor -= other.minor;
    return *this;
}

QString amountText(const Money &money, const QLocale &locale)
{
    return (money.minor < 0 ? locale.negativeSign() : QString()) + digitsText(money, locale);
}

QString moneyText(const Money &money, const QLocale &locale)
{
    // Where the locale puts the symbol, and with which gap, is learned from how it writes a currency amount of its own.
    const QString sample = locale.toCurrencyString(1.0, QStringLiteral("@"), 0);
    const QString sign = money.minor < 0 ? locale.negativeSign() : QString();
    const QString symbol = money.currency.symbol();
    if (sample.startsWith(QLatin1Char('@'))) {
        const bool gap = symbol.size() > 1 || (sample.size() > 1 && sample.at(1).isSpace());
        return sign + symbol + (gap ? QString(QChar::Nbsp) : QString()) + digitsText(money, locale);
    }
    return sign + digitsText(money, locale) + QChar(QChar::Nbsp) + symbol;
}

Result<Money> parseMoney(const QString &text, const Currency &currency, const QLocale &locale)
{
    if (text.size() > kMaxTypedChars)
        return notAnAmount("too long");
    const QString typed = plainAmount(text, currency);
    const qsizetype separator = decimalSeparator(typed, locale);
    const QString minor = separator < 0 ? QString() : typed.mid(separator + 1);
    const auto whole = wholeFigures(separator < 0 ? typed : typed.left(separator));
    if (!whole || !isFigures(minor) || (whole->isEmpty() && minor.isEmpty()))
        return notAnAmount("not figures in groups of three");
    if (minor.size() > currency.digits())
        return notAnAmount("more decimals than the currency has");
    bool ok = false;
    const qint64 value = (*whole + minor.leftJustified(currency.digits(), QLatin1Char('0'))).toLongLong(&ok);
    if (!ok || value > limits::maxMinor)
        return notAnAmount("too large");
    return Money{value, currency};
}

qint64 containedTaxMinor(qint64 grossMinor, int rateBp)
{
    const qint64 divisor = 10'000 + rateBp;
    const qint64 doubled = 2 * grossMinor * rateBp;
    const qint64 half = doubled >= 0 ? divisor : -divisor;
    return (doubled + half) / (2 * divisor);
}

} // namespace foyer
