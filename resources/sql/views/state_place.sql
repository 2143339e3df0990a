-- SPDX-License-Identifier: GPL-3.0-or-later
-- Each place and, while it is kept, the till that keeps it. The keeper is looked up for reserved rows only: holds is a long table.
create or replace view foyer.place_state as
select s.event_id, s.ordinal, s.label, s.tier_id, s.changed_xid,
       case when s.status = 'RESERVED' and s.reserved_until <= statement_timestamp() then 'AVAILABLE'::foyer.place_status else s.status end as status,
       s.reserved_until, s.lease_id,
       case when s.hold_id is not null then (select h.till_id from foyer.holds h where h.id = s.hold_id)
            when s.lease_id is not null then (select l.till_id from foyer.leases l where l.id = s.lease_id) end as keeper_till
from foyer.event_seats s;
alter view foyer.place_state owner to foyer_reader;
