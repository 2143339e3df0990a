-- SPDX-License-Identifier: GPL-3.0-or-later
-- reserve: a sale to be paid later. The prices are pinned, the places are kept until the order's own deadline, and there are no tickets yet. See CALLS.md.

-- The answer of reserve, and of a repeat.
create or replace function foyer.reservation_answer(p_order uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('order', o.id, 'number', o.number, 'status', o.status, 'currency', o.currency, 'subtotal_minor', o.subtotal,
                'fee_minor', o.service_fee, 'tax_minor', o.tax, 'total_minor', o.total_amount, 'pay_until', utc_text(r.pay_until), 'name', coalesce(r.customer_name, ''),
                'items', (select jsonb_agg(jsonb_build_object('event', i.event_id, 'place', s.id, 'seat', s.label, 'tier', i.tier_id, 'tier_name', t.name,
                              'price_type', i.price_type_id, 'price_type_name', x.name, 'price_minor', i.price_minor,
                              'starts_at', utc_text(e.start_time)) order by i.position)
                          from order_items i
                          join event_seats s on s.id = r.places[i.position + 1]
                          join events e on e.id = i.event_id
                          join ticket_tiers t on t.id = i.tier_id
                          join price_types x on x.id = i.price_type_id
                          where i.order_id = o.id and i.kind = 'ticket'))
            from orders o join reservations r on r.order_id = o.id where o.id = p_order);
end
$$;

-- Refuses a request that can not be read, as far as price_items does not.
create or replace function foyer.expect_reservation(p_request jsonb, p_prefix text) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform expect_keys(p_request, array['order', 'number', 'till', 'currency', 'total_minor', 'pay_until', 'holds', 'items'], array['user', 'name']);
    perform expect_types(p_request, '{"order": "string", "number": "string", "currency": "string", "total_minor": "number", "pay_until": "string", "holds": "array",
        "items": "array", "user": "string", "name": "string"}');
    if p_request ->> 'currency' !~ '^[A-Z]{3}$' then
        perform refuse('TK015', 'a currency has three letters', jsonb_build_object('what', 'currency'));
    elsif not starts_with(p_request ->> 'number', p_prefix) or octet_length(p_request ->> 'number') > 60 then
        perform refuse('TK015', 'the order number starts with the prefix of the till', jsonb_build_object('what', 'number'));
    elsif not p_request ?| array['user', 'name'] or octet_length(p_request ->> 'name') not between 1 and 200 then
        perform refuse('TK015', 'a customer or a name of 1 to 200 bytes is expected', jsonb_build_object('what', 'name'));
    elsif exists (select from jsonb_array_elements(p_request -> 'items') i where jsonb_typeof(i) <> 'object' or i ? 'ticket') then
        perform refuse('TK015', 'an item can not be read; tickets are named when it is paid', jsonb_build_object('what', 'items'));
    end if;
    perform expect_quantity(jsonb_array_length(p_request -> 'items'));
end
$$;

-- Refuses more places than one person may reserve. Asked after the claim: a repeat has its answer, whatever was reserved since.
create or replace function foyer.expect_reserve_limit(p_wanted integer) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_limit constant bigint := (select reserve_limit_places from settings);
    v_wanted bigint;
begin
    select p_wanted + coalesce(sum(cardinality(r.places)), 0) into v_wanted
    from reservations r where r.reserved_by = session_user and r.ended_at is null and r.pay_until > clock_timestamp();
    if v_wanted > v_limit then
        perform refuse('TK006', 'more places than one person may reserve', jsonb_build_object('limit', v_limit, 'wanted', v_wanted, 'what', 'person'));
    end if;
end
$$;

-- Keeps every place of the items under the order's hold: the named ones, also out of the baskets of p_holds, then any of their tiers. By item.
create or replace function foyer.reserve_places(p_items foyer.priced_item[], p_holds jsonb, p_order uuid, p_until timestamptz) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_holds uuid[] := lock_holds(p_holds);
    v_wanted bigint[] := array(select i.place from unnest(p_items) i where i.place is not null);
    v_places bigint[] := array(select i.place from unnest(p_items) i where i.ticket is not null order by i.position);
    v_rows event_seats[];
    v_lost bigint[];
    v_hold uuid;
    v_now timestamptz;
    v_tier record;
    v_taken record;
begin
    v_rows := array(select s from event_seats s where s.id = any (v_wanted) order by s.id for no key update);
    v_now := clock_timestamp();
    if exists (select from unnest(p_items) i where i.place is not null
               and not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier)) then
        perform refuse('TK009', 'no such place in that tier', jsonb_build_object('what', 'place', 'id', (select min(i.place) from unnest(p_items) i where i.place is not null
            and not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier))));
    elsif cardinality(v_rows) < cardinality(v_wanted) then
        perform refuse('TK015', 'a place is named twice', jsonb_build_object('what', 'places'));
    end if;
    v_lost := array(select r.id from unnest(v_rows) r
                    where r.status <> 'AVAILABLE' and (r.hold_id = any (v_holds)) is not true and (r.reserved_until <= v_now) is not true);
    if cardinality(v_lost) > 0 then
        v_lost := shut_places(array(select r from unnest(v_rows) r where r.id = any (v_lost)), array(select h.allotment_id from holds h where h.id = any (v_holds)), v_now);
    end if;
    if cardinality(v_lost) > 0 then
        select h.id into v_hold from holds h where h.id = any (v_holds) and h.places && v_lost limit 1;
        perform refuse(case when v_hold is null then 'TK001' else 'TK003' end, 'seats are taken',
            (select jsonb_strip_nulls(jsonb_build_object('hold', v_hold, 'seats', jsonb_agg(r.label order by r.id), 'places', jsonb_agg(r.id order by r.id)))
             from unnest(v_rows) r where r.id = any (v_lost)));
    end if;
    -- Out of the baskets first: a place changes its hold only by way of AVAILABLE.
    perform go_home(array(select r from unnest(v_rows) r where r.hold_id is not null), v_now);
    update event_seats set status = 'RESERVED', hold_id = p_order, reserved_at = v_now,
           reserved_until = case when block_letter is not null then 'infinity' else greatest(reserved_until, p_until) end,
           lease_id = case when reserved_until > v_now then lease_id end
    where id = any (v_wanted);
    update holds h set settled = h.settled || array(select p from unnest(h.places) p where p = any (v_wanted)), updated_at = v_now
    where h.id = any (v_holds) and h.places && v_wanted;
    for v_tier in
        select i.tier, count(*)::integer as n, min(i.near_ordinal) as near_ordinal, array_agg(i.position + 1 order by i.position) as slots
        from unnest(p_items) i where i.ticket is not null and i.place is null group by i.tier order by i.tier
    loop
        if array_remove(v_places, null) <> '{}' then
            perform set_config('lock_timeout', '400ms', true); -- as in sell_any
        end if;
        v_taken := take_any(v_tier.tier, v_tier.n, p_order, null, p_until - clock_timestamp(), v_tier.near_ordinal);
        for n in 1..v_tier.n loop
            v_places[v_tier.slots[n]] := v_taken.places[n];
        end loop;
    end loop;
    return v_places;
end
$$;

create or replace function foyer.reserve(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    r jsonb;
    s record;
    v_order uuid;
    v_items jsonb;
    v_until timestamptz;
    v_places bigint[];
    v_constraint text;
begin
    perform set_config('synchronous_commit', 'on', true);
    c := unseal(p_till, p_request, p_mac);
    r := c.request;
    perform expect_reservation(r, c.till_prefix);
    v_order := (r ->> 'order')::uuid;
    v_until := date_trunc('second', (r ->> 'pay_until')::timestamptz);
    -- The tickets' ids come with the payment; until then a line only has to be told from a fee.
    v_items := (select jsonb_agg(i.item || jsonb_build_object('ticket', gen_random_uuid()) order by i.n) from jsonb_array_elements(r -> 'items') with ordinality i (item, n));
    s := price_items(v_items, r ->> 'currency');

    insert into orders (id, number, till_id, user_id, channel, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, pay_until, training)
    values (v_order, r ->> 'number', c.till_id, (r ->> 'user')::uuid, 'counter', 'reserved', r ->> 'currency', s.subtotal, s.fee, s.tax, s.total, c.request_hash,
            session_user, v_until, coalesce(s.training, false));
    perform expect_reserve_limit(jsonb_array_length(v_items));
    perform expect_sellable(v_items, r ->> 'currency', (r ->> 'total_minor')::bigint, s.total);
    if v_until <= clock_timestamp() or v_until > (select min(e.start_time) from unnest(s.items) i join events e on e.id = i.event) then
        perform refuse('TK015', 'the deadline lies between now and the start', jsonb_build_object('what', 'pay_until'));
    end if;
    insert into holds (id, event_id, till_id, token, held_by, request_hash, expires_at, is_reservation)
    values (v_order, s.items[1].event, c.till_id, encode(foyer_crypto.gen_random_bytes(16), 'hex'), session_user, c.request_hash, v_until, true);
    v_places := reserve_places(s.items, r -> 'holds', v_order, v_until);
    update holds set places = v_places where id = v_order;
    insert into reservations (order_id, customer_name, places, pay_until) values (v_order, r ->> 'name', v_places, v_until);
    insert into order_items (order_id, position, kind, event_id, tier_id, price_type_id, price_version, price_minor, price_tax_minor, fee_minor, fee_tax_minor)
    select v_order, x.position, case when x.ticket is null then 'order_fee' else 'ticket' end, x.event, x.tier, x.price_type, x.price_version,
           x.price_minor, x.price_tax_minor, x.fee_minor, x.fee_tax_minor from unnest(s.items) x;
    perform audit('reserve', v_order::text, c.till_id, null, jsonb_build_object('number', r -> 'number', 'total_minor', s.total, 'pay_until', utc_text(v_until),
        'places', to_jsonb(v_places)));
    return reservation_answer(v_order);
exception
    when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint = 'orders_pkey' and exists (select from orders o where o.id = v_order and o.request_hash = c.request_hash and o.status <> 'cancelled') then
            return reservation_answer(v_order) || '{"repeated": true}';
        elsif v_constraint in ('orders_pkey', 'orders_number_key', 'holds_pkey') then
            perform refuse('TK012', 'same id or number, other content', jsonb_build_object('id', v_order));
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
    when data_exception or program_limit_exceeded or check_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.reserve(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
