// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/servicefile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <optional>

namespace foyer {

namespace {

constexpr qint64 maxServiceFileBytes = 1024 * 1024;

std::optional<ConnectionOptions> sectionOf(const QString &path, const QByteArray &service)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    std::optional<ConnectionOptions> section;
    const QList<QByteArray> lines = file.read(maxServiceFileBytes).split('\n');
    for (const QByteArray &raw : lines) {
        const QByteArray line = raw.trimmed();
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        if (line.startsWith('[') && line.endsWith(']')) {
            if (section)
                break;
            if (line.mid(1, line.size() - 2) == service)
                section.emplace();
            continue;
        }
        const qsizetype equals = line.indexOf('=');
        if (section && equals > 0 && !section->contains(line.left(equals).trimmed()))
            section->insert(line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
    }
    return section;
}

} // namespace

Result<ConnectionOptions> serviceOptions(const QByteArray &service)
{
    const QString own = qEnvironmentVariable("PGSERVICEFILE", QDir::homePath() + QStringLiteral("/.pg_service.conf"));
    const QString folder = qEnvironmentVariable("PGSYSCONFDIR", QStringLiteral("/etc/postgresql-common"));
    for (const QString &path : {own, folder + QStringLiteral("/pg_service.conf")}) {
        if (const auto section = sectionOf(path, service))
            return *section;
    }
    return fail(ErrorCode::BadInput,
                QStringLiteral("no service file has the service \"%1\"").arg(QString::fromUtf8(service)),
                {{QStringLiteral("what"), QStringLiteral("service")}});
}

} // namespace foyer
