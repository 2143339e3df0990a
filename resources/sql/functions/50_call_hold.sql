-- SPDX-License-Identifier: GPL-3.0-or-later
-- hold_places: keeps places for a basket. See CALLS.md.

create or replace function foyer.hold_answer(p_hold uuid) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('hold', h.id, 'token', h.token, 'event', h.event_id,
                'expires_in_ms', greatest(0, floor(extract(epoch from h.expires_at - clock_timestamp()) * 1000))::bigint,
                'places', (select coalesce(jsonb_agg(jsonb_build_object('place', s.id, 'seat', s.label, 'tier', s.tier_id) order by p.n), '[]')
                           from unnest(h.places) with ordinality p (id, n) join event_seats s on s.id = p.id))
            from holds h where h.id = p_hold);
end
$$;

-- Refuses what can not be sold now. p_quantities: how many of each tier.
create or replace function foyer.expect_on_sale(p_event uuid, p_tiers uuid[], p_quantities integer[]) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_tier record;
    v_now timestamptz := clock_timestamp();
begin
    select * into v_event from events where id = p_event;
    if v_event.status <> 'on_sale' or v_event.end_time <= v_now then
        perform refuse('TK005', 'the event is not on sale', jsonb_build_object('event', p_event, 'status',
            case when v_event.status = 'on_sale' then 'closed' else v_event.status::text end));
    end if;
    for v_tier in
        select t.id, t.is_active, t.sale_start_time, t.sale_end_time, t.max_purchase, q.n
        from unnest(p_tiers, p_quantities) q (tier, n) join ticket_tiers t on t.id = q.tier
    loop
        if not v_tier.is_active or v_tier.sale_start_time > v_now or v_tier.sale_end_time <= v_now then
            perform refuse('TK005', 'the tier is not on sale', jsonb_strip_nulls(jsonb_build_object('event', p_event, 'tier', v_tier.id, 'status', v_event.status,
                'sale_start_time', utc_text(v_tier.sale_start_time), 'sale_end_time', utc_text(v_tier.sale_end_time))));
        elsif v_tier.n > v_tier.max_purchase then
            perform refuse('TK006', 'more than one purchase may have', jsonb_build_object('limit', v_tier.max_purchase, 'wanted', v_tier.n, 'tier', v_tier.id));
        end if;
    end loop;
end
$$;

-- Refuses places of which there is no row in the event.
create or replace function foyer.expect_found(p_places bigint[], p_rows foyer.event_seats[]) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if coalesce(cardinality(p_rows), 0) < cardinality(p_places) then
        perform refuse('TK009', 'no such place in this event', jsonb_build_object('what', 'place',
            'id', (select min(p) from unnest(p_places) p where p not in (select r.id from unnest(p_rows) r))));
    end if;
end
$$;

-- Refuses these places, which others have.
create or replace function foyer.refuse_taken(p_rows foyer.event_seats[]) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform refuse('TK001', 'seats are taken', (select jsonb_build_object('seats', jsonb_agg(r.label order by r.id), 'places', jsonb_agg(r.id order by r.id))
                                                from unnest(p_rows) r));
end
$$;

-- These places for a hold: one statement locks them in id order, then all are taken or the taken ones named. p_allotment: places of that allotment are to be
-- had too, by somebody who may (expect_allotment).
create or replace function foyer.take_these(p_event uuid, p_places bigint[], p_hold uuid, p_ttl interval, p_allotment uuid default null) returns timestamptz
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows event_seats[];
    v_shut bigint[];
    v_now timestamptz;
begin
    select array_agg(s) into v_rows
    from (select * from event_seats where id = any (p_places) and event_id = p_event order by id for no key update) s;
    v_now := clock_timestamp();
    perform expect_found(p_places, v_rows);
    perform expect_on_sale(p_event, array_agg(t.tier_id), array_agg(t.n::integer))
    from (select r.tier_id, count(*) as n from unnest(v_rows) r group by r.tier_id) t;
    v_shut := array(select r.id from unnest(v_rows) r where r.status <> 'AVAILABLE' and (r.reserved_until <= v_now) is not true);
    if cardinality(v_shut) > 0 then
        v_rows := array(select r from unnest(v_rows) r where r.id = any (v_shut));
        v_shut := shut_places(v_rows, array[p_allotment], v_now);
        if cardinality(v_shut) > 0 then
            perform refuse_taken(array(select r from unnest(v_rows) r where r.id = any (v_shut)));
        end if;
        -- A hold over them has ended, but not for everybody.
        perform go_home(array(select r from unnest(v_rows) r where r.hold_id is not null), v_now);
    end if;
    update event_seats set status = 'RESERVED', hold_id = p_hold, reserved_at = v_now, lease_id = case when lease_id = p_allotment then lease_id end,
           reserved_until = case when block_letter is not null then 'infinity' when lease_id = p_allotment then greatest(reserved_until, v_now + p_ttl)
                                 else v_now + p_ttl end
    where id = any (p_places);
    return v_now;
end
$$;

-- Claims the id of a hold for this request; the stored answer when it was claimed before, null the first time.
create or replace function foyer.claim_hold(p_till uuid, p_request jsonb, p_hash bytea, p_ttl interval) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_hold uuid := (p_request ->> 'hold')::uuid;
    v_event uuid := (p_request ->> 'event')::uuid;
    v_old holds;
begin
    insert into holds (id, event_id, till_id, token, held_by, request_hash, expires_at)
    values (v_hold, v_event, p_till, p_request ->> 'token', session_user, p_hash, clock_timestamp() + p_ttl) on conflict (id) do nothing;
    if not found then
        select * into v_old from holds where id = v_hold;
        if v_old.request_hash <> p_hash then
            perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_hold));
        end if;
        return hold_answer(v_hold) || '{"repeated": true}';
    end if;
    perform from events where id = v_event and deleted_at is null;
    if not found then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', v_event));
    end if;
    return null;
end
$$;

-- The places that a request names, by id or by label, in its order.
create or replace function foyer.named_places(p_event uuid, p_request jsonb) returns bigint[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places bigint[];
begin
    if p_request ? 'places' then
        v_places := array(select (p::numeric::text)::bigint from jsonb_array_elements(p_request -> 'places') with ordinality e (p, n) order by n);
    elsif jsonb_path_exists(p_request, 'strict $.seats[*] ? (@.type() <> "string")') then
        perform refuse('TK015', 'seats are named by their labels', jsonb_build_object('what', 'seats'));
    else
        v_places := places_of_labels(p_event, array(select e.label from jsonb_array_elements_text(p_request -> 'seats') with ordinality e (label, n) order by n));
    end if;
    if cardinality(v_places) <> (select count(distinct p) from unnest(v_places) p) then
        perform refuse('TK015', 'a place is named twice', jsonb_build_object('what', 'places'));
    end if;
    return v_places;
end
$$;

create or replace function foyer.hold_places(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_hold uuid;
    v_event uuid;
    v_answer jsonb;
    v_places bigint[];
    v_taken record;
    v_near integer;
    v_now timestamptz;
    v_allotment uuid;
    v_ttl interval := make_interval(secs => (select hold_seconds from settings));
begin
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['hold', 'till', 'token', 'event'] || case when c.request ? 'places' then array['places']
        when c.request ? 'seats' then array['seats'] else array['tier', 'quantity'] end, array['allotment']);
    perform expect_types(c.request, '{"hold": "string", "token": "string", "event": "string", "places": "array", "seats": "array", "tier": "string", "quantity": "number",
        "allotment": "string"}');
    v_hold := (c.request ->> 'hold')::uuid;
    v_event := (c.request ->> 'event')::uuid;
    v_allotment := (c.request ->> 'allotment')::uuid;
    v_answer := claim_hold(c.till_id, c.request, c.request_hash, v_ttl);
    if v_answer is not null then
        return v_answer;
    end if;
    if v_allotment is not null then
        perform expect_allotment(v_allotment, v_event);
    end if;

    perform expect_quantity(case when c.request ? 'tier' then (c.request ->> 'quantity')::integer
                                 else jsonb_array_length(coalesce(c.request -> 'places', c.request -> 'seats')) end);
    if c.request ? 'tier' then
        v_near := (select first_ordinal + floor(random() * (last_ordinal - first_ordinal + 1))::integer from ticket_tiers
                   where id = (c.request ->> 'tier')::uuid and event_id = v_event);
        if v_near is null then
            perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', c.request ->> 'tier'));
        end if;
    end if;
    if c.request ? 'tier' and v_allotment is null then
        perform expect_hold_limits((c.request ->> 'quantity')::integer);
        perform expect_on_sale(v_event, array[(c.request ->> 'tier')::uuid], array[(c.request ->> 'quantity')::integer]);
        select * into v_taken from take_any((c.request ->> 'tier')::uuid, (c.request ->> 'quantity')::integer, v_hold, null, v_ttl, v_near);
        v_places := v_taken.places;
        v_now := v_taken.taken_at;
    else
        v_places := case when c.request ? 'tier' then pick_of_allotment(v_allotment, (c.request ->> 'tier')::uuid, (c.request ->> 'quantity')::integer)
                         else named_places(v_event, c.request) end;
        perform expect_hold_limits(cardinality(v_places));
        v_now := take_these(v_event, v_places, v_hold, v_ttl, v_allotment);
    end if;
    update holds set places = v_places, allotment_id = v_allotment, expires_at = v_now + v_ttl, updated_at = v_now where id = v_hold;
    perform audit('hold_places', v_hold::text, c.till_id, null, jsonb_strip_nulls(jsonb_build_object('event', v_event, 'places', to_jsonb(v_places),
        'allotment', v_allotment)));
    return hold_answer(v_hold);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded or check_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.hold_places(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
