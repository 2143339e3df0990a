// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

namespace foyer {

/// Milliseconds since this process was executed, by the kernel's clock (steps of 10 ms); -1 when /proc does not say.
qint64 msSinceExec();

} // namespace foyer
