-- SPDX-License-Identifier: GPL-3.0-or-later
-- exchange: other places for tickets, the difference settled in the same transaction.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set o1 'e0000000-0000-4000-8000-000000000001'
\set n1 'e0000000-0000-4000-8000-000000000011'
\set n2 'e0000000-0000-4000-8000-000000000012'
\set n3 'e0000000-0000-4000-8000-000000000013'
\set n4 'e0000000-0000-4000-8000-000000000014'
\set n5 'e0000000-0000-4000-8000-000000000015'
\set n9 'e0000000-0000-4000-8000-000000000019'
\set x1 'e0000000-0000-4000-8000-0000000000a1'
\set x2 'e0000000-0000-4000-8000-0000000000a2'
\set x3 'e0000000-0000-4000-8000-0000000000a3'
\set x4 'e0000000-0000-4000-8000-0000000000a4'
\set x5 'e0000000-0000-4000-8000-0000000000a5'
\set x9 'e0000000-0000-4000-8000-0000000000a9'
\set card 'e0000000-0000-4000-8000-0000000000b1'
\set cash 'e0000000-0000-4000-8000-0000000000b2'
\set h1 'e0000000-0000-4000-8000-0000000000c1'
create function pg_temp.cash(p_minor bigint) returns jsonb language sql as $$
    select case when p_minor > 0 then jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', p_minor)) else '[]' end $$;
create function pg_temp.paid(p_minor bigint) returns jsonb language sql as $$
    select case when p_minor > 0 then jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', p_minor, 'given_minor', p_minor + 300)) else '[]' end $$;
-- p_total of the new order; the difference is paid, or goes back, in cash.
create function pg_temp.exchange(p_id uuid, p_order uuid, p_tickets jsonb, p_credit bigint, p_new uuid, p_total bigint, p_items jsonb, p_more jsonb default '{}', p_sale jsonb default '{}')
returns jsonb language sql as $$
    select jsonb_build_object('exchange', p_id, 'till', 't1', 'order', p_order, 'tickets', p_tickets, 'fee', 'returned', 'reason', 'another day', 'credit_minor', p_credit,
        'legs', pg_temp.cash(p_credit - p_total), 'sale', scene.sale(p_new, p_total, p_items, jsonb_build_object('payments', pg_temp.paid(p_total - p_credit))) || p_sale) || p_more $$;

select jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')) as items \gset
select :'items'::jsonb #>> '{0,ticket}' as k1, :'items'::jsonb #>> '{1,ticket}' as k2 \gset
insert into foyer.users (id, display_name) values ('e0000000-0000-4000-8000-0000000000d1', 'Ophelia');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o1', 8500, :'items', jsonb_build_object('user', 'e0000000-0000-4000-8000-0000000000d1', 'payments', jsonb_build_array(
    jsonb_build_object('payment', :'card', 'method', 'card', 'amount_minor', 3500, 'reference', 'terminal'),
    jsonb_build_object('payment', :'cash', 'method', 'cash', 'amount_minor', 5000))))), 'done', 'two seats, by card and in cash');

-- Bad requests; nothing of them stays. A seat of another performance: 4000 + 200 + 100 against 4000 + 200.
select pg_temp.exchange(:'x1', :'o1', jsonb_build_array(:'k1'), 4200, :'n1', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5', 'lear'))) as first \gset
select is(scene.refusal('exchange', :'first'::jsonb || more), code, code || ' for ' || left(more::text, 90)) from (values
    ('TK015', '{"x": 1}'::jsonb), ('TK015', '{"exchange": "x"}'), ('TK015', '{"order": 5}'), ('TK015', '{"tickets": []}'), ('TK015', '{"fee": ""}'), ('TK015', '{"reason": ""}'), ('TK015', '{"sale": []}'),
    ('TK015', '{"sale": {}}'), ('TK015', '{"credit_minor": "4200"}'), ('TK015', '{"credit_minor": 1e40}'), ('TK015', '{"credit_minor": -9223372036854775807}'), ('TK004', '{"credit_minor": 4199}'), ('TK004', '{"credit_minor": -1}'),
    ('TK004', '{"fee": "kept"}'), ('TK015', '{"legs": 5}'), ('TK015', '{"legs": [{"method": "exchange", "amount_minor": 5}]}'), ('TK007', '{"legs": [{"method": "cash", "amount_minor": 5}]}'),
    ('TK009', jsonb_build_object('order', gen_random_uuid())), ('TK009', jsonb_build_object('tickets', array[gen_random_uuid()])), ('TK009', jsonb_build_object('tickets', array[:'k1', :'k1'])),
    ('TK015', '{"till": "t2"}')) v (code, more);
select is(scene.refusal('exchange', jsonb_set(:'first', '{sale}', (:'first'::jsonb -> 'sale') || more)), code, code || ' for a sale with ' || left(more::text, 90)) from (values
    ('TK015', '{"x": 1}'::jsonb), ('TK015', '{"order": "x"}'), ('TK015', '{"till": "t2"}'), ('TK015', '{"currency": "USD"}'), ('TK015', '{"channel": "web"}'), ('TK015', '{"items": []}'), ('TK004', '{"total_minor": 4299}'),
    ('TK015', '{"total_minor": -1.5}'), ('TK007', '{"payments": []}'), ('TK015', '{"payments": [{"payment": "e0000000-0000-4000-8000-0000000000f1", "method": "exchange", "amount_minor": 100}]}'),
    ('TK007', '{"payments": [{"payment": "e0000000-0000-4000-8000-0000000000f1", "method": "cash", "amount_minor": 101}]}'),
    ('TK007', '{"payments": [{"payment": "e0000000-0000-4000-8000-0000000000f1", "method": "cash", "amount_minor": 4300}]}'),
    ('TK012', '{"payments": [{"payment": "e0000000-0000-4000-8000-0000000000b1", "method": "cash", "amount_minor": 100}]}'),
    ('TK012', jsonb_build_object('order', 'e0000000-0000-4000-8000-000000000001')), ('TK012', '{"number": "1-000000000001"}'), ('TK009', jsonb_build_object('user', gen_random_uuid())),
    ('TK009', jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', gen_random_uuid(), 'token', 'x')))),
    ('TK004', jsonb_build_object('items', jsonb_build_array(scene.item('Stalls', 'Adult', 3999, 'Stalls/A-5', 'lear')))),
    ('TK013', jsonb_build_object('items', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5', 'lear') || '{"starts_at": "2037-11-27T18:00:00Z"}'))),
    ('TK006', jsonb_build_object('items', jsonb_build_array(scene.item('Circle', 'Adult', 3000, 'Circle/A-5', 'lear')))),
    ('TK001', jsonb_build_object('items', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')))),
    ('TK012', jsonb_build_object('items', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5', 'lear') || jsonb_build_object('ticket', :'k2'))))) v (code, more);
select is(scene.refusal(format('select foyer.exchange(%L, %L, %L)', 't1', :'first', '\x00')), 'TK008', 'not without the seal');
select is(scene.send('cancel_order', jsonb_build_object('order', :'n9', 'till', 't1')) ->> 'outcome', 'cancelled', 'an exchange that never came is given up by its new order''s id');
select is(scene.refusal('exchange', jsonb_set(:'first', '{sale,order}', to_jsonb(:'n9'::text))), 'TK012', 'a late arrival finds the tombstone');
reset session authorization;
select is((select count(*) from foyer.exchanges) + (select count(*) from foyer.refunds) + (select count(*) from foyer.payment_sources) + (select count(*) from foyer.orders where number is not null), 1::bigint, 'nothing was written');
select is(scene.status('hamlet', 'Stalls/A-1') || ' ' || scene.status('lear', 'Stalls/A-5'), 'SOLD AVAILABLE', 'no place moved');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- For a dearer one: the difference is paid in.
set session authorization :"clerk2";
select scene.send('exchange', :'first') as answer \gset
select is(:'answer'::jsonb - 'exchanged_at' - 'sale', jsonb_build_object('exchange', :'x1', 'order', :'o1', 'number', '1-000000000001', 'currency', 'EUR', 'fee', 'returned', 'credit_minor', 4200,
    'difference_minor', 100, 'order_fee_minor', 0, 'tickets', jsonb_build_array(jsonb_build_object('ticket', :'k1', 'seat', 'Stalls/A-1', 'price_minor', 4000, 'fee_minor', 200)), 'legs', '[]'::jsonb), 'the answer');
select is(:'answer'::jsonb #> '{sale,total_minor}', '4300', 'with the new order''s');
select is(:'answer'::jsonb #> '{sale,change_minor}', '300', 'and its change');
select is(:'answer'::jsonb #>> '{sale,tickets,0,seat}', 'Stalls/A-5', 'and ticket');
select is(scene.send('exchange', :'first'), :'answer'::jsonb || '{"repeated": true}', 'the same call again gives the stored answer');
select is(scene.refusal('exchange', :'first'::jsonb || '{"reason": "other"}'), 'TK012', 'same id, other content');
select is(scene.refusal('exchange', :'first'::jsonb || jsonb_build_object('exchange', :'x9')), 'TK012', 'another id for the same order');
select is(scene.detail('exchange', pg_temp.exchange(:'x9', :'o1', jsonb_build_array(:'k1'), 4200, 'e0000000-0000-4000-8000-000000000018', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-6', 'lear')))) -> 'what', '"exchanged"',
          'a ticket is exchanged once');
select is(scene.refusal('sell', :'first'::jsonb -> 'sale'), 'TK012', 'its sale is no sale of its own');
select is(scene.send('cancel_order', jsonb_build_object('order', :'n1', 'till', 't1')) #> '{answer,total_minor}', '4300', 'but its order''s outcome can be asked for');
select is(scene.refusal('refund', jsonb_build_object('refund', :'x1', 'till', 't1', 'order', :'o1', 'tickets', '"all"'::jsonb, 'fee', 'kept', 'reason', 'x', 'total_minor', 4000, 'legs', pg_temp.cash(4000))), 'TK012',
          'its id is no refund''s');
reset session authorization;
select is((select status::text from foyer.tickets where id = :'k1'), 'exchanged', 'the old ticket ended');
select is(scene.status('hamlet', 'Stalls/A-1') || ' ' || scene.status('lear', 'Stalls/A-5'), 'AVAILABLE SOLD', 'its place is free, the other sold');
select is((select array_agg(o.status::text order by o.number) from foyer.orders o where o.number is not null), array['part_refunded', 'paid'], 'the old order gave a part back, the new one is paid');
select is((select o.user_id::text from foyer.orders o where o.id = :'n1'), 'e0000000-0000-4000-8000-0000000000d1', 'by the same customer');
select is((select array_agg(p.method || ' ' || p.amount_minor order by p.method, p.amount_minor desc) from foyer.payments p where p.order_id = :'n1'), array['cash 100', 'exchange 3500', 'exchange 700'],
          'with what the old payments had left, one after the other, and the difference');
select is((select array_agg(s.source_id::text order by p.amount_minor desc) from foyer.payment_sources s join foyer.payments p on p.id = s.payment_id), array[:'card', :'cash'], 'whose sources are known');
select is((select array_agg(j.kind || ' ' || j.method || ' ' || j.amount_minor order by j.amount_minor) from foyer.journal j where j.at > (select max(sold_at) from foyer.orders where id = :'o1') and j.order_id in (:'o1', :'n1')
           and j.subject_id not in (:'card', :'cash')), array['refund exchange -3500', 'refund exchange -700', 'payment cash 100', 'payment exchange 700', 'payment exchange 3500'], 'in the journal an exchange adds up to nothing');
select is((select array_agg(tickets_sold || ' ' || total_minor order by slug) from foyer.event_sales_summary), array['1 4300', '1 4300'], 'the figures of both performances follow');
select is((select count(*) from foyer.audit_log where action = 'exchange' and subject = :'x1' and actor = :'clerk2'), 1::bigint, 'one row of audit');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- For a cheaper one: the last ticket brings the order's fee, 4000 + 200 + 100; the floor costs 1500 + 150 + 100. 2550 go back, in cash: the card has nothing left.
set session authorization :"clerk";
select pg_temp.exchange(:'x2', :'o1', '"all"', 4300, :'n2', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500))) as second \gset
select is(scene.refusal('exchange', jsonb_set(:'second', '{legs}', '[{"method": "card", "amount_minor": 2550, "reference": "r"}]')), 'TK007', 'not by card');
select is(scene.refusal('exchange', jsonb_set(:'second', '{legs}', '[]')), 'TK007', 'not nothing');
select is(scene.send('exchange', :'second') - array['sale', 'tickets', 'exchanged_at', 'currency', 'number', 'fee'], jsonb_build_object('exchange', :'x2', 'order', :'o1', 'credit_minor', 4300, 'difference_minor', -2550,
    'order_fee_minor', 100, 'legs', jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', 2550, 'payment', :'cash'))), 'money goes back the way it came');
reset session authorization;
select is((select status::text from foyer.orders where id = :'o1'), 'refunded', 'nothing is left of the first order');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- The exchanged place again, with a hold; a place for itself at another price, its fee kept; one for two of any place, and on from there.
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-9", "Stalls/A-10"]}')), 'done', 'two are held');
select is(scene.refusal('exchange', pg_temp.exchange(:'x3', :'n2', '"all"', 1750, :'n3', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-9')))), 'TK001', 'without the hold they are taken');
select is(scene.send('exchange', pg_temp.exchange(:'x3', :'n2', '"all"', 1750, :'n3', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-9')), '{}',
    jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', repeat('a', 32)))))) -> 'difference_minor', '2550', 'with it they are not');
select is(scene.status('hamlet', 'Stalls/A-10'), 'RESERVED', 'the rest of the hold stays');
select is(scene.send('exchange', pg_temp.exchange(:'x4', :'n3', '"all"', 4000, :'n4', 2301, jsonb_build_array(scene.item('Stalls', 'Child', 2001, 'Stalls/A-9')), jsonb_build_object('fee', 'kept', 'legs',
    jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', 1699, 'payment', (select p ->> 'payment' from jsonb_array_elements(foyer.order_money(:'n3') -> 'payments') p where p -> 'left_minor' = '2550'))))))
    #>> '{sale,tickets,0,seat}', 'Stalls/A-9', 'a place for itself at another price');
select is(scene.send('exchange', pg_temp.exchange(:'x5', :'n4', '"all"', 2301, :'n5', 3400, jsonb_build_array(scene.item('Floor', 'Adult', 1500), scene.item('Floor', 'Adult', 1500)))) -> 'difference_minor', '1099',
          'one for two of any place');
reset session authorization;
select is((select count(*) from foyer.payment_sources x join foyer.payments s on s.id = x.source_id where s.method = 'exchange'), 0::bigint, 'a source is never an exchange');
select is((select bool_or(x.source_id = :'cash') from foyer.payment_sources x join foyer.payments p on p.id = x.payment_id where p.order_id = :'n5'), true, 'through all of them');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- A refund of what was paid by exchange goes back the way the first order was paid: the card's 3500 to the card.
set session authorization :"manager";
select jsonb_build_object('refund', gen_random_uuid(), 'till', 't2', 'order', :'n1', 'tickets', '"all"'::jsonb, 'fee', 'returned', 'reason', 'ill', 'total_minor', 4300,
    'legs', (select jsonb_agg(jsonb_build_object('method', p -> 'method', 'amount_minor', p -> 'left_minor', 'payment', p -> 'payment', 'reference', 'back')) from jsonb_array_elements(foyer.order_money(:'n1') -> 'payments') p)) as back \gset
select is(scene.detail('refund', jsonb_set(:'back', '{legs}', '[{"method": "cash", "amount_minor": 4300}]')) -> 'paid_minor', '800', 'what came by card does not go back in cash');
select is(scene.send('refund', :'back') -> 'total_minor', '4300', 'goes back');
reset session authorization;
select is((select array_agg(l.method || ' ' || l.amount_minor order by l.amount_minor) from foyer.refund_legs l join foyer.refunds f on f.id = l.refund_id where f.order_id = :'n1'), array['cash 100', 'cash 700', 'card 3500'],
          'each part its way');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- A ticket of a cancelled performance is exchanged for another day; it stays cancelled and is worth nothing more.
update foyer.events set status = 'cancelled' where slug = 'hamlet';
\set n6 'e0000000-0000-4000-8000-000000000016'
\set x6 'e0000000-0000-4000-8000-0000000000a6'
set session authorization :"clerk";
select is(scene.send('exchange', pg_temp.exchange(:'x6', :'n5', '"all"', 3400, :'n6', 3400, jsonb_build_array(scene.item('Floor', 'Adult', 1500, null, 'lear'), scene.item('Floor', 'Adult', 1500, null, 'lear'))))
    -> 'difference_minor', '0', 'another day, no difference');
select is(scene.detail('refund', jsonb_build_object('refund', gen_random_uuid(), 'till', 't1', 'order', :'n5', 'tickets', '"all"'::jsonb, 'fee', 'returned', 'reason', 'x', 'total_minor', 0, 'legs', '[]'::jsonb)) -> 'status', '"refunded"',
          'the old tickets are worth nothing more');
select is(scene.refusal('exchange', pg_temp.exchange(:'x9', :'n6', '"all"', 3400, 'e0000000-0000-4000-8000-000000000018', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'TK005', 'nothing is had of a cancelled performance');
reset session authorization;
select is((select array_agg(distinct k.status::text) from foyer.tickets k where k.order_id = :'n5'), array['cancelled'], 'they stay cancelled');
set session authorization :"manager";
select is(jsonb_path_query_array(foyer.refund_list(scene.event('hamlet')), '$[*].refunded'), '[true]', 'and are off the list');
set session authorization :"promoter";
select is(scene.refusal('exchange', :'first'), '42501', 'a promoter exchanges nothing');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Constraints, and what verify() says of damage behind the triggers' back.
select is(scene.refusal(s), code, code || ': ' || s) from (values ('23001', 'update foyer.exchanges set credit_minor = 1'), ('23001', 'delete from foyer.exchanges'), ('23001', 'truncate foyer.exchanges'),
    ('23001', 'update foyer.payment_sources set source_id = gen_random_uuid()'), ('23001', 'delete from foyer.payment_sources'),
    ('23514', 'update foyer.tickets set status = ''refunded'' where status = ''exchanged'''), ('23503', 'insert into foyer.exchanges select gen_random_uuid(), new_order_id, ''e0000000-0000-4000-8000-000000000001'', 0, ''EUR'', ''x'', sha256(''''), now(), till_id, 0 from foyer.exchanges limit 1'),
    ('23514', 'insert into foyer.payment_sources select payment_id, payment_id from foyer.payment_sources limit 1')) v (code, s);
select is(scene.found_after(s), found, s) from (values
    ('update foyer.exchanges set old_order_id = gen_random_uuid()', 'exchange is a refund and a sale'),
    ('update foyer.exchanges set credit_minor = credit_minor + 1', 'exchange is a refund and a sale'),
    ('update foyer.exchanges set difference_minor = difference_minor + 1', 'exchange is a refund and a sale'),
    ('delete from foyer.payment_sources', 'leg goes the way the money came, payment by exchange has its source'),
    ('delete from foyer.exchanges where id = ''e0000000-0000-4000-8000-0000000000a1''', 'payment by exchange has its source'),
    ('update foyer.payment_sources set source_id = (select id from foyer.payments where method = ''exchange'' and id <> payment_id limit 1)', 'leg goes the way the money came, payment by exchange has its source'),
    ('update foyer.refund_legs set method = ''cash'' where refund_id = ''e0000000-0000-4000-8000-0000000000a6''', 'exchange is a refund and a sale, journal has what went out')) v (s, found);

select * from finish();
rollback;
