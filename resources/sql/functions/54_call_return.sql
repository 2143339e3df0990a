-- SPDX-License-Identifier: GPL-3.0-or-later
-- return_lease, reclaim_lease: how leased places come back without being sold.

-- Gives back those of p_places that are still under the lease, whose row is locked. A recalled one goes on into the hold of the till that asked first and still
-- waits (it stays RESERVED), any other is free.
create or replace function foyer.give_back(p_lease uuid, p_places bigint[], out freed bigint[], out handed bigint[])
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_holds uuid[];
    v_back bigint[];
    v_now timestamptz;
begin
    perform from holds where id in (select r.hold_id from recalled_places p join recalls r on r.id = p.recall_id where p.lease_id = p_lease and p.place_id = any (p_places))
    order by id for no key update;
    v_back := array(select s.id from event_seats s where s.id = any (p_places) and s.lease_id = p_lease order by s.id for no key update);
    v_now := clock_timestamp();
    with wanted as (
        select distinct on (p.place_id) p.place_id as place, h.id as hold, h.expires_at
        from recalled_places p join recalls r on r.id = p.recall_id join holds h on h.id = r.hold_id
        where p.lease_id = p_lease and p.place_id = any (v_back) and h.expires_at > v_now
        order by p.place_id, r.created_at, r.id),
    moved as (
        update event_seats s set hold_id = w.hold, lease_id = null, reserved_at = v_now, reserved_until = w.expires_at
        from wanted w where s.id = w.place returning s.id, s.hold_id),
    kept as (
        update holds h set places = h.places || m.places, updated_at = v_now
        from (select hold_id, array_agg(id order by id) as places from moved group by hold_id) m where h.id = m.hold_id)
    select coalesce(array_agg(id order by id), '{}') into handed from moved;
    freed := array(select p from unnest(v_back) p where p <> all (handed));
    update event_seats set status = 'AVAILABLE', lease_id = null, reserved_at = null, reserved_until = null where id = any (freed);
end
$$;

-- After places went from a lease: one without any has ended, and one that nobody asks for any more is active again. An ended one stays as it is. A sale comes
-- here with its places locked, against the order of locks; it waits for nobody: who has the lease locked settles it after itself.
create or replace function foyer.settle_lease(p_lease uuid) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_status text;
begin
    select status into v_status from leases where id = p_lease and ended_at is null for no key update skip locked;
    if not found then
        return;
    elsif not exists (select from event_seats s where s.lease_id = p_lease) then
        update leases set status = 'returned', ended_at = clock_timestamp(), updated_at = clock_timestamp() where id = p_lease;
    -- By place: a join would read all that is leased.
    elsif v_status = 'recalled' and not exists (select from recalled_places p
                                                where p.lease_id = p_lease and (select s.lease_id from event_seats s where s.id = p.place_id) = p_lease) then
        update leases set status = 'active', updated_at = clock_timestamp() where id = p_lease;
    end if;
end
$$;

create or replace function foyer.return_lease(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_lease leases;
    v_places bigint[];
    v_back record;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['lease', 'till', 'epoch'], array['places']);
    perform expect_types(c.request, '{"lease": "string", "epoch": "number", "places": "array"}');
    select * into v_lease from leases where id = (c.request ->> 'lease')::uuid and kind = 'lease' for no key update;
    if not found then
        perform refuse('TK009', 'no such lease', jsonb_build_object('what', 'lease', 'id', c.request ->> 'lease'));
    elsif v_lease.till_id <> c.till_id then
        perform refuse('TK008', 'that lease is of another till', jsonb_build_object('what', 'lease', 'id', v_lease.id));
    elsif v_lease.epoch <> (c.request ->> 'epoch')::integer then
        perform refuse('TK011', 'the lease was reclaimed', jsonb_build_object('lease', v_lease.id, 'yours', c.request -> 'epoch', 'current', v_lease.epoch));
    end if;
    v_places := case when c.request ? 'places' then array(select (p::numeric::text)::bigint from jsonb_array_elements(c.request -> 'places') p) else v_lease.places end;
    if exists (select from unnest(v_places) p where p <> all (v_lease.places)) then
        perform refuse('TK009', 'that place is not of the lease', jsonb_build_object('what', 'place',
            'id', (select min(p) from unnest(v_places) p where p <> all (v_lease.places))));
    end if;
    v_back := give_back(v_lease.id, v_places);
    perform settle_lease(v_lease.id);
    -- A repeat finds nothing left to give back, and is no action.
    if cardinality(v_back.freed || v_back.handed) > 0 then
        perform audit('return_lease', v_lease.id::text, c.till_id, null,
                      jsonb_build_object('places', to_jsonb(v_back.freed || v_back.handed), 'handed_over', to_jsonb(v_back.handed)));
    end if;
    select * into v_lease from leases where id = v_lease.id;
    return jsonb_build_object('lease', v_lease.id, 'epoch', v_lease.epoch, 'status', v_lease.status, 'returned', cardinality(v_back.freed || v_back.handed),
        'handed_over', cardinality(v_back.handed), 'left', (select count(*) from event_seats where lease_id = v_lease.id), 'recalls', recalls_json(c.till_id));
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

-- A manager takes a lease back from a till that does not come home: when it is overdue, or by force. From then on a sale of it may lose its place.
create or replace function foyer.reclaim_lease(p_lease uuid, p_reason text, p_force boolean default false) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_lease leases;
    v_back record;
begin
    perform begin_write();
    perform set_config('synchronous_commit', 'on', true);
    if octet_length(coalesce(p_reason, '')) not between 1 and 1000 then
        perform refuse('TK015', 'a reason of 1 to 1 000 bytes is expected', jsonb_build_object('what', 'reason'));
    end if;
    select * into v_lease from leases where id = p_lease and kind = 'lease' for no key update;
    if not found then
        perform refuse('TK009', 'no such lease', jsonb_build_object('what', 'lease', 'id', p_lease));
    elsif v_lease.status = 'reclaimed' then
        perform refuse('TK011', 'the lease was reclaimed', jsonb_build_object('lease', p_lease, 'yours', v_lease.epoch - 1, 'current', v_lease.epoch));
    elsif v_lease.ended_at is not null then
        perform refuse('TK009', 'the lease has ended', jsonb_build_object('what', 'lease', 'id', p_lease));
    elsif (v_lease.due_at <= clock_timestamp()) is not true and p_force is not true then
        perform refuse('TK008', 'the lease is not overdue', jsonb_build_object('what', 'force', 'due_at', utc_text(v_lease.due_at)));
    end if;
    v_back := give_back(p_lease, v_lease.places);
    update leases set status = 'reclaimed', epoch = epoch + 1, ended_at = clock_timestamp(), updated_at = clock_timestamp() where id = p_lease;
    perform audit('reclaim_lease', p_lease::text, v_lease.till_id, jsonb_build_object('epoch', v_lease.epoch, 'status', v_lease.status, 'due_at', utc_text(v_lease.due_at)),
        jsonb_build_object('epoch', v_lease.epoch + 1, 'reason', p_reason, 'forced', coalesce(p_force, false), 'places', to_jsonb(v_back.freed || v_back.handed)));
    return jsonb_build_object('lease', p_lease, 'epoch', v_lease.epoch + 1, 'status', 'reclaimed', 'freed', cardinality(v_back.freed),
                              'handed_over', cardinality(v_back.handed));
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

grant execute on function foyer.return_lease(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
grant execute on function foyer.reclaim_lease(uuid, text, boolean) to foyer_manager;
