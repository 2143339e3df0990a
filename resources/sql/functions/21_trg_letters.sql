-- SPDX-License-Identifier: GPL-3.0-or-later
-- Reservations stay, as orders do, and so does every place that one was ever of: the order's items name its tier.
create or replace function foyer.keep_reserved_place() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    if exists (select from reservations r where r.places @> array[old.id]) then
        raise exception 'place % was reserved in an order', old.id using errcode = 'restrict_violation';
    end if;
    return old;
end
$$;

create or replace trigger keep_reserved before delete on foyer.event_seats
    for each row execute function foyer.keep_reserved_place();
create or replace trigger keep_all before truncate on foyer.reservations for each statement execute function foyer.keep_rows();
create or replace trigger keep_row before delete on foyer.reservations for each row execute function foyer.keep_rows();
