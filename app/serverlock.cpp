// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/serverlock.h"

#include <QtCore/QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace foyer {

Result<ServerLock> ServerLock::take(const QString &path)
{
    return lock(path, LOCK_EX);
}

Result<ServerLock> ServerLock::tryTake(const QString &path)
{
    return lock(path, LOCK_EX | LOCK_NB);
}

Result<ServerLock> ServerLock::lock(const QString &path, int how)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        const int problem = errno;
        return fail(problem == ENOSPC ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
            QStringLiteral("The file %1 can not be opened: %2").arg(path, QString::fromLocal8Bit(std::strerror(problem))),
            {{QStringLiteral("path"), path}});
    }
    ServerLock held(descriptor);
    while (::flock(descriptor, how) != 0) {
        if (errno == EWOULDBLOCK)
            return fail(ErrorCode::ProfileLocked, QStringLiteral("The file %1 is locked by somebody else.").arg(path), {{QStringLiteral("path"), path}});
        if (errno != EINTR)
            return fail(ErrorCode::DiskFailed, QStringLiteral("The file %1 can not be locked.").arg(path), {{QStringLiteral("path"), path}});
    }
    return held;
}

ServerLock::~ServerLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

ServerLock::ServerLock(ServerLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

ServerLock &ServerLock::operator=(ServerLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

} // namespace foyer
