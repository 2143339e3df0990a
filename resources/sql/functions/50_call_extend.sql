-- SPDX-License-Identifier: GPL-3.0-or-later
-- extend_holds and release_hold. A hold that lapsed is retaken where its places are still to be had.

-- Locks the holds of a request in id order and checks their tokens.
create or replace function foyer.lock_holds(p_holds jsonb) returns uuid[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_ids uuid[];
    v_fault record;
begin
    if jsonb_array_length(p_holds) > 200 or exists (select from jsonb_array_elements(p_holds) h
            where jsonb_typeof(h) <> 'object' or not h ?& array['hold', 'token'] or h - array['hold', 'token'] <> '{}') then
        perform refuse('TK015', 'holds are at most 200 objects of hold and token', jsonb_build_object('what', 'holds'));
    end if;
    select array_agg(l.id) into v_ids from (
        select h.id from holds h where h.id in (select r.hold from jsonb_to_recordset(p_holds) r (hold uuid)) order by h.id for no key update) l;
    select r.hold, h.id is null as unknown into v_fault
    from jsonb_to_recordset(p_holds) r (hold uuid, token text) left join holds h on h.id = r.hold where h.token is distinct from r.token limit 1;
    if v_fault.unknown then
        perform refuse('TK009', 'no such hold', jsonb_build_object('what', 'hold', 'id', v_fault.hold));
    elsif found then
        perform refuse('TK008', 'that token does not open the hold', jsonb_build_object('what', 'token', 'id', v_fault.hold));
    end if;
    return coalesce(v_ids, '{}');
end
$$;

create or replace function foyer.extend_holds(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_request uuid;
    v_holds uuid[];
    v_rows event_seats[];
    v_gone event_seats[];
    v_back bigint[];
    v_now timestamptz;
    v_ttl interval := make_interval(secs => (select hold_seconds from settings));
    v_kept jsonb;
    v_lost jsonb;
    v_repeated boolean;
begin
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['request', 'till', 'holds']);
    perform expect_types(c.request, '{"request": "string", "holds": "array"}');
    v_request := (c.request ->> 'request')::uuid;
    v_holds := lock_holds(c.request -> 'holds');
    if exists (select from holds where id = any (v_holds) and extend_request = v_request and extend_hash <> c.request_hash) then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_request));
    end if;
    v_repeated := exists (select from holds where id = any (v_holds) and extend_request = v_request);

    select array_agg(s) into v_rows from (
        select * from event_seats where id in (select p from holds h, unnest(h.places) p where h.id = any (v_holds) and p <> all (h.settled))
        order by id for no key update) s;
    v_now := clock_timestamp();
    -- What went back to its letter or allotment is to be had by who may open it.
    v_gone := array(select r from unnest(v_rows) r where r.status = 'BLOCKED' or (r.hold_id is null and r.reserved_until > v_now));
    if cardinality(v_gone) > 0 then
        v_back := array(select r.id from unnest(v_gone) r
                        where r.id <> all (shut_places(v_gone, array(select h.allotment_id from holds h where h.id = any (v_holds)), v_now)));
    end if;
    with wanted as (
        select h.id as hold, p.place, p.n, s.label, h.allotment_id as allotment,
               s.hold_id is not distinct from h.id or s.status = 'AVAILABLE' or (s.reserved_until <= v_now and (s.hold_id = any (v_holds)) is not true)
               or s.id = any (v_back) as obtainable
        from holds h, unnest(h.places) with ordinality p (place, n), unnest(v_rows) s
        where h.id = any (v_holds) and p.place <> all (h.settled) and s.id = p.place),
    taken as (
        update event_seats s set status = 'RESERVED', hold_id = w.hold, reserved_at = coalesce(s.reserved_at, v_now),
               lease_id = case when s.lease_id = w.allotment then s.lease_id end,
               reserved_until = case when s.block_letter is not null then 'infinity' when s.lease_id = w.allotment then greatest(s.reserved_until, v_now + v_ttl)
                                     else v_now + v_ttl end
        from (select distinct on (place) place, hold, allotment from wanted where obtainable order by place, hold) w
        where s.id = w.place returning s.id, s.hold_id),
    kept as (select distinct hold_id as hold from taken),
    extended as (
        update holds h set expires_at = v_now + v_ttl, updated_at = v_now, extend_request = v_request, extend_hash = c.request_hash
        from kept k where h.id = k.hold returning h.id),
    lost as (
        select w.hold, jsonb_agg(w.place order by w.n) as places, jsonb_agg(w.label order by w.n) as seats
        from wanted w where not exists (select from taken t where t.id = w.place and t.hold_id = w.hold) group by w.hold)
    select (select coalesce(jsonb_agg(jsonb_build_object('hold', id, 'expires_in_ms', floor(extract(epoch from v_ttl) * 1000)::bigint) order by id), '[]') from extended),
           (select coalesce(jsonb_agg(jsonb_build_object('hold', hold, 'places', places, 'seats', seats) order by hold), '[]') from lost)
    into v_kept, v_lost;
    perform audit('extend_holds', v_request::text, c.till_id, null, jsonb_build_object('holds', to_jsonb(v_holds), 'lost', v_lost));
    return jsonb_build_object('holds', v_kept, 'lost', v_lost) || case when v_repeated then '{"repeated": true}'::jsonb else '{}' end;
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

create or replace function foyer.release_hold(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_hold holds;
    v_places bigint[];
    v_freed event_seats[];
begin
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['hold', 'till', 'token'], array['places']);
    perform expect_types(c.request, '{"hold": "string", "token": "string", "places": "array"}');
    perform lock_holds(jsonb_build_array(jsonb_build_object('hold', c.request -> 'hold', 'token', c.request -> 'token')));
    select * into v_hold from holds where id = (c.request ->> 'hold')::uuid;
    v_places := case when c.request ? 'places' then array(select (p::numeric::text)::bigint from jsonb_array_elements(c.request -> 'places') p) else v_hold.places end;
    if exists (select from unnest(v_places) p where p <> all (v_hold.places)) then
        perform refuse('TK009', 'that place is not of the hold', jsonb_build_object('what', 'place',
            'id', (select min(p) from unnest(v_places) p where p <> all (v_hold.places))));
    end if;
    select coalesce(array_agg(s), '{}') into v_freed
    from (select * from event_seats where id = any (v_places) and hold_id = v_hold.id order by id for no key update) s;
    perform go_home(v_freed, clock_timestamp());
    -- A hold that is given up as a whole has ended: recalled places that come back later no longer go into it.
    update holds set settled = array(select distinct p from unnest(settled || v_places) p), updated_at = clock_timestamp(),
           expires_at = case when c.request ? 'places' then expires_at else least(expires_at, clock_timestamp()) end where id = v_hold.id;
    -- A repeat finds nothing left to give up, and is no action.
    if not v_places <@ v_hold.settled then
        perform audit('release_hold', v_hold.id::text, c.till_id, null, jsonb_build_object('places', to_jsonb(array(select f.id from unnest(v_freed) f))));
    end if;
    return jsonb_build_object('hold', v_hold.id, 'released', cardinality(v_freed));
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.extend_holds(text, text, bytea), foyer.release_hold(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
