-- SPDX-License-Identifier: GPL-3.0-or-later
alter table foyer.order_items drop constraint order_items_kind;
alter table foyer.order_items add constraint order_items_kind check (case kind when 'ticket' then num_nonnulls(tier_id, price_type_id, price_version) = 3
    when 'order_fee' then num_nonnulls(tier_id, price_type_id, price_version) = 0 and price_minor = 0 else false end);
drop index foyer.sync_conflicts_open;
drop index foyer.sync_conflicts_refund;
drop index foyer.sync_conflicts_new_ticket;
drop index foyer.sync_conflicts_ticket;
alter table foyer.sync_conflicts
    drop constraint sync_conflicts_resolution,
    drop column request_hash,
    drop column refund_id,
    drop column new_ticket_id,
    drop column ticket_id,
    drop column kind;
drop index foyer.offline_replays_rejected;
alter table foyer.offline_replays drop constraint offline_replays_outcome;
drop table foyer.recalled_places;
drop table foyer.recalls;
drop index foyer.leases_open;
alter table foyer.leases drop column places;
alter table foyer.settings
    drop column lease_hours,
    drop column lease_max_places,
    drop column lease_share_percent;
