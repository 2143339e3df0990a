-- SPDX-License-Identifier: GPL-3.0-or-later
-- hello, lists, maps and their changes.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
select plan_id as plan from foyer.events where slug = 'hamlet' \gset
\set h1 '00000000-0000-4000-8000-0000000000d1'
\set h2 '00000000-0000-4000-8000-0000000000d2'
update foyer.settings set demo = true;
set session authorization :"clerk";

select is(foyer.hello('t1') - 'server_time' - 'system_identifier' - 'server_version' - 'schema_version', jsonb_build_object('breaking_version', 0, 'timeline', 1, 'role', :'clerk', 'display_name', 'Clerk',
    'groups', '["clerk"]'::jsonb, 'demo', true, 'till_code', 't1'), 'hello says who is there');
select matches(foyer.hello() ->> 'system_identifier', '^[0-9]{10,}$', 'and which server');
select matches(foyer.hello() ->> 'server_time', '^20[0-9-]+T[0-9:]+Z$', 'and when');
select is(foyer.hello('nowhere') ->> 'till_code', '', 'an unknown till is none');

select is((foyer.list_events() -> 0) - 'id', '{"slug": "hamlet", "title": "Hamlet", "venue": "House", "starts_at": "2037-11-27T18:30:00Z", "doors_at": "2037-11-27T18:00:00Z",
    "timezone": "Europe/Berlin", "currency": "EUR", "status": "on_sale", "places": 42, "free": 42, "held": 0, "leased": 0, "blocked": 0, "sold": 0}', 'an event in a list');
select is(jsonb_array_length(foyer.list_events(s)), n, 'search ' || coalesce(s, 'nothing')) from (values ('', 2), (null, 2), ('king', 1), ('  LEAR house ', 1), ('king hamlet', 0), ('%', 0), ('''; --', 0),
    ('lear', 1)) v (s, n);
select is(foyer.show_event('hamlet') - 'tiers' - 'id' - 'channel' - 'plan', (foyer.list_events() -> 0) - 'id' || '{"version": 1, "venue_address": "Street 1", "plan_version": 1,
    "fee_per_order_minor": 100}', 'an event alone');
select is(foyer.show_event(upper(scene.event('hamlet')::text)), foyer.show_event('hamlet'), 'by id');
select is(jsonb_path_query_array(foyer.show_event('hamlet'), '$.tiers[*].name'), '["Stalls", "Circle", "Floor"]', 'tiers by position');
select is((foyer.show_event('hamlet') #> '{tiers,0}') - 'prices' - 'id', '{"name": "Stalls", "color": "#aa0000", "kind": "seated", "position": 0, "min_purchase": 1, "max_purchase": 0, "on_sale": true,
    "fee_per_ticket_minor": 200, "places": 20, "free": 20, "held": 0, "leased": 0, "blocked": 0, "sold": 0}', 'a tier with its own fee');
select is(foyer.show_event('hamlet') #> '{tiers,1,fee_per_ticket_minor}', '150', 'another with the event''s');
select is(jsonb_path_query_array(foyer.show_event('hamlet'), '$.tiers[0].prices[*].name'), '["Adult", "Child"]', 'the normal price first');
select is(scene.refusal(format('select foyer.show_event(%L)', e)), 'TK009', 'no event ' || coalesce(e, 'null')) from unnest(array['', 'nothing', null, gen_random_uuid()::text, '''; --', repeat('x', 10000)]) e;

select is(foyer.event_map(scene.event('hamlet')) ->> 'plan_document', '{"name": "Main"}', 'the map brings the plan');
select is(jsonb_array_length((foyer.event_map(scene.event('hamlet')) -> 'places')::jsonb), 42, 'and every place');
select is((foyer.event_map(scene.event('hamlet')) -> 'places' -> 0)::jsonb, jsonb_build_array(scene.place('hamlet', 'Stalls/A-1'), 'Stalls/A-1', 0, 0), 'as id, label, tier, seat');
select is((foyer.event_map(scene.event('hamlet')) -> 'places' -> 41)::jsonb, jsonb_build_array(scene.place('hamlet', 'Floor/12'), 'Floor/12', 2, -1), 'standing places last');

-- States and changes.
select states, cursor from foyer.seat_states(scene.event('hamlet'), 't1') \gset
select is(length(:'states'::bytea), 42, 'a byte per place');
select is(:'states'::bytea, decode(repeat('00', 42), 'hex'), 'all free');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-2"]}')), 'done', 'till 1 holds');
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-4"]}', 't2')), 'done', 'till 2 holds');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-6')))), 'done', 'till 1 sells');
reset session authorization;
insert into foyer.leases (id, kind, event_id, till_id, places, taken_by)
select id, 'lease', scene.event('hamlet'), (select id from foyer.tills where code = till), array[scene.place('hamlet', seat)], 'x'
from (values ('00000000-0000-4000-8000-0000000000e1'::uuid, 't1', 'Circle/A-1'), ('00000000-0000-4000-8000-0000000000e2', 't2', 'Circle/A-2')) v (id, till, seat);
insert into foyer.leases (id, kind, event_id, taken_by) values ('00000000-0000-4000-8000-0000000000e3', 'allotment', scene.event('hamlet'), 'x');
update foyer.event_seats s set status = 'RESERVED', lease_id = ('00000000-0000-4000-8000-0000000000e' || n)::uuid from generate_series(1, 3) n
where s.id = scene.place('hamlet', 'Circle/A-' || n);
insert into foyer.letters (letter, is_soft) values ('K', false);
update foyer.event_seats set status = 'BLOCKED', block_letter = 'K', block_is_soft = false where id = scene.place('hamlet', 'Circle/A-4');
set session authorization :"clerk";
select is((select array[get_byte(states, 1), get_byte(states, 3), get_byte(states, 5), get_byte(states, 20), get_byte(states, 21), get_byte(states, 22), get_byte(states, 23)]
           from foyer.seat_states(scene.event('hamlet'), 't1')), '{2,1,6,4,3,5,7}', 'mine, another''s, sold, leased to me, to another, allotment, blocked');
select is((select get_byte(states, 1) from foyer.seat_states(scene.event('hamlet'), 't2')), 1, 'seen from the other till');
select is((select get_byte(states, 1) from foyer.seat_states(scene.event('hamlet'), '')), 1, 'or from none');
select foyer.seat_changes(scene.event('hamlet'), 't1', :'cursor') as changes \gset
select is(:'changes'::jsonb -> 'changes', '[[1, 2], [3, 1], [5, 6], [20, 4], [21, 3], [22, 5], [23, 7]]', 'changes since the cursor');
select is(:'changes'::jsonb -> 'reload', 'false', 'without a reload');
select is(foyer.seat_changes(scene.event('hamlet'), 't1', c) -> 'reload', 'true', 'reload for cursor ' || coalesce(c, 'null')) from unnest(array[null, '', '1/1/1/1', 'x', :'cursor' || 'x', '0' || :'cursor']) c;
reset session authorization;
select scene.lapse(:'h2');
set session authorization :"clerk";
select is((select get_byte(states, 3) from foyer.seat_states(scene.event('hamlet'), 't1')), 0, 'a lapsed hold is free');
select is(jsonb_path_query_array(foyer.list_seats('hamlet', 'held'), '$[*].seat'), '["Stalls/A-2"]', 'held seats');
select ok(foyer.list_seats('hamlet', 'held') #>> '{0,until}' like '20%Z', 'with their end');
select is(foyer.list_seats('hamlet', 'sold'), '[{"seat": "Stalls/A-6", "tier": "Stalls", "status": "sold"}]', 'sold seats');
select is(jsonb_array_length(foyer.list_seats('hamlet', s)), n, s) from (values ('leased', 3), ('blocked', 1), ('free', 36)) v (s, n);
select is(jsonb_array_length(foyer.list_seats('hamlet')), 42, 'all seats');
select is(scene.refusal('select foyer.list_seats(''hamlet'', ''gone'')'), 'TK015', 'no such status');
select is((select array[sold, reserved, available, blocked, discrepancy] from foyer.tier_availability where tier_id = scene.tier('hamlet', 'Circle')), '{0,3,6,1,0}', 'availability by view');
select is((select tickets_available from foyer.active_events_with_availability where slug = 'hamlet'), 36, 'of the event too');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
