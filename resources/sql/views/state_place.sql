-- SPDX-License-Identifier: GPL-3.0-or-later
-- A lapsed hold leaves its place to everybody, one of a letter to that letter; a place of an allotment that is in a basket is held (0009).
-- Each place and, while it is kept, the till that keeps it. The keeper is looked up for reserved rows only: holds is a long table.
create or replace view foyer.place_state as
select s.event_id, s.ordinal, s.label, s.tier_id, s.changed_xid,
       case when s.status <> 'RESERVED' then s.status
            when s.reserved_until <= statement_timestamp() then 'AVAILABLE'
            when s.block_letter is not null and (select h.expires_at <= statement_timestamp() from foyer.holds h where h.id = s.hold_id) then 'BLOCKED'
            else s.status end as status,
       case when s.hold_id is not null and num_nonnulls(s.block_letter, s.lease_id) > 0 then (select h.expires_at from foyer.holds h where h.id = s.hold_id)
            else s.reserved_until end as reserved_until,
       case when s.hold_id is null then s.lease_id end as lease_id,
       case when s.hold_id is not null then (select h.till_id from foyer.holds h where h.id = s.hold_id)
            when s.lease_id is not null then (select l.till_id from foyer.leases l where l.id = s.lease_id) end as keeper_till
from foyer.event_seats s;
alter view foyer.place_state owner to foyer_reader;
