-- SPDX-License-Identifier: GPL-3.0-or-later
-- Offers to the first who wait. An offer keeps its places for 24 hours (or until the tier's sale or the event ends), under a hold whose token nobody knows:
-- what one was promised is not sold to another.

-- The first entry after p_after that a tier has enough free places for, and that tier; locked. Others' locked entries are passed over, so two managers at once
-- never offer the same one; OF names the waiting list only, or tiers and events would be locked for every sale's foreign keys too.
create or replace function foyer.next_waiting(p_event uuid, p_tier uuid, p_after integer, p_now timestamptz, out entry uuid, out place_in_line integer, out tier uuid)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    select w.id, w.position, t.id into entry, place_in_line, tier
    from waitlist w join ticket_tiers t on t.event_id = w.event_id
    where w.event_id = p_event and w.status = 'waiting' and w.position > p_after
      and (p_tier is null or w.tier_id is null or w.tier_id = p_tier) and t.id = coalesce(w.tier_id, p_tier, t.id)
      and t.is_active and (t.sale_start_time <= p_now) is not false and (t.sale_end_time > p_now) is not false and (w.quantity <= t.max_purchase) is not false
      and w.quantity <= (select count(*) from (select from event_seats s where s.tier_id = t.id and s.status = 'AVAILABLE' limit w.quantity) f)
                      + (select count(*) from event_seats s where s.tier_id = t.id and s.reserved_until <= p_now)
    order by w.position, t.position limit 1 for update of w skip locked;
end
$$;

-- Makes one offer: hold, places, message. False when others took the places meanwhile; null when one would have to wait for them.
create or replace function foyer.offer_to(p_entry uuid, p_tier uuid, p_event foyer.events) returns boolean
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_hold uuid := gen_random_uuid();
    v_entry waitlist;
    v_tier ticket_tiers;
    v_taken record;
    v_ttl interval;
    v_until timestamptz;
begin
    select * into v_entry from waitlist where id = p_entry;
    select * into v_tier from ticket_tiers where id = p_tier;
    v_ttl := least(interval '24 hours', p_event.end_time - clock_timestamp(), v_tier.sale_end_time - clock_timestamp());
    insert into holds (id, event_id, token, held_by, request_hash, expires_at)
    values (v_hold, v_entry.event_id, encode(foyer_crypto.gen_random_bytes(16), 'hex'), 'foyer_waitlist', sha256(convert_to(v_hold::text, 'UTF8')), clock_timestamp() + v_ttl);
    v_taken := take_any(p_tier, v_entry.quantity, v_hold, null, v_ttl, v_tier.first_ordinal);
    v_until := v_taken.taken_at + v_ttl;
    update holds set places = v_taken.places, expires_at = v_until where id = v_hold;
    update waitlist set status = 'offered', hold_id = v_hold, offered_at = v_taken.taken_at, offer_until = v_until where id = p_entry;
    insert into notifications (user_id, kind, body, next_attempt_at)
    select v_entry.user_id, 'waitlist_offer', jsonb_build_object('entry', p_entry, 'event', p_event.id, 'title', p_event.title, 'starts_at', utc_text(p_event.start_time),
            'timezone', p_event.timezone, 'tier', v_tier.name, 'seats', to_jsonb(v_taken.labels), 'offer_until', utc_text(v_until)), clock_timestamp()
    -- Who trains writes to nobody.
    where not p_event.training;
    return true;
exception
    when sqlstate 'TK002' then
        return false;
    when lock_not_available then
        return null;
end
$$;

-- Offers to the first p_count who can be served; who asks for more than is free is passed over and keeps the position. A call that comes here takes places again
-- and again, so it may meet a sale that goes the other way: it has set a lock_timeout of 400 ms, to be the one that gives up, before the server looks for deadlocks
-- (1 s) and picks the sale.
create or replace function foyer.offer_places(p_event foyer.events, p_tier uuid, p_count integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_next record;
    v_after integer := 0;
    v_made boolean;
    v_offered uuid[] := '{}';
    v_answer jsonb;
begin
    while cardinality(v_offered) < p_count loop
        v_next := next_waiting(p_event.id, p_tier, v_after, v_now);
        exit when v_next.entry is null;
        v_after := v_next.place_in_line;
        v_made := offer_to(v_next.entry, v_next.tier, p_event);
        exit when v_made is null;
        if v_made then
            v_offered := v_offered || v_next.entry;
            -- The places of this offer stay locked until the commit, and those of the next may lie before them: who waits for others now may wait in a circle.
            perform set_config('lock_timeout', '1ms', true);
        end if;
    end loop;
    select coalesce(jsonb_agg(waitlist_json(w.id) || jsonb_build_object('tier', (select s.tier_id from event_seats s where s.id = h.places[1]), 'seats',
               (select jsonb_agg(s.label order by s.ordinal) from event_seats s where s.id = any (h.places))) order by w.position), '[]') into v_answer
    from waitlist w join holds h on h.id = w.hold_id where w.id = any (v_offered);
    if cardinality(v_offered) > 0 then
        perform audit('offer_waitlist', p_event.id::text, null, null, jsonb_build_object('entries', to_jsonb(v_offered)));
    end if;
    return v_answer;
end
$$;

create or replace function foyer.offer_waitlist(p_event uuid, p_tier uuid, p_count integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_offered jsonb;
begin
    perform begin_write();
    perform set_config('lock_timeout', '400ms', true);
    perform expect_quantity(p_count);
    select * into v_event from events where id = p_event and deleted_at is null;
    if not found then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', p_event));
    elsif p_tier is not null and not exists (select from ticket_tiers where id = p_tier and event_id = p_event) then
        perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', p_tier));
    end if;
    perform expect_on_sale(p_event, '{}', '{}');
    v_offered := offer_places(v_event, p_tier, p_count);
    return jsonb_build_object('offered', v_offered, 'waiting', (select count(*) from waitlist where event_id = p_event and status = 'waiting'));
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

grant execute on function foyer.offer_waitlist(uuid, uuid, integer) to foyer_manager, foyer_till;
