-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a refund needs to know beforehand. Owned by foyer_reader: row security decides which.
grant execute on function foyer.payments_left(uuid) to foyer_reader;

-- What an order's items are worth when they come back, and which payments have how much left.
create or replace function foyer.order_money(p_order uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_answer jsonb;
begin
    perform reader_scope();
    select jsonb_build_object('order', o.id, 'number', o.number, 'status', o.status, 'currency', o.currency, 'total_minor', o.total_amount,
            'given_back_minor', (select coalesce(sum(f.amount_minor), 0) from refunds f where f.order_id = o.id),
            'tickets', (select coalesce(jsonb_agg(jsonb_build_object('ticket', k.id, 'event', k.event_id, 'seat', s.label, 'status', k.status, 'price_minor', i.price_minor,
                            'fee_minor', i.fee_minor, 'given_back', b.refund_id is not null) order by k.position), '[]')
                        from tickets k join order_items i on (i.order_id, i.position) = (k.order_id, k.position) join event_seats s on s.id = k.place_id
                        left join refund_items b on (b.order_id, b.position) = (k.order_id, k.position) where k.order_id = o.id),
            'order_fees', (select coalesce(jsonb_agg(jsonb_build_object('event', i.event_id, 'fee_minor', i.fee_minor, 'given_back', b.refund_id is not null) order by i.position), '[]')
                           from order_items i left join refund_items b on (b.order_id, b.position) = (i.order_id, i.position)
                           where i.order_id = o.id and i.kind = 'order_fee'),
            'payments', (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('payment', p.payment, 'method', p.came_by, 'reference', p.reference,
                             'left_minor', p.left_minor))), '[]') from payments_left(o.id) p))
    into v_answer from orders o where o.id = p_order;
    if v_answer is null then
        perform refuse('TK009', 'no such order', jsonb_build_object('what', 'order', 'id', p_order));
    end if;
    return v_answer;
end
$$;
alter function foyer.order_money(uuid) owner to foyer_reader;

-- Every order with cancelled tickets of a performance, by number, and what of them is still owed: prices and fees, as refund with fee "returned" gives them back.
-- What a replay brings for a cancelled performance is cancelled at once, and stands here too.
create or replace function foyer.refund_list(p_event uuid, p_after text default '', p_limit integer default 1000) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    if not exists (select from events where id = p_event) then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', p_event));
    end if;
    return (
        with ended as materialized (
            select k.order_id, k.position, b.refund_id
            from event_seats s join tickets k on k.place_id = s.id left join refund_items b on (b.order_id, b.position) = (k.order_id, k.position)
            where s.event_id = p_event and k.status = 'cancelled'),
        page as (
            select o.id, o.number, o.user_id, o.currency, o.status, x.tickets, x.open
            from (select order_id, count(*) as tickets, count(*) filter (where refund_id is null) as open from ended group by order_id) x join orders o on o.id = x.order_id
            where o.number > coalesce(p_after, '') order by o.number limit least(greatest(coalesce(p_limit, 1000), 1), 5000))
        select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('order', p.id, 'number', p.number, 'customer', coalesce(u.display_name, r.customer_name), 'user', p.user_id,
                   'email', u.email, 'phone', u.phone, 'status', p.status, 'currency', p.currency, 'tickets', p.tickets, 'refunded', p.open = 0,
                   'owed_minor', case when p.open = 0 then 0 else (
                       select coalesce(sum(i.price_minor + i.fee_minor), 0) from order_items i
                       where i.order_id = p.id and (exists (select from ended e where e.order_id = i.order_id and e.position = i.position and e.refund_id is null)
                           or (i.kind = 'order_fee' and i.event_id = p_event
                               and not exists (select from refund_items b where (b.order_id, b.position) = (i.order_id, i.position))
                               and not exists (select from tickets k where k.order_id = p.id and k.event_id = p_event and k.status = 'used')))) end,
                   'payments', (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('payment', l.payment, 'method', l.came_by, 'reference', l.reference,
                                    'left_minor', l.left_minor))) from payments_left(p.id) l))) order by p.number), '[]')
        from page p left join users u on u.id = p.user_id left join reservations r on r.order_id = p.id);
end
$$;
alter function foyer.refund_list(uuid, text, integer) owner to foyer_reader;

grant execute on function foyer.order_money(uuid) to foyer_clerk, foyer_manager;
grant execute on function foyer.refund_list(uuid, text, integer) to foyer_manager;
