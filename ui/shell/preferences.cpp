// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/preferences.h"

#include <QtCore/QSettings>

namespace foyer {

namespace {

const auto placeKey = QStringLiteral("window/place");
const auto maximizedKey = QStringLiteral("window/maximized");
const auto themeKey = QStringLiteral("window/theme");
const auto languageKey = QStringLiteral("window/language");

const QPair<ThemeMode, const char *> themeNames[] = {
    {ThemeMode::System, "system"},
    {ThemeMode::Light, "light"},
    {ThemeMode::Dark, "dark"},
    {ThemeMode::HighContrast, "high-contrast"},
};

} // namespace

Preferences Preferences::load()
{
    const QSettings settings;
    Preferences result;
    result.place = settings.value(placeKey).toRect();
    result.maximized = settings.value(maximizedKey).toBool();
    result.language = settings.value(languageKey).toString();
    const QString theme = settings.value(themeKey).toString();
    for (const auto &[mode, name] : themeNames) {
        if (theme == QLatin1String(name))
            result.theme = mode;
    }
    return result;
}

void Preferences::save() const
{
    QSettings settings;
    settings.setValue(placeKey, place);
    settings.setValue(maximizedKey, maximized);
    settings.setValue(languageKey, language);
    for (const auto &[mode, name] : themeNames) {
        if (mode == theme)
            settings.setValue(themeKey, QString::fromLatin1(name));
    }
}

} // namespace foyer
