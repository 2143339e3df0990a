// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QtCore/QRect>
#include <QtCore/QString>

namespace foyer {

/// What this workstation remembers of its window, in QSettings under the application's name; nothing of it is secret.
struct Preferences
{
    QRect place;            ///< corner of the frame, size without it, when the window is not maximised; null = never shown
    bool maximized = false;
    ThemeMode theme = ThemeMode::System;
    QString language; ///< "" = the desktop's, else "en", "de"

    static Preferences load();
    void save() const;
};

} // namespace foyer
