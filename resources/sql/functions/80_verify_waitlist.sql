-- SPDX-License-Identifier: GPL-3.0-or-later
-- Waiting lists. (That positions and customers come once is a unique index.) At most 50 findings of a kind.
create or replace function foyer.verify_waitlist() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'offer keeps its places', format('entry %s: wants %s, hold %s keeps %s', w.id, w.quantity, w.hold_id, x.places)
    from waitlist w left join holds h on h.id = w.hold_id
    cross join lateral (select count(*) as places from event_seats s where s.hold_id = h.id and s.event_id = w.event_id and s.id = any (h.places)
                        and (w.tier_id is null or s.tier_id = w.tier_id) and s.reserved_until >= w.offer_until) x
    where w.status = 'offered' and w.offer_until > statement_timestamp() and (x.places <> w.quantity or h.till_id is not null) limit 50;

    return query
    select 'hold without a till is an offer''s', format('hold %s', h.id)
    from holds h where h.till_id is null and h.expires_at > statement_timestamp() and h.settled <> h.places
      and not exists (select from waitlist w where w.hold_id = h.id and w.status = 'offered') limit 50;

    return query
    select 'offer was told', format('entry %s', w.id)
    from waitlist w join events e on e.id = w.event_id where w.status = 'offered' and w.offer_until > statement_timestamp() and not e.training
      and not exists (select from notifications n where n.user_id = w.user_id and n.body ->> 'entry' = w.id::text) limit 50;
end
$$;
