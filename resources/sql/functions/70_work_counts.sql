-- SPDX-License-Identifier: GPL-3.0-or-later
-- Background work on counts: folding the ledgers, turning lapsed holds into free places, counting anew. Two at once are harmless, and nothing else depends on any.

create or replace function foyer.fold_counts() returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_counts integer;
    v_sales integer;
begin
    perform begin_write();
    -- The settings row is the private lock of whoever folds or counts anew; a second folder has nothing to do.
    perform from settings for no key update skip locked;
    if not found then
        return 0;
    end if;
    -- One statement moves deltas into the counts, so that no reader sees a place twice or not at all.
    with gone as (
        delete from tier_count_deltas where id in (select id from tier_count_deltas order by id limit 50000 for update skip locked) returning *),
    folded as (
        update tier_counts c set free = c.free + s.free, held = c.held + s.held, leased = c.leased + s.leased, blocked = c.blocked + s.blocked,
               sold = c.sold + s.sold, folded_at = clock_timestamp()
        from (select tier_id, sum(free) as free, sum(held) as held, sum(leased) as leased, sum(blocked) as blocked, sum(sold) as sold from gone group by tier_id) s
        where c.tier_id = s.tier_id)
    select count(*) into v_counts from gone;
    with gone as (
        delete from sales_rollup where id in (select id from sales_rollup where not folded order by id limit 50000 for update skip locked) returning *),
    folded as (
        insert into sales_rollup as r (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor, folded)
        select event_id, tier_id, price_type_id, channel, hour, sum(tickets), sum(gross_minor), sum(fee_minor), sum(tax_minor), true
        from gone group by event_id, tier_id, price_type_id, channel, hour
        on conflict (event_id, tier_id, price_type_id, channel, hour) where folded
        do update set tickets = r.tickets + excluded.tickets, gross_minor = r.gross_minor + excluded.gross_minor, fee_minor = r.fee_minor + excluded.fee_minor,
                      tax_minor = r.tax_minor + excluded.tax_minor)
    select count(*) into v_sales from gone;
    return v_counts + v_sales;
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Lapsed holds, and allotments whose release has come, become free rows, so that maps see it; selling does not wait for it. A lapsed hold on a place of a letter
-- or of an allotment still closed sends it back there. Answers how many places.
create or replace function foyer.sweep_lapsed(p_limit integer default 5000) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places integer;
    v_limit integer := least(greatest(p_limit, 1), 50000);
    v_home event_seats[];
    v_now timestamptz := clock_timestamp();
begin
    perform begin_write();
    update event_seats set status = 'AVAILABLE', hold_id = null, lease_id = null, reserved_at = null, reserved_until = null
    where id = any (array(select id from event_seats where reserved_until <= v_now order by reserved_until limit v_limit for no key update skip locked));
    get diagnostics v_places = row_count;
    select array_agg(s) into v_home from (
        select * from event_seats where hold_id in (select b.hold_id from event_seats b join holds h on h.id = b.hold_id
            where (b.block_letter is not null or b.lease_id is not null) and h.expires_at <= v_now) and (block_letter is not null or lease_id is not null)
        order by id limit v_limit for no key update skip locked) s;
    if v_home is not null then
        -- Asked again after the lock: a hold may have been extended meanwhile.
        v_home := array(select r from unnest(v_home) r join holds h on h.id = r.hold_id where h.expires_at <= v_now);
        perform go_home(v_home, v_now);
        v_places := v_places + cardinality(v_home);
    end if;
    return v_places;
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- Counts a tier's places anew; true when the counts had been wrong.
create or replace function foyer.recalculate_tier_counts(p_tier uuid) returns boolean
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_wrong boolean;
    v_gone boolean;
begin
    perform begin_write();
    perform from settings for no key update;
    if not exists (select from ticket_tiers where id = p_tier) then
        perform refuse('TK009', 'no such tier', jsonb_build_object('what', 'tier', 'id', p_tier));
    end if;
    -- Also where the row itself is gone.
    insert into tier_counts (tier_id) values (p_tier) on conflict do nothing;
    v_gone := found;
    -- Places and deltas of one snapshot; a sale that is not in it brings its own delta.
    with actual as (
        select count(*) filter (where status = 'AVAILABLE') as free, count(*) filter (where status = 'RESERVED' and lease_id is null) as held,
               count(*) filter (where lease_id is not null) as leased, count(*) filter (where status = 'BLOCKED') as blocked,
               count(*) filter (where status = 'SOLD') as sold
        from event_seats where tier_id = p_tier),
    gone as (delete from tier_count_deltas where tier_id = p_tier returning *),
    unfolded as (select coalesce(sum(free), 0) as free, coalesce(sum(held), 0) as held, coalesce(sum(leased), 0) as leased,
                        coalesce(sum(blocked), 0) as blocked, coalesce(sum(sold), 0) as sold from gone),
    kept as (select * from tier_counts where tier_id = p_tier),
    counted as (update tier_counts c set free = a.free, held = a.held, leased = a.leased, blocked = a.blocked, sold = a.sold, folded_at = clock_timestamp()
                from actual a where c.tier_id = p_tier)
    select (k.free + u.free, k.held + u.held, k.leased + u.leased, k.blocked + u.blocked, k.sold + u.sold)
           is distinct from (a.free, a.held, a.leased, a.blocked, a.sold) or v_gone into v_wrong
    from kept k, unfolded u, actual a;
    if v_wrong then
        perform audit('recalculate_counts', p_tier::text);
    end if;
    return v_wrong;
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
    return null;
end
$$;

-- The same for all tiers of an event; answers how many had been wrong.
create or replace function foyer.recalculate_event_counts(p_event uuid) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform begin_write();
    if not exists (select from events where id = p_event) then
        perform refuse('TK009', 'no such event', jsonb_build_object('what', 'event', 'id', p_event));
    end if;
    return (select count(*) filter (where recalculate_tier_counts(t.id)) from ticket_tiers t where t.event_id = p_event);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

grant execute on function foyer.fold_counts(), foyer.sweep_lapsed(integer) to foyer_till, foyer_manager;
grant execute on function foyer.recalculate_tier_counts(uuid), foyer.recalculate_event_counts(uuid) to foyer_manager;
