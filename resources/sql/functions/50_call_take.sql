-- SPDX-License-Identifier: GPL-3.0-or-later
-- Taking places: any n of a tier, or the ids behind labels.

-- Takes n places of a tier for a hold (p_hold, lasting p_ttl) or an order (p_order); the others are null. First a pass over unlocked rows from p_near, a
-- random point (the places from there on, then those before), so that tills do not queue for the same first row. If that is short it is rolled back, and a
-- second pass waits for every competing lock in id order: only that one may say sold out. (Skipping locked rows alone gave 1 to 6 false "sold out" per 500
-- places under 40 connections.)
create or replace function foyer.take_any(p_tier uuid, p_quantity integer, p_hold uuid, p_order uuid, p_ttl interval, p_near integer,
                                          out places bigint[], out labels text[], out taken_at timestamptz)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_new place_status := case when p_order is null then 'RESERVED' else 'SOLD' end;
    v_short constant text := 'FY001';
    v_attempt integer;
begin
    taken_at := clock_timestamp();
    begin
        with picked as (
            update event_seats set status = v_new, hold_id = p_hold, lease_id = null, order_id = p_order, reserved_until = taken_at + p_ttl,
                   reserved_at = case when p_order is null then taken_at end, sold_at = case when p_order is not null then taken_at end
            where id = any (array(select id from event_seats where tier_id = p_tier and status = 'AVAILABLE' and ordinal >= p_near
                                  order by ordinal limit p_quantity for no key update skip locked))
            returning id, label)
        select array_agg(id), array_agg(label) into places, labels from picked;
        if coalesce(cardinality(places), 0) < p_quantity then
            with picked as (
                update event_seats set status = v_new, hold_id = p_hold, lease_id = null, order_id = p_order, reserved_until = taken_at + p_ttl,
                       reserved_at = case when p_order is null then taken_at end, sold_at = case when p_order is not null then taken_at end
                where id = any (array(select id from event_seats where tier_id = p_tier and status = 'AVAILABLE' and ordinal < p_near
                                      order by ordinal limit p_quantity - coalesce(cardinality(places), 0) for no key update skip locked))
                returning id, label)
            select coalesce(places, '{}') || coalesce(array_agg(id), '{}'), coalesce(labels, '{}') || coalesce(array_agg(label), '{}')
            into places, labels from picked;
        end if;
        if coalesce(cardinality(places), 0) < p_quantity then
            raise exception using errcode = v_short;
        end if;
        return;
    exception when sqlstate 'FY001' then
        null;
    end;

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
                raise exception using errcode = v_short;
            end if;
            taken_at := clock_timestamp();
            update event_seats set status = v_new, hold_id = p_hold, lease_id = null, order_id = p_order, reserved_until = taken_at + p_ttl,
                   reserved_at = case when p_order is null then taken_at end, sold_at = case when p_order is not null then taken_at end
            where id = any (places);
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
