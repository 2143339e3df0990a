// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/logging.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

#include <algorithm>

namespace foyer {

QVector<Command> allCommands()
{
    QVector<Command> all;
    for (const auto &group : {migrateCommands, demoCommands, serverCommands, eventCommands, holdCommands, sellCommands, ticketCommands, planCommands, verifyCommands})
        all += group();
    return all;
}

} // namespace foyer

using namespace foyer;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("foyerctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FOYER_VERSION));
    const QVector<Command> commands = allCommands();
    QVector<CommandSpec> specs;
    for (const Command &command : commands)
        specs.append(command.spec);

    const auto arguments = parseArguments(app.arguments().mid(1), specs);
    setUpLogging(arguments && arguments->has(QStringLiteral("verbose")));
    if (!arguments) {
        printError(QStringLiteral("foyerctl: %1 See “foyerctl --help”.\n").arg(arguments.error().log).toUtf8());
        return ExitUsage;
    }
    if (arguments->version) {
        printOut("foyerctl " FOYER_VERSION "\n");
        return ExitDone;
    }
    if (arguments->help) {
        printOut(usageText(specs, arguments->command).toUtf8());
        return ExitDone;
    }
    const auto chosen = std::find_if(commands.begin(), commands.end(), [&](const Command &c) { return c.spec.name == arguments->command; });
    Run run(*arguments);
    QObject::connect(&run, &Run::ended, &app, [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    QTimer::singleShot(0, &run, [&] { chosen->run(run); });
    return QCoreApplication::exec();
}
