-- SPDX-License-Identifier: GPL-3.0-or-later
-- Orders and tickets by id. Owned by foyer_reader: row security decides which.
grant execute on function foyer.sale_answer(uuid) to foyer_reader;

create or replace function foyer.order_outcome(p_order uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_status order_status := (select status from orders where id = p_order);
begin
    -- Where no row is found, row security has asked nobody.
    perform reader_scope();
    return case when v_status is null then jsonb_build_object('known', false)
                when v_status = 'cancelled' then jsonb_build_object('known', true, 'status', v_status)
                when v_status = 'reserved' then jsonb_build_object('known', true, 'status', v_status, 'answer', reservation_answer(p_order))
                else jsonb_build_object('known', true, 'status', v_status, 'answer', sale_answer(p_order)) end;
end
$$;
alter function foyer.order_outcome(uuid) owner to foyer_reader;

-- The lowest and the highest id that a ticket code names: a whole UUID, or the short code, which is the first 60 bits in base32 (RFC 4648). null: neither.
create or replace function foyer.ticket_range(p_code text, out low uuid, out high uuid)
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_letters text := regexp_replace(upper(left(coalesce(p_code, ''), 100)), '[^A-Z0-9]', '', 'g');
    v_bits bigint := 0;
    v_hex text;
begin
    if p_code ~* '^\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$' then
        low := trim(p_code)::uuid;
        high := low;
    elsif v_letters ~ '^[A-Z2-7]{12}$' then
        for i in 1..12 loop
            v_bits := v_bits * 32 + position(substr(v_letters, i, 1) in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') - 1;
        end loop;
        v_hex := lpad(to_hex(v_bits), 15, '0');
        low := rpad(v_hex, 32, '0')::uuid;
        high := rpad(v_hex, 32, 'f')::uuid;
    end if;
end
$$;
alter function foyer.ticket_range(text) owner to foyer_reader;

create or replace function foyer.find_ticket(p_code text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_range record := ticket_range(p_code);
    v_answer jsonb;
begin
    perform reader_scope();
    select jsonb_build_object('ticket', k.id, 'order', k.order_id, 'number', o.number, 'event', k.event_id, 'event_title', e.title,
            'starts_at', utc_text(e.start_time), 'doors_at', utc_text(e.doors_open_time), 'timezone', e.timezone, 'venue', v.name, 'venue_address', v.address,
            'place', k.place_id, 'seat', s.label, 'tier_name', t.name, 'price_type_name', coalesce(x.name, ''), 'price_minor', k.price_minor, 'currency', e.currency,
            'status', k.status, 'sold_at', utc_text(k.created_at))
    into v_answer
    from tickets k
    left join orders o on o.id = k.order_id
    join order_items i on (i.order_id, i.position) = (k.order_id, k.position)
    join events e on e.id = k.event_id
    join venues v on v.id = e.venue_id
    join event_seats s on s.id = k.place_id
    join ticket_tiers t on t.id = k.tier_id
    -- The ticket of a lost place that was reseated has no price type left.
    left join price_types x on x.id = i.price_type_id
    where k.id between v_range.low and v_range.high order by k.id limit 1;
    if v_answer is null then
        perform refuse('TK009', 'no such ticket', jsonb_build_object('what', 'ticket', 'id', left(p_code, 200)));
    end if;
    return v_answer;
end
$$;
alter function foyer.find_ticket(text) owner to foyer_reader;

grant execute on function foyer.order_outcome(uuid) to foyer_clerk, foyer_manager, foyer_till;
grant execute on function foyer.find_ticket(text) to foyer_clerk, foyer_manager, foyer_till, foyer_promoter;
