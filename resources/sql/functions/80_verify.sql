-- SPDX-License-Identifier: GPL-3.0-or-later
-- What must hold whatever happened, checked over all rows in one snapshot (the functions are stable). At most 50 findings of a kind.

-- Places, counts and tickets.
create or replace function foyer.verify_places() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    with counted as (
        select c.tier_id, c.free + coalesce(sum(d.free), 0) as free, c.held + coalesce(sum(d.held), 0) as held, c.leased + coalesce(sum(d.leased), 0) as leased,
               c.blocked + coalesce(sum(d.blocked), 0) as blocked, c.sold + coalesce(sum(d.sold), 0) as sold
        from tier_counts c left join tier_count_deltas d on d.tier_id = c.tier_id group by c.tier_id),
    actual as (
        select s.tier_id, count(*) as places, count(*) filter (where s.status = 'AVAILABLE') as free,
               count(*) filter (where s.status = 'RESERVED' and s.lease_id is null) as held, count(*) filter (where s.lease_id is not null) as leased,
               count(*) filter (where s.status = 'BLOCKED') as blocked, count(*) filter (where s.status = 'SOLD') as sold
        from event_seats s group by s.tier_id)
    select x.name, x.text from (
        select 'tier counts', format('tier %s: counted %s, places %s', t.id, row (c.free, c.held, c.leased, c.blocked, c.sold),
                                     row (coalesce(a.free, 0), coalesce(a.held, 0), coalesce(a.leased, 0), coalesce(a.blocked, 0), coalesce(a.sold, 0)))
        from ticket_tiers t left join counted c on c.tier_id = t.id left join actual a on a.tier_id = t.id
        where (c.free, c.held, c.leased, c.blocked, c.sold) is distinct from
              (coalesce(a.free, 0), coalesce(a.held, 0), coalesce(a.leased, 0), coalesce(a.blocked, 0), coalesce(a.sold, 0))
        union all
        select 'tier quantity', format('tier %s: quantity %s, places %s', t.id, t.quantity, coalesce(a.places, 0))
        from ticket_tiers t left join actual a on a.tier_id = t.id where t.quantity <> coalesce(a.places, 0)) x (name, text) limit 50;

    return query
    select 'sold place has its ticket', format('place %s of order %s: live ticket %s of order %s', s.id, s.order_id, k.id, k.order_id)
    from event_seats s left join tickets k on k.place_id = s.id and k.status in ('valid', 'used')
    where s.status = 'SOLD' and k.order_id is distinct from s.order_id limit 50;

    return query
    select 'live ticket has its place', format('ticket %s: place %s is %s', k.id, k.place_id, s.status)
    from tickets k join event_seats s on s.id = k.place_id where k.status in ('valid', 'used') and s.status <> 'SOLD' limit 50;

    return query
    select 'held place is of its hold', format('place %s: hold %s', s.id, s.hold_id)
    from event_seats s left join holds h on h.id = s.hold_id
    where s.hold_id is not null and ((s.event_id <> h.event_id and not h.is_reservation) or s.id <> all (h.places) or s.id = any (h.settled)) is not false limit 50;

    -- As place_moves() has it, which takes the place of a CHECK: reserved for a hold or a lease, sold in an order, blocked under a letter, or none of these.
    return query
    select 'place has what its status asks for', format('place %s is %s: %s', s.id, s.status,
                                                        row (s.hold_id, s.lease_id, s.reserved_until, s.order_id, s.sold_at, s.block_letter, s.block_is_soft))
    from event_seats s
    where not (case s.status
        when 'AVAILABLE' then num_nonnulls(s.hold_id, s.lease_id, s.reserved_until, s.order_id, s.sold_at, s.block_letter) = 0
        when 'RESERVED' then num_nonnulls(s.hold_id, s.lease_id) > 0 and (s.hold_id is null or s.reserved_until is not null)
                             and (s.block_letter is null or s.hold_id is not null) and num_nonnulls(s.order_id, s.sold_at) = 0
        when 'SOLD' then num_nonnulls(s.order_id, s.sold_at) = 2 and num_nonnulls(s.hold_id, s.lease_id, s.reserved_until, s.block_letter) = 0
        else num_nonnulls(s.block_letter, s.block_is_soft) = 2 and num_nonnulls(s.hold_id, s.lease_id, s.reserved_until, s.order_id, s.sold_at) = 0 end) limit 50;
end
$$;

-- Orders, items and payments (what came back and the figures: verify_back, verify_figures). Stands in for the foreign keys that hot rows do without.
create or replace function foyer.verify_orders() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'order adds up', format('order %s: subtotal %s, fee %s, tax %s; items %s, %s, %s', o.id, o.subtotal, o.service_fee, o.tax, i.subtotal, i.fee, i.tax)
    from orders o left join (
        select order_id, sum(price_minor - price_tax_minor) as subtotal, sum(fee_minor - fee_tax_minor) as fee, sum(price_tax_minor + fee_tax_minor) as tax
        from order_items group by order_id) i on i.order_id = o.id
    where (o.subtotal, o.service_fee, o.tax)::text <> (coalesce(i.subtotal, 0), coalesce(i.fee, 0), coalesce(i.tax, 0))::text limit 50;

    return query
    select 'order is paid', format('order %s: total %s, payments %s', o.id, o.total_amount, coalesce(p.paid, 0))
    from orders o left join (select order_id, sum(amount_minor) as paid from payments where status = 'captured' group by order_id) p on p.order_id = o.id
    where o.status in ('paid', 'part_refunded', 'refunded') and (o.sold_at is null or (o.payments_cut is null and o.total_amount <> coalesce(p.paid, 0))) limit 50;

    return query
    select 'item has its ticket', format('order %s, item %s', i.order_id, i.position)
    from order_items i join orders o on o.id = i.order_id left join tickets k on (k.order_id, k.position) = (i.order_id, i.position)
    -- What is reserved has no ticket until it is paid.
    where i.kind = 'ticket' and case when o.status in ('reserved', 'cancelled') then k.id is not null
        else k.id is null or (k.event_id, k.tier_id, k.price_minor) is distinct from (i.event_id, i.tier_id, i.price_minor) end limit 50;

    return query
    select 'item names what exists', format('order %s, item %s', i.order_id, i.position)
    from order_items i join orders o on o.id = i.order_id left join events e on e.id = i.event_id
    left join ticket_tiers t on t.id = i.tier_id and t.event_id = i.event_id left join price_types x on x.id = i.price_type_id and x.event_id = i.event_id
    where e.id is null or e.currency <> o.currency or (i.kind = 'ticket' and (t.id is null or x.id is null
        -- At a price that was once set; a reseated ticket keeps the one of its first tier.
        or not exists (select from tier_prices p where (p.price_type_id, p.event_id, p.version, p.price_minor) = (i.price_type_id, i.event_id, i.price_version, i.price_minor)))) limit 50;

    return query
    select 'what was sold has its order', format('order %s: %s', x.order_id, x.what) from (
        select i.order_id, 'item ' || i.position from order_items i where not exists (select from orders o where o.id = i.order_id)
        union all select k.order_id, 'ticket ' || k.id from tickets k where not exists (select from order_items i where (i.order_id, i.position) = (k.order_id, k.position))
        union all select p.order_id, 'payment ' || p.id from payments p where not exists (select from orders o where o.id = p.order_id)) x (order_id, what) limit 50;

    return query
    select 'order is of a till', format('order %s: till %s', o.id, o.till_id) from orders o left join tills t on t.id = o.till_id where t.id is null limit 50;
end
$$;

-- The journal: whole chains, each ending in its head, and an entry for every payment.
create or replace function foyer.verify_journal() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'journal chain', format('till %s, entry %s', j.till_id, j.seq)
    from (select j.*, h.anchor_seq, lag(j.seq, 1, h.anchor_seq) over w as previous_seq, lag(j.hash, 1, h.anchor_hash) over w as previous_hash
          from journal j join journal_heads h on h.till_id = j.till_id window w as (partition by j.till_id order by j.seq)) j
    where j.seq <> j.previous_seq + 1
       or j.hash <> sha256(j.previous_hash || convert_to(journal_line(j.till_id, j.seq, j.kind, j.subject_id, j.order_id, j.method, j.amount_minor, j.currency, j.at), 'UTF8'))
    limit 50;

    return query
    select 'journal head', format('till %s: head %s, last entry %s', h.till_id, h.seq, coalesce(l.seq, h.anchor_seq))
    from journal_heads h left join lateral (select j.seq, j.hash from journal j where j.till_id = h.till_id order by j.seq desc limit 1) l on true
    where h.seq <> coalesce(l.seq, h.anchor_seq) or h.hash <> coalesce(l.hash, h.anchor_hash)
    union all select 'journal head', format('till %s: no head, %s entries', j.till_id, count(*))
    from journal j where not exists (select from journal_heads h where h.till_id = j.till_id) group by j.till_id limit 50;

    return query
    select 'journal has every payment', format('payment %s of order %s: %s', coalesce(p.id, j.subject_id), coalesce(p.order_id, j.order_id),
                                               row (p.amount_minor, j.amount_minor))
    from (select x.* from payments x join orders o on o.id = x.order_id where not o.training) p
    full join (select * from journal where kind = 'payment') j on j.subject_id = p.id
    -- Retention takes a payment and its entry together.
    where (p.order_id, p.amount_minor, p.method, p.currency::text) is distinct from (j.order_id, j.amount_minor, j.method, j.currency::text) limit 50;
end
$$;
