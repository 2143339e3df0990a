-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the server does, for managers and for doctor. The functions belong to foyer_monitor, who may read statistics and sessions and owns nothing else; the views of
-- views/monitoring.sql show them. Never the text of a running statement, and of a finished one only what reads or writes rows, with every value replaced by $n:
-- what is typed by hand into a utility statement (a password of ALTER ROLE) stays in its text. Each asks who reads (reader_scope): a manager who was disabled, or one
-- of another database, is told nothing.

-- '' when slow statements are counted, else why not.
create or replace function foyer.statistics_missing() returns text
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    if to_regclass('foyer_statistics.pg_stat_statements') is null then
        return 'the extension pg_stat_statements is not in this database';
    end if;
    execute 'select from foyer_statistics.pg_stat_statements(false) limit 1';
    return '';
exception when object_not_in_prerequisite_state then
    return 'pg_stat_statements is not in shared_preload_libraries';
end
$$;
alter function foyer.statistics_missing() owner to foyer_monitor;

-- Statements of this database that took the most time; empty where they are not counted.
create or replace function foyer.monitor_statements() returns table (statement text, calls bigint, total_ms numeric, mean_ms numeric, max_ms numeric, rows_out bigint, cache_hit_percent numeric)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if statistics_missing() <> '' then
        return;
    end if;
    return query execute $q$
        select regexp_replace(left(s.query, 300), '\s+', ' ', 'g'), s.calls, round(s.total_exec_time::numeric, 1), round(s.mean_exec_time::numeric, 3),
               round(s.max_exec_time::numeric, 1), s.rows, round(100.0 * s.shared_blks_hit / nullif(s.shared_blks_hit + s.shared_blks_read, 0), 1)
        from foyer_statistics.pg_stat_statements s
        where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()) and s.query ~* '^\s*(select|insert|update|delete|with|merge)\M'
        order by s.total_exec_time desc limit 50 $q$;
end
$$;
alter function foyer.monitor_statements() owner to foyer_monitor;

create or replace function foyer.monitor_sizes() returns table (table_name name, estimated_rows bigint, dead_rows bigint, table_bytes bigint, index_bytes bigint, total_bytes bigint,
                                                                last_vacuum timestamptz, last_analyze timestamptz)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return query
    select c.relname, greatest(c.reltuples, s.n_live_tup)::bigint, s.n_dead_tup, pg_table_size(c.oid), pg_indexes_size(c.oid), pg_total_relation_size(c.oid),
           greatest(s.last_vacuum, s.last_autovacuum), greatest(s.last_analyze, s.last_autoanalyze)
    from pg_catalog.pg_class c join pg_catalog.pg_stat_all_tables s on s.relid = c.oid
    where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'r';
end
$$;
alter function foyer.monitor_sizes() owner to foyer_monitor;

-- needed_for: what an index that no reader used is there for nevertheless.
create or replace function foyer.monitor_indexes() returns table (table_name name, index_name name, scans bigint, index_bytes bigint, needed_for text, is_valid boolean)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return query
    select s.relname, s.indexrelname, s.idx_scan, pg_relation_size(s.indexrelid),
           case when i.indisprimary then 'primary key' when i.indisunique then 'uniqueness'
                when exists (select from pg_catalog.pg_constraint k where k.contype = 'f' and k.conrelid = i.indrelid and i.indkey[0] = any (k.conkey)) then 'foreign key' end,
           i.indisvalid
    from pg_catalog.pg_stat_all_indexes s join pg_catalog.pg_index i on i.indexrelid = s.indexrelid where s.schemaname = 'foyer';
end
$$;
alter function foyer.monitor_indexes() owner to foyer_monitor;

create or replace function foyer.monitor_sessions() returns table (role_name name, state text, sessions bigint, oldest_transaction interval, waiting bigint)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return query
    select a.usename, coalesce(a.state, 'unknown'), count(*), max(clock_timestamp() - a.xact_start), count(*) filter (where a.wait_event_type = 'Lock')
    from pg_catalog.pg_stat_activity a where a.datname = current_database() and a.backend_type = 'client backend' group by 1, 2;
end
$$;
alter function foyer.monitor_sessions() owner to foyer_monitor;

create or replace function foyer.monitor_locks() returns table (pid integer, role_name name, waiting_for interval, lock_kind text, on_table text, blocked_by integer[], blocking_roles name[])
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return query
    select a.pid, a.usename, clock_timestamp() - l.waitstart, l.locktype || ' ' || l.mode, r.relname::text, b.pids,
           array(select x.usename from pg_catalog.pg_stat_activity x where x.pid = any (b.pids) order by x.pid)
    from pg_catalog.pg_locks l
    join pg_catalog.pg_stat_activity a on a.pid = l.pid and a.datname = current_database()
    left join pg_catalog.pg_class r on r.oid = l.relation
    cross join lateral (select pg_blocking_pids(l.pid) as pids) b
    where not l.granted;
end
$$;
alter function foyer.monitor_locks() owner to foyer_monitor;

create or replace function foyer.monitor_transactions() returns table (pid integer, role_name name, application text, state text, open_for interval, idle_for interval, holds_back_vacuum boolean)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return query
    select a.pid, a.usename, left(a.application_name, 63), a.state, clock_timestamp() - a.xact_start,
           case when a.state like 'idle%' then clock_timestamp() - a.state_change end, a.backend_xmin is not null
    from pg_catalog.pg_stat_activity a
    where a.datname = current_database() and a.backend_type = 'client backend' and a.xact_start < clock_timestamp() - interval '5 seconds';
end
$$;
alter function foyer.monitor_transactions() owner to foyer_monitor;

grant execute on function foyer.reader_scope() to foyer_monitor;
-- A view runs its functions as whoever reads the view.
grant execute on function foyer.statistics_missing(), foyer.monitor_statements(), foyer.monitor_sizes(), foyer.monitor_indexes(), foyer.monitor_sessions(),
    foyer.monitor_locks(), foyer.monitor_transactions() to foyer_manager, foyer_owner;
