-- SPDX-License-Identifier: GPL-3.0-or-later
-- What can not be deleted, whoever writes, and what goes with an event of which nothing was sold.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.event('hamlet') as hamlet, scene.event('lear') as lear, (select id from scene.plan) as plan, gen_random_uuid() as customer \gset
select venue_id as venue from foyer.seating_plans where id = :'plan' \gset
create function pg_temp.why(p_sql text) returns jsonb language plpgsql as $$
declare v text;
begin
    execute p_sql;
    return '"done"';
exception when others then
    get stacked diagnostics v = pg_exception_detail;
    return v::jsonb || jsonb_build_object('code', sqlstate);
end $$;
insert into foyer.users (id, display_name) values (:'customer', 'Ada'), (gen_random_uuid(), 'Nobody in particular');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale('a4000000-0000-4000-8000-000000000001', 8500, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')),
    jsonb_build_object('user', :'customer'))), 'done', 'a customer buys');
reset session authorization;

-- By hand, as a superuser: triggers and foreign keys.
select is(scene.refusal(s), code, s) from (values
    ('delete from foyer.promoters', '23001'), ('delete from foyer.users', '23001'), ('delete from foyer.events', '23001'), ('delete from foyer.orders', '23001'), ('delete from foyer.tickets', '23001'),
    ('delete from foyer.order_items', '23001'), ('delete from foyer.venues', '23001'), ('delete from foyer.seating_plans', '23001'), ('delete from foyer.ticket_tiers', '23503'), ('delete from foyer.event_seats where status = ''SOLD''', '23514'),
    ('delete from foyer.event_seats where status = ''AVAILABLE''; delete from foyer.ticket_tiers where name = ''Stalls''', '23503'), ('delete from foyer.price_types', '23001'),
    ('update foyer.users set deleted_at = now() where id = (select user_id from foyer.promoters join foyer.events e on e.promoter_id = promoters.id limit 1)', '23001'),
    ('update foyer.events set deleted_at = now()', '23001'), ('update foyer.venues set deleted_at = now()', '23001'), ('update foyer.seating_plans set deleted_at = now()', '23001'),
    ('update foyer.users set deleted_at = now() where display_name = ''Nobody in particular''', 'done')) v (s, code);
-- The same without the triggers that say it first: the foreign keys hold too.
alter table foyer.promoters disable trigger keep_row;
alter table foyer.users disable trigger keep_row;
alter table foyer.tickets disable trigger keep_row;
alter table foyer.orders disable trigger keep_row;
alter table foyer.events disable trigger keep_row;
select is(scene.refusal(s), '23503', 'without its trigger: ' || s) from unnest(array['delete from foyer.promoters', 'delete from foyer.users where display_name = ''Ada''', 'delete from foyer.events']) s;
-- Items and payments have no key to their order, which every sale would pay for (0012): the trigger alone holds, and verify() tells.
savepoint bare;
delete from foyer.orders;
select ok(exists (select from foyer.verify() where invariant = 'what was sold has its order'), 'without its trigger an order could be deleted, and verify() tells');
rollback to bare;
alter table foyer.promoters enable trigger keep_row;
alter table foyer.users enable trigger keep_row;
alter table foyer.tickets enable trigger keep_row;
alter table foyer.orders enable trigger keep_row;
alter table foyer.events enable trigger keep_row;
-- A place that a ticket was of stays, sold or free.
update foyer.tickets set status = 'cancelled', ended_at = now() where place_id = scene.place('hamlet', 'Stalls/A-2');
update foyer.event_seats set status = 'AVAILABLE', order_id = null, sold_at = null where id = scene.place('hamlet', 'Stalls/A-2');
select is(scene.refusal(format('delete from foyer.event_seats where id = %s', scene.place('hamlet', 'Stalls/A-2'))), '23503', 'a free place that a ticket was of stays');

-- By call.
set session authorization :"manager";
select is(pg_temp.why(format('select foyer.delete_event(%L, 1)', :'hamlet')), jsonb_build_object('code', 'TK001', 'seats', '["Stalls/A-1", "Stalls/A-2"]'::jsonb,
    'places', jsonb_build_array(scene.place('hamlet', 'Stalls/A-1'), scene.place('hamlet', 'Stalls/A-2'))), 'an event with sales stays, and says which places');
select is(scene.refusal(format('select foyer.delete_tier(%L, 1)', scene.tier('hamlet', 'Stalls'))), 'TK001', 'so does its tier');
select is(scene.refusal(format('select foyer.%s', c)), code, c) from (values
    ('delete_event(gen_random_uuid(), 1)', 'TK009'), ('delete_event(null, 1)', 'TK009'), ('delete_tier(gen_random_uuid(), 1)', 'TK009'), ('delete_plan(gen_random_uuid())', 'TK009'), ('delete_venue(gen_random_uuid(), 1)', 'TK009'),
    (format('delete_plan(%L)', :'plan'), 'TK015'), (format('delete_venue(%L, 1)', :'venue'), 'TK015')) v (c, code);
select is(pg_temp.why(format('select foyer.delete_event(%L, %L)', :'lear', v)), jsonb_build_object('code', 'TK010', 'yours', v, 'current', 1), 'a stale deletion by version ' || coalesce(v::text, 'null')) from unnest(array[2, 0, null]) v;
select is(pg_temp.why(format('select foyer.delete_tier(%L, 7)', scene.tier('hamlet', 'Floor'))), '{"code": "TK010", "yours": 7, "current": 1}', 'of a tier too');

-- A tier that nothing was sold of, with all that hangs on it; ordinals stay dense.
select is(scene.refusal(format('select foyer.join_waitlist(%L, %L, %L, 1)', :'hamlet', scene.tier('hamlet', 'Circle'), :'customer')), 'done', 'somebody waits for the circle');
select is(pg_temp.why(format('select foyer.delete_tier(%L, 1)', scene.tier('hamlet', 'Circle'))), '{"code": "TK015", "what": "waitlist"}', 'so it stays');
select is(foyer.leave_waitlist(((foyer.list_waitlist('hamlet') -> 0) ->> 'entry')::uuid) ->> 'status', 'withdrawn', 'until nobody does');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold('a4000000-0000-4000-8000-0000000000b1', '{"seats": ["Circle/A-3"]}')), 'done', 'a place of it is held');
set session authorization :"manager";
select is(pg_temp.why(format('select foyer.delete_tier(%L, 1)', scene.tier('hamlet', 'Circle'))) -> 'seats', '["Circle/A-3"]', 'what is held is not taken away');
reset session authorization;
select scene.lapse('a4000000-0000-4000-8000-0000000000b1');
select cursor from foyer.seat_states(:'hamlet', 't1') \gset
set session authorization :"manager";
select scene.tier('hamlet', 'Circle') as circle \gset
select is(foyer.delete_tier(:'circle', 1), jsonb_build_object('tier', :'circle', 'deleted', true), 'when the hold has lapsed the tier goes');
select is(foyer.seat_changes(:'hamlet', 't1', :'cursor') -> 'reload', 'true', 'maps are read anew');
select is(jsonb_path_query_array(foyer.show_event('hamlet'), '$.tiers[*].name'), '["Stalls", "Floor"]', 'the others stay');
reset session authorization;
select is((select array[count(*), min(ordinal), max(ordinal)] from foyer.event_seats where event_id = :'hamlet'), '{32,0,31}', 'places are numbered without a gap');
select is((select array[first_ordinal, last_ordinal] from foyer.ticket_tiers where id = scene.tier('hamlet', 'Floor')), '{20,31}', 'and the tier knows where its are');
select is((select count(*) from foyer.tier_prices where tier_id = :'circle') + (select count(*) from foyer.tier_counts where tier_id = :'circle') + (select count(*) from foyer.tier_count_deltas where tier_id = :'circle')
          + (select count(*) from foyer.waitlist where tier_id = :'circle'), 0::bigint, 'nothing is left of it');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- An event that nothing was sold of: places, tiers, prices, fees, waiting list and counts go, its row stays, its slug is free.
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold('a4000000-0000-4000-8000-0000000000b2', jsonb_build_object('event', :'lear', 'seats', '["Floor/3"]'::jsonb))), 'done', 'a place is held');
select is(scene.refusal(format('select foyer.join_waitlist(%L, null, %L, 1)', :'lear', :'customer')), 'done', 'somebody waits');
set session authorization :"manager";
select is(foyer.block_places('lear', '{Stalls/A-1}', 'Y', '', true) ->> 'blocked', '1', 'a place is blocked');
select is(pg_temp.why(format('select foyer.delete_event(%L, 1)', :'lear')) -> 'seats', '["Floor/3"]', 'what is held is kept');
reset session authorization;
insert into foyer.leases (id, kind, event_id, till_id, taken_by, epoch, status, ended_at, places) select 'a4000000-0000-4000-8000-0000000000c1', 'lease', :'lear', id, 'x', 2, 'reclaimed', now(), array[scene.place('lear', 'Floor/5')]
from foyer.tills where code = 't1';
select is(pg_temp.why(format('select foyer.delete_event(%L, 1)', :'lear')) -> 'seats', '["Floor/3", "Floor/5"]', 'and what a till may have sold under a lease');
select is(pg_temp.why(format('select foyer.delete_tier(%L, 1)', scene.tier('lear', 'Floor'))) -> 'seats', '["Floor/3", "Floor/5"]', 'of a tier too');
set local session_replication_role = replica;
delete from foyer.leases where id = 'a4000000-0000-4000-8000-0000000000c1';
set local session_replication_role = origin;
select scene.lapse('a4000000-0000-4000-8000-0000000000b2');
set session authorization :"manager";
select is(foyer.delete_event(:'lear', 1), jsonb_build_object('event', :'lear', 'deleted', true), 'then it goes');
select is(foyer.delete_event(:'lear', 1), jsonb_build_object('event', :'lear', 'deleted', true, 'repeated', true), 'and the same call is told so');
select is(scene.refusal('select foyer.' || c), 'TK009', 'it is no such event for ' || c) from (values ('show_event(''lear'')'), (format('show_event(%L)', :'lear')), (format('update_event(''{"event": "%s", "version": 2}'')', :'lear')),
    (format('set_event_status(%L, ''paused'', 2)', :'lear')), (format('offer_waitlist(%L, null, 1)', :'lear')), ('office_event(''lear'')')) v (c);
select is(jsonb_path_query_array(foyer.list_events(), '$[*].slug'), '["hamlet"]', 'and in no list');
reset session authorization;
select is((select array_agg(n) from (select count(*) from foyer.ticket_tiers where event_id = :'lear' union all select count(*) from foyer.event_seats where event_id = :'lear'
    union all select count(*) from foyer.waitlist where event_id = :'lear' union all select count(*) from foyer.fees where event_id = :'lear' union all select count(*) from foyer.price_types where event_id = :'lear'
    union all select count(*) from foyer.tier_prices where event_id = :'lear' union all select count(*) from foyer.tier_counts c where not exists (select from foyer.ticket_tiers t where t.id = c.tier_id)
    union all select count(*) from foyer.tier_count_deltas d where not exists (select from foyer.ticket_tiers t where t.id = d.tier_id)) x (n)), '{0,0,0,0,0,0,0,0}', 'nothing is left of it');
select is((select (deleted_at is not null) || '/' || title from foyer.events where id = :'lear'), 'true/King Lear', 'but its row');
select is((select before from foyer.audit_log where action = 'delete_event'), '{"slug": "lear", "title": "King Lear", "places": 42}', 'and one in the audit');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(jsonb_build_object('ticket', gen_random_uuid(), 'event', :'lear', 'tier', gen_random_uuid(), 'price_type', gen_random_uuid(),
    'price_minor', 1500, 'starts_at', '2037-11-27T18:30:00Z')))), 'TK009', 'nothing of it is sold');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), jsonb_build_object('event', :'lear', 'seats', '["Floor/3"]'::jsonb))), 'TK009', 'or held');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.create_event(%L)', jsonb_build_object('slug', 'lear', 'title', 'Lear again', 'plan', :'plan', 'starts_at_local', '2037-11-27T19:30:00', 'ends_at_local', '2037-11-27T22:00:00',
    'status', 'on_sale', 'currency', 'EUR', 'tiers', '[{"name": "Only", "kind": "standing", "color": "#000000", "position": 0, "tax_rate_bp": 0, "quantity": 1, "prices": [{"name": "Adult", "price_minor": 1}]}]'::jsonb))),
    'done', 'another event may have its slug');
select is(pg_temp.why(format('select foyer.delete_tier(%L, 1)', foyer.office_event('lear') #>> '{tiers,0,tier}')), '{"code": "TK015", "what": "tier"}', 'an event keeps its last tier');

-- Venues and plans.
select foyer.create_venue('{"name": "Barn", "address": "", "timezone": "UTC"}') as barn \gset
select foyer.import_plan(:'barn', 'P', '{}', '', '[]') ->> 'plan' as barn_plan \gset
select is(scene.refusal(format('select foyer.delete_venue(%L, 1)', :'barn')), 'TK015', 'a venue with a plan stays');
select is(foyer.delete_plan(:'barn_plan') ->> 'deleted', 'true', 'a plan without events goes');
select is(scene.refusal(format('select foyer.delete_plan(%L)', :'barn_plan')), 'TK009', 'once');
select is(foyer.import_plan(:'barn', 'P', '{}', '', '[]'), jsonb_build_object('plan', :'barn_plan', 'version', 1), 'and comes back when it is imported again');
select is(foyer.delete_plan(:'barn_plan') ->> 'deleted', 'true', 'and goes again');
select is(pg_temp.why(format('select foyer.delete_venue(%L, 9)', :'barn')), '{"code": "TK010", "yours": 9, "current": 1}', 'a stale deletion');
select is(foyer.delete_venue(:'barn', 1) ->> 'deleted', 'true', 'then the venue');
select is(scene.refusal(format('select foyer.import_plan(%L, %L, %L, %L, %L)', :'barn', 'P', '{}', '', '[]')), 'TK009', 'which takes no plan any more');
reset session authorization;
select is((select array_agg(action || n order by action) from (select action, count(*) as n from foyer.audit_log where action like 'delete%' group by action) a), '{delete_event1,delete_plan2,delete_tier1,delete_venue1}', 'one audit row each');
set session authorization :"clerk";
select is(scene.refusal('select foyer.' || c), '42501', 'clerks have no ' || c) from unnest(array['delete_event(null, 1)', 'delete_tier(null, 1)', 'delete_plan(null)', 'delete_venue(null, 1)']) c;
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
