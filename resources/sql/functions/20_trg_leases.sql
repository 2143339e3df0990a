-- SPDX-License-Identifier: GPL-3.0-or-later
-- What stays true of a lease, whoever writes: it belongs to one till and one performance, its epoch never falls, and an ended one never comes back.
create or replace function foyer.lease_moves() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    if (new.id, new.kind, new.event_id, new.created_at) is distinct from (old.id, old.kind, old.event_id, old.created_at) or new.till_id is distinct from old.till_id then
        raise exception 'a lease stays with its till and performance' using errcode = 'check_violation';
    elsif new.epoch < old.epoch or (new.status = 'reclaimed') <> (new.epoch > 1) then
        raise exception 'only reclaiming raises the epoch of a lease' using errcode = 'check_violation';
    elsif old.ended_at is not null and (new.status <> old.status or new.ended_at is distinct from old.ended_at) then
        raise exception 'lease % has ended', old.id using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create or replace trigger lease_moves before update on foyer.leases
    for each row execute function foyer.lease_moves();

-- A queued sale may name a place of any lease that its till did not give back as a whole, and its ticket needs the row: such a place stays.
create or replace function foyer.keep_leased_place() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    if exists (select from leases l where l.event_id = old.event_id and l.kind = 'lease' and l.status <> 'returned' and old.id = any (l.places)) then
        raise exception 'place % was leased to a till that may have sold it', old.id using errcode = 'restrict_violation';
    end if;
    return old;
end
$$;

create or replace trigger keep_leased before delete on foyer.event_seats
    for each row execute function foyer.keep_leased_place();

create or replace trigger keep_all before truncate on foyer.recalls for each statement execute function foyer.keep_rows();
create or replace trigger keep_all before truncate on foyer.recalled_places for each statement execute function foyer.keep_rows();
