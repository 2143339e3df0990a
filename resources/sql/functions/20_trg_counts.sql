-- SPDX-License-Identifier: GPL-3.0-or-later
-- The count ledger follows every write of event_seats, also one made by hand. One row per statement and tier, appended: nothing waits for anything.
create or replace function foyer.count_places() returns trigger
language plpgsql volatile
as $$
begin
    if tg_op = 'UPDATE' then
        insert into foyer.tier_count_deltas (tier_id, free, held, leased, blocked, sold)
        select * from (
            select r.tier_id, sum(case when r.status = 'AVAILABLE' then r.n else 0 end) as free,
                   sum(case when r.status = 'RESERVED' and r.lease_id is null then r.n else 0 end) as held,
                   sum(case when r.lease_id is not null then r.n else 0 end) as leased,
                   sum(case when r.status = 'BLOCKED' then r.n else 0 end) as blocked,
                   sum(case when r.status = 'SOLD' then r.n else 0 end) as sold
            from (select tier_id, status, lease_id, 1 as n from new_rows
                  union all select tier_id, status, lease_id, -1 from old_rows) r
            group by r.tier_id) s
        where free <> 0 or held <> 0 or leased <> 0 or blocked <> 0 or sold <> 0;
    elsif tg_op = 'INSERT' then
        insert into foyer.tier_count_deltas (tier_id, free, held, leased, blocked, sold)
        select tier_id, count(*) filter (where status = 'AVAILABLE'), count(*) filter (where status = 'RESERVED' and lease_id is null),
               count(*) filter (where lease_id is not null), count(*) filter (where status = 'BLOCKED'), count(*) filter (where status = 'SOLD')
        from new_rows group by tier_id;
    else
        insert into foyer.tier_count_deltas (tier_id, free, held, leased, blocked, sold)
        select tier_id, -count(*) filter (where status = 'AVAILABLE'), -count(*) filter (where status = 'RESERVED' and lease_id is null),
               -count(*) filter (where lease_id is not null), -count(*) filter (where status = 'BLOCKED'), -count(*) filter (where status = 'SOLD')
        from old_rows group by tier_id;
    end if;
    return null;
end
$$;

create or replace trigger count_inserted after insert on foyer.event_seats
    referencing new table as new_rows for each statement execute function foyer.count_places();
create or replace trigger count_updated after update on foyer.event_seats
    referencing old table as old_rows new table as new_rows for each statement execute function foyer.count_places();
create or replace trigger count_deleted after delete on foyer.event_seats
    referencing old table as old_rows for each statement execute function foyer.count_places();

-- Every tier has its row of folded counts from the start.
create or replace function foyer.start_tier_counts() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    insert into tier_counts (tier_id) values (new.id);
    return null;
end
$$;

create or replace trigger start_tier_counts after insert on foyer.ticket_tiers
    for each row execute function foyer.start_tier_counts();
