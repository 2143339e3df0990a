-- SPDX-License-Identifier: GPL-3.0-or-later
-- How reservations end without a payment: cancelled by somebody, or past their deadline; and which there are.

-- Ends locked orders: their places are free, or back at letter or allotment.
create or replace function foyer.end_reservations(p_orders uuid[], p_reason text, p_action text, p_till uuid, p_hash bytea) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows event_seats[];
    v_now timestamptz;
begin
    perform from holds where id = any (p_orders) order by id for no key update;
    v_rows := array(select s from event_seats s where s.hold_id = any (p_orders) order by s.id for no key update);
    v_now := clock_timestamp();
    perform go_home(v_rows, v_now);
    update holds set settled = places, expires_at = least(expires_at, v_now), updated_at = v_now where id = any (p_orders);
    update orders set status = 'cancelled', cancel_reason = left(p_reason, 250), updated_at = v_now where id = any (p_orders);
    update reservations set ended_at = v_now, ended_by = session_user, end_hash = p_hash where order_id = any (p_orders);
    perform audit(p_action, o::text, p_till, null, jsonb_strip_nulls(jsonb_build_object('reason', nullif(p_reason, '')))) from unnest(p_orders) o;
end
$$;

create or replace function foyer.cancel_reservation(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    o orders;
    s reservations;
begin
    perform set_config('synchronous_commit', 'on', true);
    c := unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['order', 'till'], array['reason']);
    perform expect_types(c.request, '{"order": "string", "reason": "string"}');
    select * into o from orders where id = (c.request ->> 'order')::uuid for no key update;
    select * into s from reservations where order_id = o.id;
    if s.order_id is null then
        perform refuse('TK009', 'no such reservation', jsonb_build_object('what', 'reservation', 'id', c.request ->> 'order'));
    elsif o.status = 'reserved' then
        perform end_reservations(array[o.id], coalesce(c.request ->> 'reason', ''), 'cancel_reservation', c.till_id, c.request_hash);
        return jsonb_build_object('order', o.id, 'outcome', 'cancelled');
    elsif o.status = 'cancelled' then
        return jsonb_build_object('order', o.id, 'outcome', 'cancelled', 'repeated', true);
    end if;
    return jsonb_build_object('order', o.id, 'outcome', 'sold', 'answer', sale_answer(o.id));
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

-- Background: reservations past their deadline are cancelled. Their places could be had by others from that moment on without it. Answers how many.
create or replace function foyer.lapse_reservations() returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_due uuid[];
begin
    perform begin_write();
    v_due := array(select r.order_id from reservations r where r.ended_at is null and r.pay_until <= clock_timestamp() order by r.pay_until limit 100);
    v_due := array(select o.id from orders o where o.id = any (v_due) and o.status = 'reserved' order by o.id for no key update skip locked);
    if cardinality(v_due) > 0 then
        perform end_reservations(v_due, 'not paid in time', 'lapse_reservation', null, null);
    end if;
    return cardinality(v_due);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Open reservations whose number or customer's name has the text; the next to lapse first, at most 500.
create or replace function foyer.list_reservations(p_search text default '') returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_text text := lower(left(coalesce(p_search, ''), 200));
begin
    -- Where no row is found, row security has asked nobody.
    perform reader_scope();
    return (select coalesce(jsonb_agg(x.line order by x.pay_until, x.order_id), '[]') from (
        select r.pay_until, r.order_id, jsonb_build_object('order', o.id, 'number', o.number, 'name', coalesce(r.customer_name, u.display_name, ''), 'user', o.user_id,
                   'reserved_by', r.reserved_by, 'reserved_at', utc_text(r.created_at), 'pay_until', utc_text(r.pay_until), 'lapsed', r.pay_until <= statement_timestamp(),
                   'total_minor', o.total_amount, 'currency', o.currency, 'training', o.training,
                   'seats', (select jsonb_agg(s.label order by p.n) from unnest(r.places) with ordinality p (id, n) join event_seats s on s.id = p.id),
                   'events', (select jsonb_agg(jsonb_build_object('event', e.id, 'title', e.title, 'starts_at', utc_text(e.start_time)) order by e.start_time, e.id)
                              from events e where e.id in (select s.event_id from event_seats s where s.id = any (r.places)))) as line
        from reservations r join orders o on o.id = r.order_id left join users u on u.id = o.user_id
        where r.ended_at is null and (position(v_text in lower(o.number)) > 0 or position(v_text in lower(coalesce(r.customer_name, u.display_name, ''))) > 0)
        order by r.pay_until, r.order_id limit 500) x);
end
$$;
alter function foyer.list_reservations(text) owner to foyer_reader;

grant execute on function foyer.reservation_answer(uuid) to foyer_reader;
grant execute on function foyer.cancel_reservation(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
grant execute on function foyer.lapse_reservations() to foyer_manager, foyer_till;
grant execute on function foyer.list_reservations(text) to foyer_clerk, foyer_manager, foyer_till;
