// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace foyer {

/// What this workstation remembers of its window, in QSettings under the application's name; nothing of it is secret.
struct Preferences
{
    QByteArray geometry;
    ThemeMode theme = ThemeMode::System;
    QString language; ///< "" = the desktop's, else "en", "de"

    static Preferences load();
    void save() const;
};

} // namespace foyer
