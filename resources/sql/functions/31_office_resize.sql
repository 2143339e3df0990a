-- SPDX-License-Identifier: GPL-3.0-or-later
-- Places made and removed after the event was made. The caller has locked the event's row, so nobody else makes or removes any of it.

-- Locks p_places and the p_tail last places of the event, in id order: what drop_places is going to touch.
create or replace function foyer.lock_for_drop(p_event uuid, p_places bigint[]) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_left integer := (select count(*) from event_seats where event_id = p_event) - cardinality(p_places);
begin
    perform from event_seats where event_id = p_event and (id = any (p_places) or ordinal >= v_left) order by id for no key update;
end
$$;

-- Removes places. Ordinals stay dense from 0, because maps send one byte per ordinal: the last places of the event move into the holes.
create or replace function foyer.drop_places(p_event uuid, p_places bigint[]) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_left integer := (select count(*) from event_seats where event_id = p_event) - cardinality(p_places);
    v_holes integer[];
begin
    -- A lapsed hold goes first: only free and blocked places are removed.
    update event_seats set status = 'AVAILABLE', hold_id = null, lease_id = null, reserved_at = null, reserved_until = null
    where id = any (p_places) and reserved_until <= clock_timestamp();
    with gone as (delete from event_seats where id = any (p_places) returning ordinal)
    select array_agg(ordinal order by ordinal) into v_holes from gone where ordinal < v_left;
    update event_seats s set ordinal = v_holes[m.n]
    from (select id, row_number() over (order by ordinal) as n from event_seats where event_id = p_event and ordinal >= v_left) m where s.id = m.id;
    perform note_layout(p_event);
end
$$;

-- After places came or went: where each tier's lie now, and that maps are to be read anew.
create or replace function foyer.note_layout(p_event uuid) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    update ticket_tiers t set first_ordinal = x.low, last_ordinal = x.high
    from (select tier_id, min(ordinal) as low, max(ordinal) as high from event_seats where event_id = p_event group by tier_id) x
    where t.id = x.tier_id and (t.first_ordinal, t.last_ordinal) <> (x.low, x.high);
    update events set layout_version = layout_version + 1 where id = p_event;
end
$$;

-- Which free places of a standing tier go: the last ones, none that a ticket was ever of, or that a till may have sold under a lease. Answers them locked, or names those in the way.
create or replace function foyer.places_to_drop(p_tier foyer.ticket_tiers, p_count integer) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places bigint[];
    v_now timestamptz := clock_timestamp();
begin
    for v_attempt in 1..3 loop
        v_places := array(select s.id from event_seats s where s.tier_id = p_tier.id and (s.status = 'AVAILABLE' or s.reserved_until <= v_now)
                          and not exists (select from tickets k where k.place_id = s.id)
                          and not exists (select from leases l where l.event_id = s.event_id and l.kind = 'lease' and l.status <> 'returned' and s.id = any (l.places))
                          order by s.ordinal desc limit p_count);
        if cardinality(v_places) < p_count then
            perform refuse('TK001', format('only %s places of the tier were never sold and are not kept for anybody', cardinality(v_places)),
                (select jsonb_build_object('seats', coalesce(jsonb_agg(x.label), '[]'), 'places', coalesce(jsonb_agg(x.id), '[]'), 'removable', cardinality(v_places))
                 from (select s.label, s.id from event_seats s where s.tier_id = p_tier.id and s.id <> all (v_places) order by s.ordinal limit 200) x));
        end if;
        perform lock_for_drop(p_tier.event_id, v_places);
        -- While that waited, some may have been taken: then others are looked for.
        v_now := clock_timestamp();
        if not exists (select from event_seats s where s.id = any (v_places) and s.status <> 'AVAILABLE' and (s.reserved_until <= v_now) is not true) then
            return v_places;
        end if;
    end loop;
    perform refuse('TK014', 'busy, try again');
end
$$;

create or replace function foyer.resize_tier(p_tier uuid, p_quantity integer, p_version integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier ticket_tiers;
    v_more integer;
    v_first integer;
    v_number integer;
begin
    perform begin_write();
    v_tier := lock_tier(p_tier);
    perform expect_version(p_version, v_tier.version);
    if v_tier.kind <> 'standing' then
        perform refuse('TK015', 'a seated tier has the seats of its plan', jsonb_build_object('what', 'kind'));
    elsif p_quantity is null or p_quantity not between 1 and 150000 then
        perform refuse('TK015', 'a tier has 1 to 150000 places', jsonb_build_object('what', 'quantity'));
    end if;
    v_more := p_quantity - v_tier.quantity;
    if v_more > 0 then
        select count(*) into v_first from event_seats where event_id = v_tier.event_id;
        -- Numbers go on after the greatest of that name, also when the tier had another name once.
        select coalesce(max(substr(label, length(v_tier.name) + 2)::integer), 0) into v_number
        from event_seats where event_id = v_tier.event_id and starts_with(label, v_tier.name || '/') and substr(label, length(v_tier.name) + 2) ~ '^[0-9]{1,6}$';
        insert into event_seats (event_id, tier_id, ordinal, label)
        select v_tier.event_id, v_tier.id, v_first + n - 1, v_tier.name || '/' || v_number + n from generate_series(1, v_more) n order by n;
        perform expect_capacity(v_tier.event_id, (select capacity from events where id = v_tier.event_id));
        perform note_layout(v_tier.event_id);
    elsif v_more < 0 then
        perform drop_places(v_tier.event_id, places_to_drop(v_tier, -v_more));
    end if;
    update ticket_tiers set quantity = p_quantity, version = version + 1, updated_at = clock_timestamp() where id = v_tier.id;
    perform audit('resize_tier', v_tier.id::text, null, jsonb_build_object('quantity', v_tier.quantity), jsonb_build_object('quantity', p_quantity));
    return jsonb_build_object('tier', v_tier.id, 'quantity', p_quantity, 'version', v_tier.version + 1, 'added', greatest(v_more, 0), 'removed', greatest(-v_more, 0));
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
end
$$;

grant execute on function foyer.resize_tier(uuid, integer, integer) to foyer_manager;
