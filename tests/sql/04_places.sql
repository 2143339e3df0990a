-- SPDX-License-Identifier: GPL-3.0-or-later
-- Moves of places, whoever writes, and counts that follow every write.
begin;
select no_plan();
\set order '00000000-0000-4000-8000-000000000001'
\set hold1 '00000000-0000-4000-8000-0000000000a1'
\set hold2 '00000000-0000-4000-8000-0000000000a2'
insert into foyer.holds (id, event_id, till_id, token, held_by, request_hash, expires_at)
select h, scene.event('hamlet'), (select id from foyer.tills where code = 't1'), repeat('a', 32), 'x', sha256(''), now() from unnest(array[:'hold1', :'hold2']::uuid[]) h;
create function pg_temp.move(p_label text, p_to text, p_hold uuid default null, p_until interval default '1 hour') returns text language sql as $$
    select scene.refusal(format('update foyer.event_seats set status = %L, hold_id = %L, reserved_until = %L, order_id = %L, sold_at = %L, block_letter = %L, block_is_soft = %L
        where id = %L', p_to, p_hold, case when p_hold is not null then clock_timestamp() + p_until end,
        case when p_to = 'SOLD' then '00000000-0000-4000-8000-000000000001' end, case when p_to = 'SOLD' then clock_timestamp() end,
        case when p_to like 'BLOCKED' then 'K' end, case when p_to like 'BLOCKED' then false end, scene.place('hamlet', p_label))) $$;

select is(scene.counts('hamlet', 'Stalls'), '{20,0,0,0,0}', 'all free');
select is(pg_temp.move('Stalls/A-1', 'RESERVED', :'hold1'), 'done', 'AVAILABLE -> RESERVED');
select is(pg_temp.move('Stalls/A-2', 'SOLD'), 'done', 'AVAILABLE -> SOLD');
select is(pg_temp.move('Stalls/A-3', 'BLOCKED'), 'done', 'AVAILABLE -> BLOCKED');
select is(scene.counts('hamlet', 'Stalls'), '{17,1,0,1,1}', 'counts follow direct updates');
select is(pg_temp.move('Stalls/A-1', 'BLOCKED'), '23514', 'RESERVED -> BLOCKED is refused');
select is(pg_temp.move('Stalls/A-1', 'RESERVED', :'hold2'), '23514', 'a hold that has not lapsed is not taken over');
select is(pg_temp.move('Stalls/A-1', 'RESERVED', :'hold1', '-1 second'), 'done', 'its own hold may change its end');
select is(scene.counts('hamlet', 'Stalls'), '{18,0,0,1,1}', 'a lapsed hold counts as free before any sweep');
select is(pg_temp.move('Stalls/A-1', 'RESERVED', :'hold2'), 'done', 'a lapsed hold is taken over');
select is(pg_temp.move('Stalls/A-1', 'SOLD'), 'done', 'RESERVED -> SOLD');
select is(pg_temp.move('Stalls/A-1', 'RESERVED', :'hold1'), '23514', 'SOLD -> RESERVED does not exist');
select is(pg_temp.move('Stalls/A-1', 'BLOCKED'), '23514', 'SOLD -> BLOCKED is refused');
select is(scene.refusal(format('update foyer.event_seats set order_id = gen_random_uuid() where id = %s', scene.place('hamlet', 'Stalls/A-1'))), '23514', 'a sold place keeps its order');
select is(pg_temp.move('Stalls/A-1', 'AVAILABLE'), 'done', 'SOLD -> AVAILABLE');
select is(pg_temp.move('Stalls/A-3', 'SOLD'), '23514', 'a killed place is not sold');
update foyer.event_seats set block_is_soft = true where id = scene.place('hamlet', 'Stalls/A-3');
select is(pg_temp.move('Stalls/A-3', 'SOLD'), 'done', 'one under a soft letter can be');
select is(scene.refusal($$ insert into foyer.event_seats (event_id, tier_id, ordinal, label, status, order_id, sold_at)
    values (scene.event('hamlet'), scene.tier('hamlet', 'Floor'), 999, 'x', 'SOLD', gen_random_uuid(), now()) $$), '23514', 'no place is born sold');
select is(scene.refusal(format('delete from foyer.event_seats where id = %s', scene.place('hamlet', 'Stalls/A-3'))), '23514', 'a sold place is not deleted');
select is(scene.refusal(format('update foyer.event_seats set event_id = %L, tier_id = %L where id = %s', scene.event('lear'), scene.tier('lear', 'Stalls'),
    scene.place('hamlet', 'Stalls/B-1'))), '23514', 'a place stays in its event');

-- The ledger follows inserts and deletes too, and changes of many rows and tiers in one statement.
insert into foyer.event_seats (event_id, tier_id, ordinal, label) select scene.event('hamlet'), scene.tier('hamlet', 'Floor'), 900 + n, 'Extra/' || n from generate_series(1, 3) n;
select is(scene.counts('hamlet', 'Floor'), '{15,0,0,0,0}', 'counts follow inserts');
delete from foyer.event_seats where label like 'Extra/%';
select is(scene.counts('hamlet', 'Floor'), '{12,0,0,0,0}', 'and deletes');
update foyer.event_seats set status = 'BLOCKED', block_letter = 'A', block_is_soft = true where event_id = scene.event('hamlet') and status = 'AVAILABLE';
select is(scene.counts('hamlet', 'Floor') || scene.counts('hamlet', 'Circle'), '{0,0,0,12,0,0,0,0,10,0}', 'and one update of many tiers');
select is((select count(*) from foyer.tier_count_deltas where tier_id = scene.tier('hamlet', 'Circle') and free <> 0 and blocked <> 0), 1::bigint, 'with one row per tier');
update foyer.event_seats set label = label where event_id = scene.event('lear');
select is((select count(*) from foyer.tier_count_deltas where tier_id = scene.tier('lear', 'Stalls')), 1::bigint, 'an update that moves nothing appends nothing');
select is((select array_agg(discrepancy) from foyer.tier_availability), '{0,0,0,0,0,0}', 'no discrepancy');
select isnt_empty($$ select from foyer.event_seats where changed_xid = pg_current_xact_id() and status = 'BLOCKED' $$, 'every write leaves its mark for maps');

-- A tier that something was sold in stays.
select is(scene.refusal($$ delete from foyer.ticket_tiers where event_id = scene.event('hamlet') $$), '23503', 'a tier with places is not deleted');
select is(scene.refusal($$ delete from foyer.price_types where event_id = scene.event('hamlet') $$), '23503', 'a price type with prices is not deleted');

select * from finish();
rollback;
