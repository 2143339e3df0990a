// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace foyer {

/// Replaces a file whole or not at all, readable by `mode` (0600); as root it belongs to the folder's owner. DiskFull or DiskFailed.
Result<Done> writeFile(const QString &path, const QByteArray &content, unsigned mode = 0600);
/// Reads at most `limit` bytes; DiskFailed, or BadInput for a longer file.
Result<QByteArray> readFile(const QString &path, qint64 limit);

} // namespace foyer
