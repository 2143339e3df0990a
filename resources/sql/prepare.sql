-- SPDX-License-Identifier: GPL-3.0-or-later
-- What needs a superuser, outside the migrations: roles, extension, schema, revokes. Idempotent; applied to every database, also to a clone, because
-- CREATE DATABASE … TEMPLATE drops the database's privileges. Roles are cluster-wide: two databases may be prepared at the same moment.

do $roles$
declare
    r record;
begin
    -- pg_authid is shared by all databases of the cluster, so this lock serialises two runs; signing in only reads it.
    lock table pg_catalog.pg_authid in share row exclusive mode;
    for r in
        select * from (values
            ('foyer_owner', 'nologin nocreaterole'),     -- owns tables and writing functions
            ('foyer_reader', 'nologin nocreaterole'),    -- owns views and reading functions: row security holds for it
            ('foyer_registrar', 'nologin createrole'),   -- owns provide_role and place_role and nothing else
            ('foyer_monitor', 'nologin nocreaterole'),   -- owns what looks at the server itself: statistics, sessions, locks
            ('foyer_watchman', 'nologin nocreaterole'),  -- owns the watchdog: it alone sees and ends sessions of others
            ('foyer_clerk', 'nologin nocreaterole'),
            ('foyer_promoter', 'nologin nocreaterole'),
            ('foyer_manager', 'nologin nocreaterole'),
            ('foyer_till', 'nologin nocreaterole')) as wanted (name, options)
    loop
        if not exists (select from pg_catalog.pg_roles where rolname = r.name) then
            execute format('create role %I %s', r.name, r.options);
        end if;
        execute format('alter role %I nosuperuser nocreatedb noreplication nobypassrls inherit %s', r.name, r.options);
    end loop;
    -- The owner hands functions over to these with ALTER … OWNER TO.
    for r in select unnest(array['foyer_reader', 'foyer_registrar', 'foyer_monitor', 'foyer_watchman']) as name loop
        if not pg_catalog.pg_has_role('foyer_owner', r.name, 'member') then
            execute format('grant %I to foyer_owner', r.name);
        end if;
    end loop;
    for r in select unnest(array['pg_signal_backend', 'pg_read_all_stats']) as name loop
        if not pg_catalog.pg_has_role('foyer_watchman', r.name, 'member') then
            execute format('grant %I to foyer_watchman', r.name);
        end if;
    end loop;
    -- Sees the sessions and statements of others; without it the views of monitoring show only one's own.
    if not pg_catalog.pg_has_role('foyer_monitor', 'pg_read_all_stats', 'member') then
        grant pg_read_all_stats to foyer_monitor;
    end if;
end
$roles$;

do $database$
begin
    execute format('alter database %I owner to foyer_owner', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to foyer_clerk, foyer_promoter, foyer_manager, foyer_till, foyer_reader, foyer_registrar',
                   current_database());
end
$database$;

revoke create on schema public from public;

-- Nobody who signs in writes code: no DO blocks, no functions. Running a function needs no right on its language.
revoke usage on language plpgsql, sql from public;
grant usage on language plpgsql, sql to foyer_owner;

-- Nor large objects; nor advisory locks, which stay after an error and fill the lock table that every session shares; nor messages in the WAL.
do $for_nobody$
declare
    f record;
begin
    for f in
        select p.oid::regprocedure as signature from pg_catalog.pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace
          and p.proname ~ '^(lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_logical_emit_message)$'
    loop
        execute format('revoke execute on function %s from public', f.signature);
    end loop;
end
$for_nobody$;

create schema if not exists foyer_crypto;
revoke all on schema foyer_crypto from public;
grant usage on schema foyer_crypto to foyer_owner;
create extension if not exists pgcrypto with schema foyer_crypto;

-- Slow statements, where the server has the extension and preloads it; without it the view is empty and doctor says so.
create schema if not exists foyer_statistics;
revoke all on schema foyer_statistics from public;
grant usage on schema foyer_statistics to foyer_monitor;
do $statistics$
begin
    if exists (select from pg_catalog.pg_available_extensions where name = 'pg_stat_statements')
       and not exists (select from pg_catalog.pg_extension where extname = 'pg_stat_statements') then
        create extension pg_stat_statements with schema foyer_statistics;
    end if;
    if to_regclass('foyer_statistics.pg_stat_statements') is not null then
        revoke all on all tables in schema foyer_statistics from public;
        revoke all on all functions in schema foyer_statistics from public;
        grant select on all tables in schema foyer_statistics to foyer_monitor;
        grant execute on function foyer_statistics.pg_stat_statements(boolean) to foyer_monitor;
    end if;
end
$statistics$;

create schema if not exists foyer authorization foyer_owner;
alter schema foyer owner to foyer_owner;
revoke all on schema foyer from public;
grant usage on schema foyer to foyer_clerk, foyer_promoter, foyer_manager, foyer_till;
-- CREATE is what ALTER FUNCTION … OWNER TO asks of the new owner.
grant usage, create on schema foyer to foyer_reader, foyer_registrar, foyer_monitor, foyer_watchman;

-- A new function is nobody's until a GRANT says otherwise.
alter default privileges for role foyer_owner revoke execute on functions from public;


-- create_staff and register_till keep a statement that they refuse out of the server's log: somebody may have typed a password into it.
grant set on parameter log_min_error_statement to foyer_owner;

-- A copy of a database within its cluster would take the original's roles for its own: it gets an identity of its own. A restored, moved or upgraded database
-- keeps the one that its roles carry.
do $identity$
declare
    v_cluster constant text := (select system_identifier from pg_catalog.pg_control_system());
    v_here constant text := v_cluster || '/' || (select oid from pg_catalog.pg_database where datname = current_database());
begin
    if exists (select from pg_catalog.pg_attribute where attrelid = to_regclass('foyer.settings') and attname = 'made_in' and not attisdropped) then
        update foyer.settings set identity = gen_random_uuid()
        where made_in <> v_here and split_part(made_in, '/', 1) = v_cluster
          and exists (select from pg_catalog.pg_database where oid::text = split_part(made_in, '/', 2));
        update foyer.settings set made_in = v_here where made_in <> v_here;
    end if;
end
$identity$;
