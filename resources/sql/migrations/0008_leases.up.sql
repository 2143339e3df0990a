-- SPDX-License-Identifier: GPL-3.0-or-later
-- Leases, recalls and replays of offline sales.

-- All leases together may have lease_share_percent of a tier's places, one till lease_max_places of all performances; after lease_hours a manager may reclaim
-- without a reason of force.
alter table foyer.settings
    add column lease_share_percent integer not null default 50 check (lease_share_percent between 1 and 100),
    add column lease_max_places integer not null default 400 check (lease_max_places between 1 and 100000),
    add column lease_hours integer not null default 24 check (lease_hours between 1 and 8760);

-- What a lease was given; which of it is still there, the places themselves say.
alter table foyer.leases add column places bigint[] not null default '{}';
-- What tills poll every second.
create index leases_open on foyer.leases (till_id) where kind = 'lease' and ended_at is null;

-- One till's wish for places that another till leases. With a hold, what comes back goes into it.
create table foyer.recalls (
    id uuid primary key,
    event_id uuid not null references foyer.events on delete restrict,
    till_id uuid not null references foyer.tills on delete restrict,
    hold_id uuid references foyer.holds on delete restrict,
    places bigint[] not null default '{}' check (cardinality(places) <= 200),
    asked_by name not null,
    request_hash foyer.hash_bytes not null,
    created_at timestamptz not null default clock_timestamp()
);
create index recalls_event on foyer.recalls (event_id);
create index recalls_till on foyer.recalls (till_id);
create index recalls_hold on foyer.recalls (hold_id);

-- Pending as long as the place is under the lease: selling it or giving it back needs no second write here. No key to the place, which may be removed
-- after it came back.
create table foyer.recalled_places (
    recall_id uuid not null references foyer.recalls on delete restrict,
    place_id bigint not null,
    lease_id uuid not null references foyer.leases on delete restrict,
    primary key (recall_id, place_id)
);
create index recalled_places_lease on foyer.recalled_places (lease_id);

-- A replay that can not be read names nobody.
alter table foyer.offline_replays
    alter column sold_by drop not null,
    alter column sold_at drop not null,
    add constraint offline_replays_outcome check (case outcome when 'rejected' then order_id is null
                                                  else num_nonnulls(sold_by, sold_at, lease_id, lease_epoch, order_id, answer) = 6 end);
create index offline_replays_rejected on foyer.offline_replays (till_id, received_at) where outcome = 'rejected';

-- One row per ticket that could not simply be had: its place is lost (the ticket was cancelled at once), or its performance moved or was cancelled meanwhile.
alter table foyer.sync_conflicts
    add column kind text not null check (kind in ('place_lost', 'event_cancelled', 'start_moved')),
    add column ticket_id uuid not null references foyer.tickets on delete restrict,
    add column new_ticket_id uuid references foyer.tickets on delete restrict,
    add column refund_id uuid references foyer.refunds on delete restrict,
    add column request_hash foyer.hash_bytes,
    add constraint sync_conflicts_resolution check ((status = 'reseated') = (new_ticket_id is not null) and (status = 'refunded') = (refund_id is not null));
create unique index sync_conflicts_ticket on foyer.sync_conflicts (ticket_id);
create index sync_conflicts_new_ticket on foyer.sync_conflicts (new_ticket_id);
create index sync_conflicts_refund on foyer.sync_conflicts (refund_id);
create index sync_conflicts_open on foyer.sync_conflicts (created_at) where status = 'open';

-- kind reseated: where the ticket of a lost place stands after its item went to the new one; it is worth nothing.
alter table foyer.order_items drop constraint order_items_kind;
alter table foyer.order_items add constraint order_items_kind check (case kind when 'ticket' then num_nonnulls(tier_id, price_type_id, price_version) = 3
    when 'order_fee' then num_nonnulls(tier_id, price_type_id, price_version) = 0 and price_minor = 0
    when 'reseated' then num_nonnulls(tier_id, price_type_id, price_version) = 0 and price_minor + fee_minor = 0 else false end);
