-- SPDX-License-Identifier: GPL-3.0-or-later
-- Taking places: any n of a tier, or the ids behind labels.

-- Takes any n free places of a tier for a hold (p_hold, until p_until) or an order (p_order); the others are null. A pass over unlocked rows from p_near, a random
-- point (the places from there on, then those before), so that tills do not queue for the same first row. When it is short it raises FY001: whoever calls rolls
-- that back and waits (take_waiting), since only after waiting for every competing lock may anybody say sold out. (Skipping locked rows alone gave 1 to 6 false
-- "sold out" per 500 places under 40 connections.) One statement takes and marks; a loop
-- over its rows needs no aggregate.
create or replace function foyer.take_free(p_tier uuid, p_quantity integer, p_hold uuid, p_order uuid, p_until timestamptz, p_near integer, p_at timestamptz,
                                           out places bigint[], out labels text[])
language plpgsql volatile
as $$
declare
    v record;
    v_new foyer.place_status := 'SOLD';
    v_reserved timestamptz;
    v_sold timestamptz := p_at;
    n integer := 0;
begin
    if p_order is null then
        v_new := 'RESERVED';
        v_reserved := p_at;
        v_sold := null;
    end if;
    for v in update event_seats s set status = v_new, hold_id = p_hold, order_id = p_order, reserved_until = p_until, reserved_at = v_reserved, sold_at = v_sold
             where s.id = any (array(select x.id from event_seats x where x.tier_id = p_tier and x.status = 'AVAILABLE' and x.ordinal >= p_near
                                     order by x.ordinal limit p_quantity for no key update skip locked))
             returning s.id, s.label loop
        n := n + 1;
        places[n] := v.id;
        labels[n] := v.label;
    end loop;
    if n = p_quantity then
        return;
    end if;
    for v in update event_seats s set status = v_new, hold_id = p_hold, order_id = p_order, reserved_until = p_until, reserved_at = v_reserved, sold_at = v_sold
             where s.id = any (array(select x.id from event_seats x where x.tier_id = p_tier and x.status = 'AVAILABLE' and x.ordinal < p_near
                                     order by x.ordinal limit p_quantity - n for no key update skip locked))
             returning s.id, s.label loop
        n := n + 1;
        places[n] := v.id;
        labels[n] := v.label;
    end loop;
    if n < p_quantity then
        raise exception using errcode = 'FY001', message = 'fewer than asked are free and unlocked';
    end if;
end
$$;

-- Locks any n places by waiting for every competing lock in id order; lapsed places count. It says sold out, or busy after five rounds in which others gave places back.
create or replace function foyer.take_waiting(p_tier uuid, p_quantity integer, out places bigint[], out labels text[], out taken_at timestamptz)
language plpgsql volatile
as $$
begin
    for v_attempt in 1..5 loop
        begin
            taken_at := clock_timestamp();
            -- The candidates come from the two partial indexes (the limits keep the planner on them); the outer condition is what is checked again after each wait.
            select array_agg(id), array_agg(label) into places, labels from (
                select id, label from event_seats
                where id = any (array((select id from event_seats where tier_id = p_tier and status = 'AVAILABLE' order by ordinal limit 5000)
                                      union all (select id from event_seats where tier_id = p_tier and reserved_until <= taken_at
                                                 order by reserved_until limit 5000)))
                  and (status = 'AVAILABLE' or reserved_until <= taken_at)
                order by id limit p_quantity for no key update) locked;
            if coalesce(cardinality(places), 0) < p_quantity then
                raise exception using errcode = 'FY001';
            end if;
            taken_at := clock_timestamp();
            return;
        exception when sqlstate 'FY001' then
            null;
        end;
        -- While that pass waited, others may have given places back: with a fresh snapshot, are there enough after all?
        if (select count(*) from (select from event_seats where tier_id = p_tier and status = 'AVAILABLE'
                                  union all select from event_seats where tier_id = p_tier and reserved_until <= clock_timestamp()
                                  limit p_quantity) s) < p_quantity then
            perform refuse('TK002', 'fewer than asked can be had', (select jsonb_build_object('tier', p_tier, 'wanted', p_quantity, 'free', s.free,
                'held', s.held, 'leased', s.leased) from tier_state s where s.tier_id = p_tier));
        end if;
    end loop;
    perform refuse('TK014', 'busy, try again', '{}');
end
$$;

-- Takes n places of a tier for a hold (p_hold, lasting p_ttl) or an order (p_order); the others are null.
create or replace function foyer.take_any(p_tier uuid, p_quantity integer, p_hold uuid, p_order uuid, p_ttl interval, p_near integer,
                                          out places bigint[], out labels text[], out taken_at timestamptz)
language plpgsql volatile
as $$
declare
    v_taken record;
begin
    taken_at := clock_timestamp();
    begin
        v_taken := take_free(p_tier, p_quantity, p_hold, p_order, taken_at + p_ttl, p_near, taken_at);
    exception when sqlstate 'FY001' then
        v_taken := take_waiting(p_tier, p_quantity);
        taken_at := v_taken.taken_at;
        update event_seats set status = case when p_order is null then 'RESERVED' else 'SOLD' end::place_status, hold_id = p_hold, lease_id = null, order_id = p_order,
               reserved_until = taken_at + p_ttl, reserved_at = case when p_order is null then taken_at end, sold_at = case when p_order is not null then taken_at end
        where id = any (v_taken.places);
    end;
    places := v_taken.places;
    labels := v_taken.labels;
end
$$;

-- The ids behind labels, in the order of the labels. The short form ("A-1" of "Circle/A-1") counts where one place of the event has it.
create or replace function foyer.places_of_labels(p_event uuid, p_labels text[]) returns bigint[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places bigint[] := (select array_agg(s.id order by l.n) from unnest(p_labels) with ordinality l (label, n)
                          left join event_seats s on s.event_id = p_event and s.label = l.label);
    v_missing text[];
begin
    if array_position(v_places, null) is not null then
        select array_agg(coalesce(v_places[l.n], short.id) order by l.n),
               array_agg(l.label order by l.n) filter (where v_places[l.n] is null and short.id is null)
        into v_places, v_missing
        from unnest(p_labels) with ordinality l (label, n)
        left join lateral (select min(s.id) as id from event_seats s where v_places[l.n] is null and s.event_id = p_event and l.label <> ''
                           and right(s.label, length(l.label) + 1) = '/' || l.label having count(*) = 1) short on true;
        if v_missing is not null then
            perform refuse('TK009', 'no such seat, or more than one', jsonb_build_object('what', 'seat', 'id', v_missing[1], 'seats', v_missing));
        end if;
    end if;
    return v_places;
end
$$;
