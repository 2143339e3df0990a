// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sales/tendering.h"

#include <algorithm>

namespace foyer {

namespace {

tl::unexpected<Error> mismatch(const Money &total, qint64 paidMinor)
{
    return fail(ErrorCode::PaymentMismatch, QStringLiteral("tenders do not reach the total"),
                {{QStringLiteral("total_minor"), total.minor}, {QStringLiteral("paid_minor"), paidMinor}});
}

} // namespace

Result<TenderResult> settleTenders(const Money &total, const QVector<TenderEntry> &entries)
{
    QVector<TenderEntry> ordered = entries;
    std::stable_partition(ordered.begin(), ordered.end(),
                          [](const TenderEntry &e) { return e.kind == TenderKind::Card; });
    Money rest = total;
    TenderResult result{{}, Money{0, total.currency}};
    for (const TenderEntry &entry : std::as_const(ordered)) {
        if (entry.given.minor < 0)
            return fail(ErrorCode::BadInput, QStringLiteral("less than nothing was given"));
        Tender tender{PaymentId::make(), entry.kind, rest, rest, entry.reference};
        switch (entry.kind) {
        case TenderKind::Card:
            if (entry.reference.trimmed().isEmpty())
                return fail(ErrorCode::BadInput, QStringLiteral("a card payment needs the terminal's reference"));
            if (rest < entry.given)
                return fail(ErrorCode::BadInput, QStringLiteral("more than the total on a card"));
            if (entry.given.minor > 0)
                tender.amount = entry.given;
            tender.given = tender.amount;
            break;
        case TenderKind::Cash:
            if (!entry.exact) {
                tender.given = entry.given;
                tender.amount = std::min(entry.given, rest);
                result.change += tender.given - tender.amount;
            }
            break;
        }
        rest -= tender.amount;
        if (tender.amount.minor > 0)
            result.tenders.append(tender);
    }
    if (rest.minor != 0)
        return mismatch(total, total.minor - rest.minor);
    return result;
}

QVector<Money> quickCash(const Money &total)
{
    // Where there are no cents, notes have two zeros more: 500, 1 000, 2 000 yen.
    const int digits = total.currency.digits();
    qint64 unit = 1;
    for (int i = 0; i < (digits > 0 ? digits : 2); ++i)
        unit *= 10;
    QVector<Money> sums;
    for (const qint64 note : {5, 10, 20, 50, 100, 200, 500}) {
        const qint64 step = note * unit;
        const Money rounded{(total.minor + step - 1) / step * step, total.currency};
        if (rounded.minor > total.minor && !sums.contains(rounded) && sums.size() < 4)
            sums.append(rounded);
    }
    std::sort(sums.begin(), sums.end());
    return sums;
}

} // namespace foyer
