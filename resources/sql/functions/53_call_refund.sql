-- SPDX-License-Identifier: GPL-3.0-or-later
-- refund: tickets come back, their money goes back the way it came. See CALLS.md.

-- Refuses legs that can not be read; conversions of values come later, as data exceptions.
create or replace function foyer.expect_legs(p_legs jsonb) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v jsonb;
begin
    if jsonb_array_length(p_legs) > 20 then
        perform refuse('TK015', 'at most 20 legs', jsonb_build_object('what', 'legs'));
    end if;
    for v in select * from jsonb_array_elements(p_legs) loop
        perform expect_keys(v, array['method', 'amount_minor'], array['reference', 'payment']);
        perform expect_types(v, '{"method": "string", "amount_minor": "number", "reference": "string", "payment": "string"}');
        if (v ->> 'amount_minor')::numeric not between 1 and 100000000000 or octet_length(v ->> 'reference') > 200
           or v ->> 'method' not in ('cash', 'card', 'transfer') or (v ->> 'method' <> 'cash' and coalesce(v ->> 'reference', '') = '') then
            perform refuse('TK015', 'a leg has a way, an amount and, unless it is cash, a reference', jsonb_build_object('what', 'legs'));
        end if;
    end loop;
end
$$;

-- Refuses the part of a request that says what comes back.
create or replace function foyer.expect_back(p_request jsonb) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_request -> 'tickets' <> '"all"' and (case jsonb_typeof(p_request -> 'tickets') when 'array' then jsonb_array_length(p_request -> 'tickets') not between 1 and 200
            or jsonb_path_exists(p_request, 'strict $.tickets[*] ? (@.type() != "string")') else true end) then
        perform refuse('TK015', 'tickets are "all" or 1 to 200 ids', jsonb_build_object('what', 'tickets'));
    elsif p_request ->> 'fee' not in ('kept', 'returned') then
        perform refuse('TK015', 'the fee is kept or returned', jsonb_build_object('what', 'fee'));
    elsif octet_length(p_request ->> 'reason') not between 1 and 1000 then
        perform refuse('TK015', 'a reason of 1 to 1000 bytes is expected', jsonb_build_object('what', 'reason'));
    end if;
    perform expect_legs(p_request -> 'legs');
end
$$;

create or replace function foyer.refund_answer(p_refund uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('refund', f.id, 'order', f.order_id, 'number', o.number, 'currency', f.currency, 'fee', f.fee, 'total_minor', f.amount_minor,
                'refunded_at', utc_text(f.created_at),
                'tickets', (select jsonb_agg(jsonb_build_object('ticket', k.id, 'seat', s.label, 'price_minor', b.price_minor, 'fee_minor', b.fee_minor) order by k.position)
                            from refund_items b join tickets k on (k.order_id, k.position) = (b.order_id, b.position) join event_seats s on s.id = k.place_id
                            where b.refund_id = f.id),
                'order_fee_minor', (select coalesce(sum(b.fee_minor), 0) from refund_items b join order_items i on (i.order_id, i.position) = (b.order_id, b.position)
                                    where b.refund_id = f.id and i.kind = 'order_fee'),
                'legs', (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('method', l.method, 'amount_minor', l.amount_minor, 'reference', l.reference,
                             'payment', l.payment_id)) order by l.position), '[]') from refund_legs l where l.refund_id = f.id))
            from refunds f join orders o on o.id = f.order_id where f.id = p_refund);
end
$$;

create or replace function foyer.refund(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    r jsonb;
    v_id uuid;
    v_order orders;
    v_tickets tickets[];
    v_items refund_items[];
    v_legs refund_legs[];
    v_total bigint;
    v_at timestamptz;
    v_constraint text;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    r := c.request;
    perform expect_keys(r, array['refund', 'till', 'order', 'tickets', 'fee', 'reason', 'total_minor', 'legs']);
    perform expect_types(r, '{"refund": "string", "order": "string", "fee": "string", "reason": "string", "total_minor": "number", "legs": "array"}');
    perform expect_back(r);
    v_id := (r ->> 'refund')::uuid;

    -- The order's lock stands for the claim of the id: the same request names the same order and waits here for the first.
    v_order := lock_order((r ->> 'order')::uuid);
    if is_repeat((select request_hash from refunds where id = v_id), c.request_hash, v_id) then
        return refund_answer(v_id) || '{"repeated": true}';
    end if;
    v_tickets := lock_tickets(v_order, r -> 'tickets', '{}');
    v_at := clock_timestamp();
    v_items := items_back(v_id, v_tickets, r ->> 'fee');
    v_total := (select sum(price_minor + fee_minor) from unnest(v_items));
    if v_total <> (r ->> 'total_minor')::bigint then
        perform refuse('TK004', 'the total shown is not the total at the centre',
                       jsonb_build_object('shown_minor', r -> 'total_minor', 'total_minor', v_total, 'currency', v_order.currency));
    end if;
    v_legs := legs_back(v_order.id, v_id, r -> 'legs', v_total);
    perform write_refund(v_id, v_order, c.till_id, v_tickets, v_items, v_legs, r, c.request_hash, 'refunded', v_at);
    perform audit('refund', v_id::text, c.till_id, jsonb_build_object('status', v_order.status), jsonb_build_object('order', v_order.id, 'total_minor', v_total,
        'fee', r -> 'fee', 'tickets', (select jsonb_agg(k.id) from unnest(v_tickets) k), 'reason', r -> 'reason'));
    perform journal_legs(v_order, c.till_id, v_legs, v_at);
    return refund_answer(v_id);
exception
    when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint <> 'refunds_pkey' then
            raise;
        end if;
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.refund(text, text, bytea) to foyer_clerk, foyer_manager;
