-- SPDX-License-Identifier: GPL-3.0-or-later
-- exchange: tickets come back and others are sold for them, in one transaction. The old order gives back by "exchange" what the new one is paid with by "exchange"; the
-- rest of the difference is paid in, or goes back the way it came. See CALLS.md.

create or replace function foyer.exchange_answer(p_exchange uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_back jsonb := refund_answer(p_exchange);
begin
    return (select jsonb_build_object('exchange', e.id, 'order', e.old_order_id, 'number', v_back -> 'number', 'currency', e.currency, 'fee', v_back -> 'fee',
                'credit_minor', e.credit_minor, 'difference_minor', e.difference_minor, 'exchanged_at', utc_text(e.created_at), 'tickets', v_back -> 'tickets',
                'order_fee_minor', v_back -> 'order_fee_minor', 'legs', jsonb_path_query_array(v_back, '$.legs[*] ? (@.method != "exchange")'),
                'sale', sale_answer(e.new_order_id))
            from exchanges e where e.id = p_exchange);
end
$$;

-- The legs by which an order gives p_credit to another: what its payments have left after p_legs, one after the other.
create or replace function foyer.credit_legs(p_order uuid, p_refund uuid, p_legs foyer.refund_legs[], p_credit bigint) returns foyer.refund_legs[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_legs refund_legs[] := p_legs;
    v_open bigint := p_credit;
    v_part bigint;
    p record;
begin
    for p in select x.payment, x.left_minor - coalesce((select sum(l.amount_minor) from unnest(p_legs) l where l.payment_id = x.payment), 0)::bigint as left_minor
             from payments_left(p_order) x loop
        v_part := least(p.left_minor, v_open);
        if v_part > 0 then
            v_legs := v_legs || row (gen_random_uuid(), p_refund, cardinality(v_legs), p.payment, 'exchange', v_part, null)::refund_legs;
            v_open := v_open - v_part;
        end if;
    end loop;
    if v_open > 0 then
        perform refuse('TK007', 'the payments of that order have less left', jsonb_build_object('total_minor', p_credit, 'paid_minor', p_credit - v_open));
    end if;
    return v_legs;
end
$$;

-- The payments of the new order: one by exchange for each of those legs, under an id of its own, and what was paid in.
create or replace function foyer.credit_payments(p_legs foyer.refund_legs[], p_number text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('payment', gen_random_uuid(), 'method', 'exchange', 'amount_minor', l.amount_minor, 'reference', p_number)
                                      order by l.position), '[]') from unnest(p_legs) l where l.method = 'exchange');
end
$$;

-- The order that an exchange makes; its id is claimed by that. p_sums: subtotal, fee, tax, total.
create or replace function foyer.claim_exchanged_order(p_old foyer.orders, p_sale jsonb, p_till uuid, p_sums bigint[], p_change bigint, p_hash bytea) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    insert into orders (id, number, till_id, user_id, channel, status, currency, subtotal, service_fee, tax, total_amount, change_minor, request_hash, sold_by, sold_at, training)
    values ((p_sale ->> 'order')::uuid, p_sale ->> 'number', p_till, coalesce((p_sale ->> 'user')::uuid, p_old.user_id), p_sale ->> 'channel', 'paid', p_old.currency,
            p_sums[1], p_sums[2], p_sums[3], p_sums[4], p_change, p_hash, session_user, clock_timestamp(), p_old.training);
    if p_sale ->> 'currency' <> p_old.currency then
        perform refuse('TK015', 'the order has another currency', jsonb_build_object('what', 'currency', 'currency', p_old.currency));
    elsif exists (select from jsonb_to_recordset(p_sale -> 'items') i (event uuid) join events e on e.id = i.event where e.training <> p_old.training) then
        perform refuse('TK015', 'training is exchanged for training', jsonb_build_object('what', 'training'));
    end if;
end
$$;

-- All legs of an exchange, when credit, payments and legs are what the centre makes of them.
create or replace function foyer.exchange_legs(p_order foyer.orders, p_exchange uuid, p_request jsonb, p_credit bigint, p_total bigint, p_paid bigint, p_good boolean)
returns foyer.refund_legs[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_credit <> (p_request ->> 'credit_minor')::bigint then
        perform refuse('TK004', 'the credit shown is not the credit at the centre',
                       jsonb_build_object('shown_minor', p_request -> 'credit_minor', 'total_minor', p_credit, 'currency', p_order.currency));
    elsif p_good is not true then
        perform refuse('TK007', 'the payments do not add up to the difference', jsonb_build_object('total_minor', greatest(p_total - p_credit, 0), 'paid_minor', p_paid));
    end if;
    return credit_legs(p_order.id, p_exchange, legs_back(p_order.id, p_exchange, p_request -> 'legs', greatest(p_credit - p_total, 0)), least(p_credit, p_total));
end
$$;

-- Refuses a request that can not be read.
create or replace function foyer.expect_exchange(p_request jsonb, p_till text, p_prefix text) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform expect_keys(p_request, array['exchange', 'till', 'order', 'tickets', 'fee', 'reason', 'credit_minor', 'legs', 'sale']);
    perform expect_types(p_request, '{"exchange": "string", "order": "string", "fee": "string", "reason": "string", "credit_minor": "number", "legs": "array", "sale": "object"}');
    perform expect_back(p_request);
    perform expect_sale(p_request -> 'sale', p_prefix);
    if p_request #> '{sale,till}' is distinct from to_jsonb(p_till) then
        perform refuse('TK015', 'the sale names another till', jsonb_build_object('what', 'till'));
    end if;
end
$$;

-- Writes the exchange and its sale, when what came back is written and the new places are taken.
create or replace function foyer.write_exchange(p_exchange foyer.exchanges, p_old foyer.orders, p_request jsonb, p_items foyer.priced_item[], p_total bigint, p_places bigint[],
                                                p_legs foyer.refund_legs[], p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_payments jsonb := credit_payments(p_legs, p_old.number);
    v_sale jsonb := p_request -> 'sale';
begin
    insert into exchanges select (p_exchange).*;
    perform audit('exchange', p_exchange.id::text, p_exchange.till_id, jsonb_build_object('order', p_old.id, 'status', p_old.status, 'tickets', p_request -> 'tickets'),
                  jsonb_build_object('order', p_exchange.new_order_id, 'credit_minor', p_exchange.credit_minor, 'difference_minor', p_exchange.difference_minor,
                                     'fee', p_request -> 'fee', 'reason', p_request -> 'reason'));
    perform write_sale(p_items, p_places, p_exchange.new_order_id, p_exchange.till_id, v_sale || jsonb_build_object('payments', v_payments || (v_sale -> 'payments')), p_total, p_at,
                       p_old.training);
    -- From here on the till's head is locked; these rows are nobody else's.
    insert into payment_sources (payment_id, source_id)
    select (p.payment ->> 'payment')::uuid, coalesce(x.source_id, l.payment_id)
    from jsonb_array_elements(v_payments) with ordinality p (payment, n)
    join (select u.payment_id, row_number() over (order by u.position) as n from unnest(p_legs) u where u.method = 'exchange') l on l.n = p.n
    left join payment_sources x on x.payment_id = l.payment_id;
    perform journal_legs(p_old, p_exchange.till_id, p_legs, p_exchange.created_at);
end
$$;

create or replace function foyer.exchange(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    r jsonb;
    v_sale jsonb;
    v_id uuid;
    v_new uuid;
    v_order orders;
    s record;
    v_tickets tickets[];
    v_items refund_items[];
    v_legs refund_legs[];
    v_credit bigint;
    v_paid record;
    v_taken record;
    v_at timestamptz;
    v_constraint text;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    r := c.request;
    perform expect_exchange(r, p_till, c.till_prefix);
    v_sale := r -> 'sale';
    v_id := (r ->> 'exchange')::uuid;
    v_new := (v_sale ->> 'order')::uuid;

    -- The old order's lock stands for the claim of the exchange's id, as in refund; the new order's row is claimed as in sell.
    v_order := lock_order((r ->> 'order')::uuid);
    if is_repeat((select request_hash from exchanges where id = v_id), c.request_hash, v_id) then
        return exchange_answer(v_id) || '{"repeated": true}';
    end if;
    s := price_items(v_sale -> 'items', v_sale ->> 'currency');
    v_paid := settle(v_sale -> 'payments', greatest(s.total - (r ->> 'credit_minor')::bigint, 0));
    perform claim_exchanged_order(v_order, v_sale, c.till_id, array[s.subtotal, s.fee, s.tax, s.total], v_paid.change, c.request_hash);
    perform expect_sellable(v_sale -> 'items', v_sale ->> 'currency', (v_sale ->> 'total_minor')::bigint, s.total);

    -- Holds before places, old and new places together by id.
    perform lock_holds(v_sale -> 'holds');
    v_tickets := lock_tickets(v_order, r -> 'tickets', array(select i.place from jsonb_to_recordset(v_sale -> 'items') i (place bigint) where i.place is not null));
    v_at := clock_timestamp();
    v_items := items_back(v_id, v_tickets, r ->> 'fee');
    v_credit := (select sum(price_minor + fee_minor) from unnest(v_items));
    v_legs := exchange_legs(v_order, v_id, r, v_credit, s.total, v_paid.paid, v_paid.good);
    -- The old places are free before the new ones are taken: a place may be exchanged for itself, at another price.
    perform write_refund(v_id, v_order, c.till_id, v_tickets, v_items, v_legs, r, c.request_hash, 'exchanged', v_at);
    v_taken := sell_places(s.items, v_sale -> 'holds', v_new, s.named, s.any_of_tier);
    perform write_exchange(row (v_id, v_order.id, v_new, s.total - v_credit, v_order.currency, session_user, c.request_hash, v_at, c.till_id, v_credit)::exchanges,
                           v_order, r, s.items, s.total, v_taken.places, v_legs, v_taken.taken_at);
    return exchange_answer(v_id);
exception
    when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint not in ('orders_pkey', 'orders_number_key', 'tickets_pkey', 'payments_pkey', 'refunds_pkey', 'exchanges_pkey') then
            raise;
        end if;
        perform refuse('TK012', 'an id or number was used before', jsonb_build_object('id', v_id));
    when foreign_key_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint <> 'orders_user_id_fkey' then
            raise;
        end if;
        perform refuse('TK009', 'no such customer', jsonb_build_object('what', 'user', 'id', v_sale ->> 'user'));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.exchange(text, text, bytea) to foyer_clerk, foyer_manager;
