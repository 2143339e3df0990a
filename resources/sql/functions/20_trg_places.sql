-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which moves a place may make, whoever writes (DESIGN: the table of transitions), and the marks that maps follow. A place that a till leases has no end: no clock
-- gives it to somebody else; only those of an allotment have one. It runs for every place of a sale, so it is one function without SET clauses that names what it
-- reads by schema.
create or replace function foyer.place_moves() returns trigger
language plpgsql volatile
as $$
begin
    -- The way of nearly every sale first, in one expression: it says of it what everything below would say.
    if tg_op = 'UPDATE' and old.status = 'AVAILABLE' and new.status = 'SOLD' and num_nonnulls(new.order_id, new.sold_at) = 2
       and num_nulls(new.hold_id, new.lease_id, new.reserved_until, new.block_letter) = 4 and new.id = old.id and new.event_id = old.event_id then
        new.updated_at := clock_timestamp();
        new.changed_xid := pg_current_xact_id();
        return new;
    end if;
    -- What goes with each status. As a CHECK of the table this was 7 % of a sale, because a CHECK is read from its text for every statement.
    if tg_op <> 'DELETE' and not (case new.status
           when 'AVAILABLE' then num_nonnulls(new.hold_id, new.lease_id, new.reserved_until, new.order_id, new.sold_at, new.block_letter) = 0
           when 'RESERVED' then num_nonnulls(new.hold_id, new.lease_id) > 0 and (new.hold_id is null or new.reserved_until is not null)
                                and (new.block_letter is null or new.hold_id is not null) and num_nonnulls(new.order_id, new.sold_at) = 0
           when 'SOLD' then num_nonnulls(new.order_id, new.sold_at) = 2 and num_nonnulls(new.hold_id, new.lease_id, new.reserved_until, new.block_letter) = 0
           else num_nonnulls(new.block_letter, new.block_is_soft) = 2 and num_nonnulls(new.hold_id, new.lease_id, new.reserved_until, new.order_id, new.sold_at) = 0 end) then
        raise exception 'place % is not % with these marks', new.id, new.status using errcode = 'check_violation', constraint = 'event_seats_status';
    end if;
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
    -- Two steps, because an expression with a query in it is one for every place.
    if new.lease_id is not null and new.reserved_until is not null then
        if exists (select from foyer.leases l where l.id = new.lease_id and l.kind = 'lease') then
            raise exception 'place % is leased to a till, without an end', new.id using errcode = 'check_violation';
        end if;
    end if;
    new.updated_at := clock_timestamp();
    new.changed_xid := pg_current_xact_id();
    return new;
end
$$;

create or replace trigger place_moves before insert or update or delete on foyer.event_seats
    for each row execute function foyer.place_moves();
