// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/run.h"

namespace foyer {

/// A command and what it does; the function ends the run, at once or later.
struct Command
{
    CommandSpec spec;
    void (*run)(Run &run);
};

// One group, one file.
QVector<Command> migrateCommands();
QVector<Command> demoCommands();
QVector<Command> serverCommands(); ///< doctor, work, stop
QVector<Command> eventCommands();  ///< event list, event show, seats
QVector<Command> holdCommands();
QVector<Command> sellCommands();
QVector<Command> ticketCommands();
QVector<Command> planCommands();
QVector<Command> verifyCommands();

QVector<Command> allCommands();

} // namespace foyer
