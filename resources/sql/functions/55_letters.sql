-- SPDX-License-Identifier: GPL-3.0-or-later
-- Letters: under which a place is blocked, and who may open them. Managers open every soft one; a kill opens to nobody.

-- Is the person one of these roles, or in one of these groups? Managers are not asked for.
create or replace function foyer.in_roles(p_roles name[]) returns boolean
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_group constant text := session_group();
begin
    return v_group in ('manager', 'owner') or (v_group <> '' and (session_user = any (p_roles) or ('foyer_' || v_group)::name = any (p_roles)));
end
$$;

-- The letters that the person may open; asked only when a blocked place is wanted.
create or replace function foyer.opens_letters() returns text[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(array_agg(l.letter order by l.letter), '{}') from letters l
            where l.is_soft and in_roles(array(select r.role_name from letter_rights r where r.letter = l.letter)));
end
$$;

-- Refuses what is neither a member of staff's role nor a group of staff.
create or replace function foyer.expect_staff_roles(p_roles text[]) returns void
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_wrong text := (select coalesce(r, '') from unnest(p_roles) r where r is null or (r not in ('foyer_clerk', 'foyer_manager')
                     and not exists (select from staff s where s.role_name = left(r, 63)::name and s.staff_group in ('clerk', 'manager'))) limit 1);
begin
    if v_wrong is not null then
        perform refuse('TK009', 'no such member of staff or group', jsonb_build_object('what', 'role', 'id', left(v_wrong, 200)));
    end if;
end
$$;

-- Makes a letter or changes it. Places blocked under it change their kind with it.
create or replace function foyer.set_letter(p_letter text, p_name text, p_soft boolean, p_color text default '#808080') returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_before letters;
    v_after letters;
begin
    perform begin_write();
    select * into v_before from letters where letter = p_letter for no key update;
    insert into letters as l (letter, name, is_soft, color) values (p_letter, coalesce(p_name, ''), p_soft, coalesce(p_color, '#808080'))
    on conflict (letter) do update set name = excluded.name, is_soft = excluded.is_soft, color = excluded.color, updated_at = clock_timestamp()
    returning * into v_after;
    if v_before.is_soft <> v_after.is_soft then
        update event_seats set block_is_soft = p_soft
        where id = any (array(select s.id from event_seats s where s.block_letter = p_letter and s.status = 'BLOCKED' order by s.id for no key update));
    end if;
    perform audit('set_letter', p_letter, null, case when v_before.letter is not null then to_jsonb(v_before) end, to_jsonb(v_after));
    return jsonb_build_object('letter', v_after.letter, 'name', v_after.name, 'soft', v_after.is_soft, 'color', v_after.color);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when check_violation or not_null_violation or data_exception then
        perform refuse('TK015', 'that letter can not be used: ' || sqlerrm, jsonb_build_object('what', 'letter'));
end
$$;

create or replace function foyer.grant_letter(p_letter text, p_role text, p_may boolean) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_changed integer;
begin
    perform begin_write();
    -- The letter's row serialises two managers.
    perform from letters where letter = p_letter for no key update;
    if not found then
        perform refuse('TK009', 'no such letter', jsonb_build_object('what', 'letter', 'id', left(p_letter, 200)));
    end if;
    perform expect_staff_roles(array[p_role]);
    if p_may is null then
        perform refuse('TK015', 'whether the role may is expected', jsonb_build_object('what', 'may'));
    elsif p_may then
        insert into letter_rights (letter, role_name) values (p_letter, p_role::name) on conflict do nothing;
    else
        delete from letter_rights where letter = p_letter and role_name = p_role::name;
    end if;
    get diagnostics v_changed = row_count;
    if v_changed > 0 then
        perform audit('grant_letter', p_letter, null, null, jsonb_build_object('role', p_role, 'may', p_may));
    end if;
    return jsonb_build_object('letter', p_letter, 'role', p_role, 'may', p_may);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Every letter with what the caller may do with it; who else may is the managers' to know.
create or replace function foyer.list_letters() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_opens text[] := opens_letters();
    v_scope text := reader_scope();
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('letter', l.letter, 'name', l.name, 'soft', l.is_soft, 'color', l.color, 'opens', l.letter = any (v_opens))
                || case when v_scope = 'all' then jsonb_build_object('roles',
                    (select coalesce(jsonb_agg(r.role_name order by r.role_name), '[]') from letter_rights r where r.letter = l.letter)) else '{}' end order by l.letter), '[]')
            from letters l);
end
$$;
alter function foyer.list_letters() owner to foyer_reader;

-- The blocked places of an event, with their letters and why.
create or replace function foyer.list_blocked(p_event text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event);
    v_opens text[] := opens_letters();
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('place', s.id, 'seat', s.label, 'tier', s.tier_id, 'letter', s.block_letter, 'soft', s.block_is_soft,
                'reason', coalesce(s.block_reason, ''), 'opens', s.block_is_soft and s.block_letter = any (v_opens)) order by s.ordinal), '[]')
            from event_seats s where s.event_id = v_id and s.status = 'BLOCKED');
end
$$;
alter function foyer.list_blocked(text) owner to foyer_reader;

grant execute on function foyer.opens_letters() to foyer_reader;
grant execute on function foyer.set_letter(text, text, boolean, text), foyer.grant_letter(text, text, boolean) to foyer_manager;
grant execute on function foyer.list_letters(), foyer.list_blocked(text) to foyer_clerk, foyer_manager, foyer_till;
