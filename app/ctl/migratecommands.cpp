// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "models/central/migrator.h"
#include "models/central/schemasnapshot.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

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
    const QString warning = report->breaking.isEmpty() ? QString()
        : QStringLiteral("Breaking: %1. Programs older than this one can not work with the database any more.\n").arg(report->breaking.join(QStringLiteral(", ")));
    run.done(QJsonObject{{QStringLiteral("applied"), namesJson(report->migrations)}, {QStringLiteral("breaking"), namesJson(report->breaking)},
        {QStringLiteral("repeatables"), report->repeatables}, {QStringLiteral("prepared"), report->prepared}}, text + warning);
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
            {QStringLiteral("applied"), state.applied}, {QStringLiteral("known"), state.known}, {QStringLiteral("changed"), state.changed},
            {QStringLiteral("breaking"), state.breaking}});
        QStringList remarks;
        if (state.breaking)
            remarks.append(QStringLiteral("breaking"));
        if (!state.known)
            remarks.append(QStringLiteral("of a newer program"));
        if (state.changed)
            remarks.append(QStringLiteral("was changed since"));
        rows.append({QString::number(state.version), state.name, state.applied ? state.appliedAt : QStringLiteral("no"), remarks.join(QStringLiteral(", "))});
    }
    QString text = tableText(rows);
    if (!status->staleRepeatables.isEmpty())
        text += QStringLiteral("%1 files of functions and views are new, changed or gone.\n").arg(status->staleRepeatables.size());
    run.done(QJsonObject{{QStringLiteral("up_to_date"), status->upToDate()}, {QStringLiteral("migrations"), migrations},
        {QStringLiteral("stale"), namesJson(status->staleRepeatables)}}, text);
}

/// Writes the next pair of migration files into the source tree.
void migrateNew(Run &run)
{
    const QString folder = run.args().has(QStringLiteral("folder")) ? run.args().value(QStringLiteral("folder")) : QStringLiteral("resources/sql/migrations");
    const auto written = beginMigration(folder, run.operand(0), run.args().has(QStringLiteral("breaking")));
    if (!written)
        return written.error().code == ErrorCode::BadInput ? run.refuseUsage(written.error().log) : run.refuse(written.error());
    run.done(QJsonObject{{QStringLiteral("files"), namesJson(*written)}}, written->join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

/// Prints the schema as text, or how it differs from what this program was made with.
void migrateSnapshot(Run &run)
{
    auto session = run.owner(false);
    if (!session)
        return;
    const auto live = liveSnapshot(*session);
    if (!live)
        return run.refuse(live.error());
    if (!run.args().has(QStringLiteral("check")))
        return run.done(QJsonArray::fromStringList(*live), live->join(QLatin1Char('\n')) + QLatin1Char('\n'));
    const auto committed = committedSnapshot();
    if (!committed)
        return run.refuse(committed.error());
    const QStringList differences = snapshotDifferences(*live, *committed);
    run.done(namesJson(differences), differences.isEmpty() ? QStringLiteral("The schema is the one that was committed.\n") : differences.join(QLatin1Char('\n')) + QLatin1Char('\n'),
        differences.isEmpty() ? ExitDone : ExitRefused);
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
             {{QStringLiteral("folder"), QStringLiteral("DIR"), QStringLiteral("where (default: resources/sql/migrations)")},
                 {QStringLiteral("breaking"), {}, QStringLiteral("older programs must not work with it")}}}, migrateNew},
        {{QStringLiteral("migrate snapshot"), {}, QStringLiteral("the schema as text, a fact a line"),
             {{QStringLiteral("check"), {}, QStringLiteral("only how it differs from what this program was made with")}}}, migrateSnapshot},
        {{QStringLiteral("migrate"), {}, QStringLiteral("the same as “migrate up”"), {}}, migrateUp},
    };
}

} // namespace foyer
