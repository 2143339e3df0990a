-- SPDX-License-Identifier: GPL-3.0-or-later
-- Training: a flag on a copied performance. Its orders carry it too; no figure counts them, no journal has them, no door admits their tickets.

-- A copy's tiers, price types, current prices and fees. Sale windows move with the start.
create or replace function foyer.copy_tiers(p_from uuid, p_to uuid, p_shift interval) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    insert into ticket_tiers (event_id, name, kind, color, position, quantity, tax_rate_bp, min_purchase, max_purchase, is_active, sale_start_time, sale_end_time,
                              first_ordinal, last_ordinal)
    select p_to, name, kind, color, position, quantity, tax_rate_bp, min_purchase, max_purchase, is_active, sale_start_time + p_shift, sale_end_time + p_shift,
           first_ordinal, last_ordinal
    from ticket_tiers where event_id = p_from;
    insert into price_types (event_id, name, position) select p_to, name, position from price_types where event_id = p_from;
    insert into tier_prices (tier_id, price_type_id, event_id, version, price_minor)
    select t.id, x.id, p_to, 1, p.price_minor
    from tier_prices p join ticket_tiers o on o.id = p.tier_id join ticket_tiers t on t.event_id = p_to and t.position = o.position
    join price_types y on y.id = p.price_type_id join price_types x on x.event_id = p_to and x.position = y.position
    where p.event_id = p_from and p.is_current;
    insert into fees (event_id, tier_id, kind, name, amount_minor, tax_rate_bp)
    select p_to, t.id, f.kind, f.name, f.amount_minor, f.tax_rate_bp
    from fees f left join ticket_tiers o on o.id = f.tier_id left join ticket_tiers t on t.event_id = p_to and t.position = o.position
    where f.event_id = p_from and f.is_active;
end
$$;

-- A draft of the same house, tiers, prices, fees and letters at another time, without anything that was held or sold; or a training performance.
create or replace function foyer.copy_event(p_event text, p_slug text, p_starts_at_local text, p_training boolean default false) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_old events;
    v_id uuid := gen_random_uuid();
    v_start timestamptz;
    v_shift interval;
begin
    perform begin_write();
    v_old := lock_event(find_event(p_event));
    v_start := local_instant('starts_at_local', p_starts_at_local, v_old.timezone);
    if v_start is null then
        perform refuse('TK015', 'a start is expected', jsonb_build_object('what', 'starts_at_local'));
    end if;
    v_shift := p_starts_at_local::timestamp - v_old.starts_at_local;
    insert into events (id, slug, title, description, series_id, venue_id, plan_id, promoter_id, start_time, end_time, doors_open_time, starts_at_local, ends_at_local,
                        doors_at_local, timezone, currency, capacity, status, training)
    values (v_id, p_slug, v_old.title, v_old.description, case when not p_training then v_old.series_id end, v_old.venue_id, v_old.plan_id,
            case when not p_training then v_old.promoter_id end, v_start, (v_old.ends_at_local + v_shift) at time zone v_old.timezone,
            (v_old.doors_at_local + v_shift) at time zone v_old.timezone, p_starts_at_local::timestamp, v_old.ends_at_local + v_shift, v_old.doors_at_local + v_shift,
            v_old.timezone, v_old.currency, v_old.capacity, 'draft', p_training)
    on conflict (slug) do nothing;
    if not found then
        perform refuse('TK012', 'that slug is taken', jsonb_build_object('id', p_slug));
    end if;
    perform copy_tiers(v_old.id, v_id, v_shift);
    -- Blocked places stay blocked, also one that somebody has in a basket at this moment.
    insert into event_seats (event_id, tier_id, ordinal, label, plan_seat_id, status, block_letter, block_is_soft, block_reason)
    select v_id, t.id, s.ordinal, s.label, s.plan_seat_id, case when s.block_letter is null then 'AVAILABLE' else 'BLOCKED' end::place_status,
           s.block_letter, l.is_soft, case when s.block_letter is not null then s.block_reason end
    from event_seats s join ticket_tiers o on o.id = s.tier_id join ticket_tiers t on t.event_id = v_id and t.position = o.position
    left join letters l on l.letter = s.block_letter
    where s.event_id = v_old.id order by s.ordinal;
    -- As in create_event: sales start at once.
    analyze event_seats;
    perform audit('copy_event', v_id::text, null, null, jsonb_build_object('from', v_old.id, 'slug', p_slug, 'starts_at', utc_text(v_start), 'training', p_training));
    return jsonb_build_object('event', v_id, 'slug', p_slug, 'version', 1, 'starts_at', utc_text(v_start), 'training', p_training);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation then
        perform refuse('TK015', 'the event can not be copied so: ' || sqlerrm, jsonb_build_object('what', 'event'));
end
$$;

grant execute on function foyer.copy_event(text, text, text, boolean) to foyer_manager;
