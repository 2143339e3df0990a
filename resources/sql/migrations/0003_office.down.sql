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

drop table foyer.audit_log;
drop table foyer.sync_conflicts;
drop table foyer.offline_replays;
drop table foyer.notifications;
drop table foyer.waitlist;
drop table foyer.journal;
drop table foyer.journal_heads;
drop table foyer.cash_movements;
drop table foyer.shifts;
drop table foyer.vouchers;
drop table foyer.exchanges;
drop table foyer.refunds;
drop domain foyer.journal_kind;
