-- SPDX-License-Identifier: GPL-3.0-or-later
-- The places of a sale: named ones, or any of their tiers. These run within calls that pin search_path and time zone, see README.

-- Locks the named places in id order and marks them sold, or names every one that is gone. Answers places and labels by item, null for items without a place.
create or replace function foyer.sell_these(p_items foyer.priced_item[], p_holds uuid[], p_order uuid, out places bigint[], out labels text[], out taken_at timestamptz)
language plpgsql volatile
as $$
declare
    v_wanted bigint[] := array(select place from unnest(p_items) where place is not null);
    v_rows foyer.event_seats[];
    v_leases uuid[];
    v_lost bigint[];
    v_hold uuid;
begin
    select array_agg(s) into v_rows from (select * from event_seats where id = any (v_wanted) order by id for no key update) s;
    taken_at := clock_timestamp();
    select array_agg(i.place order by i.position), array_agg(r.label order by i.position) into places, labels
    from unnest(p_items) i left join unnest(v_rows) r on r.id = i.place and r.event_id = i.event and r.tier_id = i.tier where i.ticket is not null;
    if cardinality(array_remove(labels, null)) < cardinality(v_wanted) then
        perform refuse('TK009', 'no such place in that tier', jsonb_build_object('what', 'place', 'id', (select min(i.place) from unnest(p_items) i
            where not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier))));
    elsif cardinality(v_rows) < cardinality(v_wanted) then
        perform refuse('TK015', 'a place is named twice', jsonb_build_object('what', 'places'));
    end if;
    v_lost := array(select r.id from unnest(v_rows) r
                    where r.status <> 'AVAILABLE' and (r.hold_id = any (p_holds)) is not true and (r.reserved_until <= taken_at) is not true);
    if cardinality(v_lost) > 0 then
        -- A soft letter opens to those with the right to it, and so does an allotment that a hold of this sale came from.
        v_lost := shut_places(array(select r from unnest(v_rows) r where r.id = any (v_lost)), array(select h.allotment_id from holds h where h.id = any (p_holds)), taken_at);
    end if;
    if cardinality(v_lost) > 0 then
        -- What the till leases it may sell online too.
        v_leases := array(select l.id from leases l join orders o on o.till_id = l.till_id
                          where o.id = p_order and l.kind = 'lease' and l.ended_at is null and l.id in (select r.lease_id from unnest(v_rows) r where r.id = any (v_lost)));
        v_lost := array(select r.id from unnest(v_rows) r where r.id = any (v_lost) and (r.lease_id = any (v_leases)) is not true);
    end if;
    if cardinality(v_lost) > 0 then
        select h.id into v_hold from holds h where h.id = any (p_holds) and h.places && v_lost limit 1;
        perform refuse(case when v_hold is null then 'TK001' else 'TK003' end, 'seats are taken',
            (select jsonb_strip_nulls(jsonb_build_object('hold', v_hold, 'seats', jsonb_agg(r.label order by r.id), 'places', jsonb_agg(r.id order by r.id)))
             from unnest(v_rows) r where r.id = any (v_lost)));
    end if;
    update event_seats set status = 'SOLD', order_id = p_order, sold_at = taken_at, hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null where id = any (v_wanted);
    perform settle_lease(l) from unnest(v_leases) l;
    if cardinality(p_holds) > 0 then
        update holds h set settled = h.settled || array(select p from unnest(h.places) p where p = any (v_wanted)), updated_at = taken_at
        where h.id = any (p_holds) and h.places && v_wanted;
    end if;
end
$$;

-- Any place of its tier for every item that names none. Takes and gives back the arrays of sell_these.
create or replace function foyer.sell_any(p_items foyer.priced_item[], p_order uuid, inout places bigint[], inout labels text[], out taken_at timestamptz)
language plpgsql volatile
as $$
declare
    v_tier record;
    v_taken record;
begin
    for v_tier in
        select tier, count(*)::integer as n, min(near_ordinal) as near_ordinal, array_agg(position + 1 order by position) as slots
        from unnest(p_items) where ticket is not null and place is null group by tier order by tier
    loop
        if places is not null then
            -- Of a tier places are taken wherever they lie, also before those that this sale has locked already: two such sales may wait in a circle. This one
            -- gives up (TK014) before the server would look for one (1 s) and end the other.
            perform set_config('lock_timeout', '400ms', true);
        end if;
        v_taken := take_any(v_tier.tier, v_tier.n, null, p_order, null, v_tier.near_ordinal);
        taken_at := v_taken.taken_at;
        for i in 1..v_tier.n loop
            places[v_tier.slots[i]] := v_taken.places[i];
            labels[v_tier.slots[i]] := v_taken.labels[i];
        end loop;
    end loop;
end
$$;

-- Takes every place of a sale: the named ones first, in id order, then any of their tiers. Places and labels come by item.
create or replace function foyer.sell_places(p_items foyer.priced_item[], p_holds jsonb, p_order uuid, p_named boolean, p_any boolean, out places bigint[], out labels text[],
                                             out taken_at timestamptz)
language plpgsql volatile
as $$
declare
    v_holds uuid[] := case when jsonb_array_length(p_holds) > 0 then lock_holds(p_holds) else '{}' end;
    v_taken record;
begin
    if p_named then
        v_taken := sell_these(p_items, v_holds, p_order);
        places := v_taken.places;
        labels := v_taken.labels;
        taken_at := v_taken.taken_at;
    end if;
    if p_any then
        v_taken := sell_any(p_items, p_order, places, labels);
        places := v_taken.places;
        labels := v_taken.labels;
        taken_at := v_taken.taken_at;
    end if;
end
$$;
