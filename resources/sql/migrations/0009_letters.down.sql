-- SPDX-License-Identifier: GPL-3.0-or-later
alter table foyer.settings drop column hold_limit_places, drop column holds_per_hour, drop column reserve_limit_places;
drop table foyer.reservations;
drop index foyer.event_seats_home;
-- What a basket had of an allotment is the allotment's again, what it had of a letter is just held: neither changes a count.
update foyer.event_seats set hold_id = null where lease_id is not null and hold_id is not null;
update foyer.event_seats set reserved_until = null where lease_id is not null;
update foyer.event_seats s set block_letter = null, block_is_soft = null, block_reason = null, reserved_until = h.expires_at
from foyer.holds h where h.id = s.hold_id and s.block_letter is not null;
alter table foyer.event_seats drop constraint event_seats_status;
alter table foyer.event_seats add constraint event_seats_status check (case status
    when 'AVAILABLE' then num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at, block_letter) = 0
    when 'RESERVED' then num_nonnulls(hold_id, lease_id) = 1 and num_nonnulls(hold_id, reserved_until) <> 1 and num_nonnulls(order_id, sold_at, block_letter) = 0
    when 'SOLD' then num_nonnulls(order_id, sold_at) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, block_letter) = 0
    else num_nonnulls(block_letter, block_is_soft) = 2 and num_nonnulls(hold_id, lease_id, reserved_until, order_id, sold_at) = 0 end);
drop index foyer.holds_person;
drop index foyer.holds_allotment;
alter table foyer.holds drop column is_reservation, drop column allotment_id;
alter table foyer.leases drop column sellers;
drop table foyer.letter_rights;
drop table foyer.letters;
