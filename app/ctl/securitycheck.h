// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/doctor.h"

namespace foyer {

/// Compares owners, rights, functions and roles with what this program was made with, and looks at roles beyond Foyer's own, at pg_hba.conf and at TLS. One
/// diagnosis for each thing looked at: an error for each difference, a sentence that names it. Blocks.
QVector<Diagnosis> examineSecurity(AdminSession &session);

} // namespace foyer
