// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/doctor.h"

namespace foyer {

/// Looks at the views of monitoring: statements, sizes, indexes, sessions, waits. Warnings only, because a busy server is not an ill one. Blocks.
QVector<Diagnosis> examineHealth(AdminSession &session);

} // namespace foyer
