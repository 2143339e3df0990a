-- SPDX-License-Identifier: GPL-3.0-or-later
-- Letters: who may open which, and that a place goes back to its letter.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set h1 'e0000000-0000-4000-8000-0000000000b1'
\set h2 'e0000000-0000-4000-8000-0000000000b2'
\set h3 'e0000000-0000-4000-8000-0000000000b3'
\set h4 'e0000000-0000-4000-8000-0000000000b4'
create function pg_temp.seat(p_label text) returns jsonb language sql security definer as $$
    select jsonb_strip_nulls(jsonb_build_object('status', status, 'letter', block_letter, 'soft', block_is_soft, 'reason', block_reason, 'held', hold_id is not null))
    from foyer.event_seats where event_id = scene.event('hamlet') and label = p_label $$;
create function pg_temp.release(p_hold uuid) returns jsonb language sql as $$
    select jsonb_build_object('hold', p_hold, 'till', 't1', 'token', repeat('a', 32)) $$;

-- Making letters, giving rights.
set session authorization :"manager";
select is(foyer.set_letter('H', 'House seats', true, '#aa5500'), '{"letter": "H", "name": "House seats", "soft": true, "color": "#aa5500"}', 'a soft letter');
select is(foyer.set_letter('K', 'Camera', false) ->> 'color', '#808080', 'a kill');
select is(foyer.set_letter('P', 'Press', true) -> 'soft', 'true', 'another soft one');
select is(scene.refusal(format('select foyer.set_letter(%L, %L, %L, %L)', l, n, s, c)), 'TK015', what) from (values
    ('', 'X', true, '#000000', 'no letter'), (repeat('x', 41), 'X', true, '#000000', 'a long one'), (null, 'X', true, '#000000', 'null'), ('Q', 'X', null, '#000000', 'neither soft nor a kill'),
    ('Q', 'X', true, 'red', 'no colour'), ('Q', repeat('x', 201), true, '#000000', 'a long name')) v (l, n, s, c, what);
select is(foyer.grant_letter('H', :'clerk', true), jsonb_build_object('letter', 'H', 'role', :'clerk', 'may', true), 'a clerk may open it');
select is(foyer.grant_letter('H', :'clerk', true) -> 'may', 'true', 'twice is the same');
select is(scene.refusal(format('select foyer.grant_letter(%L, %L, %L)', l, r, m)), code, what) from (values
    ('Z', :'clerk', true, 'TK009', 'an unknown letter'), ('H', 'nobody', true, 'TK009', 'an unknown person'), ('H', :'promoter', true, 'TK009', 'a promoter sells nothing'),
    ('H', 'foyer_owner', true, 'TK009', 'no group of staff'), ('H', null, true, 'TK009', 'nobody'), ('H', :'clerk', null, 'TK015', 'perhaps')) v (l, r, m, code, what);
select is(foyer.block_places('hamlet', '{Stalls/A-1,Stalls/A-2,Stalls/A-3}', 'H', 'for the cast'), '{"blocked": 3}', 'blocked as the letter says');
select is(foyer.block_places('hamlet', '{Stalls/A-4}', 'K'), '{"blocked": 1}', 'a kill');
select is(foyer.block_places('hamlet', '{Stalls/A-5}', 'P', '', true), '{"blocked": 1}', 'under another letter');
select is(foyer.block_places('hamlet', '{Stalls/B-1}', 'New'), '{"blocked": 1}', 'a letter named for the first time is made');
select is(scene.refusal($$ select foyer.block_places('hamlet', '{Stalls/A-6}', 'H', '', false) $$), 'TK015', 'a soft letter does not kill');
select is(jsonb_path_query_array(foyer.list_letters(), '$[*].letter'), '["H", "K", "New", "P"]', 'the letters');
select is(foyer.list_letters() -> 0, jsonb_build_object('letter', 'H', 'name', 'House seats', 'soft', true, 'color', '#aa5500', 'opens', true, 'roles', jsonb_build_array(:'clerk')),
          'with what a manager may know');
select is(foyer.list_letters() #> '{1,opens}', 'false', 'a kill opens to no manager either');

-- The clerk with the right, the one without.
set session authorization :"clerk";
select is(foyer.list_letters() -> 0, '{"letter": "H", "name": "House seats", "soft": true, "color": "#aa5500", "opens": true}', 'the clerk opens H');
select is(foyer.list_letters() #> '{3,opens}', 'false', 'but not P');
select is(jsonb_path_query_array(foyer.list_blocked('hamlet'), '$[*] ? (@.opens == true).seat'), '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3"]', 'and sees which places that are');
select is(scene.refusal('select foyer.grant_letter(''P'', ''foyer_clerk'', true)'), '42501', 'nobody grants himself a letter');
select is(scene.detail('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-1", "Stalls/A-4", "Stalls/A-5"]}')) -> 'seats', '["Stalls/A-4", "Stalls/A-5"]', 'kills and other letters are named');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-1", "Stalls/A-2", "Stalls/A-6"]}')), 'done', 'a place of the letter is held, beside a free one');
select is(pg_temp.seat('Stalls/A-1'), '{"status": "RESERVED", "letter": "H", "soft": true, "reason": "for the cast", "held": true}', 'and remembers its letter');
select is((select get_byte(states, 0) from foyer.seat_states(scene.event('hamlet'), 't1')), 2, 'on the map it is held by this till');
select ok((foyer.list_seats('hamlet', 'held') #>> '{0,until}')::timestamptz between now() and now() + interval '16 minutes', 'until the hold ends');
select is(scene.counts('hamlet', 'Stalls'), '{13,3,0,4,0}', 'counted');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-3"]}')), 'TK001', 'without the right it is blocked');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3')))), 'TK001', 'for a sale too');
reset session authorization;

-- A lapsed hold is open to the letter only, before the sweep and after it.
select scene.lapse(:'h1');
select is((select get_byte(states, 0) from foyer.seat_states(scene.event('hamlet'), 't1')), 7, 'a lapsed hold shows the letter again');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'nobody else takes it over');
select is(scene.refusal('hold_places', scene.hold(:'h2', jsonb_build_object('tier', scene.tier('hamlet', 'Stalls'), 'quantity', 15))), 'TK002', 'nor as one of any: thirteen and the lapsed free one are left');
set session authorization :"manager";
select is(scene.refusal('hold_places', scene.hold(:'h3', '{"seats": ["Stalls/A-1"]}', 't2')), 'done', 'who has the right takes it over');
select is(pg_temp.seat('Stalls/A-1') ->> 'letter', 'H', 'and it remembers still');
reset session authorization;
select is(foyer.sweep_lapsed(), 2, 'the sweep ends what is left of the hold');
select is(pg_temp.seat('Stalls/A-2'), '{"status": "BLOCKED", "letter": "H", "soft": true, "reason": "for the cast", "held": false}', 'the letter''s place went back');
select is(scene.status('hamlet', 'Stalls/A-6'), 'AVAILABLE', 'the free one is free');
select is(foyer.sweep_lapsed(), 0, 'once');
set session authorization :"clerk";
select scene.send('extend_holds', jsonb_build_object('request', gen_random_uuid(), 'till', 't1', 'holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', repeat('a', 32))))) as extended \gset
select is(:'extended'::jsonb #> '{lost,0,seats}', '["Stalls/A-1"]', 'the hold is extended without what the manager took');
select is(scene.status('hamlet', 'Stalls/A-2'), 'RESERVED', 'and has its letter''s place back');
select is(scene.send('release_hold', pg_temp.release(:'h1')) -> 'released', '2', 'given back');
select is(pg_temp.seat('Stalls/A-2') ->> 'status', 'BLOCKED', 'to the letter');
select is(scene.status('hamlet', 'Stalls/A-6'), 'AVAILABLE', 'and to everybody');
select is(scene.send('release_hold', pg_temp.release(:'h1')) -> 'released', '0', 'once');

-- Sold: straight, and out of a basket.
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')))), 'done', 'a letter''s place is sold by who may open it');
select is(pg_temp.seat('Stalls/A-2'), '{"status": "SOLD", "held": false}', 'and is under no letter any more');
select is(scene.refusal('hold_places', scene.hold(:'h4', '{"seats": ["Stalls/A-3"]}')), 'done', 'held');
set session authorization :"manager";
select is(foyer.grant_letter('H', :'clerk', false) -> 'may', 'false', 'the right is taken back');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'and opens nothing any more');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3')),
    jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h4', 'token', repeat('a', 32)))))), 'done', 'but what is in the basket is sold');
set session authorization :"manager";
select is(foyer.grant_letter('P', 'foyer_clerk', true) -> 'may', 'true', 'a group may have a letter');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-5"]}', 't2')), 'done', 'and each of it opens it');

-- Managers: blocking over a lapsed hold, changing a letter's kind.
reset session authorization;
select scene.lapse(:'h2');
set session authorization :"manager";
select is(foyer.block_places('hamlet', '{Stalls/A-5}', 'H'), '{"blocked": 1}', 'a manager blocks a place whose hold lapsed, under another letter');
select is(foyer.set_letter('H', 'House seats', false) -> 'soft', 'false', 'the letter is a kill now');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/A-5"]}')), 'TK001', 'so are its places');
select is(scene.refusal('select foyer.set_letter(''H'', ''House seats'', true)'), 'done', 'and soft again');
select is(foyer.unblock_places('hamlet', '{Stalls/A-5,Stalls/A-4,Stalls/B-1,Stalls/A-1}'), '{"unblocked": 3}', 'unblocking frees kills too, but no held place');
select is(scene.refusal('select foyer.list_letters()'), 'done', 'listed');
reset session authorization;
select is((select count(*) from foyer.audit_log where action in ('set_letter', 'grant_letter') and actor = :'manager'), 8::bigint, 'each change is in the audit once');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Damage that verify() names.
savepoint damage;
set local session_replication_role = replica;
update foyer.event_seats set reserved_until = now() + interval '1 minute' where hold_id = :'h3';
set local session_replication_role = origin;
select is((select string_agg(distinct invariant, ', ') from foyer.verify()), 'place opens at its time', 'a letter''s place that would open');
rollback to damage;
set local session_replication_role = replica;
update foyer.event_seats set block_letter = 'nowhere' where hold_id = :'h3';
set local session_replication_role = origin;
select is((select string_agg(distinct invariant, ', ') from foyer.verify()), 'letter of a place', 'an unknown letter');
rollback to damage;
select is(scene.refusal(format('update foyer.event_seats set status = ''BLOCKED'', hold_id = null, reserved_until = null where hold_id = %L', :'h3')), '23514', 'RESERVED never turns into BLOCKED');
select is(scene.refusal($$ update foyer.event_seats set block_letter = 'H' where status = 'AVAILABLE' $$), '23514', 'a free place has no letter');
select * from finish();
rollback;
