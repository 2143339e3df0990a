-- SPDX-License-Identifier: GPL-3.0-or-later
begin;
select no_plan();

select has_table('foyer', t, t || ' is there') from unnest(array['venues', 'seating_plans', 'plan_seats', 'users', 'staff', 'promoters', 'tills', 'till_keys', 'series', 'events',
    'ticket_tiers', 'price_types', 'tier_prices', 'fees', 'event_seats', 'holds', 'leases', 'orders', 'order_items', 'tickets', 'payments', 'refunds', 'exchanges',
    'vouchers', 'shifts', 'cash_movements', 'journal', 'journal_heads', 'waitlist', 'notifications', 'tier_counts', 'tier_count_deltas', 'sales_rollup',
    'offline_replays', 'sync_conflicts', 'audit_log', 'schema_migrations', 'settings']) t;
select has_view('foyer', v, v || ' is there') from unnest(array['tier_availability', 'active_events_with_availability', 'user_tickets_summary', 'seat_status',
    'event_sales_summary']) v;

select is_empty($$ select c.oid::regclass from pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind in ('r', 'S')
                   and c.relowner <> 'foyer_owner'::regrole $$, 'every table belongs to foyer_owner');
select is_empty($$ select c.oid::regclass from pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'v' and c.relowner <> 'foyer_reader'::regrole $$,
                'every view belongs to foyer_reader');
select is_empty($$ select attrelid::regclass, attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                   where c.relnamespace = 'foyer'::regnamespace and a.attname ~* 'password|passwd|card_number|cvc' $$, 'no column for passwords or cards');
select is_empty($$ select c.oid::regclass from pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'r'
                   and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary) $$, 'every table has a primary key');
select is_empty($$ select conrelid::regclass, conname from pg_constraint where connamespace = 'foyer'::regnamespace and contype = 'f' and confdeltype in ('c', 'n', 'd') $$,
                'no foreign key cascades: a cascade would erase sales');
-- Foreign keys without an index that begins with all of their columns, in any order. One over rows where a column of the key is not null will do: no others refer.
create function pg_temp.unindexed(p_schema oid) returns table (source regclass, name name) language sql as $$
    select c.conrelid::regclass, c.conname from pg_constraint c
    where c.connamespace = p_schema and c.contype = 'f'
      and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indisvalid and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey
                      and (i.indpred is null or exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey)
                                                        and pg_get_expr(i.indpred, i.indrelid) = format('(%s IS NOT NULL)', a.attname)))) $$;
select is_empty($$ select * from pg_temp.unindexed('foyer'::regnamespace) $$, 'every foreign key has an index that begins with all of its columns');
create temp table parents (a integer, b integer, primary key (a, b));
create temp table bare (a integer, b integer, foreign key (a, b) references parents);
create temp table half (a integer, b integer, c integer, foreign key (a, b) references parents);
create index on half (a, c, b);
create temp table whole (a integer, b integer, c integer, foreign key (a, b) references parents);
create index on whole (b, a, c);
create temp table some_rows (a integer, b integer, c integer, foreign key (a, b) references parents);
create index on some_rows (a, b) where c > 0;
create temp table set_rows (a integer, b integer, foreign key (a, b) references parents);
create index on set_rows (a, b) where a is not null;
select set_eq($$ select source::text from pg_temp.unindexed(pg_my_temp_schema()) $$, array['bare', 'half', 'some_rows'], 'which the query sees: none, half of one and one over other rows are not enough');
select is_empty($$ select attrelid::regclass, attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                   where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'r' and a.atttypid in ('timestamp'::regtype, 'real'::regtype, 'money'::regtype)
                   and a.attnum > 0 and a.attname not like '%\_local' $$, 'times are timestamptz, money is whole');
select fk_ok('foyer', 'tickets', array['place_id', 'event_id', 'tier_id'], 'foyer', 'event_seats', array['id', 'event_id', 'tier_id'], 'a ticket''s event and tier are its place''s');

-- Constraints by what they refuse. Each statement breaks one rule.
select is(scene.refusal(s), '23514', s) from unnest(array[
    'update foyer.events set end_time = start_time',
    'update foyer.events set doors_open_time = start_time + interval ''1 minute''',
    'update foyer.events set capacity = 0',
    'update foyer.ticket_tiers set min_purchase = 5, max_purchase = 4',
    'update foyer.ticket_tiers set sale_start_time = now(), sale_end_time = now()',
    'update foyer.ticket_tiers set quantity = -1',
    'update foyer.tier_prices set price_minor = -1',
    'update foyer.fees set amount_minor = -1',
    'update foyer.venues set name = ''''',
    'update foyer.tills set secret = ''short''',
    'update foyer.settings set hold_seconds = 1',
    'update foyer.event_seats set status = ''RESERVED''',
    'update foyer.event_seats set status = ''SOLD''',
    'update foyer.event_seats set reserved_until = now()',
    'update foyer.event_seats set status = ''BLOCKED''',
    $$ insert into foyer.orders (id, number, till_id, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, sold_at)
       values (gen_random_uuid(), '9', gen_random_uuid(), 'paid', 'EUR', 1, 1, 1, 4, sha256(''), 'x', now()) $$,
    $$ insert into foyer.orders (id, number, till_id, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, sold_at)
       values (gen_random_uuid(), '9', gen_random_uuid(), 'paid', 'EUR', -1, 1, 0, 0, sha256(''), 'x', now()) $$,
    $$ insert into foyer.orders (id, number, till_id, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, sold_at)
       values (gen_random_uuid(), '9', gen_random_uuid(), 'paid', 'euro', 1, 1, 0, 2, sha256(''), 'x', now()) $$,
    $$ insert into foyer.orders (id, till_id, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, sold_at)
       values (gen_random_uuid(), gen_random_uuid(), 'paid', 'EUR', 1, 1, 0, 2, sha256(''), 'x', now()) $$,
    $$ insert into foyer.orders (id, number, till_id, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by)
       values (gen_random_uuid(), '9', gen_random_uuid(), 'reserved', 'EUR', 1, 1, 0, 2, sha256(''), 'x') $$,
    $$ insert into foyer.leases (id, kind, event_id, taken_by) values (gen_random_uuid(), 'lease', scene.event('hamlet'), 'x') $$,
    $$ insert into foyer.leases (id, kind, event_id, till_id, release_at, taken_by)
       select gen_random_uuid(), 'lease', scene.event('hamlet'), id, now(), 'x' from foyer.tills limit 1 $$,
    $$ insert into foyer.vouchers (id, code, amount_minor, balance_minor, currency) values (gen_random_uuid(), 'abcd', 100, 101, 'EUR') $$,
    $$ insert into foyer.shifts (id, till_id, opened_by, float_minor, currency, closed_at, open_seq, open_hash)
       select gen_random_uuid(), id, 'x', 0, 'EUR', now(), 1, sha256('') from foyer.tills limit 1 $$,
    $$ insert into foyer.users (display_name) values ('') $$]) s;
select is(scene.refusal(s), '23505', s) from unnest(array[
    $$ insert into foyer.staff (user_id, role_name, staff_group) select user_id, 'somebody', 'clerk' from foyer.staff limit 1 $$,
    $$ insert into foyer.promoters (user_id, company) select user_id, 'Second' from foyer.promoters limit 1 $$,
    $$ update foyer.event_seats set label = 'Floor/1' where label in ('Floor/2', 'Floor/3') $$,
    $$ insert into foyer.fees (event_id, kind, name, amount_minor, tax_rate_bp) values (scene.event('hamlet'), 'per_order', 'Twice', 1, 0) $$,
    $$ insert into foyer.tier_prices (tier_id, price_type_id, event_id, version, price_minor)
       select tier_id, price_type_id, event_id, version + 1, 1 from foyer.tier_prices limit 1 $$]) s;
select is(scene.refusal($$ update foyer.event_seats set tier_id = scene.tier('lear', 'Stalls') where id = scene.place('hamlet', 'Stalls/A-1') $$), '23503',
          'a place''s tier is of its event');

-- What is never deleted or emptied, whoever writes.
select is(scene.refusal('truncate foyer.' || t || ' cascade'), '23001', t || ' can not be truncated') from unnest(array['event_seats', 'orders', 'tickets', 'journal', 'audit_log',
    'tier_count_deltas']) t;
select is(scene.refusal('delete from foyer.' || t), '23001', 'rows of ' || t || ' stay') from unnest(array['users', 'staff', 'tills', 'venues', 'seating_plans', 'events', 'journal_heads',
    'audit_log']) t;
select is(scene.refusal('update foyer.audit_log set action = ''other'''), '23001', 'the audit is append-only');
select is(scene.refusal('update foyer.events set status = ''draft'''), '23514', 'on_sale does not go back to draft');

select * from finish();
rollback;
