// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QString>

namespace foyer {

/// What is written into the configuration files of a private server.
struct ServerConfig
{
    QString socketFolder;
    QString clusterName;
    QString osUser;
};

/// The role of the private server's owner; it signs in by who we are to the operating system.
inline QString ownerRole()
{
    return QStringLiteral("foyer_boot");
}

/// Writes foyer.conf, pg_hba.conf and pg_ident.conf anew, at every start, so that a new release can change them. DiskFull or DiskFailed.
Result<Done> writeServerConfig(const QString &dataFolder, const ServerConfig &config);

} // namespace foyer
