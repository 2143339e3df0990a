-- SPDX-License-Identifier: GPL-3.0-or-later
-- The places of a new lease: any n of a tier, spread over it or side by side, or those that were named.

-- Which free places a lease of n would like. Spread: every so-many-th, from a random start. Together: the shortest run of neighbours in one row that is long
-- enough, and where none is, the longest runs; p_salt other than 1 mixes equal choices, so that tills do not wait for each other's.
create or replace function foyer.lease_wish(p_tier uuid, p_quantity integer, p_together boolean, p_salt integer) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_turn double precision := random();
begin
    if not p_together then
        return array(
            select f.id from (select s.id, count(*) over () as total, (row_number() over (order by s.ordinal) + floor(v_turn * count(*) over ())::bigint) % count(*) over () as n
                              from event_seats s where s.tier_id = p_tier and (s.status = 'AVAILABLE' or s.reserved_until <= v_now)) f
            where (f.n + 1) * p_quantity / f.total > f.n * p_quantity / f.total);
    end if;
    return array(
        with free as (
            select s.id, s.ordinal, x.zone, x.row_label, s.ordinal - row_number() over (partition by x.zone, x.row_label order by s.ordinal) as run
            from event_seats s left join plan_seats x on x.id = s.plan_seat_id
            where s.tier_id = p_tier and (s.status = 'AVAILABLE' or s.reserved_until <= v_now)),
        runs as (
            select id, ordinal, count(*) over w as places, min(ordinal) over w as first_ordinal from free
            window w as (partition by zone, row_label, run))
        select id from runs
        order by places < p_quantity, case when places < p_quantity then -places when p_salt = 1 then places else 0 end,
                 case when p_salt = 1 then 0 else first_ordinal::bigint * 7919 * p_salt % 104729 end, first_ordinal, ordinal
        limit p_quantity);
end
$$;

-- Takes n places of a tier. Locked ones are skipped in the first passes; the later ones wait, and only after waiting may it be said that there are too few.
create or replace function foyer.lease_any(p_tier uuid, p_quantity integer, p_lease uuid, p_together boolean) returns bigint[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_wish bigint[];
    v_places bigint[];
    v_now timestamptz;
begin
    for v_attempt in 1..6 loop
        v_wish := lease_wish(p_tier, p_quantity, p_together, v_attempt);
        if cardinality(v_wish) < p_quantity and v_attempt > 4 then
            perform refuse('TK002', 'fewer than asked can be had', (select jsonb_build_object('tier', p_tier, 'wanted', p_quantity, 'free', s.free,
                'held', s.held, 'leased', s.leased) from tier_state s where s.tier_id = p_tier));
        end if;
        begin
            v_now := clock_timestamp();
            if v_attempt <= 3 then
                v_places := array(select id from event_seats where id = any (v_wish) and (status = 'AVAILABLE' or reserved_until <= v_now)
                                  order by id for no key update skip locked);
            else
                v_places := array(select id from event_seats where id = any (v_wish) and (status = 'AVAILABLE' or reserved_until <= v_now)
                                  order by id for no key update);
            end if;
            if cardinality(v_places) = p_quantity then
                update event_seats set status = 'RESERVED', lease_id = p_lease, hold_id = null, reserved_at = clock_timestamp(), reserved_until = null
                where id = any (v_places);
                return v_places;
            end if;
            raise exception using errcode = 'FY001';
        exception when sqlstate 'FY001' then
            null;
        end;
    end loop;
    perform refuse('TK014', 'busy, try again');
    return null;
end
$$;

-- These places: free ones, and those of the hold that turns into the lease (they stay RESERVED). All of them, or the taken ones named. What the hold borrowed
-- from a letter or an allotment is never sold offline.
create or replace function foyer.lease_these(p_event uuid, p_places bigint[], p_lease uuid, p_hold uuid) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_rows event_seats[];
    v_now timestamptz;
    v_taken jsonb;
begin
    v_rows := array(select s from event_seats s where s.id = any (p_places) and s.event_id = p_event order by s.id for no key update);
    v_now := clock_timestamp();
    perform expect_found(p_places, v_rows);
    if cardinality(v_rows) = 0 then
        perform refuse('TK009', 'the hold has no places left in this event', jsonb_build_object('what', 'hold', 'id', p_hold));
    end if;
    select jsonb_strip_nulls(jsonb_build_object('hold', p_hold, 'seats', jsonb_agg(r.label order by r.id), 'places', jsonb_agg(r.id order by r.id))) into v_taken
    from unnest(v_rows) r
    where r.status <> 'AVAILABLE' and (r.reserved_until <= v_now) is not true and (r.hold_id = p_hold and num_nonnulls(r.lease_id, r.block_letter) = 0) is not true;
    if jsonb_typeof(v_taken -> 'places') = 'array' then
        perform refuse(case when p_hold is null then 'TK001' else 'TK003' end, 'seats are taken', v_taken);
    end if;
    update event_seats set status = 'RESERVED', lease_id = p_lease, hold_id = null, reserved_at = v_now, reserved_until = null where id = any (p_places);
    update holds set settled = settled || p_places, updated_at = v_now where id = p_hold;
end
$$;
