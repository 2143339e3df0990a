// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/json.h"

namespace foyer {
namespace {

void verifyAll(Run &run)
{
    auto session = run.person(QStringLiteral("manager"));
    if (!session)
        return;
    if (run.args().has(QStringLiteral("recalculate"))) {
        const auto rebuilt = session->run("select foyer.recalculate_event_counts((e ->> 'id')::uuid) from jsonb_array_elements(foyer.list_events()) e");
        if (!rebuilt)
            return run.refuse(rebuilt.error());
    }
    const auto findings = json(*session, "select coalesce(json_agg(json_build_object('invariant', invariant, 'detail', detail)), '[]') from foyer.verify()");
    if (!findings)
        return run.refuse(findings.error());
    const QJsonArray array = findings->toArray();
    QString text;
    for (const QJsonValue &finding : array)
        text += plainText(finding[QStringLiteral("invariant")].toString() + QStringLiteral(": ") + finding[QStringLiteral("detail")].toString()) + QLatin1Char('\n');
    run.done(array, array.isEmpty() ? QStringLiteral("All is well.\n") : text, array.isEmpty() ? ExitDone : ExitRefused);
}

} // namespace

QVector<Command> verifyCommands()
{
    return {{{QStringLiteral("verify"), {}, QStringLiteral("check every invariant of the database"),
                 {{QStringLiteral("recalculate"), {}, QStringLiteral("rebuild the counts first")}}}, verifyAll}};
}

} // namespace foyer
