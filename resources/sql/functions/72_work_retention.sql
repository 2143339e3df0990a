-- SPDX-License-Identifier: GPL-3.0-or-later
-- Retention: the audit, and payments with their journal, 7 years; the log of mails 1 year; what was softly deleted 90 days. Orders, items and tickets stay for good:
-- an order whose payments are gone is marked (orders.payments_cut), and nothing asks any more whether it was paid.

-- Whether this very transaction is inside apply_retention(): the one case in which the triggers of 20_trg_keep.sql let rows go. A setting would not do, because any
-- session can set one; a role of its own would not either: row security and column rights had to be opened for it, and whoever is the owner becomes it at will. A row of
-- a private table, written and closed by one function in one transaction, is out of reach for staff and does not happen to the owner by mistake, which is what these
-- triggers are for. No such row is ever committed open.
create or replace function foyer.in_retention() returns boolean
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return exists (select from retention_runs where xid = pg_current_xact_id_if_assigned() and finished_at is null);
end
$$;

-- How far each till's chain can go: over entries older than p_limit, to a point at which no shift is open; about p_batch entries, more only when one shift is longer.
-- Every entry before the cut is older, whatever the order in which a replay wrote them.
create or replace function foyer.journal_cuts(p_limit timestamptz, p_batch bigint) returns table (till_id uuid, cut_seq bigint)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select h.till_id, c.seq
    from journal_heads h
    cross join lateral (
        select coalesce(max(w.seq) filter (where w.seq <= h.anchor_seq + p_batch), min(w.seq)) as seq
        from (select j.seq, max(j.seq) filter (where j.kind = 'shift_open') over o as opened, max(j.seq) filter (where j.kind = 'shift_close') over o as closed
              from journal j
              where j.till_id = h.till_id and j.seq > h.anchor_seq
                and j.seq < coalesce((select y.seq from journal y where y.till_id = h.till_id and y.seq > h.anchor_seq and y.at >= p_limit order by y.seq limit 1), h.seq + 1)
              window o as (order by j.seq)) w
        where w.opened is null or w.closed > w.opened) c
    where c.seq is not null;
end
$$;

-- Payments, the legs of refunds and movements of cash go with their entries, and the anchor takes the place of all. Heads are locked last; nothing locks entries below them.
create or replace function foyer.cut_journal(p_limit timestamptz, p_batch bigint) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_entries journal[] := array(select j from journal_cuts(p_limit, p_batch) c join journal j on j.till_id = c.till_id and j.seq <= c.cut_seq);
    v_orders uuid[] := array(select distinct e.order_id from unnest(v_entries) e where e.order_id is not null
                             union select o.id from orders o where o.training and o.created_at < p_limit and o.payments_cut is null);
    v_gone uuid[];
    v_payments integer;
    v_refunds integer;
    v_movements integer;
begin
    v_orders := array(select o.id from (select id from orders where id = any (v_orders) order by id for no key update) o);
    update orders set payments_cut = clock_timestamp() where id = any (v_orders) and payments_cut is null;
    v_gone := array(select e.subject_id from unnest(v_entries) e where e.kind = 'payment'
                    union select p.id from payments p join orders o on o.id = p.order_id where o.id = any (v_orders) and o.training);
    delete from payment_sources where payment_id = any (v_gone);
    delete from payments where id = any (v_gone);
    get diagnostics v_payments = row_count;
    delete from refund_legs where id = any (array(select e.subject_id from unnest(v_entries) e where e.kind = 'refund'))
        or refund_id = any (array(select f.id from refunds f join orders o on o.id = f.order_id where o.id = any (v_orders) and o.training));
    get diagnostics v_refunds = row_count;
    delete from cash_movements where id = any (array(select e.subject_id from unnest(v_entries) e where e.kind = 'cash_movement'));
    get diagnostics v_movements = row_count;
    delete from journal j using unnest(v_entries) e where j.till_id = e.till_id and j.seq = e.seq;
    perform from journal_heads h where h.till_id in (select e.till_id from unnest(v_entries) e) order by h.till_id for no key update;
    update journal_heads h set anchor_seq = l.seq, anchor_hash = l.hash
    from (select distinct on (e.till_id) e.till_id, e.seq, e.hash from unnest(v_entries) e order by e.till_id, e.seq desc) l where l.till_id = h.till_id;
    return jsonb_build_object('journal', cardinality(v_entries), 'payments', v_payments, 'refunds', v_refunds, 'cash_movements', v_movements);
end
$$;

-- Whole seals of the audit; the last one that goes becomes the anchor. A seal is younger than every row under it.
create or replace function foyer.cut_audit(p_limit timestamptz, p_batch bigint) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_last audit_seals;
    v_rows integer;
begin
    select * into v_last from (select s.*, sum(s.entries) over w - s.entries as before, bool_and(s.sealed_at < p_limit) over w as old
                               from audit_seals s where not s.is_anchor window w as (order by s.seq)) x
    where x.old and x.before < p_batch order by x.seq desc limit 1;
    if not found then
        return 0;
    end if;
    delete from audit_log where id <= v_last.up_to_id;
    get diagnostics v_rows = row_count;
    delete from audit_seals where seq < v_last.seq;
    update audit_seals set is_anchor = true where seq = v_last.seq;
    return v_rows;
end
$$;
