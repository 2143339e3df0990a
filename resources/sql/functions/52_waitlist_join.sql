-- SPDX-License-Identifier: GPL-3.0-or-later
-- The waiting list of an event: who joins gets the next position of the event, whatever tier, and keeps it.

-- An entry as every call tells it. An offer whose time is over has lapsed, whether somebody has written that down or not.
create or replace function foyer.waitlist_json(p_entry uuid) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_strip_nulls(jsonb_build_object('entry', w.id, 'event', w.event_id, 'tier', w.tier_id, 'customer', w.user_id, 'quantity', w.quantity, 'position', w.position,
                'status', case when w.status = 'offered' and w.offer_until <= clock_timestamp() then 'lapsed' else w.status end, 'offer_until', utc_text(w.offer_until),
                'ahead', case when w.status = 'waiting' then (select count(*) from waitlist a where a.event_id = w.event_id and a.status = 'waiting' and a.position < w.position
                                                              and (a.tier_id is null or w.tier_id is null or a.tier_id = w.tier_id)) end))
            from waitlist w where w.id = p_entry);
end
$$;

create or replace function foyer.join_waitlist(p_event uuid, p_tier uuid, p_customer uuid, p_quantity integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_max integer := (select max_purchase from ticket_tiers where id = p_tier and event_id = p_event);
    v_old waitlist;
    v_id uuid := gen_random_uuid();
begin
    perform begin_write();
    perform expect_quantity(p_quantity);
    -- Row security: a clerk does not find a draft.
    v_event := lock_event(find_event(p_event::text));
    if p_tier is not null and not exists (select from ticket_tiers where id = p_tier and event_id = p_event) then
        perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', p_tier));
    elsif p_quantity > v_max then
        perform refuse('TK006', 'more than one purchase may have', jsonb_build_object('limit', v_max, 'wanted', p_quantity, 'tier', p_tier));
    elsif v_event.status in ('closed', 'cancelled') or v_event.end_time <= clock_timestamp() then
        perform refuse('TK005', 'nothing is sold of that event any more', jsonb_build_object('event', p_event, 'status', v_event.status));
    elsif not exists (select from users where id = p_customer and deleted_at is null) then
        perform refuse('TK009', 'no such customer', jsonb_build_object('what', 'customer', 'id', p_customer));
    end if;
    -- The event's row is the lock of its queue: one joins after the other, so positions have no gap and none comes twice.
    select * into v_old from waitlist where event_id = p_event and user_id = p_customer and tier_id is not distinct from p_tier and status in ('waiting', 'offered') for no key update;
    if v_old.status = 'offered' and v_old.offer_until <= clock_timestamp() then
        perform end_offer_holds(array[v_old.hold_id]);
        update waitlist set status = 'lapsed' where id = v_old.id;
    elsif v_old.quantity <> p_quantity then
        perform refuse('TK012', 'that customer waits already, for another number of places', jsonb_build_object('id', v_old.id, 'quantity', v_old.quantity));
    elsif v_old.id is not null then
        return waitlist_json(v_old.id) || '{"repeated": true}';
    end if;
    insert into waitlist (id, event_id, tier_id, user_id, quantity, position)
    select v_id, p_event, p_tier, p_customer, p_quantity, coalesce(max(position), 0) + 1 from waitlist where event_id = p_event;
    perform audit('join_waitlist', v_id::text, null, null, jsonb_strip_nulls(jsonb_build_object('event', p_event, 'tier', p_tier, 'customer', p_customer, 'quantity', p_quantity)));
    return waitlist_json(v_id);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Ends the holds that offers keep: their places are free. All of a call at once, because places are locked by id whatever hold they are of.
create or replace function foyer.end_offer_holds(p_holds uuid[]) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform from holds where id = any (p_holds) order by id for no key update;
    perform from event_seats where hold_id = any (p_holds) order by id for no key update;
    update event_seats set status = 'AVAILABLE', hold_id = null, reserved_at = null, reserved_until = null where hold_id = any (p_holds);
    update holds set settled = places, updated_at = clock_timestamp() where id = any (p_holds);
end
$$;

create or replace function foyer.leave_waitlist(p_entry uuid) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_entry waitlist;
begin
    perform begin_write();
    select * into v_entry from waitlist where id = p_entry for no key update;
    if not found then
        perform refuse('TK009', 'no such entry', jsonb_build_object('what', 'entry', 'id', p_entry));
    elsif v_entry.status not in ('waiting', 'offered') then
        return waitlist_json(p_entry) || '{"repeated": true}';
    end if;
    if v_entry.status = 'offered' then
        perform end_offer_holds(array[v_entry.hold_id]);
    end if;
    update waitlist set status = 'withdrawn' where id = p_entry;
    perform audit('leave_waitlist', p_entry::text, null, jsonb_build_object('status', v_entry.status), null);
    return waitlist_json(p_entry);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

grant execute on function foyer.join_waitlist(uuid, uuid, uuid, integer), foyer.leave_waitlist(uuid) to foyer_clerk, foyer_manager;
