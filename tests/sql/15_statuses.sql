-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every way from one status to every other, of events, orders, tickets and places, written by hand by the owner: what is not drawn is refused, whoever writes.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager \gset
\set order_id 'a5000000-0000-4000-8000-000000000001'
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'order_id', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1')))), 'done', 'a sale');
reset session authorization;

-- Sets a row to the first status behind the triggers' back, tries the second, and undoes both.
create function pg_temp.tried(p_first text, p_second text) returns text language plpgsql as $$
declare v text := 'done';
begin
    set local session_replication_role = replica;
    execute p_first;
    set local session_replication_role = origin;
    begin
        execute p_second;
    exception when others then
        v := sqlstate;
    end;
    raise exception using errcode = 'FYBAC', message = v;
exception when sqlstate 'FYBAC' then
    set local session_replication_role = origin;
    return sqlerrm;
end $$;
-- The whole matrix of one enum: `drawn` says which moves there are, p_update how a row is written in a status.
create function pg_temp.matrix(p_table text, p_type regtype, p_drawn text[], p_update text) returns setof text language plpgsql as $$
declare f text; t text;
begin
    for f, t in execute format('select f::text, t::text from unnest(enum_range(null::%s)) f, unnest(enum_range(null::%s)) t where f <> t order by f, t', p_type, p_type) loop
        return next is(pg_temp.tried(format(p_update, f), format(p_update, t)), case when f || '>' || t = any (p_drawn) then 'done' else '23514' end,
                       format('%s: %s -> %s is %s', p_table, f, t, case when f || '>' || t = any (p_drawn) then 'drawn' else 'refused' end));
    end loop;
end $$;

select pg_temp.matrix('events', 'foyer.event_status', '{draft>published,draft>cancelled,published>on_sale,published>postponed,published>cancelled,on_sale>paused,on_sale>closed,on_sale>postponed,on_sale>cancelled,paused>on_sale,
    paused>closed,paused>postponed,paused>cancelled,postponed>published,postponed>on_sale,postponed>cancelled,closed>postponed,closed>cancelled}',
    'update foyer.events set status = %L where slug = ''hamlet''');
select pg_temp.matrix('orders', 'foyer.order_status', '{reserved>paid,reserved>cancelled,paid>part_refunded,paid>refunded,part_refunded>refunded}',
    'update foyer.orders set status = %L, pay_until = now(), sold_at = now() where id = ''a5000000-0000-4000-8000-000000000001''');
select pg_temp.matrix('tickets', 'foyer.ticket_status', '{valid>used,valid>refunded,valid>exchanged,valid>cancelled}',
    'with s as (select %L::foyer.ticket_status as status) update foyer.tickets k set status = s.status, used_at = case when s.status = ''used'' then now() end,
     ended_at = case when s.status not in (''valid'', ''used'') then now() end from s where order_id = ''a5000000-0000-4000-8000-000000000001''');

-- Places: what each state is, and every move between them. A soft letter opens, a kill does not; a hold gives way to another only when it has lapsed.
insert into foyer.letters (letter, is_soft) values ('Y', true), ('Z', false) on conflict do nothing;
insert into foyer.holds (id, event_id, token, held_by, request_hash, expires_at) select ('a5000000-0000-4000-8000-0000000000f' || n)::uuid, scene.event('hamlet'), repeat('a', 32), 'x', sha256(''), now() from generate_series(1, 2) n;
insert into foyer.leases (id, kind, event_id, till_id, taken_by) select ('a5000000-0000-4000-8000-0000000000e' || n)::uuid, 'lease', scene.event('hamlet'), (select id from foyer.tills where code = 't' || n), 'x' from generate_series(1, 2) n;
create temp table states (name text primary key, sets text) on commit drop;
insert into states values
    ('free', 'status = ''AVAILABLE'', hold_id = null, lease_id = null, reserved_until = null, order_id = null, sold_at = null, block_letter = null, block_is_soft = null'),
    ('held', 'status = ''RESERVED'', hold_id = ''a5000000-0000-4000-8000-0000000000f1'', lease_id = null, reserved_until = clock_timestamp() + interval ''1 hour'', order_id = null, sold_at = null, block_letter = null, block_is_soft = null'),
    ('lapsed', 'status = ''RESERVED'', hold_id = ''a5000000-0000-4000-8000-0000000000f1'', lease_id = null, reserved_until = clock_timestamp() - interval ''1 second'', order_id = null, sold_at = null, block_letter = null, block_is_soft = null'),
    ('held by another', 'status = ''RESERVED'', hold_id = ''a5000000-0000-4000-8000-0000000000f2'', lease_id = null, reserved_until = clock_timestamp() + interval ''1 hour'', order_id = null, sold_at = null, block_letter = null, block_is_soft = null'),
    ('leased', 'status = ''RESERVED'', hold_id = null, lease_id = ''a5000000-0000-4000-8000-0000000000e1'', reserved_until = null, order_id = null, sold_at = null, block_letter = null, block_is_soft = null'),
    ('leased to another', 'status = ''RESERVED'', hold_id = null, lease_id = ''a5000000-0000-4000-8000-0000000000e2'', reserved_until = null, order_id = null, sold_at = null, block_letter = null, block_is_soft = null'),
    ('sold', 'status = ''SOLD'', hold_id = null, lease_id = null, reserved_until = null, order_id = ''a5000000-0000-4000-8000-000000000001'', sold_at = now(), block_letter = null, block_is_soft = null'),
    ('sold to another', 'status = ''SOLD'', hold_id = null, lease_id = null, reserved_until = null, order_id = ''a5000000-0000-4000-8000-000000000002'', sold_at = now(), block_letter = null, block_is_soft = null'),
    ('soft', 'status = ''BLOCKED'', hold_id = null, lease_id = null, reserved_until = null, order_id = null, sold_at = null, block_letter = ''Y'', block_is_soft = true'),
    ('killed', 'status = ''BLOCKED'', hold_id = null, lease_id = null, reserved_until = null, order_id = null, sold_at = null, block_letter = ''Z'', block_is_soft = false');
-- One row per state: the states that it may not go to. Every other it may.
create temp table refused (name text primary key, to_names text[]) on commit drop;
insert into refused values ('free', '{}'), ('held', '{"held by another",soft,killed}'), ('lapsed', '{soft,killed}'), ('held by another', '{held,lapsed,soft,killed}'), ('leased', '{soft,killed}'),
    ('leased to another', '{soft,killed}'), ('sold', '{held,lapsed,"held by another",leased,"leased to another","sold to another",soft,killed}'),
    ('sold to another', '{held,lapsed,"held by another",leased,"leased to another",sold,soft,killed}'), ('soft', '{}'),
    ('killed', '{held,lapsed,"held by another",leased,"leased to another",sold,"sold to another"}');
select is(pg_temp.tried(format('update foyer.event_seats set %s where id = %s', a.sets, scene.place('hamlet', 'Stalls/B-1')), format('update foyer.event_seats set %s where id = %s', b.sets, scene.place('hamlet', 'Stalls/B-1'))),
          case when b.name = any (r.to_names) then '23514' else 'done' end, format('place: %s -> %s is %s', a.name, b.name, case when b.name = any (r.to_names) then 'refused' else 'drawn' end))
from states a join refused r on r.name = a.name join states b on b.name <> a.name order by a.name, b.name;
select is(pg_temp.tried('select', format('insert into foyer.event_seats (event_id, tier_id, ordinal, label) values (%L, %L, 999, ''new''); update foyer.event_seats set %s where label = ''new''', scene.event('hamlet'), scene.tier('hamlet', 'Stalls'), sets)),
          'done', 'a new place may be ' || name) from states where name in ('free', 'soft', 'killed', 'held');
select is(pg_temp.tried(format('update foyer.event_seats set %s where id = %s', sets, scene.place('hamlet', 'Stalls/B-1')), format('delete from foyer.event_seats where id = %s', scene.place('hamlet', 'Stalls/B-1'))),
          case when name in ('free', 'soft', 'killed') then 'done' else '23514' end, 'a place that is ' || name || case when name in ('free', 'soft', 'killed') then ' may go' else ' stays' end) from states;

-- The calls that move an event refuse in the same way, with a sentence.
set session authorization :"manager";
select is(scene.refusal(format('select foyer.set_event_status(%L, %L, (foyer.show_event(''hamlet'') ->> ''version'')::integer)', scene.event('hamlet'), s)), 'TK015', 'on_sale -> ' || s) from unnest(array['draft', 'published', 'on_sale ', 'nothing', '']) s;
select is(foyer.set_event_status(scene.event('hamlet'), s, n), n + 1, 'to ' || s)
from unnest(array['paused', 'on_sale', 'closed', 'postponed', 'published', 'on_sale']) with ordinality x (s, m), lateral (select m::integer as n) v;
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
