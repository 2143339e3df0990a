// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serverbinaries.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

namespace foyer {

// The schema counts on the closed schema public and the security-invoker rules of 15.
static constexpr int oldestMajor = 15;

Result<ServerBinaries> findServerBinaries(const QString &root, int major)
{
    ServerBinaries newest;
    const QStringList versions = QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &version : versions) {
        const ServerBinaries found{version.toInt(), root + QLatin1Char('/') + version + QStringLiteral("/bin")};
        const bool complete = QFileInfo(found.program(QStringLiteral("postgres"))).isExecutable()
            && QFileInfo(found.program(QStringLiteral("initdb"))).isExecutable();
        if (!complete || found.major < oldestMajor)
            continue;
        if (found.major == major)
            return found;
        if (found.major > newest.major)
            newest = found;
    }
    if (newest.major == 0) {
        return fail(ErrorCode::ServerFailed, QStringLiteral("No PostgreSQL %1 or later below %2.").arg(oldestMajor).arg(root),
            {{QStringLiteral("reason"), QStringLiteral("no-binaries")}});
    }
    if (major != 0) {
        return fail(ErrorCode::ServerFailed, QStringLiteral("The data is of PostgreSQL %1, which is not installed.").arg(major),
            {{QStringLiteral("reason"), QStringLiteral("other-version")}, {QStringLiteral("data_version"), major},
                {QStringLiteral("newest"), newest.major}});
    }
    return newest;
}

int dataVersion(const QString &dataFolder)
{
    QFile file(dataFolder + QStringLiteral("/PG_VERSION"));
    return file.open(QIODevice::ReadOnly) ? file.read(16).trimmed().toInt() : 0;
}

} // namespace foyer
