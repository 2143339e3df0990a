-- SPDX-License-Identifier: GPL-3.0-or-later
-- Members of staff: made, moved between the groups, disabled, enabled. There is always a manager left, and nobody moves themselves.

-- Locks a person and all managers, so that two managers can not put each other out at once, and refuses what must not become of that person.
-- p_group is null for one who is to be disabled. Answers the row as it was, null for somebody new.
create or replace function foyer.lock_staff(p_role name, p_group text) returns foyer.staff
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v staff;
begin
    perform from staff where role_name = p_role or staff_group = 'manager' order by id for no key update;
    if session_group() not in ('manager', 'owner') then
        perform refuse('TK008', 'only managers do that', jsonb_build_object('what', 'person'));
    end if;
    select * into v from staff where role_name = p_role;
    if p_role = session_user and p_group is not null and p_group <> v.staff_group then
        perform refuse('TK008', 'nobody changes the own group', jsonb_build_object('what', 'group'));
    elsif v.staff_group = 'manager' and v.disabled_at is null and p_group is distinct from 'manager'
          and not exists (select from staff where staff_group = 'manager' and disabled_at is null and id <> v.id) then
        perform refuse('TK008', 'the last manager stays', jsonb_build_object('what', 'manager'));
    end if;
    return v;
end
$$;

-- The same for one who must be known.
create or replace function foyer.lock_member(p_role text, p_group text) returns foyer.staff
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v staff := lock_staff(left(p_role, 63)::name, p_group);
begin
    if v.id is null then
        perform refuse('TK009', 'no such member of staff', jsonb_build_object('what', 'role', 'id', left(p_role, 63)));
    end if;
    return v;
end
$$;

create or replace function foyer.expect_group(p_group text) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if coalesce(p_group, '') not in ('clerk', 'promoter', 'manager') then
        perform refuse('TK015', 'the group is clerk, promoter or manager', jsonb_build_object('what', 'group'));
    end if;
end
$$;

-- The rows of a person whose role is in place.
create or replace function foyer.record_staff(p_role name, p_display_name text, p_group text) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_user uuid := (select s.user_id from staff s where s.role_name = p_role);
begin
    if v_user is null then
        insert into users (display_name) values (p_display_name) returning id into v_user;
        insert into staff (user_id, role_name, staff_group) values (v_user, p_role, p_group);
    else
        update users set display_name = p_display_name, version = version + 1, updated_at = clock_timestamp() where id = v_user;
        update staff set staff_group = p_group, disabled_at = null, updated_at = clock_timestamp() where user_id = v_user;
    end if;
    if p_group = 'promoter' then
        insert into promoters (user_id, company) select id, display_name from users where id = v_user on conflict (user_id) do nothing;
    end if;
    return v_user;
end
$$;

create or replace function foyer.create_staff(p_role text, p_display_name text, p_group text, p_verifier text) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v staff;
    v_user uuid;
begin
    -- Outside the block below: what is set inside is undone before the refusal is logged.
    perform keep_unlogged();
    begin
        perform begin_write();
        if coalesce(p_role, '') !~ '^[a-z][a-z0-9_.-]{0,59}$' or p_role ~ '^(pg_|foyer_|till_|postgres$|public$|none$)' then
            perform refuse('TK015', 'a name of lower-case letters and digits is expected', jsonb_build_object('what', 'role'));
        end if;
        perform expect_group(p_group);
        if coalesce(p_display_name, '') = '' or octet_length(p_display_name) > 200 then
            perform refuse('TK015', 'a name for people is expected', jsonb_build_object('what', 'display_name'));
        end if;
        v := lock_staff(p_role::name, p_group);
        perform provide_role(p_role::name, ('foyer_' || p_group)::name, p_verifier);
        v_user := record_staff(p_role::name, p_display_name, p_group);
        perform audit('create_staff', p_role, null, case when v.id is not null then jsonb_build_object('group', v.staff_group, 'disabled', v.disabled_at is not null) end,
                      jsonb_build_object('group', p_group, 'display_name', p_display_name));
    exception when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    end;
    return v_user;
end
$$;
alter function foyer.create_staff(text, text, text, text) owner to foyer_owner;

create or replace function foyer.set_role(p_role text, p_group text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v staff;
begin
    perform begin_write();
    perform expect_group(p_group);
    v := lock_member(p_role, p_group);
    if v.staff_group <> p_group then
        perform place_role(v.role_name, ('foyer_' || p_group)::name, v.disabled_at is null);
        update staff set staff_group = p_group, updated_at = clock_timestamp() where id = v.id;
        if p_group = 'promoter' then
            insert into promoters (user_id, company) select id, display_name from users where id = v.user_id on conflict (user_id) do nothing;
        end if;
        perform audit('set_role', v.role_name, null, jsonb_build_object('group', v.staff_group), jsonb_build_object('group', p_group));
    end if;
    return jsonb_build_object('role', v.role_name, 'group', p_group, 'disabled', v.disabled_at is not null);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Disabled at once, also in a session that is open: the row says so. The role can not sign in any more; one of another database, which an owner let work
-- here, keeps its sign-in there.
create or replace function foyer.disable_staff(p_role text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v staff;
begin
    perform begin_write();
    v := lock_member(p_role, null);
    if v.disabled_at is null then
        if may_change_role(v.role_name) then
            perform place_role(v.role_name, ('foyer_' || v.staff_group)::name, false);
        end if;
        update staff set disabled_at = clock_timestamp(), updated_at = clock_timestamp() where id = v.id;
        perform audit('disable_staff', v.role_name, null, jsonb_build_object('group', v.staff_group));
    end if;
    return jsonb_build_object('role', v.role_name, 'group', v.staff_group, 'disabled', true);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

create or replace function foyer.enable_staff(p_role text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v staff;
begin
    perform begin_write();
    v := lock_member(p_role, (select s.staff_group from staff s where s.role_name = left(p_role, 63)));
    if v.disabled_at is not null then
        perform place_role(v.role_name, ('foyer_' || v.staff_group)::name, true);
        update staff set disabled_at = null, updated_at = clock_timestamp() where id = v.id;
        perform audit('enable_staff', v.role_name, null, null, jsonb_build_object('group', v.staff_group));
    end if;
    return jsonb_build_object('role', v.role_name, 'group', v.staff_group, 'disabled', false);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Who works here: for managers.
create or replace function foyer.list_staff() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('role', s.role_name, 'name', u.display_name, 'group', s.staff_group, 'disabled', s.disabled_at is not null)
                                      order by u.display_name, s.role_name), '[]')
            from staff s join users u on u.id = s.user_id);
end
$$;
alter function foyer.list_staff() owner to foyer_reader;

grant execute on function foyer.create_staff(text, text, text, text), foyer.set_role(text, text), foyer.disable_staff(text), foyer.enable_staff(text),
    foyer.list_staff() to foyer_manager;
