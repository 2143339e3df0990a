// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "models/central/migrator.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

namespace foyer {
namespace {

QJsonArray namesJson(const QStringList &names)
{
    return QJsonArray::fromStringList(names);
}

void migrateUp(Run &run)
{
    auto session = run.owner(false);
    if (!session)
        return;
    auto set = MigrationSet::read();
    if (!set)
        return run.refuse(set.error());
    const auto report = Migrator(*session, std::move(*set)).up();
    if (!report)
        return run.refuse(report.error());
    const QString text = report->migrations.isEmpty() && report->repeatables == 0
        ? QStringLiteral("The schema is up to date.\n")
        : QStringLiteral("Applied %1 migrations and %2 files of functions and views.\n").arg(report->migrations.size()).arg(report->repeatables);
    run.done(QJsonObject{{QStringLiteral("applied"), namesJson(report->migrations)}, {QStringLiteral("repeatables"), report->repeatables},
        {QStringLiteral("prepared"), report->prepared}}, text);
}

void migrateDown(Run &run)
{
    bool isNumber = false;
    const int version = run.args().value(QStringLiteral("to")).toInt(&isNumber);
    if (!isNumber || version < 0)
        return run.refuseUsage(QStringLiteral("“migrate down” needs --to VERSION; 0 takes everything back, with all data."));
    auto session = run.owner(false);
    if (!session)
        return;
    auto set = MigrationSet::read();
    if (!set)
        return run.refuse(set.error());
    const auto report = Migrator(*session, std::move(*set)).down(version);
    if (!report)
        return run.refuse(report.error());
    run.done(QJsonObject{{QStringLiteral("taken_back"), namesJson(report->migrations)}},
        QStringLiteral("Took back %1 migrations.\n").arg(report->migrations.size()));
}

void migrateStatus(Run &run)
{
    auto session = run.owner(false);
    if (!session)
        return;
    auto set = MigrationSet::read();
    if (!set)
        return run.refuse(set.error());
    const auto status = Migrator(*session, std::move(*set)).status();
    if (!status)
        return run.refuse(status.error());
    QJsonArray migrations;
    QVector<QStringList> rows{{QStringLiteral("VERSION"), QStringLiteral("NAME"), QStringLiteral("APPLIED"), QString()}};
    for (const MigrationState &state : status->migrations) {
        migrations.append(QJsonObject{{QStringLiteral("version"), state.version}, {QStringLiteral("name"), state.name},
            {QStringLiteral("applied"), state.applied}, {QStringLiteral("known"), state.known}, {QStringLiteral("changed"), state.changed}});
        const QString remark = !state.known ? QStringLiteral("of a newer program") : state.changed ? QStringLiteral("was changed since") : QString();
        rows.append({QString::number(state.version), state.name, state.applied ? state.appliedAt : QStringLiteral("no"), remark});
    }
    QString text = tableText(rows);
    if (!status->staleRepeatables.isEmpty())
        text += QStringLiteral("%1 files of functions and views are new or changed.\n").arg(status->staleRepeatables.size());
    run.done(QJsonObject{{QStringLiteral("up_to_date"), status->upToDate()}, {QStringLiteral("migrations"), migrations},
        {QStringLiteral("stale"), namesJson(status->staleRepeatables)}}, text);
}

/// Writes an empty pair of migration files into the source tree, numbered on.
void migrateNew(Run &run)
{
    static const QRegularExpression plain(QStringLiteral("\\A[a-z][a-z0-9_]{0,40}\\z"));
    const QString name = run.operand(0);
    if (!plain.match(name).hasMatch())
        return run.refuseUsage(QStringLiteral("A migration's name is of lower-case letters, digits and _."));
    const QDir folder(run.args().has(QStringLiteral("folder")) ? run.args().value(QStringLiteral("folder")) : QStringLiteral("resources/sql/migrations"));
    if (!folder.exists())
        return run.refuseUsage(QStringLiteral("There is no folder %1; start it in the source tree or name --folder.").arg(folder.path()));
    const QStringList present = folder.entryList({QStringLiteral("*.up.sql")}, QDir::Files, QDir::Name);
    const int number = present.isEmpty() ? 1 : present.last().left(4).toInt() + 1;
    QJsonArray written;
    QString text;
    for (const auto &way : {QStringLiteral("up"), QStringLiteral("down")}) {
        const QString path = folder.filePath(QStringLiteral("%1_%2.%3.sql").arg(number, 4, 10, QLatin1Char('0')).arg(name, way));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly) || file.write("-- SPDX-License-Identifier: GPL-3.0-or-later\n") < 0)
            return run.refuse({ErrorCode::DiskFailed, {}, path + QStringLiteral(": ") + file.errorString(), {}});
        written.append(path);
        text += path + QLatin1Char('\n');
    }
    run.done(QJsonObject{{QStringLiteral("files"), written}}, text);
}

} // namespace

QVector<Command> migrateCommands()
{
    return {
        {{QStringLiteral("migrate up"), {}, QStringLiteral("bring the schema up to date"), {}}, migrateUp},
        {{QStringLiteral("migrate down"), {}, QStringLiteral("take migrations back, with their data"),
             {{QStringLiteral("to"), QStringLiteral("VERSION"), QStringLiteral("the last one to keep; 0 = none")}}}, migrateDown},
        {{QStringLiteral("migrate status"), {}, QStringLiteral("what is applied"), {}}, migrateStatus},
        {{QStringLiteral("migrate new"), {QStringLiteral("NAME")}, QStringLiteral("begin a migration (for developers)"),
             {{QStringLiteral("folder"), QStringLiteral("DIR"), QStringLiteral("where (default: resources/sql/migrations)")}}}, migrateNew},
        {{QStringLiteral("migrate"), {}, QStringLiteral("the same as “migrate up”"), {}}, migrateUp},
    };
}

} // namespace foyer
