-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is signed in and what answers: "system identifier/timeline" tells a revived old primary apart.
create or replace function foyer.server_identity() returns text
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    return (select system_identifier from pg_catalog.pg_control_system()) || '/' || case when pg_catalog.pg_is_in_recovery()
        then (select timeline_id::text from pg_catalog.pg_control_checkpoint())
        -- The control file lags behind a promotion; the name of the WAL file does not.
        else ('x' || left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::integer::text end;
end
$$;

create or replace function foyer.schema_version() returns integer
language plpgsql stable security definer
set search_path = foyer, pg_temp
as $$
begin
    return (select coalesce(max(version), 0) from schema_migrations);
end
$$;

-- A program older than this version must not work with the database; one that is only older than schema_version() may.
create or replace function foyer.breaking_version() returns integer
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(max(version), 0) from schema_migrations where breaking);
end
$$;

create or replace function foyer.hello(p_till text default '') returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_identity text[] := string_to_array(server_identity(), '/');
    v_group constant text := session_group();
begin
    return jsonb_build_object('schema_version', schema_version(), 'breaking_version', breaking_version(), 'server_version', current_setting('server_version'),
        'system_identifier', v_identity[1], 'timeline', v_identity[2]::integer, 'role', session_user,
        'display_name', coalesce((select u.display_name from staff s join users u on u.id = s.user_id where s.role_name = session_user), session_user::text),
        'groups', (select coalesce(jsonb_agg(g order by g), '[]') from unnest(array['clerk', 'manager', 'promoter', 'till']) g
                   where g = v_group or (v_group = 'owner' and pg_catalog.pg_has_role(session_user, ('foyer_' || g)::name, 'member'))),
        'demo', (select demo from settings),
        'till_code', coalesce((select code from tills where code = p_till and retired_at is null), ''),
        'server_time', utc_text(clock_timestamp()));
end
$$;

grant execute on function foyer.server_identity() to foyer_reader;
grant execute on function foyer.hello(text) to public;
