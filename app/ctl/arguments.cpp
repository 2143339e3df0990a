// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/arguments.h"

#include <algorithm>

namespace foyer {
namespace {

const CommandSpec *findCommand(const QVector<CommandSpec> &commands, const QString &name)
{
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const CommandSpec &c) { return c.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

const OptionSpec *findOption(const QVector<OptionSpec> &options, const QString &name)
{
    const auto found = std::find_if(options.begin(), options.end(), [&](const OptionSpec &o) { return o.name == name; });
    return found == options.end() ? nullptr : &*found;
}

/// What a person typed, fit to be shown on a terminal.
QString shown(const QString &text)
{
    QString clean;
    for (const QChar c : text.left(80))
        clean += c.isPrint() ? c : QChar(u'?');
    return clean;
}

/// Options may stand before the command is known, so whether a word is an option's value is looked up over all commands; the names mean the same
/// everywhere as far as taking a value goes.
const OptionSpec *findAnywhere(const QVector<CommandSpec> &commands, const QString &name)
{
    static const QVector<OptionSpec> global = globalOptions();
    if (const OptionSpec *option = findOption(global, name))
        return option;
    for (const CommandSpec &command : commands) {
        if (const OptionSpec *option = findOption(command.options, name))
            return option;
    }
    return nullptr;
}

Result<Done> takeOption(const QString &word, const QStringList &words, qsizetype &i, const QVector<CommandSpec> &commands, Arguments &into)
{
    const qsizetype equals = word.indexOf(QLatin1Char('='));
    const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
    const OptionSpec *option = findAnywhere(commands, name);
    if (option == nullptr)
        return fail(ErrorCode::BadInput, QStringLiteral("There is no option --%1.").arg(shown(name)));
    if (option->value.isEmpty() && equals >= 0)
        return fail(ErrorCode::BadInput, QStringLiteral("The option --%1 takes no value.").arg(name));
    QString value;
    if (equals >= 0) {
        value = word.mid(equals + 1);
    } else if (!option->value.isEmpty()) {
        if (++i >= words.size())
            return fail(ErrorCode::BadInput, QStringLiteral("The option --%1 needs a value: %2.").arg(name, option->value));
        value = words.at(i);
    }
    into.options[name].append(value);
    return Done{};
}

Result<Done> takeCommand(const QStringList &operands, const QVector<CommandSpec> &commands, Arguments &into)
{
    const CommandSpec *command = findCommand(commands, operands.value(0) + QLatin1Char(' ') + operands.value(1));
    if (command == nullptr)
        command = findCommand(commands, operands.value(0));
    if (command == nullptr) {
        return fail(ErrorCode::BadInput, operands.isEmpty() ? QStringLiteral("Which command?")
                                                            : QStringLiteral("There is no command “%1”.").arg(shown(operands.join(QLatin1Char(' ')))));
    }
    into.command = command->name;
    into.operands = operands.mid(command->name.count(QLatin1Char(' ')) + 1);
    const auto needed = std::count_if(command->operands.begin(), command->operands.end(), [](const QString &o) { return !o.startsWith(QLatin1Char('[')); });
    if (into.operands.size() < needed)
        return fail(ErrorCode::BadInput, QStringLiteral("“%1” needs %2.").arg(command->name, command->operands.join(QLatin1Char(' '))));
    if (into.operands.size() > command->operands.size())
        return fail(ErrorCode::BadInput, QStringLiteral("“%1” is too much for “%2”.").arg(shown(into.operands.last()), command->name));
    for (auto it = into.options.constBegin(); it != into.options.constEnd(); ++it) {
        if (findOption(command->options, it.key()) == nullptr && findOption(globalOptions(), it.key()) == nullptr)
            return fail(ErrorCode::BadInput, QStringLiteral("“%1” has no option --%2.").arg(command->name, it.key()));
    }
    return Done{};
}

QString optionLines(const QVector<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : options) {
        const QString left = QStringLiteral("  --") + option.name + (option.value.isEmpty() ? QString() : QLatin1Char(' ') + option.value);
        text += left.leftJustified(30) + QLatin1Char(' ') + option.help + QLatin1Char('\n');
    }
    return text;
}

} // namespace

QVector<OptionSpec> globalOptions()
{
    return {
        {QStringLiteral("server"), QStringLiteral("CONNINFO"), QStringLiteral("the centre, as libpq writes it (URI, service=…, key=value; never with a password)")},
        {QStringLiteral("standalone"), {}, QStringLiteral("the profile's own private server (the default without PGHOST and PGSERVICE)")},
        {QStringLiteral("profile"), QStringLiteral("DIR"), QStringLiteral("a folder, or a name below the data folder (default: foyerctl)")},
        {QStringLiteral("user"), QStringLiteral("NAME"), QStringLiteral("who signs in; the password comes from PGPASSFILE")},
        {QStringLiteral("json"), {}, QStringLiteral("print one JSON document")},
        {QStringLiteral("verbose"), {}, QStringLiteral("log what happens on standard error")},
        {QStringLiteral("help"), {}, QStringLiteral("show this help, or that of a command")},
        {QStringLiteral("version"), {}, QStringLiteral("show the version")},
    };
}

Result<Arguments> parseArguments(const QStringList &words, const QVector<CommandSpec> &commands)
{
    Arguments result;
    QStringList operands;
    bool optionsEnded = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString &word = words.at(i);
        if (!optionsEnded && word == QLatin1String("--")) {
            optionsEnded = true;
        } else if (!optionsEnded && word.startsWith(QLatin1String("--"))) {
            if (auto taken = takeOption(word, words, i, commands, result); !taken)
                return fail(taken.error());
        } else if (!optionsEnded && word.size() > 1 && word.startsWith(QLatin1Char('-'))) {
            return fail(ErrorCode::BadInput, QStringLiteral("There is no option %1; options have two dashes.").arg(shown(word)));
        } else {
            operands.append(word);
        }
    }
    result.version = result.has(QStringLiteral("version"));
    result.help = result.has(QStringLiteral("help"));
    if (result.version)
        return result;
    if (result.help) {
        const CommandSpec *command = findCommand(commands, operands.value(0) + QLatin1Char(' ') + operands.value(1));
        command = command != nullptr ? command : findCommand(commands, operands.value(0));
        result.command = command != nullptr ? command->name : QString();
        return result;
    }
    if (result.has(QStringLiteral("server")) && result.has(QStringLiteral("standalone")))
        return fail(ErrorCode::BadInput, QStringLiteral("Either --server or --standalone, not both."));
    if (auto taken = takeCommand(operands, commands, result); !taken)
        return fail(taken.error());
    return result;
}

QString usageText(const QVector<CommandSpec> &commands, const QString &command)
{
    if (const CommandSpec *one = findCommand(commands, command)) {
        QString text = QStringLiteral("foyerctl [options] %1 %2\n%3\n").arg(one->name, one->operands.join(QLatin1Char(' ')), one->help);
        if (!one->options.isEmpty())
            text += QLatin1Char('\n') + optionLines(one->options);
        return text + QStringLiteral("\nFor every command:\n") + optionLines(globalOptions());
    }
    QString text = QStringLiteral("foyerctl [--server CONNINFO | --standalone] [--profile DIR] [--user NAME] [--json] COMMAND\n\n");
    for (const CommandSpec &one : commands) {
        const QString left = QStringLiteral("  ") + one.name + QLatin1Char(' ') + one.operands.join(QLatin1Char(' '));
        text += left.leftJustified(30) + QLatin1Char(' ') + one.help + QLatin1Char('\n');
    }
    return text + QLatin1Char('\n') + optionLines(globalOptions())
        + QStringLiteral("\nExit: 0 done, 1 refused, 2 usage, 3 no connection, 4 outcome unknown (run it again with the same --id).\n");
}

} // namespace foyer
