-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which moves a place may make, whoever writes (DESIGN: the table of transitions), and the marks that maps follow.
create or replace function foyer.place_moves() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        if new.status not in ('AVAILABLE', 'BLOCKED') then
            raise exception 'a place is made AVAILABLE or BLOCKED' using errcode = 'check_violation';
        end if;
        return new;
    elsif tg_op = 'DELETE' then
        if old.status not in ('AVAILABLE', 'BLOCKED') then
            raise exception 'place % is %', old.id, old.status using errcode = 'check_violation';
        end if;
        return old;
    end if;
    if old.status is distinct from new.status then
        if not (case old.status
                when 'AVAILABLE' then true
                when 'RESERVED' then new.status in ('AVAILABLE', 'SOLD')
                when 'SOLD' then new.status = 'AVAILABLE'
                when 'BLOCKED' then new.status = 'AVAILABLE' or old.block_is_soft
            end) then
            raise exception 'place % can not go from % to %', old.id, old.status, new.status using errcode = 'check_violation';
        end if;
    elsif new.order_id is distinct from old.order_id then
        raise exception 'place % is sold in another order', old.id using errcode = 'check_violation';
    elsif new.hold_id <> old.hold_id and old.reserved_until > clock_timestamp() then
        raise exception 'place % is held by a hold that has not lapsed', old.id using errcode = 'check_violation';
    end if;
    if new.id <> old.id or new.event_id <> old.event_id then
        raise exception 'a place stays in its event' using errcode = 'check_violation';
    end if;
    new.updated_at := clock_timestamp();
    new.changed_xid := pg_current_xact_id();
    return new;
end
$$;

create or replace trigger place_moves before insert or update or delete on foyer.event_seats
    for each row execute function foyer.place_moves();
