-- SPDX-License-Identifier: GPL-3.0-or-later
-- Venues and seating plans.
create or replace function foyer.create_venue(p jsonb) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid;
begin
    perform begin_write();
    perform expect_keys(p, array['name', 'address', 'timezone']);
    perform expect_types(p, '{"name": "string", "address": "string", "timezone": "string"}');
    perform expect_short_texts(p);
    if not exists (select from pg_catalog.pg_timezone_names where name = p ->> 'timezone') then
        perform refuse('TK015', 'not an IANA time zone', jsonb_build_object('what', 'timezone'));
    end if;
    insert into venues (name, address, timezone) values (p ->> 'name', p ->> 'address', p ->> 'timezone') returning id into v_id;
    perform audit('create_venue', v_id::text, null, null, p);
    return v_id;
exception when check_violation or not_null_violation then
    perform refuse('TK015', 'name or address can not be used', jsonb_build_object('what', 'venue'));
end
$$;

-- p_seats: [identity, label, zone, row, number, x, y, category index] per seat, in plan order. The same document again gives the same version.
create or replace function foyer.import_plan(p_venue uuid, p_name text, p_document text, p_side text, p_seats jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_digest bytea := sha256(convert_to(concat_ws(E'\x1e', coalesce(p_document, ''), coalesce(p_side, ''), coalesce(p_seats::text, '')), 'UTF8'));
    v_plan seating_plans;
begin
    perform begin_write();
    if p_document is null or p_name is null or jsonb_typeof(p_seats) is distinct from 'array' or jsonb_array_length(p_seats) > 150000
       or octet_length(p_document) > 33554432 or octet_length(p_side) > 33554432 then
        perform refuse('TK015', 'the plan can not be read or is too large', jsonb_build_object('what', 'plan'));
    end if;
    perform expect_plan_seats(p_seats);
    -- The venue's row serialises two imports of one plan.
    perform from venues where id = p_venue and deleted_at is null for no key update;
    if not found then
        perform refuse('TK009', 'no such venue', jsonb_build_object('what', 'venue', 'id', p_venue));
    end if;
    select * into v_plan from seating_plans where venue_id = p_venue and name = p_name and digest = v_digest;
    if not found then
        insert into seating_plans (venue_id, name, version, document, side_document, digest, seat_count)
        select p_venue, p_name, coalesce(max(version), 0) + 1, p_document, coalesce(p_side, ''), v_digest, jsonb_array_length(p_seats)
        from seating_plans where venue_id = p_venue and name = p_name
        returning * into v_plan;
        insert into plan_seats (plan_id, ordinal, identity, label, zone, row_label, seat_number, x, y, category)
        select v_plan.id, s.n - 1, s.seat ->> 0, s.seat ->> 1, coalesce(s.seat ->> 2, ''), coalesce(s.seat ->> 3, ''), coalesce(s.seat ->> 4, ''),
               (s.seat ->> 5)::double precision, (s.seat ->> 6)::double precision, (s.seat ->> 7)::integer
        from jsonb_array_elements(p_seats) with ordinality s (seat, n);
        perform audit('import_plan', v_plan.id::text, null, null, jsonb_build_object('name', p_name, 'version', v_plan.version, 'seats', v_plan.seat_count));
    elsif v_plan.deleted_at is not null then
        -- A deleted plan comes back under its old version.
        update seating_plans set deleted_at = null where id = v_plan.id;
        perform audit('import_plan', v_plan.id::text, null, null, jsonb_build_object('name', p_name, 'version', v_plan.version, 'seats', v_plan.seat_count));
    end if;
    return jsonb_build_object('plan', v_plan.id, 'version', v_plan.version);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
        return null;
    when data_exception or check_violation or not_null_violation or unique_violation then
        perform refuse('TK015', 'a seat of the plan can not be used: ' || sqlerrm, jsonb_build_object('what', 'seat'));
end
$$;

grant execute on function foyer.create_venue(jsonb), foyer.import_plan(uuid, text, text, text, jsonb) to foyer_manager;
