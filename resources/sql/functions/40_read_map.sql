-- SPDX-License-Identifier: GPL-3.0-or-later
-- The map of an event: what never changes in one document, what changes as one byte per place, and the changes since a cursor.

-- 100 000 places take 175 ms, half of it the join with the plan's seats and the order. Measured side by side and rejected, none gained more than an eighth: sorting
-- narrow rows before they become JSON, joining texts by hand, reading as the tables' owner, more work_mem. Tills keep the answer by layout_version.
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

-- The byte of a place as a till sees it: 0 free (lapsed holds too), 1 held, 2 held by it, 3 leased, 4 leased to it, 5 allotment, 6 sold, 7 blocked (a lapsed hold
-- of a letter's place too). The view place_state says the same in words, for lists; a test compares them.
--
-- These two read event_seats as its owner, without row security, and so only for foyer_reader's functions below, which ask find_event() first: through row
-- security and the view a full state of 100 000 places took 255 ms, fourteen times as long, and the changes were looked for in all of the event's places,
-- because no index is searched with an operator that is not leakproof (xid8 >=). A state and the snapshot that it is of come from one statement.
--
-- The rows come in order from the index of (event_id, ordinal); a sort, which the planner prefers in a much changed table, takes twice as long, so it is
-- turned off. Compiling (jit) takes longer than the whole query. Which holds are the till's is asked once, of the holds that have places at this moment.
-- Rejected: a look-up per held place (1.2 times with a tenth of the house held), one join with holds (2 times: every row goes through it), all holds of the event
-- as a hash (it grows with every sale), hex digits and decode() (1.5 times), an index with the status in it (each sale would write it too).
create or replace function foyer.place_states(p_event uuid, p_till uuid, out states bytea, out xmin text)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO' set jit = off set enable_sort = off
as $$
begin
    select coalesce(string_agg(
               case s.status when 'AVAILABLE' then '\x00'::bytea when 'SOLD' then '\x06' when 'BLOCKED' then '\x07'
               else case when s.reserved_until <= statement_timestamp() then '\x00'::bytea
                    when s.hold_id is not null then
                        case when s.block_letter is not null and (select h.expires_at <= statement_timestamp() from holds h where h.id = s.hold_id) then '\x07'::bytea
                             when s.hold_id in (select h.id from (select distinct y.hold_id from event_seats y
                                                                  where y.tier_id in (select t.id from ticket_tiers t where t.event_id = p_event)
                                                                    and y.reserved_until > statement_timestamp()) d
                                                join holds h on h.id = d.hold_id where h.till_id = p_till) then '\x02' else '\x01' end
                    when s.lease_id in (select l.id from leases l where l.event_id = p_event and l.till_id = p_till) then '\x04'
                    when s.lease_id in (select l.id from leases l where l.event_id = p_event and l.kind = 'allotment') then '\x05'
                    else '\x03' end end, ''::bytea), ''::bytea),
           pg_snapshot_xmin(pg_current_snapshot())::text
    into states, xmin
    from (select x.status, x.hold_id, x.lease_id, x.reserved_until, x.block_letter from event_seats x where x.event_id = p_event order by x.ordinal) s;
end
$$;

-- [ordinal, byte] of each place that changed since, in order; null where they are more than p_most.
create or replace function foyer.place_changes(p_event uuid, p_till uuid, p_since xid8, p_most integer, out changes jsonb, out xmin text)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO' set jit = off
as $$
begin
    select case when count(*) <= p_most then coalesce(jsonb_agg(jsonb_build_array(s.ordinal,
               case s.status when 'AVAILABLE' then 0 when 'SOLD' then 6 when 'BLOCKED' then 7
               else case when s.reserved_until <= statement_timestamp() then 0
                    when s.hold_id is not null then
                        (select case when s.block_letter is not null and h.expires_at <= statement_timestamp() then 7 when h.till_id = p_till then 2 else 1 end
                         from holds h where h.id = s.hold_id)
                    else (select case when l.kind = 'allotment' then 5 when l.till_id = p_till then 4 else 3 end from leases l where l.id = s.lease_id) end end)
               order by s.ordinal), '[]') end,
           pg_snapshot_xmin(pg_current_snapshot())::text
    into changes, xmin
    from (select x.ordinal, x.status, x.hold_id, x.lease_id, x.reserved_until, x.block_letter from event_seats x
          where x.event_id = p_event and x.changed_xid >= p_since limit p_most + 1) s;
end
$$;

create or replace function foyer.seat_states(p_event uuid, p_till text, out states bytea, out cursor text)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event::text);
    v_prefix text := server_identity() || '/' || (select e.layout_version from events e where e.id = v_id) || '/';
begin
    select p.states, v_prefix || p.xmin into states, cursor from place_states(v_id, (select t.id from tills t where t.code = p_till)) p;
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
    v_most constant integer := 10000;
    v record;
begin
    if p_cursor is null or not starts_with(p_cursor, v_prefix) or substr(p_cursor, length(v_prefix) + 1) !~ '^[0-9]{1,19}$' then
        return jsonb_build_object('cursor', v_prefix || pg_snapshot_xmin(pg_current_snapshot()), 'reload', true, 'changes', '[]'::jsonb);
    end if;
    -- xmin of the snapshot, not its end: what was still running then is reported again, so nothing is missed.
    select * into v from place_changes(v_id, v_till, substr(p_cursor, length(v_prefix) + 1)::xid8, v_most);
    return jsonb_build_object('cursor', v_prefix || v.xmin, 'reload', v.changes is null, 'changes', coalesce(v.changes, '[]'));
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

-- Of the release before.
drop function if exists foyer.state_byte(foyer.place_status, uuid, uuid, uuid);

grant execute on function foyer.place_states(uuid, uuid), foyer.place_changes(uuid, uuid, xid8, integer) to foyer_reader;
grant execute on function foyer.event_map(uuid), foyer.seat_states(uuid, text), foyer.seat_changes(uuid, text, text), foyer.list_seats(text, text)
    to foyer_clerk, foyer_manager, foyer_till, foyer_promoter;
