// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/local/tillprofile.h"
#include "models/local/tillrows.h"

namespace foyer {

/// Opens, checks and if need be replaces the file; synchronous, on the thread of the store.
namespace tillopening {

struct Opened
{
    std::unique_ptr<SqliteConnection> db;
    tillrows::IdentityRow identity;
    TillStoreReport report;
};

/// "till.sqlite" in the folder.
QString filePath(const TillProfile &profile);
/// Makes the folder, 0700.
Result<Done> prepareFolder(const TillProfile &profile);
/// Errors: DiskFull, DiskFailed, NewerSchema, BadInput (facts.reason "foreign till" or "foreign file").
Result<Opened> open(const TillProfile &profile);

} // namespace tillopening

} // namespace foyer
