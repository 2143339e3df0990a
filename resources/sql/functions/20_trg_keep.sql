-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is never deleted, never changed, never emptied, whoever writes.
create or replace function foyer.keep_rows() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    -- Only apply_retention() opens a run (72_work_retention.sql), and only until it has ended.
    if tg_op = 'DELETE' and in_retention() then
        return old;
    end if;
    raise exception '% of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

-- A price type that something was sold at stays. This replaces a foreign key on the hot order_items.
create or replace function foyer.keep_sold_price_type() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    if exists (select from event_seats s join tickets t on t.place_id = s.id join order_items i on (i.order_id, i.position) = (t.order_id, t.position)
               where s.event_id = old.event_id and i.price_type_id = old.id) then
        raise exception 'price type % was sold', old.id using errcode = 'restrict_violation';
    end if;
    return old;
end
$$;

create or replace trigger keep_sold before delete on foyer.price_types
    for each row execute function foyer.keep_sold_price_type();

do $triggers$
declare
    t text;
begin
    -- Counts and chains would not follow a TRUNCATE.
    foreach t in array array['event_seats', 'holds', 'leases', 'orders', 'order_items', 'tickets', 'payments', 'refunds', 'exchanges', 'journal', 'journal_heads',
                             'audit_log', 'tier_counts', 'tier_count_deltas', 'sales_rollup', 'cash_movements', 'shifts', 'offline_replays'] loop
        execute format('create or replace trigger keep_all before truncate on foyer.%I for each statement execute function foyer.keep_rows()', t);
    end loop;
    -- People, tills, performances and places of business are retired or softly deleted; orders and money rows stay for good.
    foreach t in array array['users', 'staff', 'promoters', 'tills', 'till_keys', 'venues', 'seating_plans', 'events', 'orders', 'order_items', 'tickets', 'payments',
                             'refunds', 'exchanges', 'cash_movements', 'shifts', 'journal_heads', 'offline_replays', 'sync_conflicts'] loop
        execute format('create or replace trigger keep_row before delete on foyer.%I for each row execute function foyer.keep_rows()', t);
    end loop;
    -- Append-only: mistakes are reversed by new rows.
    foreach t in array array['journal', 'audit_log', 'refunds', 'exchanges', 'cash_movements'] loop
        execute format('create or replace trigger keep_text before update or delete on foyer.%I for each row execute function foyer.keep_rows()', t);
    end loop;
end
$triggers$;
