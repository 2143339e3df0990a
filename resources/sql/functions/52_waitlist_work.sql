-- SPDX-License-Identifier: GPL-3.0-or-later
-- Background work on waiting lists. Two at once are harmless, and nothing depends on it: an offer is over at its time, and a manager may offer by hand.

-- Offers whose time is over: their entries have lapsed, their places are free. Answers how many.
create or replace function foyer.lapse_offers(p_limit integer default 500) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_entries uuid[];
begin
    perform begin_write();
    v_entries := array(select id from waitlist where status = 'offered' and offer_until <= v_now order by offer_until
                       limit least(greatest(p_limit, 1), 5000) for no key update skip locked);
    if cardinality(v_entries) > 0 then
        perform end_offer_holds(array(select hold_id from waitlist where id = any (v_entries)));
        update waitlist set status = 'lapsed' where id = any (v_entries);
        perform audit('lapse_offers', 'waitlist', null, null, jsonb_build_object('entries', to_jsonb(v_entries)));
    end if;
    return cardinality(v_entries);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Free places of all events on sale that somebody waits for are offered, at most p_limit an event. Answers how many offers.
create or replace function foyer.offer_free_places(p_limit integer default 50) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_offers integer := 0;
begin
    perform begin_write();
    -- Once for all events: after the first offer none is waited for, see offer_places().
    perform set_config('lock_timeout', '400ms', true);
    for v_event in
        select e.* from events e where e.status = 'on_sale' and e.deleted_at is null and e.end_time > clock_timestamp()
           and exists (select from waitlist w where w.event_id = e.id and w.status = 'waiting') order by e.start_time, e.id
    loop
        v_offers := v_offers + jsonb_array_length(offer_places(v_event, null, least(greatest(p_limit, 1), 200)));
    end loop;
    return v_offers;
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Nobody waits for a cancelled performance: every entry ends, whoever cancels, and each is told. Before end_event (triggers go by name), so that locks are taken in
-- the order of accept_offer: entries, holds, places.
create or replace function foyer.close_waitlist() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
declare
    v_entries uuid[] := array(select id from waitlist where event_id = new.id and status in ('waiting', 'offered') order by id for no key update);
begin
    if cardinality(v_entries) > 0 then
        perform end_offer_holds(array(select hold_id from waitlist where id = any (v_entries) and status = 'offered'));
        insert into notifications (user_id, kind, body, next_attempt_at)
        select w.user_id, 'waitlist_ended', jsonb_build_object('entry', w.id, 'event', new.id, 'title', new.title), clock_timestamp()
        from waitlist w where w.id = any (v_entries) and not new.training;
        update waitlist set status = 'withdrawn' where id = any (v_entries);
    end if;
    return null;
end
$$;

create or replace trigger close_waitlist after update of status on foyer.events
    for each row when (new.status = 'cancelled' and old.status <> 'cancelled') execute function foyer.close_waitlist();

grant execute on function foyer.lapse_offers(integer), foyer.offer_free_places(integer) to foyer_till, foyer_manager;
