-- SPDX-License-Identifier: GPL-3.0-or-later
-- A restored dump that was not settled.
create or replace function foyer.verify_copies() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'places of this cluster', format('event %s: changed in transaction %s, which is still to come', m.event_id, m.last_xid)
    from (select e.id as event_id, (select s.changed_xid from event_seats s where s.event_id = e.id order by s.changed_xid desc limit 1) as last_xid from events e) m
    -- What this transaction itself changed is younger than its snapshot.
    where m.last_xid >= pg_snapshot_xmax(pg_current_snapshot()) and m.last_xid is distinct from pg_current_xact_id_if_assigned() limit 50;
end
$$;
