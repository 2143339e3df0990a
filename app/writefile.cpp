// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/writefile.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace foyer {
namespace {

tl::unexpected<Error> diskError(const QString &path, int problem)
{
    const bool full = problem == ENOSPC || problem == EDQUOT;
    return fail(full ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
        QStringLiteral("%1: %2").arg(path, QString::fromLocal8Bit(std::strerror(problem))), {{QStringLiteral("path"), path}});
}

int writeAll(int descriptor, const QByteArray &content)
{
    for (qsizetype done = 0; done < content.size();) {
        const ssize_t wrote = ::write(descriptor, content.constData() + done, static_cast<size_t>(content.size() - done));
        if (wrote < 0 && errno != EINTR)
            return errno;
        done += wrote > 0 ? wrote : 0;
    }
    return ::fsync(descriptor) == 0 ? 0 : errno;
}

} // namespace

Result<Done> writeFile(const QString &path, const QByteArray &content, unsigned mode)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray fresh = target + ".new";
    ::unlink(fresh.constData());
    const int descriptor = ::open(fresh.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        return diskError(path, errno);
    struct stat folder = {};
    int problem = writeAll(descriptor, content);
    if (problem == 0 && ::stat(QFile::encodeName(QFileInfo(path).path()).constData(), &folder) == 0 && folder.st_uid != ::geteuid()
        && ::fchown(descriptor, folder.st_uid, folder.st_gid) != 0)
        problem = errno;
    ::close(descriptor);
    if (problem == 0 && ::rename(fresh.constData(), target.constData()) != 0)
        problem = errno;
    if (problem != 0) {
        ::unlink(fresh.constData());
        return diskError(path, problem);
    }
    return Done{};
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::DiskFailed, QStringLiteral("%1: %2").arg(path, file.errorString()), {{QStringLiteral("path"), path}});
    QByteArray content = file.read(limit + 1);
    if (file.error() != QFile::NoError)
        return fail(ErrorCode::DiskFailed, QStringLiteral("%1: %2").arg(path, file.errorString()), {{QStringLiteral("path"), path}});
    if (content.size() > limit)
        return fail(ErrorCode::BadInput, QStringLiteral("%1 is longer than %2 bytes.").arg(path).arg(limit), {{QStringLiteral("path"), path}});
    return content;
}

} // namespace foyer
