-- SPDX-License-Identifier: GPL-3.0-or-later
-- lease_places, return_lease, reclaim_lease, lease_status.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager \gset
select foyer.register_till('t1', '1', sha256('secret 1'), sha256('key 1'), scene.verifier()) as till \gset
\set l1 '25000000-0000-4000-8000-000000000001'
\set l2 '25000000-0000-4000-8000-000000000002'
\set l3 '25000000-0000-4000-8000-000000000003'
\set l4 '25000000-0000-4000-8000-000000000004'
\set l9 '25000000-0000-4000-8000-000000000009'
\set h1 '25000000-0000-4000-8000-0000000000a1'
\set h2 '25000000-0000-4000-8000-0000000000a2'
create function pg_temp.lease(p_lease uuid, p_what jsonb, p_till text default 't1') returns jsonb language sql as $$
    select jsonb_build_object('lease', p_lease, 'till', p_till, 'event', scene.event('hamlet')) || p_what $$;
create function pg_temp.any(p_tier text, p_n integer) returns jsonb language sql as $$
    select jsonb_build_object('tier', scene.tier('hamlet', p_tier), 'quantity', p_n) $$;
create function pg_temp.seats(p_answer jsonb) returns jsonb language sql as $$ select jsonb_path_query_array(p_answer, '$.places[*].seat') $$;

-- Named places, by the till's own login.
set session authorization till_t1;
select scene.send('lease_places', pg_temp.lease(:'l1', '{"seats": ["Stalls/A-2", "Stalls/A-1"]}')) as answer \gset
select is(:'answer'::jsonb - 'places' - 'prices' - 'taken_at' - 'due_at', jsonb_build_object('lease', :'l1', 'till', 't1', 'event', scene.event('hamlet'), 'epoch', 1, 'status', 'active',
    'recalls', '[]'::jsonb), 'a lease of epoch 1');
select is(pg_temp.seats(:'answer'), '["Stalls/A-1", "Stalls/A-2"]', 'with its places');
select is(:'answer'::jsonb -> 'prices', jsonb_build_object('event', scene.event('hamlet'), 'slug', 'hamlet', 'title', 'Hamlet', 'version', 1, 'venue', 'House', 'venue_address', 'Street 1',
    'timezone', 'Europe/Berlin', 'starts_at', '2037-11-27T18:30:00Z', 'doors_at', '2037-11-27T18:00:00Z', 'currency', 'EUR', 'fee_per_order_minor', 100, 'fee_per_order_tax_bp', 1900,
    'tiers', jsonb_build_array(jsonb_build_object('id', scene.tier('hamlet', 'Stalls'), 'name', 'Stalls', 'color', '#aa0000', 'kind', 'seated', 'position', 0, 'tax_rate_bp', 700,
        'min_purchase', 1, 'max_purchase', 0, 'fee_per_ticket_minor', 200, 'fee_per_ticket_tax_bp', 1900, 'prices', jsonb_build_array(
            jsonb_build_object('price_type', scene.price_type('hamlet', 'Adult'), 'name', 'Adult', 'price_minor', 4000, 'version', 1),
            jsonb_build_object('price_type', scene.price_type('hamlet', 'Child'), 'name', 'Child', 'price_minor', 2001, 'version', 1))))), 'and all that selling offline needs, pinned');
select is(scene.send('lease_places', pg_temp.lease(:'l1', '{"seats": ["Stalls/A-2", "Stalls/A-1"]}')), :'answer'::jsonb || '{"repeated": true}', 'again is the same');
select is(scene.refusal('lease_places', pg_temp.lease(:'l1', '{"seats": ["Stalls/A-3"]}')), 'TK012', 'same id, other content');
reset session authorization;
select is(scene.counts('hamlet', 'Stalls'), '{18,0,2,0,0}', 'counted as leased');
select is((select array[l.taken_by::text, l.status, (l.due_at > clock_timestamp() + interval '23 hours')::text] from foyer.leases l where id = :'l1'), '{till_t1,active,true}', 'who took it, and when it is due');
select is((select count(*) from foyer.audit_log where action = 'lease_places' and subject = :'l1'), 1::bigint, 'one audit row');
set session authorization :"clerk";
select is((select get_byte(states, 0) * 10 + get_byte(states, 1) from foyer.seat_states(scene.event('hamlet'), 't1')), 44, 'its own map shows them as its own');
select is((select get_byte(states, 0) * 10 + get_byte(states, 1) from foyer.seat_states(scene.event('hamlet'), 't2')), 33, 'another''s as leased');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-1"]}', 't2')), 'TK001', 'nobody else holds them');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1')), '{"till": "t2", "number": "2-1"}')), 'TK001', 'nor sells them');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', '{"seats": ["Stalls/A-1"]}', 't2')), 'TK001', 'nor leases them');
select is(scene.detail('lease_places', pg_temp.lease(:'l9', '{"seats": ["Stalls/A-1", "Stalls/A-5", "Stalls/A-2"]}', 't2')) -> 'seats', '["Stalls/A-1", "Stalls/A-2"]', 'the taken ones are named');

-- Any n of a tier: spread, or side by side.
select scene.send('lease_places', pg_temp.lease(:'l2', pg_temp.any('Floor', 4))) as spread \gset
select is(jsonb_array_length(:'spread'::jsonb -> 'places'), 4, 'four of the floor');
select is((select array_agg(distinct b - a) from (select o as a, lead(o) over (order by o) as b from (select split_part(x, '/', 2)::integer as o
    from jsonb_array_elements_text(pg_temp.seats(:'spread')) x) y) z where b is not null), '{3}', 'spread evenly over it');
select scene.send('return_lease', jsonb_build_object('lease', :'l2', 'till', 't1', 'epoch', 1)) as back \gset
select is(:'back'::jsonb, jsonb_build_object('lease', :'l2', 'epoch', 1, 'status', 'returned', 'returned', 4, 'handed_over', 0, 'left', 0, 'recalls', '[]'::jsonb), 'all given back: it has ended');
select is(scene.counts('hamlet', 'Floor'), '{12,0,0,0,0}', 'and they are free');
select is(scene.send('return_lease', jsonb_build_object('lease', :'l2', 'till', 't1', 'epoch', 1)) -> 'returned', '0', 'giving back twice is once');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Floor/3", "Floor/10"]}', 't2')), 'done', 'holes in the floor');
select is(pg_temp.seats(scene.send('lease_places', pg_temp.lease(:'l3', pg_temp.any('Floor', 6) || '{"together": true}'))),
          '["Floor/4", "Floor/5", "Floor/6", "Floor/7", "Floor/8", "Floor/9"]', 'six together');
select is(scene.send('return_lease', jsonb_build_object('lease', :'l3', 'till', 't1', 'epoch', 1, 'places', array[scene.place('hamlet', 'Floor/4'), scene.place('hamlet', 'Floor/5')]))
          - 'recalls', jsonb_build_object('lease', :'l3', 'epoch', 1, 'status', 'active', 'returned', 2, 'handed_over', 0, 'left', 4), 'two of them given back');
select is(scene.send('return_lease', jsonb_build_object('lease', :'l3', 'till', 't1', 'epoch', 1)) ->> 'status', 'returned', 'then the rest');
select is(pg_temp.seats(scene.send('lease_places', pg_temp.lease('25000000-0000-4000-8000-000000000005', pg_temp.any('Floor', 2) || '{"together": true}'))),
          '["Floor/1", "Floor/2"]', 'two fit best into the smallest gap');

-- What can not be given back.
select is(scene.refusal('return_lease', jsonb_build_object('till', 't1', 'lease', :'l1', 'epoch', 1) || more), code, 'return ' || more::text) from (values
    ('{"lease": "25000000-0000-4000-8000-0000000000ff"}'::jsonb, 'TK009'), ('{"till": "t2"}', 'TK008'), ('{"epoch": 2}', 'TK011'), ('{"epoch": 0}', 'TK011'), ('{"places": [0]}', 'TK009'),
    ('{"places": ["x"]}', 'TK015'), ('{"places": [1e30]}', 'TK015'), ('{"places": [1.5]}', 'TK015'), ('{"epoch": "1"}', 'TK015'), ('{"epoch": 1e20}', 'TK015'), ('{"lease": "x"}', 'TK015'),
    ('{"x": 1}', 'TK015')) v (more, code);
select is(scene.refusal('return_lease', jsonb_build_object('till', 't1', 'lease', :'l1', 'epoch', 1, 'places', array[scene.place('hamlet', 'Stalls/A-5')])), 'TK009', 'a place of another');

-- A hold turns into a lease: RESERVED stays.
select scene.send('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/B-1", "Stalls/B-2"]}')) is not null as held \gset
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', jsonb_build_object('hold', :'h2', 'token', repeat('b', 32)))), 'TK008', 'the token is asked for');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', jsonb_build_object('hold', gen_random_uuid(), 'token', repeat('a', 32)))), 'TK009', 'and the hold');
select is(pg_temp.seats(scene.send('lease_places', pg_temp.lease(:'l4', jsonb_build_object('hold', :'h2', 'token', repeat('a', 32))))), '["Stalls/B-1", "Stalls/B-2"]', 'a hold is leased');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', jsonb_build_object('hold', :'h2', 'token', repeat('a', 32)))), 'TK009', 'once');
select is(scene.send('extend_holds', jsonb_build_object('request', gen_random_uuid(), 'till', 't1', 'holds', jsonb_build_array(jsonb_build_object('hold', :'h2', 'token', repeat('a', 32))))) -> 'lost',
          '[]', 'and the hold misses nothing');
reset session authorization;
select scene.lapse(:'h1');
set session authorization :"clerk";
select is(scene.refusal('lease_places', pg_temp.lease('25000000-0000-4000-8000-000000000006', '{"seats": ["Floor/3"]}')), 'done', 'a lapsed place is leased');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', jsonb_build_object('hold', :'h1', 'token', repeat('a', 32)))), 'TK003', 'and a hold that lost it is lost');

-- A lease ends by no clock.
reset session authorization;
update foyer.leases set due_at = clock_timestamp() - interval '1 year' where id = :'l1';
select is(foyer.sweep_lapsed(), 1, 'only the lapsed hold is swept');
select is(scene.status('hamlet', 'Stalls/A-1'), 'RESERVED', 'an overdue lease stays');
select is(scene.refusal('update foyer.event_seats set reserved_until = now() where label = ''Stalls/A-1'' and lease_id is not null'), '23514', 'nobody can set it an end');
update foyer.leases set due_at = clock_timestamp() + interval '1 hour' where id = :'l1';

-- Limits.
set session authorization :"manager";
select is(foyer.set_limits('{"lease_share_percent": 30, "lease_max_places": 12}') -> 'lease_max_places', '12', 'a manager sets the limits');
select is(scene.refusal(format('select foyer.set_limits(%L)', p)), 'TK015', p) from unnest(array['{"lease_share_percent": 0}', '{"lease_share_percent": 101}', '{"lease_max_places": 0}', '{"lease_hours": 0}', '{"lease_hours": "1"}']) p;
set session authorization :"clerk";
select is(scene.detail('lease_places', pg_temp.lease(:'l9', pg_temp.any('Stalls', 3))), jsonb_build_object('limit', 6, 'wanted', 3, 'tier', scene.tier('hamlet', 'Stalls')), 'a share of the tier, of all tills');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', pg_temp.any('Stalls', 3), 't2')), 'TK006', 'also for another till');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', pg_temp.any('Stalls', 3) || '{"together": true}', 't2')), 'TK006', 'in either way');
reset session authorization;
update foyer.settings set lease_share_percent = 100;
set session authorization :"clerk";
select is(scene.detail('lease_places', pg_temp.lease(:'l9', pg_temp.any('Stalls', 10))), '{"limit": 12, "wanted": 10}', 'and so many of one till');
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', pg_temp.any('Stalls', 10), 't2')), 'done', 'not of another');
select is(scene.refusal('return_lease', jsonb_build_object('lease', :'l9', 'till', 't2', 'epoch', 1)), 'done', 'given back');
reset session authorization;
update foyer.settings set lease_share_percent = 50, lease_max_places = 400;

-- What can not be leased.
set session authorization :"clerk";
select is(scene.refusal('lease_places', pg_temp.lease('25000000-0000-4000-8000-0000000000ee', what)), code, 'lease ' || left(what::text, 80)) from (values
    ('{"seats": ["Z-1"]}'::jsonb, 'TK009'), ('{"places": [0]}', 'TK009'), ('{"seats": []}', 'TK015'), ('{"seats": ["B-5", "Stalls/B-5"]}', 'TK015'), ('{"seats": "Stalls/A-5"}', 'TK015'), ('{}', 'TK015'),
    ('{"seats": ["Stalls/A-5"], "x": 1}', 'TK015'), ('{"tier": "x", "quantity": 1}', 'TK015'), ('{"tier": "25000000-0000-4000-8000-0000000000ff", "quantity": 1}', 'TK009'),
    ('{"seats": ["Stalls/A-5"], "lease": 1}', 'TK015'), ('{"seats": ["Stalls/A-5"], "lease": "x"}', 'TK015'), ('{"seats": ["Stalls/A-5"], "event": "25000000-0000-4000-8000-0000000000ff"}', 'TK009'),
    ('{"seats": ["Stalls/A-5"], "event": "x"}', 'TK015'), ('{"places": [1e30]}', 'TK015'), ('{"places": ["1"]}', 'TK015')) v (what, code);
select is(scene.refusal('lease_places', pg_temp.lease('25000000-0000-4000-8000-0000000000ee', pg_temp.any('Floor', 1) || more)), code, 'any ' || more::text) from (values
    ('{"quantity": 0}'::jsonb, 'TK015'), ('{"quantity": -1}', 'TK015'), ('{"quantity": 201}', 'TK006'), ('{"quantity": 1e30}', 'TK015'), ('{"quantity": "1"}', 'TK015'), ('{"together": 1}', 'TK015'),
    ('{"quantity": 1.5}', 'TK015'), ('{"quantity": 13}', 'TK002')) v (more, code);
select is(scene.detail('lease_places', pg_temp.lease('25000000-0000-4000-8000-0000000000ee', pg_temp.any('Circle', 11))),
          jsonb_build_object('tier', scene.tier('hamlet', 'Circle'), 'wanted', 11, 'free', 10, 'held', 0, 'leased', 0), 'too few are named');
select is(scene.refusal('select foyer.lease_places(''t1'', ''{"till": "t1"}'', ''\x00'')'), 'TK008', 'a wrong seal');
reset session authorization;
select is((select count(*) from foyer.leases where id = '25000000-0000-4000-8000-0000000000ee'), 0::bigint, 'a refusal leaves nothing');
update foyer.events set training = true where slug = 'hamlet';
select is(scene.refusal('lease_places', pg_temp.lease(:'l9', pg_temp.any('Floor', 1))), 'TK008', 'a superuser is nobody at the counter');
set session authorization :"clerk";
select is(scene.detail('lease_places', pg_temp.lease('25000000-0000-4000-8000-0000000000ee', pg_temp.any('Floor', 1))) ->> 'status', 'training', 'a training performance is not leased');
reset session authorization;
update foyer.events set training = false, status = 'paused' where slug = 'hamlet';
set session authorization :"clerk";
select is(scene.refusal('lease_places', pg_temp.lease('25000000-0000-4000-8000-0000000000ee', pg_temp.any('Floor', 1))), 'TK005', 'nor one that is not on sale');
reset session authorization;
update foyer.events set status = 'on_sale' where slug = 'hamlet';
update foyer.ticket_tiers set sale_end_time = clock_timestamp() where id = scene.tier('hamlet', 'Floor');
set session authorization :"clerk";
select is(scene.refusal('lease_places', pg_temp.lease('25000000-0000-4000-8000-0000000000ee', pg_temp.any('Floor', 1))), 'TK005', 'nor a tier after its time');
reset session authorization;
update foyer.ticket_tiers set sale_end_time = null where id = scene.tier('hamlet', 'Floor');

-- The till's own view, and reclaiming.
set session authorization till_t1;
select is(jsonb_path_query_array(foyer.lease_status('t1'), '$.leases[*].lease'), jsonb_build_array(:'l1', '25000000-0000-4000-8000-000000000005', :'l4', '25000000-0000-4000-8000-000000000006'), 'its leases');
select is(jsonb_path_query_array(foyer.lease_status('t1'), '$.ended[*].lease') @> jsonb_build_array(:'l2', :'l3'), true, 'and the ended ones');
select is(foyer.lease_status('t2') -> 'leases', '[]', 'another has none');
select is(scene.refusal('select foyer.lease_status(''t9'')'), 'TK009', 'no such till');
select is(scene.refusal(format('select foyer.reclaim_lease(%L, ''x'')', :'l1')), '42501', 'a till does not reclaim');
set session authorization :"clerk";
select is(scene.refusal(format('select foyer.reclaim_lease(%L, ''x'')', :'l1')), '42501', 'nor a clerk');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.reclaim_lease(%L, ''gone'')', :'l1')), 'TK008', 'a manager not before it is due');
select is(scene.refusal(format('select foyer.reclaim_lease(%L, '''', true)', :'l1')), 'TK015', 'nor without a reason');
select is(scene.refusal(format('select foyer.reclaim_lease(%L, null, true)', :'l1')), 'TK015', 'nor with none');
select is(scene.refusal(format('select foyer.reclaim_lease(%L, ''gone'', true)', gen_random_uuid())), 'TK009', 'nor what is not there');
select is(scene.refusal(format('select foyer.reclaim_lease(%L, ''gone'', true)', :'l2')), 'TK009', 'nor what has ended');
select is(foyer.reclaim_lease(:'l1', 'stolen', true), jsonb_build_object('lease', :'l1', 'epoch', 2, 'status', 'reclaimed', 'freed', 2, 'handed_over', 0), 'by force, with a reason');
select is(scene.refusal(format('select foyer.reclaim_lease(%L, ''gone'', true)', :'l1')), 'TK011', 'once');
reset session authorization;
update foyer.leases set due_at = clock_timestamp() where id = :'l4';
set session authorization :"manager";
select is(foyer.reclaim_lease(:'l4', 'overdue') -> 'freed', '2', 'an overdue one without force');
reset session authorization;
select is((select array_agg(x.after ->> 'forced' order by x.id) from foyer.audit_log x where x.action = 'reclaim_lease' and actor = :'manager'), '{true,false}', 'audited');
select is(scene.status('hamlet', 'Stalls/A-1'), 'AVAILABLE', 'the places are free');
set session authorization till_t1;
select is(scene.detail('return_lease', jsonb_build_object('lease', :'l1', 'till', 't1', 'epoch', 1)), jsonb_build_object('lease', :'l1', 'yours', 1, 'current', 2), 'the till learns it when it gives back');
select is(scene.send('lease_places', pg_temp.lease(:'l1', '{"seats": ["Stalls/A-2", "Stalls/A-1"]}')) - 'prices' - 'taken_at' - 'due_at', jsonb_build_object('lease', :'l1', 'till', 't1',
    'event', scene.event('hamlet'), 'epoch', 2, 'status', 'reclaimed', 'places', '[]'::jsonb, 'recalls', '[]'::jsonb, 'repeated', true), 'when it asks for the lease again');
select is((select x -> 'status' from jsonb_array_elements(foyer.lease_status('t1') -> 'ended') x where x ->> 'lease' = :'l1'), '"reclaimed"', 'and in its status');
reset session authorization;

-- Online, a till sells what it leases like anything that is free; nobody else does. With its last place the lease has ended.
\set l8 '25000000-0000-4000-8000-000000000008'
set session authorization till_t1;
select is(scene.refusal('lease_places', pg_temp.lease(:'l8', '{"seats": ["Stalls/B-5", "Stalls/B-6", "Stalls/B-7"]}')), 'done', 'three leased');
set session authorization :"clerk2";
select jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-5'), scene.item('Stalls', 'Adult', 4000, 'Stalls/B-6')) as two \gset
select is(scene.refusal('sell', scene.sale('25000000-0000-4000-8000-0000000000c1', 8500, :'two', '{"till": "t2", "number": "2-25"}')), 'TK001', 'another till does not sell them');
select is(scene.detail('sell', scene.sale('25000000-0000-4000-8000-0000000000c1', 16900, :'two'::jsonb || jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-7'),
    scene.item('Stalls', 'Adult', 4000, 'Stalls/B-8')), '{"till": "t2", "number": "2-25"}')) -> 'seats', '["Stalls/B-5", "Stalls/B-6", "Stalls/B-7"]', 'and reads which');
select is(scene.refusal('recall_places', jsonb_build_object('recall', gen_random_uuid(), 'till', 't2', 'event', scene.event('hamlet'), 'seats', '["Stalls/B-5", "Stalls/B-7"]'::jsonb)), 'done', 'it asks for two');
select is(scene.refusal('sell', scene.sale('25000000-0000-4000-8000-0000000000c1', 8500, :'two')), 'done', 'the till sells two, one of them recalled');
select is((foyer.lease_status('t1') #> '{leases}') @? '$[*] ? (@.lease == "25000000-0000-4000-8000-000000000008" && @.status == "recalled" && @.places.size() == 1)', true, 'one is left, and asked for');
select is(scene.refusal('sell', scene.sale('25000000-0000-4000-8000-0000000000c2', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-7')))), 'done', 'it sells that too');
select is(foyer.pending_recalls('t1'), '[]', 'nothing is left to ask for');
reset session authorization;
select is((select status from foyer.leases where id = :'l8'), 'returned', 'the lease has ended with its last place');
select is((select array_agg(distinct o.channel::text) from foyer.orders o where o.id::text like '25000000%'), '{counter}', 'sold at the counter, at today''s prices');
select is((select count(*) from foyer.event_seats where id in (scene.place('hamlet', 'Stalls/B-5'), scene.place('hamlet', 'Stalls/B-7')) and status = 'SOLD' and lease_id is null), 2::bigint, 'as any place');

-- What no hand can do.
select is(scene.refusal(s), '23514', s) from unnest(array['update foyer.leases set epoch = 1 where epoch = 2', 'update foyer.leases set epoch = epoch + 1 where status = ''active''',
    'update foyer.leases set status = ''active'', ended_at = null where status = ''returned''', 'update foyer.leases set event_id = scene.event(''lear'')',
    'update foyer.leases set till_id = (select id from foyer.tills where code = ''t2'') where status = ''active''', 'update foyer.settings set lease_share_percent = 101',
    'update foyer.settings set lease_max_places = 0', 'update foyer.settings set lease_hours = 0']) s;
select is(scene.refusal('delete from foyer.event_seats where id = scene.place(''hamlet'', ''Stalls/A-1'')'), '23001', 'a place that was leased stays, its ticket may come');
select scene.tier('hamlet', 'Floor') as floor \gset
set session authorization till_t1;
select is(scene.refusal('lease_places', pg_temp.lease('25000000-0000-4000-8000-000000000007', '{"seats": ["Floor/11", "Floor/12"]}')), 'done', 'a lease at the end of the floor');
set session authorization :"manager";
select is(foyer.resize_tier(:'floor', 11, 1) -> 'removed', '1', 'a tier shrinks');
select is(scene.status('hamlet', 'Floor/12'), 'RESERVED', 'but not by a leased place');
select is(foyer.reclaim_lease('25000000-0000-4000-8000-000000000007', 'gone', true) -> 'freed', '2', 'which is reclaimed');
select is(foyer.resize_tier(:'floor', 10, 2) -> 'removed', '1', 'and shrinks again');
select is(scene.status('hamlet', 'Floor/12'), 'AVAILABLE', 'not by a reclaimed one: its ticket may come');
select is(foyer.resize_tier(:'floor', 7, 3) -> 'removed', '3', 'those that a till has given back go');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
