-- SPDX-License-Identifier: GPL-3.0-or-later
-- The shape of what managers send: keys and types of every part, before anything is written. Values are left to the constraints.

-- Refuses an array of objects with other keys or types than these.
create or replace function foyer.expect_rows(p_rows jsonb, p_required text[], p_optional text[], p_types jsonb) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if jsonb_typeof(p_rows) <> 'array' then
        perform refuse('TK015', 'an array is expected', jsonb_build_object('what', 'array'));
    end if;
    perform expect_keys(r, p_required, p_optional), expect_types(jsonb_strip_nulls(r), p_types) from jsonb_array_elements(p_rows) r;
end
$$;

create or replace function foyer.expect_event(p jsonb) returns void
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform expect_keys(p, array['slug', 'title', 'plan', 'starts_at_local', 'ends_at_local', 'status', 'tiers', 'currency'],
                        array['description', 'promoter', 'doors_at_local', 'capacity', 'fees']);
    perform expect_types(jsonb_strip_nulls(p), '{"slug": "string", "title": "string", "plan": "string", "starts_at_local": "string", "ends_at_local": "string",
        "status": "string", "tiers": "array", "currency": "string", "description": "string", "promoter": "string", "doors_at_local": "string", "capacity": "number",
        "fees": "array"}');
    perform expect_short_texts(p);
    if exists (select from unnest(array[p ->> 'starts_at_local', p ->> 'ends_at_local', p ->> 'doors_at_local']) t where not isfinite(t::timestamp)) then
        perform refuse('TK015', 'times are finite', jsonb_build_object('what', 'time'));
    end if;
    perform expect_rows(p -> 'fees', array['name', 'kind', 'amount_minor', 'tax_rate_bp'], array['tier'],
                        '{"name": "string", "kind": "string", "amount_minor": "number", "tax_rate_bp": "number", "tier": "string"}');
end
$$;

create or replace function foyer.expect_tier(p jsonb) returns void
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform expect_types(jsonb_strip_nulls(p), '{"name": "string", "kind": "string", "color": "string", "position": "number", "tax_rate_bp": "number", "prices": "array",
        "category": "number", "quantity": "number", "min_purchase": "number", "max_purchase": "number", "sale_start_time": "string", "sale_end_time": "string"}');
    if exists (select from unnest(array[p ->> 'sale_start_time', p ->> 'sale_end_time']) t where not isfinite(t::timestamptz)) then
        perform refuse('TK015', 'times are finite', jsonb_build_object('what', 'time'));
    end if;
    perform expect_rows(p -> 'prices', array['name', 'price_minor'], '{}', '{"name": "string", "price_minor": "number"}');
end
$$;

-- Seats of a plan are arrays: [identity, label, zone, row, number, x, y, category index].
create or replace function foyer.expect_plan_seats(p_seats jsonb) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if jsonb_typeof(p_seats) is distinct from 'array' or exists (
            select from jsonb_array_elements(p_seats) s
            where jsonb_typeof(s) <> 'array' or jsonb_array_length(s) <> 8
               or jsonb_path_exists(s, 'strict $[0 to 1] ? (@.type() <> "string")') or jsonb_path_exists(s, 'strict $[2 to 4] ? (@.type() <> "string" && @.type() <> "null")')
               or jsonb_path_exists(s, 'strict $[5 to 7] ? (@.type() <> "number")')) then
        perform refuse('TK015', 'a seat has identity, label, zone, row, number, x, y and category', jsonb_build_object('what', 'seat'));
    end if;
end
$$;
