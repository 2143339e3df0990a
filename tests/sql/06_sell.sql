-- SPDX-License-Identifier: GPL-3.0-or-later
-- sell, cancel_order, order_outcome, find_ticket.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager \gset
\set o1 'c0000000-0000-4000-8000-000000000001'
\set o2 'c0000000-0000-4000-8000-000000000002'
\set o3 'c0000000-0000-4000-8000-000000000003'
\set o4 'c0000000-0000-4000-8000-000000000004'
\set o9 'c0000000-0000-4000-8000-000000000009'
\set h1 '00000000-0000-4000-8000-0000000000c1'
\set h2 '00000000-0000-4000-8000-0000000000c2'
create function pg_temp.items(p_labels text[], p_tier text default 'Stalls', p_minor bigint default 4000) returns jsonb language sql as $$
    select jsonb_agg(scene.item(p_tier, 'Adult', p_minor, l)) from unnest(p_labels) l $$;
create function pg_temp.any(p_n integer, p_tier text default 'Floor', p_minor bigint default 1500) returns jsonb language sql as $$
    select jsonb_agg(scene.item(p_tier, 'Adult', p_minor)) from generate_series(1, p_n) $$;

-- Two named seats and one child beside any place of the floor: 4000 + 2001 + 1500 + fees 200 + 200 + 150 + 100.
select scene.sale(:'o1', 8151, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Floor', 'Adult', 1500),
    scene.item('Stalls', 'Child', 2001, 'Stalls/A-2')), jsonb_build_object('payments', jsonb_build_array(
        jsonb_build_object('payment', gen_random_uuid(), 'method', 'card', 'amount_minor', 5000, 'reference', 'terminal 1; drop table'),
        jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 3151, 'given_minor', 4000)))) as sale \gset
set session authorization :"clerk";
select scene.send('sell', :'sale') as answer \gset
select is(:'answer'::jsonb - 'tickets' - 'sold_at', jsonb_build_object('order', :'o1', 'number', '1-000000000001', 'currency', 'EUR', 'total_minor', 8151, 'change_minor', 849,
    'tax_minor', 262 + 131 + 239 + 32 + 32 + 24 + 16, 'fee_minor', 650 - 104, 'subtotal_minor', 7501 - 632), 'totals, tax contained and rounded per ticket and fee');
select is(jsonb_path_query_array(:'answer', '$.tickets[*].price_minor'), '[4000, 1500, 2001]', 'tickets in the order of the items');
select is(jsonb_path_query_array(:'answer', '$.tickets[*].ticket'), jsonb_path_query_array(:'sale', '$.items[*].ticket'), 'under the till''s ids');
select is(:'answer'::jsonb #>> '{tickets,0,seat}', 'Stalls/A-1', 'named places are those named');
select is(:'answer'::jsonb #>> '{tickets,2,price_type_name}', 'Child', 'at their price type');
select ok(:'answer'::jsonb #>> '{tickets,1,seat}' like 'Floor/%', 'the other is of its tier');
select is(scene.send('sell', :'sale'), :'answer'::jsonb || '{"repeated": true}', 'the same call again gives the stored answer');
select is(foyer.order_outcome(:'o1'), jsonb_build_object('known', true, 'status', 'paid', 'answer', :'answer'::jsonb), 'and so does its outcome');
select is(scene.refusal('sell', :'sale'::jsonb || '{"total_minor": 8150}'), 'TK012', 'same id, other content');
select is(scene.refusal('sell', :'sale'::jsonb || jsonb_build_object('order', :'o9')), 'TK012', 'same number or ticket under another id');
select is(scene.refusal('sell', scene.sale(:'o9', 1750, pg_temp.any(1)) || jsonb_build_object('payments', jsonb_build_array(jsonb_build_object('payment',
    :'sale'::jsonb #> '{payments,0,payment}', 'method', 'card', 'amount_minor', 1750)))), 'TK012', 'a payment id used before');
select is(scene.refusal('sell', scene.sale(:'o9', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500) || jsonb_build_object('ticket', :'sale'::jsonb #> '{items,0,ticket}')))), 'TK012',
          'a ticket id used before');
select is(scene.counts('hamlet', 'Stalls') || scene.counts('hamlet', 'Floor'), '{18,0,0,0,2,11,0,0,0,1}', 'counted');
select is(foyer.find_ticket(:'sale'::jsonb #>> '{items,0,ticket}') ->> 'seat', 'Stalls/A-1', 'a ticket is found by id');
reset session authorization;

select is((select array[till.code, o.sold_by::text, o.session_role::text] from foyer.orders o join foyer.tills till on till.id = o.till_id where o.id = :'o1'), array['t1', :'clerk', :'clerk'],
          'who and where is recorded, not claimed');
select is((select count(*) from foyer.journal where order_id = :'o1'), 2::bigint, 'each payment is in the journal');
select is((select count(*) from foyer.audit_log where action = 'sell' and subject = :'o1' and actor = :'clerk'), 1::bigint, 'the sale is in the audit once');
select is((select array[s.status::text, s.order_id::text, (s.sold_at is not null)::text] from foyer.event_seats s where id = scene.place('hamlet', 'Stalls/A-1')), array['SOLD', :'o1', 'true'],
          'the place knows its order');
select is((select array[sum(tickets), sum(gross_minor), sum(fee_minor), sum(tax_minor)] from foyer.sales_rollup), array[3, 7501, 650, 736]::numeric[], 'rolled up');
select is((select tickets_sold from foyer.event_sales_summary where slug = 'hamlet'), 3::bigint, 'and summed');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Short code: the first 60 bits of the ticket id in base32.
select is((select array[low, high]::text[] from foyer.ticket_range('aaaa-aaaa aaab')), array['00000000-0000-0010-0000-000000000000', '00000000-0000-001f-ffff-ffffffffffff'],
          'the range of a short code');
set session authorization :"clerk";
select is(scene.refusal(format('select foyer.find_ticket(%L)', c)), 'TK009', 'no ticket ' || c) from unnest(array['', 'K7QM', 'K7QM-2XWD-9F31', '''; --', repeat('A', 200), gen_random_uuid()::text]) c;
select is(foyer.order_outcome(gen_random_uuid()), '{"known": false}', 'an unknown order is not known');

-- Refusals; each leaves nothing behind.
select is(scene.refusal('sell', scene.sale(:'o9', total, items, more)), code, what) from (values
    ('TK001', 4300, pg_temp.items('{Stalls/A-1}'), '{}'::jsonb, 'a sold seat'),
    ('TK009', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000) || '{"place": 0}'), '{}', 'a place that does not exist'),
    ('TK009', 6400, jsonb_build_array(scene.item('Circle', 'Adult', 3000, 'Stalls/A-5'), scene.item('Circle', 'Adult', 3000, 'Circle/A-5')), '{}', 'a place of another tier'),
    ('TK009', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500) || jsonb_build_object('price_type', scene.price_type('lear', 'Adult'))), '{}', 'a price type of another event'),
    ('TK009', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500) || jsonb_build_object('event', gen_random_uuid())), '{}', 'an unknown event'),
    ('TK015', 8500, pg_temp.items('{Stalls/A-5,Stalls/A-5}'), '{}', 'a place named twice'),
    ('TK002', 19900, pg_temp.any(12), '{}', 'more than the floor has'),
    ('TK004', 4299, pg_temp.items('{Stalls/A-5}'), '{}', 'another total'),
    ('TK004', 4299, pg_temp.items('{Stalls/A-5}', 'Stalls', 3999), '{}', 'another price'),
    ('TK004', 100, pg_temp.items('{Stalls/A-5}', 'Stalls', 0), '{}', 'no price'),
    ('TK006', 3250, pg_temp.items('{Circle/A-1}', 'Circle', 3000), '{}', 'fewer than the tier sells'),
    ('TK006', 15850, pg_temp.any(5, 'Circle', 3000), '{}', 'more than the tier sells'),
    ('TK006', 1, (select jsonb_agg(x) from pg_temp.any(201) y, jsonb_array_elements(y) x), '{}', 'more than 200 items'),
    ('TK013', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5') || '{"starts_at": "2037-11-27T18:00:00Z"}'), '{}', 'another start'),
    ('TK007', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": []}', 'no payment'),
    ('TK007', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": [{"payment": "c0000000-0000-4000-8000-0000000000f1", "method": "cash", "amount_minor": 4299, "given_minor": 5000}]}', 'too little'),
    ('TK007', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": [{"payment": "c0000000-0000-4000-8000-0000000000f1", "method": "cash", "amount_minor": 4301}]}', 'too much'),
    ('TK007', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": [{"payment": "c0000000-0000-4000-8000-0000000000f1", "method": "cash", "amount_minor": 4300, "given_minor": 4000}]}', 'less given than charged'),
    ('TK007', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": [{"payment": "c0000000-0000-4000-8000-0000000000f1", "method": "cash", "amount_minor": 5300},
        {"payment": "c0000000-0000-4000-8000-0000000000f2", "method": "cash", "amount_minor": -1000}]}', 'a negative payment'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": [{"payment": "c0000000-0000-4000-8000-0000000000f1", "method": "voucher", "amount_minor": 4300}]}', 'a method that the counter has not'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"payments": [{"payment": "c0000000-0000-4000-8000-0000000000f1", "method": "card", "amount_minor": 4300, "given_minor": 5000}]}', 'change on a card'),
    ('TK009', 4300, pg_temp.items('{Stalls/A-5}'), '{"user": "c0000000-0000-4000-8000-0000000000f1"}', 'an unknown customer'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"currency": "USD"}', 'another currency'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"currency": "eu"}', 'no currency'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"channel": "offline"}', 'another channel'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"number": "2-1"}', 'a number of another till'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"sold_by": "boss"}', 'a person named by the request'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"total_minor": "4300"}', 'a number as text'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"items": []}', 'no items'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"items": [1]}', 'items that are none'),
    ('TK015', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000) || '{"price_minor": 4000.5}'), '{}', 'half a cent'),
    ('TK015', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000) || '{"place": "5"}'), '{}', 'a place as text'),
    ('TK015', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000) || '{"price_minor": 1e30}'), '{}', 'an absurd price'),
    ('TK015', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000) || '{"starts_at": "soon"}'), '{}', 'a start that is none'),
    ('TK015', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000) || '{"discount": 5}'), '{}', 'an unknown key'),
    ('TK015', 4300, pg_temp.items('{Stalls/A-5}'), '{"holds": [{"hold": "x", "token": "y"}]}', 'a hold that is none'),
    ('TK009', 4300, pg_temp.items('{Stalls/A-5}'), jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', gen_random_uuid(), 'token', ''))), 'an unknown hold')
) v (code, total, items, more, what);
select is(scene.detail('sell', scene.sale(:'o9', 4299, pg_temp.items('{Stalls/A-5}'))), '{"shown_minor": 4299, "total_minor": 4300, "currency": "EUR"}', 'a changed price names the centre''s total');
select is(scene.detail('sell', scene.sale(:'o9', 12700, pg_temp.items('{Stalls/A-2,Stalls/A-5,Stalls/A-1}'))) -> 'seats', '["Stalls/A-1", "Stalls/A-2"]', 'every taken seat is named');
select is(foyer.order_outcome(:'o9'), '{"known": false}', 'a refused sale leaves nothing');
reset session authorization;
select is((select count(*) from foyer.orders), 1::bigint, 'no order');
select is(scene.counts('hamlet', 'Stalls') || scene.counts('hamlet', 'Floor'), '{18,0,0,0,2,11,0,0,0,1}', 'no place');

-- A sale of held places, at the last moment and beyond.
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-7", "Stalls/A-8", "Stalls/A-9"]}')), 'done', 'three are held');
select is(scene.refusal('sell', scene.sale(:'o9', 4300, pg_temp.items('{Stalls/A-7}'))), 'TK001', 'without the hold they are taken');
select is(scene.refusal('sell', scene.sale(:'o9', 4300, pg_temp.items('{Stalls/A-7}'), jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', 'wrong'))))), 'TK008',
          'and with a wrong token');
reset session authorization;
select scene.lapse(:'h1');
select jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', repeat('a', 32)))) as holds \gset
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o2', 4300, pg_temp.items('{Stalls/A-7}'), :'holds')), 'done', 'lapsed, but nobody took it: sold');
select is(scene.refusal('hold_places', scene.hold(:'h2', '{"seats": ["Stalls/A-8"]}', 't2')), 'done', 'another till takes one');
select scene.sale(:'o3', 8500, pg_temp.items('{Stalls/A-8,Stalls/A-9}'), :'holds') as sale3 \gset
select is(scene.refusal('sell', :'sale3'), 'TK003', 'then the hold is lost');
select is(scene.detail('sell', :'sale3'), jsonb_build_object('hold', :'h1', 'seats', array['Stalls/A-8'], 'places', array[scene.place('hamlet', 'Stalls/A-8')]), 'which place is named');
select is(scene.status('hamlet', 'Stalls/A-9'), 'RESERVED', 'all or nothing');
reset session authorization;
select scene.lapse(:'h2');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o4', 4300, pg_temp.items('{Stalls/A-8}'))), 'done', 'a lapsed place of another is sold in the same statement');
select is(scene.send('release_hold', jsonb_build_object('hold', :'h1', 'till', 't1', 'token', repeat('a', 32))) -> 'released', '1', 'the rest of the basket is given back, what was sold stays sold');
select is(scene.status('hamlet', 'Stalls/A-7'), 'SOLD', 'still sold');

-- Not on sale.
reset session authorization;
update foyer.events set status = 'paused' where slug = 'hamlet';
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o9', 1750, pg_temp.any(1))), 'TK005', 'a paused event is not sold');
select is(scene.send('sell', :'sale') -> 'repeated', 'true', 'but what was sold before is still answered');
reset session authorization;
update foyer.events set status = 'on_sale' where slug = 'hamlet';
update foyer.ticket_tiers set sale_start_time = now() + interval '1 hour' where id = scene.tier('hamlet', 'Floor');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o9', 1750, pg_temp.any(1))), 'TK005', 'nor a tier before its time');
reset session authorization;
update foyer.ticket_tiers set sale_start_time = null, is_active = false where id = scene.tier('hamlet', 'Floor');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o9', 1750, pg_temp.any(1))), 'TK005', 'nor one that is switched off');
reset session authorization;
update foyer.ticket_tiers set is_active = true where id = scene.tier('hamlet', 'Floor');
update foyer.tier_prices set is_current = false where tier_id = scene.tier('hamlet', 'Floor');
insert into foyer.tier_prices (tier_id, price_type_id, event_id, version, price_minor)
values (scene.tier('hamlet', 'Floor'), scene.price_type('hamlet', 'Adult'), scene.event('hamlet'), 2, 1600);
set session authorization :"clerk";
select is(scene.detail('sell', scene.sale(:'o9', 1750, pg_temp.any(1))) -> 'total_minor', '1850', 'a new price is the centre''s price at once');
select is(scene.send('sell', :'sale') -> 'total_minor', '8151', 'not for what was sold');
reset session authorization;

-- cancel_order: the stored answer, or a tombstone.
select jsonb_build_object('order', :'o9', 'till', 't1', 'reason', 'line cut') as cancel, scene.sale(:'o9', 1850, pg_temp.any(1, 'Floor', 1600)) as late \gset
set session authorization :"clerk2";
select is(scene.send('cancel_order', jsonb_build_object('order', :'o1', 'till', 't1')) -> 'answer', :'answer'::jsonb, 'an order that was sold is answered');
select is(scene.send('cancel_order', jsonb_build_object('order', :'o1', 'till', 't1')) ->> 'outcome', 'sold', 'as sold');
select is(scene.refusal('cancel_order', jsonb_build_object('order', :'o1', 'till', 't2')), 'TK008', 'to its own till only');
select is(scene.send('cancel_order', :'cancel'), jsonb_build_object('order', :'o9', 'outcome', 'cancelled'), 'an order that never came is given up');
select is(scene.send('cancel_order', :'cancel') -> 'repeated', 'true', 'twice is once');
select is(scene.refusal('sell', :'late'), 'TK012', 'a late arrival finds the tombstone');
select is(foyer.order_outcome(:'o9'), '{"known": true, "status": "cancelled"}', 'which is an outcome');
select is(scene.refusal('cancel_order', :'cancel'::jsonb || more), 'TK015', 'cancel with ' || more::text) from unnest(array['{"order": "x"}', '{"order": 1}', '{"x": 1}', '{"reason": 5}']::jsonb[]) more;
reset session authorization;

select is(scene.refusal('update foyer.tickets set status = ''used'', used_at = now() where order_id = ''c0000000-0000-4000-8000-000000000001'''), 'done', 'a valid ticket is used');
select is(scene.refusal('update foyer.tickets set status = ''valid'', used_at = null where order_id = ''c0000000-0000-4000-8000-000000000001'''), '23514', 'and none comes back');
select is(scene.refusal(format('insert into foyer.tickets (id, order_id, position, place_id, event_id, tier_id, price_minor) select gen_random_uuid(), order_id, 99, place_id, event_id, tier_id, 1
    from foyer.tickets where order_id = %L limit 1', :'o1')), '23505', 'one live ticket per place');
select is(scene.refusal(format('delete from foyer.orders where id = %L', :'o1')), '23001', 'orders stay');
select is(scene.refusal('update foyer.orders set status = ''reserved'', pay_until = now()'), '23514', 'a paid order is not reserved again');
select is(scene.refusal('delete from foyer.journal'), '23001', 'the journal stays');
select is(scene.refusal('update foyer.journal set amount_minor = 1'), '23001', 'as it is');
select is(scene.refusal('delete from foyer.price_types where id = ''' || scene.price_type('hamlet', 'Child') || ''''), '23001', 'a price type that was sold stays');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

select * from finish();
rollback;
