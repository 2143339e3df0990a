-- SPDX-License-Identifier: GPL-3.0-or-later
-- Copies, the watchdog and the rounds of the background work.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset

-- Copies.
set session authorization :"manager";
select is(foyer.last_backups() - 'wal', '{"dump": {}, "base": {}}', 'no copy yet');
select is(scene.refusal($$ select foyer.record_backup('dump', true, 1000, clock_timestamp() - interval '30 hours') $$), 'done', 'a dump is told of');
select is(scene.refusal($$ select foyer.record_backup('dump', false, 0, clock_timestamp() - interval '3 hours', 'the disk was full') $$), 'done', 'and one that failed since');
select is(foyer.last_backups() #>> '{dump,bytes}', '1000', 'the last good one counts');
select ok((foyer.last_backups() #>> '{dump,age_s}')::bigint between 107999 and 108060, 'with its age');
select is(foyer.last_backups() #>> '{dump,failure}', 'the disk was full', 'beside the later failure');
select lives_ok($$ select foyer.record_backup('dump', true, 2000, clock_timestamp()) $$, 'the next one is good');
select ok(foyer.last_backups() -> 'dump' @> '{"bytes": 2000}' and not foyer.last_backups() -> 'dump' ? 'failed_at', 'and ends the alarm');
select is(foyer.last_backups() -> 'base', '{}', 'base backups are counted by themselves');
select ok(foyer.last_backups() -> 'wal' ? 'failed', 'the archiver''s own counters are there');
select is(scene.refusal(s), 'TK015', s) from unnest(array[
    $$ select foyer.record_backup('tape', true, 1, clock_timestamp()) $$,
    $$ select foyer.record_backup('dump', true, -1, clock_timestamp()) $$,
    $$ select foyer.record_backup('dump', null, 1, clock_timestamp()) $$,
    $$ select foyer.record_backup('dump', true, 1, null) $$,
    $$ select foyer.record_backup('dump', true, 1, clock_timestamp() + interval '1 hour') $$]) s;
reset session authorization;
select lives_ok($$ select foyer.record_backup('base', true, 1, (select min(finished_at) from foyer.copies)) $$, 'another kind at the same moment');
select lives_ok($$ select foyer.record_backup('dump', true, 5, (select min(finished_at) from foyer.copies)) $$, 'the same copy told of twice');
select is((select count(*) from foyer.copies), 4::bigint, 'is one copy');
select is((select count(*) from foyer.audit_log where action = 'record_backup'), 4::bigint, 'and one entry of the audit each');
insert into foyer.copies (kind, finished_at, ok, bytes) values ('dump', clock_timestamp() - interval '401 days', true, 1);
select lives_ok($$ select foyer.record_backup('dump', true, 7, clock_timestamp()) $$, 'a new one');
select is_empty($$ select from foyer.copies where finished_at < clock_timestamp() - interval '400 days' $$, 'takes those of last year away');
set session authorization :"clerk";
select is(scene.refusal('select foyer.last_backups()'), '42501', 'clerks ask nothing about copies');
select is(scene.refusal($$ select foyer.record_backup('dump', true, 1, clock_timestamp()) $$), '42501', 'and tell nothing');
set session authorization :"manager";
select is(scene.refusal('select foyer.settle_restored()'), '42501', 'settling is the owner''s');
reset session authorization;

-- A place out of another cluster's future.
select is(foyer.settle_restored(), 0, 'there is nothing to settle at home');
set local session_replication_role = replica;
update foyer.event_seats set changed_xid = '9000000000' where label in ('Stalls/A-1', 'Stalls/A-2') and event_id = scene.event('hamlet');
set local session_replication_role = origin;
select is((select string_agg(distinct invariant, ', ') from foyer.verify()), 'places of this cluster', 'verify() sees a dump that was not settled');
select is(foyer.settle_restored(), 2, 'settling it');
select is_empty($$ select * from foyer.verify() $$, 'makes all well');

-- The watchdog, with sessions of their own.
create extension dblink schema scene;
create function pg_temp.line(p_name text, p_role text, p_database text default current_database()) returns text language sql as $$
    select scene.dblink_connect(p_name, format('host=%s dbname=%s user=%s', current_setting('unix_socket_directories'), p_database, p_role)) $$;
create function pg_temp.alive(p_name text) returns boolean language plpgsql as $$
begin
    perform * from scene.dblink(p_name, 'select 1') t (n integer);
    return true;
exception when others then return false;
end $$;
select is(pg_temp.line('idle', :'clerk') || pg_temp.line('young', :'clerk2') || pg_temp.line('other', :'clerk', 'other') || pg_temp.line('super', session_user)
          || pg_temp.line('none', :'clerk'), 'OKOKOKOKOK', 'five lines');
select is(scene.dblink_exec('idle', 'begin') || scene.dblink_exec('other', 'begin') || scene.dblink_exec('super', 'begin'), 'BEGINBEGINBEGIN', 'three transactions are left open');
select is((select n from scene.dblink('idle', 'select jsonb_array_length(foyer.list_events())') t (n integer)), 2, 'one did something');
select pg_sleep(0.3);
select is(scene.dblink_exec('young', 'begin'), 'BEGIN', 'and a young one');
set session authorization :"manager";
select is(scene.refusal('select foyer.end_transactions_older(interval ''0'')'), '42501', 'nobody who signs in chooses the age');
select is(foyer.end_stale_transactions(), 0, 'none is 15 s old');
reset session authorization;
select is(foyer.end_transactions_older((select clock_timestamp() - (min(xact_start) + (max(xact_start) - min(xact_start)) / 2) from pg_stat_activity
              where datname = current_database() and usename in (:'clerk', :'clerk2') and state = 'idle in transaction')), array[:'clerk'::name], 'the old one of a clerk is ended');
select ok(not pg_temp.alive('idle'), 'its session is gone');
select ok(pg_temp.alive(l), 'not the one of ' || l) from unnest(array['young', 'other', 'super', 'none']) l;
-- Sleeping in an open transaction is waiting too; working is not.
select is(scene.dblink_send_query('young', 'select pg_sleep(60)'), 1, 'a clerk sleeps in a transaction');
select is(scene.dblink_send_query('none', 'select count(*) from generate_series(1, 1000000000)'), 1, 'another one works');
select pg_sleep(0.3);
select is(foyer.end_transactions_older(interval '250 milliseconds'), array[:'clerk2'::name], 'the sleeper is ended');
select is(scene.dblink_is_busy('none'), 1, 'the one that works is not');
select ok(:'clerk' = any (foyer.end_transactions_older(interval '10 milliseconds')), 'but not for ever');
select is(scene.dblink_disconnect(l), 'OK', 'line ' || l || ' is closed') from unnest(scene.dblink_get_connections()) l;
select is_empty($$ select p.proname from pg_proc p where p.proowner = 'foyer_watchman'::regrole and p.proname <> 'end_transactions_older' $$, 'the watchman owns nothing else');
select is_empty($$ select rolname from pg_roles where not rolsuper and rolname not like 'pg\_%' and pg_has_role(oid, 'foyer_watchman', 'member')
                   and rolname not in ('foyer_owner', 'foyer_watchman') $$, 'and nobody who signs in is a member of it');

-- Rounds.
\set h1 'a2000000-0000-4000-8000-000000000001'
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-5", "Stalls/A-6"]}')), 'done', 'a hold of two places');
reset session authorization;
select scene.lapse(:'h1');
set session authorization :"manager";
select is(foyer.work_round('sweep'), '{"sweep": 2}', 'a round of one kind does that');
select ok(foyer.work_round() @> '{"watchdog": 0, "sweep": 0, "verify": {"findings": 0}}', 'a round of all does the rest');
select ok((foyer.work_round('fold') -> 'fold')::integer >= 0 and not foyer.work_round() ?| array['verify', 'errors'], 'the daily work is done for today');
select is(scene.refusal('select foyer.work_round(''dishes'')'), 'TK015', 'unknown work is refused');
select ok(foyer.last_verify() @> '{"findings": 0, "failed": null, "first": []}' and (foyer.last_verify() ->> 'age_s')::integer < 60, 'the last verify() is told');
set session authorization :"clerk";
select is(scene.refusal('select foyer.work_round()'), '42501', 'clerks do no background work');
select is(scene.refusal('select foyer.last_verify()'), '42501', 'nor ask for it');
reset session authorization;
select ok(foyer.register_till('work', 'W', sha256('secret w'), sha256('key w'), scene.verifier()) is not null, 'a till with a login of its own');
set session authorization till_work;
select ok(not foyer.work_round() ? 'errors', 'does the background work');
select is(scene.refusal($$ select foyer.record_backup('dump', true, 1, clock_timestamp()) $$), '42501', 'but tells nothing of copies: a stolen till must not hush that there are none');
reset session authorization;
select is(foyer.daily_due(ran, failed, at::timestamptz), due, format('ran %s, failed %s, at %s', ran, failed, at)) from (values
    (null::timestamptz, null, '2030-06-01 12:00Z', true),
    ('2030-06-01 00:30Z', null, '2030-06-01 12:00Z', false),
    ('2030-06-01 00:30Z', null, '2030-06-01 23:30Z', false),
    ('2030-06-01 00:30Z', null, '2030-06-02 00:10Z', true),  -- ten past two in Berlin
    ('2030-06-01 10:00Z', null, '2030-06-02 00:10Z', true),
    ('2030-06-02 00:10Z', null, '2030-06-02 00:20Z', false),
    ('2030-06-01 00:30Z', null, '2030-06-02 12:31Z', true),  -- the night was slept through
    ('2030-06-01 10:00Z', 'no disk', '2030-06-01 10:59Z', false),
    ('2030-06-01 10:00Z', 'no disk', '2030-06-01 11:01Z', true)) d (ran, failed, at, due);

-- A finding is kept, heard of, and audited; a kind that fails does not stop the others.
create function pg_temp.after(p_sql text, p_ask text) returns jsonb language plpgsql as $$
declare v jsonb;
begin
    set local session_replication_role = replica;
    execute p_sql;
    set local session_replication_role = origin;
    update foyer.daily_work set ran_at = ran_at - interval '40 hours' where ran_at is not null;
    execute p_ask into v;
    raise exception using errcode = 'FYBAC', message = coalesce(v::text, 'null');
exception when sqlstate 'FYBAC' then
    return sqlerrm::jsonb;
end $$;
select is(pg_temp.after('update foyer.tier_counts set free = free + 1 where tier_id = scene.tier(''hamlet'', ''Floor'')',
                        'select foyer.work_round(''verify'') #> ''{verify,findings}'''), '1', 'a broken invariant is found at night');
select is(pg_temp.after('drop function foyer.sweep_lapsed(integer) cascade', 'select foyer.work_round()') -> 'errors' ->> 'sweep' like '42883%', true, 'a failing kind is named');
select ok(pg_temp.after('drop function foyer.sweep_lapsed(integer) cascade', 'select foyer.work_round()') ?& array['watchdog', 'fold', 'verify'], 'and the others are done');
select is(pg_temp.after('drop function foyer.verify()', 'select foyer.work_round(''verify'') #> ''{verify,failed}''') #>> '{}' like '%verify%', true,
          'a verify() that fails is an alarm as well');
set local session_replication_role = replica;
update foyer.tier_counts set free = free + 1 where tier_id = scene.tier('hamlet', 'Floor');
set local session_replication_role = origin;
update foyer.daily_work set ran_at = ran_at - interval '40 hours';
select is(foyer.work_round('verify') #>> '{verify,findings}', '1', 'the night after a damage');
select is(foyer.last_verify() #>> '{first,0,invariant}', 'tier counts', 'is told to the office');
select is((select after #>> '{first,0,invariant}' from foyer.audit_log where action = 'verify_found'), 'tier counts', 'and stands in the audit');
select ok(foyer.recalculate_tier_counts(scene.tier('hamlet', 'Floor')), 'mended');
update foyer.daily_work set ran_at = ran_at - interval '40 hours';
select is(foyer.work_round('verify') #>> '{verify,findings}', '0', 'the next night is well');

-- Two workers: what one is at, the other leaves alone. The other one is a line of its own.
update foyer.daily_work set ran_at = ran_at - interval '40 hours';
select is(pg_temp.line('second', session_user), 'OK', 'a second worker');
select is((select r::jsonb from scene.dblink('second', 'select foyer.work_round(''verify'')::text') t (r text)), '{}', 'finds the row taken and goes on');
select ok(foyer.work_round('verify') ? 'verify', 'the first one does it');
select is(scene.dblink_disconnect('second'), 'OK', 'and the line is closed');

select * from finish();
rollback;
