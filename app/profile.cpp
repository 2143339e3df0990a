// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profile.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace foyer {
namespace {

constexpr int maxNameLength = 40;

/// The server's folder of root's profiles; PostgreSQL runs there as another user, for whom /root is closed.
QString rootServerHome()
{
    return QStringLiteral("/var/lib/foyer");
}

/// A folder's name and a short hash of its path: readable, and different for two folders of one name.
QString hashedName(const QString &folder)
{
    QString name = QFileInfo(folder).fileName();
    name.replace(QRegularExpression(QStringLiteral("[^A-Za-z0-9_-]")), QStringLiteral("_"));
    const QByteArray hash = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(10);
    return name.left(maxNameLength) + QLatin1Char('-') + QString::fromLatin1(hash);
}

Result<Done> makePrivateFolder(const QString &folder)
{
    const QByteArray path = QFile::encodeName(folder);
    if (!QDir().mkpath(QFileInfo(folder).path()) || (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)) {
        const int problem = errno;
        return fail(problem == ENOSPC ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
            QStringLiteral("The folder %1 can not be made: %2").arg(folder, QString::fromLocal8Bit(std::strerror(problem))),
            {{QStringLiteral("path"), folder}});
    }
    struct stat info = {};
    if (::stat(path.constData(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()
        || ::chmod(path.constData(), 0700) != 0) {
        return fail(ErrorCode::DiskFailed, QStringLiteral("The folder %1 does not belong to this user.").arg(folder),
            {{QStringLiteral("path"), folder}});
    }
    return Done{};
}

} // namespace

Result<Profile> openProfile(const QString &nameOrFolder)
{
    static const QRegularExpression plainName(QStringLiteral("\\A[A-Za-z0-9_-]{1,%1}\\z").arg(maxNameLength));
    const QString home = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/foyer");
    Profile profile;
    if (plainName.match(nameOrFolder).hasMatch()) {
        profile.name = nameOrFolder;
        profile.folder = home + QLatin1Char('/') + nameOrFolder;
        if (auto made = makePrivateFolder(home); !made)
            return fail(made.error());
    } else if (nameOrFolder.contains(QLatin1Char('/')) && !nameOrFolder.contains(QChar::Null)) {
        profile.folder = QDir::cleanPath(QFileInfo(nameOrFolder).absoluteFilePath());
        profile.name = QFileInfo(profile.folder).fileName();
    } else {
        return fail(ErrorCode::BadInput,
            QStringLiteral("A profile is a folder (with a slash) or a name of up to %1 letters, digits, - and _.").arg(maxNameLength));
    }
    if (auto made = makePrivateFolder(profile.folder); !made)
        return fail(made.error());
    profile.folder = QFileInfo(profile.folder).canonicalFilePath();

    profile.serverFolder = profile.folder;
    if (::geteuid() == 0) {
        // A profile by name has its plain name only in root's own home; under another XDG_DATA_HOME it is another profile.
        const bool usual = profile.folder == QStringLiteral("/root/.local/share/foyer/") + nameOrFolder;
        profile.serverFolder = rootServerHome() + QLatin1Char('/') + (usual ? nameOrFolder : hashedName(profile.folder));
    }
    return profile;
}

} // namespace foyer
