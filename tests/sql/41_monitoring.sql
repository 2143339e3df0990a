-- SPDX-License-Identifier: GPL-3.0-or-later
-- What managers and doctor see of the server itself. This test's own server does not preload pg_stat_statements: that is said, not an error.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
create function pg_temp.views() returns text[] language sql as $$
    select array['slow_statements', 'table_sizes', 'index_use', 'unused_indexes', 'connections', 'lock_waits', 'long_transactions'] $$;

select is(has_table_privilege('foyer_manager', 'foyer.' || v, 'select'), true, 'managers read ' || v) from unnest(pg_temp.views()) v;
select is(has_table_privilege(g, 'foyer.' || v, 'select'), false, g || ' does not read ' || v)
from unnest(pg_temp.views()) v, unnest(array['foyer_clerk', 'foyer_promoter', 'foyer_till']) g;
select set_eq($$ select proname::text from pg_proc where proowner = 'foyer_monitor'::regrole $$, array['statistics_missing', 'monitor_statements', 'monitor_sizes',
    'monitor_indexes', 'monitor_sessions', 'monitor_locks', 'monitor_transactions'], 'foyer_monitor owns just the looking functions');
select is((select count(*) from pg_class where relowner = 'foyer_monitor'::regrole), 0::bigint, 'and nothing else');
select is(pg_has_role('foyer_monitor', 'pg_read_all_stats', 'member'), true, 'it may read statistics');
select is_empty($$ select rolname from pg_roles where rolname like 'foyer\_%' and rolname not in ('foyer_super', 'foyer_owner', 'foyer_monitor', 'foyer_watchman')
    and pg_has_role(oid, 'pg_read_all_stats', 'member') $$, 'no group of people may');

set session authorization :"manager";
select is(foyer.statistics_missing(), 'pg_stat_statements is not in shared_preload_libraries', 'the absence of the counts is said');
select is((select count(*) from foyer.slow_statements), 0::bigint, 'and the view is empty');
select cmp_ok((select total_bytes from foyer.table_sizes where table_name = 'plan_seats'), '>', 0::bigint, 'tables have sizes');
select is((select count(*) from foyer.table_sizes), (select count(*) from pg_class where relnamespace = 'foyer'::regnamespace and relkind = 'r'), 'all of them');
select is((select needed_for from foyer.index_use where index_name = 'orders_pkey'), 'primary key', 'an index says what it is for');
select is((select needed_for from foyer.index_use where index_name = 'tickets_live'), 'uniqueness', 'also one that keeps tickets unique');
select is((select needed_for from foyer.index_use where index_name = 'refunds_order'), 'foreign key', 'or serves a foreign key');
select is_empty($$ select index_name from foyer.unused_indexes where index_name in ('orders_pkey', 'tickets_live', 'payments_order') $$, 'none of these is called unused');
select is((select sessions from foyer.connections where state = 'active'), 1::bigint, 'this session is seen');
select is((select count(*) from foyer.lock_waits), 0::bigint, 'nobody waits');
select is((select count(*) from foyer.long_transactions), 0::bigint, 'no transaction is old');
reset session authorization;

-- No column carries what a session is saying.
select is_empty($$ select p.proname, a from pg_proc p, unnest(p.proargnames) a where p.pronamespace = 'foyer'::regnamespace and p.proname in ('monitor_sessions', 'monitor_locks',
    'monitor_transactions') and a ~ 'query|statement|client' $$, 'no running statement is shown');
set session authorization :"promoter";
select is(scene.refusal('select * from foyer.monitor_sizes()'), '42501', 'promoters see nothing of it');
select is(scene.refusal('select * from foyer_statistics.pg_stat_statements'), '42501', 'nor the extension itself');
reset session authorization;
set session authorization :"clerk";
select is(scene.refusal('select * from foyer.connections'), '42501', 'nor clerks');
reset session authorization;

select * from finish();
rollback;
