// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/central/migrator.h"

#include "models/central/centrallog.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace foyer {

namespace {

constexpr int bootstrapTries = 10;

// A step that changes a table waits for the transactions that use it, and all tills queue up behind it. So it gives up before PostgreSQL's own second for a
// deadlock and before a till's two seconds, lets them through and comes again. 120 times: a minute and a half of a house that sells without a pause.
constexpr int busyTries = 120;
constexpr std::chrono::milliseconds busyPause{250};
const char yieldToTills[] = "set local lock_timeout = '500ms'";

template<typename Step> auto persist(Step step)
{
    auto done = step();
    for (int i = 1; i < busyTries && !done && done.error().code == ErrorCode::Busy; ++i) {
        qCInfo(lcCentral) << "the database is busy, trying again:" << done.error().log;
        std::this_thread::sleep_for(busyPause);
        done = step();
    }
    return done;
}

bool isRace(const Error &error)
{
    // CREATE … IF NOT EXISTS looks first and creates later, so two at once meet in a unique index; GRANTs meet in the
    // same catalogue row (XX000).
    return error.sqlState == QLatin1String("23505") || error.sqlState == QLatin1String("42P06") ||
           error.sqlState == QLatin1String("42P07") || error.sqlState == QLatin1String("XX000") ||
           error.code == ErrorCode::Busy;
}

Error named(Error error, const QString &what)
{
    error.facts.insert(QStringLiteral("file"), what);
    return error;
}

} // namespace

bool MigrationStatus::upToDate() const
{
    return staleRepeatables.isEmpty() &&
           std::all_of(migrations.cbegin(), migrations.cend(),
                       [](const MigrationState &m) { return m.applied && m.known && !m.changed; });
}

Migrator::Migrator(AdminSession &session, MigrationSet set) : m_session(session), m_set(std::move(set)) {}

Result<Done> Migrator::prepare()
{
    AdminTransaction transaction(m_session);
    if (!transaction.begun())
        return fail(transaction.begun().error());
    // Roles belong to the whole cluster, and so does a lock on this catalogue: two databases can be prepared at once
    // only one after the other.
    const Result<Done> locked =
        m_session.script("lock table pg_catalog.pg_authid in share row exclusive mode", QStringLiteral("lock"));
    if (!locked)
        return locked;
    const Result<Done> done = m_session.script(m_set.prepare, QStringLiteral("prepare.sql"));
    if (!done)
        return fail(named(done.error(), QStringLiteral("prepare.sql")));
    return transaction.commit();
}

Result<Done> Migrator::bootstrap()
{
    const QByteArray schema =
        m_session.isSuperuser()
            ? "create schema if not exists foyer authorization foyer_owner; set local role foyer_owner;"
            : "set local role foyer_owner; create schema if not exists foyer;";
    const QByteArray tables =
        "create table if not exists foyer.schema_migrations (version int primary key check (version > 0), name text "
        "not null,"
        " checksum text not null, breaking boolean not null, applied_at timestamptz not null default "
        "clock_timestamp());"
        "create table if not exists foyer.schema_repeatables (path text primary key, checksum text not null,"
        " applied_at timestamptz not null default clock_timestamp());";
    Result<Done> done = fail(ErrorCode::ProgrammingFault);
    for (int i = 0; i < bootstrapTries; ++i) {
        AdminTransaction transaction(m_session);
        if (!transaction.begun())
            return fail(transaction.begun().error());
        done = m_session.script(schema + tables, QStringLiteral("bootstrap"));
        if (done)
            return transaction.commit();
        if (!isRace(done.error()))
            break;
    }
    if (done.error().sqlState == QLatin1String("42704") || done.error().sqlState == QLatin1String("22023"))
        return fail(ErrorCode::NotPermitted, done.error().log, {{QStringLiteral("what"), QStringLiteral("prepare")}});
    return done;
}

Result<bool> Migrator::hasTables()
{
    const Result<PgAnswer> answer = m_session.run("select to_regclass('foyer.schema_migrations') is not null");
    if (!answer)
        return fail(answer.error());
    return answer->single() == "t";
}

Result<QVector<Migrator::Applied>> Migrator::applied()
{
    const Result<PgAnswer> answer = m_session.run(
        "select version, name, checksum, breaking, applied_at from foyer.schema_migrations order by version");
    if (!answer)
        return fail(answer.error());
    QVector<Applied> rows;
    for (const QVector<QByteArray> &row : answer->rows)
        rows.append(Applied{row.at(0).toInt(), QString::fromUtf8(row.at(1)), row.at(2), row.at(3) == "t",
                            QString::fromUtf8(row.at(4))});
    return rows;
}

Result<QMap<QString, QByteArray>> Migrator::appliedRepeatables()
{
    const Result<PgAnswer> answer = m_session.run("select path, checksum from foyer.schema_repeatables");
    if (!answer)
        return fail(answer.error());
    QMap<QString, QByteArray> rows;
    for (const QVector<QByteArray> &row : answer->rows)
        rows.insert(QString::fromUtf8(row.at(0)), row.at(1));
    return rows;
}

Result<Done> Migrator::check(const QVector<Applied> &rows) const
{
    for (const Applied &row : rows) {
        const QJsonObject facts{{QStringLiteral("version"), row.version}, {QStringLiteral("name"), row.name}};
        if (row.version > m_set.migrations.size())
            return fail(ErrorCode::NewerSchema,
                        QStringLiteral("the database has %1, which this program does not know").arg(row.name), facts);
        if (row.version < 1 || m_set.migrations.at(row.version - 1).checksum != row.checksum)
            return fail(ErrorCode::BadInput, QStringLiteral("%1 was changed after it had been applied").arg(row.name),
                        facts);
    }
    return Done{};
}

Result<Done> Migrator::lock()
{
    // EXCLUSIVE lets hello() read meanwhile.
    return m_session.script("set local role foyer_owner; lock table foyer.schema_migrations in exclusive mode",
                            QStringLiteral("lock"));
}

Result<bool> Migrator::applyOne(const Migration &migration)
{
    AdminTransaction transaction(m_session);
    if (!transaction.begun())
        return fail(transaction.begun().error());
    if (const Result<Done> locked = lock(); !locked)
        return fail(locked.error());
    const QByteArray version = QByteArray::number(migration.version);
    const Result<PgAnswer> present =
        m_session.run("select 1 from foyer.schema_migrations where version = $1::int", {PgParam{version, false}});
    if (!present)
        return fail(present.error());
    if (!present->rows.isEmpty())
        return false;
    qCInfo(lcCentral) << "applying" << migration.name;
    if (const Result<Done> yielding = m_session.script(yieldToTills, QStringLiteral("lock_timeout")); !yielding)
        return fail(yielding.error());
    const QString file = migration.name + QStringLiteral(".up.sql");
    // What a step made for itself in pg_temp stays as long as the session: a second way up must not find it.
    if (const Result<Done> clean = m_session.script("discard temp", QStringLiteral("discard")); !clean)
        return fail(clean.error());
    if (const Result<Done> done = m_session.script(migration.up, file); !done)
        return fail(named(done.error(), file));
    if (!m_session.inTransaction())
        return fail(ErrorCode::BadInput, QStringLiteral("%1 ends its own transaction").arg(file));
    const Result<PgAnswer> recorded = m_session.run(
        "insert into foyer.schema_migrations (version, name, checksum, breaking) values ($1::int, $2, $3, $4::boolean)",
        {PgParam{version, false}, PgParam::text(migration.name), PgParam{migration.checksum, false},
         PgParam{migration.breaking ? "t" : "f", false}});
    if (!recorded)
        return fail(recorded.error());
    if (const Result<Done> committed = transaction.commit(); !committed)
        return fail(committed.error());
    return true;
}

QStringList Migrator::stale(const QMap<QString, QByteArray> &rows) const
{
    QStringList paths;
    for (const Repeatable &file : m_set.repeatables) {
        if (rows.value(file.path) != file.checksum)
            paths.append(file.path);
    }
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        const auto isIt = [&row](const Repeatable &file) { return file.path == row.key(); };
        if (std::none_of(m_set.repeatables.cbegin(), m_set.repeatables.cend(), isIt))
            paths.append(row.key());
    }
    return paths;
}

Result<Done> Migrator::applyRepeatable(const Repeatable &file)
{
    if (const Result<Done> saved = m_session.script("savepoint file", file.path); !saved)
        return saved;
    if (const Result<Done> done = m_session.script(file.sql, file.path); !done) {
        if (const Result<Done> back = m_session.script("rollback to savepoint file", file.path); !back)
            return back;
        return fail(named(done.error(), file.path));
    }
    const Result<PgAnswer> recorded =
        m_session.run("insert into foyer.schema_repeatables (path, checksum) values ($1, $2)",
                      {PgParam::text(file.path), PgParam{file.checksum, false}});
    if (!recorded)
        return fail(recorded.error());
    return Done{};
}

/// One pass over all files, inside a transaction.
Result<Done> Migrator::remake()
{
    Result<Done> step =
        m_session.script("delete from foyer.schema_repeatables", QStringLiteral("repeatables")).and_then([this](Done) {
            return m_session.script(m_set.remakeBegin, QStringLiteral("remake_begin.sql"));
        });
    if (!step)
        return step;
    // In rounds, because files may need each other in any order: what fails is tried again as long as a round gets
    // further.
    QVector<Repeatable> left = m_set.repeatables;
    while (!left.isEmpty()) {
        QVector<Repeatable> failed;
        Error firstError;
        for (const Repeatable &file : left) {
            step = applyRepeatable(file);
            if (step)
                continue;
            if (step.error().code == ErrorCode::Busy || step.error().code == ErrorCode::NoConnection)
                return step;
            if (failed.isEmpty())
                firstError = step.error();
            failed.append(file);
        }
        if (failed.size() == left.size())
            return fail(firstError);
        left = failed;
    }
    return m_session.script(m_set.remakeEnd, QStringLiteral("remake_end.sql"));
}

Result<int> Migrator::applyRepeatables()
{
    AdminTransaction transaction(m_session);
    if (!transaction.begun())
        return fail(transaction.begun().error());
    if (const Result<Done> locked = lock(); !locked)
        return fail(locked.error());
    const Result<QMap<QString, QByteArray>> rows = appliedRepeatables();
    if (!rows)
        return fail(rows.error());
    if (stale(*rows).isEmpty())
        return 0;
    // All of them and not only the changed ones: a view that is made anew takes what stands on it along. Bodies are not
    // checked while functions of later files are still missing.
    if (const Result<Done> ready =
            m_session.script(QByteArray(yieldToTills) + "; set local check_function_bodies = off; savepoint remake",
                             QStringLiteral("repeatables"));
        !ready)
        return fail(ready.error());
    Result<Done> done = remake();
    if (!done && done.error().code != ErrorCode::Busy && !m_set.forget.isEmpty()) {
        // CREATE OR REPLACE can not change what a function returns or take a column from a view: those go first, with
        // everything else. Calls that are under way at that moment fail, once.
        qCInfo(lcCentral) << "making all functions and views from nothing:" << done.error().log;
        done = m_session.script("rollback to savepoint remake", QStringLiteral("repeatables"))
                   .and_then([this](Done) { return m_session.script(m_set.forget, QStringLiteral("forget.sql")); })
                   .and_then([this](Done) { return remake(); });
    }
    if (!done)
        return fail(done.error());
    if (const Result<Done> committed = transaction.commit(); !committed)
        return fail(committed.error());
    return static_cast<int>(m_set.repeatables.size());
}

Result<bool> Migrator::isAhead()
{
    const Result<bool> present = hasTables();
    if (!present || !*present)
        return present;
    const Result<QVector<Applied>> rows = applied();
    if (!rows)
        return fail(rows.error());
    const bool unknown = !rows->isEmpty() && rows->constLast().version > m_set.migrations.size();
    const bool broken = std::any_of(rows->cbegin(), rows->cend(), [this](const Applied &row) {
        return row.breaking && row.version > m_set.migrations.size();
    });
    return unknown && !broken;
}

Result<MigrationReport> Migrator::up()
{
    MigrationReport report;
    // Also its functions are newer: this program's would take back what the newer one brought.
    const Result<bool> ahead = isAhead();
    if (!ahead)
        return fail(ahead.error());
    if (*ahead)
        return report;
    if (m_session.isSuperuser() && !m_set.prepare.isEmpty()) {
        if (const Result<Done> prepared = prepare(); !prepared)
            return fail(prepared.error());
        report.prepared = true;
    }
    if (const Result<Done> bootstrapped = bootstrap(); !bootstrapped)
        return fail(bootstrapped.error());
    const Result<Done> sound = applied().and_then([this](const QVector<Applied> &rows) { return check(rows); });
    if (!sound)
        return fail(sound.error());
    for (const Migration &migration : m_set.migrations) {
        const Result<bool> did = persist([&] { return applyOne(migration); });
        if (!did)
            return fail(did.error());
        if (!*did)
            continue;
        report.migrations.append(migration.name);
        if (migration.breaking)
            report.breaking.append(migration.name);
    }
    const Result<int> repeatables = persist([&] { return applyRepeatables(); });
    if (!repeatables)
        return fail(repeatables.error());
    report.repeatables = *repeatables;
    return report;
}

Result<bool> Migrator::takeBackOne(const Migration &migration)
{
    AdminTransaction transaction(m_session);
    if (!transaction.begun())
        return fail(transaction.begun().error());
    if (const Result<Done> locked = lock(); !locked)
        return fail(locked.error());
    const QByteArray version = QByteArray::number(migration.version);
    const Result<PgAnswer> present = m_session.run(
        "delete from foyer.schema_migrations where version = $1::int returning 1", {PgParam{version, false}});
    if (!present)
        return fail(present.error());
    if (present->rows.isEmpty())
        return false;
    qCInfo(lcCentral) << "taking back" << migration.name;
    if (const Result<Done> yielding = m_session.script(yieldToTills, QStringLiteral("lock_timeout")); !yielding)
        return fail(yielding.error());
    const QString file = migration.name + QStringLiteral(".down.sql");
    if (!m_set.forget.isEmpty()) {
        if (const Result<Done> done = m_session.script(m_set.forget, QStringLiteral("forget.sql")); !done)
            return fail(named(done.error(), file));
    }
    if (const Result<Done> done = m_session.script(migration.down, file); !done)
        return fail(named(done.error(), file));
    // What a way back took along of functions and views is made again by the next up().
    if (const Result<Done> done = m_session.script("delete from foyer.schema_repeatables", file); !done)
        return fail(done.error());
    if (const Result<Done> committed = transaction.commit(); !committed)
        return fail(committed.error());
    return true;
}

Result<MigrationReport> Migrator::down(int version)
{
    MigrationReport report;
    for (qsizetype i = m_set.migrations.size(); i > version && i > 0; --i) {
        const Result<bool> present = hasTables();
        if (!present)
            return fail(present.error());
        if (!*present)
            break;
        const Result<Done> sound = applied().and_then([this](const QVector<Applied> &rows) { return check(rows); });
        if (!sound)
            return fail(sound.error());
        const Result<bool> did = persist([&] { return takeBackOne(m_set.migrations.at(i - 1)); });
        if (!did)
            return fail(did.error());
        if (*did)
            report.migrations.append(m_set.migrations.at(i - 1).name);
    }
    return report;
}

Result<MigrationStatus> Migrator::status()
{
    const Result<bool> present = hasTables();
    if (!present)
        return fail(present.error());
    const Result<QVector<Applied>> rows = *present ? applied() : Result<QVector<Applied>>(QVector<Applied>());
    const Result<QMap<QString, QByteArray>> repeatables =
        *present ? appliedRepeatables() : Result<QMap<QString, QByteArray>>(QMap<QString, QByteArray>());
    if (!rows || !repeatables)
        return fail(rows ? repeatables.error() : rows.error());
    MigrationStatus status;
    for (const Migration &migration : m_set.migrations) {
        MigrationState state{migration.version, migration.name, false, true, false, migration.breaking, {}};
        for (const Applied &row : *rows) {
            if (row.version == migration.version) {
                state.applied = true;
                state.changed = row.checksum != migration.checksum;
                state.appliedAt = row.appliedAt;
            }
        }
        status.migrations.append(state);
    }
    for (const Applied &row : *rows) {
        if (row.version > m_set.migrations.size())
            status.migrations.append(
                MigrationState{row.version, row.name, true, false, false, row.breaking, row.appliedAt});
    }
    status.staleRepeatables = stale(*repeatables);
    return status;
}

} // namespace foyer
