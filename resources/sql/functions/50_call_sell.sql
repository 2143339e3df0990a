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

create or replace function foyer.sell(p_till text, p_request text, p_mac bytea) returns json
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
    v_at timestamptz;
    v_constraint text;
    v_set text;
    v_good boolean;
    v_patient boolean;
begin
    -- The first time without waiting for anybody. One block for that and for what refusals are made of: every block is a transaction of its own inside.
    foreach v_patient in array array[false, true] loop
        begin
            v_set := set_config('synchronous_commit', 'on', true);
            c := unseal(p_till, p_request, p_mac);
            r := c.request;
            v_good := expect_sale(r, c.till_prefix);
            v_order := (r ->> 'order')::uuid;
            s := price_items(r -> 'items', r ->> 'currency');
            v_paid := settle(r -> 'payments', s.total);

            -- The claim: a second call with this id waits here for the first, and then answers as it did (below, at unique_violation).
            v_at := clock_timestamp();
            insert into orders (id, number, till_id, user_id, channel, status, currency, subtotal, service_fee, tax, total_amount, change_minor, request_hash, sold_by,
                                sold_at, training)
            values (v_order, r ->> 'number', c.till_id, (r ->> 'user')::uuid, 'counter', 'paid', r ->> 'currency',
                    s.subtotal, s.fee, s.tax, s.total, v_paid.change, c.request_hash, session_user, v_at, coalesce(s.training, false));
            if not s.plain or s.total <> (r ->> 'total_minor')::bigint or clock_timestamp() < s.opens_at or clock_timestamp() >= s.closes_at then
                perform expect_sellable(r -> 'items', r ->> 'currency', (r ->> 'total_minor')::bigint, s.total);
            end if;
            if not v_paid.good then
                perform refuse('TK007', 'the payments do not add up to the total', jsonb_build_object('total_minor', s.total, 'paid_minor', v_paid.paid));
            end if;

            if s.plain and not s.named and not v_patient and jsonb_array_length(r -> 'holds') = 0 then
                v_taken := take_free(s.items[1].tier, jsonb_array_length(r -> 'items'), null, v_order, null, s.items[1].near_ordinal, v_at);
            else
                v_taken := sell_places(s.items, r -> 'holds', v_order, s.named, s.any_of_tier);
            end if;
            v_good := write_sale(s.items, v_taken.places, v_order, c.till_id, r, s.total, v_at, s.training);
            -- The same document as sale_answer() makes from the tables.
            return json_build_object('order', v_order, 'number', r -> 'number', 'currency', r -> 'currency', 'subtotal_minor', s.subtotal, 'fee_minor', s.fee,
                'tax_minor', s.tax, 'total_minor', s.total, 'change_minor', v_paid.change, 'sold_at', utc_text(v_at),
                'tickets', tickets_json(s.items, v_taken.places, v_taken.labels));
        exception
            when sqlstate 'FY001' then
                null;
            when unique_violation then
                get stacked diagnostics v_constraint = constraint_name;
                if v_constraint in ('orders_pkey', 'orders_number_key') then
                    return repeat_sale(v_order, c.request_hash, r ->> 'number')::json;
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
            when data_exception or program_limit_exceeded or check_violation then
                perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
        end;
    end loop;
end
$$;

grant execute on function foyer.sell(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
