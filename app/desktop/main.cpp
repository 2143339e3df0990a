// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"
#include "app/desktop/quitsignals.h"
#include "app/logging.h"
#include "app/tour/tour.h"
#include "ui/shell/language.h"

#include <QtWidgets/QApplication>

#include <cstdio>

using namespace foyer;

namespace {

constexpr int exitUsage = 2;

int complain(const QString &sentence)
{
    std::fprintf(stderr, "foyer: %s\n", qPrintable(sentence));
    return exitUsage;
}

/// Plays the guided sale as soon as somebody can sign in, and closes the window after it.
std::unique_ptr<Tour> playTour(Desktop &desktop, const QString &folder)
{
    auto tour = std::make_unique<Tour>(desktop.workplace(), desktop.window(), desktop.theme(), folder);
    QObject::connect(&desktop, &Desktop::ready, tour.get(), &Tour::start);
    QObject::connect(&desktop, &Desktop::openingFailed, tour.get(), [] { QApplication::exit(1); });
    QObject::connect(tour.get(), &Tour::finished, &desktop, [&desktop](int exitCode) {
        if (exitCode == 0)
            desktop.quit(1);
        else
            QApplication::exit(exitCode);
    });
    return tour;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("foyer"));
    QApplication::setApplicationVersion(QStringLiteral(FOYER_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("foyer"));
    const auto options = readDesktopOptions(QApplication::arguments());
    if (!options)
        return complain(options.error().log);
    setUpLogging(options->verbose);
    const auto profile = openProfile(options->profile);
    if (!profile)
        return complain(profile.error().log);
    installTranslations(options->language);

    Desktop desktop(*options, *profile);
    QuitSignals signals;
    QObject::connect(&signals, &QuitSignals::quitWished, &desktop, &Desktop::quit);
    if (options->benchStartup)
        desktop.benchStartup();
    std::unique_ptr<Tour> tour;
    if (!options->tour.isEmpty())
        tour = playTour(desktop, options->tour);
    desktop.show();
    return QApplication::exec();
}
