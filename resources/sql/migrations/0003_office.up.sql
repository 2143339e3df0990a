-- SPDX-License-Identifier: GPL-3.0-or-later
-- After the sale: refunds, vouchers, shifts, the journal, waiting lists, replays and the audit.

create domain foyer.journal_kind as text check (value in ('payment', 'refund', 'cash_movement', 'shift_open', 'shift_close', 'reversal'));

create table foyer.refunds (
    id uuid primary key,
    order_id uuid not null references foyer.orders on delete restrict,
    till_id uuid not null references foyer.tills on delete restrict,
    method text not null check (method in ('cash', 'card', 'voucher', 'transfer')),
    amount_minor bigint not null check (amount_minor between 0 and 100000000000),
    currency foyer.currency_code not null,
    tickets uuid[] not null check (cardinality(tickets) > 0),
    reason text not null default '' check (octet_length(reason) <= 1000),
    reference text check (octet_length(reference) <= 200),
    refunded_by name not null,
    session_role name not null default session_user,
    request_hash bytea not null check (octet_length(request_hash) = 32),
    created_at timestamptz not null default clock_timestamp()
);
create index refunds_order on foyer.refunds (order_id);
create index refunds_till on foyer.refunds (till_id);

create table foyer.exchanges (
    id uuid primary key,
    old_order_id uuid not null references foyer.orders on delete restrict,
    new_order_id uuid not null references foyer.orders on delete restrict,
    old_ticket_id uuid not null unique references foyer.tickets on delete restrict,
    new_ticket_id uuid not null unique references foyer.tickets on delete restrict,
    difference_minor bigint not null,
    currency foyer.currency_code not null,
    exchanged_by name not null,
    request_hash bytea not null check (octet_length(request_hash) = 32),
    created_at timestamptz not null default clock_timestamp(),
    check (old_ticket_id <> new_ticket_id)
);
create index exchanges_old_order on foyer.exchanges (old_order_id);
create index exchanges_new_order on foyer.exchanges (new_order_id);

create table foyer.vouchers (
    id uuid primary key,
    code text not null unique check (octet_length(code) between 4 and 60),
    amount_minor bigint not null check (amount_minor > 0),
    balance_minor bigint not null check (balance_minor >= 0),
    currency foyer.currency_code not null,
    issued_order_id uuid references foyer.orders on delete restrict,
    valid_until timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    check (balance_minor <= amount_minor)
);
create index vouchers_order on foyer.vouchers (issued_order_id);

create table foyer.shifts (
    id uuid primary key,
    till_id uuid not null references foyer.tills on delete restrict,
    opened_by name not null,
    opened_at timestamptz not null default clock_timestamp(),
    float_minor bigint not null check (float_minor >= 0),
    currency foyer.currency_code not null,
    closed_by name,
    closed_at timestamptz,
    counted_minor bigint check (counted_minor >= 0),
    expected_minor bigint,
    difference_reason text check (octet_length(difference_reason) <= 1000),
    check (closed_at >= opened_at),
    check (num_nonnulls(closed_by, closed_at, counted_minor, expected_minor) in (0, 4))
);
create index shifts_till on foyer.shifts (till_id);
create unique index shifts_open on foyer.shifts (till_id) where closed_at is null;

create table foyer.cash_movements (
    id uuid primary key,
    shift_id uuid not null references foyer.shifts on delete restrict,
    amount_minor bigint not null check (amount_minor <> 0 and abs(amount_minor) <= 100000000000),
    reason text not null check (reason <> '' and octet_length(reason) <= 1000),
    moved_by name not null,
    request_hash bytea not null check (octet_length(request_hash) = 32),
    created_at timestamptz not null default clock_timestamp()
);
create index cash_movements_shift on foyer.cash_movements (shift_id);

-- Money events, hash-chained per till. hash(n) = sha256(hash(n-1) || text of row n, see journal_line()); no personal data goes into it.
-- The till's key stands on the head row, which is never deleted, so the journal itself needs none.
create table foyer.journal_heads (
    till_id uuid primary key references foyer.tills on delete restrict,
    seq bigint not null default 0,
    hash foyer.hash_bytes not null,
    -- Where retention cut the chain: everything up to here is gone, the hash stands for it.
    anchor_seq bigint not null default 0,
    anchor_hash foyer.hash_bytes not null,
    check (anchor_seq between 0 and seq)
) with (fillfactor = 20);

create table foyer.journal (
    till_id uuid not null,
    seq bigint not null,
    kind foyer.journal_kind not null,
    subject_id uuid not null,
    order_id uuid,
    method text,
    amount_minor bigint not null,
    currency foyer.currency_code not null,
    at timestamptz not null,
    hash foyer.hash_bytes not null,
    primary key (till_id, seq)
);

create table foyer.waitlist (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references foyer.events on delete restrict,
    tier_id uuid,
    user_id uuid not null references foyer.users on delete restrict,
    quantity integer not null check (quantity between 1 and 200),
    status text not null default 'waiting' check (status in ('waiting', 'offered', 'taken', 'lapsed', 'withdrawn')),
    hold_id uuid references foyer.holds on delete restrict,
    offered_at timestamptz,
    offer_until timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    foreign key (tier_id, event_id) references foyer.ticket_tiers (id, event_id) on delete restrict,
    check ((status = 'offered') <= (offered_at is not null and offer_until > offered_at))
);
create index waitlist_event on foyer.waitlist (event_id, created_at) where status = 'waiting';
create index waitlist_tier on foyer.waitlist (tier_id, event_id);
create index waitlist_user on foyer.waitlist (user_id);
create index waitlist_hold on foyer.waitlist (hold_id);
create index waitlist_events on foyer.waitlist (event_id);

create table foyer.notifications (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references foyer.users on delete restrict,
    kind text not null check (octet_length(kind) between 1 and 60),
    body jsonb not null,
    status text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'given_up')),
    attempts integer not null default 0 check (attempts between 0 and 100),
    next_attempt_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    sent_at timestamptz,
    check ((status = 'sent') = (sent_at is not null))
);
create index notifications_user on foyer.notifications (user_id);
create index notifications_due on foyer.notifications (next_attempt_at) where status = 'queued';

-- What a till sold offline and sent later: one row per queued sale, whatever became of it.
create table foyer.offline_replays (
    id uuid primary key,
    till_id uuid not null references foyer.tills on delete restrict,
    lease_id uuid references foyer.leases on delete restrict,
    lease_epoch integer check (lease_epoch > 0),
    sold_by name not null,
    session_role name not null default session_user,
    sold_at timestamptz not null,
    request text not null check (octet_length(request) <= 1048576),
    request_hash bytea not null check (octet_length(request_hash) = 32),
    outcome text not null check (outcome in ('accepted', 'conflict', 'rejected')),
    order_id uuid references foyer.orders on delete restrict,
    answer jsonb,
    received_at timestamptz not null default clock_timestamp()
);
create index offline_replays_till on foyer.offline_replays (till_id);
create index offline_replays_lease on foyer.offline_replays (lease_id);
create index offline_replays_order on foyer.offline_replays (order_id);

create table foyer.sync_conflicts (
    id uuid primary key default gen_random_uuid(),
    replay_id uuid not null references foyer.offline_replays on delete restrict,
    place_id bigint references foyer.event_seats on delete restrict,
    amount_minor bigint not null check (amount_minor >= 0),
    currency foyer.currency_code not null,
    status text not null default 'open' check (status in ('open', 'reseated', 'refunded', 'accepted')),
    resolution text check (octet_length(resolution) <= 1000),
    resolved_by name,
    resolved_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    check ((status = 'open') = (resolved_at is null)),
    check ((resolved_at is null) = (resolved_by is null))
);
create index sync_conflicts_replay on foyer.sync_conflicts (replay_id);
create index sync_conflicts_place on foyer.sync_conflicts (place_id);

-- One row per business action; append-only.
create table foyer.audit_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor name not null default session_user,
    till_id uuid,
    action foyer.word_text not null,
    subject foyer.word_text not null,
    before jsonb,
    after jsonb
);
create index audit_log_at on foyer.audit_log using brin (at);
