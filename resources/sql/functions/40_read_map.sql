-- SPDX-License-Identifier: GPL-3.0-or-later
-- The map of an event: what never changes in one document, what changes as one byte per place, and the changes since a cursor.

create or replace function foyer.event_map(p_event uuid) returns json
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event::text);
begin
    return (
        with tiers as (select id, (row_number() over (order by position) - 1)::integer as tier_index from ticket_tiers where event_id = v_id),
        places as (select json_agg(json_build_array(s.id, s.label, t.tier_index, coalesce(x.ordinal, -1)) order by s.ordinal) as list
                   from event_seats s join tiers t on t.id = s.tier_id left join plan_seats x on x.id = s.plan_seat_id where s.event_id = v_id)
        select json_build_object('event', e.id, 'plan', p.id, 'plan_version', p.version, 'plan_document', p.document, 'side_document', p.side_document,
                                 'tiers', (select json_agg(id order by tier_index) from tiers), 'places', coalesce((select list from places), '[]'))
        from events e join seating_plans p on p.id = e.plan_id where e.id = v_id);
end
$$;
alter function foyer.event_map(uuid) owner to foyer_reader;

-- The byte of a place as a till sees it: 0 free, 1 held, 2 held by it, 3 leased, 4 leased to it, 5 allotment, 6 sold, 7 blocked.
create or replace function foyer.state_byte(p_status foyer.place_status, p_lease uuid, p_keeper uuid, p_till uuid) returns integer
language sql immutable parallel safe
as $$
    select case p_status
        when 'AVAILABLE' then 0
        when 'RESERVED' then case when p_lease is null then 1 when p_keeper is null then 5 else 3 end
                             + case when p_keeper = p_till then 1 else 0 end
        when 'SOLD' then 6
        else 7 end
$$;

create or replace function foyer.seat_states(p_event uuid, p_till text, out states bytea, out cursor text)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event::text);
    v_till uuid := (select t.id from tills t where t.code = p_till);
    v_server text := server_identity();
begin
    -- Rows and snapshot come from one statement.
    select coalesce(string_agg(set_byte('\x00'::bytea, 0, state_byte(s.status, s.lease_id, s.keeper_till, v_till)), ''::bytea order by s.ordinal), ''::bytea),
           v_server || '/' || (select e.layout_version from events e where e.id = v_id) || '/' || pg_snapshot_xmin(pg_current_snapshot())
    into states, cursor
    from place_state s where s.event_id = v_id;
end
$$;
alter function foyer.seat_states(uuid, text) owner to foyer_reader;

create or replace function foyer.seat_changes(p_event uuid, p_till text, p_cursor text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event::text);
    v_till uuid := (select t.id from tills t where t.code = p_till);
    v_prefix text := server_identity() || '/' || (select e.layout_version from events e where e.id = v_id) || '/';
    v_since xid8;
begin
    if p_cursor is null or not starts_with(p_cursor, v_prefix) or substr(p_cursor, length(v_prefix) + 1) !~ '^[0-9]{1,19}$' then
        return jsonb_build_object('cursor', v_prefix || pg_snapshot_xmin(pg_current_snapshot()), 'reload', true, 'changes', '[]'::jsonb);
    end if;
    v_since := substr(p_cursor, length(v_prefix) + 1)::xid8;
    -- xmin of the snapshot, not its end: what was still running then is reported again, so nothing is missed.
    return (select jsonb_build_object('cursor', v_prefix || pg_snapshot_xmin(pg_current_snapshot()), 'reload', false,
                'changes', coalesce(jsonb_agg(jsonb_build_array(s.ordinal, state_byte(s.status, s.lease_id, s.keeper_till, v_till)) order by s.ordinal), '[]'))
            from place_state s where s.event_id = v_id and s.changed_xid >= v_since);
end
$$;
alter function foyer.seat_changes(uuid, text, text) owner to foyer_reader;

create or replace function foyer.list_seats(p_event text, p_status text default null) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event);
begin
    if p_status not in ('free', 'held', 'leased', 'blocked', 'sold') then
        perform refuse('TK015', 'free, held, leased, blocked or sold', jsonb_build_object('what', 'status'));
    end if;
    return (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('seat', x.label, 'tier', x.tier, 'status', x.state, 'until',
                case when x.state = 'held' then utc_text(x.reserved_until) end)) order by x.ordinal), '[]')
            from (select s.ordinal, s.label, t.name as tier, s.reserved_until,
                         case s.status when 'AVAILABLE' then 'free' when 'SOLD' then 'sold' when 'BLOCKED' then 'blocked'
                                       else case when s.lease_id is null then 'held' else 'leased' end end as state
                  from place_state s join ticket_tiers t on t.id = s.tier_id where s.event_id = v_id) x
            where p_status is null or x.state = p_status);
end
$$;
alter function foyer.list_seats(text, text) owner to foyer_reader;

grant execute on function foyer.state_byte(foyer.place_status, uuid, uuid, uuid) to foyer_reader;
grant execute on function foyer.event_map(uuid), foyer.seat_states(uuid, text), foyer.seat_changes(uuid, text, text), foyer.list_seats(text, text)
    to foyer_clerk, foyer_manager, foyer_till, foyer_promoter;
