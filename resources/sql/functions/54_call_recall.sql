-- SPDX-License-Identifier: GPL-3.0-or-later
-- recall_places: a till asks for places that another till leases. They stay RESERVED until the owner has given them up. See CALLS.md.

-- What has become of a recall by now: the asking till sends it again until no place is pending.
create or replace function foyer.recall_answer(p_recall uuid) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('recall', r.id, 'event', r.event_id, 'places',
                (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('place', s.id, 'seat', s.label, 'tier', s.tier_id, 'till', t.code, 'state',
                            case when p.lease_id is not null then 'pending' when s.hold_id = r.hold_id and s.reserved_until > clock_timestamp() then 'held'
                                 when s.status = 'AVAILABLE' or s.reserved_until <= clock_timestamp() then 'free' when s.lease_id is not null then 'leased'
                                 else case s.status when 'SOLD' then 'sold' when 'BLOCKED' then 'blocked' else 'taken' end end)) order by a.n), '[]')
                 from unnest(r.places) with ordinality a (id, n)
                 join event_seats s on s.id = a.id
                 left join recalled_places p on p.recall_id = r.id and p.place_id = s.id and p.lease_id = s.lease_id
                 left join leases l on l.id = s.lease_id
                 left join tills t on t.id = l.till_id))
                || case when r.hold_id is null then '{}' else jsonb_build_object('hold', hold_answer(r.hold_id)) end
            from recalls r where r.id = p_recall);
end
$$;

-- Writes down the wish: the hold that it may come with, then one row per place that another till leases at this moment, under the locks of those leases.
create or replace function foyer.ask_for_places(p_recall uuid, p_event uuid, p_till uuid, p_request jsonb, p_hash bytea) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_hold uuid := p_request ->> 'hold';
    v_places bigint[];
    v_leases uuid[];
    v_asked bigint[];
begin
    perform from events where id = p_event and deleted_at is null;
    if not found then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', p_event));
    end if;
    v_places := places_asked(p_event, p_request - 'hold');
    if cardinality(v_places) <> (select count(*) from event_seats where id = any (v_places) and event_id = p_event) then
        perform refuse('TK009', 'no such place in this event', jsonb_build_object('what', 'place',
            'id', (select min(p) from unnest(v_places) p where not exists (select from event_seats s where s.id = p and s.event_id = p_event))));
    end if;
    if v_hold is not null then
        perform expect_on_sale(p_event, array_agg(x.tier_id), array_agg(x.n::integer))
        from (select tier_id, count(*) as n from event_seats where id = any (v_places) group by tier_id) x;
        insert into holds (id, event_id, till_id, token, held_by, request_hash, expires_at)
        values (v_hold, p_event, p_till, p_request ->> 'token', session_user, p_hash, clock_timestamp() + make_interval(secs => (select hold_seconds from settings)))
        on conflict (id) do nothing;
        if not found then
            perform refuse('TK012', 'that hold exists already', jsonb_build_object('id', v_hold));
        end if;
        perform expect_hold_limits(cardinality(v_places));
    end if;
    update recalls set places = v_places, hold_id = v_hold where id = p_recall;
    v_leases := array(select l.id from leases l where l.kind = 'lease' and l.till_id <> p_till
                      and l.id in (select s.lease_id from event_seats s where s.id = any (v_places)) order by l.id for no key update);
    with asked as (
        insert into recalled_places (recall_id, place_id, lease_id)
        select p_recall, s.id, s.lease_id from event_seats s where s.id = any (v_places) and s.lease_id = any (v_leases) returning place_id, lease_id),
    marked as (
        update leases set status = 'recalled', recalled_at = clock_timestamp(), updated_at = clock_timestamp()
        where id in (select lease_id from asked) and ended_at is null)
    select array_agg(place_id order by place_id) into v_asked from asked;
    perform audit('recall_places', p_recall::text, p_till, null, jsonb_build_object('event', p_event, 'places', coalesce(to_jsonb(v_asked), '[]')));
end
$$;

create or replace function foyer.recall_places(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_recall uuid;
    v_fresh boolean;
begin
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['recall', 'till', 'event', case when c.request ? 'places' then 'places' else 'seats' end]
        || case when c.request ? 'hold' then array['hold', 'token'] else '{}' end);
    perform expect_types(c.request, '{"recall": "string", "event": "string", "places": "array", "seats": "array", "hold": "string", "token": "string"}');
    v_recall := (c.request ->> 'recall')::uuid;
    insert into recalls (id, event_id, till_id, asked_by, request_hash)
    values (v_recall, (c.request ->> 'event')::uuid, c.till_id, session_user, c.request_hash) on conflict (id) do nothing;
    v_fresh := found;
    if v_fresh then
        perform ask_for_places(v_recall, (c.request ->> 'event')::uuid, c.till_id, c.request, c.request_hash);
    elsif (select request_hash from recalls where id = v_recall) <> c.request_hash then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_recall));
    end if;
    return recall_answer(v_recall) || case when v_fresh then '{}' else '{"repeated": true}'::jsonb end;
exception
    when foreign_key_violation then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', c.request ->> 'event'));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded or check_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.recall_places(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
