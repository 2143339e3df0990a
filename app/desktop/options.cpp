// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/options.h"

#include "models/central/connectionsettings.h"
#include "ui/shell/language.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QRegularExpression>

#include <algorithm>

namespace foyer {
namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral("The box office that keeps selling"));
    parser.addHelpOption();
    parser.addVersionOption();
    const auto add = [&](const char *name, const char *help, const char *value = "") {
        parser.addOption({QLatin1String(name), QString::fromUtf8(help), QLatin1String(value)});
    };
    add("profile", "A folder, or a name below the data folder (default: default).", "DIR");
    add("server", "The centre, as libpq writes it (URI, service=…, key=value; never with a password).", "CONNINFO");
    add("standalone", "A private server on this computer (the default without --server, PGHOST and PGSERVICE).");
    add("theme", "system, light, dark or contrast.", "THEME");
    add("language", "en or de.", "CODE");
    add("size", "Size of the window, such as 1280x800.", "WxH");
    add("tour", "Play the guided first sale and write its pictures and ticket to DIR.", "DIR");
    add("bench-startup", "Print how long it took until the window takes input, and quit.");
    add("verbose", "Log what happens on standard error.");
}

Result<ThemeMode> themeOf(const QString &name)
{
    if (name == QLatin1String("system"))
        return ThemeMode::System;
    if (name == QLatin1String("light"))
        return ThemeMode::Light;
    if (name == QLatin1String("dark"))
        return ThemeMode::Dark;
    if (name == QLatin1String("contrast"))
        return ThemeMode::HighContrast;
    return fail(ErrorCode::BadInput, QStringLiteral("--theme is system, light, dark or contrast."));
}

Result<QSize> sizeOf(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("\\A(\\d{3,5})x(\\d{3,5})\\z"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return fail(ErrorCode::BadInput, QStringLiteral("--size is like 1280x800."));
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

Result<Done> readLook(const QCommandLineParser &parser, DesktopOptions &options)
{
    if (parser.isSet(QStringLiteral("theme"))) {
        const auto theme = themeOf(parser.value(QStringLiteral("theme")));
        if (!theme)
            return fail(theme.error());
        options.theme = *theme;
    }
    if (parser.isSet(QStringLiteral("size"))) {
        const auto size = sizeOf(parser.value(QStringLiteral("size")));
        if (!size)
            return fail(size.error());
        options.size = *size;
    }
    options.language = parser.value(QStringLiteral("language"));
    const auto known = languages();
    if (!options.language.isEmpty() && std::none_of(known.begin(), known.end(), [&](const Language &l) { return l.code == options.language; }))
        return fail(ErrorCode::BadInput, QStringLiteral("--language is en or de."));
    return Done{};
}

} // namespace

Result<DesktopOptions> readDesktopOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return fail(ErrorCode::BadInput, parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return fail(ErrorCode::BadInput, QStringLiteral("“%1” is not understood.").arg(parser.positionalArguments().constFirst()));

    DesktopOptions options;
    if (parser.isSet(QStringLiteral("profile")))
        options.profile = parser.value(QStringLiteral("profile"));
    options.server = parser.value(QStringLiteral("server"));
    const bool byEnvironment = qEnvironmentVariableIsSet("PGHOST") || qEnvironmentVariableIsSet("PGHOSTADDR") || qEnvironmentVariableIsSet("PGSERVICE");
    if (parser.isSet(QStringLiteral("server")) && parser.isSet(QStringLiteral("standalone")))
        return fail(ErrorCode::BadInput, QStringLiteral("Either --server or --standalone, not both."));
    options.standalone = parser.isSet(QStringLiteral("standalone")) || (!parser.isSet(QStringLiteral("server")) && !byEnvironment);
    if (!options.standalone) {
        if (const auto parsed = parseConninfo(options.server); !parsed)
            return fail(ErrorCode::BadInput, QStringLiteral("--server: ") + parsed.error().log);
    }
    options.tour = parser.value(QStringLiteral("tour"));
    options.benchStartup = parser.isSet(QStringLiteral("bench-startup"));
    options.verbose = parser.isSet(QStringLiteral("verbose"));
    if (auto look = readLook(parser, options); !look)
        return fail(look.error());
    return options;
}

} // namespace foyer
