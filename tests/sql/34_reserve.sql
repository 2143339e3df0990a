-- SPDX-License-Identifier: GPL-3.0-or-later
-- Reservations to be paid later: reserve, pay_order, cancel_reservation, and what the deadline does.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager \gset
\set o1 'e4000000-0000-4000-8000-000000000001'
\set o2 'e4000000-0000-4000-8000-000000000002'
\set o3 'e4000000-0000-4000-8000-000000000003'
\set o4 'e4000000-0000-4000-8000-000000000004'
\set o5 'e4000000-0000-4000-8000-000000000005'
\set o6 'e4000000-0000-4000-8000-000000000006'
\set o9 'e4000000-0000-4000-8000-000000000009'
\set h1 'e4000000-0000-4000-8000-0000000000b1'
\set h2 'e4000000-0000-4000-8000-0000000000b2'
create function pg_temp.reserve(p_order uuid, p_total bigint, p_items jsonb, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('order', p_order, 'number', '1-' || right(p_order::text, 12), 'till', 't1', 'currency', 'EUR', 'total_minor', p_total, 'holds', '[]'::jsonb,
        'items', (select jsonb_agg(i - 'ticket' order by n) from jsonb_array_elements(p_items) with ordinality x (i, n)), 'pay_until', '2037-11-01T12:00:00Z', 'name', 'Mrs Meier') || p_more $$;
create function pg_temp.pay(p_order uuid, p_total bigint, p_tickets integer, p_more jsonb default '{}', p_slugs text[] default '{hamlet}') returns jsonb language sql as $$
    select jsonb_build_object('order', p_order, 'till', 't2', 'total_minor', p_total, 'tickets', (select jsonb_agg(gen_random_uuid()) from generate_series(1, p_tickets)),
        'events', (select jsonb_agg(jsonb_build_object('event', scene.event(s), 'starts_at', '2037-11-27T18:30:00Z')) from unnest(p_slugs) s),
        'payments', jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', p_total, 'given_minor', p_total + 500))) || p_more $$;
create function pg_temp.due(p_order uuid) returns void language sql security definer as $$
    update foyer.event_seats set reserved_until = clock_timestamp() - interval '1 second' where hold_id = p_order and num_nonnulls(block_letter, lease_id) = 0;
    update foyer.holds set expires_at = clock_timestamp() - interval '1 second' where id = p_order;
    update foyer.orders set pay_until = clock_timestamp() - interval '1 second' where id = p_order;
    update foyer.reservations r set pay_until = o.pay_until from foyer.orders o where o.id = r.order_id and o.id = p_order $$;
create function pg_temp.stalls(p_labels text[]) returns jsonb language sql as $$ select jsonb_agg(scene.item('Stalls', 'Adult', 4000, l)) from unnest(p_labels) l $$;

-- Two out of a basket, one of the floor: 4000 + 2001 + 1500 + 200 + 200 + 150 + 100.
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-1", "Stalls/A-2", "Stalls/A-3"]}')), 'done', 'a basket');
select pg_temp.reserve(:'o1', 8151, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Floor', 'Adult', 1500), scene.item('Stalls', 'Child', 2001, 'Stalls/A-2')),
    jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', repeat('a', 32))))) as request \gset
select scene.send('reserve', :'request') as answer \gset
select is(:'answer'::jsonb - 'items', jsonb_build_object('order', :'o1', 'number', '1-000000000001', 'status', 'reserved', 'currency', 'EUR', 'total_minor', 8151, 'name', 'Mrs Meier',
    'pay_until', '2037-11-01T12:00:00Z', 'tax_minor', 262 + 131 + 239 + 32 + 32 + 24 + 16, 'fee_minor', 650 - 104, 'subtotal_minor', 7501 - 632), 'reserved at the price of now');
select is(jsonb_path_query_array(:'answer', '$.items[*].price_minor'), '[4000, 1500, 2001]', 'in the order of the items');
select is(:'answer'::jsonb #>> '{items,2,seat}', 'Stalls/A-2', 'with their seats');
select is(scene.send('reserve', :'request'), :'answer'::jsonb || '{"repeated": true}', 'the same again is told the same');
select is(scene.refusal('reserve', :'request'::jsonb || '{"name": "Mr Meier"}'), 'TK012', 'another is not');
select is(foyer.order_outcome(:'o1'), jsonb_build_object('known', true, 'status', 'reserved', 'answer', :'answer'::jsonb), 'its outcome is known');
select is(scene.send('cancel_order', jsonb_build_object('order', :'o1', 'till', 't1')) - 'answer', jsonb_build_object('order', :'o1', 'outcome', 'reserved'), 'cancel_order does not undo it');
select is(scene.counts('hamlet', 'Stalls') || scene.counts('hamlet', 'Floor'), '{17,3,0,0,0,11,1,0,0,0}', 'its places are held');
select is((select get_byte(states, 0) from foyer.seat_states(scene.event('hamlet'), 't1')), 2, 'by this till');
select ok((foyer.list_seats('hamlet', 'held') #>> '{0,until}') = '2037-11-01T12:00:00Z', 'until its deadline');
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-1"]}')), 'TK001', 'nobody else gets them');
select is(scene.refusal('release_hold', jsonb_build_object('hold', :'o1', 'till', 't1', 'token', repeat('a', 32))), 'TK008', 'nobody has the token of what keeps them');
select is(scene.refusal('extend_holds', jsonb_build_object('request', gen_random_uuid(), 'till', 't1', 'holds', jsonb_build_array(jsonb_build_object('hold', :'o1', 'token', repeat('a', 32))))), 'TK008',
          'a basket can not extend it');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('a', 32))) -> 'released', '1', 'the basket has one place left');
select is((foyer.list_reservations('meier') -> 0) - 'reserved_at' - 'events', jsonb_build_object('order', :'o1', 'number', '1-000000000001', 'name', 'Mrs Meier', 'user', null,
    'reserved_by', :'clerk', 'pay_until', '2037-11-01T12:00:00Z', 'lapsed', false, 'total_minor', 8151, 'currency', 'EUR', 'training', false,
    'seats', jsonb_build_array('Stalls/A-1', :'answer'::jsonb #> '{items,1,seat}', 'Stalls/A-2')), 'it is listed by name');
select is(jsonb_array_length(foyer.list_reservations('nobody')), 0, 'and not by another');
reset session authorization;
select is(foyer.sweep_lapsed(), 0, 'the sweep leaves it alone');
select is((select count(*) from foyer.tickets), 0::bigint, 'there is no ticket');
select is((select count(*) from foyer.journal) + (select count(*) from foyer.sales_rollup), 0::bigint, 'no money and no figure');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Refused reservations leave nothing.
set session authorization :"clerk";
select is(scene.refusal('reserve', pg_temp.reserve(:'o9', total, items, more)), code, what) from (values
    ('TK001', 4300, pg_temp.stalls('{Stalls/A-1}'), '{}'::jsonb, 'a reserved seat'),
    ('TK002', 19900, (select jsonb_agg(scene.item('Floor', 'Adult', 1500)) from generate_series(1, 12)), '{}', 'more than the floor has'),
    ('TK004', 4299, pg_temp.stalls('{Stalls/B-1}'), '{}', 'another total'),
    ('TK006', 3250, jsonb_build_array(scene.item('Circle', 'Adult', 3000, 'Circle/A-1')), '{}', 'fewer than the tier sells'),
    ('TK009', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"user": "e4000000-0000-4000-8000-0000000000f1"}', 'an unknown customer'),
    ('TK009', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"holds": [{"hold": "e4000000-0000-4000-8000-0000000000f1", "token": "a"}]}', 'an unknown hold'),
    ('TK009', 6400, jsonb_build_array(scene.item('Circle', 'Adult', 3000, 'Stalls/B-1'), scene.item('Circle', 'Adult', 3000, 'Circle/A-5')), '{}', 'a place of another tier'),
    ('TK013', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/B-1') || '{"starts_at": "2037-11-27T18:00:00Z"}'), '{}', 'another start'),
    ('TK015', 8500, pg_temp.stalls('{Stalls/B-1,Stalls/B-1}'), '{}', 'a place named twice'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"pay_until": "2037-11-27T18:30:01Z"}', 'a deadline after the start'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"pay_until": "2020-01-01T00:00:00Z"}', 'a deadline that is over'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"pay_until": "infinity"}', 'none'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"name": ""}', 'no name'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"number": "2-1"}', 'a number of another till'),
    ('TK012', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"number": "1-000000000001"}', 'a number used before'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"payments": []}', 'payments'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"items": []}', 'no items'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"items": [5]}', 'items that are none'),
    ('TK015', 4300, pg_temp.stalls('{Stalls/B-1}'), '{"currency": "eu"}', 'no currency')) v (code, total, items, more, what);
select is(scene.refusal('reserve', pg_temp.reserve(gen_random_uuid(), 4300, pg_temp.stalls('{Stalls/B-1}')) - 'name'), 'TK015', 'nobody at all');
select is(scene.refusal('reserve', jsonb_set(pg_temp.reserve(gen_random_uuid(), 4300, pg_temp.stalls('{Stalls/B-1}')), '{items,0,ticket}', to_jsonb(gen_random_uuid()))), 'TK015', 'a ticket before the money');
set session authorization :"manager";
select is(foyer.set_limits('{"reserve_limit_places": 4}') -> 'reserve_limit_places', '4', 'four places a person');
set session authorization :"clerk";
select is(scene.detail('reserve', pg_temp.reserve(gen_random_uuid(), 8500, pg_temp.stalls('{Stalls/B-1,Stalls/B-2}'))), '{"limit": 4, "wanted": 5, "what": "person"}', 'a fifth is refused');
select is(scene.send('reserve', :'request'), :'answer'::jsonb || '{"repeated": true}', 'a repeat asks for none');
set session authorization :"clerk2";
select is(scene.refusal('reserve', pg_temp.reserve(:'o2', 8500, pg_temp.stalls('{Stalls/B-1,Stalls/B-2}'))), 'done', 'to that person only');

-- Paid at another till, at the pinned price.
set session authorization :"manager";
select foyer.set_limits('{"reserve_limit_places": 1000}');
reset session authorization;
update foyer.tier_prices set is_current = false where tier_id = scene.tier('hamlet', 'Stalls');
insert into foyer.tier_prices (tier_id, price_type_id, event_id, version, price_minor) select tier_id, price_type_id, event_id, 2, 9999 from foyer.tier_prices where tier_id = scene.tier('hamlet', 'Stalls');
set session authorization :"clerk2";
select is(scene.refusal('pay_order', pg_temp.pay(:'o1', total, tickets, more)), code, what) from (values
    (8150, 3, '{}'::jsonb, 'TK004', 'another total'), (8151, 2, '{}', 'TK015', 'too few tickets'), (8151, 3, '{"payments": []}', 'TK007', 'no payment'), (8151, 3, '{"tickets": ["x", "y", "z"]}', 'TK015', 'ids that are none'),
    (8151, 3, '{"tickets": ["e4000000-0000-4000-8000-0000000000f1", "e4000000-0000-4000-8000-0000000000f1", "e4000000-0000-4000-8000-0000000000f2"]}', 'TK015', 'a ticket named twice'),
    (8151, 3, '{"events": []}', 'TK013', 'no start shown'), (8151, 3, '{"events": [5]}', 'TK015', 'events that are none'), (8151, 3, '{"x": 1}', 'TK015', 'an unknown key'),
    (8151, 3, '{"payments": [{"payment": "e4000000-0000-4000-8000-0000000000f1", "method": "card", "amount_minor": 8150}]}', 'TK007', 'too little'),
    (8151, 3, '{"payments": [{"payment": "e4000000-0000-4000-8000-0000000000f1", "method": "gold", "amount_minor": 8151}]}', 'TK015', 'an unknown tender'),
    (8151, 3, '{"order": "e4000000-0000-4000-8000-0000000000f1"}', 'TK009', 'an unknown order')) v (total, tickets, more, code, what);
select is(scene.refusal('pay_order', jsonb_set(pg_temp.pay(:'o1', 8151, 3), '{events,0,starts_at}', '"2037-11-27T18:00:00Z"')), 'TK013', 'another start');
reset session authorization;
update foyer.events set status = 'paused' where slug = 'hamlet';
set session authorization :"clerk2";
select pg_temp.pay(:'o1', 8151, 3) as request \gset
select scene.send('pay_order', :'request') as answer \gset
select is(:'answer'::jsonb - 'sold_at' - 'tickets', jsonb_build_object('order', :'o1', 'number', '1-000000000001', 'currency', 'EUR', 'total_minor', 8151, 'change_minor', 500, 'tax_minor', 736,
    'fee_minor', 546, 'subtotal_minor', 6869), 'paid, although new sales are paused');
select is(jsonb_path_query_array(:'answer', '$.tickets[*].ticket'), :'request'::jsonb -> 'tickets', 'under the till''s ids');
select is(jsonb_path_query_array(:'answer', '$.tickets[*].price_minor'), '[4000, 1500, 2001]', 'at the prices it was made with');
select is(scene.send('pay_order', :'request'), :'answer'::jsonb || '{"repeated": true}', 'the same again is told the same');
select is(scene.refusal('pay_order', pg_temp.pay(:'o1', 8151, 3)), 'TK012', 'it is paid once');
select is(scene.send('cancel_reservation', jsonb_build_object('order', :'o1', 'till', 't2')) ->> 'outcome', 'sold', 'and not cancelled any more');
reset session authorization;
update foyer.events set status = 'on_sale' where slug = 'hamlet';
select is((select array[count(*), sum(amount_minor)] from foyer.journal j join foyer.tills t on t.id = j.till_id where t.code = 't2' and j.order_id = :'o1'), '{1,8151}', 'the money is in the journal of the till that took it');
select is((select array[sum(tickets), sum(gross_minor), sum(fee_minor), sum(tax_minor)] from foyer.sales_rollup), array[3, 7501, 650, 736]::numeric[], 'rolled up');
select is(scene.counts('hamlet', 'Stalls'), '{16,2,0,0,2}', 'sold');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Cancelled.
set session authorization :"clerk";
select is(scene.send('cancel_reservation', jsonb_build_object('order', :'o2', 'till', 't1', 'reason', 'ill')), jsonb_build_object('order', :'o2', 'outcome', 'cancelled'), 'cancelled by anybody at a till');
select is(scene.send('cancel_reservation', jsonb_build_object('order', :'o2', 'till', 't1', 'reason', 'ill')) -> 'repeated', 'true', 'once');
select is(scene.status('hamlet', 'Stalls/B-1'), 'AVAILABLE', 'its places are free');
select is(scene.refusal('pay_order', pg_temp.pay(:'o2', 8500, 2)), 'TK003', 'and it is not paid any more');
select is(scene.refusal('cancel_reservation', jsonb_build_object('order', gen_random_uuid(), 'till', 't1')), 'TK009', 'an unknown one');
select is(scene.refusal('reserve', pg_temp.reserve(:'o2', 8500, pg_temp.stalls('{Stalls/B-1,Stalls/B-2}'))), 'TK012', 'the id is given up');
reset session authorization;
update foyer.tier_prices set is_current = false where price_type_id = scene.price_type('hamlet', 'Adult') and tier_id = scene.tier('hamlet', 'Stalls');
insert into foyer.tier_prices (tier_id, price_type_id, event_id, version, price_minor)
select tier_id, price_type_id, event_id, 3, 4000 from foyer.tier_prices where price_type_id = scene.price_type('hamlet', 'Adult') and tier_id = scene.tier('hamlet', 'Stalls') and version = 1;

-- The deadline: others may take the places, and until they do the customer may pay.
set session authorization :"clerk";
select is(scene.refusal('reserve', pg_temp.reserve(o, 8500, pg_temp.stalls(l))), 'done', 'reserved') from (values (:'o3'::uuid, '{Stalls/B-1,Stalls/B-2}'::text[]), (:'o4', '{Stalls/B-3,Stalls/B-4}'), (:'o5', '{Stalls/B-5,Stalls/B-6}')) v (o, l);
reset session authorization;
select pg_temp.due(o) from unnest(array[:'o3', :'o4', :'o5']::uuid[]) o;
select is(scene.counts('hamlet', 'Stalls'), '{18,0,0,0,2}', 'past the deadline its places count as free');
set session authorization :"clerk";
select is(foyer.list_reservations() #> '{0,lapsed}', 'true', 'the list says so');
select is(scene.refusal('pay_order', pg_temp.pay(:'o3', 8500, 2)), 'done', 'nobody took them: it is paid');
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/B-4"]}')), 'done', 'somebody takes one of the others');
select is(scene.detail('pay_order', pg_temp.pay(:'o4', 8500, 2)), jsonb_build_object('hold', :'o4', 'seats', '["Stalls/B-4"]'::jsonb, 'places', jsonb_build_array(scene.place('hamlet', 'Stalls/B-4'))), 'which is named');
select is(scene.refusal('pay_order', pg_temp.pay(:'o4', 8500, 2)), 'TK003', 'and no money is taken');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing with the worker stopped');
select is(foyer.lapse_reservations(), 2, 'what is past its deadline is cancelled');
select is(foyer.lapse_reservations(), 0, 'once');
select is((select array_agg(scene.status('hamlet', l)) from unnest('{Stalls/B-3,Stalls/B-4,Stalls/B-5}'::text[]) l), '{AVAILABLE,RESERVED,AVAILABLE}', 'its places are free, but what another has');
set session authorization :"clerk";
select is(scene.refusal('pay_order', pg_temp.pay(:'o5', 8500, 2)), 'TK003', 'then it can not be paid');
reset session authorization;
select is((select array_agg(status::text order by id) from foyer.orders where id in (:'o4', :'o5')), '{cancelled,cancelled}', 'the orders say so');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Out of a letter and out of an allotment, over two performances; they go back there.
set session authorization :"manager";
select foyer.set_letter('H', 'House', true), foyer.block_places('hamlet', '{Stalls/A-9}', 'H'),
       foyer.create_allotment('{"allotment": "e4000000-0000-4000-8000-0000000000a1", "event": "hamlet", "holder": "School", "release_at": "2037-11-20T12:00:00Z", "seats": ["Stalls/A-8"]}');
select is(scene.refusal('hold_places', scene.hold('e4000000-0000-4000-8000-0000000000b3', '{"seats": ["Stalls/A-8"], "allotment": "e4000000-0000-4000-8000-0000000000a1"}')), 'done', 'held');
select is(scene.refusal('reserve', pg_temp.reserve(:'o6', 12800, pg_temp.stalls('{Stalls/A-8,Stalls/A-9}') || jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1', 'lear')),
    jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', 'e4000000-0000-4000-8000-0000000000b3', 'token', repeat('a', 32)))))), 'done', 'reserved');
reset session authorization;
select is((select array_agg(coalesce(block_letter, left(lease_id::text, 2)) || (reserved_until > '2037-11-02') order by ordinal) from foyer.event_seats where hold_id = :'o6' and event_id = scene.event('hamlet')), array['e4true', 'Htrue'], 'they remember');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select pg_temp.due(:'o6');
select is(foyer.sweep_lapsed(), 3, 'the sweep ends it too');
select is((select array_agg(coalesce(block_letter, left(lease_id::text, 2)) || status order by ordinal) from foyer.event_seats where label in ('Stalls/A-8', 'Stalls/A-9') and event_id = scene.event('hamlet')),
          array['e4RESERVED', 'HBLOCKED'], 'back to letter and allotment');
select is(foyer.lapse_reservations(), 1, 'and the order is cancelled afterwards');
select is((select count(*) from foyer.audit_log where action in ('reserve', 'pay_order', 'cancel_reservation', 'lapse_reservation')), 6::bigint + 2 + 1 + 3, 'each is in the audit once');
select is(scene.refusal('delete from foyer.reservations'), '23001', 'reservations stay');
select is(scene.refusal(format('delete from foyer.event_seats where id = %s', scene.place('hamlet', 'Stalls/B-5'))), '23001', 'and so do their places');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
savepoint damage;
set local session_replication_role = replica;
update foyer.reservations set ended_at = null, ended_by = null where order_id = :'o6';
set local session_replication_role = origin;
select is((select string_agg(distinct invariant, ', ') from foyer.verify()), 'reservation and its order', 'verify() compares reservations and orders');
rollback to damage;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
