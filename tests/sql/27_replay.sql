-- SPDX-License-Identifier: GPL-3.0-or-later
-- replay_sale: accepted, conflict, rejected.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
select foyer.register_till('t1', '1', sha256('secret 1'), sha256('key 1'), scene.verifier()), foyer.register_till('t2', '2', sha256('secret 2'), sha256('key 2'), scene.verifier());
\set l1 '27000000-0000-4000-8000-000000000001'
\set l2 '27000000-0000-4000-8000-000000000002'
\set l3 '27000000-0000-4000-8000-000000000003'
\set o1 '27000000-0000-4000-8000-0000000000c1'
\set o2 '27000000-0000-4000-8000-0000000000c2'
\set o3 '27000000-0000-4000-8000-0000000000c3'
\set o4 '27000000-0000-4000-8000-0000000000c4'
\set o5 '27000000-0000-4000-8000-0000000000c5'
\set o6 '27000000-0000-4000-8000-0000000000c6'
\set o7 '27000000-0000-4000-8000-0000000000c7'
\set o8 '27000000-0000-4000-8000-0000000000c8'
\set o9 '27000000-0000-4000-8000-0000000000c9'
create function pg_temp.items(p_labels text[], p_tier text default 'Stalls', p_minor bigint default 4000, p_slug text default 'hamlet') returns jsonb language sql as $$
    select jsonb_agg(scene.item(p_tier, 'Adult', p_minor, l, p_slug) order by n) from unnest(p_labels) with ordinality x (l, n) $$;
create function pg_temp.queued(p_order uuid, p_total bigint, p_items jsonb, p_leases jsonb, p_more jsonb default '{}') returns jsonb language sql as $$
    select scene.sale(p_order, p_total, p_items) - 'holds' || jsonb_build_object('channel', 'offline', 'leases', p_leases, 'sold_at', '2037-11-20T10:00:00Z', 'sold_by', scene.role('clerk')) || p_more $$;
create function pg_temp.under(p_lease uuid, p_epoch integer default 1) returns jsonb language sql as $$ select jsonb_build_array(jsonb_build_object('lease', p_lease, 'epoch', p_epoch)) $$;
create function pg_temp.lease(p_lease uuid, p_seats text[], p_till text default 't1', p_slug text default 'hamlet') returns jsonb language sql as $$
    select jsonb_build_object('lease', p_lease, 'till', p_till, 'event', scene.event(p_slug), 'seats', to_jsonb(p_seats)) $$;

set session authorization till_t1;
select is(scene.refusal('lease_places', pg_temp.lease(:'l1', '{Stalls/A-1,Stalls/A-2,Stalls/A-3,Stalls/A-4,Stalls/A-5,Stalls/A-6,Circle/A-1,Circle/A-2}')), 'done', 'a lease');
select is(scene.refusal('lease_places', pg_temp.lease(:'l2', '{Floor/1,Floor/2}', 't1', 'lear')), 'done', 'and one of another performance');
reset session authorization;

-- Prices change, the performance closes: what was sold under the lease is booked as it was sold.
update foyer.tier_prices set is_current = false where tier_id = scene.tier('hamlet', 'Stalls') and price_type_id = scene.price_type('hamlet', 'Adult');
insert into foyer.tier_prices (tier_id, price_type_id, event_id, version, price_minor)
values (scene.tier('hamlet', 'Stalls'), scene.price_type('hamlet', 'Adult'), scene.event('hamlet'), 2, 4400);
update foyer.fees set amount_minor = 999 where event_id = scene.event('hamlet');
update foyer.ticket_tiers set tax_rate_bp = 1900, is_active = false where event_id = scene.event('hamlet');
update foyer.events set status = 'closed' where slug = 'hamlet';
select pg_temp.queued(:'o1', 10250, pg_temp.items('{Stalls/A-1,Stalls/A-2}') || pg_temp.items('{Floor/2}', 'Floor', 1500, 'lear'), pg_temp.under(:'l1') || pg_temp.under(:'l2')) as sale \gset
set session authorization till_t1;
select scene.send('replay_sale', :'sale') as answer \gset
select is(:'answer'::jsonb - 'sale', jsonb_build_object('order', :'o1', 'number', '1-0000000000c1', 'outcome', 'accepted', 'conflicts', '[]'::jsonb, 'recalls', '[]'::jsonb), 'accepted');
reset session authorization;
select is((select array[o.total_amount, o.subtotal, o.service_fee, o.tax, o.change_minor] from foyer.orders o where o.id = :'o1'),
          array[10250, 9500 - 2 * 262 - 239, 750 - 2 * 32 - 24 - 2 * 16, 2 * 262 + 239 + 2 * 32 + 24 + 2 * 16, 500]::bigint[], 'at the prices, fees and taxes of the leases');
select is((select array[o.channel::text, o.sold_by::text, o.session_role::text, o.status::text] from foyer.orders o where o.id = :'o1'), array['offline', :'clerk', 'till_t1', 'paid'],
          'the person is named beside the login');
select is((select sold_at <= clock_timestamp() and sold_at > clock_timestamp() - interval '1 hour' from foyer.orders where id = :'o1'), true, 'nothing is sold in the future');
select is((select sold_at from foyer.offline_replays where id = :'o1'), '2037-11-20T10:00:00Z'::timestamptz, 'what the till''s clock said is kept');
select is((select array_agg(status::text order by position) from foyer.tickets where order_id = :'o1'), '{valid,valid,valid}', 'the tickets are good');
select is((select count(*) from foyer.journal where order_id = :'o1'), 1::bigint, 'the money is in the journal');
select is((select array[x.actor::text, x.after ->> 'outcome', x.after ->> 'sold_by'] from foyer.audit_log x where action = 'replay_sale' and subject = :'o1'), array['till_t1', 'accepted', :'clerk'], 'one audit row');
select is(scene.counts('hamlet', 'Stalls'), '{14,0,4,0,2}', 'counted');
set session authorization till_t1;
select is(scene.send('replay_sale', :'sale'), :'answer'::jsonb || '{"repeated": true}', 'again is the same');
select is(scene.refusal('replay_sale', :'sale'::jsonb || '{"sold_at": "2037-11-20T10:00:01Z"}'), 'TK012', 'same id, other content');
select is(foyer.order_outcome(:'o1') -> 'answer', :'answer'::jsonb -> 'sale', 'it is an order like any other');

-- By the till's own login, for itself, alone.
select is(scene.refusal('replay_sale', pg_temp.queued(:'o9', 4300, pg_temp.items('{Stalls/A-3}'), pg_temp.under(:'l1'), '{"till": "t2"}')), 'TK008', 'not as another till');
select is(scene.refusal('replay_sale', :'sale'::jsonb || '{"till": "t9"}'), 'TK008', 'nor as none');
set session authorization :"clerk";
select is(scene.refusal('replay_sale', :'sale'), '42501', 'a clerk does not replay');
set session authorization :"manager";
select is(scene.refusal('replay_sale', :'sale'), '42501', 'nor a manager');
reset session authorization;
select is(scene.refusal('replay_sale', :'sale'), 'TK008', 'nor a superuser');

-- Rejected: each is kept with its answer, and stands in nobody's way.
select jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 4300) as pay \gset
create temp table tries (n serial, code text, what text, more jsonb, items jsonb) on commit drop;
grant select on tries to public;
insert into tries (code, what, more, items) values
    ('TK004', 'another price', '{}', pg_temp.items('{Stalls/A-3}', 'Stalls', 3999)),
    ('TK004', 'today''s price', '{"total_minor": 4700}', pg_temp.items('{Stalls/A-3}', 'Stalls', 4400)),
    ('TK004', 'another total', '{"total_minor": 4200}', null),
    ('TK007', 'too little', jsonb_build_object('payments', jsonb_build_array(:'pay'::jsonb || '{"amount_minor": 4299}')), null),
    ('TK007', 'nothing', '{"payments": []}', null),
    ('TK015', 'a voucher', jsonb_build_object('payments', jsonb_build_array(:'pay'::jsonb || '{"method": "voucher", "reference": "abcd"}')), null),
    ('TK009', 'an unknown lease', jsonb_build_object('leases', pg_temp.under(gen_random_uuid())), null),
    ('TK009', 'a lease of another performance', jsonb_build_object('leases', pg_temp.under(:'l2')), null),
    ('TK011', 'an epoch that never was', jsonb_build_object('leases', pg_temp.under(:'l1', 2)), null),
    ('TK011', 'no epoch', jsonb_build_object('leases', pg_temp.under(:'l1', 0)), null),
    ('TK015', 'no lease', '{"leases": []}', null),
    ('TK015', 'a lease that is none', '{"leases": [5]}', null),
    ('TK015', 'a lease with more', '{"leases": [{"lease": "x", "epoch": 1, "y": 1}]}', null),
    ('TK015', 'a lease as text', '{"leases": [{"lease": "x", "epoch": 1}]}', null),
    ('TK009', 'a place of no lease', '{}', pg_temp.items('{Stalls/B-3}')),
    ('TK009', 'a tier that the place is not of', jsonb_build_object('total_minor', 3250, 'payments', jsonb_build_array(:'pay'::jsonb || '{"amount_minor": 3250}')), (select jsonb_build_array(scene.item('Circle', 'Adult', 3000, 'Stalls/A-3') || '{"price_minor": 3000}'))),
    ('TK009', 'a price type of another performance', '{}', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3') || jsonb_build_object('price_type', scene.price_type('lear', 'Adult')))),
    ('TK015', 'a place named twice', jsonb_build_object('total_minor', 8500, 'payments', jsonb_build_array(:'pay'::jsonb || '{"amount_minor": 8500}')), pg_temp.items('{Stalls/A-3,Stalls/A-3}')),
    ('TK015', 'no place', '{}', jsonb_build_array(scene.item('Stalls', 'Adult', 4000))),
    ('TK012', 'a ticket that was sold', '{}', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3') || jsonb_build_object('ticket', :'sale'::jsonb #> '{items,0,ticket}'))),
    ('TK012', 'a payment that was made', jsonb_build_object('payments', jsonb_build_array(:'pay'::jsonb || jsonb_build_object('payment', :'sale'::jsonb #> '{payments,0,payment}'))), null),
    ('TK012', 'a number that was used', '{"number": "1-0000000000c1"}', null),
    ('TK015', 'a number of another till', '{"number": "2-1"}', null),
    ('TK009', 'nobody sold it', '{"sold_by": "nobody"}', null),
    ('TK015', 'a person that is none', '{"sold_by": 5}', null),
    ('TK015', 'at no time', '{"sold_at": "soon"}', null),
    ('TK015', 'at the end of time', '{"sold_at": "infinity"}', null),
    ('TK009', 'an unknown customer', '{"user": "27000000-0000-4000-8000-0000000000ff"}', null),
    ('TK015', 'another currency', '{"currency": "USD"}', null),
    ('TK015', 'another channel', '{"channel": "counter"}', null),
    ('TK015', 'an unknown key', '{"discount": 1}', null),
    ('TK015', 'holds', '{"holds": []}', null),
    ('TK015', 'no items', '{"items": []}', null),
    ('TK015', 'items that are none', '{"items": [1]}', null),
    ('TK015', 'an absurd price', '{}', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3') || '{"price_minor": 1e30}')),
    ('TK015', 'half a cent', '{}', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3') || '{"price_minor": 0.5}')),
    ('TK015', 'an absurd total', '{"total_minor": 1e40}', null),
    ('TK015', 'a start that is none', '{}', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-3') || '{"starts_at": "soon"}')),
    ('TK006', 'more than 200 items', '{}', (select jsonb_agg(x) from generate_series(1, 201), jsonb_array_elements(pg_temp.items('{Stalls/A-3}')) x));
select is((select count(*) from foyer.orders), 1::bigint, 'one order so far');
set session authorization till_t1;
select is((select v #>> '{error,code}' || ' ' || (v ->> 'outcome') from scene.send('replay_sale', pg_temp.queued(('27000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 4300,
    coalesce(items, pg_temp.items('{Stalls/A-3}')), pg_temp.under(:'l1'), more)) v), code || ' rejected', what) from tries;
select scene.send('replay_sale', pg_temp.queued(:'o2', 4700, pg_temp.items('{Stalls/A-3}', 'Stalls', 4400), pg_temp.under(:'l1'))) as rejected \gset
select is(:'rejected'::jsonb -> 'error' -> 'detail', '{"shown_minor": 4700, "total_minor": 4300, "currency": "EUR"}', 'with the reason');
select is(scene.refusal('replay_sale', pg_temp.queued(:'o2', 4300, pg_temp.items('{Stalls/A-3}'), pg_temp.under(:'l1'))), 'TK012', 'its id is used');
reset session authorization;
select is((select count(*) from foyer.offline_replays r where outcome = 'rejected' and order_id is null and answer #>> '{error,code}' like 'TK%'), (select count(*) + 1 from tries), 'all are kept');
select is((select count(*) from foyer.orders), 1::bigint, 'none is an order');
select is((select count(*) from foyer.journal), 1::bigint, 'none is in the journal');
select is((select count(*) from foyer.audit_log where action = 'replay_sale' and after ->> 'outcome' = 'rejected'), (select count(*) + 1 from tries), 'each is audited');
select is(scene.status('hamlet', 'Stalls/A-3'), 'RESERVED', 'and the place stays leased');

-- What is not sealed may not stand in the way of the sale it pretends to be.
select pg_temp.queued(:'o3', 4300, pg_temp.items('{Stalls/A-3}'), pg_temp.under(:'l1')) as sale3 \gset
set session authorization till_t1;
select foyer.replay_sale('t1', :'sale3', '\x00') as forged \gset
select is(:'forged'::jsonb #>> '{error,code}' || ' ' || (:'forged'::jsonb ->> 'outcome'), 'TK008 rejected', 'a wrong seal');
select isnt(:'forged'::jsonb ->> 'order', :'o3', 'is kept under another id');
select is(foyer.replay_sale('t1', :'sale3', '\x00') -> 'repeated', 'true', 'once');
select is(foyer.replay_sale('t1', t, scene.mac('t1', t)) #>> '{error,code}', 'TK015', left(t, 40)) from unnest(array['', '{', '[]', '{"till": "t2"}', '{"till": "t1"}', '{"till": "t1", "order": "x"}',
    '{"till": "t1", "order": 5}', '{"till": "t1", "order": null}', '{"till": "t1", "x": "\u0000"}', repeat('[', 100000), '{"till": "t1", "x": "' || repeat('x', 10001) || '"}', repeat(' ', 1048577)]) t;
select is(scene.send('replay_sale', :'sale3') ->> 'outcome', 'accepted', 'the true one is booked');
reset session authorization;

-- An id that was given up online.
set session authorization :"clerk";
select is(scene.send('cancel_order', jsonb_build_object('order', :'o4', 'till', 't1')) ->> 'outcome', 'cancelled', 'an id is given up');
set session authorization till_t1;
select is(scene.send('replay_sale', pg_temp.queued(:'o4', 4300, pg_temp.items('{Stalls/A-4}'), pg_temp.under(:'l1'))) #>> '{error,code}', 'TK012', 'and sells nothing any more');

-- The performance moves, then is cancelled.
reset session authorization;
update foyer.events set start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour' where slug = 'hamlet';
set session authorization till_t1;
select scene.send('replay_sale', pg_temp.queued(:'o5', 8500, pg_temp.items('{Stalls/A-4}') || jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5') || '{"starts_at": "2037-11-27T19:30:00Z"}'),
    pg_temp.under(:'l1'))) as moved \gset
select is(:'moved'::jsonb ->> 'outcome', 'conflict', 'a ticket for the old hour is a case');
select is(jsonb_path_query_array(:'moved', '$.conflicts[*].kind'), '["start_moved"]', 'one for the new hour is not');
select is((:'moved'::jsonb #> '{conflicts,0}') - 'conflict', jsonb_build_object('kind', 'start_moved', 'ticket', :'moved'::jsonb #> '{sale,tickets,0,ticket}', 'place', scene.place('hamlet', 'Stalls/A-4'),
    'seat', 'Stalls/A-4', 'amount_minor', 4200), 'with price and fee, not with what the other shares');
reset session authorization;
select is((select array_agg(status::text) from foyer.tickets where order_id = :'o5'), '{valid,valid}', 'both are good');
update foyer.events set status = 'cancelled' where slug = 'hamlet';
set session authorization till_t1;
select scene.send('replay_sale', pg_temp.queued(:'o6', 6400, pg_temp.items('{Circle/A-1,Circle/A-2}', 'Circle', 3000), pg_temp.under(:'l1'))) as cancelled \gset
select is(:'cancelled'::jsonb ->> 'outcome', 'conflict', 'a cancelled performance is a case');
select is(jsonb_path_query_array(:'cancelled', '$.conflicts[*].amount_minor'), '[3250, 3150]', 'with all its money, the fee per order too');
reset session authorization;
select is((select array_agg(status::text) from foyer.tickets where order_id = :'o6'), '{cancelled,cancelled}', 'its tickets are cancelled');
select is((select sum(amount_minor) from foyer.payments where order_id = :'o6'), 6400::numeric, 'its money is booked');
select is(scene.status('hamlet', 'Circle/A-1'), 'AVAILABLE', 'its places are given back');
select is((select array[status, (ended_at is null)::text] from foyer.leases where id = :'l1'), '{active,true}', 'the lease lasts as long as it has a place');
select is(scene.status('hamlet', 'Stalls/A-6'), 'RESERVED', 'like this one');
select is((select array_agg(k.status::text order by k.position) from foyer.tickets k where k.order_id = :'o1'), '{cancelled,cancelled,valid}', 'what was booked before is cancelled with it, that of the other performance stays');
set session authorization till_t1;
select is(foyer.find_ticket(:'cancelled'::jsonb #>> '{conflicts,0,ticket}') ->> 'status', 'cancelled', 'a dead ticket says so');

-- Reclaimed, and the place sold to somebody else, held by another, or still free.
select is(scene.refusal('lease_places', pg_temp.lease(:'l3', '{Stalls/A-1,Stalls/A-2,Stalls/A-3,Stalls/A-4}', 't1', 'lear')), 'done', 'a lease of lear');
set session authorization :"manager";
select is(foyer.reclaim_lease(:'l3', 'the till is gone', true) -> 'freed', '4', 'is reclaimed');
set session authorization :"clerk2";
select is(scene.refusal('sell', scene.sale('27000000-0000-4000-8000-0000000000d1', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1', 'lear')))), 'done', 'one place is sold');
select is(scene.refusal('hold_places', scene.hold('27000000-0000-4000-8000-0000000000a1', jsonb_build_object('event', scene.event('lear'), 'seats', '["Stalls/A-2"]'::jsonb))), 'done', 'one is held');
set session authorization till_t1;
select scene.send('replay_sale', pg_temp.queued(:'o7', 12700, pg_temp.items('{Stalls/A-1,Stalls/A-2,Stalls/A-3}', 'Stalls', 4000, 'lear'), pg_temp.under(:'l3'))) as lost \gset
select is(:'lost'::jsonb ->> 'outcome', 'conflict', 'the old epoch is a case for the desk, not a refusal');
select is(jsonb_path_query_array(:'lost', '$.conflicts[*].seat'), '["Stalls/A-1", "Stalls/A-2"]', 'for the places that are lost');
select is(jsonb_path_query_array(:'lost', '$.conflicts[*].kind'), '["place_lost", "place_lost"]', 'and only those');
select is(scene.send('replay_sale', pg_temp.queued(:'o8', 4300, pg_temp.items('{Stalls/A-4}', 'Stalls', 4000, 'lear'), pg_temp.under(:'l3'))) ->> 'outcome', 'accepted', 'what nobody took is had after all');
reset session authorization;
select is((select array_agg(status::text order by position) from foyer.tickets where order_id = :'o7'), '{cancelled,cancelled,valid}', 'the customer keeps what could be had');
select is((select array_agg(k.order_id::text) from foyer.tickets k where k.place_id = scene.place('lear', 'Stalls/A-1') and status = 'valid'), '{27000000-0000-4000-8000-0000000000d1}', 'one live ticket a place');
select is((select sum(p.amount_minor) from foyer.payments p join foyer.orders o on o.id = p.order_id where o.channel = 'offline' and o.sold_by = :'clerk'),
          (select sum((request::jsonb ->> 'total_minor')::bigint) from foyer.offline_replays where outcome <> 'rejected'), 'payments by till and person are accepted and conflict sales');
select is((select sum(amount_minor) from foyer.journal), (select sum(amount_minor) from foyer.payments), 'all of it in the journal, once');
set session authorization :"manager";
select is(jsonb_array_length(foyer.list_replays('accepted')), 3, 'a manager lists what was accepted');
select is(foyer.list_replays('rejected', 1) #>> '{0,error,code}', 'TK012', 'and what was rejected, the newest first');
select is(scene.refusal('select foyer.list_replays(''lost'')'), 'TK015', 'by outcome');

-- What another till leases is not sold by this one, whatever it says.
set session authorization till_t2;
select is(scene.refusal('lease_places', pg_temp.lease('27000000-0000-4000-8000-000000000004', '{Stalls/B-1}', 't2', 'lear')), 'done', 'till 2 leases');
set session authorization till_t1;
select is(scene.send('replay_sale', pg_temp.queued('27000000-0000-4000-8000-0000000000ca', 4300, pg_temp.items('{Stalls/B-1}', 'Stalls', 4000, 'lear'), pg_temp.under('27000000-0000-4000-8000-000000000004')))
          #>> '{error,code}', 'TK008', 'the lease of another till');
select is(scene.status('lear', 'Stalls/B-1'), 'RESERVED', 'stays as it is');
set session authorization :"manager";

-- A retired till brings nothing in.
select foyer.retire_till('t2') is not null as retired \gset
set session authorization till_t2;
select is(scene.refusal('replay_sale', pg_temp.queued(:'o9', 4300, pg_temp.items('{Stalls/A-3}'), pg_temp.under(:'l1'), '{"till": "t2"}')), 'TK008', 'a retired till replays nothing');
reset session authorization;
select is(scene.refusal('delete from foyer.offline_replays'), '23001', 'replays stay');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
