-- SPDX-License-Identifier: GPL-3.0-or-later
-- The background work in one place: which kinds there are, one round of them, and what is done once a day. Correctness depends on none of it.

create or replace function foyer.work_kinds() returns text[]
language sql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$ select array['watchdog', 'sweep', 'allotments', 'reservations', 'offers', 'fold', 'seal', 'retention', 'verify'] $$;

-- Whether the work of once a day is due: in the night of the house, an hour after it could not be done, when it is much too old, and when it never was.
create or replace function foyer.daily_due(p_ran_at timestamptz, p_failed text, p_now timestamptz) returns boolean
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_zone text := coalesce((select timezone from venues where deleted_at is null order by created_at limit 1), 'UTC');
begin
    return p_ran_at is null or p_ran_at < p_now - interval '36 hours'
        or (p_failed is not null and p_ran_at < p_now - interval '1 hour')
        or (extract(hour from p_now at time zone v_zone) between 2 and 4 and p_ran_at < p_now - interval '12 hours');
end
$$;

-- verify() with its answer kept for the office, and an entry in the audit when something is wrong.
create or replace function foyer.verify_and_keep() returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_answer jsonb;
begin
    select jsonb_build_object('findings', count(*), 'first', coalesce(jsonb_agg(jsonb_build_object('invariant', v.invariant, 'detail', v.detail))
                              filter (where v.n <= 20), '[]'))
    into v_answer from (select f.*, row_number() over () as n from verify() f) v;
    if (v_answer ->> 'findings')::integer > 0 then
        perform audit('verify_found', 'verify', null, null, v_answer);
    end if;
    return v_answer;
end
$$;

-- One kind of the daily work, when it is due and nobody else is at it; null when not.
create or replace function foyer.work_daily(p_kind text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    w daily_work;
    v_began timestamptz;
    v_answer jsonb;
begin
    perform begin_write();
    select * into w from daily_work where kind = p_kind for no key update skip locked;
    v_began := clock_timestamp();
    if w.kind is null or not daily_due(w.ran_at, w.failed, v_began) then
        return null;
    end if;
    begin
        v_answer := case p_kind when 'verify' then verify_and_keep() when 'retention' then retain_all() end;
        update daily_work set ran_at = v_began, took_ms = floor(extract(epoch from clock_timestamp() - v_began) * 1000), failed = null, result = v_answer where kind = p_kind;
    exception when others then
        -- The last answer stays, with what went wrong beside it: the alarm is for both.
        update daily_work set ran_at = v_began, took_ms = floor(extract(epoch from clock_timestamp() - v_began) * 1000), failed = left(sqlerrm, 250) where kind = p_kind;
        return jsonb_build_object('failed', left(sqlerrm, 250));
    end;
    return v_answer;
end
$$;

-- One round: of one kind, or of all when none is named. The worker names them one by one, so that each is a transaction of its own and keeps no lock while the next
-- one works. A kind that fails does not stop the others: {kind: what it did, …, "errors": {kind: why}}; what was not due is left out.
create or replace function foyer.work_round(p_kind text default null) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_kind text;
    v_did jsonb;
    v_done jsonb := '{}';
    v_errors jsonb := '{}';
begin
    perform reader_scope();
    if p_kind <> all (work_kinds()) then
        perform refuse('TK015', 'no such kind of work', jsonb_build_object('what', 'kind', 'kinds', to_jsonb(work_kinds())));
    end if;
    foreach v_kind in array case when p_kind is null then work_kinds() else array[p_kind] end loop
        begin
            -- Statements of their own and not one CASE, which fails as a whole when one of its functions can not be found.
            if v_kind = 'watchdog' then
                v_did := end_stale_transactions();
            elsif v_kind = 'sweep' then
                v_did := sweep_lapsed();
            elsif v_kind = 'allotments' then
                v_did := release_allotments();
            elsif v_kind = 'reservations' then
                v_did := lapse_reservations();
            elsif v_kind = 'offers' then
                v_did := lapse_offers() + offer_free_places();
            elsif v_kind = 'fold' then
                v_did := fold_counts();
            elsif v_kind = 'seal' then
                v_did := case when seal_is_due() then seal_audit() end;
            else
                v_did := work_daily(v_kind);
            end if;
            v_done := v_done || jsonb_strip_nulls(jsonb_build_object(v_kind, v_did));
        exception when others then
            v_errors := v_errors || jsonb_build_object(v_kind, left(sqlstate || ' ' || sqlerrm, 250));
        end;
    end loop;
    return v_done || case when v_errors = '{}' then '{}' else jsonb_build_object('errors', v_errors) end;
end
$$;

-- What the last nightly verify() found, for the office's alarm; findings null: it never ran.
create or replace function foyer.last_verify() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return (select jsonb_build_object('ran_at', utc_text(w.ran_at), 'age_s', floor(extract(epoch from statement_timestamp() - w.ran_at))::bigint, 'took_ms', w.took_ms,
                'failed', w.failed, 'findings', w.result -> 'findings', 'first', coalesce(w.result -> 'first', '[]'))
            from daily_work w where w.kind = 'verify');
end
$$;
alter function foyer.last_verify() owner to foyer_reader;

grant execute on function foyer.work_kinds(), foyer.work_round(text) to foyer_till, foyer_manager;
grant execute on function foyer.last_verify() to foyer_manager;
