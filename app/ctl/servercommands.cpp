// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/background.h"
#include "app/ctl/commands.h"
#include "app/ctl/doctor.h"
#include "app/standalone.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace foyer {
namespace {

void stopServer(Run &run)
{
    if (!run.isStandalone())
        return run.refuseUsage(QStringLiteral("“stop” stops the profile's private server; it does not stop a centre."));
    if (!run.openProfileFolder())
        return;
    const bool ran = run.server().running().has_value();
    if (const auto stopped = run.server().stop(); !stopped)
        return run.refuse(stopped.error());
    run.done(QJsonObject{{QStringLiteral("stopped"), ran}}, ran ? QStringLiteral("Stopped.\n") : QStringLiteral("It was not running.\n"));
}

void work(Run &run)
{
    const auto settings = run.ownerSettings();
    if (!settings)
        return;
    auto *background = new Background(settings->settings, settings->role, &run);
    if (const auto server = run.isStandalone() ? run.server().running() : std::nullopt)
        background->setBackup(PrivateBackup(run.profile(), *server));
    if (run.args().has(QStringLiteral("once"))) {
        if (const auto round = background->runOnce(); !round)
            return run.refuse(round.error());
        return run.done(QJsonObject{{QStringLiteral("rounds"), 1}}, QStringLiteral("One round done.\n"));
    }
    QObject::connect(background, &Background::failed, &run, [](const Error &error) {
        printError(QStringLiteral("foyerctl: %1 Trying again.\n").arg(plainText(sentenceOf(error))).toUtf8());
    });
    background->start();
}

void doctor(Run &run)
{
    const QVector<Diagnosis> found = examine(run);
    QJsonArray json;
    QVector<QStringList> rows;
    bool ill = false;
    for (const Diagnosis &one : found) {
        static const QStringList words{QStringLiteral("ok"), QStringLiteral("warning"), QStringLiteral("error")};
        json.append(QJsonObject{{QStringLiteral("check"), one.check}, {QStringLiteral("status"), words.at(static_cast<int>(one.health))},
            {QStringLiteral("detail"), one.detail}});
        rows.append({words.at(static_cast<int>(one.health)), one.check, one.detail});
        ill = ill || one.health == Diagnosis::Error;
    }
    run.done(json, tableText(rows), ill ? ExitRefused : ExitDone);
}

} // namespace

QVector<Command> serverCommands()
{
    return {
        {{QStringLiteral("doctor"), {}, QStringLiteral("look at everything that Foyer needs and say what is wrong"),
             {{QStringLiteral("security"), {}, QStringLiteral("also compare owners, rights, roles and TLS with what this program was made with")}}}, doctor},
        {{QStringLiteral("work"), {}, QStringLiteral("the server's background work, until it is ended"),
             {{QStringLiteral("once"), {}, QStringLiteral("one round only")}}}, work},
        {{QStringLiteral("stop"), {}, QStringLiteral("stop the profile's private server"), {}}, stopServer},
    };
}

} // namespace foyer
