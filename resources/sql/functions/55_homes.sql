-- SPDX-License-Identifier: GPL-3.0-or-later
-- Places that belong somewhere: to a letter, or to an allotment. A hold borrows them, and they go back.

-- Which of these locked places, free to nobody, stay shut for this person: all but those of a soft letter that the person opens and those of one of p_allotments,
-- unless a hold that still lasts has them. The caller asks only about places that are neither AVAILABLE nor open to everybody.
create or replace function foyer.shut_places(p_rows foyer.event_seats[], p_allotments uuid[], p_now timestamptz) returns bigint[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_opens text[] := opens_letters();
begin
    return array(select r.id from unnest(p_rows) r
                 where not coalesce(case r.status
                     when 'BLOCKED' then r.block_is_soft and r.block_letter = any (v_opens)
                     when 'RESERVED' then (r.block_letter = any (v_opens) or r.lease_id = any (p_allotments))
                         and (r.hold_id is null or exists (select from holds h where h.id = r.hold_id and h.expires_at <= p_now))
                     else false end, false)
                 order by r.id);
end
$$;

-- Ends the holds on locked places, given as they stand: free, or back to letter or allotment. Each is two legal moves, RESERVED -> AVAILABLE -> home.
create or replace function foyer.go_home(p_rows foyer.event_seats[], p_now timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    update event_seats set status = 'AVAILABLE', hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null
    where id = any (array(select r.id from unnest(p_rows) r));
    if exists (select from unnest(p_rows) r where r.block_letter is not null) then
        update event_seats s set status = 'BLOCKED', block_letter = r.block_letter, block_is_soft = l.is_soft, block_reason = r.block_reason
        from unnest(p_rows) r join letters l on l.letter = r.block_letter where s.id = r.id;
    end if;
    if exists (select from unnest(p_rows) r where r.hold_id is not null and r.lease_id is not null) then
        update event_seats s set status = 'RESERVED', lease_id = r.lease_id, reserved_at = p_now, reserved_until = l.release_at
        from unnest(p_rows) r join leases l on l.id = r.lease_id
        where s.id = r.id and r.hold_id is not null and l.kind = 'allotment' and l.ended_at is null and l.release_at > p_now;
    end if;
end
$$;
