-- SPDX-License-Identifier: GPL-3.0-or-later
-- Money after the sale, from the data alone: what came in is what went out and what was taken; figures and journal say the same. At most 50 findings of a kind.

-- What came back: refunds against their items and legs, items against tickets and orders, legs against payments, exchanges against both.
create or replace function foyer.verify_back() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'refund adds up', format('refund %s: %s, items %s, legs %s', f.id, f.amount_minor, coalesce(b.amount, 0), coalesce(l.amount, 0))
    from refunds f join orders o on o.id = f.order_id
    left join (select refund_id, sum(price_minor + fee_minor) as amount from refund_items group by refund_id) b on b.refund_id = f.id
    left join (select refund_id, sum(amount_minor) as amount from refund_legs group by refund_id) l on l.refund_id = f.id
    where f.amount_minor <> coalesce(b.amount, 0) or (o.payments_cut is null and f.amount_minor <> coalesce(l.amount, 0)) limit 50;

    return query
    select 'refund is of its order', format('refund %s of order %s: items of order %s', f.id, f.order_id, b.order_id)
    from refund_items b join refunds f on f.id = b.refund_id where f.order_id <> b.order_id limit 50;

    return query
    select 'refund names its tickets', format('refund %s: %s, items %s', f.id, f.tickets, t.ids)
    from refunds f cross join lateral (select array_agg(k.id) as ids from refund_items b join tickets k on (k.order_id, k.position) = (b.order_id, b.position) where b.refund_id = f.id) t
    where (f.tickets @> t.ids and f.tickets <@ t.ids) is not true limit 50;

    return query
    select 'payment gave back what it had', format('payment %s: brought %s, gave back %s', p.id, p.amount_minor, l.amount)
    from (select payment_id, sum(amount_minor) as amount from refund_legs group by payment_id) l join payments p on p.id = l.payment_id
    where l.amount > p.amount_minor limit 50;

    return query
    select 'leg goes the way the money came', format('refund %s, leg %s: %s, payment of order %s by %s', f.id, l.position, l.method, p.order_id, coalesce(s.method, p.method))
    from refund_legs l join refunds f on f.id = l.refund_id join orders o on o.id = f.order_id left join payments p on p.id = l.payment_id
    left join payment_sources x on x.payment_id = p.id left join payments s on s.id = x.source_id
    where o.payments_cut is null and (p.order_id is distinct from f.order_id
        or (l.method <> 'exchange' and l.method <> coalesce(s.method, p.method) and (x.source_id is null or s.id is not null))) limit 50;

    return query
    select 'refund item is of its tickets', format('order %s, item %s: ticket %s is %s', k.order_id, k.position, k.id, k.status)
    from tickets k left join refund_items b on (b.order_id, b.position) = (k.order_id, k.position)
    where case k.status when 'cancelled' then false when 'valid' then b.refund_id is not null when 'used' then b.refund_id is not null else b.refund_id is null end limit 50;

    return query
    select 'cancelled performance has no valid ticket', format('event %s, ticket %s', e.id, k.id)
    from events e join event_seats s on s.event_id = e.id join tickets k on k.place_id = s.id where e.status = 'cancelled' and k.status = 'valid' limit 50;

    return query
    select 'order says what came back', format('order %s is %s: %s of %s tickets came back', o.id, o.status, i.back, i.tickets)
    from orders o join (select i.order_id, count(*) as tickets, count(b.refund_id) as back
                        from order_items i left join refund_items b on (b.order_id, b.position) = (i.order_id, i.position) where i.kind = 'ticket' group by i.order_id) i
      on i.order_id = o.id
    where case o.status when 'refunded' then i.back < i.tickets when 'part_refunded' then i.back not between 1 and i.tickets - 1 else i.back > 0 end limit 50;

    return query
    select 'exchange is a refund and a sale', format('exchange %s: gave back %s, paid %s', e.id, l.amount, p.amount)
    from exchanges e join refunds f on f.id = e.id join orders n on n.id = e.new_order_id
    left join lateral (select coalesce(sum(amount_minor), 0) as amount from refund_legs where refund_id = e.id and method = 'exchange') l on true
    left join lateral (select coalesce(sum(amount_minor), 0) as amount from payments where order_id = e.new_order_id and method = 'exchange') p on true
    where (f.order_id, f.till_id, f.amount_minor, n.total_amount - f.amount_minor) is distinct from (e.old_order_id, e.till_id, e.credit_minor, e.difference_minor)
       or (l.amount <> p.amount and not exists (select from orders o where o.id in (e.old_order_id, e.new_order_id) and o.payments_cut is not null)) limit 50;

    return query
    select 'payment by exchange has its source', format('payment %s of order %s', p.id, p.order_id)
    from payments p left join payment_sources x on x.payment_id = p.id left join payments s on s.id = x.source_id
    where (p.method = 'exchange') <> (x.payment_id is not null) or s.method = 'exchange'
       or (p.method = 'exchange' and not exists (select from exchanges e where e.new_order_id = p.order_id)) limit 50;
end
$$;

-- Figures and journal. Training orders stand in neither.
create or replace function foyer.verify_figures() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'rollup', format('event %s, tier %s, price type %s, %s: rolled up %s, items %s', coalesce(r.event_id, i.event_id), coalesce(r.tier_id, i.tier_id),
                            coalesce(r.price_type_id, i.price_type_id), coalesce(r.channel, i.channel), row (r.tickets, r.gross, r.fee, r.tax), row (i.tickets, i.gross, i.fee, i.tax))
    from (select s.event_id, s.tier_id, s.price_type_id, s.channel, sum(s.tickets) as tickets, sum(s.gross_minor) as gross, sum(s.fee_minor) as fee, sum(s.tax_minor) as tax
          from sales_rollup s join events e on e.id = s.event_id where not e.training group by s.event_id, s.tier_id, s.price_type_id, s.channel) r
    full join (select i.event_id, i.tier_id, i.price_type_id, o.channel::text, (count(i.tier_id) - count(i.tier_id) filter (where b.refund_id is not null))::numeric as tickets,
                      sum(i.price_minor - coalesce(b.price_minor, 0)) as gross, sum(i.fee_minor - coalesce(b.fee_minor, 0)) as fee,
                      sum(i.price_tax_minor + i.fee_tax_minor - coalesce(b.price_tax_minor + b.fee_tax_minor, 0)) as tax
               from order_items i join orders o on o.id = i.order_id join events e on e.id = i.event_id
               left join refund_items b on (b.order_id, b.position) = (i.order_id, i.position)
               where not e.training and o.status in ('paid', 'part_refunded', 'refunded') group by i.event_id, i.tier_id, i.price_type_id, o.channel) i
      on i.event_id = r.event_id and coalesce(i.tier_id, i.event_id) = coalesce(r.tier_id, r.event_id)
     and coalesce(i.price_type_id, i.event_id) = coalesce(r.price_type_id, r.event_id) and i.channel = r.channel
    where (r.tickets, r.gross, r.fee, r.tax) is distinct from (i.tickets, i.gross, i.fee, i.tax) limit 50;

    -- In which hour. Not by tier: what was reseated moved from one to another later than it was sold.
    return query
    select 'rollup by hour', format('event %s, %s, %s: rolled up %s, items %s', coalesce(r.event_id, i.event_id), coalesce(r.channel, i.channel), coalesce(r.hour, i.hour),
                                    row (r.tickets, r.gross, r.fee, r.tax), row (i.tickets, i.gross, i.fee, i.tax))
    from (select s.event_id, s.channel, s.hour::timestamptz as hour, sum(s.tickets) as tickets, sum(s.gross_minor) as gross, sum(s.fee_minor) as fee, sum(s.tax_minor) as tax
          from sales_rollup s join events e on e.id = s.event_id where not e.training group by s.event_id, s.channel, s.hour) r
    full join (select x.event_id, x.channel, date_bin('1 hour', x.at, '2000-01-01 00:00:00+00') as hour, sum(x.tickets)::numeric as tickets, sum(x.gross) as gross, sum(x.fee) as fee,
                      sum(x.tax) as tax
               from (select i.event_id, o.channel::text as channel, o.sold_at as at, num_nonnulls(i.tier_id) as tickets, i.price_minor as gross, i.fee_minor as fee,
                            i.price_tax_minor + i.fee_tax_minor as tax
                     from order_items i join orders o on o.id = i.order_id where o.status in ('paid', 'part_refunded', 'refunded')
                     union all select i.event_id, o.channel::text, f.created_at, -num_nonnulls(i.tier_id), -b.price_minor, -b.fee_minor, -b.price_tax_minor - b.fee_tax_minor
                     from refund_items b join refunds f on f.id = b.refund_id join order_items i on (i.order_id, i.position) = (b.order_id, b.position)
                     join orders o on o.id = i.order_id) x
               join events e on e.id = x.event_id where not e.training group by 1, 2, 3) i on (i.event_id, i.channel, i.hour) = (r.event_id, r.channel, r.hour)
    where (coalesce(r.tickets, 0), coalesce(r.gross, 0), coalesce(r.fee, 0), coalesce(r.tax, 0))
       <> (coalesce(i.tickets, 0), coalesce(i.gross, 0), coalesce(i.fee, 0), coalesce(i.tax, 0)) limit 50;

    -- Orders and refunds stay when retention takes their payments and legs.
    return query
    select 'takings', format('%s: sold for %s, given back %s, taken %s', coalesce(m.currency, r.currency), m.came, m.went, r.taken)
    from (select o.currency::text as currency, sum(o.total_amount) as came, sum(coalesce(f.amount, 0)) as went
          from orders o left join (select order_id, sum(amount_minor) as amount from refunds group by order_id) f on f.order_id = o.id
          where not o.training and o.status in ('paid', 'part_refunded', 'refunded') group by o.currency) m
    full join (select e.currency::text as currency, sum(s.gross_minor + s.fee_minor) as taken
               from sales_rollup s join events e on e.id = s.event_id where not e.training group by e.currency) r on r.currency = m.currency
    where coalesce(m.came, 0) - coalesce(m.went, 0) <> coalesce(r.taken, 0) limit 50;

    return query
    select 'journal has what went out', format('%s %s: %s, journal %s', coalesce(x.kind, j.kind), coalesce(x.id, j.subject_id), row (x.till_id, x.amount), row (j.till_id, j.amount_minor))
    from (select 'refund' as kind, l.id, f.till_id, f.order_id, l.method::text as method, -l.amount_minor as amount, f.currency::text as currency,
                 null::bigint as seq
          from refund_legs l join refunds f on f.id = l.refund_id join orders o on o.id = f.order_id where not o.training
          union all select 'cash_movement', m.id, s.till_id, null, 'cash', m.amount_minor, s.currency, null from cash_movements m join shifts s on s.id = m.shift_id
          union all select 'shift_open', s.id, s.till_id, null, 'cash', s.float_minor, s.currency, s.open_seq from shifts s
                    where s.open_seq > (select h.anchor_seq from journal_heads h where h.till_id = s.till_id)
          union all select 'shift_close', s.id, s.till_id, null, 'cash', s.counted_minor - s.expected_minor, s.currency, s.close_seq from shifts s
                    where s.close_seq > (select h.anchor_seq from journal_heads h where h.till_id = s.till_id)) x
    full join (select * from journal where kind in ('refund', 'cash_movement', 'shift_open', 'shift_close')) j on j.subject_id = x.id and j.kind = x.kind
    where (x.till_id, x.order_id, x.method, x.amount, x.currency, coalesce(x.seq, j.seq)) is distinct from (j.till_id, j.order_id, j.method, j.amount_minor, j.currency::text, j.seq)
    limit 50;
end
$$;

-- Drawers and vouchers.
create or replace function foyer.verify_drawers() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'shift counts its till''s cash', format('shift %s: expected %s, journal %s', s.id, s.expected_minor, j.amount)
    from shifts s join journal_heads h on h.till_id = s.till_id
    left join lateral (select sum(e.amount_minor) as amount from journal e where e.till_id = s.till_id and e.seq >= s.open_seq and e.seq < s.close_seq
                       and e.method = 'cash' and e.currency = s.currency) j on true
    where s.closed_at is not null and s.open_seq > h.anchor_seq and s.expected_minor <> coalesce(j.amount, 0) limit 50;

    return query
    select 'voucher balance', format('voucher %s: %s of %s, spent %s', v.id, v.balance_minor, v.amount_minor, coalesce(p.spent, 0))
    from vouchers v left join (select reference, sum(amount_minor) as spent from payments where method = 'voucher' and status = 'captured' group by reference) p on p.reference = v.code
    where v.balance_minor <> v.amount_minor - coalesce(p.spent, 0) limit 50;
end
$$;
