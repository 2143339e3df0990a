-- SPDX-License-Identifier: GPL-3.0-or-later
-- What promoters see: their own events and counts, names where granted, and nothing of another promoter, whatever they call with whatever ids.
begin;
select no_plan();
select scene.role('manager') as manager, scene.role('clerk') as clerk, scene.role('promoter') as promoter, scene.role('promoter2') as promoter2 \gset
\set ana '00000000-0000-4000-8000-000000017001'
\set order1 'd0000000-0000-4000-8000-000000017001'
\set order2 'd0000000-0000-4000-8000-000000017002'

-- Ana buys of both promoters at once; somebody at the counter buys of one.
insert into foyer.users (id, display_name, email, phone) values (:'ana', 'Ana Anderson', 'ana@example.org', '0301234567');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'order1', 6050, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Floor', 'Adult', 1500, null, 'lear')), jsonb_build_object('user', :'ana'))),
          'done', 'one order of two promoters');
select is(scene.refusal('sell', scene.sale(:'order2', 8500, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3')))), 'done', 'and a walk-up');

-- Counts, no names.
set session authorization :"promoter";
select is(foyer.event_customers('hamlet'), jsonb_build_object('event', scene.event('hamlet'), 'names', false, 'customers', 1, 'tickets', 1, 'walk_up_orders', 1, 'walk_up_tickets', 2), 'how many customers');
select is(foyer.event_orders('hamlet') - 'list', jsonb_build_object('event', scene.event('hamlet'), 'currency', 'EUR', 'names', false, 'orders', 2, 'tickets', 3, 'gross_minor', 12000), 'how many orders');
select is((select jsonb_agg(o - 'sold_at' order by o ->> 'number') from jsonb_array_elements(foyer.event_orders('hamlet') -> 'list') o), '[{"number": "1-000000017001", "status": "paid", "channel": "counter", "tickets": 1, "gross_minor": 4000},
    {"number": "1-000000017002", "status": "paid", "channel": "counter", "tickets": 2, "gross_minor": 8000}]', 'of each the own part, without names');
select unalike(foyer.event_orders('hamlet')::text || foyer.event_customers('hamlet')::text, '%Ana%', 'no names');
select is(scene.refusal(format('select foyer.%s(%L)', f, e)), 'TK009', f || ' of ' || e) from unnest(array['event_orders', 'event_customers']) f, unnest(array['lear', scene.event('lear')::text, 'nothing']) e;
select is(scene.refusal(format('select foyer.grant_names(%L, ''hamlet'', true)', :'promoter')), '42501', 'nobody grants themselves names');
reset session authorization;
select is((select count(*) from foyer.audit_log where action = 'read_names'), 0::bigint, 'counts are no look at names');

-- Names, for one event.
set session authorization :"manager";
select is(scene.refusal(format('select foyer.grant_names(%L, %L, %s)', p, e, g)), code, what) from (values (:'promoter', 'lear', 'true', 'TK009', 'names of another''s event'), ('nobody', 'hamlet', 'true', 'TK009', 'nobody'),
    (:'clerk', 'hamlet', 'true', 'TK009', 'no promoter'), (:'promoter', 'nothing', 'true', 'TK009', 'no event'), (:'promoter', 'hamlet', 'null', 'TK015', 'neither'), (null, 'hamlet', 'true', 'TK009', 'null')) v (p, e, g, code, what);
select is(foyer.grant_names(:'promoter', 'hamlet', true), jsonb_build_object('promoter', :'promoter', 'event', scene.event('hamlet'), 'granted', true), 'granted');
select is(foyer.grant_names(:'promoter', 'hamlet', true) -> 'granted', 'true', 'twice is once');
set session authorization :"promoter";
select is(foyer.event_customers('hamlet') -> 'list', '[{"name": "Ana Anderson", "orders": 1, "tickets": 1}]', 'names of customers');
select is((select jsonb_agg(o -> 'name' order by o ->> 'number') from jsonb_array_elements(foyer.event_orders('hamlet') -> 'list') o), '["Ana Anderson", null]', 'and of orders');
select unalike(foyer.event_orders('hamlet')::text || foyer.event_customers('hamlet')::text, '%example.org%', 'nothing but names');
set session authorization :"promoter2";
select unalike(foyer.event_orders('lear')::text || foyer.event_customers('lear')::text, '%Ana%', 'not for another promoter of the same order');
select is(foyer.event_orders('lear') #> '{list,0,gross_minor}', '1500', 'who sees the own part');
set session authorization :"manager";
select ok(foyer.event_orders('lear')::text like '%Ana%', 'managers see names');
select is(foyer.grant_names(:'promoter', 'hamlet', false) -> 'granted', 'false', 'taken back');
set session authorization :"promoter";
select unalike(foyer.event_customers('hamlet')::text, '%Ana%', 'and gone');
reset session authorization;
select is((select array_agg(action || ' ' || actor order by id) from foyer.audit_log where action in ('grant_names', 'read_names') and subject = scene.event('hamlet')::text),
          array['grant_names ' || :'manager', 'read_names ' || :'promoter', 'read_names ' || :'promoter', 'read_names ' || :'promoter', 'read_names ' || :'promoter', 'grant_names ' || :'manager'],
          'grants and looks are in the audit');

-- Another promoter's house, full of canaries: wherever a text can stand.
set session authorization :"manager";
select foyer.create_venue('{"name": "CANARY venue", "address": "CANARY street", "timezone": "Europe/Berlin"}') as venue \gset
select foyer.import_plan(:'venue', 'CANARY plan', '{"name": "CANARY document"}', '{"x": "CANARY side"}', '[["CANARY1", "CANARY row/A-1", "CANARY zone", "A", "1", 1, 1, 0], ["CANARY2", "CANARY row/A-2", "", "A", "2", 2, 1, 0],
    ["CANARY3", "CANARY row/A-3", "", "A", "3", 3, 1, 0], ["CANARY4", "CANARY row/A-4", "", "A", "4", 4, 1, 0], ["CANARY5", "CANARY row/A-5", "", "A", "5", 5, 1, 0]]') ->> 'plan' as plan \gset
select foyer.create_event(jsonb_build_object('slug', 'foreign-show', 'title', 'CANARY title', 'description', 'CANARY description', 'plan', :'plan', 'promoter', :'promoter2', 'starts_at_local', '2037-12-01T19:30:00',
    'ends_at_local', '2037-12-01T22:00:00', 'status', 'on_sale', 'currency', 'EUR', 'tiers', '[{"name": "CANARY tier", "kind": "seated", "color": "#aa0000", "position": 0, "tax_rate_bp": 700, "category": 0,
    "prices": [{"name": "CANARY price", "price_minor": 77777}]}]'::jsonb, 'fees', '[{"name": "CANARY fee", "kind": "per_ticket", "amount_minor": 0, "tax_rate_bp": 0}]'::jsonb)) ->> 'event' as event \gset
select foyer.block_places('foreign-show', array['A-4'], 'CANARY', 'CANARY reason', true) \gset
reset session authorization;
update foyer.events set channel = 'canary_canary_canary_canary' where id = :'event';
insert into foyer.users (id, display_name, email, phone) values ('00000000-0000-4000-8000-000000017002', 'CANARY Person', 'CANARY@example.org', 'CANARY 030');
select id as tier from foyer.ticket_tiers where event_id = :'event' \gset
select id as price_type from foyer.price_types where event_id = :'event' \gset
set session authorization :"clerk";
select scene.send('sell', scene.sale('d0000000-0000-4000-8000-000000017003', 77777, jsonb_build_array(jsonb_build_object('ticket', '00000000-0000-4000-8000-000000017003', 'event', :'event', 'tier', :'tier', 'price_type', :'price_type',
    'place', scene.place('foreign-show', 'CANARY row/A-1'), 'price_minor', 77777, 'starts_at', '2037-12-01T18:30:00Z')), jsonb_build_object('user', '00000000-0000-4000-8000-000000017002', 'payments',
    '[{"payment": "00000000-0000-4000-8000-000000017004", "method": "card", "amount_minor": 77777, "reference": "CANARY card"}]'::jsonb))) is not null as sold \gset
select scene.send('hold_places', jsonb_build_object('hold', '00000000-0000-4000-8000-000000017005', 'till', 't1', 'token', repeat('b', 32), 'event', :'event', 'seats', '["A-2"]'::jsonb)) is not null as held \gset
reset session authorization;
update foyer.tickets set holder_name = 'CANARY holder' where id = '00000000-0000-4000-8000-000000017003';
insert into foyer.leases (id, kind, event_id, holder, taken_by) values ('00000000-0000-4000-8000-000000017006', 'allotment', :'event', 'CANARY holder', 'x');
update foyer.event_seats set status = 'RESERVED', lease_id = '00000000-0000-4000-8000-000000017006' where event_id = :'event' and label = 'CANARY row/A-5';
-- Statistics know the canaries too.
analyze foyer.events, foyer.ticket_tiers, foyer.event_seats, foyer.users, foyer.orders, foyer.tickets;

-- What every argument is tried with: what is foreign, and beside it the like of it that is nowhere. Both must be answered the same, so that not even what exists is learnt.
create temp table tries (kind text, meant text, nowhere text) on commit drop;
insert into tries
select 'uuid', v, gen_random_uuid()::text from unnest(array[:'event', :'tier', :'price_type', :'venue', :'plan', 'd0000000-0000-4000-8000-000000017003', '00000000-0000-4000-8000-000000017002', '00000000-0000-4000-8000-000000017003',
    '00000000-0000-4000-8000-000000017005', '00000000-0000-4000-8000-000000017006', (select id::text from foyer.event_seats where event_id = :'event' limit 0)]) v where v is not null
union all select 'text', v, n from (values ('foreign-show', 'unheard-show'), (:'event', gen_random_uuid()::text), ('00000000-0000-4000-8000-000000017003', gen_random_uuid()::text), (:'promoter2', 'nobody_here'), ('t1', 't1'),
    ('canar', 'zzzzz'), ('1-000000017003', '1-000000099999'), ('', ''), ('sold', 'sold'), ('AAAAAAAAAAAA', 'AAAAAAAAAAAA')) t (v, n)
union all select 'bigint', s.id::text, '999999999' from foyer.event_seats s where s.event_id = :'event' and s.label like '%A-1'
union all select 'integer', v, v from unnest(array['0', '1']) v
union all select 'boolean', v, v from unnest(array['true', 'false']) v
union all select 'text[]', v, v from unnest(array['{A-1,A-2}', '{}']) v
union all select 'bigint[]', '{' || s.id || '}', '{999999999}' from foyer.event_seats s where s.event_id = :'event' and s.label like '%A-1'
union all select 'uuid[]', '{' || :'event' || '}', '{' || gen_random_uuid() || '}'
union all select k, '{"event": "' || :'event' || '"}', '{"event": "' || gen_random_uuid() || '"}' from unnest(array['jsonb', 'json']) k
union all select 'bytea', '\x00', '\x00'
union all select k, '2037-12-01T18:30:00Z', '2037-12-01T18:30:00Z' from unnest(array['timestamp with time zone', 'timestamp without time zone', 'date']) k;
grant select on tries to public;

-- All argument lists for a function, at most 4 000: literals, for what is foreign and for what is nowhere.
create function pg_temp.argument_lists(p_function oid) returns table (meant text[], nowhere text[]) language plpgsql security definer as $$
declare
    v_types text[] := (select coalesce(array_agg(format_type(t, null) order by n), '{}') from pg_proc p, unnest(p.proargtypes::oid[]) with ordinality a (t, n) where p.oid = p_function);
    v_sql text := 'select ''{}''::text[] as meant, ''{}''::text[] as nowhere';
    v_type text;
begin
    foreach v_type in array v_types loop
        v_sql := format('select a.meant || x.meant, a.nowhere || x.nowhere from (%s) a (meant, nowhere), (select format(''%%L::%s'', t.meant), format(''%%L::%s'', t.nowhere) from tries t where t.kind = %L
                         union all select ''null::%s'', ''null::%s'') x (meant, nowhere)', v_sql, v_type, v_type, v_type, v_type, v_type);
    end loop;
    return query execute v_sql || ' limit 4000';
end $$;
-- Everything that a call gives back, also when it refuses: result, or code, message, detail, hint and context.
create function pg_temp.outcome(p_call text) returns text language plpgsql as $$
declare
    v text; d text; h text; c text;
begin
    execute format('select coalesce(jsonb_agg(x)::text, '''') from %s x', p_call) into v;
    return v;
exception when others then
    get stacked diagnostics d = pg_exception_detail, h = pg_exception_hint, c = pg_exception_context;
    return concat_ws(' ', sqlstate, sqlerrm, d, h, regexp_replace(c, 'SQL statement .* x".*', ''));
end $$;
-- What is the caller's own input, or a clock, says nothing.
create function pg_temp.plain(p_text text) returns text language plpgsql as $$
declare
    r record;
begin
    for r in select distinct v, kind = 'bigint' as number, length(v) as long from tries, unnest(array[meant, nowhere]) v where meant <> nowhere order by long desc loop
        p_text := case when r.number then regexp_replace(p_text, '\m' || r.v || '\M', '?', 'g') else replace(p_text, r.v, '?') end;
    end loop;
    return regexp_replace(p_text, '\d{4}-\d\d-\d\dT[0-9:.]+Z|\d+/\d+/\d+/\d+', '?', 'g');
end $$;
create temp table calls (name text, meant text, nowhere text) on commit drop;
insert into calls select p.proname, format('foyer.%I(%s)', p.proname, array_to_string(l.meant, ', ')), format('foyer.%I(%s)', p.proname, array_to_string(l.nowhere, ', '))
from pg_proc p, lateral pg_temp.argument_lists(p.oid) l
where p.pronamespace = 'foyer'::regnamespace and p.prokind = 'f' and has_function_privilege('foyer_promoter', p.oid, 'execute');
grant select on calls to public;
create temp table outcomes (name text, call text, meant text, nowhere text) on commit drop;
grant select, insert on outcomes to public;
select cmp_ok((select count(distinct name) from calls), '>=', 13::bigint, 'every function of the promoters is tried');
select cmp_ok((select count(*) from calls), '>', 400::bigint, 'in many ways');

set session authorization :"promoter";
insert into outcomes select name, meant, pg_temp.outcome(meant), pg_temp.outcome(nowhere) from calls;
select is_empty($$ select call, meant from outcomes where meant like '%CANARY%' or meant like '%canary_canary%' or meant like '%77777%' limit 5 $$, 'no canary in any answer or refusal');
select is_empty($$ select call, meant, nowhere from outcomes where pg_temp.plain(meant) <> pg_temp.plain(nowhere) limit 5 $$, 'what is another''s is answered as what does not exist');
reset session authorization;
truncate outcomes;
set session authorization :"promoter2";
insert into outcomes select name, meant, pg_temp.outcome(meant), null from calls where meant like '%' || :'event' || '%' or meant ~ 'foreign-show|canar|017003' or name in ('event_sales', 'list_events');
reset session authorization;
select set_eq($$ select distinct name from outcomes where meant like '%CANARY%' or meant like '%77777%' $$,
              $$ select name from (values ('event_map'), ('event_orders'), ('event_sales'), ('find_ticket'), ('list_events'), ('list_seats'), ('show_event')) v (name) $$,
              'the failing twin: they do sing for whose they are (a new call of promoters that shows texts is added here)');

-- Other ways around.
create function pg_temp.plan(p_sql text) returns text language plpgsql as $$
declare
    l text; v text := '';
begin
    for l in execute 'explain (verbose, costs) ' || p_sql loop
        v := v || l || E'\n';
    end loop;
    return v;
exception when others then
    return sqlstate || sqlerrm;
end $$;
set session authorization :"promoter";
select is(scene.refusal(c), '42501', c) from unnest(array['select * from foyer.events', 'explain select * from foyer.events', 'explain select * from foyer.tier_availability', 'explain (verbose) select * from foyer.seat_status',
    'select * from foyer.place_state', 'select * from foyer.event_state', 'select title from foyer.events where slug = ''foreign-show''', 'select * from pg_statistic', 'insert into foyer.events (slug) values (''foreign-show'')',
    'select * from foyer.place_states(null, null)', 'select * from foyer.event_part(null, true)', 'select foyer.shows_names(null)', 'select foyer.search_users(''ana'')', 'select foyer.sale_answer(null)', 'copy foyer.events to ''/tmp/events''', 'copy foyer.events to program ''cat''',
    'select * from foyer.audit_log', 'select * from foyer.name_grants', 'select pg_read_file(''PG_VERSION'')']) c;
select is((select count(*) from pg_stats where schemaname = 'foyer'), 0::bigint, 'no statistics of tables');
select is((select count(*) from pg_stats_ext where schemaname = 'foyer'), 0::bigint, 'nor extended ones');
select is_empty($$ select from pg_stat_activity where usename <> session_user and query not in ('', '<insufficient privilege>') and query is not null $$, 'nor what others send');
select is_empty($$ select from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.prosrc ~* 'canary' $$, 'no source with data of anybody');
select is_empty($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'foyer'::regnamespace and (p.prosrc ~* '\m(password|passwd|secret)\M\s*(:=|=>|=)\s*''[^'']' or p.prosrc ~ 'SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/]'
    or p.prosrc ~* '''[0-9a-f]{32,}''' or p.prosrc ~ '[A-Za-z0-9+/]{43}=') $$, 'nor with a key or password: everybody may read it');
select is_empty($$ select obj_description(c.oid, 'pg_class') from pg_class c where c.relnamespace = 'foyer'::regnamespace and obj_description(c.oid, 'pg_class') ~* 'canary' $$, 'nor a comment');
select unalike(pg_temp.plan('select * from ' || meant || ' x'), '%CANARY%', 'EXPLAIN of ' || name) from (select distinct on (name) name, meant from calls) c;
reset session authorization;
delete from foyer.name_grants;
set session authorization :"manager";
select is(scene.refusal(format('select foyer.grant_names(%L, ''foreign-show'', true)', :'promoter2')), 'done', 'names of the other');
set session authorization :"promoter2";
select alike(foyer.event_customers('foreign-show')::text, '%CANARY Person%', 'to the other');
set session authorization :"promoter";
select is(scene.refusal('select foyer.event_customers(''foreign-show'')'), 'TK009', 'not to this one');
reset session authorization;

-- A promoter's move to another event's promoter, or out of the house.
update foyer.events set promoter_id = (select r.id from foyer.promoters r join foyer.staff s using (user_id) where s.role_name = :'promoter') where id = :'event';
set session authorization :"promoter";
select unalike(foyer.event_customers('foreign-show')::text, '%CANARY Person%', 'a grant is to a promoter, not to whoever has the event');
set session authorization :"manager";
select is(foyer.set_role(:'promoter', 'clerk') -> 'group', '"clerk"', 'a promoter becomes a clerk');
set session authorization :"promoter";
select is(scene.refusal('select foyer.event_customers(''hamlet'')'), '42501', 'and has the promoters'' calls no more');
reset session authorization;
insert into foyer.name_grants (event_id, promoter_id) select :'event', promoter_id from foyer.events where id = :'event' on conflict do nothing;
alter table foyer.events disable trigger keep_row;
select is(scene.refusal(format('delete from foyer.events where id = %L', :'event')), '23503', 'an event that was sold stays');
alter table foyer.events enable trigger keep_row;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
