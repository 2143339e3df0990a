-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may read what. Views and reading functions run as foyer_reader, which owns no table, so these policies hold for them. The person is session_user.

-- 'all' for managers and owners, 'sales' for clerks and tills (everything but drafts), 'own' for promoters. Anybody else, and who was disabled, is refused.
create or replace function foyer.reader_scope() returns text
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_group constant text := session_group();
begin
    if v_group = '' then
        perform refuse('TK008', 'this person may see nothing here', jsonb_build_object('what', 'person'));
    end if;
    return case v_group when 'manager' then 'all' when 'owner' then 'all' when 'promoter' then 'own' else 'sales' end;
end
$$;

create or replace function foyer.own_events() returns uuid[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return array(select e.id from events e join promoters p on p.id = e.promoter_id
                 join staff s on s.user_id = p.user_id where s.role_name = session_user and s.staff_group = 'promoter' and s.disabled_at is null);
end
$$;

do $policies$
declare
    t text;
    v_people constant text := '(select foyer.reader_scope()) in (''all'', ''sales'')';
begin
    foreach t in array array['events', 'ticket_tiers', 'event_seats', 'price_types', 'tier_prices', 'fees', 'tickets', 'order_items', 'sales_rollup', 'orders',
                             'payments', 'holds', 'leases', 'users', 'staff'] loop
        execute format('alter table foyer.%I enable row level security', t);
        execute format('drop policy if exists reading on foyer.%I', t);
    end loop;
    create policy reading on foyer.events for select to foyer_reader using (deleted_at is null and (
        (select foyer.reader_scope()) = 'all'
        or (status <> 'draft' and (select foyer.reader_scope()) = 'sales')
        or id = any ((select foyer.own_events())::uuid[])));
    foreach t in array array['ticket_tiers', 'event_seats', 'price_types', 'tier_prices', 'fees', 'tickets', 'order_items', 'sales_rollup'] loop
        execute format('create policy reading on foyer.%I for select to foyer_reader using (%s or event_id = any ((select foyer.own_events())::uuid[]))', t, v_people);
    end loop;
    -- Orders and people may span promoters: nobody's but the house's.
    foreach t in array array['orders', 'payments', 'holds', 'leases', 'users'] loop
        execute format('create policy reading on foyer.%I for select to foyer_reader using (%s)', t, v_people);
    end loop;
    create policy reading on foyer.staff for select to foyer_reader using (role_name = session_user or (select foyer.reader_scope()) = 'all');
end
$policies$;

grant select on foyer.events, foyer.ticket_tiers, foyer.event_seats, foyer.price_types, foyer.tier_prices, foyer.fees, foyer.tickets, foyer.order_items,
    foyer.sales_rollup, foyer.orders, foyer.payments, foyer.holds, foyer.leases, foyer.users, foyer.staff,
    foyer.venues, foyer.seating_plans, foyer.plan_seats, foyer.tier_counts, foyer.tier_count_deltas, foyer.settings to foyer_reader;
grant select (id, code, prefix, role_name, retired_at) on foyer.tills to foyer_reader;
-- A view's policies run their functions as whoever reads the view.
grant execute on function foyer.reader_scope(), foyer.own_events() to foyer_clerk, foyer_promoter, foyer_manager, foyer_till;
grant execute on function foyer.reader_scope(), foyer.own_events(), foyer.refuse(text, text, jsonb), foyer.utc_text(timestamptz) to foyer_reader;
