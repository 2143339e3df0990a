-- SPDX-License-Identifier: GPL-3.0-or-later
-- What waits at the conflict desk, and what tills sent from their queues. Owned by foyer_reader; row security shows both to managers only.

-- The oldest first. p_status null: all.
create or replace function foyer.list_conflicts(p_status text default 'open', p_limit integer default 200) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    if p_status not in ('open', 'reseated', 'refunded', 'accepted') then
        perform refuse('TK015', 'open, reseated, refunded or accepted', jsonb_build_object('what', 'status'));
    end if;
    return (select coalesce(jsonb_agg(x.conflict order by x.created_at, x.id), '[]')
            from (select c.id, c.created_at, jsonb_strip_nulls(jsonb_build_object('conflict', c.id, 'status', c.status, 'kind', c.kind, 'order', o.id, 'number', o.number, 'till', t.code,
                             'sold_by', o.sold_by, 'sold_at', utc_text(o.sold_at), 'received_at', utc_text(r.received_at), 'ticket', k.id, 'event', k.event_id, 'event_title', e.title,
                             'starts_at', utc_text(e.start_time), 'place', s.id, 'seat', s.label, 'amount_minor', c.amount_minor, 'currency', c.currency,
                             'new_ticket', c.new_ticket_id, 'refund', c.refund_id, 'resolution', c.resolution, 'resolved_by', c.resolved_by, 'resolved_at', utc_text(c.resolved_at))) as conflict
                  from sync_conflicts c
                  join offline_replays r on r.id = c.replay_id
                  join orders o on o.id = c.replay_id
                  join tills t on t.id = o.till_id
                  join tickets k on k.id = c.ticket_id
                  join events e on e.id = k.event_id
                  join event_seats s on s.id = c.place_id
                  where p_status is null or c.status = p_status
                  order by c.created_at, c.id limit least(greatest(p_limit, 1), 1000)) x);
end
$$;
alter function foyer.list_conflicts(text, integer) owner to foyer_reader;

-- The newest first.
create or replace function foyer.list_replays(p_outcome text default 'rejected', p_limit integer default 200) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    if p_outcome not in ('accepted', 'conflict', 'rejected') then
        perform refuse('TK015', 'accepted, conflict or rejected', jsonb_build_object('what', 'outcome'));
    end if;
    return (select coalesce(jsonb_agg(x.replay order by x.received_at desc, x.id), '[]')
            from (select r.id, r.received_at, jsonb_strip_nulls(jsonb_build_object('order', r.id, 'till', t.code, 'outcome', r.outcome, 'sold_by', r.sold_by, 'sold_at', utc_text(r.sold_at),
                             'lease', r.lease_id, 'epoch', r.lease_epoch, 'received_at', utc_text(r.received_at), 'error', r.answer -> 'error', 'request', r.request)) as replay
                  from offline_replays r join tills t on t.id = r.till_id
                  where p_outcome is null or r.outcome = p_outcome
                  order by r.received_at desc, r.id limit least(greatest(p_limit, 1), 1000)) x);
end
$$;
alter function foyer.list_replays(text, integer) owner to foyer_reader;

grant execute on function foyer.list_conflicts(text, integer), foyer.list_replays(text, integer) to foyer_manager;
