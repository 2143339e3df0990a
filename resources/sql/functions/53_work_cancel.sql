-- SPDX-License-Identifier: GPL-3.0-or-later
-- Cancelling a performance: every live ticket ends, nothing more is sold, and every order stands on the list for refund.

-- Whoever sets the status. The places are locked by id; then no sale under way is unseen: one that had its places has its tickets cancelled, one that comes for its
-- places finds them blocked. Blocked and not free, because sell reads the event's status before it waits for its places, and asking again afterwards would
-- cost every sale for something that happens once in a season. What a till has leased stays its until its queue was
-- heard: replay_sale cancels what was sold of it.
create or replace function foyer.end_event() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
declare
    v_now timestamptz;
    v_soft boolean;
begin
    insert into letters (letter, name, is_soft) values ('cancelled', 'Performance cancelled', false) on conflict (letter) do nothing;
    perform from event_seats where event_id = new.id order by id for no key update;
    v_now := clock_timestamp();
    with ended as (
        update tickets k set status = 'cancelled', ended_at = v_now, updated_at = v_now
        from event_seats s where s.event_id = new.id and s.status = 'SOLD' and k.place_id = s.id and k.status = 'valid' returning k.place_id)
    update event_seats s set status = 'AVAILABLE', order_id = null, sold_at = null from ended e where s.id = e.place_id;
    update event_seats s set status = 'AVAILABLE', hold_id = null, lease_id = null, reserved_at = null, reserved_until = null,
           block_letter = null, block_is_soft = null, block_reason = null
    where s.event_id = new.id and s.status = 'RESERVED' and not exists (select from leases l where l.id = s.lease_id and l.kind = 'lease');
    select is_soft into v_soft from letters where letter = 'cancelled';
    update event_seats set status = 'BLOCKED', block_letter = 'cancelled', block_is_soft = v_soft, block_reason = '' where event_id = new.id and status = 'AVAILABLE';
    return null;
end
$$;

create or replace trigger end_event after update of status on foyer.events
    for each row when (new.status = 'cancelled' and old.status <> 'cancelled') execute function foyer.end_event();

create or replace function foyer.cancel_event(p_event uuid, p_version integer, p_reason text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_answer jsonb;
begin
    perform begin_write();
    perform set_config('synchronous_commit', 'on', true);
    if coalesce(octet_length(p_reason), 0) not between 1 and 1000 then
        perform refuse('TK015', 'a reason of 1 to 1000 bytes is expected', jsonb_build_object('what', 'reason'));
    end if;
    v_event := lock_event(p_event);
    if v_event.status <> 'cancelled' then
        perform expect_version(p_version, v_event.version);
        update events set status = 'cancelled', version = version + 1, updated_at = clock_timestamp() where id = p_event;
    end if;
    select jsonb_build_object('event', p_event, 'version', e.version, 'tickets', count(k.id), 'orders', count(distinct k.order_id)) into v_answer
    from events e left join (event_seats s join tickets k on k.place_id = s.id and k.status = 'cancelled') on s.event_id = e.id where e.id = p_event group by e.id;
    if v_event.status = 'cancelled' then
        return v_answer || '{"repeated": true}';
    end if;
    perform audit('cancel_event', p_event::text, null, jsonb_build_object('status', v_event.status), v_answer || jsonb_build_object('reason', p_reason));
    return v_answer;
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation then
        perform refuse('TK015', sqlerrm, jsonb_build_object('what', 'status'));
end
$$;

grant execute on function foyer.cancel_event(uuid, integer, text) to foyer_manager;
