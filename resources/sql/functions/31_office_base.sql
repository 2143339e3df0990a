-- SPDX-License-Identifier: GPL-3.0-or-later
-- What edits of the office share: wall-clock times, versions, locks. Every edit of an event, its tiers, places and prices locks the event's row first, which
-- no sale does.

-- The instant of a wall-clock time in a zone. A time that summer time skips is refused; of a time that comes twice it is the later one (standard time).
create or replace function foyer.local_instant(p_key text, p_local text, p_zone text) returns timestamptz
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_at timestamptz;
begin
    if p_local is null then
        return null;
    elsif p_local !~ '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$' then
        perform refuse('TK015', format('%s is a wall-clock time like 2026-11-27T19:30:00, without an offset', p_key), jsonb_build_object('what', p_key));
    end if;
    v_at := p_local::timestamp at time zone p_zone;
    if v_at at time zone p_zone <> p_local::timestamp then
        perform refuse('TK015', format('%s: %s does not exist in %s, because the clocks are put forward over it; the same instant reads %s', p_key, p_local, p_zone,
            to_char(v_at at time zone p_zone, 'YYYY-MM-DD"T"HH24:MI:SS')), jsonb_build_object('what', p_key, 'timezone', p_zone));
    end if;
    return v_at;
end
$$;

create or replace function foyer.expect_version(p_yours integer, p_current integer) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_yours is distinct from p_current then
        perform refuse('TK010', 'somebody else changed it meanwhile', jsonb_build_object('yours', p_yours, 'current', p_current));
    end if;
end
$$;

-- Locks an event for an edit. Without a version none is asked for.
create or replace function foyer.lock_event(p_event uuid, p_version integer default null) returns foyer.events
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
begin
    select * into v_event from events where id = p_event and deleted_at is null for no key update;
    if not found then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', p_event));
    end if;
    perform expect_version(coalesce(p_version, v_event.version), v_event.version);
    return v_event;
end
$$;

-- Locks a tier for an edit, after its event.
create or replace function foyer.lock_tier(p_tier uuid, p_version integer default null) returns foyer.ticket_tiers
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier ticket_tiers;
begin
    perform from events e join ticket_tiers t on t.event_id = e.id where t.id = p_tier and e.deleted_at is null for no key update of e;
    select * into v_tier from ticket_tiers where id = p_tier for no key update;
    if not found then
        perform refuse('TK009', 'no such tier', jsonb_build_object('what', 'tier', 'id', p_tier));
    end if;
    perform expect_version(coalesce(p_version, v_tier.version), v_tier.version);
    return v_tier;
end
$$;

-- The members of p_old that p_new has otherwise: what an audit row shows of an edit.
create or replace function foyer.differing(p_old jsonb, p_new jsonb) returns jsonb
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(jsonb_object_agg(o.key, o.value), '{}') from jsonb_each(p_old - array['search', 'updated_at']) o where p_new -> o.key is distinct from o.value);
end
$$;

-- A promoter by role name; null for none.
create or replace function foyer.promoter_of(p_role text) returns uuid
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := (select r.id from staff s join promoters r on r.user_id = s.user_id where s.role_name = p_role);
begin
    if p_role is not null and v_id is null then
        perform refuse('TK009', 'no such promoter', jsonb_build_object('what', 'promoter', 'id', left(p_role, 200)));
    end if;
    return v_id;
end
$$;

-- The series of that title and promoter, made when there is none; null for none.
create or replace function foyer.series_of(p_title text, p_promoter uuid) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid;
begin
    if p_title is not null then
        select id into v_id from series where title = p_title and promoter_id is not distinct from p_promoter and deleted_at is null order by created_at limit 1;
        if not found then
            insert into series (title, promoter_id) values (p_title, p_promoter) returning id into v_id;
        end if;
    end if;
    return v_id;
end
$$;

-- Refuses an event with more places than its capacity, or than any event may have.
create or replace function foyer.expect_capacity(p_event uuid, p_capacity integer) returns void
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places integer := (select count(*) from event_seats where event_id = p_event);
begin
    if v_places > least(p_capacity, 150000) then
        perform refuse('TK015', format('the event would have %s places and a capacity of %s', v_places, least(p_capacity, 150000)),
            jsonb_build_object('what', 'capacity', 'places', v_places, 'capacity', least(p_capacity, 150000)));
    end if;
end
$$;
