-- SPDX-License-Identifier: GPL-3.0-or-later
-- People, venues, plans, tills, performances and their prices: what changes seldom.

create domain foyer.currency_code as text check (value ~ '^[A-Z]{3}$');
-- A CHECK of a table is read and compiled anew for every statement that writes it, of all its columns; a domain's only where a value is given. The tables that
-- every sale writes therefore say by domain what one column may be, and have few CHECKs (15 % of a sale).
create domain foyer.hash_bytes as bytea check (octet_length(value) = 32);
create domain foyer.label_text as text check (value <> '' and octet_length(value) <= 300);
create domain foyer.note_text as text check (octet_length(value) <= 1000);
create domain foyer.word_text as text check (octet_length(value) between 1 and 200);
create domain foyer.from_zero as integer check (value >= 0);
create type foyer.event_status as enum ('draft', 'published', 'on_sale', 'paused', 'postponed', 'closed', 'cancelled');
create type foyer.tier_kind as enum ('seated', 'standing');

-- One row. hold_seconds is how long a basket's hold lasts after its last extension.
create table foyer.settings (
    only_row boolean primary key default true check (only_row),
    demo boolean not null default false,
    hold_seconds integer not null default 900 check (hold_seconds between 10 and 86400),
    updated_at timestamptz not null default clock_timestamp()
);
insert into foyer.settings default values;

create table foyer.users (
    id uuid primary key default gen_random_uuid(),
    display_name text not null check (display_name <> '' and octet_length(display_name) <= 200),
    email text check (octet_length(email) <= 320),
    phone text check (octet_length(phone) <= 60),
    locale text check (octet_length(locale) <= 35),
    version integer not null default 1 check (version > 0),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    deleted_at timestamptz
);

create table foyer.staff (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null unique references foyer.users on delete restrict,
    role_name name not null unique,
    staff_group text not null check (staff_group in ('clerk', 'promoter', 'manager')),
    disabled_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);

create table foyer.promoters (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null unique references foyer.users on delete restrict,
    company text not null check (octet_length(company) <= 200),
    created_at timestamptz not null default clock_timestamp()
);

create table foyer.tills (
    id uuid primary key default gen_random_uuid(),
    code text not null unique check (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    prefix text not null unique check (prefix ~ '^[A-Za-z0-9]{1,8}$'),
    secret bytea not null check (octet_length(secret) = 32),
    role_name name unique,
    retired_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp()
);

-- Every Ed25519 key a till ever signed tickets with; one is current.
create table foyer.till_keys (
    id uuid primary key default gen_random_uuid(),
    till_id uuid not null references foyer.tills on delete restrict,
    public_key bytea not null unique check (octet_length(public_key) = 32),
    created_at timestamptz not null default clock_timestamp(),
    replaced_at timestamptz,
    revoked_at timestamptz,
    revoked_by name,
    check ((revoked_at is null) = (revoked_by is null))
);
create index till_keys_till on foyer.till_keys (till_id);
create unique index till_keys_current on foyer.till_keys (till_id) where replaced_at is null and revoked_at is null;

create table foyer.venues (
    id uuid primary key default gen_random_uuid(),
    name text not null check (name <> '' and octet_length(name) <= 200),
    address text not null default '' check (octet_length(address) <= 1000),
    timezone text not null check (octet_length(timezone) <= 64),
    version integer not null default 1 check (version > 0),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    deleted_at timestamptz
);

create table foyer.seating_plans (
    id uuid primary key default gen_random_uuid(),
    venue_id uuid not null references foyer.venues on delete restrict,
    name text not null check (name <> '' and octet_length(name) <= 200),
    version integer not null check (version > 0),
    document text not null check (octet_length(document) <= 33554432),
    side_document text not null default '' check (octet_length(side_document) <= 33554432),
    digest bytea not null check (octet_length(digest) = 32),
    seat_count integer not null check (seat_count between 0 and 150000),
    created_at timestamptz not null default clock_timestamp(),
    deleted_at timestamptz,
    unique (venue_id, name, version),
    unique (venue_id, name, digest)
);

create table foyer.plan_seats (
    id bigint generated always as identity primary key,
    plan_id uuid not null references foyer.seating_plans on delete restrict,
    ordinal integer not null check (ordinal >= 0),
    identity text not null check (identity <> '' and octet_length(identity) <= 300),
    label text not null check (label <> '' and octet_length(label) <= 300),
    zone text not null default '',
    row_label text not null default '',
    seat_number text not null default '',
    x double precision not null check (x between -1e6 and 1e6),
    y double precision not null check (y between -1e6 and 1e6),
    category integer not null check (category >= 0),
    unique (plan_id, ordinal),
    unique (plan_id, identity),
    unique (plan_id, label)
);

-- A show; each of its performances is an event.
create table foyer.series (
    id uuid primary key default gen_random_uuid(),
    title text not null check (title <> '' and octet_length(title) <= 300),
    promoter_id uuid references foyer.promoters on delete restrict,
    created_at timestamptz not null default clock_timestamp(),
    deleted_at timestamptz
);
create index series_promoter on foyer.series (promoter_id);

create table foyer.events (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (title <> '' and octet_length(title) <= 300),
    description text not null default '' check (octet_length(description) <= 10000),
    series_id uuid references foyer.series on delete restrict,
    venue_id uuid not null references foyer.venues on delete restrict,
    plan_id uuid not null references foyer.seating_plans on delete restrict,
    promoter_id uuid references foyer.promoters on delete restrict,
    start_time timestamptz not null check (start_time = date_trunc('second', start_time)),
    end_time timestamptz not null,
    doors_open_time timestamptz,
    -- What was typed, in the venue's zone: stays right when the zone's rules change.
    starts_at_local timestamp not null,
    ends_at_local timestamp not null,
    doors_at_local timestamp,
    timezone text not null,
    currency foyer.currency_code not null,
    capacity integer not null check (capacity > 0),
    status foyer.event_status not null default 'draft',
    training boolean not null default false,
    -- Where tills ring after a sale; known only to those who may see the event.
    channel text not null unique default 'foyer_' || replace(gen_random_uuid()::text, '-', '') check (channel ~ '^[a-z0-9_]{20,60}$'),
    layout_version integer not null default 1 check (layout_version > 0),
    version integer not null default 1 check (version > 0),
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    deleted_at timestamptz,
    check (end_time > start_time),
    check (doors_open_time <= start_time)
);
create index events_series on foyer.events (series_id);
create index events_venue on foyer.events (venue_id);
create index events_plan on foyer.events (plan_id);
create index events_promoter on foyer.events (promoter_id);
create index events_start on foyer.events (start_time) where deleted_at is null;

create table foyer.ticket_tiers (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references foyer.events on delete restrict,
    name text not null check (name <> '' and octet_length(name) <= 200),
    kind foyer.tier_kind not null,
    color text not null check (color ~ '^#[0-9a-fA-F]{6}$'),
    position integer not null check (position >= 0),
    quantity integer not null check (quantity between 0 and 150000),
    tax_rate_bp integer not null check (tax_rate_bp between 0 and 10000),
    min_purchase integer not null default 1 check (min_purchase >= 1),
    max_purchase integer check (max_purchase >= 1),
    is_active boolean not null default true,
    sale_start_time timestamptz,
    sale_end_time timestamptz,
    -- The ordinals between which its places lie: only a hint of where "any of the tier" may start looking, never a bound.
    first_ordinal integer not null default 0,
    last_ordinal integer not null default 0,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    check (min_purchase <= max_purchase),
    check (sale_end_time > sale_start_time),
    unique (event_id, name),
    unique (event_id, position),
    unique (id, event_id)
);

create table foyer.price_types (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references foyer.events on delete restrict,
    name text not null check (name <> '' and octet_length(name) <= 200),
    position integer not null check (position >= 0),
    created_at timestamptz not null default clock_timestamp(),
    unique (event_id, name),
    unique (event_id, position),
    unique (id, event_id)
);

-- A price is (tier, price type, version); a new price is a new version, the old one stays for what was sold.
create table foyer.tier_prices (
    tier_id uuid not null,
    price_type_id uuid not null,
    event_id uuid not null,
    version integer not null check (version > 0),
    price_minor bigint not null check (price_minor between 0 and 100000000000),
    is_current boolean not null default true,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tier_id, price_type_id, version),
    foreign key (tier_id, event_id) references foyer.ticket_tiers (id, event_id) on delete restrict,
    foreign key (price_type_id, event_id) references foyer.price_types (id, event_id) on delete restrict
);
create unique index tier_prices_current on foyer.tier_prices (tier_id, price_type_id) where is_current;
create index tier_prices_tier on foyer.tier_prices (tier_id, event_id);
create index tier_prices_type on foyer.tier_prices (price_type_id, event_id);

create table foyer.fees (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references foyer.events on delete restrict,
    tier_id uuid,
    kind text not null check (kind in ('per_ticket', 'per_order')),
    name text not null check (name <> '' and octet_length(name) <= 200),
    amount_minor bigint not null check (amount_minor between 0 and 100000000000),
    tax_rate_bp integer not null check (tax_rate_bp between 0 and 10000),
    is_active boolean not null default true,
    created_at timestamptz not null default clock_timestamp(),
    foreign key (tier_id, event_id) references foyer.ticket_tiers (id, event_id) on delete restrict,
    check (kind = 'per_ticket' or tier_id is null)
);
create index fees_event on foyer.fees (event_id);
create index fees_tier on foyer.fees (tier_id, event_id);
create unique index fees_per_ticket on foyer.fees (event_id) where kind = 'per_ticket' and tier_id is null and is_active;
create unique index fees_per_tier on foyer.fees (tier_id) where tier_id is not null and is_active;
create unique index fees_per_order on foyer.fees (event_id) where kind = 'per_order' and is_active;
