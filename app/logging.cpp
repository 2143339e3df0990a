// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/logging.h"

namespace foyer {

Q_LOGGING_CATEGORY(logApp, "foyer.app", QtInfoMsg)
Q_LOGGING_CATEGORY(logServer, "foyer.server", QtInfoMsg)

void setUpLogging(bool verbose)
{
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} %{category} %{type}: %{message}"));
    if (!verbose)
        QLoggingCategory::setFilterRules(QStringLiteral("foyer.*.info=false\nfoyer.*.debug=false"));
}

} // namespace foyer
