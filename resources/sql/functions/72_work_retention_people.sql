-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was softly deleted long ago: rows that nothing refers to go, people that something refers to lose their name and addresses.

-- Whether any row refers to this one, by whatever foreign keys there are, other than those of the tables in p_besides.
create or replace function foyer.is_referenced(p_table regclass, p_id uuid, p_besides regclass[] default '{}') returns boolean
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_found boolean;
begin
    for c in
        select k.conrelid::regclass as source, a.attname as source_column
        from pg_catalog.pg_constraint k
        join pg_catalog.pg_attribute i on i.attrelid = k.confrelid and i.attname = 'id'
        join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[array_position(k.confkey, i.attnum)]
        where k.contype = 'f' and k.confrelid = p_table and k.conrelid <> all (p_besides::oid[])
        order by 1, 2
    loop
        execute format('select exists (select from %s where %I = $1)', c.source, c.source_column) into v_found using p_id;
        if v_found then
            return true;
        end if;
    end loop;
    return false;
end
$$;

-- Rows of a table that were softly deleted before p_limit and that nothing refers to. parts: a table whose rows are part of it, with its column.
create or replace function foyer.forgotten(p_table regclass, p_limit timestamptz, p_batch integer, p_parts regclass[] default '{}') returns uuid[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_ids uuid[];
begin
    execute format('select array(select x.id from %s x where x.deleted_at < $1 and not foyer.is_referenced($2, x.id, $3) order by x.id limit $4)', p_table)
    into v_ids using p_limit, p_table, p_parts, p_batch;
    return v_ids;
end
$$;

-- People to erase: true in `whole` when nothing but mails refers to them.
create or replace function foyer.forgotten_people(p_limit timestamptz, p_batch integer) returns table (id uuid, whole boolean)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select u.id, not is_referenced('users', u.id, array['notifications']::regclass[])
    from users u where u.deleted_at < p_limit and u.erased_at is null order by u.id limit p_batch;
end
$$;

create or replace function foyer.erase_people(p_limit timestamptz, p_batch integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_whole uuid[] := array(select p.id from forgotten_people(p_limit, p_batch) p where p.whole);
    v_kept uuid[] := array(select p.id from forgotten_people(p_limit, p_batch) p where not p.whole);
begin
    delete from notifications where user_id = any (v_whole || v_kept);
    delete from users where id = any (v_whole);
    update tickets set holder_name = null, updated_at = clock_timestamp()
    where holder_name is not null and order_id = any (array(select o.id from orders o where o.user_id = any (v_kept)));
    update users set display_name = 'removed', email = null, phone = null, locale = null, request_hash = null, edit_hash = null, erased_at = clock_timestamp(),
           updated_at = clock_timestamp(), version = version + 1
    where id = any (v_kept);
    return jsonb_build_object('people_removed', cardinality(v_whole), 'people_anonymised', cardinality(v_kept));
end
$$;

-- delete_event() left them without tiers and places because nothing was sold; figures that name them would say otherwise, so those stay.
create or replace function foyer.forgotten_events(p_limit timestamptz, p_batch integer) returns uuid[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return array(select e from unnest(forgotten('events', p_limit, p_batch)) e where not exists (select from sales_rollup r where r.event_id = e));
end
$$;

create or replace function foyer.erase_rooms(p_limit timestamptz, p_batch integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_events uuid[] := forgotten_events(p_limit, p_batch);
    v_plans uuid[];
    v_venues uuid[];
    v_series uuid[];
begin
    delete from events where id = any (v_events);
    v_plans := forgotten('seating_plans', p_limit, p_batch, array['plan_seats']::regclass[]);
    v_series := forgotten('series', p_limit, p_batch);
    delete from plan_seats where plan_id = any (v_plans);
    delete from seating_plans where id = any (v_plans);
    v_venues := forgotten('venues', p_limit, p_batch);
    delete from venues where id = any (v_venues);
    delete from series where id = any (v_series);
    return jsonb_build_object('events', cardinality(v_events), 'plans', cardinality(v_plans), 'venues', cardinality(v_venues), 'series', cardinality(v_series));
end
$$;
