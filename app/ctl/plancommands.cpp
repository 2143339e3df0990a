// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/json.h"
#include "app/planrows.h"
#include "app/writefile.h"
#include "models/core/limits.h"
#include "models/seating/planfindings.h"
#include "models/seating/planimport.h"

#include <QtCore/QFileInfo>

namespace foyer {
namespace {

struct PlanFiles
{
    QByteArray document;
    QByteArray side;
};

/// The plan and, where there is one, its side file of the same name.
Result<PlanFiles> readPlan(const QString &path)
{
    PlanFiles files;
    auto document = readFile(path, limits::maxPlanBytes);
    if (!document)
        return fail(document.error());
    files.document = std::move(*document);
    const QFileInfo info(path);
    const QString side = info.path() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral(".foyer.json");
    if (QFileInfo::exists(side)) {
        auto content = readFile(side, limits::maxPlanSideBytes);
        if (!content)
            return fail(content.error());
        files.side = std::move(*content);
    }
    return files;
}

QString findingsText(const PlanImport &import)
{
    QString text;
    for (const PlanFinding &finding : import.findings) {
        text += QStringLiteral("%1 %2%3: %4\n").arg(severityName(finding.severity), finding.inSideFile ? QStringLiteral("side file ") : QString(),
            plainText(finding.pointer), plainText(finding.message));
    }
    if (import.more > 0)
        text += QStringLiteral("and %1 more\n").arg(import.more);
    return text;
}

PlanImport importOf(const Run &run, const PlanFiles &files)
{
    return importPlan(files.document, files.side, {run.args().has(QStringLiteral("repair"))});
}

/// A file over the limit is a finding like any other; one that can not be read is not.
std::optional<PlanFiles> filesOf(Run &run)
{
    auto files = readPlan(run.operand(0));
    if (files)
        return std::move(*files);
    if (files.error().code != ErrorCode::BadInput) {
        run.refuse(files.error());
        return std::nullopt;
    }
    run.done(QJsonArray{QJsonObject{{QStringLiteral("severity"), QStringLiteral("error")}, {QStringLiteral("pointer"), QString()},
                 {QStringLiteral("message"), files.error().log}}},
        plainText(files.error().log) + QLatin1Char('\n'), ExitRefused);
    return std::nullopt;
}

void checkPlan(Run &run)
{
    const auto files = filesOf(run);
    if (!files)
        return;
    const PlanImport import = importOf(run, *files);
    const QString summary = import.sellable()
        ? QStringLiteral("Can be sold: %1 seats, %2 categories, %3 standing areas.\n").arg(import.plan.seats.size()).arg(import.plan.categories.size()).arg(import.plan.standing.size())
        : QStringLiteral("Can not be sold like this.\n");
    run.done(findingsToJson(import.findings), findingsText(import) + summary, import.sellable() ? ExitDone : ExitRefused);
}

/// The id of the venue that --venue names, or of the only one. A person may not list venues, so it is the owner who looks a name up.
std::optional<QString> venueOf(Run &run)
{
    const QString wanted = run.args().value(QStringLiteral("venue"));
    if (!QUuid::fromString(wanted).isNull())
        return wanted;
    auto owner = run.owner(true);
    if (!owner)
        return std::nullopt;
    const auto found = owner->run("select id from foyer.venues where deleted_at is null and ($1 = '' or lower(name) = lower($1))", {PgParam::text(wanted)});
    if (!found || found->rows.size() != 1) {
        run.refuse(found ? Error{ErrorCode::NoSuchThing, {}, {}, {{QStringLiteral("what"), QStringLiteral("venue, or more than one")}, {QStringLiteral("id"), wanted}}}
                         : found.error());
        return std::nullopt;
    }
    return QString::fromLatin1(found->single());
}

void importPlanFile(Run &run)
{
    const auto files = filesOf(run);
    if (!files)
        return;
    const PlanImport import = importOf(run, *files);
    if (!import.sellable()) {
        printError(findingsText(import).toUtf8());
        return run.refuse({ErrorCode::BadInput, {}, QStringLiteral("The plan can not be sold like this; nothing was imported."),
            {{QStringLiteral("findings"), findingsToJson(import.findings)}}});
    }
    const auto venue = venueOf(run);
    auto session = venue ? run.person(QStringLiteral("manager")) : std::nullopt;
    if (!session)
        return;
    const QString name = run.args().has(QStringLiteral("name")) ? run.args().value(QStringLiteral("name")) : QFileInfo(run.operand(0)).completeBaseName();
    const auto imported = json(*session, "select foyer.import_plan($1::uuid, $2, $3, $4, $5::jsonb)", {PgParam::text(*venue),
        PgParam::text(name), PgParam::text(QString::fromUtf8(files->document)), PgParam::text(QString::fromUtf8(files->side)), jsonParam(planRows(import.plan))});
    if (!imported)
        return run.refuse(imported.error());
    QJsonObject answer = imported->toObject();
    answer.insert(QStringLiteral("name"), name);
    answer.insert(QStringLiteral("seats"), import.plan.seats.size());
    answer.insert(QStringLiteral("findings"), findingsToJson(import.findings));
    run.done(answer, findingsText(import) + QStringLiteral("Imported “%1”, version %2, %3 seats.\n").arg(plainText(name))
        .arg(answer.value(QStringLiteral("version")).toInt()).arg(import.plan.seats.size()));
}

} // namespace

QVector<Command> planCommands()
{
    const OptionSpec repair{QStringLiteral("repair"), {}, QStringLiteral("make the repairs that the check offers")};
    return {
        {{QStringLiteral("plan check"), {QStringLiteral("FILE")}, QStringLiteral("what a seating plan's file says, and what is wrong with it"), {repair}}, checkPlan},
        {{QStringLiteral("plan import"), {QStringLiteral("FILE")}, QStringLiteral("bring a seating plan to a venue"),
             {{QStringLiteral("venue"), QStringLiteral("NAME"), QStringLiteral("whose plan it is (default: the only venue)")},
                 {QStringLiteral("name"), QStringLiteral("NAME"), QStringLiteral("the plan's name (default: the file's)")}, repair}}, importPlanFile},
    };
}

} // namespace foyer
