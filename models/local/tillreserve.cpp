// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/tillreserve.h"

#include "models/core/limits.h"

namespace foyer::tillreserve {

namespace {

Result<Done> inTransaction(const SqliteConnection &db, const QString &sql, const QVariantList &values = {})
{
    auto transaction = SqliteTransaction::begin(db);
    if (!transaction)
        return fail(transaction.error());
    if (const auto done = db.exec(sql, values); !done)
        return done;
    return transaction->commit();
}

Result<qint64> freeBytes(const SqliteConnection &db)
{
    const auto pages = db.value(QStringLiteral("PRAGMA freelist_count"));
    if (!pages)
        return fail(pages.error());
    const auto size = db.value(QStringLiteral("PRAGMA page_size"));
    if (!size)
        return fail(size.error());
    return pages->toLongLong() * size->toLongLong();
}

} // namespace

Result<Done> fill(const SqliteConnection &db)
{
    if (const auto done = inTransaction(db, QStringLiteral("DELETE FROM reserve WHERE kind = 'free'")); !done)
        return done;
    if (const auto done = inTransaction(
            db,
            QStringLiteral(
                "INSERT INTO reserve (kind, filler) VALUES ('settle', zeroblob(?)) ON CONFLICT (kind) DO NOTHING"),
            {limits::settleReserveBytes});
        !done)
        return done;
    // Changing each page of the kept part journals it: that is what gives the journal its size. SQLite does not journal
    // pages that get the bytes they have, and with a journal of a few pages the first split of a tree would need the
    // full disk.
    if (const auto done = inTransaction(
            db, QStringLiteral("UPDATE reserve SET filler = randomblob(length(filler)) WHERE kind = 'settle'"));
        !done)
        return done;
    const auto free = freeBytes(db);
    if (!free)
        return fail(free.error());
    if (*free >= limits::tillReserveBytes / 2)
        return Done{};
    // The blob has to be committed before it is deleted, or its pages never reach the disk.
    if (const auto done =
            inTransaction(db, QStringLiteral("INSERT INTO reserve (kind, filler) VALUES ('free', zeroblob(?))"),
                          {limits::tillReserveBytes});
        !done)
        return done;
    return inTransaction(db, QStringLiteral("DELETE FROM reserve WHERE kind = 'free'"));
}

Result<bool> hasSettlePart(const SqliteConnection &db)
{
    const auto found = db.value(QStringLiteral("SELECT count(*) FROM reserve WHERE kind = 'settle'"));
    if (!found)
        return fail(found.error());
    return found->toInt() == 1;
}

Result<Done> openSettlePart(const SqliteConnection &db)
{
    return inTransaction(db, QStringLiteral("DELETE FROM reserve WHERE kind = 'settle'"));
}

} // namespace foyer::tillreserve
