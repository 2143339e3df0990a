-- SPDX-License-Identifier: GPL-3.0-or-later
-- apply_retention: see CALLS.md. One run removes some ten thousand rows of each kind at most and says whether more is left, so that no transaction grows long.

-- What a run would remove now, all of it.
create or replace function foyer.count_retention(p_money timestamptz, p_mails timestamptz, p_deleted timestamptz) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_answer jsonb;
begin
    select jsonb_build_object('journal', count(*), 'payments', count(*) filter (where j.kind = 'payment'), 'refunds', count(*) filter (where j.kind = 'refund'),
                              'cash_movements', count(*) filter (where j.kind = 'cash_movement'))
    into v_answer from journal_cuts(p_money, 9000000000000000) c join journal j on j.till_id = c.till_id and j.seq <= c.cut_seq;
    return v_answer
        || jsonb_build_object('payments', (v_answer ->> 'payments')::bigint + (select count(*) from orders o join payments p on p.order_id = o.id
                                                                               where o.training and o.created_at < p_money and o.payments_cut is null),
            'audit', (select coalesce(sum(x.entries) filter (where x.old), 0)
                      from (select s.entries, bool_and(s.sealed_at < p_money) over (order by s.seq) as old from audit_seals s where not s.is_anchor) x),
            'notifications', (select count(*) from notifications where created_at < p_mails))
        || (select jsonb_build_object('people_removed', count(*) filter (where p.whole), 'people_anonymised', count(*) filter (where not p.whole))
            from forgotten_people(p_deleted, null) p)
        || jsonb_build_object('events', cardinality(forgotten_events(p_deleted, null)), 'plans', cardinality(forgotten('seating_plans', p_deleted, null, array['plan_seats']::regclass[])),
                              'venues', cardinality(forgotten('venues', p_deleted, null)), 'series', cardinality(forgotten('series', p_deleted, null)));
end
$$;

create or replace function foyer.apply_retention(p_dry_run boolean default true) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_batch constant integer := 20000;
    v_now timestamptz := clock_timestamp();
    v_money timestamptz := v_now - interval '7 years';
    v_mails timestamptz := v_now - interval '1 year';
    v_deleted timestamptz := v_now - interval '90 days';
    v_run bigint;
    v_due jsonb;
    v_removed jsonb;
    v_rows integer;
begin
    perform reader_scope();
    if coalesce(p_dry_run, true) then
        return count_retention(v_money, v_mails, v_deleted) || '{"dry_run": true}';
    end if;
    perform begin_write();
    -- The anchor of the audit is the private lock of whoever seals or cuts.
    perform from audit_seals where is_anchor for no key update;
    if not found then
        perform refuse('TK014', 'busy, try again');
    end if;
    v_due := count_retention(v_money, v_mails, v_deleted);
    insert into retention_runs (started_at) values (v_now) returning id into v_run;
    delete from notifications where id = any (array(select id from notifications where created_at < v_mails order by id limit v_batch));
    get diagnostics v_rows = row_count;
    v_removed := jsonb_build_object('audit', cut_audit(v_money, v_batch), 'notifications', v_rows) || erase_people(v_deleted, v_batch / 20) || erase_rooms(v_deleted, v_batch / 20);
    -- Last, because from here on the heads are locked and their tills wait.
    v_removed := v_removed || cut_journal(v_money, v_batch);
    update retention_runs set finished_at = clock_timestamp(), removed = v_removed where id = v_run;
    if not exists (select from jsonb_each_text(v_removed) r where r.value <> '0') then
        delete from retention_runs where id = v_run;
    else
        perform audit('apply_retention', v_run::text, null, null, v_removed);
    end if;
    return v_removed || jsonb_build_object('dry_run', false, 'more', exists (
        select from jsonb_each_text(v_due) d where d.value::bigint > coalesce((v_removed ->> d.key)::bigint, 0)));
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- The nightly round: runs until nothing is left, at most ten, so that a night's transaction stays short; the rest comes in the next nights.
create or replace function foyer.retain_all() returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_run jsonb;
    v_all jsonb := '{}';
begin
    for i in 1..10 loop
        v_run := apply_retention(false);
        v_all := (select jsonb_object_agg(r.key, coalesce((v_all ->> r.key)::bigint, 0) + r.value::text::bigint) from jsonb_each(v_run) r where jsonb_typeof(r.value) = 'number')
                 || jsonb_build_object('more', v_run -> 'more');
        exit when not (v_run ->> 'more')::boolean;
    end loop;
    return v_all;
end
$$;

grant execute on function foyer.apply_retention(boolean) to foyer_manager, foyer_till;
