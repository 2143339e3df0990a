-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which free places of a tier are best together: neighbours in one row, nearest to where everybody looks, leaving nobody alone. Only proposals of one snapshot; who
-- takes them locks and looks again (best_available).

-- The plan's focal point and its rule about single places left over, from its side document; without one, the middle of the top edge of the seats.
create or replace function foyer.plan_sight(p_plan uuid, out x double precision, out y double precision, out orphan_rule text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_side jsonb;
begin
    begin
        v_side := (select side_document from seating_plans where id = p_plan and side_document <> '')::jsonb;
        if jsonb_typeof(v_side #> '{focal_point,x}') = 'number' and jsonb_typeof(v_side #> '{focal_point,y}') = 'number' then
            x := v_side #>> '{focal_point,x}';
            y := v_side #>> '{focal_point,y}';
        end if;
    exception when data_exception then
        -- A side document that is no JSON says nothing.
        v_side := null;
    end;
    orphan_rule := case when v_side ->> 'orphan_rule' in ('off', 'block') then v_side ->> 'orphan_rule' else 'warn' end;
    if x is null or y is null then
        select (min(s.x) + max(s.x)) / 2, least(min(s.y), 0) into x, y from plan_seats s where s.plan_id = p_plan;
    end if;
end
$$;

-- The free places of a tier in runs of neighbours: k-th of the n of their run, with their distance from (p_x, p_y) and the sum of those up to them. Neighbours
-- follow each other in their row in the order of the plan, no further apart than 1.6 times the usual step (an aisle is wider). p_without: places to look past.
-- p_near: only the rows that have so many of the nearest free places; without that a tier of 20 000 places takes 150 ms, with it 70.
create or replace function foyer.free_runs(p_tier uuid, p_x double precision, p_y double precision, p_without bigint[], p_near integer)
returns table (id bigint, ordinal integer, zone text, row_label text, run bigint, k bigint, n bigint, far double precision, so_far double precision)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_now timestamptz := clock_timestamp();
begin
    return query
    with places as materialized (
        select s.id, s.ordinal, q.zone, q.row_label, q.x, q.y, (s.status = 'AVAILABLE' or s.reserved_until <= v_now) is true and s.id <> all (p_without) as free,
               sqrt((q.x - p_x) ^ 2 + (q.y - p_y) ^ 2) as far
        from event_seats s join plan_seats q on q.id = s.plan_seat_id where s.tier_id = p_tier),
    near_rows as (
        select p.zone, p.row_label from places p
        where p.free and (p_near is null or p.far <= coalesce((select f.far from places f where f.free order by f.far offset p_near - 1 limit 1), 'infinity'))
        group by p.zone, p.row_label),
    spots as (
        select p.*, sqrt((p.x - lag(p.x) over w) ^ 2 + (p.y - lag(p.y) over w) ^ 2) as step
        from places p where (p.zone, p.row_label) in (select r.zone, r.row_label from near_rows r)
        window w as (partition by p.zone, p.row_label order by p.ordinal)),
    -- Materialized and asked for by a subquery: joined, the planner worked it out once a place.
    usual as materialized (select percentile_disc(0.5) within group (order by p.step) as step from spots p),
    marked as (
        select p.*, sum(case when p.free and p.step <= 1.6 * (select u.step from usual u) then 0 else 1 end)
                        over (partition by p.zone, p.row_label order by p.ordinal) as run
        from spots p)
    select m.id, m.ordinal::integer, m.zone, m.row_label, m.run, row_number() over r, count(*) over (partition by m.zone, m.row_label, m.run), m.far, sum(m.far) over r
    from marked m where m.free
    window r as (partition by m.zone, m.row_label, m.run order by m.ordinal);
end
$$;

-- The best p_limit choices of n free neighbours, best first: those nearest to (p_x, p_y). One that leaves a single free place beside it comes after all that do not
-- (p_orphans 'warn'), or not at all ('block').
create or replace function foyer.best_blocks(p_tier uuid, p_quantity integer, p_limit integer, p_x double precision, p_y double precision, p_orphans text,
                                             p_without bigint[], p_near integer) returns table (places bigint[])
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    with runs as materialized (select * from free_runs(p_tier, p_x, p_y, p_without, p_near)),
    choices as (
        select f.zone, f.row_label, f.run, f.k, f.ordinal, f.so_far - f.far as before,
               lead(f.so_far, p_quantity - 1) over (partition by f.zone, f.row_label, f.run order by f.k) as after,
               case when p_orphans = 'off' then 0 else (f.k = 2)::integer + (f.n - f.k - p_quantity + 1 = 1)::integer end as orphans
        from runs f),
    best as (
        select c.*, row_number() over (order by c.orphans, c.after - c.before, c.ordinal) as rank
        from choices c where c.after is not null and not (p_orphans = 'block' and c.orphans > 0)
        order by c.orphans, c.after - c.before, c.ordinal limit p_limit)
    select array_agg(f.id order by f.k) from best b
    join runs f on (f.zone, f.row_label, f.run) = (b.zone, b.row_label, b.run) and f.k between b.k and b.k + p_quantity - 1
    group by b.rank order by b.rank;
end
$$;

-- Where no row has n neighbours: few parts, each next to the first, and nobody alone where that can be had. null when that many are not free, or (rule 'block')
-- not without leaving single places.
create or replace function foyer.best_parts(p_tier uuid, p_quantity integer, p_x double precision, p_y double precision, p_orphans text) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places bigint[] := '{}';
    v_part bigint[];
    v_size integer;
    v_try integer;
    v_left integer := p_quantity;
    v_near constant integer := 2000 + 20 * p_quantity;
    v_x double precision := p_x;
    v_y double precision := p_y;
begin
    -- Six parts at most are looked for with care; what is then left are the nearest single places.
    for v_round in 1..6 loop
        v_size := least((select max(f.n) from free_runs(p_tier, v_x, v_y, v_places, v_near) f), v_left);
        exit when v_size is null or v_left = 0;
        v_part := null;
        -- Smaller than it could be where one person would be left; and the rule may forbid a part of just that size.
        foreach v_try in array case when v_left - v_size = 1 and v_size > 2 then array[v_size - 1, v_size, v_size - 2] else array[v_size, v_size - 1, v_size - 2] end loop
            continue when v_try < 1;
            v_part := (select b.places from best_blocks(p_tier, v_try, 1, v_x, v_y, p_orphans, v_places, v_near) b);
            exit when v_part is not null;
        end loop;
        exit when v_part is null;
        v_places := v_places || v_part;
        v_left := p_quantity - cardinality(v_places);
        if v_round = 1 then
            select avg(q.x), avg(q.y) into v_x, v_y from event_seats s join plan_seats q on q.id = s.plan_seat_id where s.id = any (v_places);
        end if;
    end loop;
    if v_left > 0 and p_orphans = 'block' then
        return null;
    end if;
    v_places := v_places || array(
        select s.id from event_seats s join plan_seats q on q.id = s.plan_seat_id
        where s.tier_id = p_tier and (s.status = 'AVAILABLE' or s.reserved_until <= clock_timestamp()) and s.id <> all (v_places)
        order by (q.x - v_x) ^ 2 + (q.y - v_y) ^ 2, s.ordinal limit v_left);
    return case when cardinality(v_places) = p_quantity then v_places end;
end
$$;

-- Every proposal for n places, best first: in one row, else in parts. With the rule 'block' a single place is left over only where nothing else is to be had.
create or replace function foyer.best_choices(p_tier uuid, p_quantity integer, p_limit integer) returns table (places bigint[])
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    s record;
    v_near constant integer := 2000 + 20 * p_quantity;
    v_rule text;
begin
    select p.*, t.quantity into s from ticket_tiers t join events e on e.id = t.event_id cross join lateral plan_sight(e.plan_id) p where t.id = p_tier;
    foreach v_rule in array case when s.orphan_rule = 'block' then array['block', 'warn'] else array[s.orphan_rule] end loop
        return query select b.places from best_blocks(p_tier, p_quantity, p_limit, s.x, s.y, v_rule, '{}', v_near) b;
        if found then
            return;
        end if;
        if s.quantity > v_near then
            return query select b.places from best_blocks(p_tier, p_quantity, p_limit, s.x, s.y, v_rule, '{}', null) b;
            if found then
                return;
            end if;
        end if;
        return query select b.p from (select best_parts(p_tier, p_quantity, s.x, s.y, v_rule) as p) b where b.p is not null;
        if found then
            return;
        end if;
    end loop;
end
$$;
