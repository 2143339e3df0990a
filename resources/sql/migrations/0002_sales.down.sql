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

drop type foyer.priced_item;
drop table foyer.sales_rollup;
drop table foyer.tier_count_deltas;
drop table foyer.tier_counts;
drop table foyer.payments;
drop table foyer.tickets;
drop table foyer.order_items;
drop table foyer.orders;
drop table foyer.event_seats;
drop table foyer.leases;
drop table foyer.holds;
drop type foyer.ticket_status;
drop domain foyer.payment_status;
drop domain foyer.payment_method;
drop domain foyer.sale_channel;
drop type foyer.order_status;
drop type foyer.place_status;
