// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QString>

namespace foyer {

/// Holds an exclusive lock on a file while it lives. The kernel gives it up when the process dies, so a killed Foyer never blocks the next one;
/// the file is not inherited by programs that are started meanwhile.
class ServerLock
{
public:
    /// Waits for the present holder. DiskFailed or DiskFull when the file can not be made.
    static Result<ServerLock> take(const QString &path);
    /// Does not wait: ProfileLocked when somebody else holds it.
    static Result<ServerLock> tryTake(const QString &path);
    ~ServerLock();
    ServerLock(ServerLock &&other) noexcept;
    ServerLock &operator=(ServerLock &&other) noexcept;

private:
    static Result<ServerLock> lock(const QString &path, int how);
    explicit ServerLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace foyer
