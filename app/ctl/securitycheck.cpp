// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/securitycheck.h"

#include "app/json.h"
#include "models/central/schemasnapshot.h"

namespace foyer {
namespace {

constexpr int snapshotMajor = 15;

/// A question whose every row is one sentence about something that should not be.
struct Question
{
    const char *check;
    Diagnosis::Health health;
    const char *sql;
    bool onlySuperuser;
};

// The role that made the cluster (oid 10) is a superuser by nature; foyer_owner may be lent to whoever deploys, and that is told, not refused.
const Question questions[] = {
    {"superusers", Diagnosis::Error,
        "select format('%I is a superuser: no rule of Foyer holds for it.', rolname) from pg_roles where rolsuper and oid <> 10 order by rolname", false},
    {"roles that make roles", Diagnosis::Error,
        "select format('%I may make roles, and by that become almost anybody.', rolname) from pg_roles"
        " where rolcreaterole and not rolsuper and rolname <> 'foyer_registrar' order by rolname", false},
    {"roles that pass row security", Diagnosis::Error,
        "select format('%I is not held by row security.', rolname) from pg_roles where rolbypassrls and not rolsuper order by rolname", false},
    {"roles that make databases", Diagnosis::Error,
        "select format('%I may make databases.', rolname) from pg_roles where rolcreatedb and not rolsuper order by rolname", false},
    {"roles that copy the server", Diagnosis::Warning,
        "select format('%I may copy the whole server (REPLICATION).', rolname) from pg_roles where rolreplication and not rolsuper order by rolname", false},
    {"roles behind the house", Diagnosis::Error,
        "select format('%I is a member of %I, which nobody who signs in should be.', m.rolname, g.rolname) from pg_auth_members a"
        " join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid"
        " where g.rolname in ('foyer_reader', 'foyer_registrar', 'foyer_monitor', 'foyer_watchman') and m.rolname <> 'foyer_owner' and not m.rolsuper order by 1", false},
    {"roles that deploy", Diagnosis::Warning,
        "select format('%I is a member of foyer_owner: it may change every table.', m.rolname) from pg_auth_members a"
        " join pg_roles m on m.oid = a.member where a.roleid = 'foyer_owner'::regrole and not m.rolsuper order by 1", false},
    {"roles of the server", Diagnosis::Error,
        "select format('%I is a member of %I.', m.rolname, g.rolname) from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid"
        " where g.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_read_all_data', 'pg_write_all_data',"
        " 'pg_signal_backend', 'pg_read_all_stats', 'pg_read_all_settings', 'pg_stat_scan_tables', 'pg_monitor')"
        " and not m.rolsuper and m.rolname not like 'pg\\_%' and (m.rolname, g.rolname) not in (('foyer_monitor', 'pg_read_all_stats'),"
        " ('foyer_watchman', 'pg_read_all_stats'), ('foyer_watchman', 'pg_signal_backend')) order by 1", false},
    {"groups lent with the right to lend", Diagnosis::Error,
        "select format('%I may give %I to others.', m.rolname, g.rolname) from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid"
        " where a.admin_option and g.rolname like 'foyer\\_%' and not m.rolsuper order by 1", false},
    {"staff and their roles", Diagnosis::Error,
        "select format('%I signs in as staff but is not in the office''s list, or is disabled there.', r.rolname) from pg_roles r"
        " where r.rolcanlogin and not r.rolsuper and (pg_has_role(r.oid, 'foyer_clerk', 'member') or pg_has_role(r.oid, 'foyer_manager', 'member')"
        " or pg_has_role(r.oid, 'foyer_promoter', 'member')) and not pg_has_role(r.oid, 'foyer_owner', 'member')"
        " and not exists (select from foyer.staff s where s.role_name = r.rolname and s.disabled_at is null) order by 1", false},
    {"passwords kept as MD5", Diagnosis::Error,
        "select format('%I has a password that is not kept as SCRAM.', rolname) from pg_authid where rolcanlogin and rolpassword is not null"
        " and rolpassword not like 'SCRAM-SHA-256$%' order by 1", true},
    {"access without a password", Diagnosis::Error,
        "select format('Line %s of pg_hba.conf lets %s in as %s by “%s”.', line_number, coalesce(address, 'local connections'), array_to_string(user_name, ', '), auth_method)"
        " from pg_hba_file_rules where auth_method in ('trust', 'password', 'md5', 'ident') order by line_number", true},
    {"access without encryption", Diagnosis::Error,
        "select format('Line %s of pg_hba.conf lets %s in without TLS.', line_number, address) from pg_hba_file_rules"
        " where type in ('host', 'hostnossl') and auth_method <> 'reject' and address is not null"
        " and address not in ('127.0.0.1', '::1', 'localhost', 'samehost') order by line_number", true},
    {"pg_hba.conf", Diagnosis::Error, "select format('Line %s of pg_hba.conf can not be read: %s.', line_number, error) from pg_hba_file_rules where error is not null", true},
    {"encryption of the line", Diagnosis::Error,
        "select format('The server listens on %s without TLS (ssl = off).', current_setting('listen_addresses')) where current_setting('ssl') <> 'on'"
        " and exists (select from unnest(string_to_array(replace(current_setting('listen_addresses'), ' ', ''), ',')) a where a not in ('', 'localhost', '127.0.0.1', '::1'))"
        " union all select format('TLS before 1.2 is allowed (ssl_min_protocol_version = %s).', coalesce(nullif(current_setting('ssl_min_protocol_version'), ''), 'any'))"
        " where current_setting('ssl') = 'on' and current_setting('ssl_min_protocol_version') not in ('TLSv1.2', 'TLSv1.3')", false},
    {"new passwords", Diagnosis::Error,
        "select 'New passwords are kept as ' || current_setting('password_encryption') || ', not as SCRAM.' where current_setting('password_encryption') <> 'scram-sha-256'", false},
};

void ask(AdminSession &session, const Question &question, QVector<Diagnosis> &list)
{
    const QString check = QLatin1String(question.check);
    if (question.onlySuperuser && !session.isSuperuser()) {
        list.append({check, Diagnosis::Warning, QStringLiteral("Only a superuser can look at this.")});
        return;
    }
    const auto answer = session.run(question.sql);
    if (!answer) {
        list.append({check, Diagnosis::Error, QStringLiteral("This could not be looked at: %1").arg(sentenceOf(answer.error()))});
        return;
    }
    if (answer->rows.isEmpty())
        list.append({check, Diagnosis::Ok, QStringLiteral("none that should not be")});
    for (const auto &row : answer->rows)
        list.append({check, question.health, QString::fromUtf8(row.value(0))});
}

void compareSchema(AdminSession &session, QVector<Diagnosis> &list)
{
    const QString check = QStringLiteral("schema, owners and rights");
    const auto major = scalar(session, "select current_setting('server_version_num')::int / 10000");
    if (major && major->toInt() != snapshotMajor) {
        list.append({check, Diagnosis::Warning, QStringLiteral("The committed text is PostgreSQL %1's; this server is %2 and words some things otherwise.")
                .arg(snapshotMajor).arg(major->toInt())});
    }
    const auto live = liveSnapshot(session);
    const auto committed = committedSnapshot();
    if (!live || !committed) {
        list.append({check, Diagnosis::Error, sentenceOf(live ? committed.error() : live.error())});
        return;
    }
    const QStringList differences = snapshotDifferences(*live, *committed);
    if (differences.isEmpty())
        list.append({check, Diagnosis::Ok, QStringLiteral("%1 facts, as committed").arg(committed->size())});
    for (const QString &difference : differences)
        list.append({check, Diagnosis::Error, difference});
}

} // namespace

QVector<Diagnosis> examineSecurity(AdminSession &session)
{
    QVector<Diagnosis> list;
    compareSchema(session, list);
    for (const Question &question : questions)
        ask(session, question, list);
    return list;
}

} // namespace foyer
