-- SPDX-License-Identifier: GPL-3.0-or-later
-- sell: a whole sale in one round trip and one transaction. See CALLS.md.

-- The answer as it was given, from what was written: the same for the first call, a repeat, cancel_order and order_outcome.
create or replace function foyer.sale_answer(p_order uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('order', o.id, 'number', o.number, 'currency', o.currency, 'subtotal_minor', o.subtotal, 'fee_minor', o.service_fee,
                'tax_minor', o.tax, 'total_minor', o.total_amount, 'change_minor', o.change_minor, 'sold_at', utc_text(o.sold_at),
                'tickets', (select jsonb_agg(jsonb_build_object('ticket', k.id, 'event', k.event_id, 'place', k.place_id, 'seat', s.label, 'tier', k.tier_id,
                                'tier_name', t.name, 'price_type', i.price_type_id, 'price_type_name', x.name, 'price_minor', k.price_minor) order by k.position)
                            from tickets k
                            join order_items i on (i.order_id, i.position) = (k.order_id, k.position)
                            join event_seats s on s.id = k.place_id
                            join ticket_tiers t on t.id = k.tier_id
                            join price_types x on x.id = i.price_type_id
                            where k.order_id = o.id))
            from orders o where o.id = p_order);
end
$$;

-- What a call for an id that exists already is told: the stored answer for the same request, a refusal for any other and for a tombstone.
create or replace function foyer.repeat_sale(p_order uuid, p_hash bytea, p_number text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_order orders;
begin
    select * into v_order from orders where id = p_order;
    if not found then
        perform refuse('TK012', 'that order number was used before', jsonb_build_object('id', p_number));
    elsif v_order.request_hash <> p_hash or v_order.status = 'cancelled' then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', p_order));
    end if;
    return sale_answer(p_order) || '{"repeated": true}';
end
$$;

-- Refuses items, payments or a head of a request that can not be read; conversions of values come later, as data exceptions.
create or replace function foyer.expect_sale(p_request jsonb, p_prefix text) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_item constant text[] := array['ticket', 'event', 'tier', 'price_type', 'price_minor', 'starts_at'];
    v_payment constant text[] := array['payment', 'method', 'amount_minor'];
begin
    perform expect_keys(p_request, array['order', 'number', 'till', 'currency', 'total_minor', 'channel', 'holds', 'items', 'payments'], array['user']);
    perform expect_types(p_request, '{"order": "string", "number": "string", "currency": "string", "total_minor": "number", "channel": "string",
        "user": "string", "holds": "array", "items": "array", "payments": "array"}');
    if p_request ->> 'channel' <> 'counter' then
        perform refuse('TK015', 'the channel is counter', jsonb_build_object('what', 'channel'));
    elsif p_request ->> 'currency' !~ '^[A-Z]{3}$' then
        perform refuse('TK015', 'a currency has three letters', jsonb_build_object('what', 'currency'));
    elsif not starts_with(p_request ->> 'number', p_prefix) or octet_length(p_request ->> 'number') > 60 then
        perform refuse('TK015', 'the order number starts with the prefix of the till', jsonb_build_object('what', 'number'));
    end if;
    perform expect_quantity(jsonb_array_length(p_request -> 'items'));
    if exists (select from jsonb_array_elements(p_request -> 'items') i
               where jsonb_typeof(i) <> 'object' or not i ?& v_item or i - v_item - 'place'::text <> '{}'
                  or jsonb_typeof(i -> 'ticket') <> 'string' or jsonb_typeof(i -> 'starts_at') <> 'string' or jsonb_typeof(i -> 'price_minor') <> 'number'
                  or jsonb_typeof(i -> 'event') <> 'string' or jsonb_typeof(i -> 'tier') <> 'string' or jsonb_typeof(i -> 'price_type') <> 'string'
                  or jsonb_typeof(i -> 'place') <> 'number') then
        perform refuse('TK015', 'an item can not be read', jsonb_build_object('what', 'items'));
    end if;
    if jsonb_array_length(p_request -> 'payments') > 20
       or exists (select from jsonb_array_elements(p_request -> 'payments') i
                  where jsonb_typeof(i) <> 'object' or not i ?& v_payment or i - v_payment - array['given_minor', 'reference'] <> '{}'
                     or jsonb_typeof(i -> 'payment') <> 'string' or jsonb_typeof(i -> 'amount_minor') <> 'number'
                     or jsonb_typeof(i -> 'given_minor') <> 'number' or jsonb_typeof(i -> 'reference') <> 'string'
                     or coalesce(i ->> 'method', '') not in ('cash', 'card') or (i ->> 'method' = 'card' and i ? 'given_minor')
                     or octet_length(i ->> 'reference') > 200) then
        perform refuse('TK015', 'a payment can not be read', jsonb_build_object('what', 'payments'));
    end if;
end
$$;

-- The change of payments that add up to the total exactly.
create or replace function foyer.settle(p_payments jsonb, p_total bigint) returns bigint
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v record;
begin
    select coalesce(sum(p.amount_minor), 0) as paid, coalesce(sum(p.given_minor - p.amount_minor), 0) as change,
           coalesce(bool_or(p.amount_minor < 0 or p.given_minor < p.amount_minor or p.given_minor > 100000000000), false) as wrong into v
    from jsonb_to_recordset(p_payments) p (amount_minor bigint, given_minor bigint);
    if v.wrong or v.paid <> p_total then
        perform refuse('TK007', 'the payments do not add up to the total', jsonb_build_object('total_minor', p_total, 'paid_minor', v.paid));
    end if;
    return v.change;
end
$$;

-- Locks the named places in id order and marks them sold, or names every one that is gone.
create or replace function foyer.sell_these(p_items foyer.priced_item[], p_holds uuid[], p_order uuid) returns timestamptz
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_wanted bigint[] := array(select place from unnest(p_items) where place is not null);
    v_rows event_seats[];
    v_lost bigint[];
    v_hold uuid;
    v_now timestamptz;
begin
    select array_agg(s) into v_rows from (select * from event_seats where id = any (v_wanted) order by id for no key update) s;
    v_now := clock_timestamp();
    if exists (select from unnest(p_items) i where i.place is not null
               and not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier)) then
        perform refuse('TK009', 'no such place in that tier', jsonb_build_object('what', 'place', 'id', (select min(i.place) from unnest(p_items) i
            where not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier))));
    elsif cardinality(v_rows) < cardinality(v_wanted) then
        perform refuse('TK015', 'a place is named twice', jsonb_build_object('what', 'places'));
    end if;
    v_lost := array(select r.id from unnest(v_rows) r
                    where r.status <> 'AVAILABLE' and (r.hold_id = any (p_holds)) is not true and (r.reserved_until <= v_now) is not true);
    if cardinality(v_lost) > 0 then
        select h.id into v_hold from holds h where h.id = any (p_holds) and h.places && v_lost limit 1;
        perform refuse(case when v_hold is null then 'TK001' else 'TK003' end, 'seats are taken',
            (select jsonb_strip_nulls(jsonb_build_object('hold', v_hold, 'seats', jsonb_agg(r.label order by r.id), 'places', jsonb_agg(r.id order by r.id)))
             from unnest(v_rows) r where r.id = any (v_lost)));
    end if;
    update event_seats set status = 'SOLD', order_id = p_order, sold_at = v_now, hold_id = null, reserved_at = null, reserved_until = null where id = any (v_wanted);
    if cardinality(p_holds) > 0 then
        update holds set settled = settled || array(select p from unnest(places) p where p = any (v_wanted)), updated_at = v_now
        where id = any (p_holds) and places && v_wanted;
    end if;
    return v_now;
end
$$;

-- The place of every item, in the order of the items: named ones as they are, for the others any of their tier.
create or replace function foyer.sell_any(p_items foyer.priced_item[], p_order uuid) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier record;
    v_places bigint[] := array(select place from unnest(p_items) where ticket is not null order by position);
    v_taken bigint[];
begin
    for v_tier in
        select tier, count(*)::integer as n, array_agg(position + 1 order by position) as slots
        from unnest(p_items) where ticket is not null and place is null group by tier order by tier
    loop
        v_taken := (take_any(v_tier.tier, v_tier.n, null, p_order, null)).places;
        for i in 1..v_tier.n loop
            v_places[v_tier.slots[i]] := v_taken[i];
        end loop;
    end loop;
    return v_places;
end
$$;

-- Writes what was sold: items, tickets, payments, rollup. v_places: the place of each ticket, in item order.
create or replace function foyer.write_sale(p_items foyer.priced_item[], p_places bigint[], p_order uuid, p_currency text, p_payments jsonb, p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows integer;
begin
    insert into order_items (order_id, position, kind, event_id, tier_id, price_type_id, price_version, price_minor, price_tax_minor, fee_minor, fee_tax_minor)
    select p_order, i.position, case when i.ticket is null then 'order_fee' else 'ticket' end, i.event, i.tier, i.price_type, i.price_version,
           i.price_minor, i.price_tax_minor, i.fee_minor, i.fee_tax_minor
    from unnest(p_items) i;
    insert into tickets (id, order_id, position, place_id, event_id, tier_id, price_minor, created_at, updated_at)
    select i.ticket, p_order, i.position, p_places[i.position + 1], i.event, i.tier, i.price_minor, p_at, p_at
    from unnest(p_items) i where i.ticket is not null
    on conflict (id) do nothing;
    get diagnostics v_rows = row_count;
    if v_rows < cardinality(p_places) then
        perform refuse('TK012', 'a ticket id was used before', jsonb_build_object('id', (select i.ticket from unnest(p_items) i
            where i.ticket is not null and not exists (select from tickets t where t.id = i.ticket and t.order_id = p_order and t.position = i.position) limit 1)));
    end if;
    insert into payments (id, order_id, method, amount_minor, given_minor, reference, currency, created_at)
    select p.payment, p_order, p.method, p.amount_minor, p.given_minor, p.reference, p_currency, p_at
    from jsonb_to_recordset(p_payments) p (payment uuid, method text, amount_minor bigint, given_minor bigint, reference text)
    on conflict (id) do nothing;
    get diagnostics v_rows = row_count;
    if v_rows < jsonb_array_length(p_payments) then
        perform refuse('TK012', 'a payment id was used before', jsonb_build_object('id', (select p.payment from jsonb_to_recordset(p_payments) p (payment uuid)
            where exists (select from payments x where x.id = p.payment) limit 1)));
    end if;
    insert into sales_rollup (event_id, tier_id, price_type_id, day, tickets, gross_minor, fee_minor, tax_minor)
    select i.event, i.tier, i.price_type, min(i.day), count(i.ticket), sum(i.price_minor), sum(i.fee_minor), sum(i.price_tax_minor + i.fee_tax_minor)
    from unnest(p_items) i group by i.event, i.tier, i.price_type;
end
$$;

create or replace function foyer.sell(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    r jsonb;
    v_order uuid;
    v_currency text;
    v_items priced_item[];
    v_sum record;
    v_holds uuid[];
    v_places bigint[];
    v_at timestamptz := clock_timestamp();
    v_payment record;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    r := c.request;
    perform expect_sale(r, c.till_prefix);
    v_order := (r ->> 'order')::uuid;
    v_currency := r ->> 'currency';
    v_items := price_items(r -> 'items');
    select coalesce(sum(price_minor - price_tax_minor), 0)::bigint as subtotal, coalesce(sum(fee_minor - fee_tax_minor), 0)::bigint as fee,
           coalesce(sum(price_tax_minor + fee_tax_minor), 0)::bigint as tax, coalesce(sum(price_minor + fee_minor), 0)::bigint as total,
           bool_or(ticket is not null and place is null) as any_of_tier, bool_or(place is not null) as named into v_sum
    from unnest(v_items);

    -- The claim: a second call with this id waits here for the first, and then answers as it did.
    insert into orders (id, number, till_id, user_id, channel, status, currency, subtotal, service_fee, tax, total_amount, change_minor, request_hash, sold_by, sold_at)
    values (v_order, r ->> 'number', c.till_id, (select id from users where id = (r ->> 'user')::uuid), 'counter', 'paid', v_currency,
            v_sum.subtotal, v_sum.fee, v_sum.tax, v_sum.total,
            (select coalesce(sum(greatest(p.given_minor - p.amount_minor, 0)), 0) from jsonb_to_recordset(r -> 'payments') p (amount_minor bigint, given_minor bigint)),
            c.request_hash, session_user, v_at)
    on conflict do nothing;
    if not found then
        return repeat_sale(v_order, c.request_hash, r ->> 'number');
    end if;
    if r ? 'user' and not exists (select from users where id = (r ->> 'user')::uuid) then
        perform refuse('TK009', 'no such customer', jsonb_build_object('what', 'user', 'id', r ->> 'user'));
    end if;
    perform expect_sellable(v_items, v_currency, (r ->> 'total_minor')::bigint, v_sum.total);
    perform settle(r -> 'payments', v_sum.total);

    v_holds := case when jsonb_array_length(r -> 'holds') > 0 then lock_holds(r -> 'holds') else '{}' end;
    if v_sum.named then
        v_at := sell_these(v_items, v_holds, v_order);
    end if;
    v_places := case when v_sum.any_of_tier then sell_any(v_items, v_order)
                     else array(select place from unnest(v_items) where ticket is not null order by position) end;
    perform write_sale(v_items, v_places, v_order, v_currency, r -> 'payments', v_at);
    perform audit('sell', v_order::text, c.till_id, null, jsonb_build_object('number', r ->> 'number', 'total_minor', v_sum.total));
    for v_payment in select * from jsonb_to_recordset(r -> 'payments') p (payment uuid, method text, amount_minor bigint) loop
        perform journal_append(c.till_id, 'payment', v_payment.payment, v_order, v_payment.method, v_payment.amount_minor, v_currency, v_at);
    end loop;
    return sale_answer(v_order);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.sell(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
