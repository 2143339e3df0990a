-- SPDX-License-Identifier: GPL-3.0-or-later
-- People, their roles and what they may see.

-- Which database this is. Roles are cluster-wide, and only those that carry this identity are changed from here. made_in says where the identity was given
-- (system identifier/database oid): prepare.sql gives a copy within the cluster a new one, while a restored or upgraded database keeps its own.
alter table foyer.settings
    add column identity uuid not null default gen_random_uuid(),
    add column made_in text not null default '';
update foyer.settings set made_in = (select c.system_identifier || '/' || d.oid from pg_catalog.pg_control_system() c, pg_catalog.pg_database d
                                     where d.datname = current_database());

-- What made a customer and what last changed it: a call that is sent again is known by its hash.
alter table foyer.users
    add column request_hash foyer.hash_bytes,
    add column edit_hash foyer.hash_bytes;

-- Words of the name, @ the e-mail address, # the digits of the telephone number and ~ the same from the end: it is found with or without the country's prefix,
-- and by its last four.
alter table foyer.users add column search tsvector not null generated always as (
    to_tsvector('simple'::regconfig, display_name)
    || array_to_tsvector(array_remove(array['@' || lower(email), '#' || nullif(ltrim(regexp_replace(phone, '\(0\)|[^0-9]', '', 'g'), '0'), ''),
                                            '~' || nullif(reverse(regexp_replace(phone, '\(0\)|[^0-9]', '', 'g')), '')], null))) stored;
create index users_search on foyer.users using gin (search) where deleted_at is null;

-- Which promoter is shown the names of those who bought tickets for one event.
create table foyer.name_grants (
    event_id uuid not null references foyer.events on delete restrict,
    promoter_id uuid not null references foyer.promoters on delete restrict,
    granted_by name not null default session_user,
    granted_at timestamptz not null default clock_timestamp(),
    primary key (event_id, promoter_id)
);
create index name_grants_promoter on foyer.name_grants (promoter_id);
