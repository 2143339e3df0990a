// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/result.h"

#include <QtCore/QHash>
#include <QtCore/QStringList>
#include <QtCore/QVector>

namespace foyer {

/// One option of a command; `value` names its argument in the help, empty for a switch.
struct OptionSpec
{
    QString name;
    QString value;
    QString help;
};

/// One command of foyerctl as the help and the parser see it.
struct CommandSpec
{
    QString name;        ///< "event list"
    QStringList operands; ///< "EVENT"; "[NAME]" may be left out
    QString help;
    QVector<OptionSpec> options;
};

/// A command line that has been understood.
struct Arguments
{
    QString command;
    QStringList operands;
    QHash<QString, QStringList> options; ///< every value given, in order; a switch has one empty value
    bool help = false;
    bool version = false;

    [[nodiscard]] bool has(const QString &option) const { return options.contains(option); }
    [[nodiscard]] QString value(const QString &option) const { return options.value(option).value(0); }
    [[nodiscard]] QStringList values(const QString &option) const { return options.value(option); }
};

/// The options that every command takes.
QVector<OptionSpec> globalOptions();

/// Reads a command line (without the program's name). BadInput with a sentence in `log` for anything that is not understood; options may stand anywhere, "--"
/// ends them.
Result<Arguments> parseArguments(const QStringList &words, const QVector<CommandSpec> &commands);

/// The help: all commands, or one of them.
QString usageText(const QVector<CommandSpec> &commands, const QString &command = {});

} // namespace foyer
