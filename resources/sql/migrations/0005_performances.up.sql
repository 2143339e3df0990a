-- SPDX-License-Identifier: GPL-3.0-or-later
-- Editing performances, waiting lists, search, indexes of the office.

-- Optimistic locks. A price's version is in its key; a fee's counts up in the same way, from row to row.
alter table foyer.ticket_tiers add column version integer not null default 1 check (version > 0);
alter table foyer.fees add column version integer not null default 1 check (version > 0);

-- Words of title and description. 'simple' has no stop words and no stems: titles are in every language. A title's word weighs more.
alter table foyer.events add column search tsvector not null generated always as (
    setweight(to_tsvector('simple'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, description), 'B')) stored;
create index events_search on foyer.events using gin (search);

create index events_status on foyer.events (status, start_time) where deleted_at is null;
create index ticket_tiers_active on foyer.ticket_tiers (event_id, position) where is_active;

-- Sales pay for every index on orders and tickets, so: what names a customer is partial, because most sales at a counter name none; what asks for a time is BRIN,
-- because rows come in the order of time (1.1 us a row, alone; a b-tree 1.6, and its last page is one for all tills). orders_created (0002) finds a till's day: a
-- day of all tills is a few pages to filter. A ticket is found by its id, the short code is a range of ids. An order's tickets stand under (order_id, position),
-- and at most 200 of them are filtered by tier.
drop index foyer.orders_user;
create index orders_customer on foyer.orders (user_id, created_at) where user_id is not null;
create index orders_customer_status on foyer.orders (user_id, status) where user_id is not null;
create index tickets_created on foyer.tickets using brin (created_at);

-- The hold behind an offer of the waiting list is of no till.
alter table foyer.holds alter column till_id drop not null;

-- The place in the queue: given once, under a lock of the event, and never changed.
alter table foyer.waitlist add column position integer check (position > 0);
update foyer.waitlist w set position = n.position
from (select id, row_number() over (partition by event_id order by created_at, id) as position from foyer.waitlist) n where n.id = w.id;
alter table foyer.waitlist alter column position set not null;
drop index foyer.waitlist_events;
drop index foyer.waitlist_event;
create unique index waitlist_position on foyer.waitlist (event_id, position);
-- Who has not been told yet.
create index waitlist_unnotified on foyer.waitlist (event_id, position) where status = 'waiting';
-- Once per event, customer and tier; no tier is a value too.
create unique index waitlist_once on foyer.waitlist (event_id, user_id, tier_id) nulls not distinct where status in ('waiting', 'offered');
create index waitlist_offers on foyer.waitlist (offer_until) where status = 'offered';
alter table foyer.waitlist add constraint waitlist_taken check (case status when 'waiting' then num_nonnulls(hold_id, offered_at, offer_until) = 0
                                                                when 'offered' then hold_id is not null else true end);
