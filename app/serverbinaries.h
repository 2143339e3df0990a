// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QString>

namespace foyer {

/// One installed PostgreSQL.
struct ServerBinaries
{
    int major = 0;
    QString folder;

    [[nodiscard]] QString program(const QString &name) const { return folder + QLatin1Char('/') + name; }
};

/// The newest PostgreSQL below `root` (/usr/lib/postgresql), or the one of version `major` for data that exists already. ServerFailed with the reason
/// "no-binaries" (nothing usable is installed) or "other-version" (data_version, newest).
Result<ServerBinaries> findServerBinaries(const QString &root, int major = 0);
/// The PostgreSQL version of a data folder; 0 when it is none.
int dataVersion(const QString &dataFolder);

} // namespace foyer
