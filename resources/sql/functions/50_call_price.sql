-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the items of a sale cost at the centre. It refuses only what can not be read: the order's id is claimed before anything that moves with time is decided,
-- so that a repeat of a sale under way waits for it instead of being refused for a price that moved meanwhile. `plain` says that no line gives a reason to
-- refuse but the clock, which is asked after the claim with opens_at and closes_at. `one_tier`: all lines are of one tier and name no place.
--
-- A loop over the lines with one look-up of a sale card (25_cards.sql) for each tier and price type: one join of the seven tables took 170 us to set up for a sale
-- of two, a look-up in each of them 50.
create or replace function foyer.price_items(p_items jsonb, p_currency text, out items foyer.priced_item[], out subtotal bigint, out fee bigint, out tax bigint,
                                             out total bigint, out plain boolean, out named boolean, out any_of_tier boolean, out training boolean,
                                             out opens_at timestamptz, out closes_at timestamptz)
language plpgsql stable
as $$
declare
    v_keys constant text[] := array['ticket', 'event', 'tier', 'price_type', 'place', 'price_minor', 'starts_at'];
    v jsonb;
    i foyer.sale_line;
    c foyer.sale_cards;
    v_events uuid[] := '{}';
    v_fees foyer.priced_item[] := '{}';
    v_count constant integer := jsonb_array_length(p_items);
begin
    -- One pass for the types (a filter opens the array by itself); the conversions below refuse what is left.
    if jsonb_path_exists(p_items, '$ ? (@.type() != "object" || @.ticket.type() != "string" || @.event.type() != "string" || @.tier.type() != "string"
           || @.price_type.type() != "string" || @.price_minor.type() != "number" || @.starts_at.type() != "string" || @.place.type() != "number")') then
        perform refuse('TK015', 'an item can not be read', jsonb_build_object('what', 'items'));
    end if;
    plain := true;
    named := false;
    any_of_tier := false;
    subtotal := 0;
    fee := 0;
    tax := 0;
    for n in 0..v_count - 1 loop
        v := p_items -> n;
        i := jsonb_populate_record(null::foyer.sale_line, v);
        if num_nulls(i.ticket, i.event, i.tier, i.price_type, i.price_minor, i.starts_at) > 0 or v - v_keys <> '{}' then
            perform refuse('TK015', 'an item can not be read', jsonb_build_object('what', 'items'));
        end if;
        if n = 0 or c.tier_id is distinct from i.tier or c.price_type_id is distinct from i.price_type then
            select * into c from foyer.sale_cards x where x.tier_id = i.tier and x.price_type_id = i.price_type;
            if not found then
                c.price_minor := 0;
                c.price_tax_minor := 0;
                c.fee_minor := 0;
                c.fee_tax_minor := 0;
            elsif c.event_id <> all (v_events) then
                v_events := v_events || c.event_id;
                if c.order_fee_minor > 0 then
                    v_fees := v_fees || row (null, null, c.event_id, null, null, null, null, null, null, null, null, 0, 0, c.order_fee_minor, c.order_fee_tax_minor)::foyer.priced_item;
                end if;
            end if;
            opens_at := greatest(opens_at, c.sale_start_time);
            closes_at := least(closes_at, c.end_time, c.sale_end_time);
            -- More tiers than one are counted by expect_sellable(). An unknown tier, event or price leaves null here: not plain.
            plain := coalesce(plain and (n = 0 or c.tier_id = items[1].tier) and c.status = 'on_sale' and c.currency = p_currency and c.is_active
                              and v_count between c.min_purchase and c.max_purchase, false);
            training := coalesce(training, c.training);
        end if;
        plain := coalesce(plain and c.event_id = i.event and c.start_time = i.starts_at and c.price_minor = i.price_minor, false);
        items[n + 1] := row (n, i.ticket, i.event, i.tier, c.tier_name, i.price_type, c.price_type_name, i.place, c.first_ordinal + floor(random() * c.places)::integer,
                             c.price_version, i.price_minor, c.price_minor, c.price_tax_minor, c.fee_minor, c.fee_tax_minor)::foyer.priced_item;
        if i.place is null then
            any_of_tier := true;
        else
            named := true;
        end if;
        subtotal := subtotal + c.price_minor - c.price_tax_minor;
        fee := fee + c.fee_minor - c.fee_tax_minor;
        tax := tax + c.price_tax_minor + c.fee_tax_minor;
    end loop;
    for k in 1..cardinality(v_fees) loop
        v_fees[k].position := v_count + k - 1;
        fee := fee + v_fees[k].fee_minor - v_fees[k].fee_tax_minor;
        tax := tax + v_fees[k].fee_tax_minor;
        items := items || v_fees[k];
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
               count(*) over (partition by x.tier) as of_tier, bool_or(e.training) over () <> bool_and(e.training) over () as mixed
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
        elsif i.mixed then
            perform refuse('TK015', 'training is sold by itself', jsonb_build_object('what', 'training'));
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
