-- SPDX-License-Identifier: GPL-3.0-or-later
-- How allotments end: by their date, or by a manager before it; and what there is.

-- Gives the allotment's places back; one that is in a basket stays there and is an ordinary held place from now on. The allotment's row is locked.
create or replace function foyer.open_allotment(p_allotment uuid, p_status text, p_action text, p_reason text default '') returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows event_seats[];
    v_freed bigint[];
    v_now timestamptz;
begin
    select coalesce(array_agg(s), '{}') into v_rows from (select * from event_seats where lease_id = p_allotment order by id for no key update) s;
    v_now := clock_timestamp();
    v_freed := array(select r.id from unnest(v_rows) r where r.hold_id is null);
    update event_seats set status = 'AVAILABLE', lease_id = null, reserved_at = null, reserved_until = null where id = any (v_freed);
    update event_seats s set lease_id = null, reserved_until = h.expires_at
    from holds h where h.id = s.hold_id and s.id = any (array(select r.id from unnest(v_rows) r where r.hold_id is not null));
    update leases set status = p_status, ended_at = v_now, updated_at = v_now where id = p_allotment;
    perform audit(p_action, p_allotment::text, null, null, jsonb_strip_nulls(jsonb_build_object('places', to_jsonb(v_freed),
        'reason', nullif(p_reason, ''))));
    return cardinality(v_freed);
end
$$;

-- Background: notes that allotments have opened. Their places could be had from that moment on without it. Answers how many allotments.
create or replace function foyer.release_allotments() returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_due uuid[];
begin
    perform begin_write();
    v_due := array(select id from leases where kind = 'allotment' and release_at <= clock_timestamp() and ended_at is null
                   order by id limit 100 for no key update skip locked);
    perform open_allotment(a, 'released', 'release_allotment') from unnest(v_due) a;
    return cardinality(v_due);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

create or replace function foyer.end_allotment(p_allotment uuid, p_reason text default '') returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_old leases;
    v_freed integer := 0;
begin
    perform begin_write();
    select * into v_old from leases where id = p_allotment and kind = 'allotment' for no key update;
    if not found then
        perform refuse('TK009', 'no such allotment', jsonb_build_object('what', 'allotment', 'id', p_allotment));
    elsif octet_length(p_reason) > 1000 then
        perform refuse('TK015', 'a reason has at most 1000 bytes', jsonb_build_object('what', 'reason'));
    end if;
    if v_old.ended_at is null then
        v_freed := open_allotment(p_allotment, 'returned', 'end_allotment', p_reason);
    end if;
    return jsonb_build_object('allotment', p_allotment, 'freed', v_freed);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- The allotments of an event, open ones too.
create or replace function foyer.list_allotments(p_event text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event);
begin
    return (select coalesce(jsonb_agg(allotment_json(l) order by l.created_at, l.id), '[]') from leases l where l.event_id = v_id and l.kind = 'allotment');
end
$$;
alter function foyer.list_allotments(text) owner to foyer_reader;

grant execute on function foyer.allotment_json(foyer.leases) to foyer_reader;
grant execute on function foyer.create_allotment(jsonb), foyer.end_allotment(uuid, text) to foyer_manager;
grant execute on function foyer.release_allotments() to foyer_manager, foyer_till;
grant execute on function foyer.list_allotments(text) to foyer_clerk, foyer_manager, foyer_till;
