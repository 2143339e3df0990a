-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the migration runner makes for itself before the first migration.
create table foyer.schema_migrations (version integer primary key, name text, checksum text, breaking boolean, applied_at timestamptz default now());
create table foyer.schema_repeatables (path text primary key, checksum text, applied_at timestamptz);
