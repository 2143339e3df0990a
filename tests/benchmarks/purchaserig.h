// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/pghandles.h"
#include "tests/support/testvenue.h"

#include <memory>
#include <vector>

namespace foyer {

/// One till of the benchmark: a blocking connection on a thread of its own that sells two places again and again.
class Seller
{
public:
    virtual ~Seller() = default;
    /// False when the places are gone or the server refused; `error` then says why.
    virtual bool sellTwo() = 0;
    [[nodiscard]] const QString &error() const { return m_error; }

protected:
    QString m_error;
};

using Sellers = std::vector<std::unique_ptr<Seller>>;

/// The textbook: BEGIN; SELECT … FOR UPDATE on the tier's row; UPDATE sold; INSERT order; INSERT two tickets; COMMIT,
/// each a round trip, all prepared beforehand, which is the best one can do for it. `tier` is a row of textbook.tiers.
std::unique_ptr<Seller> textbookSeller(PgConnHandle conn, int tier);
/// Foyer: one call of foyer.sell. `ahead` requests are built and sealed now, because twenty tills do not share the
/// server's processors.
std::unique_ptr<Seller> foyerSeller(PgConnHandle conn, const TestTill &till, const TestEvent &event, int ahead);
/// The tables of the textbook.
Result<Done> makeTextbookTables(AdminSession &admin);

} // namespace foyer
