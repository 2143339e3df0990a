-- SPDX-License-Identifier: GPL-3.0-or-later
-- The ways of tickets, orders and events from one status to the next, whoever writes.
create or replace function foyer.status_moves() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
declare
    v_ways jsonb := case tg_table_name
        when 'tickets' then '{"valid": ["used", "refunded", "exchanged", "cancelled"]}'
        when 'orders' then '{"reserved": ["paid", "cancelled"], "paid": ["part_refunded", "refunded"], "part_refunded": ["refunded"]}'
        when 'events' then '{"draft": ["published", "cancelled"], "published": ["on_sale", "postponed", "cancelled"],
            "on_sale": ["paused", "closed", "postponed", "cancelled"], "paused": ["on_sale", "closed", "postponed", "cancelled"],
            "postponed": ["published", "on_sale", "cancelled"], "closed": ["postponed", "cancelled"]}'
    end;
begin
    if not coalesce(v_ways -> old.status::text ? new.status::text, false) then
        raise exception '% can not go from % to %', tg_table_name, old.status, new.status using errcode = 'check_violation';
    elsif tg_table_name = 'orders' and new.status::text = 'paid' and to_jsonb(new) -> 'sold_at' = 'null' then
        raise exception 'order % was paid at no time', new.id using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create or replace trigger status_moves before update of status on foyer.tickets
    for each row when (old.status <> new.status) execute function foyer.status_moves();
create or replace trigger status_moves before update of status on foyer.orders
    for each row when (old.status <> new.status) execute function foyer.status_moves();
create or replace trigger status_moves before update of status on foyer.events
    for each row when (old.status <> new.status) execute function foyer.status_moves();
