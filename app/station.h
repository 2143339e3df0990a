// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/profile.h"
#include "models/central/pggateway.h"
#include "models/local/sqlitetillstore.h"
#include "models/services/desk.h"

namespace foyer {

/// A till put together: its own file, the line to the centre, and the desk that sells over both. Both programs work with it; its address stays.
class Station
{
public:
    /// `lockWaitMs`: how long to wait for another Foyer to leave the profile. The endpoint may be set later, before the first sign-in.
    Station(const Profile &profile, const ConnectionSettings &settings, bool standalone, int lockWaitMs);

    PgGateway gateway;
    SqliteTillStore store;
    Desk desk;
};

/// Who a new till file says it is. The first till of a private server is till-1; a later one, and one at a shared centre, has a random code that keeps it
/// apart. A file that exists keeps what it says.
TillProfile tillProfile(const Profile &profile, bool standalone, int lockWaitMs);

/// Adds the till's public key to the profile's till.pub, for doors; keys of earlier till files stay. DiskFull or DiskFailed.
Result<Done> exportTillKey(const Profile &profile, const QByteArray &publicKey);

} // namespace foyer
