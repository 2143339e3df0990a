-- SPDX-License-Identifier: GPL-3.0-or-later
-- Performances: made in one call with tiers, prices, fees and a row per sellable place.

create or replace function foyer.add_tier(p_event uuid, p_plan uuid, p_tier jsonb) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier uuid;
    v_kind tier_kind := (p_tier ->> 'kind')::tier_kind;
    v_first integer := (select coalesce(max(ordinal) + 1, 0) from event_seats where event_id = p_event);
    v_places integer;
begin
    perform expect_keys(p_tier, array['name', 'kind', 'color', 'position', 'tax_rate_bp', 'prices', case v_kind when 'seated' then 'category' else 'quantity' end],
                        array['min_purchase', 'max_purchase', 'sale_start_time', 'sale_end_time']);
    perform expect_tier(p_tier);
    insert into ticket_tiers (event_id, name, kind, color, position, quantity, tax_rate_bp, min_purchase, max_purchase, sale_start_time, sale_end_time)
    values (p_event, p_tier ->> 'name', v_kind, p_tier ->> 'color', (p_tier ->> 'position')::integer, coalesce((p_tier ->> 'quantity')::integer, 0),
            (p_tier ->> 'tax_rate_bp')::integer, coalesce((p_tier ->> 'min_purchase')::integer, 1), nullif((p_tier ->> 'max_purchase')::integer, 0),
            (p_tier ->> 'sale_start_time')::timestamptz, (p_tier ->> 'sale_end_time')::timestamptz)
    returning id into v_tier;
    if v_kind = 'seated' then
        insert into event_seats (event_id, tier_id, ordinal, label, plan_seat_id)
        select p_event, v_tier, v_first + row_number() over (order by s.ordinal) - 1, s.label, s.id
        from plan_seats s where s.plan_id = p_plan and s.category = (p_tier ->> 'category')::integer order by s.ordinal;
    else
        insert into event_seats (event_id, tier_id, ordinal, label)
        select p_event, v_tier, v_first + n - 1, (p_tier ->> 'name') || '/' || n from generate_series(1, (p_tier ->> 'quantity')::integer) n order by n;
    end if;
    get diagnostics v_places = row_count;
    update ticket_tiers set quantity = v_places, first_ordinal = v_first, last_ordinal = greatest(v_first + v_places - 1, v_first)
    where id = v_tier;

    insert into price_types (event_id, name, position)
    select p_event, t.p ->> 'name', (select coalesce(max(position) + 1, 0) from price_types where event_id = p_event) + row_number() over (order by t.n) - 1
    from jsonb_array_elements(p_tier -> 'prices') with ordinality t (p, n)
    where not exists (select from price_types x where x.event_id = p_event and x.name = t.p ->> 'name');
    insert into tier_prices (tier_id, price_type_id, event_id, version, price_minor)
    select v_tier, x.id, p_event, 1, (t.p ->> 'price_minor')::bigint
    from jsonb_array_elements(p_tier -> 'prices') t (p) join price_types x on x.event_id = p_event and x.name = t.p ->> 'name';
    if not found then
        perform refuse('TK015', 'a tier needs a price', jsonb_build_object('what', 'prices'));
    end if;
end
$$;

create or replace function foyer.create_event(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := gen_random_uuid();
    v_plan seating_plans;
    v_zone text;
    v_promoter uuid;
    v_places integer;
    v_tier jsonb;
begin
    perform begin_write();
    perform expect_event(p);
    -- Shared locks: neither plan nor venue is deleted meanwhile.
    select * into v_plan from seating_plans where id = (p ->> 'plan')::uuid and deleted_at is null for share;
    if not found then
        perform refuse('TK009', 'no such plan', jsonb_build_object('what', 'plan', 'id', p ->> 'plan'));
    end if;
    select timezone into v_zone from venues where id = v_plan.venue_id for share;
    v_promoter := promoter_of(p ->> 'promoter');
    if p ->> 'status' not in ('draft', 'published', 'on_sale') or jsonb_array_length(p -> 'tiers') not between 1 and 200 then
        perform refuse('TK015', 'a new event is draft, published or on_sale and has 1 to 200 tiers', jsonb_build_object('what', 'event'));
    end if;

    insert into events (id, slug, title, description, venue_id, plan_id, promoter_id, start_time, end_time, doors_open_time, starts_at_local, ends_at_local,
                        doors_at_local, timezone, currency, capacity, status)
    values (v_id, p ->> 'slug', p ->> 'title', coalesce(p ->> 'description', ''), v_plan.venue_id, v_plan.id, v_promoter,
            local_instant('starts_at_local', p ->> 'starts_at_local', v_zone), local_instant('ends_at_local', p ->> 'ends_at_local', v_zone),
            local_instant('doors_at_local', p ->> 'doors_at_local', v_zone), (p ->> 'starts_at_local')::timestamp, (p ->> 'ends_at_local')::timestamp,
            (p ->> 'doors_at_local')::timestamp, v_zone, p ->> 'currency', coalesce((p ->> 'capacity')::integer, 150000), (p ->> 'status')::event_status)
    on conflict (slug) do nothing;
    if not found then
        perform refuse('TK012', 'that slug is taken', jsonb_build_object('id', p ->> 'slug'));
    end if;
    -- Seated tiers first, so that their places stand in plan order before the standing ones.
    for v_tier in select t from jsonb_array_elements(p -> 'tiers') t order by t ->> 'kind', (t ->> 'position')::integer loop
        perform add_tier(v_id, v_plan.id, v_tier);
    end loop;
    -- Sales start at once, and without statistics of the new rows the planner guesses.
    analyze event_seats;
    select count(*) into v_places from event_seats where event_id = v_id;
    if v_places = 0 or v_places > least(150000, coalesce((p ->> 'capacity')::integer, 150000)) then
        perform refuse('TK015', 'the event has no places or more than its capacity', jsonb_build_object('what', 'capacity', 'places', v_places));
    end if;
    update events set capacity = v_places where id = v_id and p ->> 'capacity' is null;
    if exists (select from jsonb_array_elements(p -> 'fees') f where f ->> 'tier' is not null
               and not exists (select from ticket_tiers t where t.event_id = v_id and t.name = f ->> 'tier')) then
        perform refuse('TK009', 'a fee names no tier of this event', jsonb_build_object('what', 'tier'));
    end if;
    insert into fees (event_id, tier_id, kind, name, amount_minor, tax_rate_bp)
    select v_id, t.id, f ->> 'kind', f ->> 'name', (f ->> 'amount_minor')::bigint, (f ->> 'tax_rate_bp')::integer
    from jsonb_array_elements(p -> 'fees') f left join ticket_tiers t on t.event_id = v_id and t.name = f ->> 'tier';
    perform audit('create_event', v_id::text, null, null, p);
    return jsonb_build_object('event', v_id);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
        return null;
    when data_exception or check_violation or not_null_violation or unique_violation then
        perform refuse('TK015', 'the event can not be made: ' || sqlerrm, jsonb_build_object('what', 'event'));
end
$$;

create or replace function foyer.set_event_status(p_event uuid, p_status text, p_version integer) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
begin
    perform begin_write();
    v_event := lock_event(p_event);
    perform expect_version(p_version, v_event.version);
    update events set status = p_status::event_status, version = version + 1, updated_at = clock_timestamp() where id = p_event;
    perform audit('set_event_status', p_event::text, null, jsonb_build_object('status', v_event.status), jsonb_build_object('status', p_status));
    return v_event.version + 1;
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation then
        perform refuse('TK015', sqlerrm, jsonb_build_object('what', 'status'));
end
$$;

grant execute on function foyer.create_event(jsonb), foyer.set_event_status(uuid, text, integer) to foyer_manager;
