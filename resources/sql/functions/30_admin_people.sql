-- SPDX-License-Identifier: GPL-3.0-or-later
-- Members of staff and tills are PostgreSQL roles. Two functions make them; they belong to foyer_registrar, the only role with CREATEROLE, which owns nothing
-- else: the rows are written by a function of the owner.

-- Makes the role or gives it a new verifier, in exactly one of Foyer's groups. Only a role that carries our mark is ever changed.
create or replace function foyer.provide_role(p_role name, p_group name, p_verifier text) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_group name;
begin
    if p_verifier !~ '^SCRAM-SHA-256\$[0-9]{4,7}:[A-Za-z0-9+/=]{16,200}\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$' then
        perform refuse('TK015', 'a SCRAM verifier is expected', jsonb_build_object('what', 'verifier'));
    end if;
    begin
        execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication connection limit 64', p_role);
        execute format('comment on role %I is %L', p_role, 'made by Foyer');
        -- A member of staff's own transaction never lasts; a session may lift this, and then the watchdog ends it.
        execute format('alter role %I set idle_in_transaction_session_timeout = %L', p_role, '15s');
    exception when duplicate_object or unique_violation then
        if not exists (select from pg_catalog.pg_roles r
                       where r.rolname = p_role and not r.rolsuper and not r.rolcreaterole and not r.rolreplication and not r.rolbypassrls
                         and pg_catalog.shobj_description(r.oid, 'pg_authid') = 'made by Foyer') then
            perform refuse('TK008', 'that role was not made by Foyer', jsonb_build_object('what', 'role', 'id', p_role));
        end if;
    end;
    execute format('alter role %I login password %L', p_role, p_verifier);
    foreach v_group in array array['foyer_clerk', 'foyer_promoter', 'foyer_manager', 'foyer_till']::name[] loop
        if v_group = p_group and not pg_catalog.pg_has_role(p_role, v_group, 'member') then
            execute format('grant %I to %I', v_group, p_role);
        elsif v_group <> p_group and pg_catalog.pg_has_role(p_role, v_group, 'member') then
            execute format('revoke %I from %I', v_group, p_role);
        end if;
    end loop;
end
$$;
alter function foyer.provide_role(name, name, text) owner to foyer_registrar;

create or replace function foyer.record_staff(p_role name, p_display_name text, p_group text) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_user uuid;
    v_before jsonb;
begin
    perform begin_write();
    select s.user_id, jsonb_build_object('group', s.staff_group, 'display_name', u.display_name) into v_user, v_before
    from staff s join users u on u.id = s.user_id where s.role_name = p_role for no key update of s, u;
    if v_user is null then
        insert into users (display_name) values (p_display_name) returning id into v_user;
        insert into staff (user_id, role_name, staff_group) values (v_user, p_role, p_group);
    else
        update users set display_name = p_display_name, version = version + 1, updated_at = clock_timestamp() where id = v_user;
        update staff set staff_group = p_group, disabled_at = null, updated_at = clock_timestamp() where user_id = v_user;
    end if;
    if p_group = 'promoter' then
        insert into promoters (user_id, company) values (v_user, p_display_name) on conflict (user_id) do nothing;
    end if;
    perform audit('create_staff', p_role, null, v_before, jsonb_build_object('group', p_group, 'display_name', p_display_name));
    return v_user;
end
$$;

create or replace function foyer.create_staff(p_role text, p_display_name text, p_group text, p_verifier text) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if coalesce(p_role, '') !~ '^[a-z][a-z0-9_.-]{0,59}$' or p_role ~ '^(pg_|foyer_|till_|postgres$|public$|none$)' then
        perform refuse('TK015', 'a name of lower-case letters and digits is expected', jsonb_build_object('what', 'role'));
    end if;
    if coalesce(p_group, '') not in ('clerk', 'promoter', 'manager') then
        perform refuse('TK015', 'the group is clerk, promoter or manager', jsonb_build_object('what', 'group'));
    end if;
    if coalesce(p_display_name, '') = '' or octet_length(p_display_name) > 200 then
        perform refuse('TK015', 'a name for people is expected', jsonb_build_object('what', 'display_name'));
    end if;
    perform provide_role(p_role::name, ('foyer_' || p_group)::name, coalesce(p_verifier, ''));
    return record_staff(p_role::name, p_display_name, p_group);
end
$$;
alter function foyer.create_staff(text, text, text, text) owner to foyer_registrar;

create or replace function foyer.record_till(p_code text, p_prefix text, p_secret bytea, p_public_key bytea, p_role name) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_till tills;
begin
    perform begin_write();
    insert into tills (code, prefix, secret, role_name) values (p_code, p_prefix, p_secret, p_role) on conflict do nothing returning * into v_till;
    if not found then
        select * into v_till from tills where code = p_code for no key update;
        if v_till.prefix is distinct from p_prefix then
            perform refuse('TK008', 'that prefix is of another till', jsonb_build_object('what', 'prefix', 'id', p_prefix));
        end if;
        update tills set secret = p_secret, role_name = coalesce(p_role, role_name), retired_at = null, updated_at = clock_timestamp() where id = v_till.id;
    end if;
    insert into journal_heads (till_id, hash, anchor_hash)
    values (v_till.id, sha256(convert_to(v_till.id::text, 'UTF8')), sha256(convert_to(v_till.id::text, 'UTF8')))
    on conflict (till_id) do nothing;
    if exists (select from till_keys k where k.public_key = p_public_key and (k.till_id <> v_till.id or k.revoked_at is not null)) then
        perform refuse('TK008', 'that key is of another till or revoked', jsonb_build_object('what', 'key'));
    end if;
    update till_keys set replaced_at = clock_timestamp() where till_id = v_till.id and replaced_at is null and public_key <> p_public_key;
    insert into till_keys (till_id, public_key) values (v_till.id, p_public_key) on conflict (public_key) do update set replaced_at = null;
    perform audit('register_till', p_code, v_till.id, null, jsonb_build_object('prefix', p_prefix));
    return v_till.id;
end
$$;

create or replace function foyer.register_till(p_code text, p_prefix text, p_secret bytea, p_public_key bytea, p_verifier text default null) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_role name;
begin
    if coalesce(p_code, '') !~ '^[a-z0-9][a-z0-9_-]{0,39}$' or coalesce(p_prefix, '') !~ '^[A-Za-z0-9]{1,8}$' then
        perform refuse('TK015', 'code and prefix are short and of letters and digits', jsonb_build_object('what', 'code'));
    end if;
    if octet_length(p_secret) is distinct from 32 or octet_length(p_public_key) is distinct from 32 then
        perform refuse('TK015', 'secret and key have 32 bytes', jsonb_build_object('what', 'key'));
    end if;
    if p_verifier is not null then
        v_role := ('till_' || p_code)::name;
        perform provide_role(v_role, 'foyer_till', p_verifier);
    end if;
    return record_till(p_code, p_prefix, p_secret, p_public_key, v_role);
end
$$;
alter function foyer.register_till(text, text, bytea, bytea, text) owner to foyer_registrar;

grant execute on function foyer.refuse(text, text, jsonb), foyer.record_staff(name, text, text), foyer.record_till(text, text, bytea, bytea, name) to foyer_registrar;
grant execute on function foyer.create_staff(text, text, text, text), foyer.register_till(text, text, bytea, bytea, text) to foyer_manager, foyer_owner;
