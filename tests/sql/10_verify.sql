-- SPDX-License-Identifier: GPL-3.0-or-later
-- verify() finds each kind of damage, and recalculating mends counts.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager \gset
\set o1 'd0000000-0000-4000-8000-000000000001'
\set o2 'd0000000-0000-4000-8000-000000000002'
\set h1 'd0000000-0000-4000-8000-0000000000b1'
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o1', 8500, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')))), 'done', 'a sale');
select is(scene.refusal('sell', scene.sale(:'o2', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'done', 'another');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-5"]}')), 'done', 'a hold');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'all is well');

-- Each statement damages something behind the triggers' back; what verify() then says.
select is(scene.found_after(s), found, s) from (values
    ('update foyer.tier_counts set free = free + 1 where tier_id = scene.tier(''hamlet'', ''Floor'')', 'tier counts'),
    ('delete from foyer.tier_count_deltas', 'tier counts'),
    ('update foyer.ticket_tiers set quantity = quantity + 1 where id = scene.tier(''hamlet'', ''Floor'')', 'tier quantity'),
    ('update foyer.event_seats set status = ''AVAILABLE'', order_id = null, sold_at = null where label = ''Stalls/A-1''', 'live ticket has its place, tier counts'),
    ('update foyer.event_seats set order_id = gen_random_uuid() where label = ''Stalls/A-1'' and status = ''SOLD''', 'sold place has its ticket'),
    ('delete from foyer.tickets where place_id = scene.place(''hamlet'', ''Stalls/A-1'')', 'item has its ticket, sold place has its ticket'),
    ('update foyer.holds set places = ''{}'' where id = ''d0000000-0000-4000-8000-0000000000b1''', 'held place is of its hold'),
    ('update foyer.holds set id = gen_random_uuid() where id = ''d0000000-0000-4000-8000-0000000000b1''', 'held place is of its hold'),
    ('update foyer.event_seats set hold_id = null where label = ''Stalls/A-5'' and hold_id is not null', 'place has what its status asks for'),
    ('update foyer.event_seats set reserved_until = null where label = ''Stalls/A-5'' and hold_id is not null', 'place has what its status asks for, place opens at its time'),
    ('update foyer.event_seats set sold_at = null where label = ''Stalls/A-1''', 'place has what its status asks for'),
    ('update foyer.event_seats set sold_at = now() where label = ''Stalls/B-1''', 'place has what its status asks for'),
    ('update foyer.event_seats set order_id = gen_random_uuid() where label = ''Stalls/B-1''', 'place has what its status asks for'),
    ('update foyer.event_seats set status = ''BLOCKED'' where label = ''Stalls/B-1''', 'place has what its status asks for, tier counts'),
    ('update foyer.orders set sold_at = null, pay_until = now() where id = ''d0000000-0000-4000-8000-000000000002''', 'order is paid, rollup by hour'),
    ('update foyer.order_items set price_version = 9 where order_id = ''d0000000-0000-4000-8000-000000000002'' and kind = ''ticket''', 'item names what exists'),
    ('update foyer.sales_rollup set hour = hour + interval ''1 hour'' where tier_id = scene.tier(''hamlet'', ''Floor'')', 'rollup by hour'),
    ('delete from foyer.journal_heads', 'journal head'),
    ('update foyer.orders set tax = tax - 1, subtotal = subtotal + 1 where id = ''d0000000-0000-4000-8000-000000000001''', 'order adds up'),
    ('update foyer.payments set amount_minor = amount_minor - 1 where order_id = ''d0000000-0000-4000-8000-000000000002''', 'journal has every payment, order is paid'),
    ('delete from foyer.payments where order_id = ''d0000000-0000-4000-8000-000000000002''', 'journal has every payment, order is paid'),
    ('update foyer.order_items set price_type_id = scene.price_type(''lear'', ''Adult'') where order_id = ''d0000000-0000-4000-8000-000000000002'' and kind = ''ticket''', 'item names what exists, rollup'),
    ('update foyer.orders set till_id = gen_random_uuid()', 'order is of a till'),
    ('update foyer.sales_rollup set gross_minor = gross_minor + 1 where tier_id = scene.tier(''hamlet'', ''Floor'')', 'rollup, rollup by hour, takings'),
    ('delete from foyer.sales_rollup where tier_id is null', 'rollup, rollup by hour, takings'),
    ('update foyer.sales_rollup set tax_minor = tax_minor + 1 where tier_id is not null', 'rollup, rollup by hour'),
    ('update foyer.sales_rollup set channel = ''web'' where tier_id is not null', 'rollup, rollup by hour'),
    ('update foyer.journal set amount_minor = 1 where seq = 2', 'journal chain, journal has every payment'),
    ('update foyer.journal set at = at + interval ''1 second'' where seq = 1', 'journal chain'),
    ('delete from foyer.journal where seq = 1', 'journal chain, journal has every payment'),
    ('delete from foyer.journal where seq = 2', 'journal has every payment, journal head'),
    ('update foyer.journal_heads set hash = sha256(''x'')', 'journal head'),
    ('insert into foyer.refunds (id, order_id, till_id, fee, amount_minor, currency, tickets, refunded_by, request_hash)
      select gen_random_uuid(), id, till_id, ''kept'', 1, currency, array[gen_random_uuid()], ''x'', sha256('''') from foyer.orders where id = ''d0000000-0000-4000-8000-000000000002''',
     'refund adds up, refund names its tickets, takings')) v (s, found);

-- Recalculating mends counts, and says that they were wrong.
set local session_replication_role = replica;
update foyer.tier_counts set free = free + 5, sold = sold - 2 where tier_id in (scene.tier('hamlet', 'Floor'), scene.tier('hamlet', 'Stalls'));
set local session_replication_role = origin;
select is((select count(*) from foyer.tier_availability where discrepancy <> 0), 2::bigint, 'a wrong count is shown, not hidden');
set session authorization :"manager";
select is(foyer.recalculate_tier_counts(scene.tier('hamlet', 'Floor')), true, 'one tier was wrong');
select is(foyer.recalculate_tier_counts(scene.tier('hamlet', 'Floor')), false, 'and is right now');
select is(foyer.recalculate_event_counts(scene.event('hamlet')), 1, 'one more in the event');
reset session authorization;
delete from foyer.tier_counts where tier_id = scene.tier('hamlet', 'Circle');
select is((select string_agg(distinct invariant, ', ') from foyer.verify()), 'tier counts', 'counts may be gone altogether');
set session authorization :"manager";
select is(foyer.recalculate_event_counts(scene.event('hamlet')), 1, 'and are made anew');
select is(scene.counts('hamlet', 'Circle'), '{10,0,0,0,0}', 'from the places');
select is(scene.refusal('select foyer.recalculate_tier_counts(gen_random_uuid())'), 'TK009', 'no such tier');
select is(scene.refusal('select foyer.recalculate_event_counts(gen_random_uuid())'), 'TK009', 'no such event');
select is_empty($$ select * from foyer.verify() $$, 'all is well again');

-- Folding moves the ledgers without changing what anybody reads.
select scene.counts('hamlet', 'Stalls') as before \gset
select cmp_ok(foyer.fold_counts(), '>', 0, 'deltas are folded');
select is(scene.counts('hamlet', 'Stalls'), :'before', 'counts stay');
select is(foyer.fold_counts(), 0, 'nothing is left to fold');
reset session authorization;
select is((select count(*) from foyer.tier_count_deltas), 0::bigint, 'the ledger is empty');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale('d0000000-0000-4000-8000-000000000003', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'done', 'a sale after folding');
reset session authorization;
select cmp_ok(foyer.fold_counts(), '>', 0, 'folds into the same rows');
select is((select count(*) from foyer.sales_rollup where tier_id = scene.tier('hamlet', 'Floor')), 1::bigint, 'one rollup row per tier, price type, channel and hour');
select is_empty($$ select * from foyer.verify() $$, 'all is well');

-- The sweep.
select scene.lapse(:'h1');
select is(foyer.sweep_lapsed(), 1, 'a lapsed place is swept');
select is(scene.status('hamlet', 'Stalls/A-5'), 'AVAILABLE', 'and free for maps');
select is(foyer.sweep_lapsed(), 0, 'once');

-- Blocking.
set session authorization :"manager";
select is(foyer.block_places('hamlet', '{Stalls/A-5,B-6}', 'H', 'house seats', true), '{"blocked": 2}', 'places are blocked');
select is(foyer.block_places('hamlet', '{Stalls/A-5}', 'K', 'camera'), '{"blocked": 1}', 'under another letter');
select is(scene.refusal($$ select foyer.block_places('hamlet', '{Stalls/A-1}', 'K') $$), 'TK001', 'not sold ones');
select is(scene.refusal($$ select foyer.block_places('hamlet', '{Stalls/Z-1}', 'K') $$), 'TK009', 'not unknown ones');
select is(scene.refusal($$ select foyer.block_places('hamlet', '{Stalls/A-5}', '') $$), 'TK015', 'not without a letter');
select is(scene.refusal($$ select foyer.block_places('hamlet', '{}', 'K') $$), 'TK015', 'not none');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Stalls/A-5"]}')), 'TK001', 'a blocked place is not held');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5')))), 'TK001', 'nor sold');
select is(foyer.unblock_places('hamlet', '{Stalls/A-5,B-6,Stalls/A-1}'), '{"unblocked": 2}', 'until it is unblocked');
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'all is well');
select * from finish();
rollback;
