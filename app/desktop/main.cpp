// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"
#include "app/desktop/quitsignals.h"
#include "app/desktop/startupclock.h"
#include "app/logging.h"
#include "ui/shell/language.h"

#include <QtCore/QTimer>
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

/// Prints the time until the sign-in page takes input, once the event loop has nothing left to do for it.
void benchStartup(Desktop &desktop)
{
    QObject::connect(&desktop, &Desktop::ready, &desktop, [] {
        QTimer::singleShot(0, [] {
            std::printf("{\"startup_ms\":%lld}\n", static_cast<long long>(msSinceExec()));
            std::fflush(stdout);
            QApplication::quit();
        });
    });
    QObject::connect(&desktop, &Desktop::openingFailed, &desktop, [] { QApplication::exit(1); });
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
        benchStartup(desktop);
    desktop.show();
    return QApplication::exec();
}
