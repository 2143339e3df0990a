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

-- Refuses payments or a head of a request that can not be read (items: price_items); conversions of values come later, as data exceptions.
create or replace function foyer.expect_sale(p_request jsonb, p_prefix text) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_payment constant text[] := array['payment', 'method', 'amount_minor'];
    v_more constant text[] := array['given_minor', 'reference'];
    v jsonb;
begin
    perform expect_keys(p_request, array['order', 'number', 'till', 'currency', 'total_minor', 'channel', 'holds', 'items', 'payments'], array['user']);
    -- One expression without a query: this runs for every sale.
    if jsonb_typeof(p_request -> 'order') <> 'string' or jsonb_typeof(p_request -> 'number') <> 'string' or jsonb_typeof(p_request -> 'currency') <> 'string'
       or jsonb_typeof(p_request -> 'channel') <> 'string' or jsonb_typeof(p_request -> 'total_minor') <> 'number' or jsonb_typeof(p_request -> 'holds') <> 'array'
       or jsonb_typeof(p_request -> 'items') <> 'array' or jsonb_typeof(p_request -> 'payments') <> 'array'
       or coalesce(jsonb_typeof(p_request -> 'user'), 'string') <> 'string' then
        perform refuse('TK015', 'a value is of the wrong type', jsonb_build_object('what', 'sale'));
    end if;
    if p_request ->> 'channel' <> 'counter' then
        perform refuse('TK015', 'the channel is counter', jsonb_build_object('what', 'channel'));
    elsif p_request ->> 'currency' !~ '^[A-Z]{3}$' then
        perform refuse('TK015', 'a currency has three letters', jsonb_build_object('what', 'currency'));
    elsif not starts_with(p_request ->> 'number', p_prefix) or octet_length(p_request ->> 'number') > 60 then
        perform refuse('TK015', 'the order number starts with the prefix of the till', jsonb_build_object('what', 'number'));
    end if;
    perform expect_quantity(jsonb_array_length(p_request -> 'items'));
    if jsonb_array_length(p_request -> 'payments') > 20 then
        perform refuse('TK015', 'at most 20 payments', jsonb_build_object('what', 'payments'));
    end if;
    for n in 0..jsonb_array_length(p_request -> 'payments') - 1 loop
        v := p_request -> 'payments' -> n;
        if jsonb_typeof(v) <> 'object' or not v ?& v_payment or v - v_payment - v_more <> '{}' or jsonb_typeof(v -> 'payment') <> 'string'
           or jsonb_typeof(v -> 'amount_minor') <> 'number' or jsonb_typeof(v -> 'given_minor') <> 'number' or jsonb_typeof(v -> 'reference') <> 'string'
           or coalesce(v ->> 'method', '') not in ('cash', 'card') or (v ->> 'method' = 'card' and v ? 'given_minor') or octet_length(v ->> 'reference') > 200 then
            perform refuse('TK015', 'a payment can not be read', jsonb_build_object('what', 'payments'));
        end if;
    end loop;
end
$$;

-- The change of payments; `good` when they add up to the total exactly.
create or replace function foyer.settle(p_payments jsonb, p_total bigint, out paid bigint, out change bigint, out good boolean)
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    select coalesce(sum(p.amount_minor), 0), coalesce(sum(greatest(p.given_minor - p.amount_minor, 0)), 0),
           not coalesce(bool_or(p.amount_minor < 0 or p.given_minor < p.amount_minor or p.given_minor > 100000000000), false)
    into paid, change, good
    from jsonb_to_recordset(p_payments) p (amount_minor bigint, given_minor bigint);
    good := good and paid = p_total;
end
$$;

-- Locks the named places in id order and marks them sold, or names every one that is gone. Answers places and labels by item, null for items without a place.
create or replace function foyer.sell_these(p_items foyer.priced_item[], p_holds uuid[], p_order uuid, out places bigint[], out labels text[], out taken_at timestamptz)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_wanted bigint[] := array(select place from unnest(p_items) where place is not null);
    v_rows event_seats[];
    v_lost bigint[];
    v_hold uuid;
begin
    select array_agg(s) into v_rows from (select * from event_seats where id = any (v_wanted) order by id for no key update) s;
    taken_at := clock_timestamp();
    select array_agg(i.place order by i.position), array_agg(r.label order by i.position) into places, labels
    from unnest(p_items) i left join unnest(v_rows) r on r.id = i.place and r.event_id = i.event and r.tier_id = i.tier where i.ticket is not null;
    if cardinality(array_remove(labels, null)) < cardinality(v_wanted) then
        perform refuse('TK009', 'no such place in that tier', jsonb_build_object('what', 'place', 'id', (select min(i.place) from unnest(p_items) i
            where not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier))));
    elsif cardinality(v_rows) < cardinality(v_wanted) then
        perform refuse('TK015', 'a place is named twice', jsonb_build_object('what', 'places'));
    end if;
    v_lost := array(select r.id from unnest(v_rows) r
                    where r.status <> 'AVAILABLE' and (r.hold_id = any (p_holds)) is not true and (r.reserved_until <= taken_at) is not true);
    if cardinality(v_lost) > 0 then
        -- A soft letter opens to those with the right to it, and so does an allotment that a hold of this sale came from.
        v_lost := shut_places(array(select r from unnest(v_rows) r where r.id = any (v_lost)), array(select h.allotment_id from holds h where h.id = any (p_holds)), taken_at);
    end if;
    if cardinality(v_lost) > 0 then
        select h.id into v_hold from holds h where h.id = any (p_holds) and h.places && v_lost limit 1;
        perform refuse(case when v_hold is null then 'TK001' else 'TK003' end, 'seats are taken',
            (select jsonb_strip_nulls(jsonb_build_object('hold', v_hold, 'seats', jsonb_agg(r.label order by r.id), 'places', jsonb_agg(r.id order by r.id)))
             from unnest(v_rows) r where r.id = any (v_lost)));
    end if;
    update event_seats set status = 'SOLD', order_id = p_order, sold_at = taken_at, hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null where id = any (v_wanted);
    if cardinality(p_holds) > 0 then
        update holds h set settled = h.settled || array(select p from unnest(h.places) p where p = any (v_wanted)), updated_at = taken_at
        where h.id = any (p_holds) and h.places && v_wanted;
    end if;
end
$$;

-- Any place of its tier for every item that names none. Takes and gives back the arrays of sell_these.
create or replace function foyer.sell_any(p_items foyer.priced_item[], p_order uuid, inout places bigint[], inout labels text[], out taken_at timestamptz)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier record;
    v_taken record;
begin
    for v_tier in
        select tier, count(*)::integer as n, min(near_ordinal) as near_ordinal, array_agg(position + 1 order by position) as slots
        from unnest(p_items) where ticket is not null and place is null group by tier order by tier
    loop
        v_taken := take_any(v_tier.tier, v_tier.n, null, p_order, null, v_tier.near_ordinal);
        taken_at := v_taken.taken_at;
        for i in 1..v_tier.n loop
            places[v_tier.slots[i]] := v_taken.places[i];
            labels[v_tier.slots[i]] := v_taken.labels[i];
        end loop;
    end loop;
end
$$;

-- Takes every place of a sale: the named ones first, in id order, then any of their tiers. Places and labels come by item.
create or replace function foyer.sell_places(p_items foyer.priced_item[], p_holds jsonb, p_order uuid, p_named boolean, p_any boolean, p_one_tier boolean,
                                             out places bigint[], out labels text[], out taken_at timestamptz)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_holds uuid[] := case when jsonb_array_length(p_holds) > 0 then lock_holds(p_holds) else '{}' end;
    v_taken record;
begin
    if p_named then
        v_taken := sell_these(p_items, v_holds, p_order);
        if p_any then
            v_taken := sell_any(p_items, p_order, v_taken.places, v_taken.labels);
        end if;
    elsif p_one_tier then
        -- Its places are those of the items in any order.
        v_taken := take_any(p_items[1].tier, (select count(x.ticket) from unnest(p_items) x)::integer, null, p_order, null, p_items[1].near_ordinal);
    else
        v_taken := sell_any(p_items, p_order, null, null);
    end if;
    places := v_taken.places;
    labels := v_taken.labels;
    taken_at := v_taken.taken_at;
end
$$;

-- The tickets of a sale as its answer lists them.
create or replace function foyer.tickets_json(p_items foyer.priced_item[], p_places bigint[], p_labels text[]) returns jsonb
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    i priced_item;
    v_tickets jsonb[] := '{}';
begin
    foreach i in array p_items loop
        continue when i.ticket is null;
        v_tickets := v_tickets || jsonb_build_object('ticket', i.ticket, 'event', i.event, 'place', p_places[i.position + 1], 'seat', p_labels[i.position + 1],
            'tier', i.tier, 'tier_name', i.tier_name, 'price_type', i.price_type, 'price_type_name', i.price_type_name, 'price_minor', i.price_minor);
    end loop;
    return to_jsonb(v_tickets);
end
$$;

-- Writes what was sold: items, tickets, rollup, audit, payments, journal. Plain statements: as one statement of CTEs they took twice as long to set up.
create or replace function foyer.write_sale(p_items foyer.priced_item[], p_places bigint[], p_order uuid, p_till uuid, p_request jsonb, p_total bigint, p_at timestamptz)
returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v jsonb;
begin
    insert into order_items (order_id, position, kind, event_id, tier_id, price_type_id, price_version, price_minor, price_tax_minor, fee_minor, fee_tax_minor)
    select p_order, x.position, case when x.ticket is null then 'order_fee' else 'ticket' end, x.event, x.tier, x.price_type, x.price_version,
           x.price_minor, x.price_tax_minor, x.fee_minor, x.fee_tax_minor from unnest(p_items) x;
    insert into tickets (id, order_id, position, place_id, event_id, tier_id, price_minor, created_at, updated_at)
    select x.ticket, p_order, x.position, p_places[x.position + 1], x.event, x.tier, x.price_minor, p_at, p_at from unnest(p_items) x where x.ticket is not null;
    insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor)
    select x.event, x.tier, x.price_type, p_request ->> 'channel', date_trunc('hour', p_at, 'UTC'), num_nonnulls(x.ticket), x.price_minor, x.fee_minor,
           x.price_tax_minor + x.fee_tax_minor from unnest(p_items) x;
    insert into audit_log (at, actor, till_id, action, subject, after)
    values (p_at, session_user, p_till, 'sell', p_order::text, jsonb_build_object('number', p_request -> 'number', 'total_minor', p_total));
    for n in 0..jsonb_array_length(p_request -> 'payments') - 1 loop
        v := p_request -> 'payments' -> n;
        insert into payments (id, order_id, method, amount_minor, given_minor, reference, currency, created_at)
        values ((v ->> 'payment')::uuid, p_order, v ->> 'method', (v ->> 'amount_minor')::bigint, (v ->> 'given_minor')::bigint, v ->> 'reference',
                p_request ->> 'currency', p_at);
    end loop;
    -- The till's head is the last lock.
    for n in 0..jsonb_array_length(p_request -> 'payments') - 1 loop
        v := p_request -> 'payments' -> n;
        perform journal_append(p_till, 'payment', (v ->> 'payment')::uuid, p_order, v ->> 'method', (v ->> 'amount_minor')::bigint, p_request ->> 'currency', p_at);
    end loop;
end
$$;

create or replace function foyer.sell(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    r jsonb;
    s record;
    v_paid record;
    v_order uuid;
    v_taken record;
    v_at timestamptz := clock_timestamp();
    v_constraint text;
begin
    perform set_config('synchronous_commit', 'on', true);
    c := unseal(p_till, p_request, p_mac);
    r := c.request;
    perform expect_sale(r, c.till_prefix);
    v_order := (r ->> 'order')::uuid;
    s := price_items(r -> 'items', r ->> 'currency');
    v_paid := settle(r -> 'payments', s.total);

    -- The claim: a second call with this id waits here for the first, and then answers as it did (below, at unique_violation).
    insert into orders (id, number, till_id, user_id, channel, status, currency, subtotal, service_fee, tax, total_amount, change_minor, request_hash, sold_by, sold_at)
    values (v_order, r ->> 'number', c.till_id, (r ->> 'user')::uuid, 'counter', 'paid', r ->> 'currency',
            s.subtotal, s.fee, s.tax, s.total, v_paid.change, c.request_hash, session_user, v_at);
    if not s.plain or s.total <> (r ->> 'total_minor')::bigint or clock_timestamp() < s.opens_at or clock_timestamp() >= s.closes_at then
        perform expect_sellable(r -> 'items', r ->> 'currency', (r ->> 'total_minor')::bigint, s.total);
    end if;
    if not v_paid.good then
        perform refuse('TK007', 'the payments do not add up to the total', jsonb_build_object('total_minor', s.total, 'paid_minor', v_paid.paid));
    end if;

    v_taken := sell_places(s.items, r -> 'holds', v_order, s.named, s.any_of_tier, s.plain);
    perform write_sale(s.items, v_taken.places, v_order, c.till_id, r, s.total, v_taken.taken_at);
    -- The same document as sale_answer() makes from the tables.
    return jsonb_build_object('order', v_order, 'number', r -> 'number', 'currency', r -> 'currency', 'subtotal_minor', s.subtotal, 'fee_minor', s.fee,
        'tax_minor', s.tax, 'total_minor', s.total, 'change_minor', v_paid.change, 'sold_at', utc_text(v_at), 'tickets', tickets_json(s.items, v_taken.places, v_taken.labels));
exception
    when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint in ('orders_pkey', 'orders_number_key') then
            return repeat_sale(v_order, c.request_hash, r ->> 'number');
        elsif v_constraint in ('tickets_pkey', 'payments_pkey') then
            perform refuse('TK012', 'a ticket or payment id was used before', jsonb_build_object('id', v_order));
        end if;
        raise;
    when foreign_key_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint <> 'orders_user_id_fkey' then
            raise;
        end if;
        perform refuse('TK009', 'no such customer', jsonb_build_object('what', 'user', 'id', r ->> 'user'));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.sell(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
