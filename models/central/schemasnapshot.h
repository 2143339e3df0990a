// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/adminsession.h"

#include <QtCore/QStringList>

namespace foyer {

/// The schema as text: tables, functions, owners, roles and rights, a line "what: how" each, in a fixed order. `live` is
/// what the database has, `committed` what this program was made with (sql/schema.snapshot.txt). Blocking.
Result<QStringList> liveSnapshot(AdminSession &session);
Result<QStringList> committedSnapshot();

/// One sentence for each difference; empty when there is none.
QStringList snapshotDifferences(const QStringList &live, const QStringList &committed);

} // namespace foyer
