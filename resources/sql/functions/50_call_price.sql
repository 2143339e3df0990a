-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the items of a sale cost at the centre. It refuses only what can not be read: the order's id is claimed before anything that moves with time is decided,
-- so that a repeat of a sale under way waits for it instead of being refused for a price that moved meanwhile. `plain` says that no line gives a reason to
-- refuse but the clock, which is asked after the claim with opens_at and closes_at.
--
-- A loop with look-ups by key, remembered from line to line: one join of the seven tables took 170 us to set up for a sale of two, this takes 50. It is one
-- long function for the same reason: three helpers, each with its SET clauses, doubled that.
create or replace function foyer.price_items(p_items jsonb, p_currency text, out items foyer.priced_item[], out subtotal bigint, out fee bigint, out tax bigint,
                                             out total bigint, out plain boolean, out named boolean, out any_of_tier boolean, out opens_at timestamptz,
                                             out closes_at timestamptz)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_keys constant text[] := array['ticket', 'event', 'tier', 'price_type', 'price_minor', 'starts_at'];
    v jsonb;
    i priced_item;
    e record;
    t record;
    p record;
    f record;
    v_events uuid[] := '{}';
    v_fees priced_item[] := '{}';
    v_count constant integer := jsonb_array_length(p_items);
begin
    items := '{}';
    plain := true;
    named := false;
    any_of_tier := false;
    for n in 0..v_count - 1 loop
        v := p_items -> n;
        if jsonb_typeof(v) <> 'object' or not v ?& v_keys or v - v_keys - 'place'::text <> '{}' or jsonb_typeof(v -> 'ticket') <> 'string'
           or jsonb_typeof(v -> 'event') <> 'string' or jsonb_typeof(v -> 'tier') <> 'string' or jsonb_typeof(v -> 'price_type') <> 'string'
           or jsonb_typeof(v -> 'price_minor') <> 'number' or jsonb_typeof(v -> 'starts_at') <> 'string' or jsonb_typeof(v -> 'place') <> 'number' then
            perform refuse('TK015', 'an item can not be read', jsonb_build_object('what', 'items'));
        end if;
        i.position := n;
        i.ticket := v ->> 'ticket';
        i.place := v ->> 'place';
        i.shown_minor := v ->> 'price_minor';
        if i.event is distinct from (v ->> 'event')::uuid then
            i.event := v ->> 'event';
            i.tier := null;
            select x.start_time, x.end_time, x.status, x.currency into e
            from events x where x.id = i.event and x.deleted_at is null;
            plain := plain and e.status = 'on_sale' and e.currency = p_currency;
            closes_at := least(closes_at, e.end_time);
            if i.event <> all (v_events) then
                v_events := v_events || i.event;
                select x.amount_minor, x.tax_rate_bp into f from fees x where x.event_id = i.event and x.kind = 'per_order' and x.is_active;
                if found then
                    v_fees := v_fees || row (null, null, i.event, null, null, null, null, null, null, null, null, 0, 0,
                                             f.amount_minor, tax_in(f.amount_minor, f.tax_rate_bp))::priced_item;
                end if;
            end if;
        end if;
        if i.tier is distinct from (v ->> 'tier')::uuid then
            plain := plain and n = 0;
            i.tier := v ->> 'tier';
            i.price_type := null;
            select x.name, x.is_active, x.tax_rate_bp, x.min_purchase, coalesce(x.max_purchase, 200) as max_purchase, x.sale_start_time, x.sale_end_time,
                   x.first_ordinal + floor(random() * (x.last_ordinal - x.first_ordinal + 1))::integer as near_ordinal into t
            from ticket_tiers x where x.id = i.tier and x.event_id = i.event;
            i.tier_name := t.name;
            i.near_ordinal := t.near_ordinal;
            plain := plain and t.is_active and v_count between t.min_purchase and t.max_purchase;
            opens_at := greatest(opens_at, t.sale_start_time);
            closes_at := least(closes_at, t.sale_end_time);
            select x.amount_minor, x.tax_rate_bp into f from fees x where x.tier_id = i.tier and x.is_active;
            if not found then
                select x.amount_minor, x.tax_rate_bp into f from fees x where x.event_id = i.event and x.kind = 'per_ticket' and x.tier_id is null and x.is_active;
            end if;
            i.fee_minor := coalesce(f.amount_minor, 0);
            i.fee_tax_minor := coalesce(tax_in(f.amount_minor, f.tax_rate_bp), 0);
        end if;
        if i.price_type is distinct from (v ->> 'price_type')::uuid then
            i.price_type := v ->> 'price_type';
            select x.price_minor, x.version, y.name into p from tier_prices x join price_types y on y.id = x.price_type_id
            where x.tier_id = i.tier and x.price_type_id = i.price_type and x.is_current;
            i.price_type_name := p.name;
            i.price_version := p.version;
            i.price_minor := coalesce(p.price_minor, 0);
            i.price_tax_minor := coalesce(tax_in(p.price_minor, t.tax_rate_bp), 0);
        end if;
        -- An unknown event, tier or price leaves null here: not plain.
        plain := coalesce(plain and p.price_minor = i.shown_minor and e.start_time = (v ->> 'starts_at')::timestamptz, false);
        named := named or i.place is not null;
        any_of_tier := any_of_tier or i.place is null;
        items := items || i;
    end loop;

    foreach i in array v_fees loop
        i.position := cardinality(items);
        items := items || i;
    end loop;
    subtotal := 0;
    fee := 0;
    tax := 0;
    foreach i in array items loop
        subtotal := subtotal + i.price_minor - i.price_tax_minor;
        fee := fee + i.fee_minor - i.fee_tax_minor;
        tax := tax + i.price_tax_minor + i.fee_tax_minor;
    end loop;
    total := subtotal + fee + tax;
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
