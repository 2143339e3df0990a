-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every rule holds with the worker stopped: nothing here is swept, folded, lapsed or released by anybody. At the end the worker comes, and no visible number changes.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager \gset
\set h1 'a3000000-0000-4000-8000-000000000001'
\set h2 'a3000000-0000-4000-8000-000000000002'
\set h3 'a3000000-0000-4000-8000-000000000003'
\set h4 'a3000000-0000-4000-8000-000000000004'
\set a1 'a3000000-0000-4000-8000-0000000000a1'
\set l1 'a3000000-0000-4000-8000-0000000000c1'
\set o1 'a3000000-0000-4000-8000-0000000000d1'
\set o2 'a3000000-0000-4000-8000-0000000000d2'
\set o3 'a3000000-0000-4000-8000-0000000000d3'
\set o4 'a3000000-0000-4000-8000-0000000000d4'
\set r1 'a3000000-0000-4000-8000-0000000000e1'
\set r2 'a3000000-0000-4000-8000-0000000000e2'
create function pg_temp.stalls(p_labels text[]) returns jsonb language sql as $$ select jsonb_agg(scene.item('Stalls', 'Adult', 4000, l)) from unnest(p_labels) l $$;
create function pg_temp.of_hold(p_hold uuid) returns jsonb language sql as $$
    select jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', p_hold, 'token', repeat('a', 32)))) $$;
create function pg_temp.past(p_table text, p_columns text[], p_where text) returns void language plpgsql security definer as $$
begin
    execute format('update foyer.%I set %s where %s', p_table, (select string_agg(format('%I = statement_timestamp() - interval ''1 second''', c), ', ') from unnest(p_columns) c), p_where);
end $$;
-- What people see of the two tiers, without the ids.
create function pg_temp.picture() returns jsonb language sql as $$
    select jsonb_build_object('stalls', scene.counts('hamlet', 'Stalls'), 'floor', scene.counts('hamlet', 'Floor'), 'list', (select jsonb_agg(e - 'status' order by e ->> 'slug')
        from jsonb_array_elements(foyer.list_events()) e), 'seats', (select jsonb_agg(s - 'until' order by n) from jsonb_array_elements(foyer.list_seats('hamlet')) with ordinality x (s, n)),
        'map', (select encode(states, 'hex') from foyer.seat_states(scene.event('hamlet'), 't1')), 'sales', foyer.event_sales(),
        'tiers', (select jsonb_agg(to_jsonb(t) order by t.tier_id) from foyer.tier_availability t)) $$;

-- A basket's hold: free at its time, everywhere; taken over or sold by another; its own sale takes what nobody took.
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/B-1", "Stalls/B-2", "Stalls/B-3"]}')), 'done', 'a hold');
reset session authorization;
select is(scene.counts('hamlet', 'Stalls'), '{17,3,0,0,0}', 'is counted');
select scene.lapse(:'h1');
select is(scene.counts('hamlet', 'Stalls'), '{20,0,0,0,0}', 'and free at its time, though nobody swept it');
select is(scene.status('hamlet', 'Stalls/B-1'), 'RESERVED', 'the row is as it was');
set session authorization :"clerk2";
select is(foyer.list_seats('hamlet', 'held'), '[]', 'free in lists');
select is((select available from foyer.tier_availability where tier_id = scene.tier('hamlet', 'Stalls')), 20, 'in views');
select is((select encode(substr(states, 11, 3), 'hex') from foyer.seat_states(scene.event('hamlet'), 't2')), '000000', 'on the map');
select is(scene.refusal('sell', scene.sale(:'o1', 4300, pg_temp.stalls('{Stalls/B-1}'))), 'done', 'another sells a place of it');
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/B-2"]}', 't2')), 'done', 'and holds one');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o2', 8500, pg_temp.stalls('{Stalls/B-2,Stalls/B-3}'), pg_temp.of_hold(:'h1'))), 'TK003', 'the first owner is told what is lost');
select is(scene.refusal('sell', scene.sale(:'o2', 4300, pg_temp.stalls('{Stalls/B-3}'), pg_temp.of_hold(:'h1'))), 'done', 'and sells what nobody took');

-- Any of a tier whose every place is in lapsed holds can be had to the last one.
select is(scene.refusal('hold_places', scene.hold(:'h3', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 12))), 'done', 'the whole floor is held');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(:'h4', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 1), 't2')), 'TK002', 'sold out');
reset session authorization;
select scene.lapse(:'h3');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(:'h4', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 12), 't2')), 'done', 'until it lapses');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h4', 'till', 't2', 'token', repeat('a', 32))) -> 'released', '12', 'given back');

-- An allotment opens at its time, for everybody.
set session authorization :"manager";
select is(scene.refusal(format('select foyer.create_allotment(%L)', jsonb_build_object('allotment', :'a1', 'event', 'hamlet', 'holder', 'School', 'release_at', '2037-11-20T12:00:00Z',
    'seats', '["Stalls/A-1", "Stalls/A-2"]'::jsonb))), 'done', 'an allotment');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o3', 4300, pg_temp.stalls('{Stalls/A-1}'))), 'TK001', 'is not for everybody');
reset session authorization;
select pg_temp.past('leases', '{release_at}', format('id = %L', :'a1')), pg_temp.past('event_seats', '{reserved_until}', format('lease_id = %L', :'a1'));
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o3', 4300, pg_temp.stalls('{Stalls/A-1}'))), 'done', 'until its release, which nobody noted');

-- A lease never opens by a clock: only its owner or a manager gives it back.
select is(scene.refusal('lease_places', jsonb_build_object('lease', :'l1', 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/A-5"]'::jsonb)), 'done', 'a lease');
reset session authorization;
select pg_temp.past('leases', '{due_at}', format('id = %L', :'l1'));
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/A-5"]}', 't2')), 'TK001', 'that is overdue stays leased');

-- A reservation is lost at its deadline when somebody took its places, and only then.
set session authorization :"clerk";
select is(scene.refusal('reserve', jsonb_build_object('order', r, 'number', '1-' || right(r::text, 12), 'till', 't1', 'currency', 'EUR', 'total_minor', 4300, 'holds', '[]'::jsonb,
    'items', jsonb_build_array(pg_temp.stalls(array[l]) -> 0 #- '{ticket}'), 'pay_until', '2037-11-01T12:00:00Z', 'name', 'Mrs Meier')), 'done', 'a reservation of ' || l)
from (values (:'r1'::uuid, 'Stalls/A-7'), (:'r2'::uuid, 'Stalls/A-8')) v (r, l);
reset session authorization;
select pg_temp.past('event_seats', '{reserved_until}', format('hold_id = %L', r)), pg_temp.past('holds', '{expires_at}', format('id = %L', r)),
       pg_temp.past('orders', '{pay_until}', format('id = %L', r)), pg_temp.past('reservations', '{pay_until}', format('order_id = %L', r))
from unnest(array[:'r1', :'r2']) r;
set session authorization :"clerk2";
select is(scene.refusal('sell', scene.sale(:'o4', 4300, pg_temp.stalls('{Stalls/A-7}'))), 'done', 'past its deadline its place is another''s');
set session authorization :"clerk";
select is(scene.refusal('pay_order', jsonb_build_object('order', r, 'till', 't1', 'total_minor', 4300, 'tickets', jsonb_build_array(gen_random_uuid()),
    'events', jsonb_build_array(jsonb_build_object('event', scene.event('hamlet'), 'starts_at', '2037-11-27T18:30:00Z')),
    'payments', jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 4300, 'given_minor', 4300)))), code, what)
from (values (:'r1'::uuid, 'TK003', 'so it is not paid any more'), (:'r2'::uuid, 'done', 'the one that nobody took is')) v (r, code, what);
reset session authorization;

-- An offer of a waiting list is over after its 24 hours.
insert into foyer.users (id, display_name) values (:'h4', 'Waiting');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.join_waitlist(%L, %L, %L, 2)', scene.event('hamlet'), scene.tier('hamlet', 'Floor'), :'h4')), 'done', 'somebody waits');
select is(scene.refusal(format('select foyer.offer_waitlist(%L, null, 5)', scene.event('hamlet'))), 'done', 'and is offered');
reset session authorization;
select is(scene.counts('hamlet', 'Floor'), '{10,2,0,0,0}', 'two places');
select pg_temp.past('event_seats', '{reserved_until}', format('hold_id = %L', w.hold_id)), pg_temp.past('holds', '{expires_at}', format('id = %L', w.hold_id)) from foyer.waitlist w;
update foyer.waitlist set offered_at = offered_at - interval '1 day', offer_until = clock_timestamp() - interval '1 second';
select id as entry from foyer.waitlist \gset
set session authorization :"clerk";
select is(scene.refusal('accept_offer', jsonb_build_object('hold', gen_random_uuid(), 'till', 't1', 'token', repeat('c', 32), 'entry', :'entry')), 'TK003', 'after a day nobody accepts it');
reset session authorization;
select is(scene.counts('hamlet', 'Floor'), '{12,0,0,0,0}', 'and its places are free');

-- All that was checked is right while nothing was folded, and stays as it was when the worker comes after all.
select ok((select count(*) from foyer.tier_count_deltas) > 0 and exists (select from foyer.sales_rollup where not folded), 'nothing was folded');
select is((select tickets_sold from foyer.event_sales_summary where slug = 'hamlet'), 5::bigint, 'the figures are right all the same');
select is_empty($$ select * from foyer.verify() $$, 'all is well');
select pg_temp.picture() as before \gset
select foyer.work_round() as round \gset
select is(:'round'::jsonb -> 'errors', null, 'the worker fails at nothing');
select ok(:'round'::jsonb @> '{"allotments": 1, "reservations": 1, "offers": 1, "retention": {"more": false}, "verify": {"findings": 0}}' and (:'round'::jsonb ->> 'fold')::integer > 0, 'and has something to do');
select is((select count(*) from foyer.tier_count_deltas), 0::bigint, 'it folded');
select is(pg_temp.picture(), :'before', 'nobody sees a difference');
select is_empty($$ select * from foyer.verify() $$, 'and all is well');
select is(foyer.work_round() - array['fold'], '{"watchdog": 0, "reservations": 0, "allotments": 0, "sweep": 0, "offers": 0}', 'a second round finds nothing');

select * from finish();
rollback;
