-- SPDX-License-Identifier: GPL-3.0-or-later
-- What something hangs on is not softly deleted either, whoever writes. Rows that money or tickets hang on are never really deleted (20_trg_keep.sql and the
-- foreign keys); a customer with orders may be forgotten, which takes the name and leaves the row (72_work_retention_people.sql).
create or replace function foyer.keep_used() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
declare
    v_why text;
begin
    if tg_table_name = 'users' then
        v_why := case when exists (select from events e join promoters r on r.id = e.promoter_id where r.user_id = old.id and e.deleted_at is null)
                      then 'a promoter with events' end;
    elsif tg_table_name = 'venues' then
        v_why := case when exists (select from events where venue_id = old.id and deleted_at is null) then 'a venue with events'
                      when exists (select from seating_plans where venue_id = old.id and deleted_at is null) then 'a venue with seating plans' end;
    elsif tg_table_name = 'seating_plans' then
        v_why := case when exists (select from events where plan_id = old.id and deleted_at is null) then 'a seating plan with events' end;
    elsif tg_table_name = 'events' then
        -- Its places go before it, and those that a ticket was ever of do not go.
        v_why := case when exists (select from ticket_tiers where event_id = old.id) then 'an event with tiers' end;
    end if;
    if v_why is not null then
        raise exception '% is not deleted', v_why using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;

do $triggers$
declare
    t text;
begin
    foreach t in array array['users', 'venues', 'seating_plans', 'events'] loop
        execute format('create or replace trigger keep_used before update of deleted_at on foyer.%I
            for each row when (old.deleted_at is null and new.deleted_at is not null) execute function foyer.keep_used()', t);
    end loop;
end
$triggers$;
