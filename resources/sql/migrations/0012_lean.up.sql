-- SPDX-License-Identifier: GPL-3.0-or-later
-- What every sale writes, made cheap. A CHECK of a table is read from its text and compiled for every statement that writes the table: 44 instructions a character,
-- together a fifth of a sale. What is said here in short CHECKs and in domains says the same; the status of a place is judged by its trigger (20_trg_places.sql),
-- which runs anyway. (Measured with callgrind over a sale of two standing places: 4.95 M instructions before this step, see resources/sql/README.md.)

-- A view stands on a column whose type changes; it is made again with all functions and views.
drop view if exists foyer.user_tickets_summary;

create domain foyer.amount as bigint check (value >= 0);
create domain foyer.full_hour as timestamptz check (value = date_bin('1 hour', value, '2000-01-01 00:00:00+00'));

alter table foyer.event_seats drop constraint event_seats_status;
-- One index for the tier's foreign key, for the tickets' foreign key and for counting: two entries less a place.
drop index foyer.event_seats_tier;
alter table foyer.tickets drop constraint tickets_place_id_event_id_tier_id_fkey;
alter table foyer.event_seats drop constraint event_seats_id_event_id_tier_id_key;
alter table foyer.event_seats add constraint event_seats_of_tier unique (tier_id, event_id, id);
alter table foyer.tickets add constraint tickets_of_place foreign key (place_id, event_id, tier_id) references foyer.event_seats (id, event_id, tier_id) on delete restrict;

alter table foyer.orders
    drop constraint orders_amounts, drop constraint orders_status,
    alter column subtotal type foyer.amount, alter column service_fee type foyer.amount, alter column tax type foyer.amount,
    alter column change_minor type foyer.amount,
    -- A paid one has sold_at: status_moves().
    add constraint orders_status check ((number is not null and (sold_at is not null or pay_until is not null)) or status = 'cancelled');

create domain foyer.item_kind as text check (value in ('ticket', 'order_fee', 'reseated'));
alter table foyer.order_items
    drop constraint order_items_amounts, drop constraint order_items_kind,
    alter column kind type foyer.item_kind,
    alter column price_minor type foyer.amount, alter column price_tax_minor type foyer.amount,
    alter column fee_minor type foyer.amount, alter column fee_tax_minor type foyer.amount,
    add constraint order_items_kind check ((kind = 'ticket') = (tier_id is not null)),
    -- Orders are never deleted and an item is only ever written with its order: a key was 36 000 instructions an item. verify() compares.
    drop constraint order_items_order_id_fkey;

alter table foyer.tickets
    drop constraint tickets_price_minor_check, drop constraint tickets_status,
    alter column price_minor type foyer.amount,
    add constraint tickets_status check ((ended_at is null) = (status <= 'used')),
    -- The same holds of a ticket and its item.
    drop constraint tickets_order_id_position_fkey;

alter table foyer.payments
    drop constraint payments_amount,
    alter column amount_minor type foyer.amount,
    add constraint payments_given check (given_minor >= amount_minor),
    drop constraint payments_order_id_fkey;

alter table foyer.sales_rollup drop constraint sales_rollup_hour_check, alter column hour type foyer.full_hour;
alter table foyer.journal_heads drop constraint journal_heads_check, add constraint journal_heads_anchor check (anchor_seq <= seq);

-- What a sale needs to know of a tier and a price type, in one row: kept by triggers on the five tables that it comes from (25_cards.sql), compared by verify().
create table foyer.sale_cards (
    tier_id uuid not null,
    price_type_id uuid not null,
    event_id uuid not null,
    start_time timestamptz not null,
    end_time timestamptz not null,
    status foyer.event_status not null,
    currency text not null,
    training boolean not null,
    tier_name text not null,
    is_active boolean not null,
    min_purchase integer not null,
    max_purchase integer not null,
    sale_start_time timestamptz,
    sale_end_time timestamptz,
    first_ordinal integer not null,
    places integer not null,
    price_type_name text not null,
    price_version integer not null,
    price_minor bigint not null,
    price_tax_minor bigint not null,
    fee_minor bigint not null,
    fee_tax_minor bigint not null,
    order_fee_minor bigint not null,
    order_fee_tax_minor bigint not null,
    primary key (tier_id, price_type_id)
);
create index sale_cards_event on foyer.sale_cards (event_id);
create function pg_temp.tax(p_gross bigint, p_rate_bp integer) returns bigint language sql
as $$ select (2 * p_gross * p_rate_bp + 10000 + p_rate_bp) / (2 * (10000 + p_rate_bp)) $$;
insert into foyer.sale_cards
select t.id, x.id, e.id, e.start_time, e.end_time, e.status, e.currency, e.training, t.name, t.is_active, t.min_purchase, coalesce(t.max_purchase, 200),
       t.sale_start_time, t.sale_end_time, t.first_ordinal, t.last_ordinal - t.first_ordinal + 1, x.name, p.version, p.price_minor, pg_temp.tax(p.price_minor, t.tax_rate_bp),
       coalesce(f.amount_minor, 0), coalesce(pg_temp.tax(f.amount_minor, f.tax_rate_bp), 0), coalesce(o.amount_minor, 0), coalesce(pg_temp.tax(o.amount_minor, o.tax_rate_bp), 0)
from foyer.ticket_tiers t join foyer.events e on e.id = t.event_id and e.deleted_at is null
join foyer.tier_prices p on p.tier_id = t.id and p.is_current join foyer.price_types x on x.id = p.price_type_id
left join lateral (select * from foyer.fees y where y.is_active and y.kind = 'per_ticket' and (y.tier_id = t.id or (y.event_id = e.id and y.tier_id is null))
                   order by y.tier_id nulls last limit 1) f on true
left join foyer.fees o on o.event_id = e.id and o.kind = 'per_order' and o.is_active;

-- A line of a sale as a till sends it.
create type foyer.sale_line as (
    ticket uuid,
    event uuid,
    tier uuid,
    price_type uuid,
    place bigint,
    price_minor bigint,
    starts_at timestamptz
);
