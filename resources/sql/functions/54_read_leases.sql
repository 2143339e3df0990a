-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a till leases, and which of it others ask for. Owned by foyer_reader.

create or replace function foyer.lease_json(p_lease uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_build_object('lease', l.id, 'till', t.code, 'event', l.event_id, 'epoch', l.epoch, 'status', l.status, 'taken_at', utc_text(l.created_at),
                'due_at', utc_text(l.due_at), 'prices', l.prices,
                'places', (select coalesce(jsonb_agg(jsonb_build_object('place', s.id, 'seat', s.label, 'tier', s.tier_id) order by s.ordinal), '[]')
                           from event_seats s where s.lease_id = l.id))
            from leases l join tills t on t.id = l.till_id where l.id = p_lease);
end
$$;
alter function foyer.lease_json(uuid) owner to foyer_reader;

-- The recalls that wait for a till, one object a recall and lease.
create or replace function foyer.recalls_json(p_till uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    -- Recalled places first, then whether they are still there: the other way round every poll reads all that the till leases.
    return (with asked as materialized (
                select p.recall_id, p.place_id, l.id as lease_id, l.epoch, l.event_id from leases l join recalled_places p on p.lease_id = l.id
                where l.till_id = p_till and l.kind = 'lease' and l.ended_at is null)
            select coalesce(jsonb_agg(x.recall order by x.created_at, x.id), '[]')
            from (select r.id, r.created_at, jsonb_build_object('recall', r.id, 'lease', a.lease_id, 'epoch', a.epoch, 'event', a.event_id, 'asked_by', t.code,
                             'asked_at', utc_text(r.created_at), 'places', jsonb_agg(jsonb_build_object('place', s.id, 'seat', s.label) order by s.ordinal)) as recall
                  from asked a
                  join event_seats s on s.id = a.place_id and s.lease_id = a.lease_id
                  join recalls r on r.id = a.recall_id
                  join tills t on t.id = r.till_id
                  group by r.id, t.code, a.lease_id, a.epoch, a.event_id) x);
end
$$;
alter function foyer.recalls_json(uuid) owner to foyer_reader;

create or replace function foyer.pending_recalls(p_till text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return recalls_json((select t.id from tills t where t.code = p_till));
end
$$;
alter function foyer.pending_recalls(text) owner to foyer_reader;

create or replace function foyer.lease_status(p_till text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_till uuid := (select t.id from tills t where t.code = p_till);
begin
    perform reader_scope();
    if v_till is null then
        perform refuse('TK009', 'no such till', jsonb_build_object('what', 'till', 'id', left(p_till, 200)));
    end if;
    return jsonb_build_object('till', p_till,
        'leases', (select coalesce(jsonb_agg(lease_json(l.id) order by l.created_at, l.id), '[]') from leases l
                   where l.till_id = v_till and l.kind = 'lease' and l.ended_at is null),
        -- A till that was away learns here what was taken from it.
        'ended', (select coalesce(jsonb_agg(jsonb_build_object('lease', e.id, 'event', e.event_id, 'epoch', e.epoch, 'status', e.status, 'ended_at', utc_text(e.ended_at))
                                            order by e.ended_at desc, e.id), '[]')
                  from (select * from leases l where l.till_id = v_till and l.kind = 'lease' and l.ended_at > statement_timestamp() - interval '90 days'
                        order by l.ended_at desc, l.id limit 200) e),
        'recalls', recalls_json(v_till));
end
$$;
alter function foyer.lease_status(text) owner to foyer_reader;

grant execute on function foyer.lease_json(uuid), foyer.recalls_json(uuid) to foyer_owner;
grant execute on function foyer.pending_recalls(text), foyer.lease_status(text) to foyer_clerk, foyer_manager, foyer_till;
