// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/startupclock.h"

#include <QtCore/QFile>

#include <ctime>
#include <unistd.h>

namespace foyer {

qint64 msSinceExec()
{
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return -1;
    // The program's name may hold spaces and brackets, so fields are counted from the last bracket: the 20th after it is the start in ticks since boot.
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    timespec now = {};
    if (fields.size() < 20 || ::clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const qint64 startMs = fields.at(19).toLongLong() * 1000 / ::sysconf(_SC_CLK_TCK);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - startMs;
}

} // namespace foyer
