// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"
#include "ui/widgets/theme.h"

#include <QtCore/QSize>
#include <QtCore/QStringList>

#include <optional>

namespace foyer {

/// What the command line of foyer says.
struct DesktopOptions
{
    QString profile = QStringLiteral("default");
    bool standalone = true;
    QString server; ///< conninfo; empty = the PG* environment
    std::optional<ThemeMode> theme;
    QString language; ///< empty = the remembered one, else the desktop's
    QSize size;       ///< invalid = the remembered one
    QString tour;     ///< folder of the guided sale; empty = none
    bool benchStartup = false;
    bool verbose = false;
};

/// Reads the command line; BadInput with a sentence. Prints help and version itself and ends the program then.
Result<DesktopOptions> readDesktopOptions(const QStringList &arguments);

} // namespace foyer
