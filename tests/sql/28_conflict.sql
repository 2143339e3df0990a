-- SPDX-License-Identifier: GPL-3.0-or-later
-- The conflict desk: resolve_conflict, list_conflicts; what verify() says of leases and replays.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
select foyer.register_till('t1', '1', sha256('secret 1'), sha256('key 1'), scene.verifier()) as till \gset
\set l1 '28000000-0000-4000-8000-000000000001'
\set l2 '28000000-0000-4000-8000-000000000002'
\set o1 '28000000-0000-4000-8000-0000000000c1'
\set o2 '28000000-0000-4000-8000-0000000000c2'
\set o3 '28000000-0000-4000-8000-0000000000c3'
\set o9 '28000000-0000-4000-8000-0000000000c9'
\set n1 '28000000-0000-4000-8000-0000000000e1'
\set f1 '28000000-0000-4000-8000-0000000000f1'
\set f2 '28000000-0000-4000-8000-0000000000f2'
\set f3 '28000000-0000-4000-8000-0000000000f3'
create function pg_temp.queued(p_order uuid, p_total bigint, p_labels text[], p_lease uuid) returns jsonb language sql as $$
    select scene.sale(p_order, p_total, (select jsonb_agg(scene.item('Stalls', 'Adult', 4000, l) order by n) from unnest(p_labels) with ordinality x (l, n))) - 'holds'
        || jsonb_build_object('channel', 'offline', 'leases', jsonb_build_array(jsonb_build_object('lease', p_lease, 'epoch', 1)), 'sold_at', '2037-11-20T10:00:00Z', 'sold_by', scene.role('clerk')) $$;
create function pg_temp.conflict(p_order uuid, p_seat text) returns uuid language sql security definer as $$
    select c.id from foyer.sync_conflicts c join foyer.event_seats s on s.id = c.place_id where c.replay_id = p_order and s.label = p_seat $$;
create function pg_temp.resolve(p_conflict uuid, p_how text, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('conflict', p_conflict, 'till', 't2', 'resolution', p_how, 'reason', 'spoken to') || p_more $$;
create function pg_temp.cash(p_minor bigint) returns jsonb language sql as $$ select jsonb_build_array(jsonb_build_object('method', 'cash', 'amount_minor', p_minor)) $$;

-- Two leases; one is reclaimed and three of its places sold.
set session authorization till_t1;
select is(scene.refusal('lease_places', jsonb_build_object('lease', :'l1', 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3", "Stalls/A-4"]'::jsonb)), 'done', 'a lease');
select is(scene.refusal('lease_places', jsonb_build_object('lease', :'l2', 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/A-6", "Stalls/A-7"]'::jsonb)), 'done', 'another');
set session authorization :"manager";
select foyer.reclaim_lease(:'l1', 'no sign of it', true) is not null as reclaimed \gset
set session authorization :"clerk2";
select is(scene.refusal('sell', scene.sale('28000000-0000-4000-8000-0000000000d1', 12700, (select jsonb_agg(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-' || n)) from generate_series(1, 3) n))), 'done', 'three are sold');
set session authorization till_t1;
select scene.send('replay_sale', pg_temp.queued(:'o1', 16900, '{Stalls/A-1,Stalls/A-2,Stalls/A-3,Stalls/A-4}', :'l1')) as answer \gset
select is(:'answer'::jsonb ->> 'outcome', 'conflict', 'a case');
reset session authorization;
select pg_temp.conflict(:'o1', 'Stalls/A-1') as c1, pg_temp.conflict(:'o1', 'Stalls/A-2') as c2, pg_temp.conflict(:'o1', 'Stalls/A-3') as c3 \gset

-- The desk's list.
set session authorization :"manager";
select is(jsonb_path_query_array(foyer.list_conflicts(), '$[*].seat'), '["Stalls/A-1", "Stalls/A-2", "Stalls/A-3"]', 'three wait');
select is(foyer.list_conflicts() #>> '{0,sold_by}', :'clerk', 'who sold it');
select is((foyer.list_conflicts() -> 0) - 'sold_at' - 'received_at', jsonb_build_object('conflict', :'c1', 'status', 'open', 'kind', 'place_lost', 'order', :'o1', 'number', '1-0000000000c1', 'till', 't1',
    'sold_by', :'clerk', 'ticket', :'answer'::jsonb #> '{conflicts,0,ticket}', 'event', scene.event('hamlet'), 'event_title', 'Hamlet', 'starts_at', '2037-11-27T18:30:00Z',
    'place', scene.place('hamlet', 'Stalls/A-1'), 'seat', 'Stalls/A-1', 'amount_minor', 4200, 'currency', 'EUR'), 'all that the desk has to know');
select is(foyer.list_conflicts('refunded'), '[]', 'none is resolved');
select is(jsonb_array_length(foyer.list_conflicts(null, 2)), 2, 'so many at most');
select is(scene.refusal('select foyer.list_conflicts(''lost'')'), 'TK015', 'by status');
set session authorization :"clerk";
select is(scene.refusal('select foyer.list_conflicts()'), '42501', 'managers only');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', 'accept')), '42501', 'also to resolve');
set session authorization till_t1;
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', 'accept')), '42501', 'not the till by itself');

-- What can not be done.
set session authorization :"manager";
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', how, more)), code, how || ' ' || more::text) from (values
    ('forget', '{}'::jsonb, 'TK015'), ('accept', '{"reason": ""}', 'TK015'), ('accept', '{"reason": 5}', 'TK015'), ('accept', '{"x": 1}', 'TK015'), ('accept', '{"conflict": "x"}', 'TK015'),
    ('accept', '{"conflict": "28000000-0000-4000-8000-0000000000ff"}', 'TK009'), ('accept', '{"legs": []}', 'TK015'),
    ('reseat', '{}', 'TK015'), ('reseat', '{"ticket": "28000000-0000-4000-8000-0000000000e1", "seats": []}', 'TK015'), ('reseat', '{"ticket": "28000000-0000-4000-8000-0000000000e1", "seats": ["B-1", "B-2"]}', 'TK015'),
    ('reseat', '{"ticket": "28000000-0000-4000-8000-0000000000e1", "seats": ["Stalls/A-2"]}', 'TK001'), ('reseat', '{"ticket": "28000000-0000-4000-8000-0000000000e1", "seats": ["Stalls/A-6"]}', 'TK001'),
    ('reseat', '{"ticket": "28000000-0000-4000-8000-0000000000e1", "seats": ["Z-9"]}', 'TK009'), ('reseat', '{"ticket": "28000000-0000-4000-8000-0000000000e1", "places": [0]}', 'TK009'),
    ('reseat', '{"ticket": "x", "seats": ["B-1"]}', 'TK015'),
    ('refund', '{}', 'TK015'), ('refund', '{"refund": "x", "legs": []}', 'TK015'), ('refund', '{"refund": "28000000-0000-4000-8000-0000000000f1", "legs": []}', 'TK007'),
    ('refund', '{"refund": "28000000-0000-4000-8000-0000000000f1", "legs": [{"method": "cash", "amount_minor": 4201}]}', 'TK007'),
    ('refund', '{"refund": "28000000-0000-4000-8000-0000000000f1", "legs": [{"method": "card", "amount_minor": 4200, "reference": "x"}]}', 'TK007')) v (how, more, code);
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', 'reseat', jsonb_build_object('ticket', :'answer'::jsonb #> '{conflicts,1,ticket}', 'seats', '["B-1"]'::jsonb))), 'TK012', 'a ticket id that was used');
reset session authorization;
select is((select count(*) from foyer.sync_conflicts where status = 'open'), 3::bigint, 'nothing was done');

-- Reseated, in another tier: the same order, a new ticket, the same money.
set session authorization :"manager";
select is(scene.refusal('hold_places', scene.hold('28000000-0000-4000-8000-0000000000a1', '{"seats": ["Floor/2"]}')), 'done', 'a place is held');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', 'reseat', jsonb_build_object('ticket', :'n1', 'seats', '["Floor/2"]'::jsonb))), 'TK001', 'it is not to be had');
select is(foyer.block_places('hamlet', '{Floor/3}', 'K', 'camera') -> 'blocked', '1', 'a place is killed');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', 'reseat', jsonb_build_object('ticket', :'n1', 'seats', '["Floor/3"]'::jsonb))), 'TK001', 'nor is that');
select is(foyer.block_places('hamlet', '{Floor/1}', 'H', 'house seat', true) -> 'blocked', '1', 'but a house seat is what it is kept for');
select scene.send('resolve_conflict', pg_temp.resolve(:'c1', 'reseat', jsonb_build_object('ticket', :'n1', 'seats', '["Floor/1"]'::jsonb))) as reseated \gset
select is(:'reseated'::jsonb - 'resolved_at' - 'new_ticket', jsonb_build_object('conflict', :'c1', 'status', 'reseated', 'order', :'o1', 'ticket', :'answer'::jsonb #> '{conflicts,0,ticket}',
    'resolution', 'spoken to', 'resolved_by', :'manager'), 'reseated');
select is(:'reseated'::jsonb -> 'new_ticket', jsonb_build_object('ticket', :'n1', 'event', scene.event('hamlet'), 'place', scene.place('hamlet', 'Floor/1'), 'seat', 'Floor/1',
    'tier', scene.tier('hamlet', 'Floor'), 'tier_name', 'Floor', 'price_type', scene.price_type('hamlet', 'Adult'), 'price_type_name', 'Adult', 'price_minor', 4000), 'with all that a ticket prints');
select is(scene.send('resolve_conflict', pg_temp.resolve(:'c1', 'reseat', jsonb_build_object('ticket', :'n1', 'seats', '["Floor/1"]'::jsonb))), :'reseated'::jsonb || '{"repeated": true}', 'again is the same');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c1', 'accept')), 'TK012', 'resolved once');
select is(foyer.find_ticket(:'answer'::jsonb #>> '{conflicts,0,ticket}') ->> 'status', 'cancelled', 'the old ticket is dead');
select is(scene.send('check_in', jsonb_build_object('check_in', gen_random_uuid(), 'till', 't2', 'event', scene.event('hamlet'), 'code', :'answer'::jsonb #>> '{conflicts,0,ticket}', 'door', 'North'))
    - array['ticket', 'event', 'seat', 'tier_name'], '{"admitted": false, "reason": "cancelled"}', 'and the door hears why');
select is(foyer.find_ticket(:'n1') ->> 'status', 'valid', 'the new one lives');
select is(scene.refusal('refund', jsonb_build_object('refund', :'f3', 'till', 't2', 'order', :'o1', 'tickets', jsonb_build_array(:'answer'::jsonb #> '{conflicts,0,ticket}'), 'fee', 'returned',
    'reason', 'x', 'total_minor', 0, 'legs', '[]'::jsonb)), 'TK009', 'the old one has nothing left to give back');
reset session authorization;
select is((select array[sum(tickets), sum(gross_minor)] from foyer.sales_rollup where tier_id = scene.tier('hamlet', 'Floor')), array[1, 4000]::numeric[], 'the figures follow to the other tier');
select is((select array[o.status::text, o.total_amount::text] from foyer.orders o where id = :'o1'), '{paid,16900}', 'the order stays what it was');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Refunded.
set session authorization :"manager";
select scene.send('resolve_conflict', pg_temp.resolve(:'c2', 'refund', jsonb_build_object('refund', :'f1', 'legs', pg_temp.cash(4200)))) as refunded \gset
select is(:'refunded'::jsonb #>> '{status}' || ' ' || (:'refunded'::jsonb #>> '{refund,total_minor}'), 'refunded 4200', 'price and fee');
select is(scene.send('resolve_conflict', pg_temp.resolve(:'c2', 'refund', jsonb_build_object('refund', :'f1', 'legs', pg_temp.cash(4200)))) -> 'repeated', 'true', 'once');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c3', 'refund', jsonb_build_object('refund', :'f1', 'legs', pg_temp.cash(4200)))), 'TK012', 'a refund''s id is used once');
reset session authorization;
select is((select array[j.method, j.amount_minor::text, t.code] from foyer.journal j join foyer.tills t on t.id = j.till_id where j.order_id = :'o1' and kind = 'refund'), '{cash,-4200,t2}',
          'from the till where the manager stands');
select is((select status from foyer.orders where id = :'o1'), 'part_refunded', 'the order says so');
select is((select sum(amount_minor) from foyer.journal where order_id = :'o1'), 16900 - 4200::numeric, 'the money is in the journal once');

-- Accepted: the customer stays away, or was helped otherwise.
set session authorization :"manager";
select is(scene.send('resolve_conflict', pg_temp.resolve(:'c3', 'accept')) ->> 'status', 'accepted', 'accepted');
select is(foyer.list_conflicts(), '[]', 'the desk is empty');
select is(jsonb_path_query_array(foyer.list_conflicts(null), '$[*].status'), '["reseated", "refunded", "accepted"]', 'and remembers');
reset session authorization;
select is((select array_agg(x.after ->> 'resolution' order by x.id) from foyer.audit_log x where action = 'resolve_conflict' and actor = :'manager'), '{reseat,refund,accept}', 'each in the audit once');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- A performance that moved: the ticket is good, the customer may have the money back. The rest comes back like any refund.
update foyer.events set start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour' where slug = 'hamlet';
set session authorization till_t1;
select scene.send('replay_sale', pg_temp.queued(:'o2', 8500, '{Stalls/A-6,Stalls/A-7}', :'l2')) as moved \gset
select is(jsonb_path_query_array(:'moved', '$.conflicts[*].amount_minor'), '[4300, 4200]', 'all of it is in conflict, the fee per order too');
select is(foyer.lease_status('t1') -> 'leases', '[]', 'the lease has ended with its last place');
reset session authorization;
select pg_temp.conflict(:'o2', 'Stalls/A-6') as c6, pg_temp.conflict(:'o2', 'Stalls/A-7') as c7 \gset
set session authorization :"manager";
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c6', 'reseat', jsonb_build_object('ticket', gen_random_uuid(), 'seats', '["B-1"]'::jsonb))), 'TK015', 'nothing to reseat');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c6', 'refund', jsonb_build_object('refund', :'f2', 'legs', pg_temp.cash(4200)))), 'done', 'one is refunded');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c7', 'refund', jsonb_build_object('refund', :'f3', 'legs', pg_temp.cash(4200)))), 'TK007', 'with the last ticket');
select is(scene.refusal('resolve_conflict', pg_temp.resolve(:'c7', 'refund', jsonb_build_object('refund', :'f3', 'legs', pg_temp.cash(4300)))), 'done', 'comes the fee per order');
reset session authorization;
select is(scene.status('hamlet', 'Stalls/A-6'), 'AVAILABLE', 'the place is free again');
select is((select status from foyer.orders where id = :'o2'), 'refunded', 'all came back');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- Each statement damages something behind the triggers' back; what verify() then says of leases and replays.
set session authorization till_t1;
select is(scene.refusal('lease_places', jsonb_build_object('lease', '28000000-0000-4000-8000-000000000003', 'till', 't1', 'event', scene.event('hamlet'), 'seats', '["Stalls/B-1", "Stalls/B-2"]'::jsonb)), 'done', 'a third lease');
reset session authorization;
select is(scene.found_after(s, 'verify_leases'), found, s) from (values
    ('update foyer.offline_replays set request = request || '' ''', 'replay is what was sent'),
    ('select 1', 'nothing'),
    ('update foyer.leases set places = ''{}''', 'leased place is of its lease'),
    ('update foyer.leases set event_id = scene.event(''lear'') where status = ''active''', 'leased place is of its lease'),
    ('update foyer.leases set status = ''returned'', ended_at = now() where status = ''active''', 'ended lease has no places'),
    ('update foyer.leases set epoch = 1 where status = ''reclaimed''', 'lease epoch'),
    ('update foyer.leases set epoch = 3 where status = ''active''', 'lease epoch'),
    ('update foyer.offline_replays set lease_epoch = 9', 'lease epoch'),
    ('update foyer.offline_replays set answer = answer || ''{"outcome": "accepted"}''', 'replay was answered'),
    ('update foyer.orders set request_hash = sha256(''x'') where channel = ''offline''', 'replay has its order'),
    ('update foyer.orders set sold_by = ''boss'' where channel = ''offline''', 'replay has its order'),
    ('update foyer.orders set total_amount = total_amount + 1, subtotal = subtotal + 1 where channel = ''offline''', 'replay has its order'),
    ('delete from foyer.offline_replays', 'offline order has its replay'),
    ('update foyer.orders set channel = ''offline'' where channel = ''counter''', 'offline order has its replay'),
    ('delete from foyer.sync_conflicts', 'cancelled offline ticket has its case, conflict has its replay'),
    ('update foyer.sync_conflicts set amount_minor = 999999', 'conflict has its replay'),
    ('update foyer.sync_conflicts set new_ticket_id = (select id from foyer.tickets where order_id = ''28000000-0000-4000-8000-0000000000d1'' limit 1) where status = ''reseated''', 'conflict and its ticket'),
    ('update foyer.sync_conflicts set refund_id = ''28000000-0000-4000-8000-0000000000f2'' where refund_id = ''28000000-0000-4000-8000-0000000000f1''', 'conflict and its ticket'),
    ('update foyer.tickets set status = ''refunded'' where order_id = ''28000000-0000-4000-8000-0000000000c1'' and status = ''cancelled'' and price_minor = 0', 'conflict and its ticket')) v (s, found);
select is(scene.refusal('delete from foyer.sync_conflicts'), '23001', 'conflicts stay');
select * from finish();
rollback;
