-- SPDX-License-Identifier: GPL-3.0-or-later
-- Before each way back: functions, triggers, policies and views are repeatable files, and one of them may stand on what the way back removes. All go, and their
-- checksums are forgotten, so that the next `up` makes them again. Their names are gathered first: one that a cascade already took along has no name any more.
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
