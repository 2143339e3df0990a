// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/central/connectionsettings.h"

namespace foyer {

/// The settings of a service from libpq's own files (PGSERVICEFILE or ~/.pg_service.conf, then PGSYSCONFDIR or
/// /etc/postgresql-common). BadInput when no file has it. Blocks on the disk.
Result<ConnectionOptions> serviceOptions(const QByteArray &service);

} // namespace foyer
