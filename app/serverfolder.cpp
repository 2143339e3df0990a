// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serverfolder.h"

#include <QtCore/QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace foyer {
namespace {

tl::unexpected<Error> folderError(const QString &folder, int problem)
{
    return fail(problem == ENOSPC || problem == EDQUOT ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
        QStringLiteral("The server's folder %1 can not be used: %2").arg(folder, QString::fromLocal8Bit(std::strerror(problem))),
        {{QStringLiteral("path"), folder}});
}

} // namespace

Result<Done> makeServerFolder(const QString &folder, const ServerUser &user)
{
    const QByteArray path = QFile::encodeName(folder);
    struct stat info = {};
    bool right = ::mkdir(path.constData(), 0700) == 0 || errno == EEXIST;
    right = right && ::lstat(path.constData(), &info) == 0 && S_ISDIR(info.st_mode);
    if (right && info.st_uid != user.uid)
        right = ::geteuid() == 0 && info.st_uid == 0 && ::lchown(path.constData(), user.uid, user.gid) == 0;
    right = right && ::chmod(path.constData(), 0700) == 0;
    if (!right)
        return folderError(folder, errno);
    return Done{};
}

Result<Done> syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int problem = descriptor >= 0 && ::fsync(descriptor) == 0 ? 0 : errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (problem != 0)
        return folderError(folder, problem);
    return Done{};
}

} // namespace foyer
