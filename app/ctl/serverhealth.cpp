// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/serverhealth.h"

#include "app/json.h"

namespace foyer {
namespace {

/// `sql` answers one row: whether it is worth a warning, and a sentence.
struct Look
{
    const char *check;
    const char *sql;
};

const Look looks[] = {
    {"slow statements",
        "select m <> '' or coalesce(worst.mean_ms > 1000, false), case when m <> '' then 'not counted: ' || m"
        " when worst.statement is null then 'none counted yet'"
        " else format('the most time took %s calls of %s ms: %s', worst.calls, worst.mean_ms, left(worst.statement, 100)) end"
        " from foyer.statistics_missing() m left join lateral (select * from foyer.slow_statements limit 1) worst on true"},
    {"table sizes",
        "select false, format('%s in %s tables; %s', pg_size_pretty(sum(total_bytes)), count(*),"
        " (select string_agg(table_name || ' ' || pg_size_pretty(total_bytes), ', ') from (select * from foyer.table_sizes limit 3) t)) from foyer.table_sizes"},
    {"vacuum",
        "select count(*) > 0, coalesce(string_agg(format('%s has %s dead rows', table_name, dead_rows), ', '), 'no table has many dead rows')"
        " from foyer.table_sizes where dead_rows > 100000 and dead_rows > estimated_rows / 2"},
    {"unused indexes",
        "select false, case when count(*) = 0 then 'none' else format('%s never read since the statistics began, %s: %s', count(*), pg_size_pretty(sum(index_bytes)),"
        " string_agg(index_name, ', ') filter (where n <= 5)) end from (select *, row_number() over () as n from foyer.unused_indexes) u"},
    {"broken indexes", "select count(*) > 0, coalesce(string_agg(index_name, ', '), 'none') from foyer.index_use where not is_valid"},
    {"connections",
        "select sum(sessions) > 0.8 * current_setting('max_connections')::int, format('%s of %s; %s', sum(sessions), current_setting('max_connections'),"
        " string_agg(format('%s %s %s', sessions, role_name, state), ', ')) from foyer.connections"},
    {"lock waits",
        "select coalesce(max(waiting_for) > interval '2 seconds', false), case when count(*) = 0 then 'nobody waits'"
        " else format('%s wait, the longest %s ms', count(*), round(extract(epoch from max(waiting_for)) * 1000)) end from foyer.lock_waits"},
    {"long transactions",
        "select coalesce(bool_or(open_for > interval '15 seconds'), false), coalesce(string_agg(format('%s of %s for %s s', state, role_name,"
        " round(extract(epoch from open_for))), ', '), 'none over 5 s') from foyer.long_transactions"},
};

} // namespace

QVector<Diagnosis> examineHealth(AdminSession &session)
{
    QVector<Diagnosis> list;
    for (const Look &look : looks) {
        const auto answer = session.run(look.sql);
        const bool seen = answer && !answer->rows.isEmpty() && answer->rows.first().size() == 2;
        if (seen)
            list.append({QLatin1String(look.check), answer->rows.first().at(0) == "t" ? Diagnosis::Warning : Diagnosis::Ok, QString::fromUtf8(answer->rows.first().at(1))});
        else
            list.append({QLatin1String(look.check), Diagnosis::Warning, answer ? QStringLiteral("no answer") : sentenceOf(answer.error())});
    }
    return list;
}

} // namespace foyer
