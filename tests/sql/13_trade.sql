-- SPDX-License-Identifier: GPL-3.0-or-later
-- The queries of resources/sql/QUERIES.md, taken out of that page: each runs as written, as the person that it names, and stands on the index that it names.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.event('hamlet') as hamlet, gen_random_uuid() as customer, gen_random_uuid() as order_id \gset
\set page `cat "$(dirname "$FOYER_ERRORS_DEF")/sql/QUERIES.md"`
create table scene.queries as
select n - 1 as n, substring(block from '^-- (\w+)') as who, substring(block from '^-- \w+: (\w+)') as index, substr(block, position(E'\n' in block) + 1) as query
from unnest(string_to_array(:'page', E'```sql\n')) with ordinality b (text, n), lateral (select split_part(b.text, E';\n```', 1) as block) x where n > 1;
grant select on scene.queries to public;
select is((select count(*) from scene.queries), (select count(*) from regexp_matches(:'page', '```sql', 'g')), 'every block of the page is read');
select is((select array_agg(who || n order by who) from (select who, count(*) as n from scene.queries group by who) q), '{clerk3,manager5,owner13}', 'each names its reader');

-- A customer with tickets to come, one that came back, and some sales.
insert into foyer.users (id, display_name) values (:'customer', 'Ada');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'order_id', 8500, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')),
    jsonb_build_object('user', :'customer'))), 'done', 'a customer buys');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'done', 'so does somebody else');
select is(scene.refusal('hold_places', scene.hold('f1000000-0000-4000-8000-000000000001', '{"seats": ["Stalls/A-5"]}')), 'done', 'a place is held');
reset session authorization;
update foyer.tickets set status = 'cancelled', ended_at = now() where place_id = scene.place('hamlet', 'Stalls/A-2');
update foyer.event_seats set status = 'AVAILABLE', order_id = null, sold_at = null where id = scene.place('hamlet', 'Stalls/A-2');

-- The page's variables get their values here.
create table scene.given (name text primary key, value text);
insert into scene.given values ('event', 'hamlet'), ('tier', 'Floor'), ('customer', :'customer'), ('order', :'order_id'), ('till', 't1'), ('day', current_date::text),
    ('tier_id', scene.tier('hamlet', 'Stalls')::text), ('code', (select id::text from foyer.tickets where order_id = :'order_id' limit 1));
create function scene.filled(p_query text) returns text language plpgsql security definer as $$
declare g record;
begin
    for g in select * from scene.given loop
        p_query := replace(p_query, ':''' || g.name || '''', quote_literal(g.value));
    end loop;
    return p_query;
end $$;
select is_empty($$ select n from scene.queries where scene.filled(query) ~ ':''' $$, 'no variable is left');
create function scene.rows(p_query text) returns setof jsonb language plpgsql as $$
begin
    return query execute format('select to_jsonb(q) from (%s) q', scene.filled(p_query));
end $$;
create function scene.of_page(p_n integer) returns setof jsonb language sql as $$ select r from scene.queries q, scene.rows(q.query) with ordinality x (r, n) where q.n = p_n order by x.n $$;

set session authorization :"clerk";
select is((select array_agg(r - 'start_time') from scene.of_page(1) r), array['{"title": "Hamlet", "venue": "House", "tickets_available": 39}', '{"title": "King Lear", "venue": "House", "tickets_available": 42}']::jsonb[],
    'performances with tickets left');
select is((select array_agg(r - array['is_active', 'sale_start_time', 'sale_end_time']) from scene.of_page(2) r), array[
    '{"name": "Stalls", "price": 4000, "quantity": 20, "sold": 1, "reserved": 1, "available": 18, "discrepancy": 0}',
    '{"name": "Circle", "price": 3000, "quantity": 10, "sold": 0, "reserved": 0, "available": 10, "discrepancy": 0}',
    '{"name": "Floor", "price": 1500, "quantity": 12, "sold": 1, "reserved": 0, "available": 11, "discrepancy": 0}']::jsonb[], 'tiers with their numbers');
select is((select jsonb_agg(r - array['seat_id', 'sold_at', 'reserved_until']) from scene.of_page(4) r where r ->> 'label' in ('Stalls/A-1', 'Stalls/A-2', 'Stalls/A-5')), jsonb_build_array(
    jsonb_build_object('label', 'Stalls/A-1', 'status', 'SOLD', 'order_id', :'order_id'), '{"label": "Stalls/A-2", "status": "AVAILABLE", "order_id": null}'::jsonb,
    '{"label": "Stalls/A-5", "status": "RESERVED", "order_id": null}'::jsonb), 'seats with their order');
select is((select count(*) || '/' || count(*) filter (where r ->> 'sold_at' is not null) || '/' || count(*) filter (where r ->> 'reserved_until' is not null) from scene.of_page(4) r), '42/2/1', 'all of them');
select is(scene.refusal(format('select scene.of_page(%s)', n)), '42501', 'a clerk does not run ' || n) from scene.queries where who = 'manager' and n in (3, 5, 7);
select is(scene.refusal(format('select scene.of_page(%s)', n)), '42501', 'nor, of the owner''s, ' || n) from scene.queries where who = 'owner';
set session authorization :"manager";
select is((select jsonb_agg(r - array['order_number', 'event_start_time']) from scene.of_page(3) r), '[{"event_title": "Hamlet", "seat": "Stalls/A-1", "ticket_status": "valid"}]', 'a customer''s tickets to come');
select is((select jsonb_agg(r - array['start_time', 'currency']) from scene.of_page(5) r), '[{"title": "Hamlet", "capacity": 42, "tickets_sold": 3, "total_minor": 10250}, {"title": "King Lear", "capacity": 42, "tickets_sold": 0,
    "total_minor": 0}]', 'sales by performance');
select is((select r #>> '{join_waitlist,position}' from scene.of_page(6) r), '1', 'somebody joins');
select is((select r #>> '{offer_waitlist,offered,0,seats}' is not null from scene.of_page(7) r), true, 'and is offered places');
select is((select jsonb_agg(r - 'seats') from scene.of_page(8) r), '[{"position": 1, "display_name": "Ada", "quantity": 2, "status": "offered"}]', 'which the list shows');
reset session authorization;
select is((select count(*) from foyer.notifications where user_id = :'customer'), 1::bigint, 'and the customer is told');

-- A wrong count is a discrepancy, not hidden and not clamped.
set local session_replication_role = replica;
update foyer.tier_counts set sold = sold - 5 where tier_id = scene.tier('hamlet', 'Floor');
set local session_replication_role = origin;
set session authorization :"clerk";
select is((select r - array['is_active', 'sale_start_time', 'sale_end_time', 'price'] from scene.of_page(2) r where r ->> 'name' = 'Floor'), '{"name": "Floor", "quantity": 12, "sold": -4, "reserved": 2, "available": 9, "discrepancy": 5}',
    'a discrepancy is shown');
reset session authorization;
update foyer.tier_counts set sold = sold + 5 where tier_id = scene.tier('hamlet', 'Floor');

-- The owner's queries run, and the planner may use the index that each names.
set role foyer_owner;
select is(scene.refusal(scene.filled(query)), 'done', 'the owner runs ' || n) from scene.queries where who = 'owner';
reset role;
insert into foyer.events (slug, title, venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity, status)
select 'concert-' || n, 'Concert ' || n, venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity, 'on_sale'
from foyer.events, generate_series(1, 2000) n where slug = 'hamlet';
analyze foyer.events;
set local enable_seqscan = off;
-- Other tables are small here, so any index will do for the planner: it is asked once as it likes and once for bitmaps, which is all that GIN and BRIN do.
create function pg_temp.plan(p_query text) returns text language plpgsql as $$
declare v text; v_plan text := '';
begin
    for v_i in 0..1 loop
        perform set_config('enable_indexscan', (v_i = 0)::text, true), set_config('enable_indexonlyscan', (v_i = 0)::text, true);
        for v in execute 'explain ' || p_query loop
            v_plan := v_plan || v || E'\n';
        end loop;
    end loop;
    return v_plan;
end $$;
select matches(pg_temp.plan(scene.filled(query)), '\m' || index || '\M', 'query ' || n || ' stands on ' || index) from scene.queries where who = 'owner';
-- The same without the index: the plan would name another, so that the test can fail.
drop index foyer.orders_customer, foyer.events_search;
select doesnt_match(pg_temp.plan(scene.filled(query)), '\m' || index || '\M', index || ' gone is seen') from scene.queries where index in ('orders_customer', 'events_search');
select is((select count(*) from scene.queries where who = 'owner' and index is null), 0::bigint, 'each of them names one');
set local enable_seqscan = on;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
