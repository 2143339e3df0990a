-- SPDX-License-Identifier: GPL-3.0-or-later
-- refund: what comes back, what it is worth, which way the money goes.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set o1 'f0000000-0000-4000-8000-000000000001'
\set o2 'f0000000-0000-4000-8000-000000000002'
\set o3 'f0000000-0000-4000-8000-000000000003'
\set r1 'f0000000-0000-4000-8000-0000000000a1'
\set r2 'f0000000-0000-4000-8000-0000000000a2'
\set r3 'f0000000-0000-4000-8000-0000000000a3'
\set r9 'f0000000-0000-4000-8000-0000000000a9'
\set card 'f0000000-0000-4000-8000-0000000000b1'
\set cash 'f0000000-0000-4000-8000-0000000000b2'
create function pg_temp.cash(p_minor bigint) returns jsonb language sql as $$ select jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', p_minor)) $$;
create function pg_temp.back(p_refund uuid, p_order uuid, p_tickets jsonb, p_total bigint, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('refund', p_refund, 'till', 't1', 'order', p_order, 'tickets', p_tickets, 'fee', 'kept', 'reason', 'ill', 'total_minor', p_total,
                              'legs', pg_temp.cash(p_total)) || p_more $$;

-- A seat, a standing place and a child's seat, and an order's fee: 4000 + 200, 1500 + 150, 2001 + 200, 100. By card 5000, in cash 3151.
select jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Floor', 'Adult', 1500), scene.item('Stalls', 'Child', 2001, 'Stalls/A-2')) as items \gset
select :'items'::jsonb #>> '{0,ticket}' as adult, :'items'::jsonb #>> '{1,ticket}' as floor, :'items'::jsonb #>> '{2,ticket}' as child \gset
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o1', 8151, :'items', jsonb_build_object('payments', jsonb_build_array(
    jsonb_build_object('payment', :'card', 'method', 'card', 'amount_minor', 5000, 'reference', 'terminal 1'),
    jsonb_build_object('payment', :'cash', 'method', 'cash', 'amount_minor', 3151, 'given_minor', 4000))))), 'done', 'sold');
select is(scene.refusal('sell', scene.sale(:'o2', 8500, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-4')))), 'done', 'another');

-- Bad requests; nothing of them stays.
select pg_temp.back(:'r1', :'o1', jsonb_build_array(:'child'), 2001) as one \gset
select is(scene.refusal('refund', :'one'::jsonb || more), code, code || ' for ' || left(more::text, 100)) from (values
    ('TK015', '{"x": 1}'::jsonb), ('TK015', '{"refund": 1}'), ('TK015', '{"refund": "x"}'), ('TK015', '{"order": "x"}'), ('TK015', '{"tickets": "some"}'), ('TK015', '{"tickets": []}'),
    ('TK015', '{"tickets": [1]}'), ('TK015', '{"tickets": ["x"]}'), ('TK015', '{"tickets": {}}'), ('TK015', '{"tickets": null}'), ('TK015', '{"fee": "half"}'), ('TK015', '{"fee": null}'),
    ('TK015', '{"reason": ""}'), ('TK015', jsonb_build_object('reason', repeat('x', 1001))), ('TK015', '{"total_minor": "2001"}'), ('TK015', '{"total_minor": 1.5}'),
    ('TK015', '{"total_minor": 1e30}'), ('TK004', '{"total_minor": 2000}'), ('TK004', '{"total_minor": 0}'), ('TK004', '{"total_minor": -2001}'), ('TK004', '{"total_minor": 9223372036854775807}'),
    ('TK004', '{"fee": "returned"}'), ('TK015', '{"legs": {}}'), ('TK015', '{"legs": [1]}'), ('TK015', '{"legs": [{}]}'), ('TK007', '{"legs": []}'),
    ('TK015', jsonb_build_object('legs', (select jsonb_agg('{"method": "cash", "amount_minor": 1}'::jsonb) from generate_series(1, 21)))),
    ('TK015', '{"legs": [{"method": "cash", "amount_minor": 0}]}'), ('TK015', '{"legs": [{"method": "cash", "amount_minor": -1}]}'),
    ('TK015', '{"legs": [{"method": "cash", "amount_minor": 2002}, {"method": "cash", "amount_minor": -1}]}'), ('TK015', '{"legs": [{"method": "cash", "amount_minor": 1e12}]}'),
    ('TK015', '{"legs": [{"method": "cash", "amount_minor": 0.5}]}'), ('TK015', '{"legs": [{"method": "cash", "amount_minor": "2001"}]}'),
    ('TK015', '{"legs": [{"method": "voucher", "amount_minor": 2001}]}'), ('TK015', '{"legs": [{"method": "exchange", "amount_minor": 2001}]}'),
    ('TK015', '{"legs": [{"method": "card", "amount_minor": 2001}]}'), ('TK015', '{"legs": [{"method": "card", "amount_minor": 2001, "reference": ""}]}'),
    ('TK015', '{"legs": [{"method": "cash", "amount_minor": 2001, "payment": "x"}]}'), ('TK015', '{"legs": [{"method": "cash", "amount_minor": 2001, "more": 1}]}'),
    ('TK007', '{"legs": [{"method": "transfer", "amount_minor": 2001, "reference": "r"}]}'), ('TK007', '{"legs": [{"method": "cash", "amount_minor": 2000}]}'),
    ('TK007', '{"legs": [{"method": "cash", "amount_minor": 2001}, {"method": "card", "amount_minor": 1, "reference": "r"}]}'),
    ('TK009', jsonb_build_object('legs', jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', 2001, 'payment', gen_random_uuid())))),
    ('TK007', jsonb_build_object('legs', jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', 2001, 'payment', :'card')))),
    ('TK009', jsonb_build_object('order', gen_random_uuid())), ('TK009', jsonb_build_object('order', :'o2')), ('TK009', jsonb_build_object('tickets', array[gen_random_uuid()])),
    ('TK009', jsonb_build_object('tickets', array[:'child', :'child'])), ('TK009', jsonb_build_object('tickets', array[:'child', :'adult', gen_random_uuid()::text])),
    ('TK015', '{"till": "t9"}')) v (code, more);
select is(scene.detail('refund', :'one'::jsonb || '{"total_minor": 5}'), '{"shown_minor": 5, "total_minor": 2001, "currency": "EUR"}', 'the centre''s total is told');
select is(scene.refusal(format('select foyer.refund(%L, %L, %L)', 't1', :'one', '\x00')), 'TK008', 'not without the seal');
select is(scene.refusal('refund', jsonb_set(:'one', '{tickets}', (select jsonb_agg(gen_random_uuid()) from generate_series(1, 201)))), 'TK015', 'not more than 200 by id');
select replace(:'one', '"ill"', '"\u0000"') as nul \gset
select is(scene.refusal(format('select foyer.refund(%L, %L, %L)', 't1', :'nul', scene.mac('t1', :'nul'))), 'TK015', 'nor with NUL in a text');
reset session authorization;
select is((select count(*) from foyer.refunds) + (select count(*) from foyer.refund_legs) + (select count(*) from foyer.refund_items), 0::bigint, 'nothing was written');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- One ticket in cash, its fee kept.
select :'one'::jsonb || jsonb_build_object('reason', E'''; drop table x; -- \u202e "quoted"') as one \gset
set session authorization :"clerk2";
select scene.send('refund', :'one') as answer \gset
select is(:'answer'::jsonb - 'refunded_at', jsonb_build_object('refund', :'r1', 'order', :'o1', 'number', '1-000000000001', 'currency', 'EUR', 'fee', 'kept', 'total_minor', 2001,
    'order_fee_minor', 0, 'tickets', jsonb_build_array(jsonb_build_object('ticket', :'child', 'seat', 'Stalls/A-2', 'price_minor', 2001, 'fee_minor', 0)),
    'legs', jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', 2001, 'payment', :'cash'))), 'the answer');
select is(scene.send('refund', :'one'), :'answer'::jsonb || '{"repeated": true}', 'the same call again gives the stored answer');
select is(scene.refusal('refund', :'one'::jsonb || '{"reason": "other"}'), 'TK012', 'same id, other content');
select is(scene.refusal('refund', :'one'::jsonb || jsonb_build_object('order', :'o2')), 'TK012', 'also for another order');
select is(scene.refusal('refund', :'one'::jsonb || jsonb_build_object('refund', :'r9')), 'TK008', 'under another id its ticket came back already');
select is(scene.detail('refund', :'one'::jsonb || jsonb_build_object('refund', :'r9')), jsonb_build_object('what', 'refunded', 'tickets', array[:'child']), 'as it says');
reset session authorization;
select is((select array[k.status::text, (k.ended_at is not null)::text] from foyer.tickets k where id = :'child'), array['refunded', 'true'], 'the ticket ended');
select is(scene.status('hamlet', 'Stalls/A-2'), 'AVAILABLE', 'its place is free');
select is(scene.counts('hamlet', 'Stalls'), '{17,0,0,0,3}', 'and counted');
select is((select array[o.status::text, o.total_amount::text] from foyer.orders o where id = :'o1'), array['part_refunded', '8151'], 'the order says so');
select is((select array[f.refunded_by::text, f.session_role::text, t.code, f.reason] from foyer.refunds f join foyer.tills t on t.id = f.till_id), array[:'clerk2', :'clerk2', 't1',
          E'''; drop table x; -- \u202e "quoted"'], 'who, where and why');
select is((select array[tickets, gross_minor, fee_minor, tax_minor] from foyer.sales_rollup where tickets < 0 and price_type_id = scene.price_type('hamlet', 'Child')
           and hour = date_trunc('hour', clock_timestamp(), 'UTC') and channel = 'counter'), array[-1, -2001, 0, -131]::bigint[], 'the figures follow, the fee stays');
select is((select array[method, amount_minor::text, order_id::text] from foyer.journal where kind = 'refund'), array['cash', '-2001', :'o1'], 'the journal has what went out');
select is((select count(*) from foyer.audit_log where action = 'refund' and subject = :'r1' and actor = :'clerk2'), 1::bigint, 'one row of audit');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- The place is sold again under a new ticket.
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o3', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')))), 'done', 'the place is sold again');

-- The rest, with fees: 4000 + 200, 1500 + 150 and, the last tickets gone, the order's 100. No payment gives more than it has left: cash 3151 - 2001 = 1150.
select pg_temp.back(:'r2', :'o1', '"all"', 5950, jsonb_build_object('fee', 'returned', 'legs', jsonb_build_array(
    jsonb_build_object('method', 'card', 'amount_minor', 4800, 'reference', 'terminal 1 back'), jsonb_build_object('method', 'cash', 'amount_minor', 1150)))) as rest \gset
select is(scene.detail('refund', jsonb_set(jsonb_set(:'rest', '{legs,0,amount_minor}', '4799'), '{legs,1,amount_minor}', '1151')) - 'payment', '{"total_minor": 5950, "paid_minor": 1150, "method": "cash"}',
          'no more than is left of what came in cash');
select is(scene.refusal('refund', jsonb_set(:'rest', '{legs}', jsonb_build_array(jsonb_build_object('method', 'card', 'amount_minor', 3000, 'reference', 'a'),
    jsonb_build_object('method', 'card', 'amount_minor', 2950, 'reference', 'b')))), 'TK007', 'nor in two legs');
select is(scene.detail('refund', :'rest'::jsonb || '{"fee": "kept"}') -> 'total_minor', '5500', 'without fees it would be less');
select is(scene.detail('refund', :'rest'::jsonb || jsonb_build_object('tickets', array[:'adult'])) -> 'total_minor', '4200', 'a part leaves the order''s fee');
reset session authorization;
update foyer.tickets set status = 'used', used_at = now() where id = :'floor';
set session authorization :"clerk";
select is(scene.detail('refund', :'rest'), jsonb_build_object('what', 'used', 'tickets', array[:'floor']), 'a used ticket does not come back');
select is(scene.detail('refund', :'rest'::jsonb || jsonb_build_object('tickets', array[:'adult'])) -> 'total_minor', '4200', 'and keeps the order''s fee');
reset session authorization;
set local session_replication_role = replica;
update foyer.tickets set status = 'valid', used_at = null where id = :'floor';
set local session_replication_role = origin;
set session authorization :"manager";
select is(scene.send('refund', :'rest') - 'refunded_at' - 'tickets' - 'number' - 'currency', jsonb_build_object('refund', :'r2', 'order', :'o1', 'fee', 'returned', 'total_minor', 5950, 'order_fee_minor', 100,
    'legs', jsonb_build_array(jsonb_build_object('method', 'card', 'amount_minor', 4800, 'reference', 'terminal 1 back', 'payment', :'card'),
                              jsonb_build_object('method', 'cash', 'amount_minor', 1150, 'payment', :'cash'))), 'the rest comes back, in two legs');
select is(scene.refusal('refund', :'rest'::jsonb || jsonb_build_object('refund', :'r9')), 'TK008', 'nothing is left');
select is(scene.refusal('refund', pg_temp.back(:'r9', :'o1', jsonb_build_array(:'adult'), 4000)), 'TK008', 'also by id');
reset session authorization;
select is((select status::text from foyer.orders where id = :'o1'), 'refunded', 'the order is refunded');
select is((select sum(amount_minor) from foyer.refund_legs), 7951::numeric, 'all but the fee that was kept');
select is((select count(*) from foyer.journal where kind = 'refund'), 3::bigint, 'an entry for each leg');
select is((select array[sum(r.tickets), sum(r.gross_minor), sum(r.fee_minor)] from foyer.sales_rollup r), array[3, 12000, 600 + 200 + 200]::numeric[], 'what is taken is what was not given back');
select is((select array[tickets_sold, total_minor] from foyer.event_sales_summary where slug = 'hamlet'), array[3, 13000]::bigint[], 'as the summary says');
select is(scene.status('hamlet', 'Stalls/A-2'), 'SOLD', 'a place that was sold again stays sold');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
set session authorization :"clerk";
select is(foyer.order_outcome(:'o1') ->> 'status', 'refunded', 'and its outcome is known');
reset session authorization;

-- A free ticket has no legs; a tombstone and a reservation have nothing to give back; two payments of one way are named.
update foyer.tier_prices set price_minor = 0 where tier_id = scene.tier('lear', 'Floor');
update foyer.fees set is_active = false where event_id = scene.event('lear');
\set free 'f0000000-0000-4000-8000-0000000000c1'
\set gone 'f0000000-0000-4000-8000-0000000000c2'
\set two 'f0000000-0000-4000-8000-0000000000c3'
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'free', 0, jsonb_build_array(scene.item('Floor', 'Adult', 0, null, 'lear')), '{"payments": []}')), 'done', 'a free ticket');
select is(scene.send('refund', pg_temp.back(:'r3', :'free', '"all"', 0, '{"legs": []}')) -> 'legs', '[]', 'comes back without money');
select is(scene.refusal('cancel_order', jsonb_build_object('order', :'gone', 'till', 't1')), 'done', 'a tombstone');
select is(scene.detail('refund', pg_temp.back(:'r9', :'gone', '"all"', 0, '{"legs": []}')) ->> 'status', 'cancelled', 'has nothing to give back');
select is(scene.refusal('sell', scene.sale(:'two', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-9')), jsonb_build_object('payments', jsonb_build_array(
    jsonb_build_object('payment', 'f0000000-0000-4000-8000-0000000000d1', 'method', 'card', 'amount_minor', 300),
    jsonb_build_object('payment', 'f0000000-0000-4000-8000-0000000000d2', 'method', 'card', 'amount_minor', 4000))))), 'done', 'two cards');
select is(scene.refusal('refund', pg_temp.back(:'r9', :'two', '"all"', 4000, '{"legs": [{"method": "card", "amount_minor": 4000, "reference": "x"}]}')), 'TK015', 'which of them?');
select is(scene.refusal('refund', pg_temp.back(:'r9', :'two', '"all"', 4000, '{"legs": [{"method": "card", "amount_minor": 301, "reference": "x", "payment": "f0000000-0000-4000-8000-0000000000d1"},
    {"method": "card", "amount_minor": 3699, "reference": "x", "payment": "f0000000-0000-4000-8000-0000000000d2"}]}')), 'TK007', 'not more than the one brought');
select is(scene.send('refund', pg_temp.back(:'r9', :'two', '"all"', 4000, '{"till": "t2", "legs": [{"method": "card", "amount_minor": 4000, "reference": "x", "payment": "f0000000-0000-4000-8000-0000000000d2"}]}'))
          -> 'total_minor', '4000', 'that one, at another till');
\set notes 'f0000000-0000-4000-8000-0000000000c4'
select is(scene.refusal('sell', scene.sale(:'notes', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-10')), jsonb_build_object('payments', jsonb_build_array(
    jsonb_build_object('payment', 'f0000000-0000-4000-8000-0000000000d3', 'method', 'cash', 'amount_minor', 300),
    jsonb_build_object('payment', 'f0000000-0000-4000-8000-0000000000d4', 'method', 'cash', 'amount_minor', 4000))))), 'done', 'cash twice');
select is(jsonb_path_query_array(scene.send('refund', pg_temp.back('f0000000-0000-4000-8000-0000000000a4', :'notes', '"all"', 4300, '{"fee": "returned"}')), '$.legs[*].amount_minor'), '[300, 4000]', 'notes have no name');
reset session authorization;
select is((select t.code from foyer.journal j join foyer.tills t on t.id = j.till_id where j.kind = 'refund' and j.order_id = :'two'), 't2', 'whose journal has it');
set session authorization :"promoter";
select is(scene.refusal('refund', :'one'), '42501', 'a promoter gives nothing back');
reset session authorization;

-- Training: everything as in earnest, but no journal, no figure, no shift and no door knows of it, and it is not exchanged for the real thing.
\set t1 'f0000000-0000-4000-8000-0000000000e1'
\set k1 'f0000000-0000-4000-8000-0000000000e2'
select count(*) as entries from foyer.journal \gset
select count(*) as rolled from foyer.sales_rollup \gset
set session authorization :"manager";
select foyer.copy_event('hamlet', 'practice', '2037-11-27T19:30:00', true);
select foyer.set_event_status(scene.event('practice'), 'on_sale', foyer.set_event_status(scene.event('practice'), 'published', 1));
set session authorization :"clerk";
select is(scene.refusal('reserve', jsonb_build_object('order', :'t1', 'number', '1-t1', 'till', 't1', 'currency', 'EUR', 'total_minor', 4300, 'holds', '[]'::jsonb, 'pay_until', '2037-11-01T12:00:00Z', 'name', 'Nobody',
    'items', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5', 'practice') - 'ticket'))), 'done', 'a training order');
select is(scene.refusal('refund', pg_temp.back(gen_random_uuid(), :'t1', '"all"', 0, '{"legs": []}')), 'TK008', 'an order that is not paid has nothing to give back');
select is(scene.refusal('pay_order', jsonb_build_object('order', :'t1', 'till', 't1', 'total_minor', 4300, 'tickets', jsonb_build_array(:'k1'), 'events', jsonb_build_array(jsonb_build_object('event', scene.event('practice'),
    'starts_at', '2037-11-27T18:30:00Z')), 'payments', jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 4300)))), 'done', 'is paid');
select is(scene.send('check_in', jsonb_build_object('check_in', gen_random_uuid(), 'till', 't1', 'event', scene.event('practice'), 'code', :'k1', 'door', 'x')) -> 'reason', '"training"', 'no door admits it');
select is(scene.detail('exchange', jsonb_build_object('exchange', gen_random_uuid(), 'till', 't1', 'order', :'t1', 'tickets', '"all"'::jsonb, 'fee', 'returned', 'reason', 'x', 'credit_minor', 4300, 'legs', '[]'::jsonb,
    'sale', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5')), '{"payments": []}'))), '{"what": "training"}', 'nor is it exchanged for a real one');
\set t2 'f0000000-0000-4000-8000-0000000000e3'
select is(scene.send('exchange', jsonb_build_object('exchange', gen_random_uuid(), 'till', 't1', 'order', :'t1', 'tickets', '"all"'::jsonb, 'fee', 'returned', 'reason', 'x', 'credit_minor', 4300, 'legs', '[]'::jsonb,
    'sale', scene.sale(:'t2', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-6', 'practice')), '{"payments": []}'))) -> 'difference_minor', '0', 'but for another seat of training');
select is(scene.send('refund', pg_temp.back(gen_random_uuid(), :'t2', '"all"', 4300, '{"fee": "returned"}')) -> 'total_minor', '4300', 'it is refunded');
reset session authorization;
select is((select o.status::text from foyer.orders o where o.id = :'t2'), 'refunded', 'as any other');
select is((select count(*) from foyer.journal), :entries::bigint, 'the journal does not know');
select is((select count(*) from foyer.sales_rollup where event_id <> scene.event('practice')), :rolled::bigint, 'nor do the figures');
select is((select count(*) from foyer.event_sales_summary where slug = 'practice'), 0::bigint, 'of any performance');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Constraints, whoever writes.
select is(scene.refusal(s), code, code || ': ' || s) from (values
    ('23505', 'insert into foyer.refund_items select * from foyer.refund_items limit 1'),
    ('23503', 'insert into foyer.refund_items select order_id, 77, refund_id, 0, 0, 0, 0 from foyer.refund_items limit 1'),
    ('23514', 'insert into foyer.refund_items select ''f0000000-0000-4000-8000-000000000002'', 0, refund_id, 1, 2, 0, 0 from foyer.refund_items limit 1'),
    ('23514', 'insert into foyer.refund_legs (refund_id, position, payment_id, method, amount_minor) select refund_id, 9, payment_id, method, 0 from foyer.refund_legs limit 1'),
    ('23514', 'insert into foyer.refund_legs (refund_id, position, payment_id, method, amount_minor) select refund_id, 9, payment_id, ''gold'', 1 from foyer.refund_legs limit 1'),
    ('23001', 'update foyer.refund_legs set amount_minor = 1'), ('23001', 'delete from foyer.refund_legs'), ('23001', 'delete from foyer.refund_items'),
    ('23001', 'update foyer.refunds set amount_minor = 1'), ('23001', 'delete from foyer.refunds'), ('23001', 'truncate foyer.refund_legs'),
    ('23514', 'update foyer.orders set status = ''paid'' where status = ''refunded'''), ('23514', 'update foyer.orders set status = ''cancelled'' where status = ''paid'''),
    ('23514', 'update foyer.orders set status = ''part_refunded'' where status = ''refunded'''), ('23514', 'update foyer.tickets set status = ''valid'', ended_at = null where status = ''refunded'''),
    ('23514', 'insert into foyer.payments (id, order_id, method, amount_minor, reference, currency) select gen_random_uuid(), id, ''voucher'', 1, ''gift'', ''EUR'' from foyer.orders limit 1')) v (code, s);

-- A voucher is never spent beyond its balance.
insert into foyer.vouchers (id, code, amount_minor, balance_minor, currency) values (gen_random_uuid(), 'gift', 1000, 1000, 'EUR');
create function pg_temp.spend(p_minor bigint, p_currency text default 'EUR') returns text language sql as $$
    select scene.refusal(format('insert into foyer.payments (id, order_id, method, amount_minor, reference, currency) values (gen_random_uuid(), %L, ''voucher'', %s, ''gift'', %L)',
                                'f0000000-0000-4000-8000-000000000002', p_minor, p_currency)) $$;
savepoint voucher;
select is(pg_temp.spend(1001), '23514', 'not more than it has');
select is(pg_temp.spend(600), 'done', 'a part of it');
select is(pg_temp.spend(401), '23514', 'not more than is left');
select is(pg_temp.spend(1, 'USD'), '23514', 'nor in another currency');
select is(pg_temp.spend(400), 'done', 'the rest');
select is(pg_temp.spend(1), '23514', 'then nothing');
select is((select balance_minor from foyer.vouchers where code = 'gift'), 0::bigint, 'its balance says so');
rollback to voucher;
update foyer.vouchers set valid_until = now() - interval '1 day';
select is(pg_temp.spend(1), '23514', 'nor too late');

-- What verify() says of damage behind the triggers' back.
select is(scene.found_after(s), found, s) from (values
    ('update foyer.refunds set tickets = array[gen_random_uuid()] where id = ''f0000000-0000-4000-8000-0000000000a1''', 'refund names its tickets'),
    ('update foyer.refunds set created_at = created_at + interval ''1 hour''', 'rollup by hour'),
    ('select', 'nothing'),
    ('update foyer.refunds set amount_minor = amount_minor + 1 where id = ''f0000000-0000-4000-8000-0000000000a1''', 'refund adds up, takings'),
    ('update foyer.refunds set order_id = ''f0000000-0000-4000-8000-000000000002'' where id = ''f0000000-0000-4000-8000-0000000000a1''',
     'journal has what went out, leg goes the way the money came, refund is of its order'),
    ('update foyer.refund_legs set amount_minor = amount_minor + 1 where refund_id = ''f0000000-0000-4000-8000-0000000000a1''',
     'journal has what went out, payment gave back what it had, refund adds up'),
    ('update foyer.refund_legs set method = ''card'' where refund_id = ''f0000000-0000-4000-8000-0000000000a1''', 'journal has what went out, leg goes the way the money came'),
    ('delete from foyer.refund_items where refund_id = ''f0000000-0000-4000-8000-0000000000a1''', 'order says what came back, refund adds up, refund item is of its tickets, refund names its tickets, rollup, rollup by hour'),
    ('update foyer.refund_items set price_tax_minor = 0 where refund_id = ''f0000000-0000-4000-8000-0000000000a1''', 'rollup, rollup by hour'),
    ('update foyer.orders set status = ''paid'' where status = ''refunded''', 'order says what came back'),
    ('update foyer.orders set status = ''part_refunded'' where status = ''refunded''', 'order says what came back'),
    ('update foyer.orders set status = ''refunded'' where status = ''paid''', 'order says what came back'),
    ('update foyer.tickets set status = ''exchanged'', ended_at = now() where status = ''valid''', 'refund item is of its tickets, sold place has its ticket'),
    ('delete from foyer.sales_rollup where tickets < 0', 'rollup, rollup by hour, takings'),
    ('update foyer.vouchers set balance_minor = 999', 'voucher balance')) v (s, found);

select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Seven years on the legs go with the journal, refunds and their items stay; a payment may go before its leg.
create function pg_temp.age(p_till text, p_up_to bigint) returns void language plpgsql as $$
declare
    j record;
    v_till uuid := (select id from foyer.tills where code = p_till);
    v_hash bytea := (select anchor_hash from foyer.journal_heads where till_id = v_till);
begin
    set local session_replication_role = replica;
    update foyer.journal set at = at - interval '8 years' where till_id = v_till and seq <= p_up_to;
    for j in select * from foyer.journal where till_id = v_till order by seq loop
        v_hash := sha256(v_hash || convert_to(foyer.journal_line(j.till_id, j.seq, j.kind, j.subject_id, j.order_id, j.method, j.amount_minor, j.currency, j.at), 'UTF8'));
        update foyer.journal set hash = v_hash where till_id = v_till and seq = j.seq;
    end loop;
    update foyer.journal_heads set hash = v_hash where till_id = v_till;
    set local session_replication_role = origin;
end $$;
select pg_temp.age('t1', 2);
select is(foyer.apply_retention(false) ->> 'payments', '2', 'the payments are old');
select is((select count(*) from foyer.refund_legs l join foyer.refunds f on f.id = l.refund_id where f.order_id = :'o1'), 3::bigint, 'their legs are not');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select pg_temp.age('t1', (select max(seq) from foyer.journal j join foyer.tills t on t.id = j.till_id where t.code = 't1'));
select is(foyer.apply_retention(false) ->> 'refunds', '5', 'then the legs are');
select is((select count(*) from foyer.refund_items), 12::bigint, 'what came back stays known');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
