-- SPDX-License-Identifier: GPL-3.0-or-later
-- Ids of the audit are drawn before they are committed, so a row may appear below one that is there already. Sealing waits for whoever could write one; its twin that
-- does not wait seals a gap into which the late row falls.
begin;
select no_plan();
create extension dblink schema scene;
select is(scene.dblink_connect('late', format('host=%s dbname=%s user=%s', current_setting('unix_socket_directories'), current_database(), current_user)), 'OK', 'a second line');

-- The late one draws its id and waits; the early one draws the next and commits (here: is seen by its own transaction).
select is(scene.dblink_exec('late', 'begin'), 'BEGIN', 'a transaction begins');
select is((select n from scene.dblink('late', 'select 1 from (select foyer.audit(''late'', ''x'')) a') t (n integer)), 1, 'writes to the audit and stays open');
select foyer.audit('early', 'x');

create function pg_temp.naive() returns void language sql as $$
    insert into foyer.audit_seals (seq, up_to_id, entries, hash)
    select l.seq + 1, t.top, t.entries, foyer.seal_hash(l.hash, t.top, t.digests)
    from (select * from foyer.audit_seals order by seq desc limit 1) l,
         lateral (select max(a.id) as top, count(*)::integer as entries, string_agg(foyer.audit_digest(a), '' order by a.id) as digests
                  from foyer.audit_log a where a.id > l.up_to_id) t $$;

savepoint twin;
select pg_temp.naive();
select is_empty($$ select * from foyer.verify_keeping() $$, 'sealed without waiting: all seems well');
select is(scene.dblink_exec('late', 'commit'), 'COMMIT', 'until the late one commits');
select is((select string_agg(distinct invariant, ',') from foyer.verify_keeping()), 'audit chain', 'then an honest row breaks the chain');
rollback to savepoint twin;

select is(scene.dblink_exec('late', 'begin'), 'BEGIN', 'the same again');
select is((select n from scene.dblink('late', 'select 1 from (select foyer.audit(''late'', ''y'')) a') t (n integer)), 1, 'a late row');
select foyer.audit('early', 'y');
select is(foyer.seal_audit(100), 0, 'sealing waits for the writer and leaves it to the next round');
select is((select count(*) from foyer.audit_seals), 1::bigint, 'no seal is made');
select is(scene.dblink_exec('late', 'commit'), 'COMMIT', 'the late one commits');
select cmp_ok(foyer.seal_audit(100), '>=', 2, 'and now both are sealed');
select is_empty($$ select * from foyer.verify_keeping() $$, 'in a whole chain');

-- A reader, and a writer that began later, are not waited for.
select is(scene.dblink_exec('late', 'begin'), 'BEGIN', 'a reader');
select is((select n >= 0 from scene.dblink('late', 'select count(*) from foyer.audit_log') t (n bigint)), true, 'reads the audit');
select foyer.audit('early', 'z');
select is(foyer.seal_audit(0), 1, 'and holds nothing up');
select is(scene.dblink_exec('late', 'rollback') || scene.dblink_disconnect('late'), 'ROLLBACKOK', 'the line is closed');
select is_empty($$ select * from foyer.verify_keeping() $$, 'all is well');

select * from finish();
rollback;
