-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the items of a sale cost at the centre. It only reads and refuses nothing: the order's id is claimed first, so that a repeat of a sale under way waits
-- for it instead of being refused for a price that moved meanwhile.
create or replace function foyer.price_items(p_items jsonb) returns foyer.priced_item[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (
        with items as materialized (
            select (x.n - 1)::integer as n, x.ticket, x.event, x.tier, x.price_type, x.place, x.price_minor as shown, x.starts_at,
                   e.id is not null and t.id is not null and p.version is not null as known,
                   e.start_time, e.end_time, e.currency, e.timezone, e.status, t.is_active, t.sale_start_time, t.sale_end_time, t.min_purchase, t.max_purchase,
                   p.version, coalesce(p.price_minor, 0) as price, coalesce(tax_in(p.price_minor, t.tax_rate_bp), 0) as price_tax,
                   coalesce(f.amount_minor, 0) as fee, coalesce(tax_in(f.amount_minor, f.tax_rate_bp), 0) as fee_tax
            from rows from (jsonb_to_recordset(p_items) as (ticket uuid, event uuid, tier uuid, price_type uuid, place bigint, price_minor bigint,
                                                            starts_at timestamptz)) with ordinality
                 as x (ticket, event, tier, price_type, place, price_minor, starts_at, n)
            left join events e on e.id = x.event and e.deleted_at is null
            left join ticket_tiers t on t.id = x.tier and t.event_id = x.event
            left join tier_prices p on p.tier_id = x.tier and p.price_type_id = x.price_type and p.is_current
            left join lateral (select f.amount_minor, f.tax_rate_bp from fees f
                               where f.event_id = x.event and f.kind = 'per_ticket' and f.is_active and (f.tier_id = x.tier or f.tier_id is null)
                               order by f.tier_id nulls last limit 1) f on true)
        select array_agg(row (r.*)::priced_item order by r.position)
        from (
            select n as position, ticket, event, tier, price_type, place, shown, starts_at, known, start_time, end_time,
                   (clock_timestamp() at time zone coalesce(timezone, 'UTC'))::date as day, currency::text, status, is_active, sale_start_time, sale_end_time,
                   min_purchase, max_purchase, version, price, price_tax, fee, fee_tax
            from items
            union all
            select (select count(*) from items) + row_number() over (order by i.event) - 1, null, i.event, null, null, null, null, null, true, null, null, i.day,
                   null, null, null, null, null, null, null, null, 0, 0, f.amount_minor, tax_in(f.amount_minor, f.tax_rate_bp)
            from (select event, min((clock_timestamp() at time zone coalesce(timezone, 'UTC'))::date) as day from items group by event) i
            join fees f on f.event_id = i.event and f.kind = 'per_order' and f.is_active) r);
end
$$;

-- Refuses a sale that the centre would not make at this moment.
create or replace function foyer.expect_sellable(p_items foyer.priced_item[], p_currency text, p_shown bigint, p_total bigint) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    i priced_item;
    v_now timestamptz := clock_timestamp();
    v_tier record;
begin
    foreach i in array p_items loop
        continue when i.ticket is null;
        if not i.known then
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
        end if;
    end loop;
    select x.tier, count(*) as n, max(x.min_purchase) as low, max(x.max_purchase) as high into v_tier
    from unnest(p_items) x where x.ticket is not null group by x.tier having count(*) < max(x.min_purchase) or count(*) > max(x.max_purchase) limit 1;
    if found then
        perform refuse('TK006', 'a limit for one purchase', jsonb_build_object('limit', case when v_tier.n < v_tier.low then v_tier.low else v_tier.high end,
            'wanted', v_tier.n, 'tier', v_tier.tier));
    end if;
    if p_shown <> p_total or exists (select from unnest(p_items) x where x.ticket is not null and x.shown_minor <> x.price_minor) then
        perform refuse('TK004', 'the total shown is not the total at the centre', jsonb_build_object('shown_minor', p_shown, 'total_minor', p_total, 'currency', p_currency));
    end if;
end
$$;
