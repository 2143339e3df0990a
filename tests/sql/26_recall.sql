-- SPDX-License-Identifier: GPL-3.0-or-later
-- recall_places, pending_recalls, and what happens to a recalled place.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
select foyer.register_till('t1', '1', sha256('secret 1'), sha256('key 1'), scene.verifier()), foyer.register_till('t2', '2', sha256('secret 2'), sha256('key 2'), scene.verifier());
\set l1 '26000000-0000-4000-8000-000000000001'
\set l2 '26000000-0000-4000-8000-000000000002'
\set r1 '26000000-0000-4000-8000-0000000000b1'
\set r2 '26000000-0000-4000-8000-0000000000b2'
\set r3 '26000000-0000-4000-8000-0000000000b3'
\set r9 '26000000-0000-4000-8000-0000000000b9'
\set h2 '26000000-0000-4000-8000-0000000000a2'
\set h3 '26000000-0000-4000-8000-0000000000a3'
\set h4 '26000000-0000-4000-8000-0000000000a4'
create function pg_temp.recall(p_recall uuid, p_what jsonb, p_till text default 't2') returns jsonb language sql as $$
    select jsonb_build_object('recall', p_recall, 'till', p_till, 'event', scene.event('hamlet')) || p_what $$;
create function pg_temp.back(p_lease uuid, p_seats text[], p_till text default 't1') returns jsonb language sql as $$
    select jsonb_build_object('lease', p_lease, 'till', p_till, 'epoch', 1, 'places', (select jsonb_agg(scene.place('hamlet', s)) from unnest(p_seats) s)) $$;
create function pg_temp.states(p_answer jsonb) returns jsonb language sql as $$
    select jsonb_object_agg(p ->> 'seat', concat_ws(' ', p ->> 'state', p ->> 'till')) from jsonb_array_elements(p_answer -> 'places') p $$;
create function pg_temp.wish(p_hold uuid) returns jsonb language sql as $$ select jsonb_build_object('hold', p_hold, 'token', repeat('c', 32)) $$;

set session authorization till_t1;
select is(scene.refusal('lease_places', jsonb_build_object('lease', :'l1', 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4", "Stalls/A-5"]'::jsonb)),
          'done', 'till 1 leases five');
select is(foyer.pending_recalls('t1'), '[]', 'nobody asks');

-- Asked for, by a clerk at another till, into a hold.
set session authorization :"clerk2";
select scene.send('recall_places', pg_temp.recall(:'r1', '{"seats": ["Stalls/A-2", "Stalls/A-1", "Stalls/A-7"]}' || pg_temp.wish(:'h2'))) as asked \gset
select is(pg_temp.states(:'asked'), '{"Stalls/A-1": "pending t1", "Stalls/A-2": "pending t1", "Stalls/A-7": "free"}', 'who leases them is said');
select is(:'asked'::jsonb #> '{hold,places}', '[]', 'the hold is there, empty');
select is(scene.status('hamlet', 'Stalls/A-1'), 'RESERVED', 'the places stay reserved');
select is(scene.send('recall_places', pg_temp.recall(:'r1', '{"seats": ["Stalls/A-2", "Stalls/A-1", "Stalls/A-7"]}' || pg_temp.wish(:'h2'))) -> 'repeated', 'true', 'asked again is the same');
select is(scene.refusal('recall_places', pg_temp.recall(:'r1', '{"seats": ["Stalls/A-2"]}')), 'TK012', 'same id, other content');
select is(scene.refusal('recall_places', pg_temp.recall(:'r9', '{"seats": ["Stalls/A-2"]}' || pg_temp.wish(:'h2'))), 'TK012', 'another recall into the same hold');
select is(scene.refusal('hold_places', scene.hold(:'h3', '{"seats": ["Stalls/A-1"]}', 't2')), 'TK001', 'still not to be had');
reset session authorization;
select is((select array[status, (recalled_at is not null)::text] from foyer.leases where id = :'l1'), '{recalled,true}', 'the lease is recalled');
select is((select count(*) from foyer.audit_log where action = 'recall_places' and subject = :'r1'), 1::bigint, 'one audit row');

-- The owner hears of it in every answer.
set session authorization till_t1;
select jsonb_build_array(jsonb_build_object('recall', :'r1', 'lease', :'l1', 'epoch', 1, 'event', scene.event('hamlet'), 'asked_by', 't2', 'places', jsonb_build_array(
    jsonb_build_object('place', scene.place('hamlet', 'Stalls/A-1'), 'seat', 'Stalls/A-1'), jsonb_build_object('place', scene.place('hamlet', 'Stalls/A-2'), 'seat', 'Stalls/A-2')))) as pending \gset
select is(foyer.pending_recalls('t1') #- '{0,asked_at}', :'pending', 'in the poll');
select is(foyer.lease_status('t1') -> 'recalls' #- '{0,asked_at}', :'pending', 'in the status');
select is(scene.send('return_lease', pg_temp.back(:'l1', '{Stalls/A-5}')) -> 'recalls' #- '{0,asked_at}', :'pending', 'when it gives something else back');
select is(scene.send('lease_places', jsonb_build_object('lease', :'l2', 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/B-1"]'::jsonb)) -> 'recalls' #- '{0,asked_at}', :'pending', 'when it leases more');
select is(foyer.pending_recalls('t2'), '[]', 'nobody asks till 2');

-- One comes back: straight into the hold. The other was sold meanwhile.
select scene.send('return_lease', pg_temp.back(:'l1', '{Stalls/A-1}')) as back \gset
select is(:'back'::jsonb - 'recalls', jsonb_build_object('lease', :'l1', 'epoch', 1, 'status', 'recalled', 'returned', 1, 'handed_over', 1, 'left', 3), 'given back and handed over');
select is(:'back'::jsonb #> '{recalls,0,places}', jsonb_build_array(jsonb_build_object('place', scene.place('hamlet', 'Stalls/A-2'), 'seat', 'Stalls/A-2')), 'one is still asked for');
select is(scene.send('return_lease', pg_temp.back(:'l1', '{Stalls/A-1}')) -> 'returned', '0', 'twice is once');
set session authorization :"clerk2";
select scene.send('recall_places', pg_temp.recall(:'r1', '{"seats": ["Stalls/A-2", "Stalls/A-1", "Stalls/A-7"]}' || pg_temp.wish(:'h2'))) as asked \gset
select is(pg_temp.states(:'asked'), '{"Stalls/A-1": "held", "Stalls/A-2": "pending t1", "Stalls/A-7": "free"}', 'the asking till sees it when it asks again');
select is(jsonb_path_query_array(:'asked', '$.hold.places[*].seat'), '["Stalls/A-1"]', 'in its hold');
select is(scene.counts('hamlet', 'Stalls'), '{15,1,4,0,0}', 'counted as held');
select is(scene.refusal('sell', scene.sale('26000000-0000-4000-8000-0000000000c1', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1')),
    jsonb_build_object('till', 't2', 'number', '2-1', 'holds', jsonb_build_array(pg_temp.wish(:'h2'))))), 'done', 'and sells it from there');
select is(scene.refusal('release_hold', jsonb_build_object('till', 't2') || pg_temp.wish(:'h2')), 'done', 'then it waits no more');
set session authorization till_t1;
select is(scene.send('return_lease', pg_temp.back(:'l1', '{Stalls/A-2}')) - 'recalls', jsonb_build_object('lease', :'l1', 'epoch', 1, 'status', 'active', 'returned', 1, 'handed_over', 0, 'left', 2),
          'what comes back too late is free, and the lease active again');
select is(scene.status('hamlet', 'Stalls/A-2'), 'AVAILABLE', 'free for all');

-- Two tills ask for one place: the first to ask gets it. Without a hold it becomes free.
reset session authorization;
select foyer.register_till('t3', '3', sha256('secret 3'), sha256('key 3')) is not null;
set session authorization :"clerk";
select is(pg_temp.states(scene.send('recall_places', pg_temp.recall(:'r2', '{"seats": ["Stalls/A-3", "Stalls/A-4"]}', 't3'))), '{"Stalls/A-3": "pending t1", "Stalls/A-4": "pending t1"}', 'till 3 asks without a hold');
select is(pg_temp.states(scene.send('recall_places', pg_temp.recall(:'r3', '{"seats": ["Stalls/A-3"]}' || pg_temp.wish(:'h3'), 't3'))), '{"Stalls/A-3": "pending t1"}', 'then with one');
select is(pg_temp.states(scene.send('recall_places', pg_temp.recall('26000000-0000-4000-8000-0000000000b4', '{"seats": ["Stalls/A-3"]}' || pg_temp.wish(:'h4')))), '{"Stalls/A-3": "pending t1"}', 'and so does till 2');
set session authorization till_t1;
select is(jsonb_path_query_array(foyer.pending_recalls('t1'), '$[*].asked_by'), '["t3", "t3", "t2"]', 'three wishes');
select is(scene.send('return_lease', pg_temp.back(:'l1', '{Stalls/A-3,Stalls/A-4}')) - 'recalls', jsonb_build_object('lease', :'l1', 'epoch', 1, 'status', 'returned', 'returned', 2, 'handed_over', 1, 'left', 0), 'all given back');
reset session authorization;
select is((select hold_id from foyer.event_seats where id = scene.place('hamlet', 'Stalls/A-3')), :'h3'::uuid, 'the first hold has it');
select is(scene.status('hamlet', 'Stalls/A-4'), 'AVAILABLE', 'the other place is free');
select is((select s.reserved_until = h.expires_at from foyer.event_seats s join foyer.holds h on h.id = s.hold_id where h.id = :'h3'), true, 'until the hold ends');
set session authorization :"clerk";
select is(pg_temp.states(scene.send('recall_places', pg_temp.recall('26000000-0000-4000-8000-0000000000b4', '{"seats": ["Stalls/A-3"]}' || pg_temp.wish(:'h4')))), '{"Stalls/A-3": "taken"}', 'the second reads that it is taken');

-- A reclaimed lease hands over in the same way; a place of the own lease or of nobody is told, not recalled.
select is(pg_temp.states(scene.send('recall_places', pg_temp.recall('26000000-0000-4000-8000-0000000000b5', '{"seats": ["Stalls/A-1", "Stalls/A-3", "Stalls/B-1"]}', 't1'))),
          '{"Stalls/A-1": "sold", "Stalls/A-3": "taken", "Stalls/B-1": "leased t1"}', 'states of what is not another till''s lease');
select is(scene.send('recall_places', pg_temp.recall('26000000-0000-4000-8000-0000000000b6', '{"seats": ["Stalls/B-1"]}' || pg_temp.wish('26000000-0000-4000-8000-0000000000a6'))) is not null, true, 'B-1 is recalled');
set session authorization :"manager";
select is(foyer.reclaim_lease(:'l2', 'lost at sea', true), jsonb_build_object('lease', :'l2', 'epoch', 2, 'status', 'reclaimed', 'freed', 0, 'handed_over', 1), 'the manager takes it back for the till that asked');
set session authorization till_t1;
select is(foyer.pending_recalls('t1'), '[]', 'nothing is asked of an ended lease');
select is(foyer.pending_recalls('nobody'), '[]', 'nor of no till');
set session authorization :"promoter";
select is(scene.refusal('select foyer.pending_recalls(''t1'')'), '42501', 'promoters see no leases');
select is(scene.refusal('recall_places', pg_temp.recall(:'r9', '{"seats": ["Stalls/B-5"]}')), '42501', 'nor ask for any');

-- What can not be asked.
set session authorization :"clerk";
select is(scene.refusal('recall_places', pg_temp.recall(:'r9', what)), code, 'recall ' || left(what::text, 80)) from (values
    ('{"seats": ["Z-1"]}'::jsonb, 'TK009'), ('{"places": [0]}', 'TK009'), ('{"seats": []}', 'TK015'), ('{"seats": "x"}', 'TK015'), ('{"seats": ["B-5", "Stalls/B-5"]}', 'TK015'), ('{}', 'TK015'),
    ('{"places": [1], "seats": ["B-5"]}', 'TK015'), ('{"seats": ["B-5"], "hold": "26000000-0000-4000-8000-0000000000a9"}', 'TK015'), ('{"seats": ["B-5"], "token": "x"}', 'TK015'),
    ('{"seats": ["B-5"], "hold": "26000000-0000-4000-8000-0000000000a9", "token": "short"}', 'TK015'), ('{"seats": ["B-5"], "event": "26000000-0000-4000-8000-0000000000ff"}', 'TK009'),
    ('{"seats": ["B-5"], "event": "x"}', 'TK015'), ('{"seats": ["B-5"], "recall": 5}', 'TK015'), ('{"places": [1e40]}', 'TK015'),
    ('{"seats": ["Circle/A-1", "Circle/A-2", "Circle/A-3", "Circle/A-4", "Circle/A-5"], "hold": "26000000-0000-4000-8000-0000000000a9", "token": "cccccccccccccccccccccccccccccccc"}', 'TK006')) v (what, code);
select is(scene.refusal('recall_places', pg_temp.recall(:'r9', jsonb_build_object('places', (select jsonb_agg(n) from generate_series(1, 201) n)))), 'TK006', 'at most 200');
reset session authorization;
select is((select count(*) from foyer.recalls where id = :'r9'), 0::bigint, 'a refusal leaves nothing');
select is(scene.refusal('truncate foyer.recalls cascade'), '23001', 'recalls are not emptied');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
