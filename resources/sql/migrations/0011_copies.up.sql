-- SPDX-License-Identifier: GPL-3.0-or-later
-- Copies of the database, and what the background work did last.

-- One row per copy that was tried: a dump, a base backup. The copies themselves lie beside the server; this is what doctor and the office ask for their age.
create table foyer.copies (
    kind text not null check (kind in ('dump', 'base')),
    finished_at timestamptz not null,
    ok boolean not null,
    bytes bigint not null check (bytes >= 0),
    detail foyer.note_text not null default '',
    recorded_by name not null default session_user,
    primary key (kind, finished_at)
);

-- The work of once a day, one row a kind; its row is also its lock. failed: why it could not be done.
create table foyer.daily_work (
    kind text primary key check (kind in ('verify', 'retention')),
    ran_at timestamptz,
    took_ms bigint check (took_ms >= 0),
    failed foyer.note_text,
    result jsonb,
    check ((ran_at is null) = (took_ms is null))
);
insert into foyer.daily_work (kind) values ('verify'), ('retention');
