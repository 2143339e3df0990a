// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/local/filelock.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace foyer {

namespace {

constexpr int kRetryMs = 50;

}

Result<FileLock> FileLock::acquire(const QString &path, int waitMs, QSemaphore &stop)
{
    FileLock lock;
    lock.m_fd = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock.m_fd < 0) {
        const int error = errno;
        return fail(error == ENOSPC ? ErrorCode::DiskFull : ErrorCode::DiskFailed,
                    QStringLiteral("can not open %1: %2").arg(path, QString::fromLocal8Bit(std::strerror(error))));
    }
    QDeadlineTimer deadline(waitMs);
    while (::flock(lock.m_fd, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        if (error == EINTR)
            continue;
        if (error != EWOULDBLOCK)
            return fail(ErrorCode::DiskFailed,
                        QStringLiteral("can not lock %1: %2").arg(path, QString::fromLocal8Bit(std::strerror(error))));
        // The wait is on the semaphore, so that closing the store ends it at once.
        if (deadline.hasExpired() || stop.tryAcquire(1, kRetryMs))
            return fail(ErrorCode::ProfileLocked, QStringLiteral("%1 is locked by another process").arg(path));
    }
    return lock;
}

FileLock::FileLock(FileLock &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

FileLock::~FileLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace foyer
