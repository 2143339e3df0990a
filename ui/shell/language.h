// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QVector>

namespace foyer {

struct Language
{
    QString code; ///< "de"
    QString name; ///< in its own words
};

/// The languages that Foyer speaks completely.
QVector<Language> languages();

/// Installs Foyer's and Qt's own translations for `language` ("" = the remembered one, else the desktop's) in the application and sets the default locale
/// to it, keeping the desktop's territory where the language is the same. To be called once, before the first widget. Returns the code in use.
QString installTranslations(const QString &language);

} // namespace foyer
