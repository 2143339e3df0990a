-- SPDX-License-Identifier: GPL-3.0-or-later
-- Letters, allotments and reservations: what is kept for whom, and until when.
create or replace function foyer.verify_letters() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'letter of a place', format('place %s: letter %s', s.id, s.block_letter)
    from event_seats s left join letters l on l.letter = s.block_letter
    where s.block_letter is not null and (l.letter is null or (s.status = 'BLOCKED' and s.block_is_soft <> l.is_soft)) limit 50;

    return query
    select 'place opens at its time', format('place %s: until %s, letter %s, %s %s', s.id, s.reserved_until, s.block_letter, l.kind, l.id)
    from event_seats s left join leases l on l.id = s.lease_id
    where s.status = 'RESERVED' and not coalesce(case when s.block_letter is not null then s.reserved_until = 'infinity'
                                                      when l.id is null then s.reserved_until < 'infinity'
                                                      when l.event_id <> s.event_id or l.ended_at is not null then false
                                                      when l.kind = 'lease' then s.hold_id is null and s.reserved_until is null
                                                      when s.hold_id is null then s.reserved_until is not distinct from l.release_at
                                                      else s.reserved_until >= l.release_at end, false) limit 50;

    return query
    select 'reservation and its order', format('order %s: %s, reservation ended %s', o.id, o.status, r.ended_at)
    from orders o left join reservations r on r.order_id = o.id
    where (o.status = 'reserved' and (r.order_id is null or r.ended_at is not null or r.pay_until <> o.pay_until))
       or (o.status <> 'reserved' and r.order_id is not null and r.ended_at is null) limit 50;

    return query
    select 'reserved place is of its order', format('place %s: hold %s', s.id, h.id)
    from holds h join event_seats s on s.hold_id = h.id left join reservations r on r.order_id = h.id
    where h.is_reservation and (r.order_id is null or r.ended_at is not null or s.id <> all (r.places)) limit 50;
end
$$;
