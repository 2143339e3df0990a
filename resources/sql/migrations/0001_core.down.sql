-- SPDX-License-Identifier: GPL-3.0-or-later
-- Functions, triggers, policies and views are repeatable files: all go, and their checksums are forgotten, so that the next `up` makes them again.
-- Their names are gathered first: one that a cascade already took along has no name any more.
do $repeatables$
declare
    r record;
begin
    for r in select unnest(array(select c.oid::regclass::text from pg_catalog.pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'v')) as name loop
        execute format('drop view if exists %s cascade', r.name);
    end loop;
    for r in select unnest(array(select p.oid::regprocedure::text from pg_catalog.pg_proc p where p.pronamespace = 'foyer'::regnamespace)) as name loop
        execute format('drop function if exists %s cascade', r.name);
    end loop;
    if to_regclass('foyer.schema_repeatables') is not null then
        delete from foyer.schema_repeatables;
    end if;
end
$repeatables$;

drop table foyer.fees;
drop table foyer.tier_prices;
drop table foyer.price_types;
drop table foyer.ticket_tiers;
drop table foyer.events;
drop table foyer.series;
drop table foyer.plan_seats;
drop table foyer.seating_plans;
drop table foyer.venues;
drop table foyer.till_keys;
drop table foyer.tills;
drop table foyer.promoters;
drop table foyer.staff;
drop table foyer.users;
drop table foyer.settings;
drop type foyer.tier_kind;
drop type foyer.event_status;
drop domain foyer.from_zero;
drop domain foyer.word_text;
drop domain foyer.note_text;
drop domain foyer.label_text;
drop domain foyer.hash_bytes;
drop domain foyer.currency_code;
