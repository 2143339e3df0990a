// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sales/sale.h"

namespace foyer {

/// What a clerk typed for one means of payment, before it is known how much of it the sale needs.
struct TenderEntry
{
    TenderKind kind = TenderKind::Cash;
    Money given;      ///< cash handed over; for a card the amount to charge, zero = the rest
    bool exact = false; ///< cash: exactly the rest
    QString reference;
};

struct TenderResult
{
    QVector<Tender> tenders; ///< amounts add up to the total
    Money change;
};

/// Settles `total` with the entries in their order; cash goes last so that only cash gives change. PaymentMismatch (total_minor, paid_minor) when it
/// is too little, BadInput for more than the total on a card or a card without reference.
Result<TenderResult> settleTenders(const Money &total, const QVector<TenderEntry> &entries);

/// Sums a customer is likely to hand over for `total` ("50", "100"), ascending, at most four, none below the total.
QVector<Money> quickCash(const Money &total);

} // namespace foyer
