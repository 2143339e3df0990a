-- SPDX-License-Identifier: GPL-3.0-or-later
-- cancel_order: the only way to give an order id up. It returns what the id sold after all, or leaves a tombstone that refuses a late arrival.
create or replace function foyer.cancel_order(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_id uuid;
    v_order orders;
    v_fresh boolean;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['order', 'till'], array['reason']);
    perform expect_types(c.request, '{"order": "string", "reason": "string"}');
    v_id := (c.request ->> 'order')::uuid;
    -- XXX is ISO 4217's code for "no currency".
    insert into orders (id, till_id, status, currency, subtotal, service_fee, tax, total_amount, request_hash, sold_by, cancel_reason)
    values (v_id, c.till_id, 'cancelled', 'XXX', 0, 0, 0, 0, c.request_hash, session_user, left(c.request ->> 'reason', 250))
    on conflict (id) do nothing;
    v_fresh := found;
    select * into v_order from orders where id = v_id;
    if v_order.till_id <> c.till_id then
        perform refuse('TK008', 'that order is of another till', jsonb_build_object('what', 'order', 'id', v_id));
    end if;
    if v_fresh then
        perform audit('cancel_order', v_id::text, c.till_id, null, jsonb_strip_nulls(jsonb_build_object('reason', c.request ->> 'reason')));
    end if;
    return jsonb_strip_nulls(jsonb_build_object('order', v_id, 'outcome', case v_order.status when 'cancelled' then 'cancelled' when 'reserved' then 'reserved' else 'sold' end,
                                                'repeated', case when not v_fresh and v_order.request_hash = c.request_hash then true end))
           || case v_order.status when 'cancelled' then '{}' when 'reserved' then jsonb_build_object('answer', reservation_answer(v_id))
              else jsonb_build_object('answer', sale_answer(v_id)) end;
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.cancel_order(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
