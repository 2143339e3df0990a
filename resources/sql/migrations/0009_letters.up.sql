-- SPDX-License-Identifier: GPL-3.0-or-later
-- Letters with rights, allotments that open by themselves, reservations to be paid later, limits.

-- reserved_until says from when anybody may take a reserved place. For a basket that is the end of its hold; a place that belongs to an allotment opens at the
-- allotment's release, also while somebody who may sell from it has it in a basket (lease_id stays beside hold_id); one of a letter never opens ('infinity',
-- block_letter stays beside hold_id). Such a hold's own end is holds.expires_at, and then the place goes back to its letter or allotment, not to everybody.
alter table foyer.event_seats drop constraint event_seats_status;
alter table foyer.event_seats add constraint event_seats_status check (case status
    when 'AVAILABLE' then num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at, block_letter) = 0
    when 'RESERVED' then num_nonnulls(hold_id, lease_id) > 0 and (hold_id is null or reserved_until is not null) and (block_letter is null or hold_id is not null)
                         and num_nonnulls(order_id, sold_at) = 0
    when 'SOLD' then num_nonnulls(order_id, sold_at) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, block_letter) = 0
    else num_nonnulls(block_letter, block_is_soft) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at) = 0 end);
create index event_seats_home on foyer.event_seats (hold_id) where hold_id is not null and (block_letter is not null or lease_id is not null);

-- The house's letters: soft ones open to those with the right, a kill only to unblocking.
create table foyer.letters (
    letter text primary key check (octet_length(letter) between 1 and 40),
    name text not null default '' check (octet_length(name) <= 200),
    is_soft boolean not null,
    color text not null default '#808080' check (color ~ '^#[0-9a-fA-F]{6}$'),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);
insert into foyer.letters (letter, is_soft) select block_letter, bool_or(block_is_soft) from foyer.event_seats where block_letter is not null group by block_letter;
update foyer.event_seats s set block_is_soft = true from foyer.letters l where l.letter = s.block_letter and l.is_soft and not s.block_is_soft;

-- Who may open a soft letter: a member of staff's role, or a group of them.
create table foyer.letter_rights (
    letter text not null references foyer.letters on delete restrict,
    role_name name not null,
    granted_by name not null default session_user,
    created_at timestamptz not null default clock_timestamp(),
    primary key (letter, role_name)
);

-- Who may sell from an allotment, beside managers: roles and groups.
alter table foyer.leases add column sellers name[] not null default '{}' check (cardinality(sellers) <= 100);

alter table foyer.holds add column allotment_id uuid references foyer.leases on delete restrict;
alter table foyer.holds add column is_reservation boolean not null default false;
create index holds_allotment on foyer.holds (allotment_id) where allotment_id is not null;
-- What one person holds now, and how often in the last hour.
create index holds_person on foyer.holds (held_by, expires_at);

-- An order to be paid later. Its places, by the positions of its items, are kept by a hold of the order's id, whose token nobody knows.
create table foyer.reservations (
    order_id uuid primary key references foyer.orders on delete restrict,
    customer_name text check (octet_length(customer_name) between 1 and 200),
    places bigint[] not null check (cardinality(places) between 1 and 200),
    pay_until timestamptz not null,
    reserved_by name not null default session_user,
    end_hash bytea check (octet_length(end_hash) = 32),
    ended_by name,
    ended_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    check (num_nonnulls(ended_by, ended_at) in (0, 2))
);
create index reservations_due on foyer.reservations (pay_until) where ended_at is null;
-- Which reservations a place was ever of: such a place is not deleted.
create index reservations_places on foyer.reservations using gin (places);
create index reservations_person on foyer.reservations (reserved_by) where ended_at is null;

-- What stood there before this step, or before a way back: allotments open at their release, and reserved orders are known by their holds.
update foyer.event_seats s set reserved_until = l.release_at from foyer.leases l where l.id = s.lease_id and l.kind = 'allotment' and l.release_at is not null;
update foyer.holds h set is_reservation = true from foyer.orders o where o.id = h.id and o.status = 'reserved';
insert into foyer.reservations (order_id, places, pay_until, reserved_by)
select o.id, h.places, o.pay_until, o.sold_by from foyer.orders o join foyer.holds h on h.id = o.id where o.status = 'reserved' and cardinality(h.places) > 0;

alter table foyer.settings
    add column hold_limit_places integer not null default 400 check (hold_limit_places between 1 and 1000000),
    add column holds_per_hour integer not null default 1200 check (holds_per_hour between 1 and 1000000),
    add column reserve_limit_places integer not null default 1000 check (reserve_limit_places between 1 and 1000000);

-- Of another signature now.
drop function if exists foyer.take_these(uuid, bigint[], uuid, interval);
