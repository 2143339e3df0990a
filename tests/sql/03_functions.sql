-- SPDX-License-Identifier: GPL-3.0-or-later
-- What must be true of every function, also of one that is written next year.
begin;
select no_plan();

-- Pure SQL helpers that read nothing and must stay inlinable.
\set pure '{utc_text,tax_in,journal_line,audit_digest,seal_hash}'
-- What every sale runs through inside a pinned call: each SET clause and each change of user costs, so these have none, and nobody may execute them.
\set inner '{count_places,expect_sale,journal_append,pin_write,place_moves,price_items,refuse_sale,sell_any,sell_places,sell_these,settle,take_any,take_free,take_waiting,tickets_json,unseal,write_sale}'
select is_empty(format($$ select p.oid::regprocedure, a.grantee::regrole from pg_proc p, aclexplode(p.proacl) a where p.pronamespace = 'foyer'::regnamespace
    and p.proname = any (%L::text[]) and a.grantee <> p.proowner $$, :'inner'), 'nobody executes an inner function');
select is_empty(format($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.proname <> all (%L::text[])
    and not (p.prosecdef and coalesce(p.proconfig, '{}') @> array['search_path=foyer, pg_temp']) $$, (:'pure')::text[] || (:'inner')::text[]),
    'every other function is SECURITY DEFINER with a pinned search_path');
select is_empty(format($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.proname <> all (%L::text[])
    and p.prorettype <> 'trigger'::regtype and p.prolang = (select oid from pg_language where lanname = 'plpgsql') and p.proname not in ('server_identity', 'schema_version')
    and not coalesce(p.proconfig, '{}') @> array['TimeZone=UTC', 'DateStyle=ISO'] $$, (:'pure')::text[] || (:'inner')::text[]), 'and pinned TimeZone and DateStyle');
select is_empty(format($$ select p.oid::regprocedure from pg_proc p where p.proname = any (%L::text[]) and p.pronamespace = 'foyer'::regnamespace
    and (p.prosrc ~* '\mfrom\M\s+(foyer|events|orders)' or p.provolatile = 'v') $$, :'pure'), 'the pure ones read nothing');
select is_empty($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.prosrc ~* 'pg_(try_)?advisory|\mnotify\M|\mnow\(\)|current_timestamp' $$,
                'no advisory locks, no NOTIFY, no clock of the transaction');
select is_empty($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.proname <> 'fold_counts'
    and case p.proname when 'next_waiting' then replace(p.prosrc, 'for update of w skip locked', '') else p.prosrc end ~ '\mfor update\M' $$,
                'rows are locked FOR NO KEY UPDATE');

-- plpgsql_check, all functions; triggers with their tables. The inner ones name tables by the path of who calls them.
set local search_path = foyer, public;
select is_empty($$ select p.oid::regprocedure, c.message from pg_proc p, plpgsql_check_function_tb(p.oid, other_warnings => false, performance_warnings => false, extra_warnings => false) c
    where p.pronamespace = 'foyer'::regnamespace and p.prolang = (select oid from pg_language where lanname = 'plpgsql') and p.prorettype <> 'trigger'::regtype
      and c.level = 'error' $$, 'plpgsql_check finds no error in a function');
select is_empty($$ select distinct p.oid::regprocedure, c.message from pg_trigger t join pg_proc p on p.oid = t.tgfoid,
    plpgsql_check_function_tb(p.oid, t.tgrelid, oldtable => t.tgoldtable, newtable => t.tgnewtable) c
    where p.pronamespace = 'foyer'::regnamespace and not t.tgisinternal and c.level = 'error' and c.message !~ 'relation "(old|new)_rows" does not exist' $$,
    'nor in a trigger');

-- Every code that is raised stands in errors.def, and every one that stands there is raised or belongs to a call still to come.
\set errors `sed -n 's/^FOYER_REFUSAL(\(TK[0-9]*\),.*/\1/p' "$FOYER_ERRORS_DEF" | paste -sd,`
select is_empty(format($$ select p.oid::regprocedure, m[1] from pg_proc p, regexp_matches(p.prosrc, 'TK[0-9A-Z]{3}', 'g') m
    where p.pronamespace = 'foyer'::regnamespace and m[1] <> all (string_to_array(%L, ',')) $$, :'errors'), 'every TK code raised stands in errors.def');
select is_empty(format($$ select c from unnest(string_to_array(%L, ',')) c
    where not exists (select from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.prosrc ~ c) $$, :'errors'), 'every code of errors.def is raised');

select * from finish();
rollback;
