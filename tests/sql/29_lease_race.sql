-- SPDX-License-Identifier: GPL-3.0-or-later
-- Leases, recalls and replays at the same moment, over several connections, in a copy of the database. Each race has its twin: the same with the lock taken out,
-- which must go wrong.
\c postgres
drop database if exists foyer_lease_race;
create database foyer_lease_race template foyer;
\c foyer_lease_race
create extension dblink schema public;
set client_min_messages = error;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.event('hamlet') as hamlet, scene.event('lear') as lear \gset
select foyer.register_till('t8', '8', sha256('secret 8'), sha256('key 8')) as till, 'till_race_' || substr(md5(random()::text), 1, 8) as till_role \gset
-- By hand, because a copy of a database makes no roles before prepare.sql has run there.
create role :"till_role" login in role foyer_till;
update foyer.tills set role_name = :'till_role' where code = 't8';
\set l1 '29000000-0000-4000-8000-000000000001'
\set l2 '29000000-0000-4000-8000-000000000002'
\set l3 '29000000-0000-4000-8000-000000000003'
\set l4 '29000000-0000-4000-8000-000000000004'
\set l5 '29000000-0000-4000-8000-000000000005'
\set l6 '29000000-0000-4000-8000-000000000006'

\ir support/race.sql
-- A sealed call as a statement, and one part of its answer.
create function scene.sealed(p_call text, p_request jsonb, p_part text default 'status') returns text language sql as $$
    select format('select foyer.%I(%L, %L, %L) #>> %L', p_call, p_request ->> 'till', p_request::text, scene.mac(p_request ->> 'till', p_request::text), '{' || p_part || '}') $$;
-- A function of the centre made anew with a piece of it taken out; scene.mend puts all back.
create table scene.kept (definition text);
create function scene.without(p_function regprocedure, p_piece text) returns void language plpgsql as $$
begin
    if position(p_piece in pg_get_functiondef(p_function)) = 0 then
        raise exception '% does not have "%"', p_function, p_piece;
    end if;
    insert into scene.kept values (pg_get_functiondef(p_function));
    execute replace(pg_get_functiondef(p_function), p_piece, '');
end $$;
create function scene.mend() returns void language plpgsql as $$
declare v text;
begin
    for v in delete from scene.kept returning definition loop
        execute v;
    end loop;
end $$;
create function scene.lease(p_lease uuid, p_what jsonb, p_till text default 't8', p_slug text default 'hamlet') returns jsonb language sql as $$
    select jsonb_build_object('lease', p_lease, 'till', p_till, 'event', scene.event(p_slug)) || p_what $$;
create function scene.back(p_lease uuid, p_seats text[], p_till text default 't8') returns jsonb language sql as $$
    select jsonb_build_object('lease', p_lease, 'till', p_till, 'epoch', 1, 'places', (select jsonb_agg(scene.place('hamlet', s)) from unnest(p_seats) s)) $$;
create function scene.queued(p_lease uuid, p_seats text[]) returns jsonb language sql as $$
    select scene.sale(o, 4200 * cardinality(p_seats) + 100, (select jsonb_agg(scene.item('Stalls', 'Adult', 4000, l) order by n) from unnest(p_seats) with ordinality x (l, n))) - 'holds'
        || jsonb_build_object('till', 't8', 'number', '8-' || right(o::text, 12), 'channel', 'offline', 'leases', jsonb_build_array(jsonb_build_object('lease', p_lease, 'epoch', 1)),
                              'sold_at', '2037-11-20T10:00:00Z', 'sold_by', scene.role('clerk')) from gen_random_uuid() o $$;
select scene.connect('t', :'till_role'), scene.connect('t+', :'till_role'), scene.connect('c', :'clerk'), scene.connect('m', :'manager');

-- Two tills lease the same seats: one has them.
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('lease_places', scene.lease(:'l1', '{"seats": ["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4"]}'))), 'active', 'one till leases');
select dblink_send_query('c', scene.sealed('lease_places', scene.lease(:'l2', '{"seats": ["Stalls/A-4", "Stalls/A-5"]}', 't2')));
select ok(scene.until_waiting(), 'another waits for it');
select dblink_exec('t', 'commit');
select is(scene.answer('c'), 'TK001', 'and is told which are taken');
-- A seat that goes into a basket at that moment is not leased.
create function scene.basket(p_hold uuid) returns text language sql as $$ select scene.sealed('hold_places', scene.hold(p_hold, '{"seats": ["Stalls/B-1"]}', 't2'), 'hold') $$;
select dblink_exec('c', 'begin');
select is(scene.ask('c', scene.basket('29000000-0000-4000-8000-0000000000a1')), '29000000-0000-4000-8000-0000000000a1', 'a seat is held');
select dblink_send_query('t', scene.sealed('lease_places', scene.lease(:'l2', '{"seats": ["Stalls/B-1"]}')));
select ok(scene.until_waiting(), 'who leases it waits');
select dblink_exec('c', 'commit');
select is(scene.answer('t'), 'TK001', 'and does not have it');
select scene.ask('c', scene.sealed('release_hold', jsonb_build_object('hold', '29000000-0000-4000-8000-0000000000a1', 'till', 't2', 'token', repeat('a', 32)), 'released')) as released \gset
select scene.without('foyer.lease_these(uuid, bigint[], uuid, uuid)', ' for no key update');
select dblink_exec('c', 'begin');
select is(scene.ask('c', scene.basket('29000000-0000-4000-8000-0000000000a4')), '29000000-0000-4000-8000-0000000000a4', 'without the lock: held');
select dblink_send_query('t', scene.sealed('lease_places', scene.lease(:'l2', '{"seats": ["Stalls/B-1"]}')));
select ok(scene.until_waiting(), 'who leases it waits');
select dblink_exec('c', 'commit');
select is(scene.answer('t'), 'active', 'and takes it out of the basket');
select scene.mend();
select is(scene.ask('t', scene.sealed('return_lease', jsonb_build_object('lease', :'l2', 'till', 't8', 'epoch', 1))), 'returned', 'it is given back');

-- A share of the tier, though two ask at once.
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('lease_places', scene.lease(:'l3', jsonb_build_object('tier', scene.tier('lear', 'Stalls'), 'quantity', 6), 't8', 'lear'))), 'active', 'six of twenty');
select dblink_send_query('c', scene.sealed('lease_places', scene.lease('29000000-0000-4000-8000-0000000000f3', jsonb_build_object('tier', scene.tier('lear', 'Stalls'), 'quantity', 6), 't2', 'lear')));
select ok(scene.until_waiting(), 'another that wants six waits');
select dblink_exec('t', 'commit');
select is(scene.answer('c'), 'TK006', 'and may not: half of the tier may be leased');
select scene.without('foyer.fill_lease(uuid, uuid, uuid, jsonb)', 'perform from ticket_tiers where id = any (v_tiers) and event_id = p_event order by id for no key update;
    if v_places is null and not found then
        perform refuse(''TK009'', ''no such tier in this event'', jsonb_build_object(''what'', ''tier'', ''id'', p_request ->> ''tier''));
    end if;');
select scene.ask('t', scene.sealed('return_lease', jsonb_build_object('lease', :'l3', 'till', 't8', 'epoch', 1))) as returned \gset
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('lease_places', scene.lease('29000000-0000-4000-8000-0000000000e3', '{"seats": ["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4", "Stalls/A-5", "Stalls/A-6"]}',
    't8', 'lear'))), 'active', 'without the lock: six');
select is(scene.ask('c', scene.sealed('lease_places', scene.lease('29000000-0000-4000-8000-0000000000f3', '{"seats": ["Stalls/B-1", "Stalls/B-2", "Stalls/B-3", "Stalls/B-4", "Stalls/B-5", "Stalls/B-6"]}',
    't2', 'lear'))), 'active', 'and six');
select dblink_exec('t', 'commit');
select is((select leased from foyer.tier_state where tier_id = scene.tier('lear', 'Stalls')), 12, 'more than half');
select scene.mend();

-- Two give the same places back at once: they come back once.
select is(scene.ask('t', scene.sealed('lease_places', scene.lease(:'l4', '{"seats": ["Stalls/A-7", "Stalls/A-8", "Stalls/A-9", "Stalls/A-10"]}'))), 'active', 'four leased');
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('return_lease', scene.back(:'l4', '{Stalls/A-7,Stalls/A-8}'), 'returned')), '2', 'two given back');
select dblink_send_query('t+', scene.sealed('return_lease', scene.back(:'l4', '{Stalls/A-7,Stalls/A-8}'), 'returned'));
select ok(scene.until_waiting(), 'the same again waits');
select dblink_exec('t', 'commit');
select is(scene.answer('t+'), '0', 'and gives nothing back');
select scene.without('foyer.return_lease(text, text, bytea)', ' for no key update'), scene.without('foyer.give_back(uuid, bigint[])', ' order by s.id for no key update');
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('return_lease', scene.back(:'l4', '{Stalls/A-9,Stalls/A-10}'), 'returned')), '2', 'without the locks: two given back');
select dblink_send_query('t+', scene.sealed('return_lease', scene.back(:'l4', '{Stalls/A-9,Stalls/A-10}'), 'returned'));
select ok(scene.until_waiting(), 'the same again waits');
select dblink_exec('t', 'commit');
select is(scene.answer('t+'), '2', 'and gives them back twice: by then they may be somebody''s');
select scene.mend();

-- Recalled while they are given back, and given back while they are recalled.
create function scene.recall(p_seat text, p_hold uuid) returns jsonb language sql as $$
    select jsonb_build_object('recall', gen_random_uuid(), 'till', 't2', 'event', scene.event('hamlet'), 'seats', array[p_seat], 'hold', p_hold, 'token', repeat('c', 32)) $$;
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('return_lease', scene.back(:'l1', '{Stalls/A-4}'), 'returned')), '1', 'a place is given back');
select dblink_send_query('c', scene.sealed('recall_places', scene.recall('Stalls/A-4', gen_random_uuid()), 'places,0,state'));
select ok(scene.until_waiting(), 'who recalls it waits');
select dblink_exec('t', 'commit');
select is(scene.answer('c'), 'free', 'and reads that it is free');
select dblink_exec('c', 'begin');
select is(scene.ask('c', scene.sealed('recall_places', scene.recall('Stalls/A-3', '29000000-0000-4000-8000-0000000000a3'), 'places,0,state')), 'pending', 'a place is recalled');
select dblink_send_query('t', scene.sealed('return_lease', scene.back(:'l1', '{Stalls/A-3}'), 'handed_over'));
select ok(scene.until_waiting(), 'who gives it back at that moment waits');
select dblink_exec('c', 'commit');
select is(scene.answer('t'), '1', 'and hands it over');
select scene.without('foyer.return_lease(text, text, bytea)', ' for no key update');
select dblink_exec('c', 'begin');
select is(scene.ask('c', scene.sealed('recall_places', scene.recall('Stalls/A-2', '29000000-0000-4000-8000-0000000000a2'), 'places,0,state')), 'pending', 'without the lock: recalled');
select is(scene.ask('t', scene.sealed('return_lease', scene.back(:'l1', '{Stalls/A-2}'), 'handed_over')), '0', 'given back at that moment, and not to who asked');
select dblink_exec('c', 'commit');
select scene.mend();

-- The same sale twice at once: booked once.
select is(scene.ask('t', scene.sealed('lease_places', scene.lease(:'l5', '{"seats": ["Stalls/B-1", "Stalls/B-2", "Stalls/B-3", "Stalls/B-4"]}'))), 'active', 'four leased');
select scene.queued(:'l5', '{Stalls/B-1}') as sale \gset
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('replay_sale', :'sale', 'outcome')), 'accepted', 'a queued sale');
select dblink_send_query('t+', scene.sealed('replay_sale', :'sale', 'repeated'));
select ok(scene.until_waiting(), 'the same from a copy of the queue waits');
select dblink_exec('t', 'commit');
select is(scene.answer('t+'), 'true', 'and has the same answer');

-- Reclaimed while it is replayed: what was booked first stays sold, the rest comes back.
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('replay_sale', scene.queued(:'l5', '{Stalls/B-2}'), 'outcome')), 'accepted', 'a sale is booked');
select dblink_send_query('m', format('select foyer.reclaim_lease(%L, %L, true) ->> %L', :'l5', 'silent', 'freed'));
select ok(scene.until_waiting(), 'the manager who reclaims at that moment waits');
select dblink_exec('t', 'commit');
select is(scene.answer('m'), '2', 'and has the rest');
select is(scene.status('hamlet', 'Stalls/B-2'), 'SOLD', 'the sale stays');

-- Replayed while it is reclaimed: the place is free by then, and had after all.
select is(scene.ask('t', scene.sealed('lease_places', scene.lease(:'l6', '{"seats": ["Stalls/B-5", "Stalls/B-6", "Stalls/B-7"]}'))), 'active', 'three leased');
select dblink_exec('m', 'begin');
select is(scene.ask('m', format('select foyer.reclaim_lease(%L, %L, true) ->> %L', :'l6', 'silent', 'freed')), '3', 'and reclaimed');
select dblink_send_query('t', scene.sealed('replay_sale', scene.queued(:'l6', '{Stalls/B-5}'), 'outcome'));
select ok(scene.until_waiting(), 'a sale of it waits');
select dblink_exec('m', 'commit');
select is(scene.answer('t'), 'accepted', 'and is booked: nobody had taken the place');

-- Sold to somebody else while it is replayed: a case for the desk. Without the lock the queued sale would be turned away, with its money.
select dblink_exec('c', 'begin');
select is(length(scene.ask('c', scene.sealed('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-6'))), 'order'))), 36, 'a reclaimed place is sold');
select dblink_send_query('t', scene.sealed('replay_sale', scene.queued(:'l6', '{Stalls/B-6}'), 'outcome'));
select ok(scene.until_waiting(), 'the queued sale of it waits');
select dblink_exec('c', 'commit');
select is(scene.answer('t'), 'conflict', 'and is a case');
select scene.without('foyer.take_replayed(jsonb, foyer.priced_item[], uuid[], uuid, timestamptz)', ' order by s.id for no key update');
select dblink_exec('c', 'begin');
select is(length(scene.ask('c', scene.sealed('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-7'))), 'order'))), 36, 'without the lock: sold');
select dblink_send_query('t', scene.sealed('replay_sale', scene.queued(:'l6', '{Stalls/B-7}'), 'outcome'));
select ok(scene.until_waiting(), 'the queued sale waits');
select dblink_exec('c', 'commit');
select is(scene.answer('t'), 'rejected', 'and is rejected');
select scene.mend();

-- Cancelled while it is replayed, either way round: no ticket of it lives.
select is(scene.ask('t', scene.sealed('lease_places', scene.lease('29000000-0000-4000-8000-000000000007', '{"seats": ["Stalls/B-8", "Stalls/B-9"]}'))), 'active', 'two leased');
select dblink_exec('t', 'begin');
select is(scene.ask('t', scene.sealed('replay_sale', scene.queued('29000000-0000-4000-8000-000000000007', '{Stalls/B-8}'), 'outcome')), 'accepted', 'a sale is booked');
select dblink_send_query('m', format('select foyer.cancel_event(%L, %s, %L) ->> %L', :'hamlet', (select version from foyer.events where id = :'hamlet'), 'fire', 'event'));
select ok(scene.until_waiting(), 'who cancels at that moment waits');
select dblink_exec('t', 'commit');
select is(scene.answer('m'), :'hamlet', 'and cancels');
select is((select status::text from foyer.tickets where place_id = scene.place('hamlet', 'Stalls/B-8')), 'cancelled', 'the ticket too');
select dblink_exec('m', 'begin');
select is(scene.ask('m', format('select foyer.cancel_event(%L, %s, %L) ->> %L', :'lear', (select version from foyer.events where id = :'lear'), 'fire', 'event')), :'lear', 'another is cancelled');
select dblink_send_query('t', scene.sealed('replay_sale', (select q || jsonb_build_object('items', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1', 'lear')))
    from scene.queued('29000000-0000-4000-8000-0000000000e3', '{Stalls/A-1}') q), 'conflicts,0,kind'));
select ok(scene.until_waiting(), 'a queued sale of it waits');
select dblink_exec('m', 'commit');
select is(scene.answer('t'), 'event_cancelled', 'and is a case');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

select dblink_disconnect(n) from unnest(array['t', 't+', 'c', 'm']) n;
select * from finish();
\c postgres
drop database foyer_lease_race;
drop role :"till_role";
