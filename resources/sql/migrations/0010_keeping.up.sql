-- SPDX-License-Identifier: GPL-3.0-or-later
-- Retention, monitoring and migrations themselves.

-- When retention took this order's payments away. The order, its items and its tickets stay; nobody asks any more whether it was paid.
alter table foyer.orders add column payments_cut timestamptz;

-- When retention took this person's name and addresses away.
alter table foyer.users add column erased_at timestamptz;
create index users_deleted on foyer.users (deleted_at) where deleted_at is not null and erased_at is null;
create index notifications_created on foyer.notifications using brin (created_at);

-- One row for each run of retention that changed something. The row is also the key that opens the triggers of functions/20_trg_keep.sql: see in_retention().
create table foyer.retention_runs (
    id bigint generated always as identity primary key,
    -- The transaction that may remove rows until finished_at is set.
    xid xid8 not null default pg_current_xact_id(),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    actor name not null default session_user,
    removed jsonb,
    check ((finished_at is null) = (removed is null))
);
create unique index retention_runs_open on foyer.retention_runs (xid) where finished_at is null;
-- Sales of training have no journal entry, so retention finds them here.
create index orders_training on foyer.orders (created_at) where training;

-- The audit's chain: hash(n) = sha256(hash(n-1) || up_to_id || the hashes of its rows, see audit_digest()). A seal covers the rows above the seal before it up to up_to_id.
create table foyer.audit_seals (
    seq bigint primary key check (seq >= 0),
    up_to_id bigint not null check (up_to_id >= 0),
    entries integer not null check (entries >= 0),
    hash foyer.hash_bytes not null,
    sealed_at timestamptz not null default clock_timestamp(),
    -- Retention cut the chain here: this seal's rows and all before them are gone, the hash stands for them.
    is_anchor boolean not null default false
);
create unique index audit_seals_anchor on foyer.audit_seals (is_anchor) where is_anchor;
-- The chain starts where nothing was written yet.
insert into foyer.audit_seals (seq, up_to_id, entries, hash, is_anchor) values (0, 0, 0, sha256('audit'), true);
