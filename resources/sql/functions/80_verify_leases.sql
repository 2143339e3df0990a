-- SPDX-License-Identifier: GPL-3.0-or-later
-- Leases, replays and conflicts: FAULTS.md I5 and I6 from the data alone. At most 50 findings of a kind.
create or replace function foyer.verify_leases() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'leased place is of its lease', format('place %s: lease %s', s.id, l.id)
    from event_seats s join leases l on l.id = s.lease_id where l.kind = 'lease' and (l.event_id <> s.event_id or s.id <> all (l.places)) limit 50;

    return query
    select 'ended lease has no places', format('place %s: lease %s is %s', s.id, l.id, l.status)
    from event_seats s join leases l on l.id = s.lease_id where l.kind = 'lease' and l.ended_at is not null limit 50;

    return query
    select 'lease epoch', format('lease %s is %s in epoch %s, replay %s in epoch %s', l.id, l.status, l.epoch, r.id, r.lease_epoch)
    from leases l left join offline_replays r on r.lease_id = l.id and r.lease_epoch > l.epoch
    where l.kind = 'lease' and (r.id is not null or (l.status = 'reclaimed') <> (l.epoch > 1)) limit 50;

    return query
    select 'replay was answered', format('replay %s: %s', r.id, r.outcome)
    from offline_replays r where r.answer is null or r.answer ->> 'outcome' is distinct from r.outcome limit 50;

    return query
    select 'replay is what was sent', format('replay %s', r.id) from offline_replays r
    -- Of what was rejected only the beginning is kept.
    where r.outcome <> 'rejected' and r.request_hash <> sha256(convert_to(r.request, 'UTF8')) limit 50;

    -- With 'order is paid' and 'journal has every payment': the payments of a till and a person are those of their accepted sales and of their conflicts.
    return query
    select 'replay has its order', format('replay %s: order %s of %s', r.id, o.id, o.total_amount)
    from offline_replays r left join orders o on o.id = r.order_id
    where r.outcome <> 'rejected' and (r.id, r.request_hash, r.till_id, r.sold_by, (r.answer -> 'sale' ->> 'total_minor')::bigint, 'offline')
                                      is distinct from (o.id, o.request_hash::bytea, o.till_id, o.sold_by, o.total_amount, o.channel::text) limit 50;

    return query
    select 'offline order has its replay', format('order %s', o.id)
    from orders o left join offline_replays r on r.order_id = o.id where o.channel = 'offline' and r.id is null limit 50;

    return query
    select 'conflict has its replay', format('replay %s: %s, conflicts %s of %s', r.id, r.outcome, coalesce(c.n, 0), coalesce(c.amount, 0))
    from offline_replays r left join orders o on o.id = r.order_id
    left join (select replay_id, count(*) as n, sum(amount_minor) as amount from sync_conflicts group by replay_id) c on c.replay_id = r.id
    where (r.outcome = 'conflict') <> (c.n is not null) or coalesce(c.amount, 0) > coalesce(o.total_amount, 0) limit 50;

    return query
    select 'conflict and its ticket', format('conflict %s is %s: ticket %s is %s', c.id, c.status, k.id, k.status)
    from sync_conflicts c join tickets k on k.id = c.ticket_id left join tickets n on n.id = c.new_ticket_id left join refunds f on f.id = c.refund_id
    where k.order_id <> c.replay_id or (c.kind <> 'start_moved' and k.status <> 'cancelled')
       or (c.status = 'reseated' and n.order_id is distinct from c.replay_id) or (c.status = 'refunded' and f.order_id is distinct from c.replay_id) limit 50;

    -- A ticket that was sold offline is never silently dead.
    return query
    select 'cancelled offline ticket has its case', format('ticket %s of order %s', k.id, k.order_id)
    from tickets k join orders o on o.id = k.order_id and o.channel = 'offline' join events e on e.id = k.event_id
    where k.status = 'cancelled' and e.status <> 'cancelled' and not exists (select from sync_conflicts c where c.ticket_id = k.id) limit 50;
end
$$;
