-- SPDX-License-Identifier: GPL-3.0-or-later
-- Past performances for bench_history.py, one part at a time (psql -v part=...), so that several connections write at once. Everything is a function of the
-- number of the ticket or of its order, so the parts need not see each other. Places :per_event an event, orders of two tickets, 2500 each, 7 % in it, paid in
-- cash, the orders one after the other by turns at the :tills tills. Triggers and keys are asleep; verify() judges the result.
\set ON_ERROR_STOP on
\set QUIET on
set client_min_messages = error;
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '256MB';
set maintenance_work_mem = '512MB';
set search_path = foyer, public;
set timezone = 'UTC';

select :'part' = 'start' as is_start, :'part' = 'places' as is_places, :'part' = 'orders' as is_orders, :'part' = 'items' as is_items, :'part' = 'tickets' as is_tickets,
       :'part' = 'payments' as is_payments, :'part' = 'audit' as is_audit, starts_with(:'part', 'journal') as is_journal, :'part' = 'settle' as is_settle, :'part' = 'finish' as is_finish \gset

\if :is_start
-- Indexes are written afterwards, in one go each.
update pg_index set indisready = false, indisvalid = false where indrelid = any (array['event_seats', 'orders', 'order_items', 'tickets', 'payments', 'journal', 'audit_log']::regclass[]);
create schema past;
create table past.tills as select id, prefix, row_number() over (order by code) - 1 as number from tills;
create table past.performances as
select n as number, md5('event' || n)::uuid as event, md5('tier' || n)::uuid as tier, md5('type' || n)::uuid as price_type from generate_series(0, (:tickets - 1) / :per_event) n;
\set body 'select timestamptz ''2023-01-01 00:00:00+00'' + p_order * interval ''1 second'' * ' :step
create function past.sold_at(p_order bigint) returns timestamptz language sql immutable as :'body';
create function past.id(p_kind text, p_order bigint) returns uuid language sql immutable as 'select md5(p_kind || p_order)::uuid';
insert into events (id, slug, title, venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity, status)
select p.event, 'past-' || p.number, 'Past ' || p.number, l.venue_id, l.id, x.t, x.t + interval '2 hours', x.t, x.t + interval '2 hours', 'UTC', 'EUR', :per_event, 'closed'
from past.performances p, seating_plans l, lateral (select date_trunc('day', past.sold_at((p.number + 1) * :per_event / 2)) + interval '1 day' as t) x;
insert into ticket_tiers (id, event_id, name, kind, color, position, quantity, tax_rate_bp, last_ordinal)
select tier, event, 'Floor', 'standing', '#0000aa', 0, :per_event, 700, :per_event - 1 from past.performances;
insert into price_types (id, event_id, name, position) select price_type, event, 'Adult', 0 from past.performances;
insert into tier_prices (tier_id, price_type_id, event_id, version, price_minor) select tier, price_type, event, 1, 2500 from past.performances;
insert into tier_counts (tier_id, sold, folded_at) select tier, :per_event, clock_timestamp() from past.performances;
insert into sale_cards select * from cards_of(array(select tier from past.performances));
analyze past.performances, past.tills;

\elif :is_places
insert into event_seats (id, event_id, tier_id, ordinal, label, status, order_id, sold_at, created_at, updated_at) overriding system value
select n + 1, p.event, p.tier, n % :per_event, 'Floor/' || n % :per_event + 1, 'SOLD', past.id('order', n / 2), past.sold_at(n / 2), past.sold_at(0), past.sold_at(n / 2)
from generate_series(0, :tickets - 1) n join past.performances p on p.number = n / :per_event;
select setval(pg_get_serial_sequence('event_seats', 'id'), :tickets + 1) is null as f \gset

\elif :is_orders
insert into orders (id, number, till_id, channel, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, session_role, sold_at, created_at, updated_at)
select past.id('order', o), t.prefix || '-' || o, t.id, 'counter', 'paid', 'EUR', 5000 - 2 * tax_in(2500, 700), 0, 2 * tax_in(2500, 700), 5000, sha256('request'),
       'bench_clerk', 'bench_clerk', past.sold_at(o), past.sold_at(o), past.sold_at(o)
from generate_series(0, :tickets / 2 - 1) o join past.tills t on t.number = o % :tills;

\elif :is_items
insert into order_items (order_id, position, kind, event_id, tier_id, price_type_id, price_version, price_minor, price_tax_minor)
select past.id('order', n / 2), n % 2, 'ticket', p.event, p.tier, p.price_type, 1, 2500, tax_in(2500, 700)
from generate_series(0, :tickets - 1) n join past.performances p on p.number = n / :per_event;
insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor, folded)
select p.event, p.tier, p.price_type, 'counter', x.hour, x.tickets, x.tickets * 2500, 0, x.tickets * tax_in(2500, 700), true
from (select n / :per_event as event, date_bin('1 hour', past.sold_at(n / 2), '2000-01-01 00:00:00+00') as hour, count(*) as tickets
      from generate_series(0, :tickets - 1) n group by 1, 2) x join past.performances p on p.number = x.event;

\elif :is_tickets
insert into tickets (id, order_id, position, place_id, event_id, tier_id, price_minor, created_at, updated_at)
select md5('ticket' || n)::uuid, past.id('order', n / 2), n % 2, n + 1, p.event, p.tier, 2500, past.sold_at(n / 2), past.sold_at(n / 2)
from generate_series(0, :tickets - 1) n join past.performances p on p.number = n / :per_event;

\elif :is_payments
insert into payments (id, order_id, method, amount_minor, given_minor, currency, created_at)
select past.id('payment', o), past.id('order', o), 'cash', 5000, 5000, 'EUR', past.sold_at(o) from generate_series(0, :tickets / 2 - 1) o;

\elif :is_audit
insert into audit_log (at, actor, till_id, action, subject, after)
select past.sold_at(o), 'bench_clerk', t.id, 'sell', past.id('order', o)::text, jsonb_build_object('number', t.prefix || '-' || o, 'total_minor', 5000)
from generate_series(0, :tickets / 2 - 1) o join past.tills t on t.number = o % :tills;

\elif :is_journal
-- Two parts, each half of the tills. A chain has to be followed link by link.
create procedure pg_temp.chain(p_till bigint, p_orders bigint, p_tills bigint) language plpgsql as $$
declare
    v_till uuid := (select id from past.tills where number = p_till);
    v_seq bigint := 0;
    v_hash bytea := (select hash from journal_heads where till_id = v_till);
    v_payment uuid;
    v_order uuid;
    v_at timestamptz;
    o bigint := p_till;
begin
    while o < p_orders loop
        v_seq := v_seq + 1;
        v_payment := past.id('payment', o);
        v_order := past.id('order', o);
        v_at := past.sold_at(o);
        v_hash := sha256(v_hash || convert_to(journal_line(v_till, v_seq, 'payment', v_payment, v_order, 'cash', 5000, 'EUR', v_at), 'UTF8'));
        insert into journal (till_id, seq, kind, subject_id, order_id, method, amount_minor, currency, at, hash)
        values (v_till, v_seq, 'payment', v_payment, v_order, 'cash', 5000, 'EUR', v_at, v_hash);
        o := o + p_tills;
    end loop;
    update journal_heads set seq = v_seq, hash = v_hash where till_id = v_till;
end
$$;
select format('call pg_temp.chain(%s, %s, %s)', number, :tickets / 2, :tills) from past.tills where number % 2 = right(:'part', 1)::integer \gexec

\elif :is_settle
-- A table's indexes, its statistics and the marks that a vacuum would have set in the meantime.
reindex table :"table";
vacuum (freeze, analyze) :"table";

\elif :is_finish
drop schema past cascade;
vacuum (analyze);
\endif
