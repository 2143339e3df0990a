-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shifts for the counter and the office. Owned by foyer_reader: row security decides which.
grant execute on function foyer.shift_answer(uuid), foyer.shift_cash(uuid) to foyer_reader;

-- What a shift took: its stretch of the journal by way of payment and by person (who took the money, which for a reservation is who ended it), its movements, and what must be in the drawer.
create or replace function foyer.shift_report(p_shift uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_shift shifts;
begin
    perform reader_scope();
    select * into v_shift from shifts where id = p_shift;
    if not found then
        perform refuse('TK009', 'no such shift', jsonb_build_object('what', 'shift', 'id', p_shift));
    end if;
    return (
        with entries as (
            select j.kind, j.subject_id, j.order_id, j.method, j.currency, j.amount_minor,
                   case j.kind when 'payment' then (select coalesce(r.ended_by, o.sold_by) from orders o left join reservations r on r.order_id = o.id where o.id = j.order_id)
                               else (select f.refunded_by from refund_legs l join refunds f on f.id = l.refund_id where l.id = j.subject_id) end as person
            from journal j
            where j.till_id = v_shift.till_id and j.seq >= v_shift.open_seq and (j.seq < v_shift.close_seq) is not false and j.kind in ('payment', 'refund')),
        methods as (
            select method, currency, count(*) filter (where kind = 'payment') as payments, coalesce(sum(amount_minor) filter (where kind = 'payment'), 0) as came,
                   count(*) filter (where kind = 'refund') as refunds, coalesce(sum(-amount_minor) filter (where kind = 'refund'), 0) as went
            from entries group by method, currency),
        persons as (
            select person, currency, count(distinct order_id) filter (where kind = 'payment') as sales, coalesce(sum(amount_minor) filter (where kind = 'payment'), 0) as came,
                   count(*) filter (where kind = 'refund') as refunds, coalesce(sum(-amount_minor) filter (where kind = 'refund'), 0) as went
            from entries group by person, currency)
        select shift_answer(p_shift) || jsonb_build_object(
            'expected_minor', coalesce(v_shift.expected_minor, shift_cash(p_shift)),
            'methods', (select coalesce(jsonb_agg(jsonb_build_object('method', m.method, 'currency', m.currency, 'payments', m.payments, 'in_minor', m.came,
                            'refunds', m.refunds, 'out_minor', m.went) order by m.method, m.currency), '[]') from methods m),
            'persons', (select coalesce(jsonb_agg(jsonb_build_object('person', p.person, 'currency', p.currency, 'sales', p.sales, 'in_minor', p.came,
                            'refunds', p.refunds, 'out_minor', p.went) order by p.person, p.currency), '[]') from persons p),
            'movements', (select coalesce(jsonb_agg(jsonb_build_object('movement', m.id, 'amount_minor', m.amount_minor, 'reason', m.reason, 'moved_by', m.moved_by,
                              'moved_at', utc_text(m.created_at)) order by m.created_at, m.id), '[]') from cash_movements m where m.shift_id = p_shift)));
end
$$;
alter function foyer.shift_report(uuid) owner to foyer_reader;

-- The newest first, of one till or of all.
create or replace function foyer.list_shifts(p_till text default null, p_before timestamptz default null, p_limit integer default 100) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return (select coalesce(jsonb_agg(shift_answer(s.id) order by s.opened_at desc, s.id), '[]')
            from (select x.id, x.opened_at from shifts x join tills t on t.id = x.till_id
                  where (p_till is null or t.code = p_till) and (p_before is null or x.opened_at < p_before)
                  order by x.opened_at desc, x.id limit least(greatest(coalesce(p_limit, 100), 1), 1000)) s);
end
$$;
alter function foyer.list_shifts(text, timestamptz, integer) owner to foyer_reader;

grant execute on function foyer.shift_report(uuid), foyer.list_shifts(text, timestamptz, integer) to foyer_clerk, foyer_manager;
