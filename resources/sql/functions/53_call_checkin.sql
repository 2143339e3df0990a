-- SPDX-License-Identifier: GPL-3.0-or-later
-- check_in: a ticket at a door. A ticket that is turned away is an answer, not a refusal: the person at the door has to hear why. There is no way back from "used".

-- Why a ticket is not let in here and now; null when it is.
create or replace function foyer.turned_away(p_ticket foyer.tickets, p_event uuid) returns text
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return case when p_ticket.event_id <> p_event then 'other_event'
                when (select o.training or e.training from orders o, events e where o.id = p_ticket.order_id and e.id = p_event) then 'training'
                when p_ticket.status <> 'valid' then p_ticket.status::text
                when (select o.status = 'reserved' from orders o where o.id = p_ticket.order_id) then 'unpaid' end;
end
$$;

create or replace function foyer.admission_answer(p_ticket foyer.tickets, p_reason text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_strip_nulls(jsonb_build_object('ticket', p_ticket.id, 'admitted', p_reason is null, 'reason', p_reason, 'event', p_ticket.event_id, 'seat', s.label,
                'tier_name', t.name, 'price_type_name', x.name, 'holder_name', p_ticket.holder_name,
                'used_at', case when p_reason is null or p_reason = 'used' then utc_text(coalesce(a.created_at, p_ticket.used_at)) end,
                'door', case when p_reason is null or p_reason = 'used' then a.door end))
            from event_seats s join ticket_tiers t on t.id = s.tier_id
            join order_items i on (i.order_id, i.position) = (p_ticket.order_id, p_ticket.position)
            -- The ticket of a lost place that was reseated has no price type left.
            left join price_types x on x.id = i.price_type_id
            left join admissions a on a.ticket_id = p_ticket.id
            where s.id = p_ticket.place_id);
end
$$;

create or replace function foyer.check_in(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_id uuid;
    v_event uuid;
    v_range record;
    v_ticket tickets;
    v_reason text;
    v_at timestamptz;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['check_in', 'till', 'event', 'code', 'door']);
    perform expect_types(c.request, '{"check_in": "string", "event": "string", "code": "string", "door": "string"}');
    v_id := (c.request ->> 'check_in')::uuid;
    v_event := (c.request ->> 'event')::uuid;
    if octet_length(c.request ->> 'door') not between 1 and 200 then
        perform refuse('TK015', 'a door has a name', jsonb_build_object('what', 'door'));
    end if;
    v_range := ticket_range(c.request ->> 'code');
    select * into v_ticket from tickets where id between v_range.low and v_range.high order by event_id <> v_event, id limit 1;
    if not found then
        perform refuse('TK009', 'no such ticket', jsonb_build_object('what', 'ticket', 'id', left(c.request ->> 'code', 200)));
    end if;
    -- Of two doors one waits here for the other.
    select * into v_ticket from tickets where id = v_ticket.id for no key update;
    if is_repeat((select request_hash from admissions where id = v_id), c.request_hash, v_id) then
        return admission_answer(v_ticket, null) || '{"repeated": true}';
    end if;
    v_reason := turned_away(v_ticket, v_event);
    if v_reason is not null then
        return admission_answer(v_ticket, v_reason);
    end if;
    v_at := clock_timestamp();
    update tickets set status = 'used', used_at = v_at, updated_at = v_at where id = v_ticket.id;
    insert into admissions (id, ticket_id, event_id, till_id, door, admitted_by, request_hash, created_at)
    values (v_id, v_ticket.id, v_event, c.till_id, c.request ->> 'door', session_user, c.request_hash, v_at);
    perform audit('check_in', v_ticket.id::text, c.till_id, null, jsonb_build_object('event', v_event, 'door', c.request -> 'door'));
    return admission_answer(v_ticket, null);
exception
    when unique_violation then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.check_in(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
