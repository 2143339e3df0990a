// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QLoggingCategory>

namespace foyer {

Q_DECLARE_LOGGING_CATEGORY(logApp)
Q_DECLARE_LOGGING_CATEGORY(logServer)

/// Log lines with time, category and level on standard error; quiet unless QT_LOGGING_RULES asks for more. Called first in both programs.
void setUpLogging(bool verbose);

} // namespace foyer
