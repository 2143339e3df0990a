-- SPDX-License-Identifier: GPL-3.0-or-later
-- The conflict desk: what is done about a sale whose place could not be had, or whose performance was moved or cancelled. Managers only.

create or replace function foyer.conflict_answer(p_conflict uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_strip_nulls(jsonb_build_object('conflict', c.id, 'status', c.status, 'order', c.replay_id, 'ticket', c.ticket_id, 'resolution', c.resolution,
                'resolved_by', c.resolved_by, 'resolved_at', utc_text(c.resolved_at), 'refund', case when c.refund_id is not null then refund_answer(c.refund_id) end,
                'new_ticket', (select jsonb_build_object('ticket', k.id, 'event', k.event_id, 'place', k.place_id, 'seat', s.label, 'tier', k.tier_id, 'tier_name', t.name,
                                   'price_type', i.price_type_id, 'price_type_name', x.name, 'price_minor', k.price_minor)
                               from tickets k join event_seats s on s.id = k.place_id join ticket_tiers t on t.id = k.tier_id
                               join order_items i on (i.order_id, i.position) = (k.order_id, k.position) join price_types x on x.id = i.price_type_id
                               where k.id = c.new_ticket_id)))
            from sync_conflicts c where c.id = p_conflict);
end
$$;

-- Seats the customer on a free place of the performance, or on one of a soft letter, for what was paid: the item goes to the new place and ticket, the ticket of the lost place stays
-- cancelled on an item worth nothing.
create or replace function foyer.reseat(p_order foyer.orders, p_conflict foyer.sync_conflicts, p_request jsonb, p_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_old tickets;
    v_item order_items;
    v_place event_seats;
    v_event uuid := (select event_id from tickets where id = p_conflict.ticket_id);
    v_position constant integer := (select max(position) + 1 from order_items where order_id = p_order.id);
begin
    if p_conflict.kind <> 'place_lost' then
        perform refuse('TK015', 'only a lost place is reseated', jsonb_build_object('what', 'resolution'));
    elsif exists (select from events where id = v_event and (status = 'cancelled' or deleted_at is not null)) then
        perform refuse('TK005', 'the performance was cancelled', jsonb_build_object('event', v_event, 'status', 'cancelled'));
    end if;
    select s.* into v_place from event_seats s where s.id = (named_places(v_event, p_request))[1] and s.event_id = v_event;
    if not found then
        perform refuse('TK009', 'no such place in that performance', jsonb_build_object('what', 'place', 'id', p_request -> 'places' -> 0));
    end if;
    v_old := (lock_tickets(p_order, jsonb_build_array(p_conflict.ticket_id), array[v_place.id]))[1];
    select * into v_place from event_seats where id = v_place.id;
    if v_place.status <> 'AVAILABLE' and (v_place.reserved_until <= clock_timestamp()) is not true
       and cardinality(shut_places(array[v_place], '{}', clock_timestamp())) > 0 then
        perform refuse_taken(array[v_place]);
    end if;
    select * into v_item from order_items where order_id = v_old.order_id and position = v_old.position;
    insert into order_items (order_id, position, kind, event_id, price_minor, price_tax_minor) values (p_order.id, v_position, 'reseated', v_event, 0, 0);
    update tickets set position = v_position, price_minor = 0, updated_at = p_at where id = v_old.id;
    update order_items set tier_id = v_place.tier_id where order_id = v_item.order_id and position = v_item.position;
    insert into tickets (id, order_id, position, place_id, event_id, tier_id, price_minor, created_at, updated_at)
    values ((p_request ->> 'ticket')::uuid, p_order.id, v_item.position, v_place.id, v_event, v_place.tier_id, v_item.price_minor, p_at, p_at);
    update event_seats set status = 'SOLD', order_id = p_order.id, sold_at = p_at, hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null where id = v_place.id;
    insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor)
    select v_event, x.tier, x.price_type, p_order.channel, date_trunc('hour', p_at, 'UTC'), x.n, x.n * v_item.price_minor, x.n * v_item.fee_minor,
           x.n * (v_item.price_tax_minor + v_item.fee_tax_minor)
    from (values (v_item.tier_id, v_item.price_type_id, -1), (v_place.tier_id, v_item.price_type_id, 1), (null, null, 0)) x (tier, price_type, n);
end
$$;

-- Gives back what the case is worth, as refund() does, also for a ticket whose performance was moved. Answers the legs for the journal.
create or replace function foyer.refund_conflict(p_order foyer.orders, p_conflict foyer.sync_conflicts, p_till uuid, p_request jsonb, p_hash bytea, p_at timestamptz)
returns foyer.refund_legs[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_refund constant uuid := p_request ->> 'refund';
    v_tickets tickets[] := lock_tickets(p_order, jsonb_build_array(p_conflict.ticket_id), '{}');
    v_items refund_items[];
    v_legs refund_legs[];
begin
    perform expect_legs(p_request -> 'legs');
    v_items := items_back(v_refund, v_tickets, 'returned');
    v_legs := legs_back(p_order.id, v_refund, p_request -> 'legs', (select sum(price_minor + fee_minor)::bigint from unnest(v_items)));
    perform write_refund(v_refund, p_order, p_till, v_tickets, v_items, v_legs, jsonb_build_object('fee', 'returned', 'reason', p_request -> 'reason'), p_hash, 'refunded', p_at);
    return v_legs;
end
$$;

create or replace function foyer.resolve_conflict(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    r jsonb;
    v_conflict sync_conflicts;
    v_order orders;
    v_how text;
    v_legs refund_legs[] := '{}';
    v_at timestamptz;
    v_constraint text;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    r := c.request;
    v_how := r ->> 'resolution';
    perform expect_keys(r, array['conflict', 'till', 'resolution', 'reason'] || case v_how when 'reseat' then array['ticket', case when r ? 'places' then 'places' else 'seats' end]
        when 'refund' then array['refund', 'legs'] else '{}' end);
    perform expect_types(r, '{"conflict": "string", "resolution": "string", "reason": "string", "ticket": "string", "places": "array", "seats": "array", "refund": "string", "legs": "array"}');
    if coalesce(v_how, '') not in ('reseat', 'refund', 'accept') or octet_length(r ->> 'reason') not between 1 and 1000
       or (v_how = 'reseat' and jsonb_array_length(coalesce(r -> 'places', r -> 'seats')) <> 1) then
        perform refuse('TK015', 'reseat (to one place), refund or accept, with a reason', jsonb_build_object('what', 'resolution'));
    end if;
    -- The order's lock comes first, as in refund().
    select o.* into v_order from sync_conflicts x join orders o on o.id = x.replay_id where x.id = (r ->> 'conflict')::uuid;
    if not found then
        perform refuse('TK009', 'no such conflict', jsonb_build_object('what', 'conflict', 'id', r ->> 'conflict'));
    end if;
    v_order := lock_order(v_order.id);
    select * into v_conflict from sync_conflicts where id = (r ->> 'conflict')::uuid for no key update;
    if v_conflict.request_hash = c.request_hash then
        return conflict_answer(v_conflict.id) || '{"repeated": true}';
    elsif v_conflict.status <> 'open' then
        perform refuse('TK012', 'the conflict was resolved in another way', jsonb_build_object('id', v_conflict.id, 'status', v_conflict.status));
    end if;
    v_at := clock_timestamp();
    if v_how = 'reseat' then
        perform reseat(v_order, v_conflict, r, v_at);
    elsif v_how = 'refund' then
        v_legs := refund_conflict(v_order, v_conflict, c.till_id, r, c.request_hash, v_at);
    end if;
    update sync_conflicts set status = case v_how when 'reseat' then 'reseated' when 'refund' then 'refunded' else 'accepted' end, resolution = r ->> 'reason',
           resolved_by = session_user, resolved_at = v_at, request_hash = c.request_hash,
           new_ticket_id = case when v_how = 'reseat' then (r ->> 'ticket')::uuid end, refund_id = case when v_how = 'refund' then (r ->> 'refund')::uuid end
    where id = v_conflict.id;
    perform audit('resolve_conflict', v_conflict.id::text, c.till_id, jsonb_build_object('kind', v_conflict.kind, 'ticket', v_conflict.ticket_id, 'amount_minor', v_conflict.amount_minor),
                  jsonb_strip_nulls(jsonb_build_object('resolution', v_how, 'reason', r -> 'reason', 'order', v_order.id, 'ticket', r -> 'ticket', 'refund', r -> 'refund')));
    perform journal_legs(v_order, c.till_id, v_legs, v_at);
    return conflict_answer(v_conflict.id);
exception
    when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint not in ('refunds_pkey', 'tickets_pkey') then
            raise;
        end if;
        perform refuse('TK012', 'a ticket or refund id was used before', jsonb_build_object('id', coalesce(r ->> 'ticket', r ->> 'refund')));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.resolve_conflict(text, text, bytea) to foyer_manager;
