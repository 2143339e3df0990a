// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/language.h"

#include "ui/shell/preferences.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>
#include <QtCore/QTranslator>

namespace foyer {

namespace {

bool isSpoken(const QString &code)
{
    const QVector<Language> all = languages();
    return std::any_of(all.begin(), all.end(), [&](const Language &language) { return language.code == code; });
}

QString chosenCode(const QString &language)
{
    const QString remembered = language.isEmpty() ? Preferences::load().language : language;
    const QString code = remembered.isEmpty() ? QLocale::system().name() : remembered;
    const QString shortCode = code.section(QLatin1Char('_'), 0, 0);
    return isSpoken(shortCode) ? shortCode : QStringLiteral("en");
}

} // namespace

QVector<Language> languages()
{
    return {{QStringLiteral("en"), QStringLiteral("English")}, {QStringLiteral("de"), QStringLiteral("Deutsch")}};
}

QString installTranslations(const QString &language)
{
    const QString code = chosenCode(language);
    const QLocale system = QLocale::system();
    // A box office counts its day in 24 hours: English without a territory of the desktop's is that of Europe.
    const QLocale wished = code == QLatin1String("en") ? QLocale(QLocale::English, QLocale::UnitedKingdom) : QLocale(code);
    QLocale::setDefault(system.language() == wished.language() ? system : wished);

    QCoreApplication *const application = QCoreApplication::instance();
    auto *ours = new QTranslator(application);
    // English is the language of the source: it has no file, and the load fails.
    if (ours->load(QStringLiteral(":/i18n/foyer_%1.qm").arg(code)))
        application->installTranslator(ours);
    auto *qts = new QTranslator(application);
    if (qts->load(QStringLiteral("qtbase_%1").arg(code), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application->installTranslator(qts);
    return code;
}

} // namespace foyer
