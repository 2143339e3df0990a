-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tiers: made in an event that exists, edited, made larger or smaller.

create or replace function foyer.make_tier(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_tier uuid;
begin
    perform expect_types(p, '{"event": "string", "version": "number"}');
    v_event := lock_event((p ->> 'event')::uuid, (p ->> 'version')::integer);
    perform add_tier(v_event.id, v_event.plan_id, p - array['event', 'version']);
    perform expect_capacity(v_event.id, v_event.capacity);
    v_tier := (select id from ticket_tiers where event_id = v_event.id and name = p ->> 'name' and quantity > 0);
    if v_tier is null then
        perform refuse('TK015', 'a tier has at least one place', jsonb_build_object('what', 'quantity'));
    end if;
    update events set version = version + 1, layout_version = layout_version + 1, updated_at = clock_timestamp() where id = v_event.id;
    -- As in create_event: sales start at once.
    analyze event_seats;
    perform audit('set_tier', v_tier::text, null, null, p);
    return jsonb_build_object('tier', v_tier, 'version', 1, 'event_version', v_event.version + 1);
end
$$;

create or replace function foyer.edit_tier(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_old ticket_tiers;
    v_new ticket_tiers;
    v_other uuid;
begin
    perform expect_keys(p, array['tier', 'version'], array['name', 'color', 'position', 'min_purchase', 'max_purchase', 'sale_start_time', 'sale_end_time', 'is_active',
                                                           'tax_rate_bp']);
    perform expect_types(p, '{"tier": "string", "version": "number", "name": "string", "color": "string", "position": "number", "min_purchase": "number",
        "is_active": "boolean", "tax_rate_bp": "number"}');
    perform expect_tier(p);
    perform expect_types(jsonb_strip_nulls(p), '{"max_purchase": "number", "sale_start_time": "string", "sale_end_time": "string"}');
    v_old := lock_tier((p ->> 'tier')::uuid, (p ->> 'version')::integer);
    v_new := v_old;
    v_new.name := coalesce(p ->> 'name', v_old.name);
    v_new.color := coalesce(p ->> 'color', v_old.color);
    v_new.position := coalesce((p ->> 'position')::integer, v_old.position);
    v_new.min_purchase := coalesce((p ->> 'min_purchase')::integer, v_old.min_purchase);
    v_new.max_purchase := case when p ? 'max_purchase' then nullif((p ->> 'max_purchase')::integer, 0) else v_old.max_purchase end;
    v_new.sale_start_time := case when p ? 'sale_start_time' then (p ->> 'sale_start_time')::timestamptz else v_old.sale_start_time end;
    v_new.sale_end_time := case when p ? 'sale_end_time' then (p ->> 'sale_end_time')::timestamptz else v_old.sale_end_time end;
    v_new.is_active := coalesce((p ->> 'is_active')::boolean, v_old.is_active);
    v_new.tax_rate_bp := coalesce((p ->> 'tax_rate_bp')::integer, v_old.tax_rate_bp);
    if v_new.min_purchase > v_new.max_purchase or v_new.sale_end_time <= v_new.sale_start_time then
        perform refuse('TK015', 'the smallest purchase is not above the largest, and a sale ends after it starts', jsonb_build_object('what', 'tier'));
    end if;
    -- The tier that stands there goes to where this one came from. Positions are unique row by row, so it stands aside for a moment.
    v_other := (select id from ticket_tiers where event_id = v_old.event_id and position = v_new.position and id <> v_old.id);
    update ticket_tiers set position = (select max(position) + 1 from ticket_tiers where event_id = v_old.event_id) where id = v_other;
    update ticket_tiers set name = v_new.name, color = v_new.color, position = v_new.position, min_purchase = v_new.min_purchase, max_purchase = v_new.max_purchase,
           sale_start_time = v_new.sale_start_time, sale_end_time = v_new.sale_end_time, is_active = v_new.is_active, tax_rate_bp = v_new.tax_rate_bp,
           version = version + 1, updated_at = clock_timestamp()
    where id = v_old.id;
    update ticket_tiers set position = v_old.position, version = version + 1, updated_at = clock_timestamp() where id = v_other;
    perform audit('set_tier', v_old.id::text, null, differing(to_jsonb(v_old), to_jsonb(v_new)), differing(to_jsonb(v_new), to_jsonb(v_old)));
    return jsonb_build_object('tier', v_old.id, 'version', v_old.version + 1);
end
$$;

create or replace function foyer.set_tier(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform begin_write();
    perform expect_short_texts(p);
    if p ? 'tier' then
        return edit_tier(p);
    end if;
    perform expect_keys(p, array['event', 'version', 'kind'], array['name', 'color', 'position', 'tax_rate_bp', 'prices', 'category', 'quantity', 'min_purchase', 'max_purchase',
                                                                    'sale_start_time', 'sale_end_time']);
    return make_tier(p);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation or unique_violation then
        perform refuse('TK015', 'the tier can not be made so: ' || sqlerrm, jsonb_build_object('what', 'tier'));
end
$$;

grant execute on function foyer.set_tier(jsonb) to foyer_manager;
