-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who has to wait too long for a lock is told "busy", by every call that may wait: a caught error is not the server's, and programs know TK014 only.
begin;
select no_plan();
select is_empty($$ select p.proname from pg_proc p
    where p.pronamespace = 'foyer'::regnamespace and p.prosrc ~ 'begin_write|unseal' and p.prosrc !~ 'lock_not_available'
      and exists (select from aclexplode(p.proacl) a join pg_roles r on r.oid = a.grantee where r.rolname in ('foyer_clerk', 'foyer_promoter', 'foyer_manager', 'foyer_till'))
      -- These lock nothing that somebody else keeps, or pass over it.
      and p.proname not in ('create_venue', 'end_stale_transactions', 'fold_counts', 'seal_audit', 'sweep_lapsed') $$, 'every writing call answers busy');
select is_empty($$ select p.oid::regprocedure from pg_proc p, unnest(array['foyer_clerk', 'foyer_promoter', 'foyer_manager', 'foyer_till']) g
    where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ '^pg_(try_)?advisory_|^lo_|^pg_logical_emit_message$' and has_function_privilege(g, p.oid, 'execute') $$,
    'nobody who signs in takes advisory locks, makes large objects or writes messages into the WAL');
select * from finish();
rollback;
