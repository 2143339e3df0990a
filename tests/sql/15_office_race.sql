-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the office and the counter do at the same moment, over several connections, in a copy of the database. Each race has its twin: the same with the lock
-- taken out, which must go wrong.
\c postgres
drop database if exists foyer_race;
create database foyer_race template foyer;
\c foyer_race
create extension dblink schema public;
set client_min_messages = error;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.event('hamlet') as hamlet, scene.event('lear') as lear,
       scene.tier('hamlet', 'Floor') as floor, scene.tier('hamlet', 'Stalls') as stalls \gset
create table scene.customers (n integer primary key, id uuid not null default gen_random_uuid());
insert into scene.customers select generate_series(1, 80);
insert into foyer.users (id, display_name) select id, 'Customer ' || n from scene.customers;

\ir support/race.sql
-- A sealed call as a statement.
create function scene.sealed(p_call text, p_request jsonb) returns text language sql as $$
    select format('select foyer.%I(%L, %L, %L)', p_call, p_request ->> 'till', p_request::text, scene.mac(p_request ->> 'till', p_request::text)) $$;
-- A function of the centre made anew with a piece of it taken out.
create function scene.without(p_function regprocedure, p_piece text) returns void language plpgsql as $$
begin
    if position(p_piece in pg_get_functiondef(p_function)) = 0 then
        raise exception '% does not have "%"', p_function, p_piece;
    end if;
    execute replace(pg_get_functiondef(p_function), p_piece, '');
end $$;
create table scene.kept as select pg_get_functiondef('foyer.lock_event(uuid, integer)'::regprocedure) as lock_event,
    pg_get_functiondef('foyer.next_waiting(uuid, uuid, integer, timestamptz)'::regprocedure) as next_waiting;

-- Forty join at once: each transaction stays open for a moment after it has joined.
select count(scene.connect('c' || n, :'clerk')) as connected from generate_series(1, 40) n \gset
create function scene.rush(p_event uuid, p_from integer) returns text[] language plpgsql as $$
declare v text[];
begin
    perform dblink_send_query('c' || n, format('select foyer.join_waitlist(%L, null, %L, 1) ->> ''position''; select pg_sleep(0.01)', p_event, (select id from scene.customers where n = p_from + c)))
    from generate_series(1, 40) c, lateral (select c as n) x;
    select array_agg(scene.answer('c' || n)) into v from generate_series(1, 40) n;
    return v;
end $$;
select is((select array_agg(p::integer order by p::integer) from unnest(scene.rush(:'hamlet', 0)) p), (select array_agg(n) from generate_series(1, 40) n), 'forty that join at once have the positions 1 to 40');
drop index foyer.waitlist_position;
select scene.without('foyer.lock_event(uuid, integer)', ' for no key update');
select cmp_ok((select count(distinct p)::integer from unnest(scene.rush(:'lear', 40)) p), '<', 40, 'without the lock positions come twice');
select lock_event as sql from scene.kept \gset
:sql ;
delete from foyer.waitlist where event_id = :'lear';
create unique index waitlist_position on foyer.waitlist (event_id, position);

-- Two managers offer at once: never the same entry.
select scene.connect('m1', :'manager'), scene.connect('m2', :'manager');
select format('select jsonb_path_query_array(foyer.offer_waitlist(%L, null, 5), %L)::text', :'hamlet', '$.offered[*].position') as offer \gset
select dblink_exec('m1', 'begin');
select is(scene.ask('m1', :'offer'), '[1, 2, 3, 4, 5]', 'one manager offers to the first five');
select is(scene.ask('m2', :'offer'), '[6, 7, 8, 9, 10]', 'the other, before the first has committed and without waiting, to the next');
select is(scene.ask('m2', format('select foyer.set_tier(%L) ->> ''version''', jsonb_build_object('tier', :'floor', 'version', 1, 'name', 'Floor'))), '2', 'who offers locks entries, not tiers: another edits one meanwhile');
select is(scene.ask('c1', format('select foyer.join_waitlist(%L, null, %L, 1) ->> ''position''', :'hamlet', (select id from scene.customers where n = 41))), '41', 'and somebody joins');
select dblink_exec('m1', 'commit');
select is((select count(*) || '/' || count(distinct user_id) from foyer.notifications), '10/10', 'ten people have one message each');
select scene.without('foyer.next_waiting(uuid, uuid, integer, timestamptz)', ' for update of w skip locked');
select dblink_exec('m1', 'begin');
select is(scene.ask('m1', :'offer'), '[11, 12, 13, 14, 15]', 'without the lock: one offers');
select dblink_send_query('m2', :'offer');
select ok(scene.until_waiting(), 'the other waits for the first');
select dblink_exec('m1', 'commit');
select matches(scene.answer('m2'), '^\[11, ', 'and offers to somebody who has an offer');
select is((select count(*) > count(distinct user_id) from foyer.notifications), true, 'who is promised places twice');
select next_waiting as sql from scene.kept \gset
:sql ;
-- What the twin promised twice is given back.
update foyer.event_seats set status = 'AVAILABLE', hold_id = null, reserved_at = null, reserved_until = null where hold_id in (select id from foyer.holds h where h.till_id is null
    and not exists (select from foyer.waitlist w where w.hold_id = h.id));
update foyer.holds h set settled = places where h.till_id is null and not exists (select from foyer.waitlist w where w.hold_id = h.id);
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Two tills accept one offer: one has it.
select jsonb_build_object('hold', gen_random_uuid(), 'till', t, 'token', repeat('d', 32), 'entry', id) as accept from foyer.waitlist, unnest(array['t1', 't2']) t where event_id = :'hamlet' and position = 1 and t = 't1' \gset
select dblink_exec('c1', 'begin');
select is(length(scene.ask('c1', scene.sealed('accept_offer', :'accept'))) > 10, true, 'one till accepts');
select dblink_send_query('c2', scene.sealed('accept_offer', :'accept'::jsonb || jsonb_build_object('hold', gen_random_uuid(), 'till', 't2')));
select ok(scene.until_waiting(), 'the other waits');
select dblink_exec('c1', 'commit');
select is(scene.answer('c2'), 'TK003', 'and is told that it is gone');

-- Two workers write down what lapsed: once.
update foyer.event_seats set reserved_until = clock_timestamp() - interval '1 second' where hold_id in (select hold_id from foyer.waitlist where position between 2 and 9);
update foyer.waitlist set offered_at = offered_at - interval '1 day', offer_until = clock_timestamp() - interval '1 second' where position between 2 and 9 and event_id = :'hamlet';
select dblink_exec('m1', 'begin');
select is(scene.ask('m1', 'select foyer.lapse_offers()::text') || '/' || scene.ask('m2', 'select foyer.lapse_offers()::text'), '8/0', 'two workers lapse each offer once, and neither waits');
select dblink_exec('m1', 'commit');

-- A sale under way and a price change: the change does not wait, the sale keeps its price, the next sale has the new one.
create function scene.seat_sale(p_label text, p_minor bigint) returns jsonb language sql as $$
    select scene.sale(gen_random_uuid(), p_minor + 300, jsonb_build_array(scene.item('Stalls', 'Adult', p_minor, p_label))) $$;
select dblink_exec('c1', 'begin');
select is(length(scene.ask('c1', scene.sealed('sell', scene.seat_sale('Stalls/A-2', 4000)))) > 10, true, 'a sale that has not committed');
select is(scene.ask('m1', format('select foyer.set_price(%L) ->> ''version''', jsonb_build_object('tier', :'stalls', 'name', 'Adult', 'price_minor', 4500, 'version', 1))), '2', 'does not keep a price from changing');
select is(scene.ask('m2', format('select foyer.set_price(%L)', jsonb_build_object('tier', :'stalls', 'name', 'Adult', 'price_minor', 5000, 'version', 1))), 'TK010', 'once: a second manager with the old version is stale');
select dblink_exec('c1', 'commit');
select is(scene.ask('c1', scene.sealed('sell', scene.seat_sale('Stalls/A-3', 4000))), 'TK004', 'the old price does not sell any more');
select is(length(scene.ask('c1', scene.sealed('sell', scene.seat_sale('Stalls/A-3', 4500)))) > 10, true, 'the new one does');
select is((select array_agg(i.price_version || '/' || i.price_minor order by i.price_version) from foyer.order_items i where tier_id = :'stalls'), '{1/4000,2/4500}', 'each sale has the price of its time');

-- Two managers edit one event from the same version: one wins, the other is told.
select dblink_exec('m1', 'begin');
select is(scene.ask('m1', format('select foyer.update_event(%L) ->> ''version''', jsonb_build_object('event', :'hamlet', 'version', 1, 'title', 'One'))), '2', 'one edits');
select dblink_send_query('m2', format('select foyer.update_event(%L) ->> ''version''', jsonb_build_object('event', :'hamlet', 'version', 1, 'title', 'Two')));
select ok(scene.until_waiting(), 'the other waits');
select dblink_exec('m1', 'commit');
select is(scene.answer('m2'), 'TK010', 'and is stale');

-- A tier is made smaller while its places are sold: what was sold stays. The manager waits for the sale, and then takes another place instead.
select dblink_exec('c1', 'begin');
select is(length(scene.ask('c1', scene.sealed('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500, 'Floor/12', 'lear')))))) > 10, true, 'a sale of the last place');
select dblink_send_query('m1', format('select foyer.resize_tier(%L, 9, 1) ->> ''removed''', scene.tier('lear', 'Floor')));
select ok(scene.until_waiting(), 'the manager waits');
select dblink_exec('c1', 'commit');
select is(scene.answer('m1'), '3', 'and removes three others');
select is(scene.status('lear', 'Floor/12'), 'SOLD', 'the sold place stays');
select is(scene.ask('m1', format('select foyer.delete_event(%L, 1)', :'lear')), 'TK001', 'an event with a sale stays');

-- An event is deleted while a sale of it is under way: the sale wins, the deletion is told.
select foyer.create_event(jsonb_build_object('slug', 'short', 'title', 'Short', 'plan', (select id from scene.plan), 'starts_at_local', '2037-11-27T19:30:00', 'ends_at_local', '2037-11-27T22:00:00', 'status', 'on_sale',
    'currency', 'EUR', 'tiers', '[{"name": "Floor", "kind": "standing", "color": "#0000aa", "position": 0, "tax_rate_bp": 0, "quantity": 5, "prices": [{"name": "Adult", "price_minor": 1000}]}]'::jsonb)) ->> 'event' as short \gset
select dblink_exec('c1', 'begin');
select is(length(scene.ask('c1', scene.sealed('sell', scene.sale(gen_random_uuid(), 1000, jsonb_build_array(scene.item('Floor', 'Adult', 1000, null, 'short')))))) > 10, true, 'a sale');
select dblink_send_query('m1', format('select foyer.delete_event(%L, 1)', :'short'));
select ok(scene.until_waiting(), 'the deletion waits for it');
select dblink_exec('c1', 'commit');
select is(scene.answer('m1'), 'TK001', 'and is refused');
-- The other way round: the deletion first, then the sale finds nothing.
select foyer.create_event(jsonb_build_object('slug', 'shorter', 'title', 'Shorter', 'plan', (select id from scene.plan), 'starts_at_local', '2037-11-27T19:30:00', 'ends_at_local', '2037-11-27T22:00:00', 'status', 'on_sale',
    'currency', 'EUR', 'tiers', '[{"name": "Floor", "kind": "standing", "color": "#0000aa", "position": 0, "tax_rate_bp": 0, "quantity": 5, "prices": [{"name": "Adult", "price_minor": 1000}]}]'::jsonb)) ->> 'event' as shorter \gset
select scene.sealed('sell', scene.sale(gen_random_uuid(), 1000, jsonb_build_array(scene.item('Floor', 'Adult', 1000, 'Floor/1', 'shorter')))) as sale \gset
select dblink_exec('m1', 'begin');
select is(scene.ask('m1', format('select foyer.delete_event(%L, 1) ->> ''deleted''', :'shorter')), 'true', 'a deletion');
select dblink_send_query('c1', :'sale');
select ok(scene.until_waiting(), 'the sale waits for it');
select dblink_exec('m1', 'commit');
select is(scene.answer('c1'), 'TK009', 'and finds no such place');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

select count(dblink_disconnect(c)) as gone from unnest(dblink_get_connections()) c \gset
select * from finish();
\c postgres
drop database foyer_race;
