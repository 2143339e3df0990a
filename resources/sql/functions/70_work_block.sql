-- SPDX-License-Identifier: GPL-3.0-or-later
-- Blocking: places that are not sold, under a letter (soft: house seats, press) or killed for good (a camera stands there).

-- p_soft null: as the letter is; a letter named for the first time is made, a kill unless p_soft says otherwise.
create or replace function foyer.letter_is_soft(p_letter text, p_soft boolean) returns boolean
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_soft boolean;
begin
    insert into letters (letter, is_soft) values (p_letter, coalesce(p_soft, false)) on conflict (letter) do nothing;
    -- Shared: set_letter(), which changes the places of a letter with it, waits for the places that come now.
    select is_soft into v_soft from letters where letter = p_letter for share;
    if v_soft <> p_soft then
        perform refuse('TK015', 'the letter is of the other kind', jsonb_build_object('what', 'letter', 'soft', v_soft));
    end if;
    return v_soft;
end
$$;

create or replace function foyer.block_places(p_event text, p_seats text[], p_letter text, p_reason text default '', p_soft boolean default null) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event uuid := find_event(p_event);
    v_soft boolean;
    v_places bigint[];
    v_rows event_seats[];
    v_shut bigint[];
    v_now timestamptz;
begin
    perform begin_write();
    perform expect_quantity(cardinality(p_seats));
    if octet_length(coalesce(p_letter, '')) not between 1 and 40 or octet_length(p_reason) > 1000 then
        perform refuse('TK015', 'a letter of 1 to 40 bytes is expected', jsonb_build_object('what', 'letter'));
    end if;
    v_soft := letter_is_soft(p_letter, p_soft);
    v_places := places_of_labels(v_event, p_seats);
    select array_agg(s) into v_rows from (select * from event_seats where id = any (v_places) order by id for no key update) s;
    v_now := clock_timestamp();
    v_shut := array(select r.id from unnest(v_rows) r where r.status not in ('AVAILABLE', 'BLOCKED') and (r.reserved_until <= v_now) is not true);
    if cardinality(v_shut) > 0 then
        -- A hold over a letter's place may have ended, though not for everybody.
        v_shut := shut_places(array(select r from unnest(v_rows) r where r.id = any (v_shut)), '{}', v_now);
    end if;
    if cardinality(v_shut) > 0 then
        perform refuse_taken(array(select r from unnest(v_rows) r where r.id = any (v_shut)));
    end if;
    -- A lapsed hold goes first: RESERVED never turns into BLOCKED.
    update event_seats set status = 'AVAILABLE', hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null where id = any (v_places) and status = 'RESERVED';
    update event_seats set status = 'BLOCKED', block_letter = p_letter, block_is_soft = v_soft, block_reason = p_reason where id = any (v_places);
    perform audit('block_places', v_event::text, null, null, jsonb_build_object('places', to_jsonb(v_places), 'letter', p_letter, 'reason', p_reason));
    return jsonb_build_object('blocked', cardinality(v_places));
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

create or replace function foyer.unblock_places(p_event text, p_seats text[]) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event uuid := find_event(p_event);
    v_places bigint[];
    v_freed bigint[];
begin
    perform begin_write();
    perform expect_quantity(cardinality(p_seats));
    v_places := places_of_labels(v_event, p_seats);
    v_freed := array(select s.id from (select id from event_seats where id = any (v_places) and status = 'BLOCKED' order by id for no key update) s);
    update event_seats set status = 'AVAILABLE', block_letter = null, block_is_soft = null, block_reason = null where id = any (v_freed);
    perform audit('unblock_places', v_event::text, null, null, jsonb_build_object('places', to_jsonb(v_freed)));
    return jsonb_build_object('unblocked', cardinality(v_freed));
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

grant execute on function foyer.block_places(text, text[], text, text, boolean), foyer.unblock_places(text, text[]) to foyer_manager;
