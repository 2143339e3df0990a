// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serverconfig.h"

#include "app/writefile.h"

namespace foyer {
namespace {

// max_connections: the tests' forty tills and some. No replication, so WAL can be small. The log names no parameters, so no secret reaches it.
const char settings[] = R"(# Written by Foyer at every start; changes are lost. Put your own into postgresql.conf, after the include.
listen_addresses = ''
port = 5432
unix_socket_directories = '%SOCKET%'
unix_socket_permissions = 0700
cluster_name = '%CLUSTER%'
password_encryption = 'scram-sha-256'
shared_preload_libraries = 'pg_stat_statements'
max_connections = 100
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
jit = off
log_line_prefix = '%m [%p] %u '
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
)";

// Peer for the owner, a password for everybody else, nothing over TCP, trust for nobody.
const char access[] = R"(# Written by Foyer at every start; changes are lost.
local   all   %OWNER%   peer map=owner
local   all   all   scram-sha-256
)";

const char identities[] = R"(# Written by Foyer at every start; changes are lost.
owner   root   %OWNER%
owner   %USER%   %OWNER%
)";

QByteArray quoted(QString text)
{
    return text.replace(QLatin1Char('\''), QLatin1String("''")).toUtf8();
}

} // namespace

Result<Done> writeServerConfig(const QString &dataFolder, const ServerConfig &config)
{
    const QByteArray owner = ownerRole().toLatin1();
    const QString folder = dataFolder + QLatin1Char('/');
    const QByteArray main = QByteArray(settings).replace("%SOCKET%", quoted(config.socketFolder)).replace("%CLUSTER%", quoted(config.clusterName));
    auto written = writeFile(folder + QStringLiteral("foyer.conf"), main);
    if (written)
        written = writeFile(folder + QStringLiteral("pg_hba.conf"), QByteArray(access).replace("%OWNER%", owner));
    if (written) {
        const QByteArray user = '"' + config.osUser.toUtf8() + '"';
        written = writeFile(folder + QStringLiteral("pg_ident.conf"), QByteArray(identities).replace("%OWNER%", owner).replace("%USER%", user));
    }
    return written;
}

} // namespace foyer
