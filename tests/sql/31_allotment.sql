-- SPDX-License-Identifier: GPL-3.0-or-later
-- Allotments: set aside, sold from by who may, open by themselves.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager \gset
\set a1 'e1000000-0000-4000-8000-0000000000a1'
\set a2 'e1000000-0000-4000-8000-0000000000a2'
\set a3 'e1000000-0000-4000-8000-0000000000a3'
\set h1 'e1000000-0000-4000-8000-0000000000b1'
\set h2 'e1000000-0000-4000-8000-0000000000b2'
\set h3 'e1000000-0000-4000-8000-0000000000b3'
\set h4 'e1000000-0000-4000-8000-0000000000b4'
create function pg_temp.allot(p_id uuid, p_more jsonb) returns jsonb language sql as $$
    select jsonb_build_object('allotment', p_id, 'event', 'hamlet', 'holder', 'School', 'release_at', '2037-11-20T12:00:00Z') || p_more $$;
create function pg_temp.create(p jsonb) returns text language sql as $$ select scene.refusal(format('select foyer.create_allotment(%L)', p)) $$;
-- As if the release had come.
create function pg_temp.due(p_id uuid) returns void language sql security definer as $$
    update foyer.leases set release_at = clock_timestamp() - interval '1 second' where id = p_id;
    update foyer.event_seats set reserved_until = clock_timestamp() - interval '1 second' where lease_id = p_id and hold_id is null $$;
create function pg_temp.from_allotment(p_hold uuid, p_allotment uuid, p_what jsonb) returns jsonb language sql as $$
    select scene.hold(p_hold, p_what || jsonb_build_object('allotment', p_allotment)) $$;
create function pg_temp.sale(p_hold uuid, p_label text) returns jsonb language sql as $$
    select scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, p_label)), case when p_hold is null then '{}' else
        jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', p_hold, 'token', repeat('a', 32)))) end) $$;

set session authorization :"manager";
select foyer.create_allotment(pg_temp.allot(:'a1', jsonb_build_object('seats', '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4"]'::jsonb, 'sellers', jsonb_build_array(:'clerk')))) as answer \gset
select is(:'answer'::jsonb - 'places' - 'event', jsonb_build_object('allotment', :'a1', 'holder', 'School', 'release_at', '2037-11-20T12:00:00Z', 'sellers', jsonb_build_array(:'clerk'),
    'status', 'active'), 'an allotment');
select is(jsonb_path_query_array(:'answer', '$.places[*].seat'), '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4"]', 'with its places');
select is(foyer.create_allotment(pg_temp.allot(:'a1', jsonb_build_object('seats', '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4"]'::jsonb, 'sellers', jsonb_build_array(:'clerk')))),
          :'answer'::jsonb || '{"repeated": true}', 'the same again is the same');
select is(pg_temp.create(pg_temp.allot(:'a1', '{"seats": ["Stalls/A-5"]}')), 'TK012', 'another under its id is not');
reset session authorization;
savepoint moved;
update foyer.staff set staff_group = 'promoter' where role_name = :'clerk';
set session authorization :"manager";
select is(foyer.create_allotment(pg_temp.allot(:'a1', jsonb_build_object('seats', '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4"]'::jsonb, 'sellers', jsonb_build_array(:'clerk')))),
          :'answer'::jsonb || '{"repeated": true}', 'also when its seller has gone');
reset session authorization;
rollback to savepoint moved;
set session authorization :"manager";
select is(scene.counts('hamlet', 'Stalls'), '{16,0,4,0,0}', 'counted as set aside');
select is((select get_byte(states, 0) from foyer.seat_states(scene.event('hamlet'), 't1')), 5, 'and shown as an allotment');
select is(pg_temp.create(pg_temp.allot(gen_random_uuid(), m)), code, m::text) from (values
    ('{"seats": ["Stalls/A-4", "Stalls/A-5"]}'::jsonb, 'TK001'), ('{"seats": ["Stalls/Z-1"]}', 'TK009'), ('{"seats": []}', 'TK015'), ('{"seats": [5]}', 'TK015'), ('{"places": [0]}', 'TK009'),
    ('{"seats": ["Stalls/A-5", "Stalls/A-5"]}', 'TK015'), ('{"seats": ["Stalls/A-5"], "holder": ""}', 'TK015'), ('{"seats": ["Stalls/A-5"], "holder": null}', 'TK015'),
    ('{"seats": ["Stalls/A-5"], "release_at": "2020-01-01T00:00:00Z"}', 'TK015'), ('{"seats": ["Stalls/A-5"], "release_at": "2038-01-01T00:00:00Z"}', 'TK015'),
    ('{"seats": ["Stalls/A-5"], "release_at": "infinity"}', 'TK015'), ('{"seats": ["Stalls/A-5"], "release_at": "soon"}', 'TK015'), ('{"seats": ["Stalls/A-5"], "event": "nowhere"}', 'TK009'),
    ('{"seats": ["Stalls/A-5"], "sellers": ["nobody"]}', 'TK009'), ('{"seats": ["Stalls/A-5"], "sellers": [5]}', 'TK009'), ('{"seats": ["Stalls/A-5"], "x": 1}', 'TK015'),
    (jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 13), 'TK002'), (jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 0), 'TK015'),
    (jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 5001), 'TK015'), (jsonb_build_object('tier', scene.tier('lear', 'Floor'), 'quantity', 1), 'TK009')) v (m, code);
select is(pg_temp.create(pg_temp.allot(:'a2', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 5, 'sellers', '["foyer_clerk"]'::jsonb))), 'done', 'any five of the floor, for every clerk');
select is(jsonb_path_query_array(foyer.list_allotments('hamlet'), '$[*].allotment'), jsonb_build_array(:'a1', :'a2'), 'both are listed');

-- Who may sell from it.
set session authorization :"clerk2";
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h1', :'a1', '{"seats": ["Stalls/A-1"]}')), 'TK008', 'a clerk who may not');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'its places are taken for everybody else');
select is(scene.refusal('sell', pg_temp.sale(null, 'Stalls/A-1')), 'TK001', 'also for a sale');
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h1', :'a2', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 6))), 'TK002', 'six of five');
select is(jsonb_array_length(scene.send('hold_places', pg_temp.from_allotment(:'h1', :'a2', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 4))) -> 'places'), 4, 'four of the five');
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h2', :'a2', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 2))), 'TK002', 'one is left');
select is(scene.refusal('hold_places', scene.hold(:'h2', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 8))), 'TK002', 'the house has seven');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'who may has to say so');
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h2', m::uuid, '{"seats": ["Stalls/A-1"]}')), 'TK009', 'from an unknown allotment') from unnest(array[gen_random_uuid()::text]) m;
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h2', :'a2', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'not from another');
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h2', :'a1', '{"seats": ["Stalls/A-1", "Stalls/A-2", "Stalls/A-5"]}')), 'done', 'two of it and a free one');
select is((select array[get_byte(states, 0), get_byte(states, 1), get_byte(states, 2), get_byte(states, 4)] from foyer.seat_states(scene.event('hamlet'), 't1')), '{2,2,5,2}', 'are in this till''s basket');
select is(scene.counts('hamlet', 'Stalls'), '{15,1,4,0,0}', 'the two stay set aside');
select is(jsonb_path_query_array(foyer.list_allotments('hamlet') -> 0, '$.places[*].held'), '[true, true, false, false]', 'the allotment says so');
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h3', :'a1', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'not twice');
select is(scene.refusal('sell', pg_temp.sale(:'h2', 'Stalls/A-1')), 'done', 'one is sold');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h2', 'till', 't1', 'token', repeat('a', 32))) -> 'released', '2', 'the others are given back');
reset session authorization;
select is((select array_agg(coalesce(lease_id::text, status::text) order by ordinal) from foyer.event_seats where label in ('Stalls/A-1', 'Stalls/A-2', 'Stalls/A-5') and event_id = scene.event('hamlet')),
          array['SOLD', :'a1', 'AVAILABLE'], 'to the allotment, and to everybody');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- A basket that lapses gives its places back to the allotment; its own sale retakes them there.
set session authorization :"clerk";
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h3', :'a1', '{"seats": ["Stalls/A-2", "Stalls/A-3"]}')), 'done', 'held');
reset session authorization;
select scene.lapse(:'h3');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(:'h4', '{"seats": ["Stalls/A-2"]}')), 'TK001', 'a lapsed basket opens nothing to everybody');
set session authorization :"manager";
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h4', :'a1', '{"seats": ["Stalls/A-3"]}')), 'done', 'but to who may sell from the allotment');
reset session authorization;
select is(foyer.sweep_lapsed(), 1, 'the sweep takes back the rest');
select is((select lease_id::text || (hold_id is null) from foyer.event_seats where id = scene.place('hamlet', 'Stalls/A-2')), :'a1' || 'true', 'for the allotment');
set session authorization :"clerk";
select is(scene.refusal('sell', pg_temp.sale(:'h3', 'Stalls/A-3')), 'TK003', 'what another has is lost');
select is(scene.refusal('sell', pg_temp.sale(:'h3', 'Stalls/A-2')), 'done', 'what is back in the allotment is sold by the basket that came from it');
reset session authorization;

-- It opens by itself: nobody has to note it.
select pg_temp.due(:'a1'), pg_temp.due(:'a2');
select is(scene.counts('hamlet', 'Stalls'), '{17,0,1,0,2}', 'its free place counts as free, the one in a basket not');
select is(scene.counts('hamlet', 'Floor'), '{8,0,4,0,0}', 'so on the floor');
select is((select get_byte(states, 3) from foyer.seat_states(scene.event('hamlet'), 't1')), 0, 'on the map too');
select is(foyer.list_allotments('hamlet') #>> '{0,status}', 'released', 'it says so');
set session authorization :"clerk";
select is(scene.refusal('hold_places', pg_temp.from_allotment(:'h1', :'a1', '{"seats": ["Stalls/A-4"]}')), 'TK012', 'a hold id is used once');
select is(scene.refusal('hold_places', pg_temp.from_allotment(gen_random_uuid(), :'a1', '{"seats": ["Stalls/A-4"]}')), 'TK009', 'nobody sells from it any more');
select is(jsonb_array_length(scene.send('hold_places', scene.hold(gen_random_uuid(), jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 8))) -> 'places'), 8, 'any of the tier takes it over');
select is(scene.refusal('sell', pg_temp.sale(null, 'Stalls/A-4')), 'done', 'a sale takes it over');
reset session authorization;
select is((select count(*) from foyer.event_seats where lease_id = :'a2' and hold_id is null), 0::bigint, 'and it is the allotment''s no more');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing before it is noted');
select is(foyer.release_allotments(), 2, 'it is noted');
select is(foyer.release_allotments(), 0, 'once');
select is((select array_agg(status || coalesce(ended_at::text, '') ~ '^released.+' order by id) from foyer.leases where id in (:'a1', :'a2')), '{t,t}', 'as released');
select is((select array[lease_id::text, status::text] from foyer.event_seats where id = scene.place('hamlet', 'Stalls/A-3')), array[null, 'RESERVED'], 'what was in a basket is just held');
select is(scene.counts('hamlet', 'Stalls'), '{16,1,0,0,3}', 'and counts so');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing after it');

-- The sweep opens a due allotment as well, and a manager ends one early.
set session authorization :"manager";
select is(pg_temp.create(pg_temp.allot(:'a3', '{"seats": ["Stalls/B-1", "Stalls/B-2"]}')), 'done', 'a third');
select is(scene.refusal('hold_places', pg_temp.from_allotment('e1000000-0000-4000-8000-0000000000b7', :'a3', '{"seats": ["Stalls/B-1"]}')), 'done', 'managers sell from each');
select is(foyer.end_allotment(:'a3', 'not wanted'), jsonb_build_object('allotment', :'a3', 'freed', 1), 'ended early, but for what is in a basket');
select is(foyer.end_allotment(:'a3') -> 'freed', '0', 'once');
select is(scene.refusal('select foyer.end_allotment(gen_random_uuid())'), 'TK009', 'an unknown one');
select is(scene.refusal(format('select foyer.end_allotment(%L, %L)', :'a3', repeat('x', 1001))), 'TK015', 'a long reason');
select is(foyer.list_allotments('hamlet') #>> '{2,status}', 'returned', 'listed as given back');
select is(pg_temp.create(pg_temp.allot('e1000000-0000-4000-8000-0000000000a4', '{"seats": ["Stalls/B-3"]}')), 'done', 'a fourth');
reset session authorization;
select pg_temp.due('e1000000-0000-4000-8000-0000000000a4');
select is(foyer.sweep_lapsed(), 1, 'the sweep opens it');
select is(scene.status('hamlet', 'Stalls/B-3'), 'AVAILABLE', 'to everybody');
select is(foyer.release_allotments(), 1, 'and it is noted afterwards');
select is((select array_agg(action::text order by action) from foyer.audit_log where action like '%allotment'), array['create_allotment', 'create_allotment', 'create_allotment', 'create_allotment', 'end_allotment',
    'release_allotment', 'release_allotment', 'release_allotment'], 'each is in the audit once');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
savepoint damage;
set local session_replication_role = replica;
update foyer.leases set ended_at = null, status = 'active' where id = :'a3';
update foyer.event_seats set lease_id = :'a3', status = 'RESERVED', reserved_until = now() + interval '9 years' where label = 'Stalls/B-2' and event_id = scene.event('hamlet');
set local session_replication_role = origin;
select ok((select string_agg(distinct invariant, ', ' order by invariant) from foyer.verify()) like '%place opens at its time%', 'verify() sees a place that opens at another time than its allotment');
rollback to damage;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
