-- SPDX-License-Identifier: GPL-3.0-or-later
-- The watchdog: a member of staff's transaction that stays open keeps rows from everybody else. A role's own idle_in_transaction_session_timeout can be lifted by
-- its session, so somebody else must look. Only foyer_watchman may see and end other sessions (pg_read_all_stats, pg_signal_backend); it owns this one function.

-- Ends sessions of staff (clerks, promoters, managers; never a superuser, a till, another database or the caller) whose transaction is older than p_age and idle, or
-- waiting for a lock, a sleep or its client. One that works is left alone for twenty times as long. A COMMIT that waits for its standby is never ended: it would
-- be acknowledged without one.
create or replace function foyer.end_transactions_older(p_age interval) returns name[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform pg_catalog.pg_stat_clear_snapshot();
    -- Found first, ended after: the planner may ask conditions in any order, and ending is one that must come last.
    return array(with stale as materialized (
            select a.pid, a.usename from pg_catalog.pg_stat_activity a join pg_catalog.pg_roles r on r.oid = a.usesysid
            where a.datname = current_database() and a.backend_type = 'client backend' and a.pid <> pg_catalog.pg_backend_pid() and not r.rolsuper
              and a.xact_start < clock_timestamp() - p_age
              and (a.state like 'idle in transaction%' or a.wait_event_type in ('Lock', 'Timeout', 'Client', 'Extension')
                   or (a.xact_start < clock_timestamp() - 20 * p_age and a.wait_event is distinct from 'SyncRep'))
              and exists (select from pg_catalog.pg_auth_members m join pg_catalog.pg_roles g on g.oid = m.roleid
                          where m.member = r.oid and g.rolname in ('foyer_clerk', 'foyer_promoter', 'foyer_manager')))
        select usename from stale where pg_catalog.pg_terminate_backend(pid));
end
$$;
alter function foyer.end_transactions_older(interval) owner to foyer_watchman;

-- The same for the 15 s of the house: how many it ended.
create or replace function foyer.end_stale_transactions() returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_roles name[];
begin
    perform begin_write();
    v_roles := end_transactions_older(interval '15 seconds');
    for n in 1..cardinality(v_roles) loop
        perform audit('end_transaction', v_roles[n]);
    end loop;
    return cardinality(v_roles);
end
$$;

grant execute on function foyer.end_transactions_older(interval) to foyer_owner;
grant execute on function foyer.end_stale_transactions() to foyer_till, foyer_manager;
