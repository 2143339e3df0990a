// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/local/tillopening.h"

/// Replaces a damaged file by a new one that holds every row whose hash still fits. The damaged file is kept, under a name with the time. Each step can be
/// interrupted: the new file is complete before the old one is moved.
namespace foyer::tillrescue {

/// The damaged file must not be open. Errors: DiskFull, DiskFailed; then everything stands as before.
Result<TillStoreReport> replaceDamaged(const QString &path, const TillProfile &profile);
/// Carries on where a replacement was cut off between its two renames.
Result<Done> finishInterrupted(const QString &path);

} // namespace foyer::tillrescue
