// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/connectionsettings.h"

#include "models/central/pghandles.h"
#include "models/central/servicefile.h"
#include "models/core/limits.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

namespace foyer {

namespace {

ConnectionOptions given(const PQconninfoOption *options)
{
    ConnectionOptions found;
    for (const PQconninfoOption *option = options; option && option->keyword; ++option) {
        if (option->val)
            found.insert(option->keyword, option->val);
    }
    return found;
}

// What libpq would take from the environment for `keyword`; asked for the few keywords that decide about TLS.
QByteArray fromEnvironment(const char *variable)
{
    return qgetenv(variable);
}

void addDefault(ConnectionOptions &options, const char *keyword, const QByteArray &value)
{
    if (!options.contains(keyword))
        options.insert(keyword, value);
}

void addEnvironment(ConnectionOptions &options, const char *keyword, const char *variable)
{
    const QByteArray value = fromEnvironment(variable);
    if (!value.isEmpty())
        addDefault(options, keyword, value);
}

// libpq 15 knows no "sslrootcert=system"; without a root file of the person's own, the distribution's bundle is what
// "verify-full" means.
void addRootCertificate(ConnectionOptions &options)
{
    const QString own = QDir::homePath() + QStringLiteral("/.postgresql/root.crt");
    const QString bundle = QStringLiteral("/etc/ssl/certs/ca-certificates.crt");
    if (!QFileInfo::exists(own) && QFileInfo::exists(bundle))
        addDefault(options, "sslrootcert", bundle.toUtf8());
}

void addTls(ConnectionOptions &options)
{
    addEnvironment(options, "sslmode", "PGSSLMODE");
    addEnvironment(options, "channel_binding", "PGCHANNELBINDING");
    addEnvironment(options, "sslrootcert", "PGSSLROOTCERT");
    addDefault(options, "sslmode", "verify-full");
    const QByteArray mode = options.value("sslmode");
    // Without TLS there is no channel to bind to, and libpq would refuse every server.
    if (mode != "disable" && mode != "allow" && mode != "prefer")
        addDefault(options, "channel_binding", "require");
    if (mode == "verify-full" || mode == "verify-ca")
        addRootCertificate(options);
}

void addHouseDefaults(ConnectionOptions &options)
{
    // Measured on a dropped line: keepalives alone do not help a call sent after the cut, tcp_user_timeout alone does
    // not help one already waiting.
    addDefault(options, "keepalives", "1");
    addDefault(options, "keepalives_idle", "2");
    addDefault(options, "keepalives_interval", "1");
    addDefault(options, "keepalives_count", "3");
    addDefault(options, "tcp_user_timeout", QByteArray::number(limits::tcpUserTimeoutMs));
    addDefault(options, "connect_timeout", QByteArray::number(limits::connectTimeoutSecs));
    addDefault(options, "client_encoding", "UTF8");
    addDefault(options, "application_name", "foyer");
    // Kerberos negotiation inside PQconnectPoll blocks.
    addDefault(options, "gssencmode", "disable");
}

} // namespace

Result<ConnectionOptions> parseConninfo(const QString &conninfo)
{
    char *message = nullptr;
    const PgOptionsHandle options(PQconninfoParse(conninfo.toUtf8().constData(), &message));
    const PgTextHandle messageOwner(message);
    if (!options) {
        return fail(ErrorCode::BadInput, QString::fromUtf8(message ? message : "out of memory").trimmed(),
                    {{QStringLiteral("what"), QStringLiteral("conninfo")}});
    }
    ConnectionOptions found = given(options.get());
    if (found.contains("password") || found.contains("sslpassword")) {
        return fail(ErrorCode::BadInput,
                    QStringLiteral("a password does not belong in the connection text; use PGPASSFILE or type it"),
                    {{QStringLiteral("what"), QStringLiteral("password in conninfo")}});
    }
    return found;
}

bool isThisComputer(const QByteArray &host)
{
    return host.isEmpty() || host.startsWith('/') || host.startsWith('@') || host == "localhost" ||
           host == "127.0.0.1" || host == "::1";
}

int hostCount(const ConnectionOptions &options)
{
    const QByteArray hosts = options.contains("host") ? options.value("host") : options.value("hostaddr");
    return hosts.isEmpty() ? 1 : static_cast<int>(hosts.count(',')) + 1;
}

Result<ConnectionOptions> connectionOptions(const ConnectionSettings &settings, const QString &role,
                                            const QString &password)
{
    Result<ConnectionOptions> options = parseConninfo(settings.conninfo);
    if (!options)
        return options;
    // The service is resolved here and not by libpq, because libpq would let our TLS defaults win over the file.
    QByteArray service = options->take("service");
    if (service.isEmpty())
        service = fromEnvironment("PGSERVICE");
    if (!service.isEmpty()) {
        const Result<ConnectionOptions> fromFile = serviceOptions(service);
        if (!fromFile)
            return fromFile;
        for (auto it = fromFile->cbegin(); it != fromFile->cend(); ++it)
            addDefault(*options, it.key().constData(), it.value());
    }
    if (!options->contains("hostaddr")) {
        addEnvironment(*options, "hostaddr", "PGHOSTADDR");
    }
    addEnvironment(*options, "host", "PGHOST");
    bool local = true;
    const QList<QByteArray> hosts =
        (options->contains("host") ? options->value("host") : options->value("hostaddr")).split(',');
    for (const QByteArray &host : hosts)
        local = local && isThisComputer(host.trimmed());
    if (!local && settings.requireTls)
        addTls(*options);
    addHouseDefaults(*options);
    if (!role.isEmpty())
        options->insert("user", role.toUtf8());
    if (!password.isEmpty())
        options->insert("password", password.toUtf8());
    return options;
}

} // namespace foyer
