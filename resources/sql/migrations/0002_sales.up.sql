-- SPDX-License-Identifier: GPL-3.0-or-later
-- Places and money: what every sale writes.
--
-- Left out on purpose, because a foreign key costs a lookup and a row lock on its parent per row, and a parent that all tills share (event, tier, price
-- type, till, clerk) then becomes a queue (measured: -25 % sales/s): order_items and tickets name event, tier and price type without a key of their own.
-- They hang on their place (tickets -> event_seats -> ticket_tiers -> events, all RESTRICT); price types, tills and users are kept by triggers that refuse
-- their deletion (functions/20_trg_keep.sql), and verify() compares.

create type foyer.place_status as enum ('AVAILABLE', 'RESERVED', 'SOLD', 'BLOCKED');
create type foyer.order_status as enum ('reserved', 'paid', 'part_refunded', 'refunded', 'cancelled');
create domain foyer.sale_channel as text check (value in ('counter', 'offline', 'phone', 'web'));
create domain foyer.payment_method as text check (value in ('cash', 'card', 'voucher', 'transfer'));
create domain foyer.payment_status as text check (value in ('captured', 'reversed'));
create type foyer.ticket_status as enum ('valid', 'used', 'refunded', 'exchanged', 'cancelled');

-- One call's places kept for a basket. `places` is what it was given, `settled` what was sold or given back since; both stay for the stored answer.
create table foyer.holds (
    id uuid primary key,
    event_id uuid not null,
    till_id uuid not null,
    token text not null check (token ~ '^[0-9a-f]{32}$'),
    held_by name not null,
    request_hash foyer.hash_bytes not null,
    places bigint[] not null default '{}' check (cardinality(places) <= 200),
    settled bigint[] not null default '{}',
    extend_request uuid,
    extend_hash foyer.hash_bytes,
    expires_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);
create index holds_event on foyer.holds (event_id);

-- Places that one till may sell offline (kind lease), or that are set aside for somebody (kind allotment, which opens by itself at release_at).
create table foyer.leases (
    id uuid primary key,
    kind text not null check (kind in ('lease', 'allotment')),
    event_id uuid not null references foyer.events on delete restrict,
    till_id uuid references foyer.tills on delete restrict,
    holder text not null default '' check (octet_length(holder) <= 200),
    epoch integer not null default 1 check (epoch > 0),
    status text not null default 'active' check (status in ('active', 'recalled', 'returned', 'reclaimed', 'released')),
    prices jsonb not null default '[]',
    request_hash bytea check (octet_length(request_hash) = 32),
    release_at timestamptz,
    due_at timestamptz,
    recalled_at timestamptz,
    taken_by name not null,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    check ((kind = 'lease') = (till_id is not null)),
    check (kind = 'allotment' or release_at is null),
    check ((status in ('active', 'recalled')) = (ended_at is null))
);
create index leases_event on foyer.leases (event_id);
create index leases_till on foyer.leases (till_id);
create index leases_release on foyer.leases (release_at) where release_at is not null and ended_at is null;

-- One row per sellable place. order_id has no foreign key (two lookups a sale saved): tickets tie order and place, verify() compares.
create table foyer.event_seats (
    id bigint generated always as identity primary key,
    event_id uuid not null,
    tier_id uuid not null,
    ordinal foyer.from_zero not null,
    label foyer.label_text not null,
    plan_seat_id bigint references foyer.plan_seats on delete restrict,
    status foyer.place_status not null default 'AVAILABLE',
    hold_id uuid references foyer.holds on delete restrict,
    lease_id uuid references foyer.leases on delete restrict,
    order_id uuid,
    block_letter foyer.word_text,
    block_is_soft boolean,
    block_reason foyer.note_text,
    reserved_at timestamptz,
    reserved_until timestamptz,
    sold_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    changed_xid xid8 not null default pg_current_xact_id(),
    foreign key (tier_id, event_id) references foyer.ticket_tiers (id, event_id) on delete restrict,
    unique (event_id, ordinal),
    unique (event_id, label),
    unique (id, event_id, tier_id),
    constraint event_seats_status check (case status
        when 'AVAILABLE' then num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at, block_letter) = 0
        when 'RESERVED' then num_nonnulls(hold_id, lease_id) = 1 and num_nonnulls(hold_id, reserved_until) <> 1 and num_nonnulls(order_id, sold_at, block_letter) = 0
        when 'SOLD' then num_nonnulls(order_id, sold_at) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, block_letter) = 0
        else num_nonnulls(block_letter, block_is_soft) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at) = 0 end)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
-- Not (tier_id, event_id): before the first ANALYZE the planner took that one for the tickets' foreign key and read the whole tier (2-8 ms a ticket).
create index event_seats_tier on foyer.event_seats (tier_id);
-- By ordinal, not id: with id a generic plan prefers the primary key and walks over every sold place of every event.
create index event_seats_free on foyer.event_seats (tier_id, ordinal) where status = 'AVAILABLE';
create index event_seats_lapse on foyer.event_seats (reserved_until, tier_id) where reserved_until is not null;
create index event_seats_changed on foyer.event_seats (event_id, changed_xid);
create index event_seats_hold on foyer.event_seats (hold_id) where hold_id is not null;
create index event_seats_lease on foyer.event_seats (lease_id) where lease_id is not null;
create unique index event_seats_plan_seat on foyer.event_seats (plan_seat_id, event_id) where plan_seat_id is not null;

-- status cancelled without items is a tombstone: cancel_order gave the id up before a sale arrived. Amounts: subtotal and service_fee net of tax.
create table foyer.orders (
    id uuid primary key,
    number foyer.word_text unique,
    till_id uuid not null,
    user_id uuid references foyer.users on delete restrict,
    channel foyer.sale_channel not null default 'counter',
    status foyer.order_status not null,
    currency foyer.currency_code not null,
    subtotal bigint not null,
    service_fee bigint not null,
    tax bigint not null,
    total_amount bigint not null,
    change_minor bigint not null default 0,
    request_hash foyer.hash_bytes not null,
    sold_by name not null,
    session_role name not null default session_user,
    pay_until timestamptz,
    cancel_reason foyer.note_text,
    sold_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint orders_total check (total_amount = subtotal + service_fee + tax),
    constraint orders_amounts check (least(subtotal, service_fee, tax, change_minor) >= 0),
    constraint orders_status check (case status when 'cancelled' then true when 'reserved' then num_nonnulls(number, pay_until) = 2
                                    else num_nonnulls(number, sold_at) = 2 end)
);
create index orders_user on foyer.orders (user_id) where user_id is not null;
create index orders_created on foyer.orders using brin (created_at);

-- kind ticket: one ticket's price and per-ticket fee. kind order_fee: an event's fee per order. Gross amounts with the tax contained in them.
create table foyer.order_items (
    order_id uuid not null references foyer.orders on delete restrict,
    position foyer.from_zero not null,
    kind text not null,
    event_id uuid not null,
    tier_id uuid,
    price_type_id uuid,
    price_version integer,
    price_minor bigint not null,
    price_tax_minor bigint not null,
    fee_minor bigint not null default 0,
    fee_tax_minor bigint not null default 0,
    primary key (order_id, position),
    constraint order_items_amounts check (price_tax_minor between 0 and price_minor and fee_tax_minor between 0 and fee_minor),
    constraint order_items_kind check (case kind when 'ticket' then num_nonnulls(tier_id, price_type_id, price_version) = 3
                                       when 'order_fee' then num_nonnulls(tier_id, price_type_id, price_version) = 0 and price_minor = 0 else false end)
);

create table foyer.tickets (
    id uuid primary key,
    order_id uuid not null,
    position integer not null,
    place_id bigint not null,
    event_id uuid not null,
    tier_id uuid not null,
    status foyer.ticket_status not null default 'valid',
    price_minor bigint not null check (price_minor >= 0),
    holder_name foyer.word_text,
    used_at timestamptz,
    ended_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    foreign key (order_id, position) references foyer.order_items on delete restrict,
    foreign key (place_id, event_id, tier_id) references foyer.event_seats (id, event_id, tier_id) on delete restrict,
    unique (order_id, position),
    constraint tickets_status check (case status when 'valid' then num_nonnulls(used_at, ended_at) = 0 when 'used' then used_at is not null and ended_at is null
                                     else ended_at is not null end)
);
create unique index tickets_live on foyer.tickets (place_id) where status in ('valid', 'used');
create index tickets_place on foyer.tickets (place_id, event_id, tier_id);

create table foyer.payments (
    id uuid primary key,
    order_id uuid not null references foyer.orders on delete restrict,
    method foyer.payment_method not null,
    amount_minor bigint not null,
    given_minor bigint,
    reference foyer.note_text,
    currency foyer.currency_code not null,
    status foyer.payment_status not null default 'captured',
    created_at timestamptz not null default clock_timestamp(),
    constraint payments_amount check (amount_minor between 0 and 100000000000 and (given_minor is null or (given_minor >= amount_minor and method = 'cash')))
);
create index payments_order on foyer.payments (order_id);

-- Counts of a tier: what was folded, plus one row per write of event_seats since. No hot row: every transaction appends its own delta.
create table foyer.tier_counts (
    tier_id uuid primary key references foyer.ticket_tiers on delete restrict,
    free bigint not null default 0,
    held bigint not null default 0,
    leased bigint not null default 0,
    blocked bigint not null default 0,
    sold bigint not null default 0,
    folded_at timestamptz
);

-- No foreign key: the rows live for seconds and the tier is hot.
create table foyer.tier_count_deltas (
    id bigint generated always as identity primary key,
    tier_id uuid not null,
    free integer not null,
    held integer not null,
    leased integer not null,
    blocked integer not null,
    sold integer not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

-- Partial sums: each sale appends, fold_counts() merges rows of one key into one, readers sum. No foreign keys, as above.
create table foyer.sales_rollup (
    id bigint generated always as identity primary key,
    event_id uuid not null,
    tier_id uuid,
    price_type_id uuid,
    channel text not null,
    hour timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
    tickets bigint not null,
    gross_minor bigint not null,
    fee_minor bigint not null,
    tax_minor bigint not null,
    folded boolean not null default false
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
create unique index sales_rollup_folded on foyer.sales_rollup (event_id, tier_id, price_type_id, channel, hour) nulls not distinct where folded;

-- One line of a sale with the centre's price, between price_items() and the inserts. Without a ticket: an event's fee per order.
create type foyer.priced_item as (
    position integer,
    ticket uuid,
    event uuid,
    tier uuid,
    tier_name text,
    price_type uuid,
    price_type_name text,
    place bigint,
    near_ordinal integer,
    price_version integer,
    shown_minor bigint,
    price_minor bigint,
    price_tax_minor bigint,
    fee_minor bigint,
    fee_tax_minor bigint
);
