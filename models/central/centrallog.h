// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QLoggingCategory>

namespace foyer {

Q_DECLARE_LOGGING_CATEGORY(lcCentral)

} // namespace foyer
