-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a promoter sees of those who bought: counts and the own part of each order, and names only of an event for which a manager granted them.

-- A grant goes with its event: an event that was never sold may be deleted.
create or replace function foyer.drop_name_grants() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    delete from name_grants where event_id = old.id;
    return old;
end
$$;
create or replace trigger drop_name_grants before delete on foyer.events for each row execute function foyer.drop_name_grants();

create or replace function foyer.grant_names(p_promoter text, p_event text, p_granted boolean) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event uuid := find_event(p_event);
    v_promoter uuid := (select r.id from promoters r join staff s on s.user_id = r.user_id where s.role_name = left(p_promoter, 63)::name);
begin
    perform begin_write();
    if p_granted is null then
        perform refuse('TK015', 'granted or not', jsonb_build_object('what', 'granted'));
    end if;
    perform from events where id = v_event and promoter_id = v_promoter;
    if not found then
        perform refuse('TK009', 'no such promoter of that event', jsonb_build_object('what', 'promoter', 'id', left(p_promoter, 63)));
    end if;
    if p_granted then
        insert into name_grants (event_id, promoter_id) values (v_event, v_promoter) on conflict do nothing;
    else
        delete from name_grants where event_id = v_event and promoter_id = v_promoter;
    end if;
    if found then
        perform audit('grant_names', v_event::text, null, jsonb_build_object('granted', not p_granted), jsonb_build_object('promoter', p_promoter, 'granted', p_granted));
    end if;
    return jsonb_build_object('promoter', p_promoter, 'event', v_event, 'granted', p_granted);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Whether the caller may see names of this event. A promoter's look is an entry in the audit.
create or replace function foyer.shows_names(p_event uuid) returns boolean
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if session_group() in ('manager', 'owner') then
        return true;
    elsif not exists (select from name_grants g join promoters r on r.id = g.promoter_id join staff s on s.user_id = r.user_id
                      where g.event_id = p_event and s.role_name = session_user) then
        return false;
    end if;
    perform audit('read_names', p_event::text);
    return true;
end
$$;

-- The orders that have live tickets of an event, with this event's part of them. Orders and people are the house's, so this reads as the tables' owner, and only
-- for foyer_reader's functions below, which ask find_event() first. Names come out where p_names says so.
create or replace function foyer.event_part(p_event uuid, p_names boolean)
returns table (order_id uuid, number text, status text, channel text, sold_at timestamptz, user_id uuid, name text, tickets bigint, gross_minor bigint)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select o.id, o.number::text, o.status::text, o.channel::text, o.sold_at, o.user_id, case when p_names then u.display_name end, k.tickets, k.gross::bigint
    from (select t.order_id, count(*) as tickets, sum(t.price_minor) as gross from tickets t
          where t.place_id in (select s.id from event_seats s where s.event_id = p_event and s.status = 'SOLD') and t.status in ('valid', 'used') group by t.order_id) k
    join orders o on o.id = k.order_id and not o.training left join users u on u.id = o.user_id;
end
$$;

create or replace function foyer.event_orders(p_event text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event uuid := find_event(p_event);
    v_names boolean := shows_names(v_event);
begin
    return (
        with part as materialized (select * from event_part(v_event, v_names))
        select jsonb_build_object('event', v_event, 'currency', (select e.currency from events e where e.id = v_event), 'names', v_names,
            'orders', (select count(*) from part), 'tickets', (select coalesce(sum(p.tickets), 0) from part p), 'gross_minor', (select coalesce(sum(p.gross_minor), 0) from part p),
            'list', (select coalesce(jsonb_agg(jsonb_build_object('number', p.number, 'status', p.status, 'channel', p.channel, 'sold_at', utc_text(p.sold_at), 'tickets', p.tickets,
                         'gross_minor', p.gross_minor) || case when v_names then jsonb_build_object('name', p.name) else '{}' end order by p.sold_at desc, p.number), '[]')
                     from (select * from part x order by x.sold_at desc, x.number limit 1000) p)));
end
$$;
alter function foyer.event_orders(text) owner to foyer_reader;

create or replace function foyer.event_customers(p_event text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event uuid := find_event(p_event);
    v_names boolean := shows_names(v_event);
begin
    return (
        with people as materialized (select p.user_id, max(p.name) as name, count(*) as orders, sum(p.tickets) as tickets from event_part(v_event, v_names) p group by p.user_id)
        select jsonb_build_object('event', v_event, 'names', v_names, 'customers', (select count(*) from people where user_id is not null),
            'tickets', (select coalesce(sum(p.tickets), 0) from people p where p.user_id is not null),
            'walk_up_orders', (select coalesce(sum(p.orders), 0) from people p where p.user_id is null),
            'walk_up_tickets', (select coalesce(sum(p.tickets), 0) from people p where p.user_id is null))
            || case when not v_names then '{}' else jsonb_build_object('list',
                (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'orders', p.orders, 'tickets', p.tickets) order by p.name, p.user_id), '[]')
                 from (select * from people x where x.user_id is not null order by x.name, x.user_id limit 1000) p)) end);
end
$$;
alter function foyer.event_customers(text) owner to foyer_reader;

grant execute on function foyer.shows_names(uuid), foyer.event_part(uuid, boolean) to foyer_reader;
grant execute on function foyer.grant_names(text, text, boolean) to foyer_manager;
grant execute on function foyer.event_orders(text), foyer.event_customers(text) to foyer_promoter, foyer_manager;
