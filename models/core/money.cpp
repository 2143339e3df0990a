// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/money.h"

#include "models/core/limits.h"

#include <algorithm>
#include <array>

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
    const auto it = std::find_if(kKnown.begin(), kKnown.end(), [&code](const Known &k) { return code == QLatin1String(k.code); });
    return it == kKnown.end() ? nullptr : &*it;
}

qint64 powerOfTen(int digits)
{
    qint64 p = 1;
    for (int i = 0; i < digits; ++i)
        p *= 10;
    return p;
}

// Whole and minor part are written apart: a double would lose the last digits of large amounts.
QString digitsText(const Money &money, const QLocale &locale)
{
    const int digits = money.currency.digits();
    const qint64 unit = powerOfTen(digits);
    const qint64 absolute = money.minor < 0 ? -money.minor : money.minor;
    QString text = locale.toString(absolute / unit);
    if (digits > 0) {
        QString minor = QString::number(absolute % unit);
        text += locale.decimalPoint() + minor.rightJustified(digits, QLatin1Char('0'));
    }
    return text;
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
    // Where the locale puts the symbol is learned from how it writes a currency amount of its own.
    const QString sample = locale.toCurrencyString(1.0, QStringLiteral("@"), 0);
    const bool symbolFirst = sample.startsWith(QLatin1Char('@'));
    const QString sign = money.minor < 0 ? locale.negativeSign() : QString();
    const QString symbol = money.currency.symbol();
    if (symbolFirst) {
        const QString gap = symbol.size() > 1 ? QString(QChar::Nbsp) : QString();
        return sign + symbol + gap + digitsText(money, locale);
    }
    return sign + digitsText(money, locale) + QChar(QChar::Nbsp) + symbol;
}

Result<Money> parseMoney(const QString &text, const Currency &currency, const QLocale &locale)
{
    QString t = text.trimmed();
    t.remove(currency.symbol());
    t.remove(currency.code, Qt::CaseInsensitive);
    t.remove(QChar::Nbsp);
    t.remove(QChar(0x202f));
    t.remove(QLatin1Char(' '));
    t.remove(QLatin1Char('\''));
    if (t.isEmpty() || t.size() > 16)
        return fail(ErrorCode::BadInput, QStringLiteral("amount is empty or too long"));

    // The last separator is the decimal one if at most `digits` figures follow it; three figures after a group separator of the
    // locale are thousands. Anything else is ambiguous and refused rather than guessed.
    const qsizetype last = std::max(t.lastIndexOf(QLatin1Char('.')), t.lastIndexOf(QLatin1Char(',')));
    QString whole = t;
    QString minor;
    if (last >= 0) {
        const qsizetype after = t.size() - last - 1;
        const bool grouped = after == 3 && (QString(t.at(last)) == locale.groupSeparator() || currency.digits() < 3);
        if (!grouped) {
            if (after > currency.digits() || (after > 0 && currency.digits() == 0))
                return fail(ErrorCode::BadInput, QStringLiteral("too many decimals"));
            whole = t.left(last);
            minor = t.mid(last + 1);
        }
    }
    whole.remove(QLatin1Char('.')).remove(QLatin1Char(','));
    if (whole.isEmpty())
        whole = QStringLiteral("0");
    const QString all = whole + minor.leftJustified(currency.digits(), QLatin1Char('0'));
    const bool figures = std::all_of(all.begin(), all.end(), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
    bool ok = false;
    const qint64 value = all.toLongLong(&ok);
    if (!figures || !ok || value > limits::maxMinor)
        return fail(ErrorCode::BadInput, QStringLiteral("not an amount"));
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
