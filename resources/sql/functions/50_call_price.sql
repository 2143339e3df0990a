-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the items of a sale cost at the centre. It only reads and refuses nothing: the order's id is claimed first, so that a repeat of a sale under way waits
-- for it instead of being refused for a price that moved meanwhile. `plain` says that no line gives a reason to refuse but the clock, which is asked after the
-- claim with opens_at and closes_at.
create or replace function foyer.price_items(p_items jsonb, p_currency text, out items foyer.priced_item[], out tickets integer, out subtotal bigint, out fee bigint,
                                             out tax bigint, out total bigint, out plain boolean, out named boolean, out any_of_tier boolean,
                                             out opens_at timestamptz, out closes_at timestamptz)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
-- A handful of rows by key: hash tables cost more to set up than the look-ups. The items come in any order and carry their position.
set enable_hashjoin = off set enable_mergejoin = off
as $$
declare
    v_fees priced_item[];
begin
    select array_agg(row (l.n - 1, l.ticket, l.event, l.tier, l.tier_name, l.price_type, l.type_name, l.place, l.near_ordinal, l.day, l.version, l.shown,
                          l.price, l.price_tax, l.fee, l.fee_tax)::priced_item),
           count(*), sum(l.price - l.price_tax), sum(l.fee - l.fee_tax), sum(l.price_tax + l.fee_tax), sum(l.price + l.fee),
           coalesce(bool_and(l.good) and bool_and(l.tier = l.first_tier) and count(*) >= max(l.min_purchase) and count(*) <= max(l.max_purchase), false),
           bool_or(l.place is not null), bool_or(l.place is null), max(l.opens), min(l.closes)
    into items, tickets, subtotal, fee, tax, total, plain, named, any_of_tier, opens_at, closes_at
    from (
        select x.n, x.ticket, x.event, x.tier, t.name as tier_name, x.price_type, y.name as type_name, x.place,
               t.first_ordinal + floor(random() * (t.last_ordinal - t.first_ordinal + 1))::integer as near_ordinal,
               (statement_timestamp() at time zone e.timezone)::date as day, p.version, x.price_minor as shown,
               coalesce(p.price_minor, 0) as price, coalesce(tax_in(p.price_minor, t.tax_rate_bp), 0) as price_tax,
               coalesce(f.amount_minor, g.amount_minor, 0) as fee, coalesce(tax_in(f.amount_minor, f.tax_rate_bp), tax_in(g.amount_minor, g.tax_rate_bp), 0) as fee_tax,
               p.price_minor = x.price_minor and e.start_time = x.starts_at and e.status = 'on_sale' and e.currency = p_currency and t.is_active as good,
               t.min_purchase, coalesce(t.max_purchase, 200) as max_purchase, coalesce(t.sale_start_time, '-infinity') as opens,
               least(e.end_time, t.sale_end_time) as closes, (p_items -> 0 ->> 'tier')::uuid as first_tier
        from rows from (jsonb_to_recordset(p_items) as (ticket uuid, event uuid, tier uuid, price_type uuid, place bigint, price_minor bigint,
                                                        starts_at timestamptz)) with ordinality
             as x (ticket, event, tier, price_type, place, price_minor, starts_at, n)
        left join events e on e.id = x.event and e.deleted_at is null
        left join ticket_tiers t on t.id = x.tier and t.event_id = x.event
        left join tier_prices p on p.tier_id = x.tier and p.price_type_id = x.price_type and p.is_current
        left join price_types y on y.id = x.price_type
        left join fees f on f.tier_id = x.tier and f.is_active
        left join fees g on g.event_id = x.event and g.kind = 'per_ticket' and g.tier_id is null and g.is_active) l;

    select array_agg(row (tickets + o.n - 1, null, o.event_id, null, null, null, null, null, null, (statement_timestamp() at time zone o.timezone)::date, null, null,
                          0, 0, o.amount_minor, o.fee_tax)::priced_item order by o.n),
           fee + coalesce(sum(o.amount_minor - o.fee_tax), 0), tax + coalesce(sum(o.fee_tax), 0), total + coalesce(sum(o.amount_minor), 0)
    into v_fees, fee, tax, total
    from (select f.event_id, e.timezone, f.amount_minor, tax_in(f.amount_minor, f.tax_rate_bp) as fee_tax, row_number() over (order by f.event_id) as n
          from fees f join events e on e.id = f.event_id
          where f.event_id in (select i.event from unnest(items) i) and f.kind = 'per_order' and f.is_active) o;
    items := items || v_fees;
end
$$;

-- Refuses a sale that the centre would not make at this moment, with the reason of the first line that gives one.
create or replace function foyer.expect_sellable(p_items jsonb, p_currency text, p_shown bigint, p_total bigint) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    i record;
    v_now timestamptz := clock_timestamp();
    v_wrong_price boolean := false;
begin
    for i in
        select x.*, p.price_minor as price, e.currency, e.start_time, e.end_time, e.status, t.is_active, t.sale_start_time, t.sale_end_time, t.min_purchase, t.max_purchase,
               count(*) over (partition by x.tier) as of_tier
        from rows from (jsonb_to_recordset(p_items) as (event uuid, tier uuid, price_type uuid, price_minor bigint, starts_at timestamptz)) with ordinality
             as x (event, tier, price_type, price_minor, starts_at, n)
        left join events e on e.id = x.event and e.deleted_at is null
        left join ticket_tiers t on t.id = x.tier and t.event_id = x.event
        left join tier_prices p on p.tier_id = x.tier and p.price_type_id = x.price_type and p.is_current
        order by x.n
    loop
        if i.price is null or i.start_time is null or i.min_purchase is null then
            perform refuse('TK009', 'no such event, tier or price', jsonb_build_object('what', 'price', 'id', i.price_type, 'event', i.event, 'tier', i.tier));
        elsif i.currency <> p_currency then
            perform refuse('TK015', 'the event has another currency', jsonb_build_object('what', 'currency', 'currency', i.currency));
        elsif i.starts_at is distinct from i.start_time then
            perform refuse('TK013', 'the performance was moved', jsonb_build_object('event', i.event, 'shown', utc_text(i.starts_at), 'current', utc_text(i.start_time)));
        elsif i.status <> 'on_sale' or i.end_time <= v_now then
            perform refuse('TK005', 'the event is not on sale', jsonb_build_object('event', i.event,
                'status', case when i.status = 'on_sale' then 'closed' else i.status::text end));
        elsif not i.is_active or i.sale_start_time > v_now or i.sale_end_time <= v_now then
            perform refuse('TK005', 'the tier is not on sale', jsonb_strip_nulls(jsonb_build_object('event', i.event, 'tier', i.tier, 'status', i.status,
                'sale_start_time', utc_text(i.sale_start_time), 'sale_end_time', utc_text(i.sale_end_time))));
        elsif i.of_tier < i.min_purchase or i.of_tier > i.max_purchase then
            perform refuse('TK006', 'a limit for one purchase', jsonb_build_object('limit', case when i.of_tier < i.min_purchase then i.min_purchase else i.max_purchase end,
                'wanted', i.of_tier, 'tier', i.tier));
        end if;
        v_wrong_price := v_wrong_price or i.price <> i.price_minor;
    end loop;
    if p_shown <> p_total or v_wrong_price then
        perform refuse('TK004', 'the total shown is not the total at the centre', jsonb_build_object('shown_minor', p_shown, 'total_minor', p_total, 'currency', p_currency));
    end if;
end
$$;
