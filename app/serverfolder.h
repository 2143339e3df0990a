// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/serverprocess.h"
#include "models/core/result.h"

namespace foyer {

/// Makes a folder that only `user` can enter, or takes one that is exactly that. DiskFull or DiskFailed, also when somebody else made it.
Result<Done> makeServerFolder(const QString &folder, const ServerUser &user);
/// What was renamed or made in the folder stays after a power cut.
Result<Done> syncFolder(const QString &folder);

} // namespace foyer
