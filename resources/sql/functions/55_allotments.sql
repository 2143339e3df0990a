-- SPDX-License-Identifier: GPL-3.0-or-later
-- Allotments: places set aside for an agent, a school, a sponsor. They open by themselves: a place carries the moment from which anybody may take it.

-- Refuses a person who may not sell from the allotment, and an allotment that is none of this event or not closed any more.
create or replace function foyer.expect_allotment(p_allotment uuid, p_event uuid) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_sellers name[];
begin
    select sellers into v_sellers from leases
    where id = p_allotment and kind = 'allotment' and event_id = p_event and ended_at is null and release_at > clock_timestamp();
    if not found then
        perform refuse('TK009', 'no such allotment, or it is open', jsonb_build_object('what', 'allotment', 'id', p_allotment));
    elsif not in_roles(v_sellers) then
        perform refuse('TK008', 'this person may not sell from that allotment', jsonb_build_object('what', 'allotment', 'id', p_allotment));
    end if;
end
$$;

-- Any n places of a tier that the allotment has left, locked. Only a pass that waited for every competing lock says that there are too few.
create or replace function foyer.pick_of_allotment(p_allotment uuid, p_tier uuid, p_quantity integer) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places bigint[];
    v_left integer;
begin
    for v_attempt in 1..5 loop
        v_places := array(select id from event_seats where lease_id = p_allotment and tier_id = p_tier and hold_id is null
                          order by id limit p_quantity for no key update);
        if cardinality(v_places) = p_quantity then
            return v_places;
        end if;
        v_left := (select count(*) from event_seats where lease_id = p_allotment and tier_id = p_tier and hold_id is null);
        if v_left < p_quantity then
            perform refuse('TK002', 'fewer than asked are left in the allotment', jsonb_build_object('tier', p_tier, 'wanted', p_quantity, 'free', 0, 'held', 0,
                'leased', v_left));
        end if;
    end loop;
    perform refuse('TK014', 'busy, try again');
end
$$;

-- The places of a request: named ones, or any of a tier in the order of the house.
create or replace function foyer.allot_places(p jsonb, p_event uuid) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows event_seats[];
    v_places bigint[];
    v_now timestamptz;
begin
    if p ? 'tier' then
        if not exists (select from ticket_tiers where id = (p ->> 'tier')::uuid and event_id = p_event) then
            perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', p ->> 'tier'));
        end if;
        v_places := array(select id from event_seats where tier_id = (p ->> 'tier')::uuid and status = 'AVAILABLE' order by ordinal limit (p ->> 'quantity')::integer);
        if cardinality(v_places) < (p ->> 'quantity')::integer then
            perform refuse('TK002', 'fewer than asked can be had', (select jsonb_build_object('tier', s.tier_id, 'wanted', (p ->> 'quantity')::integer, 'free', s.free,
                'held', s.held, 'leased', s.leased) from tier_state s where s.tier_id = (p ->> 'tier')::uuid));
        end if;
    else
        v_places := named_places(p_event, p);
    end if;
    select array_agg(s) into v_rows from (select * from event_seats where id = any (v_places) and event_id = p_event order by id for no key update) s;
    v_now := clock_timestamp();
    perform expect_found(v_places, v_rows);
    v_rows := array(select r from unnest(v_rows) r where r.status <> 'AVAILABLE' and (r.reserved_until <= v_now) is not true);
    if cardinality(v_rows) > 0 then
        perform refuse_taken(v_rows);
    end if;
    return v_places;
end
$$;

create or replace function foyer.create_allotment(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid;
    v_event uuid;
    v_hash bytea := sha256(convert_to(p::text, 'UTF8'));
    v_old leases;
    v_places bigint[];
    v_release timestamptz;
begin
    perform begin_write();
    perform expect_keys(p, array['allotment', 'event', 'holder', 'release_at'] || case when p ? 'tier' then array['tier', 'quantity']
        when p ? 'places' then array['places'] else array['seats'] end, array['sellers']);
    perform expect_types(p, '{"allotment": "string", "event": "string", "holder": "string", "release_at": "string", "tier": "string", "quantity": "number", "places": "array",
        "seats": "array", "sellers": "array"}');
    perform expect_short_texts(p);
    v_id := (p ->> 'allotment')::uuid;
    v_event := find_event(p ->> 'event');
    v_release := (p ->> 'release_at')::timestamptz;
    insert into leases (id, kind, event_id, holder, request_hash, release_at, sellers, taken_by)
    values (v_id, 'allotment', v_event, p ->> 'holder', v_hash, v_release, array(select jsonb_array_elements_text(coalesce(p -> 'sellers', '[]'))), session_user)
    on conflict (id) do nothing;
    if not found then
        select * into v_old from leases where id = v_id;
        if v_old.kind <> 'allotment' or v_old.request_hash is distinct from v_hash then
            perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
        end if;
        return allotment_json(v_old) || '{"repeated": true}';
    end if;
    -- After the claim: a repeat has its answer also when the release has come, or a seller has gone.
    if p ->> 'holder' = '' or v_release <= clock_timestamp() or v_release > (select start_time from events where id = v_event)
       or (case when p ? 'tier' then (p ->> 'quantity')::integer else jsonb_array_length(coalesce(p -> 'places', p -> 'seats')) end) not between 1 and 5000 then
        perform refuse('TK015', 'a holder, 1 to 5000 places and a release between now and the start are expected', jsonb_build_object('what', 'allotment'));
    end if;
    perform expect_staff_roles(array(select jsonb_array_elements_text(coalesce(p -> 'sellers', '[]'))));
    v_places := allot_places(p, v_event);
    update event_seats set status = 'RESERVED', lease_id = v_id, hold_id = null, reserved_at = clock_timestamp(), reserved_until = v_release where id = any (v_places);
    perform audit('create_allotment', v_id::text, null, null, jsonb_build_object('event', v_event, 'holder', p ->> 'holder', 'release_at', utc_text(v_release),
        'places', to_jsonb(v_places)));
    return allotment_json((select l from leases l where l.id = v_id));
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded or check_violation or not_null_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

-- An allotment as lists and answers show it. It is open from its release on, whether or not somebody has noted that.
create or replace function foyer.allotment_json(p foyer.leases) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return jsonb_build_object('allotment', p.id, 'event', p.event_id, 'holder', p.holder, 'release_at', utc_text(p.release_at), 'sellers', to_jsonb(p.sellers),
        'status', case when p.status = 'active' and p.release_at <= clock_timestamp() then 'released' else p.status end,
        'places', (select coalesce(jsonb_agg(jsonb_build_object('place', s.id, 'seat', s.label, 'tier', s.tier_id, 'held', s.hold_id is not null) order by s.ordinal), '[]')
                   from event_seats s where s.lease_id = p.id and p.status = 'active' and s.reserved_until > clock_timestamp()));
end
$$;
