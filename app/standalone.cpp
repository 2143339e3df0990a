// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/standalone.h"

#include "app/demohouse.h"
#include "app/logging.h"
#include "models/central/migrator.h"

#include <QtCore/QCoreApplication>

namespace foyer {

ConnectionSettings settingsOf(const ServerInfo &server)
{
    QString folder = server.socketFolder;
    folder.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    // Everything that the environment could change is said here: a private server does not follow somebody's PGPORT.
    const QString conninfo = QStringLiteral("host='%1' port=%2 dbname=%3 user=%4 sslmode=disable channel_binding=disable target_session_attrs=any")
                                 .arg(folder, QString::number(server.port), server.database, server.owner);
    return {conninfo, QCoreApplication::translate("PrivateServer", "this computer"), false};
}

Result<Done> bringUpToDate(AdminSession &owner)
{
    auto set = MigrationSet::read();
    if (!set)
        return fail(set.error());
    Migrator migrator(owner, std::move(*set));
    const auto status = migrator.status();
    if (status && status->upToDate())
        return Done{};
    const auto report = migrator.up();
    if (!report)
        return fail(report.error());
    qCInfo(logApp) << "applied" << report->migrations.size() << "migrations and" << report->repeatables << "files of functions and views";
    return Done{};
}

Result<ServerInfo> openStandalone(PrivateServer &server, const TillRegistration &till, const DemoWishes &wishes, const OpeningProgress &progress)
{
    progress(OpeningStep::StartingServer);
    const auto info = server.start();
    if (!info)
        return info;
    progress(OpeningStep::PreparingDatabase);
    auto owner = AdminSession::open(settingsOf(*info), info->owner);
    if (!owner)
        return fail(owner.error());
    if (auto ready = bringUpToDate(*owner); !ready)
        return fail(ready.error());
    progress(OpeningStep::LoadingDemo);
    if (auto loaded = DemoVenue(*owner).load(till, wishes); !loaded)
        return fail(loaded.error());
    if (const auto furnished = DemoHouse(*owner, settingsOf(*info)).furnish(1); !furnished)
        qCWarning(logApp) << "the demo's houses stay empty:" << furnished.error().log;
    return info;
}

QString serverSentence(const Error &error)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("PrivateServer", text); };
    const QString reason = error.facts.value(QStringLiteral("reason")).toString();
    const QString path = error.facts.value(QStringLiteral("path")).toString();
    if (error.code == ErrorCode::DiskFull)
        return say(QT_TRANSLATE_NOOP("PrivateServer", "The disk is full. Make room, then try again; nothing was lost."));
    if (error.code == ErrorCode::DiskFailed && !path.isEmpty())
        return say(QT_TRANSLATE_NOOP("PrivateServer", "%1 can not be used. Check to whom it belongs and whether the disk works.")).arg(path);
    if (reason == QLatin1String("no-binaries"))
        return say(QT_TRANSLATE_NOOP("PrivateServer", "PostgreSQL 15 or later is not installed. Install the package postgresql-15, then try again."));
    if (reason == QLatin1String("other-version")) {
        return say(QT_TRANSLATE_NOOP("PrivateServer", "The data on this computer is of PostgreSQL %1, which is not installed. Install the package postgresql-%1."))
            .arg(error.facts.value(QStringLiteral("data_version")).toInt());
    }
    if (reason == QLatin1String("no-user"))
        return say(QT_TRANSLATE_NOOP("PrivateServer", "This computer has no user named postgres, and PostgreSQL does not run as root. Install the package postgresql-15."));
    if (reason == QLatin1String("init") || reason == QLatin1String("start"))
        return say(QT_TRANSLATE_NOOP("PrivateServer", "The private server could not be started. Its log says why."));
    if (reason == QLatin1String("stop"))
        return say(QT_TRANSLATE_NOOP("PrivateServer", "The private server could not be stopped."));
    return {};
}

} // namespace foyer
