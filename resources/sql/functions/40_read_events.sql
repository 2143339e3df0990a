-- SPDX-License-Identifier: GPL-3.0-or-later
-- Performances for lists and for the sell page. Owned by foyer_reader: row security decides which.

create or replace function foyer.find_event(p_event text) returns uuid
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid;
begin
    -- Who may see nothing is told so: where no row is found, row security has asked nobody.
    perform reader_scope();
    if p_event ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        select id into v_id from events where id = p_event::uuid;
    else
        select id into v_id from events where slug = lower(p_event);
    end if;
    if v_id is null then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', left(p_event, 200)));
    end if;
    return v_id;
end
$$;
alter function foyer.find_event(text) owner to foyer_reader;

create or replace function foyer.list_events(p_search text default '') returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    -- Null: nothing is searched for.
    v_found uuid[] := events_with_words(p_search);
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', e.id, 'slug', e.slug, 'title', e.title, 'venue', e.venue, 'starts_at', utc_text(e.start_time), 'doors_at', utc_text(e.doors_open_time),
            'timezone', e.timezone, 'currency', e.currency, 'status', e.status, 'places', e.free + e.held + e.leased + e.blocked + e.sold,
            'free', e.free, 'held', e.held, 'leased', e.leased, 'blocked', e.blocked, 'sold', e.sold)
            || case when e.training then '{"training": true}'::jsonb else '{}' end order by e.start_time, e.slug), '[]')
        from event_state e
        where e.start_time > statement_timestamp() - interval '1 day'
          and (v_found is null or e.id = any (v_found)));
end
$$;
alter function foyer.list_events(text) owner to foyer_reader;

create or replace function foyer.tiers_json(p_event uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', t.id, 'name', t.name, 'color', t.color, 'kind', t.kind, 'position', t.position,
            'min_purchase', t.min_purchase, 'max_purchase', coalesce(t.max_purchase, 0),
            'on_sale', t.is_active and coalesce(t.sale_start_time <= statement_timestamp(), true) and coalesce(t.sale_end_time > statement_timestamp(), true),
            'fee_per_ticket_minor', coalesce((select f.amount_minor from fees f where f.event_id = p_event and f.kind = 'per_ticket' and f.is_active
                                              and (f.tier_id = t.id or f.tier_id is null) order by f.tier_id nulls last limit 1), 0),
            'prices', (select coalesce(jsonb_agg(jsonb_build_object('price_type', x.id, 'name', x.name, 'price_minor', p.price_minor, 'version', p.version)
                                                 order by x.position), '[]')
                       from tier_prices p join price_types x on x.id = p.price_type_id where p.tier_id = t.id and p.is_current),
            'places', s.free + s.held + s.leased + s.blocked + s.sold,
            'free', s.free, 'held', s.held, 'leased', s.leased, 'blocked', s.blocked, 'sold', s.sold) order by t.position), '[]')
        from ticket_tiers t join tier_state s on s.tier_id = t.id where t.event_id = p_event);
end
$$;
alter function foyer.tiers_json(uuid) owner to foyer_reader;

create or replace function foyer.show_event(p_event text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event);
begin
    return (select jsonb_build_object(
            'id', e.id, 'slug', e.slug, 'title', e.title, 'venue', e.venue, 'starts_at', utc_text(e.start_time), 'doors_at', utc_text(e.doors_open_time),
            'timezone', e.timezone, 'currency', e.currency, 'status', e.status, 'version', e.version, 'channel', e.channel,
            'places', e.free + e.held + e.leased + e.blocked + e.sold,
            'free', e.free, 'held', e.held, 'leased', e.leased, 'blocked', e.blocked, 'sold', e.sold,
            'venue_address', e.venue_address, 'plan', e.plan_id, 'plan_version', p.version,
            'fee_per_order_minor', coalesce((select f.amount_minor from fees f where f.event_id = v_id and f.kind = 'per_order' and f.is_active), 0),
            'tiers', tiers_json(v_id))
            || case when e.training then '{"training": true}'::jsonb else '{}' end
        from event_state e join seating_plans p on p.id = e.plan_id where e.id = v_id);
end
$$;
alter function foyer.show_event(text) owner to foyer_reader;

grant execute on function foyer.list_events(text), foyer.show_event(text) to foyer_clerk, foyer_manager, foyer_till, foyer_promoter;
