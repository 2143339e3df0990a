// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QSemaphore>

namespace foyer {

/// An exclusive lock on a file, held as long as the object lives. The kernel holds it, so that a killed process leaves none behind.
class FileLock
{
public:
    /// Waits up to `waitMs`, or until `stop` is released; ProfileLocked when another holds it, DiskFailed when it can not be opened.
    static Result<FileLock> acquire(const QString &path, int waitMs, QSemaphore &stop);

    FileLock() = default;
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    ~FileLock();

private:
    int m_fd = -1;
};

} // namespace foyer
