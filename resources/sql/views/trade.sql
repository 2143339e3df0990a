-- SPDX-License-Identifier: GPL-3.0-or-later
-- Views that people query by hand, with the trade's names. Owned by foyer_reader: row security holds for them. Promoters get functions only, because EXPLAIN on
-- a view tells estimates over rows that they may not see. Training performances count nowhere.

create or replace view foyer.tier_availability as
select t.id as tier_id, t.event_id, t.name,
       (select p.price_minor from foyer.tier_prices p join foyer.price_types x on x.id = p.price_type_id
        where p.tier_id = t.id and p.is_current order by x.position limit 1) as price,
       t.quantity, s.sold, s.held + s.leased as reserved, s.free as available, s.blocked,
       t.quantity - (s.free + s.held + s.leased + s.blocked + s.sold) as discrepancy,
       t.is_active, t.sale_start_time, t.sale_end_time, t.position
from foyer.ticket_tiers t join foyer.tier_state s on s.tier_id = t.id;
alter view foyer.tier_availability owner to foyer_reader;

create or replace view foyer.active_events_with_availability as
select e.id as event_id, e.slug, e.title, v.name as venue, e.start_time, e.doors_open_time, e.timezone, e.status, e.capacity,
       coalesce((select sum(s.free) from foyer.tier_state s where s.event_id = e.id), 0)::integer as tickets_available
from foyer.events e join foyer.venues v on v.id = e.venue_id
where e.status = 'on_sale' and e.end_time > statement_timestamp() and not e.training;
alter view foyer.active_events_with_availability owner to foyer_reader;

create or replace view foyer.user_tickets_summary as
select o.user_id, u.display_name, k.event_id, e.title as event_title, e.start_time as event_start_time, k.id as ticket_id, k.status as ticket_status,
       s.label as seat, k.price_minor, o.currency, o.id as order_id, o.number as order_number
from foyer.orders o
join foyer.users u on u.id = o.user_id
join foyer.tickets k on k.order_id = o.id
join foyer.events e on e.id = k.event_id
join foyer.event_seats s on s.id = k.place_id
where not e.training;
alter view foyer.user_tickets_summary owner to foyer_reader;

create or replace view foyer.seat_status as
select s.id as seat_id, s.event_id, s.tier_id, s.label, s.status, s.order_id, nullif(s.reserved_until, 'infinity') as reserved_until, s.sold_at, s.created_at, s.updated_at
from foyer.event_seats s;
alter view foyer.seat_status owner to foyer_reader;

-- Always current: rollup rows, folded or not, are summed.
create or replace view foyer.event_sales_summary as
select e.id as event_id, e.slug, e.title, e.start_time, e.status, e.currency, e.capacity, coalesce(r.tickets, 0)::bigint as tickets_sold,
       coalesce(r.gross, 0)::bigint as gross_minor, coalesce(r.fee, 0)::bigint as fee_minor, coalesce(r.tax, 0)::bigint as tax_minor,
       (coalesce(r.gross, 0) + coalesce(r.fee, 0))::bigint as total_minor
from foyer.events e
left join (select event_id, sum(tickets) as tickets, sum(gross_minor) as gross, sum(fee_minor) as fee, sum(tax_minor) as tax
           from foyer.sales_rollup group by event_id) r on r.event_id = e.id
where not e.training;
alter view foyer.event_sales_summary owner to foyer_reader;

grant select on foyer.tier_availability, foyer.active_events_with_availability, foyer.seat_status to foyer_clerk, foyer_manager;
grant select on foyer.user_tickets_summary, foyer.event_sales_summary to foyer_manager;
