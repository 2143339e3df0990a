-- SPDX-License-Identifier: GPL-3.0-or-later
-- What refund and exchange share: which tickets of an order come back, what they are worth, by which ways the money goes, and the writing of it.

-- The order, locked: everything that comes back to it is decided one call after the other.
create or replace function foyer.lock_order(p_order uuid) returns foyer.orders
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_order orders;
begin
    select * into v_order from orders where id = p_order for no key update;
    if not found then
        perform refuse('TK009', 'no such order', jsonb_build_object('what', 'order', 'id', p_order));
    end if;
    return v_order;
end
$$;

-- The tickets of a request ("all" or their ids), by position. Their places and p_also are locked by id, then the tickets: a scan at the door or a cancelled event
-- is either seen here or sees this. Refuses tickets that can not come back: used ones, and those whose money went back.
create or replace function foyer.lock_tickets(p_order foyer.orders, p_wanted jsonb, p_also bigint[]) returns foyer.tickets[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_ids uuid[];
    v_rows tickets[];
    v_fault text;
begin
    if p_order.status not in ('paid', 'part_refunded') then
        perform refuse('TK008', 'nothing can come back to that order', jsonb_build_object('what', 'order', 'id', p_order.id, 'status', p_order.status));
    elsif p_wanted = '"all"' then
        v_ids := array(select k.id from tickets k join order_items i on (i.order_id, i.position) = (k.order_id, k.position) where k.order_id = p_order.id and i.kind = 'ticket'
                       and not exists (select from refund_items b where (b.order_id, b.position) = (k.order_id, k.position)));
    else
        v_ids := array(select w::uuid from jsonb_array_elements_text(p_wanted) w);
    end if;
    perform from event_seats where id = any (array(select k.place_id from tickets k where k.id = any (v_ids) and k.order_id = p_order.id) || p_also)
    order by id for no key update;
    select array_agg(k order by k.position) into v_rows
    from (select * from tickets where id = any (v_ids) and order_id = p_order.id order by id for no key update) k
    -- What was reseated is worth nothing under its old ticket.
    where exists (select from order_items i where (i.order_id, i.position) = (k.order_id, k.position) and i.kind = 'ticket');
    if coalesce(cardinality(v_rows), 0) < cardinality(v_ids) then
        perform refuse('TK009', 'no such ticket in that order, or named twice', jsonb_build_object('what', 'ticket', 'id',
            (select min(w::text) from unnest(v_ids) w where not exists (select from unnest(v_rows) k where k.id = w))));
    end if;
    -- A cancelled ticket stays cancelled when its money goes back: its item says that it did.
    v_fault := (select min(case when k.status in ('valid', 'cancelled') then 'refunded' else k.status::text end) from unnest(v_rows) k
                where k.status not in ('valid', 'cancelled') or exists (select from refund_items b where (b.order_id, b.position) = (k.order_id, k.position)));
    if v_fault is not null then
        perform refuse('TK008', 'a ticket can not come back', jsonb_build_object('what', v_fault, 'tickets',
            (select jsonb_agg(k.id order by k.position) from unnest(v_rows) k where k.status not in ('valid', 'cancelled')
             or exists (select from refund_items b where (b.order_id, b.position) = (k.order_id, k.position)))));
    end if;
    return v_rows;
end
$$;

-- What tickets are worth: the price paid and, unless the fee is kept, their fees. An event's fee per order comes back with the last of its tickets.
create or replace function foyer.items_back(p_refund uuid, p_tickets foyer.tickets[], p_fee text) returns foyer.refund_items[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_order constant uuid := p_tickets[1].order_id;
    v_positions constant integer[] := array(select position from unnest(p_tickets));
    v_kept constant boolean := p_fee = 'kept';
begin
    return array(
        select row (i.order_id, i.position, p_refund, i.price_minor, i.price_tax_minor, case when v_kept then 0 else i.fee_minor end,
                    case when v_kept then 0 else i.fee_tax_minor end)::refund_items
        from order_items i
        where i.order_id = v_order and (i.position = any (v_positions) or (not v_kept and i.kind = 'order_fee'
            and exists (select from unnest(p_tickets) k where k.event_id = i.event_id)
            and not exists (select from order_items o where o.order_id = v_order and o.event_id = i.event_id and o.kind = 'ticket' and o.position <> all (v_positions)
                            and not exists (select from refund_items b where (b.order_id, b.position) = (o.order_id, o.position)))))
        order by i.position);
end
$$;

-- What each payment of an order has left to give back, and the way its money came: that of its source when it is itself an exchange's.
create or replace function foyer.payments_left(p_order uuid) returns table (payment uuid, came_by text, reference text, left_minor bigint)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select p.id, coalesce(s.method, p.method)::text, coalesce(s.reference, p.reference)::text,
           (p.amount_minor - coalesce((select sum(l.amount_minor) from refund_legs l where l.payment_id = p.id), 0))::bigint
    from payments p left join payment_sources x on x.payment_id = p.id left join payments s on s.id = x.source_id
    where p.order_id = p_order and p.status = 'captured' order by p.created_at, p.id;
end
$$;

-- The legs of a request, tied to the payments that their money came by. Refuses what did not come that way, or more than came. Cash without a payment's name is
-- taken from all that came in cash, one after the other: notes have no name.
create or replace function foyer.legs_back(p_order uuid, p_refund uuid, p_legs jsonb, p_total bigint) returns foyer.refund_legs[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_legs refund_legs[] := '{}';
    v_open bigint;
    v_part bigint;
    l record;
    p record;
begin
    for l in select * from rows from (jsonb_to_recordset(p_legs) as (method text, amount_minor bigint, reference text, payment uuid)) with ordinality
                  as x (method, amount_minor, reference, payment, n) order by x.n loop
        perform expect_leg(p_order, l.method, l.payment);
        v_open := l.amount_minor;
        for p in select x.payment, x.left_minor - coalesce((select sum(b.amount_minor) from unnest(v_legs) b where b.payment_id = x.payment), 0)::bigint as left_minor
                 from payments_left(p_order) x where x.came_by = l.method and x.payment = coalesce(l.payment, x.payment) loop
            v_part := least(p.left_minor, v_open);
            if v_part > 0 then
                v_legs := v_legs || row (gen_random_uuid(), p_refund, cardinality(v_legs), p.payment, l.method, v_part, l.reference)::refund_legs;
                v_open := v_open - v_part;
            end if;
        end loop;
        if v_open > 0 then
            perform refuse('TK007', 'less than that is left to give back that way', jsonb_strip_nulls(jsonb_build_object('total_minor', p_total,
                'paid_minor', l.amount_minor - v_open, 'method', l.method, 'payment', l.payment)));
        end if;
    end loop;
    if coalesce((select sum(amount_minor) from unnest(v_legs)), 0) <> p_total then
        perform refuse('TK007', 'the legs do not add up to the total', jsonb_build_object('total_minor', p_total, 'paid_minor', (select coalesce(sum(amount_minor), 0) from unnest(v_legs))));
    end if;
    return v_legs;
end
$$;

-- Refuses a leg whose payment is not of the order, came another way, or is not the only one that could be meant.
create or replace function foyer.expect_leg(p_order uuid, p_method text, p_payment uuid) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_named text;
    v_choices bigint;
begin
    select max(x.came_by) filter (where x.payment = p_payment), count(*) filter (where x.came_by = p_method) into v_named, v_choices from payments_left(p_order) x;
    if p_payment is not null and v_named is null then
        perform refuse('TK009', 'no such payment in that order', jsonb_build_object('what', 'payment', 'id', p_payment));
    elsif v_named <> p_method or v_choices = 0 then
        perform refuse('TK007', 'the money came another way', jsonb_build_object('total_minor', 0, 'paid_minor', 0, 'method', p_method));
    elsif p_payment is null and v_choices > 1 and p_method <> 'cash' then
        perform refuse('TK015', 'more than one payment came that way: name it', jsonb_build_object('what', 'payment'));
    end if;
end
$$;

-- Writes what came back, all but the journal (the till's head is the last lock): tickets end, their places are free, figures follow.
create or replace function foyer.write_refund(p_refund uuid, p_order foyer.orders, p_till uuid, p_tickets foyer.tickets[], p_items foyer.refund_items[],
                                              p_legs foyer.refund_legs[], p_request jsonb, p_hash bytea, p_end foyer.ticket_status, p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_valid constant tickets[] := array(select k from unnest(p_tickets) k where k.status = 'valid');
begin
    insert into refunds (id, order_id, till_id, amount_minor, currency, tickets, fee, reason, refunded_by, request_hash, created_at)
    values (p_refund, p_order.id, p_till, (select sum(price_minor + fee_minor) from unnest(p_items)), p_order.currency, array(select id from unnest(p_tickets)),
            p_request ->> 'fee', p_request ->> 'reason', session_user, p_hash, p_at);
    insert into refund_items select * from unnest(p_items);
    insert into refund_legs select * from unnest(p_legs);
    update tickets set status = p_end, ended_at = p_at, updated_at = p_at where id = any (array(select id from unnest(v_valid)));
    update event_seats set status = 'AVAILABLE', order_id = null, sold_at = null where id = any (array(select place_id from unnest(v_valid)));
    update orders set updated_at = p_at, status = case when exists (
            select from order_items i where i.order_id = p_order.id and i.kind = 'ticket'
            and not exists (select from refund_items b where (b.order_id, b.position) = (i.order_id, i.position))) then 'part_refunded' else 'refunded' end::order_status
    where id = p_order.id;
    if not p_order.training then
        insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor)
        select i.event_id, i.tier_id, i.price_type_id, p_order.channel, date_trunc('hour', p_at, 'UTC'), -num_nonnulls(i.tier_id), -b.price_minor, -b.fee_minor,
               -b.price_tax_minor - b.fee_tax_minor
        from unnest(p_items) b join order_items i on (i.order_id, i.position) = (b.order_id, b.position);
    end if;
end
$$;

-- Each leg is an entry of the journal of the till that gave the money back; money out is negative. Training has no journal.
create or replace function foyer.journal_legs(p_order foyer.orders, p_till uuid, p_legs foyer.refund_legs[], p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    l refund_legs;
begin
    if p_order.training then
        return;
    end if;
    foreach l in array p_legs loop
        perform journal_append(p_till, 'refund', l.id, p_order.id, l.method, -l.amount_minor, p_order.currency, p_at);
    end loop;
end
$$;
