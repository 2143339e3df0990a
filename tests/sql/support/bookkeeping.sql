-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the migration runner makes for itself before the first migration (models/central/migrator.cpp).
create table foyer.schema_migrations (version int primary key check (version > 0), name text not null, checksum text not null, breaking boolean not null,
                                      applied_at timestamptz not null default clock_timestamp());
create table foyer.schema_repeatables (path text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp());
