// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QByteArray>

namespace foyer {

/// Writes the bytes to a file so that it is whole or not there, through a synced temporary file beside it; DiskFull or DiskFailed (facts.path).
/// What stood there before stays when it fails.
Result<Done> writeWholeFile(const QString &path, const QByteArray &bytes);

} // namespace foyer
