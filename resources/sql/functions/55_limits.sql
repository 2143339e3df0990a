-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many places one person may keep in baskets at once, and how often in an hour: so that nobody shuts a house by holding it.

-- Called after the hold's id was claimed, so the call under way is among those of the hour. One range of one index answers both, because a hold made within the
-- hour ends after its beginning: 0.1 ms at a busy counter, 0.4 ms with 350 holds in the hour. An offer of the waiting list, which is of no till, is nobody's
-- basket. Calls at the same moment do not see each other: by so much a person may overshoot.
create or replace function foyer.expect_hold_limits(p_wanted integer) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v record;
    v_now timestamptz := clock_timestamp();
begin
    select s.hold_limit_places, s.holds_per_hour, h.held, h.calls into v from settings s, (
        select coalesce(sum(cardinality(x.places) - cardinality(x.settled)) filter (where x.expires_at > v_now), 0) as held,
               count(*) filter (where x.created_at > v_now - interval '1 hour') as calls
        from holds x where x.held_by = session_user and x.expires_at > v_now - interval '1 hour' and not x.is_reservation and x.till_id is not null) h;
    if v.calls > v.holds_per_hour then
        perform refuse('TK006', 'too many holds in an hour', jsonb_build_object('limit', v.holds_per_hour, 'wanted', v.calls, 'what', 'hour'));
    elsif v.held + p_wanted > v.hold_limit_places then
        perform refuse('TK006', 'more places than one person may hold', jsonb_build_object('limit', v.hold_limit_places, 'wanted', v.held + p_wanted, 'what', 'person'));
    end if;
end
$$;

create or replace function foyer.limits_json() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('hold_seconds', s.hold_seconds, 'hold_limit_places', s.hold_limit_places, 'holds_per_hour', s.holds_per_hour,
                                      'reserve_limit_places', s.reserve_limit_places, 'lease_share_percent', s.lease_share_percent, 'lease_max_places', s.lease_max_places,
                                      'lease_hours', s.lease_hours) from settings s);
end
$$;

-- Changes the limits that are named (also those of leases, 54_call_lease.sql); answers all of them, also when none is.
create or replace function foyer.set_limits(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_before jsonb;
    v_after jsonb;
begin
    perform begin_write();
    perform expect_keys(p, '{}', array['hold_seconds', 'hold_limit_places', 'holds_per_hour', 'reserve_limit_places', 'lease_share_percent', 'lease_max_places', 'lease_hours']);
    perform expect_types(jsonb_strip_nulls(p), '{"hold_seconds": "number", "hold_limit_places": "number", "holds_per_hour": "number", "reserve_limit_places": "number",
        "lease_share_percent": "number", "lease_max_places": "number", "lease_hours": "number"}');
    perform from settings for no key update;
    v_before := limits_json();
    if p <> '{}' then
        update settings set hold_seconds = coalesce((p ->> 'hold_seconds')::integer, hold_seconds),
            hold_limit_places = coalesce((p ->> 'hold_limit_places')::integer, hold_limit_places),
            holds_per_hour = coalesce((p ->> 'holds_per_hour')::integer, holds_per_hour),
            reserve_limit_places = coalesce((p ->> 'reserve_limit_places')::integer, reserve_limit_places),
            lease_share_percent = coalesce((p ->> 'lease_share_percent')::integer, lease_share_percent),
            lease_max_places = coalesce((p ->> 'lease_max_places')::integer, lease_max_places), lease_hours = coalesce((p ->> 'lease_hours')::integer, lease_hours),
            updated_at = clock_timestamp();
        v_after := limits_json();
        perform audit('set_limits', 'settings', null, v_before, v_after);
    end if;
    return coalesce(v_after, v_before);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when check_violation or data_exception then
        perform refuse('TK015', 'that limit can not be used: ' || sqlerrm, jsonb_build_object('what', 'limit'));
end
$$;

-- Who let holds lapse on a day (of the venue's calendar): a few are a counter's life, hundreds are somebody shutting the house.
create or replace function foyer.lapsed_holds_report(p_day date) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    -- Where no row is found, row security has asked nobody.
    perform reader_scope();
    return (select coalesce(jsonb_agg(jsonb_build_object('person', x.held_by, 'display_name', coalesce(u.display_name, x.held_by::text), 'holds', x.holds,
                'lapsed_holds', x.lapsed, 'lapsed_places', x.places) order by x.places desc, x.held_by), '[]')
            from (select h.held_by, count(*) as holds, count(*) filter (where l.places > 0) as lapsed, coalesce(sum(l.places), 0) as places
                  from holds h join events e on e.id = h.event_id
                  cross join lateral (select case when h.expires_at <= statement_timestamp() then cardinality(h.places) - cardinality(h.settled) else 0 end as places) l
                  where (h.created_at at time zone e.timezone)::date = p_day and not h.is_reservation and h.till_id is not null
                    -- A calendar day lies within these two, wherever the venue is.
                    and h.expires_at >= p_day - interval '1 day' and h.created_at < p_day + interval '2 days'
                  group by h.held_by) x
            left join staff s on s.role_name = x.held_by left join users u on u.id = s.user_id);
end
$$;
alter function foyer.lapsed_holds_report(date) owner to foyer_reader;

grant execute on function foyer.set_limits(jsonb), foyer.lapsed_holds_report(date) to foyer_manager;
