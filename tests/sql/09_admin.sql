-- SPDX-License-Identifier: GPL-3.0-or-later
-- Staff, tills, venues, plans, events.
begin;
select no_plan();
select scene.role('manager') as manager, scene.role('clerk') as clerk, 'new_' || substr(md5(random()::text), 1, 8) as role, (select id from scene.plan) as plan \gset
select id as venue from foyer.venues limit 1 \gset
set session authorization :"manager";

-- People.
select foyer.create_staff(:'role', 'New', 'clerk', scene.verifier()) as person \gset
reset session authorization;
select ok(pg_has_role(:'role', 'foyer_clerk', 'member') and not pg_has_role(:'role', 'foyer_manager', 'member'), 'a clerk is a member of the clerks only');
select is((select rolpassword from pg_authid where rolname = :'role'), scene.verifier(), 'with the verifier made by the client');
select ok((select rolcanlogin and not rolsuper and not rolcreaterole and not rolcreatedb and not rolreplication from pg_roles where rolname = :'role'), 'and no more than sign in');
set session authorization :"manager";
select is(foyer.create_staff(:'role', 'Newer', 'promoter', scene.verifier()), :'person'::uuid, 'the same role is the same person');
reset session authorization;
select ok(pg_has_role(:'role', 'foyer_promoter', 'member') and not pg_has_role(:'role', 'foyer_clerk', 'member'), 'now in another group');
select isnt_empty(format('select from foyer.promoters where user_id = %L', :'person'), 'with a promoter''s row');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.create_staff(%L, %L, %L, %L)', r, n, g, v)), code, what) from (values
    ('postgres', 'X', 'clerk', scene.verifier(), 'TK015', 'postgres'), ('foyer_owner', 'X', 'clerk', scene.verifier(), 'TK015', 'a role of the house'),
    ('pg_read_all_data', 'X', 'clerk', scene.verifier(), 'TK015', 'a predefined role'), ('foyer_super', 'X', 'clerk', scene.verifier(), 'TK015', 'the superuser'),
    ('a"b', 'X', 'clerk', scene.verifier(), 'TK015', 'a quote'), ('', 'X', 'clerk', scene.verifier(), 'TK015', 'no name'), (null, 'X', 'clerk', scene.verifier(), 'TK015', 'null'),
    (repeat('a', 61), 'X', 'clerk', scene.verifier(), 'TK015', 'a long name'), ('eve', 'X', 'owner', scene.verifier(), 'TK015', 'another group'), ('eve', 'X', null, scene.verifier(), 'TK015', 'no group'),
    ('eve', '', 'clerk', scene.verifier(), 'TK015', 'no name for people'), ('eve', 'X', 'clerk', 'secret', 'TK015', 'a password'), ('eve', 'X', 'clerk', null, 'TK015', 'no verifier'),
    ('eve', 'X', 'clerk', scene.verifier() || ''' superuser', 'TK015', 'more than a verifier')) v (r, n, g, v, code, what);
reset session authorization;
select lives_ok($$ create role scene_foreign login $$);
set session authorization :"manager";
select is(scene.refusal(format('select foyer.create_staff(%L, %L, %L, %L)', 'scene_foreign', 'X', 'clerk', scene.verifier())), 'TK008', 'a role that Foyer did not make is left alone');

-- Tills.
select foyer.register_till('t7', '7', sha256('a'), sha256('b')) as till \gset
select is(foyer.register_till('t7', '7', sha256('c'), sha256('d')), :'till'::uuid, 'a till registered again keeps its id');
reset session authorization;
select is((select secret from foyer.tills where code = 't7'), sha256('c'), 'with the new secret');
select is((select count(*) || '/' || count(*) filter (where replaced_at is null) from foyer.till_keys where till_id = :'till'), '2/1', 'and both keys, one current');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.register_till(%L, %L, %L, %L)', c, p, s, k)), code, what) from (values
    ('t8', '7', sha256('a'), sha256('x'), 'TK008', 'a prefix of another till'), ('t7', '8', sha256('a'), sha256('x'), 'TK008', 'another prefix for the same till'),
    ('t8', '8', sha256('a'), sha256('b'), 'TK008', 'a key of another till'), ('T8', '8', sha256('a'), sha256('x'), 'TK015', 'a code in capitals'), ('t8', '8', '\x00', sha256('x'), 'TK015', 'a short secret'),
    ('t8', '', sha256('a'), sha256('x'), 'TK015', 'no prefix'), (null, '8', sha256('a'), sha256('x'), 'TK015', 'no code')) v (c, p, s, k, code, what);
select is(scene.refusal(format('select foyer.register_till(%L, %L, %L, %L, %L)', 'x' || substr(md5(random()::text), 1, 8), '99', sha256('e'), sha256('f'), scene.verifier())), 'done', 'a till that signs in');

-- Venues and plans.
select is(scene.refusal(format('select foyer.create_venue(%L)', v)), code, v) from (values ('{"name": "A", "address": "", "timezone": "Europe/Paris"}', 'done'), ('{"name": "A", "address": "", "timezone": "Mars"}', 'TK015'),
    ('{"name": "", "address": "", "timezone": "UTC"}', 'TK015'), ('{"name": "A"}', 'TK015'), ('[]', 'TK015'), ('null', 'TK015')) v (v, code);
select foyer.import_plan(:'venue', 'P', '{}', '', '[["a", "A-1", "", "A", "1", 1.5, 2, 0]]') as plan1, foyer.import_plan(:'venue', 'P', '{}', '', '[["a", "A-1", "", "A", "1", 1.5, 2, 0]]') as plan2,
       foyer.import_plan(:'venue', 'P', '{"x": 1}', '', '[["a", "A-1", "", "A", "1", 1.5, 2, 0]]') as plan3 \gset
select is(:'plan1'::jsonb, :'plan2'::jsonb, 'the same document is the same version');
select is(:'plan3'::jsonb -> 'version', '2', 'another one the next');
select is(scene.refusal(format('select foyer.import_plan(%L, %L, %L, %L, %L)', :'venue', 'Q', '{}', '', s)), 'TK015', 'plan with ' || left(s, 60)) from unnest(array['{}', '[1]', '[["a"]]', '[["a", "l", "", "", "", 1, 2, -1]]',
    '[["a", "l", "", "", "", 1e300, 2, 0]]', '[["a", "l", "", "", "", "NaN", 2, 0]]', '[["a", "l", "", "", "", 1, 2, 0], ["a", "m", "", "", "", 1, 2, 0]]',
    '[["a", "l", "", "", "", 1, 2, 0], ["b", "l", "", "", "", 1, 2, 0]]', '[["", "l", "", "", "", 1, 2, 0]]']) s;
select is(scene.refusal(format('select foyer.import_plan(%L, %L, %L, %L, %L)', gen_random_uuid(), 'Q', '{}', '', '[]')), 'TK009', 'a plan needs its venue');

reset session authorization;

-- Events.
create function pg_temp.event(p_more jsonb) returns text language sql as $$
    select scene.refusal(format('select foyer.create_event(%L)', jsonb_build_object('slug', 'new-' || substr(md5(p_more::text), 1, 8), 'title', 'New', 'plan', (select plan_id from foyer.events limit 1),
        'starts_at_local', '2037-03-29T01:30:00', 'ends_at_local', '2037-03-29T05:00:00', 'status', 'draft', 'currency', 'EUR', 'tiers',
        '[{"name": "A", "kind": "standing", "color": "#000000", "position": 0, "tax_rate_bp": 0, "quantity": 5, "prices": [{"name": "Adult", "price_minor": 0}]}]'::jsonb) || p_more)) $$;
create function pg_temp.tier(p_more jsonb) returns jsonb language sql as $$
    select jsonb_build_object('tiers', jsonb_build_array('{"name": "A", "kind": "standing", "color": "#000000", "position": 0, "tax_rate_bp": 0, "quantity": 5,
        "prices": [{"name": "Adult", "price_minor": 0}]}'::jsonb || p_more)) $$;
select is(pg_temp.event(m), code, m::text) from (values
    ('{"slug": "new"}'::jsonb, 'done'), ('{"slug": "hamlet"}', 'TK012'), ('{"slug": "B C"}', 'TK015'), ('{"title": ""}', 'TK015'), ('{"plan": "00000000-0000-4000-8000-000000000000"}', 'TK009'), ('{"plan": "x"}', 'TK015'),
    ('{"promoter": "nobody"}', 'TK009'), ('{"ends_at_local": "2037-03-29T01:00:00"}', 'TK015'), ('{"doors_at_local": "2037-03-29T04:00:00"}', 'TK015'), ('{"starts_at_local": "soon"}', 'TK015'),
    ('{"status": "closed"}', 'TK015'), ('{"status": "x"}', 'TK015'), ('{"tiers": []}', 'TK015'), ('{"tiers": [1]}', 'TK015'), ('{"tiers": 1}', 'TK015'), ('{"currency": "x"}', 'TK015'), ('{"capacity": 4}', 'TK015'),
    ('{"capacity": 0}', 'TK015'), ('{"x": 1}', 'TK015'), (pg_temp.tier('{"quantity": 0}'), 'TK015'), (pg_temp.tier('{"quantity": 200000}'), 'TK015'), (pg_temp.tier('{"prices": []}'), 'TK015'),
    (pg_temp.tier('{"kind": "flying"}'), 'TK015'), (pg_temp.tier('{"color": "red"}'), 'TK015'), (pg_temp.tier('{"min_purchase": 3, "max_purchase": 2}'), 'TK015'),
    (pg_temp.tier('{"prices": [{"name": "A", "price_minor": -1}]}'), 'TK015'), (pg_temp.tier('{"kind": "seated", "category": 0}') #- '{tiers,0,quantity}', 'done'),
    ('{"fees": [{"name": "F", "kind": "per_ticket", "tier": "Z", "amount_minor": 1, "tax_rate_bp": 0}]}', 'TK009')) v (m, code);
select is((select start_time from foyer.events where slug = 'new'), '2037-03-29T00:30:00Z'::timestamptz, 'the start is an instant of the venue''s zone');
select is((select array_agg(pg_temp.event(m) order by m) from unnest(array['{"starts_at_local": "2037-03-29T02:30:00"}', '{"ends_at_local": "2037-03-29T02:00:00"}',
    '{"starts_at_local": "2037-03-30T02:30:00", "ends_at_local": "2037-03-30T05:00:00", "doors_at_local": "2037-03-29T02:59:59"}']::jsonb[]) m), '{TK015,TK015,TK015}',
    'a time in the hour that summer time skips is refused');
select is((select capacity from foyer.events where slug = 'new'), 5, 'the capacity is its places where none is given');

select id as event from foyer.events where slug = 'new' \gset
set session authorization :"manager";
select is(foyer.set_event_status(:'event', 'published', 1), 2, 'draft -> published, a new version');
select is(scene.refusal(format('select foyer.set_event_status(%L, %L, %s)', :'event', 'on_sale', 1)), 'TK010', 'a stale version');
select is(scene.refusal(format('select foyer.set_event_status(%L, %L, %s)', :'event', 'closed', 2)), 'TK015', 'published -> closed is refused');
select is(scene.refusal(format('select foyer.set_event_status(%L, %L, %s)', :'event', 'x', 2)), 'TK015', 'no such status');
select is(scene.refusal(format('select foyer.set_event_status(%L, %L, %s)', gen_random_uuid(), 'closed', 2)), 'TK009', 'no such event');
select is(foyer.set_event_status(:'event', 'on_sale', 2), 3, 'published -> on_sale');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
