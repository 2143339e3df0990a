-- SPDX-License-Identifier: GPL-3.0-or-later
-- pay_order: a reservation is paid and becomes a sale, at the prices it was made with. See CALLS.md.

-- Refuses what can not be read, or what the reservation is not. Payments are read as sell reads them.
create or replace function foyer.expect_payment(p_request jsonb, p_order foyer.orders, p_tickets integer) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    e record;
begin
    perform expect_sale(jsonb_build_object('order', p_order.id, 'number', p_order.number, 'till', '', 'currency', p_order.currency, 'channel', 'counter',
        'total_minor', p_request -> 'total_minor', 'holds', '[]'::jsonb, 'items', '[{}]'::jsonb, 'payments', p_request -> 'payments'), '');
    if jsonb_array_length(p_request -> 'tickets') <> p_tickets or p_tickets <> (select count(distinct x::uuid) from jsonb_array_elements_text(p_request -> 'tickets') x) then
        perform refuse('TK015', 'as many ticket ids as places are expected', jsonb_build_object('what', 'tickets', 'places', p_tickets));
    elsif exists (select from jsonb_array_elements(p_request -> 'events') x where jsonb_typeof(x) <> 'object' or not x ?& array['event', 'starts_at']
                  or x - array['event', 'starts_at'] <> '{}' or jsonb_typeof(x -> 'event') <> 'string' or jsonb_typeof(x -> 'starts_at') <> 'string') then
        perform refuse('TK015', 'events are objects of event and starts_at', jsonb_build_object('what', 'events'));
    end if;
    for e in
        select x.id, x.start_time, x.end_time, x.status, s.starts_at
        from events x left join jsonb_to_recordset(p_request -> 'events') s (event uuid, starts_at timestamptz) on s.event = x.id
        where x.id in (select i.event_id from order_items i where i.order_id = p_order.id)
    loop
        if e.starts_at is distinct from e.start_time then
            perform refuse('TK013', 'the performance was moved', jsonb_build_object('event', e.id, 'shown', utc_text(e.starts_at), 'current', utc_text(e.start_time)));
        elsif e.status not in ('published', 'on_sale', 'paused', 'closed') or e.end_time <= clock_timestamp() then
            perform refuse('TK005', 'the event is over or does not take place', jsonb_build_object('event', e.id, 'status', e.status));
        end if;
    end loop;
    if (p_request ->> 'total_minor')::bigint <> p_order.total_amount then
        perform refuse('TK004', 'the total shown is not the total at the centre', jsonb_build_object('shown_minor', p_request -> 'total_minor',
            'total_minor', p_order.total_amount, 'currency', p_order.currency));
    end if;
end
$$;

-- The places of a reservation are sold, or named as lost. After the deadline they are the customer's as long as nobody else took them.
create or replace function foyer.sell_reserved(p_order uuid, p_places bigint[]) returns timestamptz
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows event_seats[];
    v_lost bigint[];
    v_now timestamptz;
begin
    perform from holds where id = p_order for no key update;
    v_rows := array(select s from event_seats s where s.id = any (p_places) order by s.id for no key update);
    v_now := clock_timestamp();
    v_lost := array(select r.id from unnest(v_rows) r where r.status <> 'AVAILABLE' and (r.hold_id = p_order) is not true and (r.reserved_until <= v_now) is not true);
    if cardinality(v_lost) > 0 then
        v_lost := shut_places(array(select r from unnest(v_rows) r where r.id = any (v_lost)), '{}', v_now);
    end if;
    if cardinality(v_lost) > 0 then
        perform refuse('TK003', 'the reservation has lapsed and others took its places', (select jsonb_build_object('hold', p_order, 'seats', jsonb_agg(r.label order by r.id),
            'places', jsonb_agg(r.id order by r.id)) from unnest(v_rows) r where r.id = any (v_lost)));
    end if;
    update event_seats set status = 'SOLD', order_id = p_order, sold_at = v_now, hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null where id = any (p_places);
    update holds set settled = places, updated_at = v_now where id = p_order;
    return v_now;
end
$$;

-- Tickets, figures, payments and journal of a reservation that is paid now.
create or replace function foyer.write_payment(p_order foyer.orders, p_places bigint[], p_till uuid, p_request jsonb, p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    p record;
begin
    insert into tickets (id, order_id, position, place_id, event_id, tier_id, price_minor, created_at, updated_at)
    select (p_request -> 'tickets' ->> i.position)::uuid, i.order_id, i.position, p_places[i.position + 1], i.event_id, i.tier_id, i.price_minor, p_at, p_at
    from order_items i where i.order_id = p_order.id and i.kind = 'ticket';
    if not p_order.training then
        insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor)
        select i.event_id, i.tier_id, i.price_type_id, p_order.channel, date_trunc('hour', p_at, 'UTC'), num_nonnulls(i.tier_id), i.price_minor, i.fee_minor,
               i.price_tax_minor + i.fee_tax_minor from order_items i where i.order_id = p_order.id;
    end if;
    insert into payments (id, order_id, method, amount_minor, given_minor, reference, currency, created_at)
    select x.payment, p_order.id, x.method, x.amount_minor, x.given_minor, x.reference, p_order.currency, p_at
    from jsonb_to_recordset(p_request -> 'payments') x (payment uuid, method text, amount_minor bigint, given_minor bigint, reference text);
    perform audit('pay_order', p_order.id::text, p_till, null, jsonb_build_object('number', p_order.number, 'total_minor', p_order.total_amount));
    -- The till's head is the last lock.
    if not p_order.training then
        for p in
            select x.payment, x.method, x.amount_minor
            from rows from (jsonb_to_recordset(p_request -> 'payments') as (payment uuid, method text, amount_minor bigint)) with ordinality
                 as x (payment, method, amount_minor, n)
            order by x.n
        loop
            perform journal_append(p_till, 'payment', p.payment, p_order.id, p.method, p.amount_minor, p_order.currency, p_at);
        end loop;
    end if;
end
$$;

create or replace function foyer.pay_order(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    o orders;
    s reservations;
    v_paid record;
    v_at timestamptz;
    v_constraint text;
begin
    perform set_config('synchronous_commit', 'on', true);
    c := unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['order', 'till', 'total_minor', 'payments', 'tickets', 'events']);
    perform expect_types(c.request, '{"order": "string", "total_minor": "number", "payments": "array", "tickets": "array", "events": "array"}');
    select * into o from orders where id = (c.request ->> 'order')::uuid for no key update;
    select * into s from reservations where order_id = o.id;
    if s.order_id is null then
        perform refuse('TK009', 'no such reservation', jsonb_build_object('what', 'reservation', 'id', c.request ->> 'order'));
    elsif o.status = 'cancelled' then
        perform refuse('TK003', 'the reservation has ended', (select jsonb_build_object('hold', o.id, 'seats', jsonb_agg(e.label order by e.id),
            'places', jsonb_agg(e.id order by e.id))
            from event_seats e where e.id = any (s.places)));
    elsif o.status <> 'reserved' and s.end_hash = c.request_hash then
        return sale_answer(o.id) || '{"repeated": true}';
    elsif o.status <> 'reserved' then
        perform refuse('TK012', 'the reservation was paid before', jsonb_build_object('id', o.id));
    end if;
    perform expect_payment(c.request, o, cardinality(s.places));
    v_paid := settle(c.request -> 'payments', o.total_amount);
    if v_paid.good is not true then
        perform refuse('TK007', 'the payments do not add up to the total', jsonb_build_object('total_minor', o.total_amount, 'paid_minor', v_paid.paid));
    end if;
    v_at := sell_reserved(o.id, s.places);
    update orders set status = 'paid', sold_at = v_at, change_minor = v_paid.change, updated_at = v_at where id = o.id;
    update reservations set ended_at = v_at, ended_by = session_user, end_hash = c.request_hash where order_id = o.id;
    perform write_payment(o, s.places, c.till_id, c.request, v_at);
    return sale_answer(o.id);
exception
    when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint in ('tickets_pkey', 'payments_pkey') then
            perform refuse('TK012', 'a ticket or payment id was used before', jsonb_build_object('id', o.id));
        end if;
        raise;
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded or check_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.pay_order(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
