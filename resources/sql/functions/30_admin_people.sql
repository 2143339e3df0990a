-- SPDX-License-Identifier: GPL-3.0-or-later
-- Members of staff and tills are PostgreSQL roles. What changes a role belongs to foyer_registrar, the only role with CREATEROLE: two functions that take a
-- name, one of Foyer's groups and a verifier, and that only foyer_owner's functions call. It owns nothing else and reads no table.

-- The comment by which this database knows its roles. Roles are cluster-wide: without it, whoever manages one database could give a new verifier to a
-- member of staff of another, and sign in there in their name.
create or replace function foyer.role_mark() returns text
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_settings record;
begin
    select s.identity, s.made_in into v_settings from settings s;
    if v_settings.made_in <> (select c.system_identifier || '/' || d.oid from pg_catalog.pg_control_system() c, pg_catalog.pg_database d
                              where d.datname = current_database()) then
        perform refuse('TK008', 'this database is a copy: apply prepare.sql, which gives it an identity of its own', jsonb_build_object('what', 'identity'));
    end if;
    return 'made by Foyer for ' || v_settings.identity;
end
$$;

-- Whether this call may change the role, null where there is none: one with our mark; one of our people from before marks named the database; and for
-- owners, who own every Foyer database of the cluster alike, one of another database, which becomes ours.
create or replace function foyer.may_change_role(p_role name) returns boolean
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_mark constant text := role_mark();
begin
    return (select not (r.rolsuper or r.rolcreaterole or r.rolreplication or r.rolbypassrls)
                   and coalesce(m.mark = v_mark
                                or (m.mark = 'made by Foyer' and (exists (select from staff s where s.role_name = p_role)
                                                                  or exists (select from tills t where t.role_name = p_role)))
                                or (starts_with(m.mark, 'made by Foyer') and session_group() = 'owner'), false)
            from pg_catalog.pg_roles r, lateral (select pg_catalog.shobj_description(r.oid, 'pg_authid') as mark) m where r.rolname = p_role);
end
$$;

-- Puts a role of ours into exactly one of the groups, and lets it sign in or not.
create or replace function foyer.place_role(p_role name, p_group name, p_login boolean) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_groups constant name[] := array['foyer_clerk', 'foyer_promoter', 'foyer_manager', 'foyer_till'];
    v_group name;
begin
    if p_group is null or p_group <> all (v_groups) then
        perform refuse('TK015', 'the group is clerk, promoter or manager', jsonb_build_object('what', 'group'));
    end if;
    if may_change_role(p_role) is not true then
        perform refuse('TK008', 'that role is not of this database', jsonb_build_object('what', 'role', 'id', p_role));
    end if;
    execute format('comment on role %I is %L', p_role, role_mark());
    execute format('alter role %I %s', p_role, case when p_login then 'login' else 'nologin' end);
    foreach v_group in array v_groups loop
        if v_group = p_group and not pg_catalog.pg_has_role(p_role, v_group, 'member') then
            execute format('grant %I to %I', v_group, p_role);
        elsif v_group <> p_group and pg_catalog.pg_has_role(p_role, v_group, 'member') then
            execute format('revoke %I from %I', v_group, p_role);
        end if;
    end loop;
exception when internal_error then
    -- "tuple concurrently updated": somebody changes the same role at this moment.
    perform refuse('TK014', 'busy, try again');
end
$$;
alter function foyer.place_role(name, name, boolean) owner to foyer_registrar;

-- Makes the role or gives it a new verifier, and places it.
create or replace function foyer.provide_role(p_role name, p_group name, p_verifier text) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_verifier is null or p_verifier !~ '^SCRAM-SHA-256\$[0-9]{4,7}:[A-Za-z0-9+/=]{16,200}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
        perform refuse('TK015', 'a SCRAM verifier is expected', jsonb_build_object('what', 'verifier'));
    end if;
    begin
        execute format('create role %I nologin nosuperuser nocreatedb nocreaterole noreplication connection limit 64', p_role);
        execute format('comment on role %I is %L', p_role, role_mark());
        -- A member of staff's own transaction never lasts; a session may lift this, and then the watchdog ends it.
        execute format('alter role %I set idle_in_transaction_session_timeout = %L', p_role, '15s');
    exception when duplicate_object or unique_violation then
        null;
    end;
    perform place_role(p_role, p_group, true);
    execute format('alter role %I password %L', p_role, p_verifier);
exception when internal_error then
    perform refuse('TK014', 'busy, try again');
end
$$;
alter function foyer.provide_role(name, name, text) owner to foyer_registrar;

-- A statement that fails is written into the server's log, and somebody may have typed a password into it in place of a verifier.
create or replace function foyer.keep_unlogged() returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform set_config('log_min_error_statement', 'panic', true);
exception when insufficient_privilege then
    -- Until prepare.sql of this release was applied.
    null;
end
$$;

grant execute on function foyer.refuse(text, text, jsonb), foyer.role_mark(), foyer.may_change_role(name) to foyer_registrar;
grant execute on function foyer.provide_role(name, name, text), foyer.place_role(name, name, boolean) to foyer_owner;
