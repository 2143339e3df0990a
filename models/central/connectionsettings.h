// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QMap>

namespace foyer {

/// Where the centre is, as a person wrote it: `conninfo` is anything libpq accepts (URI, "service=…", key=value; empty
/// = the PG* environment). A password inside it is refused: it would stand in a process list, a shortcut or a shell
/// history.
struct ConnectionSettings
{
    QString conninfo;
    QString displayName;    ///< for people; empty = the host
    bool requireTls = true; ///< a centre that is not on this computer gets verify-full and channel_binding=require
                            ///< unless conninfo says otherwise
};

/// libpq's keywords with their values, ready for PQconnectStartParams.
using ConnectionOptions = QMap<QByteArray, QByteArray>;

/// BadInput when libpq can not read it or when it carries a password (facts: {"what": "password in conninfo"}). Reads
/// no file.
Result<ConnectionOptions> parseConninfo(const QString &conninfo);
/// Everything for one attempt to connect: the settings, the person, and the house's defaults (keepalives, timeouts,
/// TLS) where neither conninfo, service file nor environment says otherwise. An empty password leaves the choice to
/// libpq (PGPASSFILE, peer). Reads the service file, so it belongs on the link's thread.
Result<ConnectionOptions> connectionOptions(const ConnectionSettings &settings, const QString &role,
                                            const QString &password);
/// True for a socket folder or a loopback address.
bool isThisComputer(const QByteArray &host);
/// Number of hosts that libpq will try one after the other; at least 1.
int hostCount(const ConnectionOptions &options);

} // namespace foyer
