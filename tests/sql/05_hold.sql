-- SPDX-License-Identifier: GPL-3.0-or-later
-- hold_places, extend_holds, release_hold.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('promoter') as promoter \gset
\set h1 '00000000-0000-4000-8000-0000000000b1'
\set h2 '00000000-0000-4000-8000-0000000000b2'
\set h3 '00000000-0000-4000-8000-0000000000b3'
\set h9 '00000000-0000-4000-8000-0000000000b9'
set session authorization :"clerk";

-- These seats.
select scene.send('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-2", "B-3", "Stalls/A-1"]}')) as answer \gset
select is(jsonb_path_query_array(:'answer', '$.places[*].seat'), '["Stalls/A-2", "Stalls/B-3", "Stalls/A-1"]', 'seats are held in the order asked for, the short form too');
select is((:'answer'::jsonb -> 'places' -> 0 ->> 'place')::bigint, scene.place('hamlet', 'Stalls/A-2'), 'with their ids');
select ok((:'answer'::jsonb ->> 'expires_in_ms')::bigint between 890000 and 900000, 'for 15 minutes');
select is(:'answer'::jsonb ->> 'token', repeat('a', 32), 'under the till''s token');
select is(scene.counts('hamlet', 'Stalls'), '{17,3,0,0,0}', 'and counted');
select is(scene.send('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-2", "B-3", "Stalls/A-1"]}')) - 'expires_in_ms', :'answer'::jsonb - 'expires_in_ms' || '{"repeated": true}',
          'the same call again is told the same');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-2"]}')), 'TK012', 'same id, other content');
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["A-1"]}')), 'TK009', 'an ambiguous short form');
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Z-1"]}')), 'TK009', 'no such seat');
select is(scene.detail('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-5", "Stalls/A-1", "Stalls/B-3"]}', 't2')) -> 'seats', '["Stalls/A-1", "Stalls/B-3"]', 'every taken seat is named');
select is(scene.status('hamlet', 'Stalls/A-5'), 'AVAILABLE', 'and nothing else is kept');
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'also by the same till under another hold');

-- By place, by tier.
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('places', jsonb_build_array(scene.place('lear', 'Stalls/A-1'))))), 'TK009', 'a place of another event');
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('places', jsonb_build_array(scene.place('hamlet', 'Stalls/A-9'), scene.place('hamlet', 'Stalls/A-9'))))),
          'TK015', 'a place named twice');
select is(jsonb_array_length(scene.send('hold_places', scene.hold(:'h2', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 9))) -> 'places'), 9, 'any nine of a tier');
select is(scene.detail('hold_places', scene.hold(:'h9', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 4))) - 'tier',
          '{"wanted": 4, "free": 3, "held": 9, "leased": 0}', 'sold out says what is left');
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 4))), 'TK002', 'sold out');
select is(jsonb_array_length(scene.send('hold_places', scene.hold(:'h3', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 3), 't2')) -> 'places'), 3, 'the last three');
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('tier', scene.tier('hamlet', 'Circle'), 'quantity', 5))), 'TK006', 'more than one purchase may have');
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Circle/A-1", "Circle/A-2", "Circle/A-3", "Circle/A-4", "Circle/A-5"]}')), 'TK006', 'by seats too');
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('tier', scene.tier('lear', 'Floor'), 'quantity', 1))), 'TK009', 'a tier of another event');
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', 201))), 'TK006', 'more than 200');

-- What can not be read.
select is(scene.refusal('hold_places', scene.hold(:'h9', more)), code, 'hold with ' || more::text) from (values
    ('{}'::jsonb, 'TK015'), ('{"seats": []}', 'TK015'), ('{"seats": ["x"], "extra": 1}', 'TK015'), ('{"seats": "x"}', 'TK015'), ('{"places": ["x"]}', 'TK015'), ('{"places": [1.5]}', 'TK015'),
    ('{"places": [99999999999999999999]}', 'TK015'), ('{"places": [0]}', 'TK009'), ('{"seats": ["x"], "token": "short"}', 'TK015'), ('{"seats": ["x"], "hold": "no uuid"}', 'TK015'),
    ('{"seats": ["x"], "hold": 5}', 'TK015'), ('{"seats": ["x"], "event": "00000000-0000-4000-8000-000000000000"}', 'TK009'), ('{"tier": "x", "quantity": 1}', 'TK015'),
    ('{"seats": ["\u0027; drop table foyer.orders; --"]}', 'TK009'), ('{"seats": ["\u202e\u0001"]}', 'TK009')) v (more, code);
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('seats', jsonb_build_array(repeat('x', 10001))))), 'TK015', 'a text over 10 000 bytes');
select is(scene.refusal(format('select foyer.hold_places(%L, %L, %L)', 't1', r, scene.mac('t1', r))), code, left(r, 40)) from (values
    ('no json', 'TK015'), ('[]', 'TK015'), ('null', 'TK015'), ('{"till": "t2"}', 'TK015'), ('{"till": "t1", "hold": "\u0000"}', 'TK015'), ('{"a": ' || repeat('[', 20000), 'TK015'),
    (repeat(' ', 1048577), 'TK015')) v (r, code);
select is(scene.refusal($$ select foyer.hold_places('t1', null, null) $$), 'TK015', 'nothing at all');

-- Seal.
select is(scene.refusal(format('select foyer.hold_places(%L, %L, %L)', 't1', r, scene.mac('t2', r))), 'TK008', 'sealed with another till''s secret')
from (select scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')::text as r) x;
select is(scene.refusal(format('select foyer.hold_places(%L, %L, %L)', 't9', r, sha256('x'))), 'TK008', 'an unknown till') from (select scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')::text as r) x;
set session authorization :"promoter";
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')), '42501', 'promoters hold nothing');
reset session authorization;
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')), 'TK008', 'nor does anybody who is not staff, not even a superuser');
update foyer.staff set disabled_at = now() where role_name = :'clerk';
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')), 'TK008', 'nor staff that is disabled');
reset session authorization;
update foyer.staff set disabled_at = null where role_name = :'clerk';
update foyer.tills set retired_at = now() where code = 't2';
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}', 't2')), 'TK008', 'nor a retired till');
reset session authorization;
update foyer.tills set retired_at = null where code = 't2';

-- Not on sale.
update foyer.events set status = 'paused' where slug = 'hamlet';
set session authorization :"clerk";
select is(scene.detail('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')) ->> 'status', 'paused', 'a paused event says so');
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')), 'TK005', 'and is not held');
select is(scene.refusal('hold_places', scene.hold(:'h9', jsonb_build_object('tier', scene.tier('hamlet', 'Circle'), 'quantity', 2))), 'TK005', 'by tier neither');
reset session authorization;
update foyer.events set status = 'on_sale' where slug = 'hamlet';
update foyer.ticket_tiers set sale_end_time = now() - interval '1 minute' where id = scene.tier('hamlet', 'Stalls');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h9', '{"seats": ["Stalls/A-9"]}')), 'TK005', 'a tier whose window is over');
reset session authorization;
update foyer.ticket_tiers set sale_end_time = null where id = scene.tier('hamlet', 'Stalls');

-- Extend: a hold that lapsed is retaken where its places are still to be had.
create function pg_temp.extend(p_request uuid, p_holds uuid[], p_token text default repeat('a', 32)) returns jsonb language sql as $$
    select jsonb_build_object('request', p_request, 'till', 't1', 'holds', (select jsonb_agg(jsonb_build_object('hold', h, 'token', p_token)) from unnest(p_holds) h)) $$;
select pg_temp.extend(gen_random_uuid(), array[:'h1']::uuid[]) as e1, pg_temp.extend(gen_random_uuid(), array[:'h1', :'h2']::uuid[]) as e2,
       pg_temp.extend(gen_random_uuid(), array[:'h1']::uuid[], repeat('b', 32)) as e3, pg_temp.extend(gen_random_uuid(), array[:'h9']::uuid[]) as e4,
       pg_temp.extend(gen_random_uuid(), array[:'h1']::uuid[]) as e5, pg_temp.extend(gen_random_uuid(), array[:'h1']::uuid[]) as e6 \gset
select scene.lapse(:'h1');
set session authorization :"clerk";
select is(scene.counts('hamlet', 'Stalls'), '{20,0,0,0,0}', 'a lapsed hold counts as free');
select is(scene.send('extend_holds', :'e1') #> '{holds,0,hold}', to_jsonb(:'h1'::text), 'but is retaken');
select is(scene.counts('hamlet', 'Stalls'), '{17,3,0,0,0}', 'and counts again');
select is(scene.send('extend_holds', :'e1') -> 'repeated', 'true', 'the same request again says so');
select is(jsonb_array_length(scene.send('extend_holds', :'e2') -> 'holds'), 2, 'holds are extended together');
select is(scene.refusal('extend_holds', :'e1'::jsonb || '{"holds": []}'), 'done', 'no holds are no work');
select is(scene.refusal('extend_holds', :'e3'), 'TK008', 'a wrong token opens nothing');
select is(scene.refusal('extend_holds', :'e4'), 'TK009', 'an unknown hold');
select is(scene.refusal('extend_holds', :'e4'::jsonb || more), 'TK015', 'extend with ' || more::text) from unnest(array['{"holds": [1]}', '{"holds": [{}]}', '{"holds": 1}', '{"x": 1}', '{"request": "x"}']::jsonb[]) more;
reset session authorization;
-- Another till takes one of the three places after the hold lapsed.
select scene.lapse(:'h1');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold('00000000-0000-4000-8000-0000000000b4', '{"seats": ["Stalls/B-3"]}', 't2')), 'done', 'a lapsed place is taken over in the same statement');
select is(scene.send('extend_holds', :'e5') #>> '{lost,0,seats}', '["Stalls/B-3"]', 'the lost seat is named');
select is(scene.status('hamlet', 'Stalls/A-1'), 'RESERVED', 'the others are kept');
select is(scene.send('extend_holds', :'e6') #>> '{lost,0,seats}', '["Stalls/B-3"]', 'and again');

-- Release.
select is(scene.refusal('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('b', 32))), 'TK008', 'a wrong token gives nothing back');
select is(scene.refusal('release_hold', jsonb_build_object('hold', :'h9', 'till', 't1', 'token', repeat('a', 32))), 'TK009', 'an unknown hold neither');
select is(scene.refusal('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('a', 32), 'places', jsonb_build_array(scene.place('hamlet', 'Stalls/A-9')))), 'TK009',
          'nor a place of another');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('a', 32), 'places', jsonb_build_array(scene.place('hamlet', 'Stalls/A-1')))) -> 'released', '1',
          'one place is given back');
select is(scene.status('hamlet', 'Stalls/A-1'), 'AVAILABLE', 'and free');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('a', 32))) -> 'released', '1', 'then the rest, but not what another till took');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('a', 32))) -> 'released', '0', 'and nothing a second time');
select is(scene.status('hamlet', 'Stalls/B-3'), 'RESERVED', 'the other till keeps its place');
select is(scene.send('extend_holds', :'e1'::jsonb || jsonb_build_object('request', gen_random_uuid())) - 'request', '{"holds": [], "lost": []}', 'what was given back is not retaken');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select ok((select count(*) from foyer.audit_log where action in ('hold_places', 'extend_holds', 'release_hold') and actor = :'clerk' and till_id is not null) >= 10, 'each left its row in the audit');
select is((select count(*) from foyer.audit_log where action = 'release_hold' and subject = :'h1'), 2::bigint, 'a repeat none');

select * from finish();
rollback;
