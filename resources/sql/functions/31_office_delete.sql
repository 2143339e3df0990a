-- SPDX-License-Identifier: GPL-3.0-or-later
-- Deleting what nothing was sold of. The rows of tiers, places, prices, fees and waiting lists go; the event's own row stays, softly deleted.

-- Refuses while a place of the event (or of one tier of it) is sold or kept for somebody, was ever sold, or is of a lease that a till did
-- not give back as a whole (its queue may have sold it); names those. Locks all of them.
create or replace function foyer.expect_unsold(p_event uuid, p_tier uuid) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places bigint[] := array(select id from event_seats where event_id = p_event and (p_tier is null or tier_id = p_tier));
    v_leased bigint[];
    v_now timestamptz;
    v_detail jsonb;
begin
    perform lock_for_drop(p_event, v_places);
    v_now := clock_timestamp();
    v_leased := array(select p from leases l, unnest(l.places) p where l.event_id = p_event and l.kind = 'lease' and l.status <> 'returned');
    select jsonb_build_object('seats', jsonb_agg(x.label), 'places', jsonb_agg(x.id)) into v_detail
    from (select s.label, s.id from event_seats s where s.id = any (v_places)
            and (s.status = 'SOLD' or (s.status = 'RESERVED' and (s.reserved_until <= v_now) is not true) or exists (select from tickets k where k.place_id = s.id)
                 or s.id = any (v_leased))
          order by s.ordinal limit 200) x;
    if v_detail ->> 'seats' is not null then
        perform refuse('TK001', 'seats are kept for somebody or were sold', v_detail);
    end if;
    return v_places;
end
$$;

-- Removes tiers whose places are gone, with all that hangs on them. Whoever folds counts is waited for, so that none is left behind.
create or replace function foyer.drop_tiers(p_tiers uuid[]) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform from settings for no key update;
    delete from waitlist where tier_id = any (p_tiers);
    delete from tier_prices where tier_id = any (p_tiers);
    delete from fees where tier_id = any (p_tiers);
    delete from tier_count_deltas where tier_id = any (p_tiers);
    delete from tier_counts where tier_id = any (p_tiers);
    delete from ticket_tiers where id = any (p_tiers);
end
$$;

create or replace function foyer.delete_tier(p_tier uuid, p_version integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier ticket_tiers;
begin
    perform begin_write();
    v_tier := lock_tier(p_tier);
    perform expect_version(p_version, v_tier.version);
    if not exists (select from ticket_tiers where event_id = v_tier.event_id and id <> p_tier) then
        perform refuse('TK015', 'an event keeps its last tier', jsonb_build_object('what', 'tier'));
    elsif exists (select from waitlist where tier_id = p_tier and status in ('waiting', 'offered')) then
        perform refuse('TK015', 'somebody waits for a place of that tier', jsonb_build_object('what', 'waitlist'));
    end if;
    perform drop_places(v_tier.event_id, expect_unsold(v_tier.event_id, p_tier));
    perform drop_tiers(array[p_tier]);
    perform audit('delete_tier', p_tier::text, null, jsonb_build_object('event', v_tier.event_id, 'name', v_tier.name, 'quantity', v_tier.quantity), null);
    return jsonb_build_object('tier', p_tier, 'deleted', true);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when foreign_key_violation or restrict_violation then
        perform refuse('TK015', 'something was made of that tier that stays: ' || sqlerrm, jsonb_build_object('what', 'tier'));
end
$$;

create or replace function foyer.delete_event(p_event uuid, p_version integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_places bigint[];
begin
    perform begin_write();
    if exists (select from events where id = p_event and deleted_at is not null) then
        return jsonb_build_object('event', p_event, 'deleted', true, 'repeated', true);
    end if;
    v_event := lock_event(p_event);
    perform expect_version(p_version, v_event.version);
    v_places := expect_unsold(p_event, null);
    delete from waitlist where event_id = p_event;
    perform drop_places(p_event, v_places);
    perform drop_tiers(array(select id from ticket_tiers where event_id = p_event));
    delete from fees where event_id = p_event;
    delete from price_types where event_id = p_event;
    -- Its slug is free for another.
    update events set deleted_at = clock_timestamp(), updated_at = clock_timestamp(), slug = 'deleted-' || id, version = version + 1 where id = p_event;
    perform audit('delete_event', p_event::text, null, jsonb_build_object('slug', v_event.slug, 'title', v_event.title, 'places', cardinality(v_places)), null);
    return jsonb_build_object('event', p_event, 'deleted', true);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when foreign_key_violation or restrict_violation then
        perform refuse('TK015', 'something was made of that event that stays: ' || sqlerrm, jsonb_build_object('what', 'event'));
end
$$;

create or replace function foyer.delete_plan(p_plan uuid) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform begin_write();
    update seating_plans set deleted_at = clock_timestamp() where id = p_plan and deleted_at is null;
    if not found then
        perform refuse('TK009', 'no such plan', jsonb_build_object('what', 'plan', 'id', p_plan));
    end if;
    perform audit('delete_plan', p_plan::text);
    return jsonb_build_object('plan', p_plan, 'deleted', true);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when restrict_violation then
        perform refuse('TK015', sqlerrm, jsonb_build_object('what', 'plan'));
end
$$;

create or replace function foyer.delete_venue(p_venue uuid, p_version integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_version integer;
begin
    perform begin_write();
    select version into v_version from venues where id = p_venue and deleted_at is null for no key update;
    if not found then
        perform refuse('TK009', 'no such venue', jsonb_build_object('what', 'venue', 'id', p_venue));
    end if;
    perform expect_version(p_version, v_version);
    update venues set deleted_at = clock_timestamp(), updated_at = clock_timestamp(), version = version + 1 where id = p_venue;
    perform audit('delete_venue', p_venue::text);
    return jsonb_build_object('venue', p_venue, 'deleted', true);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when restrict_violation then
        perform refuse('TK015', sqlerrm, jsonb_build_object('what', 'venue'));
end
$$;

grant execute on function foyer.delete_tier(uuid, integer), foyer.delete_event(uuid, integer), foyer.delete_plan(uuid), foyer.delete_venue(uuid, integer) to foyer_manager;
