// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/pgcall.h"

namespace foyer {

PgParam PgParam::text(const QString &value)
{
    // An empty text must stay a text: a null QByteArray would become NULL.
    const QByteArray utf8 = value.toUtf8();
    // In text form libpq stops at a NUL; in binary the server sees it and refuses.
    return PgParam{utf8.isNull() ? QByteArray("") : utf8, utf8.contains('\0')};
}

PgParam PgParam::bytes(const QByteArray &value)
{
    return PgParam{value.isNull() ? QByteArray("") : value, true};
}

QByteArray PgAnswer::single() const
{
    if (rows.size() != 1 || rows.first().size() != 1)
        return {};
    return rows.first().first();
}

} // namespace foyer
