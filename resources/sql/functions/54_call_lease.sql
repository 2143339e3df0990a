-- SPDX-License-Identifier: GPL-3.0-or-later
-- lease_places: places that one till may sell offline, with everything it needs for that pinned. See CALLS.md.

-- What is sold, when and at what price, as it is at this moment: the text a lease keeps.
create or replace function foyer.lease_prices(p_event uuid, p_tiers uuid[]) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('event', e.id, 'slug', e.slug, 'title', e.title, 'version', e.version, 'venue', v.name, 'venue_address', v.address,
                'timezone', e.timezone, 'starts_at', utc_text(e.start_time), 'doors_at', utc_text(e.doors_open_time), 'currency', e.currency,
                'fee_per_order_minor', coalesce(f.amount_minor, 0), 'fee_per_order_tax_bp', coalesce(f.tax_rate_bp, 0),
                'tiers', (select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'color', t.color, 'kind', t.kind, 'position', t.position,
                              'tax_rate_bp', t.tax_rate_bp, 'min_purchase', t.min_purchase, 'max_purchase', coalesce(t.max_purchase, 0),
                              'fee_per_ticket_minor', coalesce(g.amount_minor, 0), 'fee_per_ticket_tax_bp', coalesce(g.tax_rate_bp, 0),
                              'prices', (select coalesce(jsonb_agg(jsonb_build_object('price_type', x.id, 'name', x.name, 'price_minor', p.price_minor, 'version', p.version)
                                                                   order by x.position), '[]')
                                         from tier_prices p join price_types x on x.id = p.price_type_id where p.tier_id = t.id and p.is_current)) order by t.position)
                          from ticket_tiers t
                          left join lateral (select y.amount_minor, y.tax_rate_bp from fees y where y.event_id = e.id and y.kind = 'per_ticket' and y.is_active
                                             and (y.tier_id = t.id or y.tier_id is null) order by y.tier_id nulls last limit 1) g on true
                          where t.id = any (p_tiers)))
            from events e join venues v on v.id = e.venue_id
            left join fees f on f.event_id = e.id and f.kind = 'per_order' and f.is_active
            where e.id = p_event);
end
$$;

-- Refuses a lease that takes more than its share of a tier, or more than one till may have. The locks on till and tiers make both counts exact.
create or replace function foyer.expect_lease_limits(p_event uuid, p_till uuid, p_tiers uuid[], p_wanted integer) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_settings settings;
    v_over record;
begin
    select * into v_settings from settings;
    select t.id, t.quantity * v_settings.lease_share_percent / 100 as most into v_over from ticket_tiers t
    where t.id = any (p_tiers)
      and t.quantity * v_settings.lease_share_percent / 100 < (select count(*) from leases l join event_seats s on s.lease_id = l.id
                                                               where l.event_id = p_event and l.kind = 'lease' and l.ended_at is null and s.tier_id = t.id)
    order by t.id limit 1;
    if found then
        perform refuse('TK006', 'leases would take more than their share of the tier', jsonb_build_object('limit', v_over.most, 'wanted', p_wanted, 'tier', v_over.id));
    end if;
    if v_settings.lease_max_places < (select count(*) from leases l join event_seats s on s.lease_id = l.id
                                      where l.till_id = p_till and l.kind = 'lease' and l.ended_at is null) then
        perform refuse('TK006', 'that is more than one till may lease', jsonb_build_object('limit', v_settings.lease_max_places, 'wanted', p_wanted));
    end if;
end
$$;

-- The places that a request for a lease names, each once; null where it asks for any of a tier.
create or replace function foyer.places_asked(p_event uuid, p_request jsonb) returns bigint[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_request ? 'tier' then
        return null;
    elsif p_request ? 'hold' then
        return array(select p from holds h, unnest(h.places) p where h.id = (p_request ->> 'hold')::uuid and h.event_id = p_event and p <> all (h.settled));
    end if;
    perform expect_quantity(jsonb_array_length(coalesce(p_request -> 'places', p_request -> 'seats')));
    return named_places(p_event, p_request);
end
$$;

-- Takes the places of a new lease: till and tiers first, whose locks make the limits exact, then the hold, then the places.
create or replace function foyer.fill_lease(p_lease uuid, p_event uuid, p_till uuid, p_request jsonb) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_places bigint[];
    v_tiers uuid[];
    v_hours integer := (select lease_hours from settings);
begin
    select * into v_event from events where id = p_event and deleted_at is null;
    if not found then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', p_event));
    elsif v_event.training then
        perform refuse('TK005', 'a training performance is not sold offline', jsonb_build_object('event', p_event, 'status', 'training'));
    end if;
    perform from tills where id = p_till for no key update;
    v_places := places_asked(p_event, p_request);
    v_tiers := case when v_places is null then array[(p_request ->> 'tier')::uuid]
                    else array(select distinct s.tier_id from event_seats s where s.id = any (v_places) and s.event_id = p_event) end;
    perform from ticket_tiers where id = any (v_tiers) and event_id = p_event order by id for no key update;
    if v_places is null and not found then
        perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', p_request ->> 'tier'));
    end if;
    perform expect_on_sale(p_event, v_tiers, array_fill(0, array[cardinality(v_tiers)]));
    if v_places is null then
        perform expect_quantity((p_request ->> 'quantity')::integer);
        v_places := lease_any(v_tiers[1], (p_request ->> 'quantity')::integer, p_lease, coalesce((p_request ->> 'together')::boolean, false));
    else
        if p_request ? 'hold' then
            perform lock_holds(jsonb_build_array(jsonb_build_object('hold', p_request -> 'hold', 'token', p_request -> 'token')));
        end if;
        perform lease_these(p_event, v_places, p_lease, (p_request ->> 'hold')::uuid);
    end if;
    perform expect_lease_limits(p_event, p_till, v_tiers, cardinality(v_places));
    update leases set places = v_places, prices = lease_prices(p_event, v_tiers),
           due_at = least(v_event.end_time, clock_timestamp() + make_interval(hours => v_hours)), updated_at = clock_timestamp() where id = p_lease;
    perform audit('lease_places', p_lease::text, p_till, null, jsonb_build_object('event', p_event, 'places', to_jsonb(v_places)));
end
$$;

create or replace function foyer.lease_places(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_lease uuid;
    v_old leases;
    v_fresh boolean;
begin
    -- The till sells by this answer when nobody can be asked any more: it has to survive the centre's power.
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['lease', 'till', 'event'] || case when c.request ? 'places' then array['places'] when c.request ? 'seats' then array['seats']
        when c.request ? 'hold' then array['hold', 'token'] else array['tier', 'quantity'] end, case when c.request ? 'tier' then array['together'] else '{}' end);
    perform expect_types(c.request, '{"lease": "string", "event": "string", "places": "array", "seats": "array", "hold": "string", "token": "string", "tier": "string",
        "quantity": "number", "together": "boolean"}');
    v_lease := (c.request ->> 'lease')::uuid;
    insert into leases (id, kind, event_id, till_id, request_hash, taken_by)
    values (v_lease, 'lease', (c.request ->> 'event')::uuid, c.till_id, c.request_hash, session_user) on conflict (id) do nothing;
    v_fresh := found;
    if v_fresh then
        perform fill_lease(v_lease, (c.request ->> 'event')::uuid, c.till_id, c.request);
    else
        select * into v_old from leases where id = v_lease;
        if v_old.request_hash is distinct from c.request_hash then
            perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_lease));
        end if;
    end if;
    return lease_json(v_lease) || jsonb_build_object('recalls', recalls_json(c.till_id)) || case when v_fresh then '{}' else '{"repeated": true}'::jsonb end;
exception
    when foreign_key_violation then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', c.request ->> 'event'));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.lease_places(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
