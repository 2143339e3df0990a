-- SPDX-License-Identifier: GPL-3.0-or-later
-- How much one person may hold, and how often.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager \gset
\set h1 'e3000000-0000-4000-8000-0000000000b1'
\set h2 'e3000000-0000-4000-8000-0000000000b2'
create function pg_temp.floor(p_n integer) returns jsonb language sql as $$ select jsonb_build_object('tier', scene.tier('hamlet', 'Floor'), 'quantity', p_n) $$;
set session authorization :"manager";
select is(foyer.set_limits('{}'), '{"hold_seconds": 900, "hold_limit_places": 400, "holds_per_hour": 1200, "reserve_limit_places": 1000,
    "lease_share_percent": 50, "lease_max_places": 400, "lease_hours": 24}', 'the limits');
select is(foyer.set_limits('{"hold_limit_places": 6}') -> 'hold_limit_places', '6', 'six places at once');
select is(scene.refusal(format('select foyer.set_limits(%L)', p)), 'TK015', coalesce(p, 'null')) from unnest(array['{"x": 1}', '[]', 'null', '{"hold_limit_places": 0}', '{"holds_per_hour": -1}', '{"holds_per_hour": "many"}',
    '{"hold_seconds": 5}', '{"reserve_limit_places": 1e30}', null]) p;
set session authorization :"clerk";
select is(scene.refusal('select foyer.set_limits(''{}'')'), '42501', 'clerks set no limits');
select is(scene.refusal('hold_places', scene.hold(:'h1', pg_temp.floor(4))), 'done', 'four');
select is(scene.detail('hold_places', scene.hold(:'h2', pg_temp.floor(3))), '{"limit": 6, "wanted": 7, "what": "person"}', 'seven are too many');
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-1", "Stalls/A-2", "Stalls/A-3"]}')), 'TK006', 'also by name');
select is(scene.refusal('hold_places', scene.hold(:'h2', pg_temp.floor(2), 't2')), 'done', 'six are not');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), pg_temp.floor(1), 't2')), 'TK006', 'a person, not a till');
select is(scene.send('hold_places', scene.hold(:'h1', pg_temp.floor(4))) -> 'repeated', 'true', 'a repeat is not counted');
set session authorization :"clerk2";
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), pg_temp.floor(1))), 'done', 'another person has another count');
set session authorization :"clerk";
select is(scene.refusal('release_hold', jsonb_build_object('hold', :'h2', 'till', 't2', 'token', repeat('a', 32))), 'done', 'what is given back');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), pg_temp.floor(2))), 'done', 'may be held again');
reset session authorization;
select scene.lapse(:'h1');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), pg_temp.floor(4))), 'done', 'what lapsed does not count either');
-- In an hour.
set session authorization :"manager";
select is(foyer.set_limits('{"hold_limit_places": 400, "holds_per_hour": 5}') -> 'holds_per_hour', '5', 'five calls an hour');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/B-1"]}')), 'done', 'the fifth');
select is(scene.detail('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/B-2"]}')), '{"limit": 5, "wanted": 6, "what": "hour"}', 'and no sixth');
reset session authorization;
update foyer.holds set created_at = created_at - interval '61 minutes' where id = :'h1';
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/B-2"]}')), 'done', 'until the first is an hour old');
reset session authorization;
update foyer.holds set created_at = '2031-05-05T22:30:00Z' where id = :'h1';
update foyer.holds set created_at = '2031-05-06T10:00:00Z', expires_at = '2031-05-06T10:15:00Z' where id = :'h2';

-- The report, by the venue's day.
set session authorization :"manager";
select is(foyer.lapsed_holds_report('2031-05-06'), jsonb_build_array(jsonb_build_object('person', :'clerk', 'display_name', 'Clerk', 'holds', 1, 'lapsed_holds', 0, 'lapsed_places', 0)),
          'what was given back did not lapse');
reset session authorization;
update foyer.holds set created_at = '2021-05-05T22:30:00Z', expires_at = '2021-05-05T22:45:00Z' where id = :'h1';
set session authorization :"manager";
select is(foyer.lapsed_holds_report('2021-05-06'), jsonb_build_array(jsonb_build_object('person', :'clerk', 'display_name', 'Clerk', 'holds', 1, 'lapsed_holds', 1, 'lapsed_places', 4)),
          'four places lapsed, after midnight in Berlin');
select is(foyer.lapsed_holds_report('2021-05-05'), '[]', 'and not on the day that UTC would say');
select is(foyer.lapsed_holds_report(null), '[]', 'no day, nothing');
set session authorization :"clerk";
select is(scene.refusal('select foyer.lapsed_holds_report(''2021-05-05'')'), '42501', 'for managers');
reset session authorization;
select is((select count(*) from foyer.audit_log where action = 'set_limits'), 2::bigint, 'each change is in the audit once');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
