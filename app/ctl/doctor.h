// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/run.h"

namespace foyer {

/// One thing that was looked at.
struct Diagnosis
{
    enum Health { Ok, Warning, Error };
    QString check;
    Health health = Ok;
    QString detail;
};

/// Looks at programs, profile, disk, server, schema, what the server does, and time; with --security also at every owner, right and role. Blocks; starts the private server if it does not run. Everything that can not be looked at
/// is itself a finding.
QVector<Diagnosis> examine(Run &run);
/// The age of the last good copy, the archive of WAL, and what the last nightly verify() found.
void examineCopies(Run &run, AdminSession &session, QVector<Diagnosis> &list);

} // namespace foyer
