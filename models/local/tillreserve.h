// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/local/sqliteconnection.h"

/// Pages of the till's file that are allocated on disk before they are needed, so that a full disk does not stop the queue at once: a large part lies free for
/// any write, a small part is kept back for the outcomes of calls that were already sent. The rollback journal, which persists, is brought to its size too.
namespace foyer::tillreserve {

/// Brings both parts to their size (limits.h). Not inside a transaction.
Result<Done> fill(const SqliteConnection &db);
/// Whether the part for outcomes is still whole.
Result<bool> hasSettlePart(const SqliteConnection &db);
/// Opens the part for outcomes; takes no new space.
Result<Done> openSettlePart(const SqliteConnection &db);

} // namespace foyer::tillreserve
