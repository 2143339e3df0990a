-- SPDX-License-Identifier: GPL-3.0-or-later
-- Performances as the office keeps them. At most 50 findings of a kind.
create or replace function foyer.verify_office() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'places are numbered from 0', format('event %s: %s places, ordinals from %s to %s', s.event_id, count(*), min(s.ordinal), max(s.ordinal))
    from event_seats s group by s.event_id having min(s.ordinal) <> 0 or max(s.ordinal) <> count(*) - 1 limit 50;

    return query
    select 'event within its capacity', format('event %s: capacity %s, places %s', e.id, e.capacity, t.places)
    from events e join (select event_id, count(*) as places from event_seats group by event_id) t on t.event_id = e.id where t.places > e.capacity limit 50;

    return query
    select 'price is its latest version', format('tier %s, price type %s: version %s', p.tier_id, p.price_type_id, p.version)
    from tier_prices p where p.is_current and exists (select from tier_prices l where (l.tier_id, l.price_type_id) = (p.tier_id, p.price_type_id) and l.version > p.version) limit 50;

    return query
    select 'deleted event has no tiers', format('event %s', e.id) from events e where e.deleted_at is not null and exists (select from ticket_tiers t where t.event_id = e.id) limit 50;
end
$$;
