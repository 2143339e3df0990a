-- SPDX-License-Identifier: GPL-3.0-or-later
-- Cancelling a performance, and what is owed then.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set o1 'ce000000-0000-4000-8000-000000000001'
\set o2 'ce000000-0000-4000-8000-000000000002'
\set o3 'ce000000-0000-4000-8000-000000000003'
\set h1 'ce000000-0000-4000-8000-0000000000b1'
\set r1 'ce000000-0000-4000-8000-0000000000c1'
insert into foyer.users (id, display_name, email) values ('ce000000-0000-4000-8000-0000000000d1', 'Ophelia', 'o@example.org');
create function pg_temp.back(p_order uuid, p_tickets jsonb, p_total bigint, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('refund', gen_random_uuid(), 'till', 't1', 'order', p_order, 'tickets', p_tickets, 'fee', 'returned', 'reason', 'cancelled', 'total_minor', p_total,
                              'legs', jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', p_total))) || p_more $$;
-- An order over two performances, one that was refunded in part, one of which a ticket was used, a hold, a lease, a block.
select jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Floor', 'Adult', 1500, null, 'lear')) as items1,
       jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2'), scene.item('Stalls', 'Child', 2001, 'Stalls/A-3')) as items2,
       jsonb_build_array(scene.item('Floor', 'Adult', 1500), scene.item('Floor', 'Adult', 1500)) as items3 \gset
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o1', 6050, :'items1', '{"user": "ce000000-0000-4000-8000-0000000000d1"}')), 'done', 'an order over two performances');
select is(scene.refusal('sell', scene.sale(:'o2', 6501, :'items2')), 'done', 'a second');
select is(scene.refusal('sell', scene.sale(:'o3', 3400, :'items3')), 'done', 'a third');
select is(scene.refusal('refund', pg_temp.back(:'o2', jsonb_build_array(:'items2'::jsonb #> '{1,ticket}'), 2201)), 'done', 'one ticket of it comes back');
select is(scene.send('check_in', jsonb_build_object('check_in', gen_random_uuid(), 'till', 't1', 'event', scene.event('hamlet'), 'code', :'items3'::jsonb #> '{0,ticket}', 'door', 'x')) -> 'admitted', 'true', 'one is used');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-5", "Stalls/A-6"]}')), 'done', 'a hold');
select is(scene.refusal('lease_places', jsonb_build_object('lease', gen_random_uuid(), 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/B-1"]'::jsonb)), 'done', 'a lease');
\set o4 'ce000000-0000-4000-8000-000000000004'
select is(scene.refusal('reserve', jsonb_build_object('order', :'o4', 'number', '1-4', 'till', 't1', 'currency', 'EUR', 'total_minor', 4300, 'holds', '[]'::jsonb, 'items',
    jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-2') - 'ticket'), 'pay_until', '2037-11-01T12:00:00Z', 'name', 'Mrs Meier')), 'done', 'a reservation');
select is(scene.refusal('refund', pg_temp.back(:'o4', '"all"', 0, '{"legs": []}')), 'TK008', 'of which nothing can come back');
set session authorization :"manager";
select is(scene.refusal($$ select foyer.block_places('hamlet', '{Stalls/A-7}', 'K', 'camera') $$), 'done', 'a kill');
select is(scene.refusal('select foyer.create_allotment(jsonb_build_object(''allotment'', gen_random_uuid(), ''event'', scene.event(''hamlet''), ''holder'', ''Press'', ''release_at'', ''2037-11-01T00:00:00Z'', ''seats'', ''["Stalls/B-3"]''::jsonb))'),
          'done', 'an allotment');
select is(foyer.refund_list(scene.event('hamlet')), '[]', 'nobody is owed anything');

select (foyer.show_event('hamlet') ->> 'version')::integer as version \gset
select is(scene.refusal(s), code, code || ': ' || s) from (values
    ('TK009', 'select foyer.cancel_event(gen_random_uuid(), 1, ''ill'')'), ('TK009', 'select foyer.refund_list(gen_random_uuid())'),
    ('TK010', 'select foyer.cancel_event(scene.event(''hamlet''), 99, ''ill'')'), ('TK010', 'select foyer.cancel_event(scene.event(''hamlet''), null, ''ill'')'),
    ('TK010', 'select foyer.set_event_status(scene.event(''hamlet''), ''cancelled'', 99)'),
    ('TK015', 'select foyer.cancel_event(scene.event(''hamlet''), 1, '''')'), ('TK015', 'select foyer.cancel_event(scene.event(''hamlet''), 1, null)'),
    ('TK015', 'select foyer.cancel_event(scene.event(''hamlet''), 1, repeat(''x'', 1001))')) v (code, s);
set session authorization :"clerk";
select is(scene.refusal('select foyer.cancel_event(scene.event(''hamlet''), 1, ''ill'')'), '42501', 'a clerk cancels nothing');
select is(scene.refusal('select foyer.refund_list(scene.event(''hamlet''))'), '42501', 'nor reads who is owed');
set session authorization :"manager";
select is(foyer.cancel_event(scene.event('hamlet'), :version, E'the lead is ill; "\u202e'), jsonb_build_object('event', scene.event('hamlet'), 'version', :version + 1, 'tickets', 3, 'orders', 3), 'cancelled');
select is(foyer.cancel_event(scene.event('hamlet'), :version, 'again') -> 'repeated', 'true', 'once');
select is(scene.refusal(format('select foyer.set_event_status(scene.event(''hamlet''), ''on_sale'', %s)', :version + 1)), 'TK015', 'it never comes back');
reset session authorization;
select is((select array_agg(k.status::text order by o.number, k.position) from foyer.tickets k join foyer.orders o on o.id = k.order_id),
          array['cancelled', 'valid', 'cancelled', 'refunded', 'used', 'cancelled'], 'valid tickets end; those of another performance, used and refunded ones stay');
select is((select array_agg(distinct o.status::text) from foyer.orders o), array['paid', 'part_refunded', 'reserved'], 'orders stay as they are until their money goes back');
select is(scene.counts('hamlet', 'Stalls') || scene.counts('hamlet', 'Floor'), '{0,0,1,19,0,0,0,0,11,1}', 'no place can be had; what a till leased stays its, a used place stays sold');
select is((select block_letter::text from foyer.event_seats where id = scene.place('hamlet', 'Stalls/A-7')), 'K', 'a kill stays a kill');
select is((select count(*) from foyer.audit_log where action = 'cancel_event' and actor = :'manager'), 1::bigint, 'one row of audit');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5')),
    jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', repeat('a', 32)))))), 'TK005', 'nothing is sold any more, held or not');
select is(scene.refusal('pay_order', jsonb_build_object('order', :'o4', 'till', 't1', 'total_minor', 4300, 'tickets', jsonb_build_array(gen_random_uuid()), 'events',
    jsonb_build_array(jsonb_build_object('event', scene.event('hamlet'), 'starts_at', '2037-11-27T18:30:00Z')),
    'payments', jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 4300)))), 'TK005', 'nor is a reservation paid');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/A-9"]}')), 'TK005', 'nor held');
select is(scene.send('check_in', jsonb_build_object('check_in', gen_random_uuid(), 'till', 't1', 'event', scene.event('hamlet'), 'code', :'items3'::jsonb #> '{1,ticket}', 'door', 'x')) -> 'reason', '"cancelled"',
          'nor let in');

-- The list for refund: by number, with what is owed: tickets with fees, and the order's fee unless one was used.
set session authorization :"manager";
select is((select jsonb_agg(x - 'payments') from jsonb_array_elements(foyer.refund_list(scene.event('hamlet'))) x), jsonb_build_array(
    jsonb_build_object('order', :'o1', 'number', '1-000000000001', 'customer', 'Ophelia', 'user', 'ce000000-0000-4000-8000-0000000000d1', 'email', 'o@example.org', 'status', 'paid', 'currency', 'EUR',
                       'tickets', 1, 'refunded', false, 'owed_minor', 4300),
    jsonb_build_object('order', :'o2', 'number', '1-000000000002', 'status', 'part_refunded', 'currency', 'EUR', 'tickets', 1, 'refunded', false, 'owed_minor', 4300),
    jsonb_build_object('order', :'o3', 'number', '1-000000000003', 'status', 'paid', 'currency', 'EUR', 'tickets', 1, 'refunded', false, 'owed_minor', 1650)), 'the list for refund');
select is(foyer.refund_list(scene.event('hamlet')) #> '{1,payments}' #- '{0,payment}', '[{"method": "cash", "left_minor": 4300}]', 'with the ways the money came, less what went back');
select is(jsonb_path_query_array(foyer.refund_list(scene.event('hamlet'), '1-000000000001', 1), '$[*].number'), '["1-000000000002"]', 'page by page');
select is(foyer.refund_list(scene.event('lear')), '[]', 'not of the other performance');

-- Refunding: the ticket stays cancelled, its money goes back once.
set session authorization :"clerk";
select is(foyer.order_money(:'o2') - 'payments', jsonb_build_object('order', :'o2', 'number', '1-000000000002', 'status', 'part_refunded', 'currency', 'EUR', 'total_minor', 6501, 'given_back_minor', 2201,
    'tickets', jsonb_build_array(jsonb_build_object('ticket', :'items2'::jsonb #> '{0,ticket}', 'event', scene.event('hamlet'), 'seat', 'Stalls/A-2', 'status', 'cancelled', 'price_minor', 4000,
                                                    'fee_minor', 200, 'given_back', false),
                                 jsonb_build_object('ticket', :'items2'::jsonb #> '{1,ticket}', 'event', scene.event('hamlet'), 'seat', 'Stalls/A-3', 'status', 'refunded', 'price_minor', 2001,
                                                    'fee_minor', 200, 'given_back', true)),
    'order_fees', jsonb_build_array(jsonb_build_object('event', scene.event('hamlet'), 'fee_minor', 100, 'given_back', false))), 'what a refund needs to know');
select is(jsonb_path_query_array(foyer.order_money(:'o2'), '$.payments[*].left_minor'), '[4300]', 'and what is left');
select is(scene.refusal('select foyer.order_money(gen_random_uuid())'), 'TK009', 'of an order that there is');
select is(scene.send('refund', pg_temp.back(:'o2', '"all"', 4300)) -> 'order_fee_minor', '100', 'all that is owed comes back');
select is(scene.refusal('refund', pg_temp.back(:'o2', '"all"', 4300)), 'TK008', 'once');
select is(scene.refusal('refund', pg_temp.back(:'o2', jsonb_build_array(:'items2'::jsonb #> '{0,ticket}'), 4200)), 'TK008', 'also by id');
select is(scene.send('refund', pg_temp.back(:'o1', jsonb_build_array(:'items1'::jsonb #> '{0,ticket}'), 4300)) -> 'total_minor', '4300', 'a part of an order over two performances');
select is(scene.detail('refund', pg_temp.back(:'o1', jsonb_build_array(:'items1'::jsonb #> '{0,ticket}'), 4300)) -> 'what', '"refunded"', 'once, too');
select is(scene.detail('refund', pg_temp.back(:'o3', '"all"', 1650)) -> 'what', '"used"', 'a used ticket does not come back');
select is(scene.send('refund', pg_temp.back(:'o3', jsonb_build_array(:'items3'::jsonb #> '{1,ticket}'), 1650)) -> 'order_fee_minor', '0', 'the other does, without the order''s fee');
set session authorization :"manager";
select is(jsonb_path_query_array(foyer.refund_list(scene.event('hamlet')), '$[*].refunded'), '[true, true, true]', 'the list says so');
select is(jsonb_path_query_array(foyer.refund_list(scene.event('hamlet')), '$[*].owed_minor'), '[0, 0, 0]', 'nothing is owed');
reset session authorization;
select is((select array_agg(o.status::text order by o.number) from foyer.orders o where o.status <> 'reserved'), array['part_refunded', 'refunded', 'part_refunded'], 'and the orders');
select is((select count(*) from foyer.tickets where status = 'cancelled'), 3::bigint, 'cancelled tickets stay cancelled');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- What verify() says of a ticket that stayed valid.
select is(scene.found_after('update foyer.events set status = ''cancelled'' where slug = ''lear'''), 'cancelled performance has no valid ticket, sale card', 'a valid ticket of a cancelled performance is found');

-- By the status alone the same happens, whoever sets it.
set session authorization :"manager";
select is(foyer.set_event_status(scene.event('lear'), 'cancelled', (foyer.show_event('lear') ->> 'version')::integer) > 1, true, 'by set_event_status');
select is(jsonb_path_query_array(foyer.refund_list(scene.event('lear')), '$[*].owed_minor'), '[1750]', 'its tickets are owed for');
reset session authorization;
select is((select count(*) from foyer.event_seats where event_id = scene.event('lear') and status <> 'BLOCKED'), 0::bigint, 'its places can not be had');
select is(scene.refusal('update foyer.events set status = ''closed'' where slug = ''lear'''), '23514', 'cancelled is the end');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
