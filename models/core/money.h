// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QLocale>
#include <QtCore/QString>

namespace foyer {

/// An ISO 4217 currency by its three letters; the number of minor digits comes from the standard, never from a locale.
struct Currency
{
    QString code = QStringLiteral("EUR");

    [[nodiscard]] int digits() const; ///< 0 for JPY, 3 for KWD, 2 for most
    [[nodiscard]] QString symbol() const; ///< "€", or the code where no symbol is known
    friend bool operator==(const Currency &a, const Currency &b) { return a.code == b.code; }
    friend bool operator!=(const Currency &a, const Currency &b) { return !(a == b); }
};

/// An amount in minor units (cents) of one currency. Adding two currencies is a programmer's error and asserts.
struct Money
{
    qint64 minor = 0;
    Currency currency;

    Money &operator+=(const Money &other);
    Money &operator-=(const Money &other);
    friend Money operator+(Money a, const Money &b) { return a += b; }
    friend Money operator-(Money a, const Money &b) { return a -= b; }
    friend Money operator*(Money a, qint64 n) { a.minor *= n; return a; }
    friend bool operator==(const Money &a, const Money &b) { return a.minor == b.minor && a.currency == b.currency; }
    friend bool operator!=(const Money &a, const Money &b) { return !(a == b); }
    friend bool operator<(const Money &a, const Money &b) { return a.minor < b.minor; }
};

/// "45.00" with the locale's separators and the currency's digits, without a symbol.
QString amountText(const Money &money, const QLocale &locale);
/// "€45.00" or "45,00 €" as the locale writes it, always with the currency's own digits.
QString moneyText(const Money &money, const QLocale &locale);
/// Reads what a clerk typed ("45", "45,5", "45.50", "1.234,50"); BadInput for anything ambiguous, negative or too long.
Result<Money> parseMoney(const QString &text, const Currency &currency, const QLocale &locale);

/// The tax contained in a gross amount at `rateBp` basis points, rounded half away from zero to a minor unit.
qint64 containedTaxMinor(qint64 grossMinor, int rateBp);

} // namespace foyer
