// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tickets/wholefile.h"

#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace foyer {

namespace {

tl::unexpected<Error> failed(const QString &path, int error, const QString &said)
{
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    const QString why = error ? QString::fromLocal8Bit(std::strerror(error)) : said;
    return fail(full ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
                QStringLiteral("can not write %1: %2").arg(path, why),
                {{QStringLiteral("path"), path}, {QStringLiteral("reason"), why}});
}

} // namespace

Result<Done> writeWholeFile(const QString &path, const QByteArray &bytes)
{
    // A device or pipe can not be replaced by renaming onto it; it is no place for a document.
    const QFileInfo info(path);
    if (info.exists() && !info.isFile())
        return fail(ErrorCode::DiskFailed, QStringLiteral("%1 is not a regular file").arg(path),
                    {{QStringLiteral("path"), path}});

    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly))
        return failed(path, errno, file.errorString());
    errno = 0;
    if (file.write(bytes) != bytes.size() || !file.flush() || ::fsync(file.handle()) != 0) {
        const int error = errno;
        const QString said = file.errorString();
        file.cancelWriting();
        return failed(path, error, said);
    }
    errno = 0;
    if (!file.commit())
        return failed(path, errno, file.errorString());
    return Done{};
}

} // namespace foyer
