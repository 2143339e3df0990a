-- SPDX-License-Identifier: GPL-3.0-or-later
alter table foyer.waitlist drop constraint waitlist_taken;
drop index foyer.waitlist_offers;
drop index foyer.waitlist_once;
drop index foyer.waitlist_unnotified;
drop index foyer.waitlist_position;
create index waitlist_events on foyer.waitlist (event_id);
create index waitlist_event on foyer.waitlist (event_id, created_at) where status = 'waiting';
alter table foyer.waitlist drop column position;

-- Any till will do: these holds can not be extended or sold under the older schema, and lapse.
update foyer.holds set till_id = '00000000-0000-0000-0000-000000000000' where till_id is null;
alter table foyer.holds alter column till_id set not null;

drop index foyer.tickets_created;
drop index foyer.orders_customer_status;
drop index foyer.orders_customer;
create index orders_user on foyer.orders (user_id) where user_id is not null;
drop index foyer.ticket_tiers_active;
drop index foyer.events_status;
alter table foyer.events drop column search;
alter table foyer.fees drop column version;
alter table foyer.ticket_tiers drop column version;
