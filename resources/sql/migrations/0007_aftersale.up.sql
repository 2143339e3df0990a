-- SPDX-License-Identifier: GPL-3.0-or-later
-- After the sale: refunds, exchanges, shifts, admissions. Nothing wrote the tables that change here before.

-- What an exchange pays with: the value of the tickets that came back.
alter domain foyer.payment_method drop constraint payment_method_check;
alter domain foyer.payment_method add constraint payment_method_check check (value in ('cash', 'card', 'voucher', 'transfer', 'exchange'));

-- One row per refund; its money goes back in legs, each against the payment that brought it. What an exchange takes back is a refund too. Refunds and their items
-- stay for good, as orders do; legs go with the journal by retention, and a payment may go before its leg: no foreign key to it, verify() compares.
alter table foyer.refunds drop column method, drop column reference, drop constraint refunds_amount_minor_check,
    add column fee text not null check (fee in ('kept', 'returned')),
    add constraint refunds_amount_minor_check check (amount_minor >= 0);

create table foyer.refund_legs (
    id uuid primary key default gen_random_uuid(),
    refund_id uuid not null references foyer.refunds on delete restrict,
    position foyer.from_zero not null,
    payment_id uuid not null,
    method foyer.payment_method not null,
    amount_minor bigint not null check (amount_minor between 1 and 100000000000),
    reference text check (octet_length(reference) <= 200),
    unique (refund_id, position)
);
create index refund_legs_payment on foyer.refund_legs (payment_id);

-- What of an order's items came back. An item comes back once, so a ticket's money can not go out twice whatever its status says.
create table foyer.refund_items (
    order_id uuid not null,
    position integer not null,
    refund_id uuid not null references foyer.refunds on delete restrict,
    price_minor bigint not null,
    price_tax_minor bigint not null,
    fee_minor bigint not null,
    fee_tax_minor bigint not null,
    primary key (order_id, position),
    foreign key (order_id, position) references foyer.order_items on delete restrict,
    constraint refund_items_amounts check (price_tax_minor between 0 and price_minor and fee_tax_minor between 0 and fee_minor)
);
create index refund_items_refund on foyer.refund_items (refund_id);

-- An exchange is a refund of the old tickets (its row has the same id) and a sale of the new ones. Not one row a pair of tickets: the numbers may differ.
alter table foyer.exchanges drop column old_ticket_id, drop column new_ticket_id,
    add column till_id uuid not null references foyer.tills on delete restrict,
    add column credit_minor bigint not null check (credit_minor >= 0),
    add constraint exchanges_refund foreign key (id) references foyer.refunds on delete restrict,
    add constraint exchanges_orders check (old_order_id <> new_order_id);
create index exchanges_till on foyer.exchanges (till_id);
drop index foyer.exchanges_new_order;
create unique index exchanges_new_order on foyer.exchanges (new_order_id);

-- Where the money of a payment by exchange came from in the first place: never itself a payment by exchange. A refund goes back that way.
create table foyer.payment_sources (
    payment_id uuid primary key references foyer.payments on delete restrict,
    source_id uuid not null,
    check (payment_id <> source_id)
);

-- A shift is a stretch of its till's journal: the entry that opened it, the entry that closed it.
alter table foyer.shifts
    add column open_seq bigint not null check (open_seq > 0),
    add column open_hash foyer.hash_bytes not null,
    add column close_seq bigint check (close_seq > open_seq),
    add column close_hash foyer.hash_bytes,
    add constraint shifts_float check (float_minor <= 100000000000),
    add constraint shifts_counted check (counted_minor <= 100000000000),
    add constraint shifts_closed check (num_nonnulls(closed_at, close_seq, close_hash) in (0, 3)),
    add constraint shifts_difference check (counted_minor = expected_minor or coalesce(difference_reason, '') <> '');

-- Who was let in, where. A ticket is let in once; what was turned away leaves no row.
create table foyer.admissions (
    id uuid primary key,
    ticket_id uuid not null unique references foyer.tickets on delete restrict,
    event_id uuid not null references foyer.events on delete restrict,
    till_id uuid not null references foyer.tills on delete restrict,
    door text not null check (octet_length(door) between 1 and 200),
    admitted_by name not null,
    request_hash foyer.hash_bytes not null,
    created_at timestamptz not null default clock_timestamp()
);
create index admissions_event on foyer.admissions (event_id);
create index admissions_till on foyer.admissions (till_id);
