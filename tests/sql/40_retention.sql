-- SPDX-License-Identifier: GPL-3.0-or-later
-- Retention cuts whole closed prefixes and leaves anchors; the audit is sealed in batches that nobody can add to any more.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager \gset
select id as t1 from foyer.tills where code = 't1' \gset
select id as t2 from foyer.tills where code = 't2' \gset
\set o1 'ea000000-0000-4000-8000-000000000001'
\set o2 'ea000000-0000-4000-8000-000000000002'
\set o3 'ea000000-0000-4000-8000-000000000003'
create function pg_temp.sell(p_order uuid, p_till text default 't1') returns text language sql as $$
    select scene.refusal('sell', scene.sale(p_order, 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)),
        jsonb_build_object('till', p_till, 'number', right(p_till, 1) || '-' || right(p_order::text, 12)))) $$;
-- Makes a till's entries up to p_seq older, with the chain hashed anew, as if they had been written then.
create function pg_temp.age(p_till uuid, p_up_to bigint, p_by interval) returns void language plpgsql as $$
declare
    j record;
    v_hash bytea := (select anchor_hash from foyer.journal_heads where till_id = p_till);
begin
    set local session_replication_role = replica;
    update foyer.journal set at = at - p_by where till_id = p_till and seq <= p_up_to;
    for j in select * from foyer.journal where till_id = p_till order by seq loop
        v_hash := sha256(v_hash || convert_to(foyer.journal_line(j.till_id, j.seq, j.kind, j.subject_id, j.order_id, j.method, j.amount_minor, j.currency, j.at), 'UTF8'));
        update foyer.journal set hash = v_hash where till_id = p_till and seq = j.seq;
    end loop;
    update foyer.journal_heads set hash = v_hash where till_id = p_till;
    set local session_replication_role = origin;
end $$;
create function pg_temp.entry(p_till uuid, p_kind text) returns void language sql as $$
    select foyer.journal_append(p_till, p_kind, gen_random_uuid(), null, null, 0, 'EUR', clock_timestamp()) $$;
create function pg_temp.anchor(p_till uuid) returns bigint language sql as $$ select anchor_seq from foyer.journal_heads where till_id = p_till $$;

set session authorization :"clerk";
select is(pg_temp.sell(:'o1'), 'done', 'a sale');
select is(pg_temp.sell(:'o2'), 'done', 'a second one');
select is(pg_temp.sell(:'o3', 't2'), 'done', 'one at the other till');
reset session authorization;

-- Nothing is old yet.
set session authorization :"manager";
select is((select count(*) from jsonb_each(foyer.apply_retention()) r where r.value not in ('0', 'true')), 0::bigint, 'nothing is old');
select is(foyer.apply_retention(false) - 'dry_run' - 'more', foyer.apply_retention() - 'dry_run', 'a run removes nothing');
reset session authorization;
select is((select count(*) from foyer.retention_runs), 0::bigint, 'and leaves no row');
select is((select count(*) from foyer.audit_log where action = 'apply_retention'), 0::bigint, 'nor an audit row');

-- Seven years.
select pg_temp.age(:'t1', 1, interval '7 years 1 day');
select is_empty($$ select * from foyer.verify() $$, 'the aged chain is whole');
select is((foyer.apply_retention() ->> 'journal')::integer, 1, 'one entry would go');
select is((foyer.apply_retention(null) ->> 'dry_run')::boolean, true, 'without a word it is a dry run');
select hash::bytea as cut_hash from foyer.journal where till_id = :'t1' and seq = 1 \gset
select is((select count(*) from foyer.payments), 3::bigint, 'a dry run removes nothing');
select is(pg_temp.anchor(:'t1'), 0::bigint, 'nor moves the anchor');
set session authorization :"manager";
select is(foyer.apply_retention(false), '{"journal": 1, "payments": 1, "refunds": 0, "cash_movements": 0, "audit": 0, "notifications": 0, "people_removed": 0,
    "people_anonymised": 0, "events": 0, "plans": 0, "venues": 0, "series": 0, "dry_run": false, "more": false}'::jsonb, 'one entry and its payment go');
reset session authorization;
select is(pg_temp.anchor(:'t1'), 1::bigint, 'the anchor stands in their place');
select is((select anchor_hash::bytea from foyer.journal_heads where till_id = :'t1'), :'cut_hash'::bytea, 'with its hash');
select is((select count(*) from foyer.payments where order_id = :'o1'), 0::bigint, 'the payment is gone');
select isnt((select payments_cut from foyer.orders where id = :'o1'), null, 'its order says so');
select is((select count(*) from foyer.tickets where order_id = :'o1'), 1::bigint, 'and keeps its ticket');
select is_empty($$ select * from foyer.verify() $$, 'verify() finds nothing after the cut');
select is((select after ->> 'payments' from foyer.audit_log where action = 'apply_retention'), '1', 'one audit row');
select is((select actor from foyer.audit_log where action = 'apply_retention'), :'manager'::name, 'of who did it');
select is((select removed ->> 'journal' from foyer.retention_runs), '1', 'the run is kept');
set session authorization :"clerk";
select is(scene.send('cancel_order', jsonb_build_object('order', :'o1', 'till', 't1')) #>> '{answer,total_minor}', '1750', 'the order still answers');
reset session authorization;

-- The door is shut again in the same transaction.
select is(scene.refusal('delete from foyer.' || t), '23001', t || ' stay after a run') from unnest(array['journal', 'payments', 'audit_log', 'users', 'audit_seals']) t;
select is(scene.refusal('update foyer.journal set amount_minor = 1'), '23001', 'entries stay as they are');
select is(scene.refusal($$ truncate foyer.audit_seals $$), '23001', 'seals can not be emptied');
insert into foyer.retention_runs (xid) values ('1');
select is(scene.refusal('delete from foyer.journal'), '23001', 'another transaction''s run opens nothing');
select is((select string_agg(distinct invariant, ',') from foyer.verify()), 'retention ended', 'and verify() shows a run that did not end');
delete from foyer.retention_runs where xid = '1';

-- Shifts: a prefix ends where none is open.
select pg_temp.entry(:'t2', 'shift_open');
select pg_temp.age(:'t2', 2, interval '8 years');
select is((select cut_seq from foyer.journal_cuts(clock_timestamp() - interval '7 years', 100) where till_id = :'t2'), 1::bigint, 'an open shift is not cut');
select pg_temp.entry(:'t2', 'shift_close');
select is((select cut_seq from foyer.journal_cuts(clock_timestamp() - interval '7 years', 100) where till_id = :'t2'), 1::bigint, 'nor one closed later than the limit');
select pg_temp.age(:'t2', 3, interval '8 years');
select is((select cut_seq from foyer.journal_cuts(clock_timestamp() - interval '7 years', 100) where till_id = :'t2'), 3::bigint, 'a closed one is');
select is((select cut_seq from foyer.journal_cuts(clock_timestamp() - interval '7 years', 2) where till_id = :'t2'), 1::bigint, 'a batch ends before the shift');
select pg_temp.age(:'t2', 1, interval '-16 years');
select is((select cut_seq from foyer.journal_cuts(clock_timestamp() - interval '7 years', 100) where till_id = :'t2'), null::bigint, 'nothing goes before a younger entry');
select pg_temp.age(:'t2', 1, interval '16 years');
select is((foyer.apply_retention(false) ->> 'journal')::integer, 3, 'the whole shift goes at once');
select is((select (h.seq, h.hash) = (h.anchor_seq, h.anchor_hash) from foyer.journal_heads h where till_id = :'t2'), true, 'an empty chain ends in its anchor');
select is_empty($$ select * from foyer.verify() $$, 'and is whole');
set session authorization :"clerk";
select is(pg_temp.sell('ea000000-0000-4000-8000-000000000004', 't2'), 'done', 'the till sells on from its anchor');
reset session authorization;
select is((select min(seq) from foyer.journal where till_id = :'t2'), 4::bigint, 'with the next number');
select is_empty($$ select * from foyer.verify() $$, 'in a whole chain');

-- The audit: sealed, checked, cut.
select is(foyer.seal_audit() > 0, true, 'rows are sealed');
select is(foyer.seal_audit(), 0, 'once');
select foyer.audit('test', 'one'), foyer.audit('test', 'two');
select is(foyer.seal_audit(), 2, 'and later ones after them');
select is((select count(*) from foyer.audit_seals), 3::bigint, 'in two seals after the anchor');
select is_empty($$ select * from foyer.verify() $$, 'sealed is well');
select is(scene.found_after(s), 'audit chain', s) from unnest(array[
    $$ update foyer.audit_log set actor = 'x' where action = 'test' and subject = 'one' $$,
    $$ update foyer.audit_log set after = '{}' where action = 'test' and subject = 'one' $$,
    $$ update foyer.audit_log set at = at + interval '1 microsecond' where action = 'test' and subject = 'two' $$,
    $$ delete from foyer.audit_log where action = 'test' and subject = 'one' $$,
    $$ update foyer.audit_seals set up_to_id = up_to_id + 1 where seq = 2 $$,
    $$ delete from foyer.audit_seals where seq = 1 $$,
    $$ update foyer.audit_seals set hash = sha256('x') where seq = 1 $$]) s;
select is(scene.found_after($$ insert into foyer.audit_log (id, action, subject) overriding system value values (-5, 'late', 'x') $$), 'audit anchor', 'a row below the anchor is found');
select is(scene.found_after($$ update foyer.audit_seals set is_anchor = seq = 1 $$), 'audit anchor, audit chain', 'an anchor moved by hand is found');
select is(scene.refusal('update foyer.audit_seals set entries = 0'), '23001', 'seals are not changed');

set local session_replication_role = replica;
update foyer.audit_seals set sealed_at = sealed_at - interval '8 years' where seq = 1;
set local session_replication_role = origin;
select is((foyer.apply_retention() ->> 'audit')::integer, (select entries from foyer.audit_seals where seq = 1), 'an old seal''s rows would go');
select is((foyer.apply_retention(false) ->> 'audit')::integer, (select entries from foyer.audit_seals where seq = 1), 'and go');
select is((select seq from foyer.audit_seals where is_anchor), 1::bigint, 'their seal is the anchor');
select is((select count(*) from foyer.audit_log where id <= (select up_to_id from foyer.audit_seals where is_anchor)), 0::bigint, 'nothing is left below it');
select is_empty($$ select * from foyer.verify() $$, 'and verify() finds nothing');
select is(foyer.seal_audit(), 1, 'sealing goes on after a cut');
select is_empty($$ select * from foyer.verify() $$, 'and all is well');

-- Mails and people.
insert into foyer.users (id, display_name, email, deleted_at) values
    ('eb000000-0000-4000-8000-000000000001', 'Gone Alone', 'a@example.org', clock_timestamp() - interval '91 days'),
    ('eb000000-0000-4000-8000-000000000002', 'Gone Buyer', 'b@example.org', clock_timestamp() - interval '91 days'),
    ('eb000000-0000-4000-8000-000000000003', 'Just Gone', 'c@example.org', clock_timestamp() - interval '89 days'),
    ('eb000000-0000-4000-8000-000000000004', 'Still Here', 'd@example.org', null);
update foyer.orders set user_id = 'eb000000-0000-4000-8000-000000000002' where id = :'o2';
update foyer.tickets set holder_name = 'Gone Buyer' where order_id = :'o2';
insert into foyer.notifications (user_id, kind, body, created_at) values
    ('eb000000-0000-4000-8000-000000000001', 'offer', '{}', clock_timestamp()), ('eb000000-0000-4000-8000-000000000004', 'offer', '{}', clock_timestamp()),
    ('eb000000-0000-4000-8000-000000000004', 'offer', '{}', clock_timestamp() - interval '366 days');
insert into foyer.venues (id, name, timezone, deleted_at) values ('ec000000-0000-4000-8000-000000000001', 'Old House', 'UTC', clock_timestamp() - interval '1 year');
insert into foyer.seating_plans (id, venue_id, name, version, document, digest, seat_count, deleted_at)
values ('ec000000-0000-4000-8000-000000000002', 'ec000000-0000-4000-8000-000000000001', 'Old', 1, '{}', sha256(''), 1, clock_timestamp() - interval '1 year');
insert into foyer.plan_seats (plan_id, ordinal, identity, label, x, y, category) values ('ec000000-0000-4000-8000-000000000002', 0, 'a', 'a', 0, 0, 0);
insert into foyer.series (id, title, deleted_at) values (gen_random_uuid(), 'Old series', clock_timestamp() - interval '1 year');
insert into foyer.events (slug, title, venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity, deleted_at)
select 'gone-' || n, 'Gone', venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity, clock_timestamp() - n * interval '60 days'
from foyer.events, generate_series(1, 2) n where slug = 'hamlet';
select is(foyer.apply_retention() - array['journal', 'payments', 'refunds', 'cash_movements', 'audit'], '{"notifications": 1, "people_removed": 1, "people_anonymised": 1, "events": 1, "plans": 1, "venues": 0,
    "series": 1, "dry_run": true}', 'a dry run counts them; the venue stands on its plan');
select is(foyer.apply_retention(false) - array['journal', 'payments', 'refunds', 'cash_movements', 'audit'], '{"notifications": 1, "people_removed": 1, "people_anonymised": 1, "events": 1, "plans": 1, "venues": 1,
    "series": 1, "dry_run": false, "more": false}', 'a run removes them');
select set_eq($$ select display_name || coalesce(' ' || email, '') from foyer.users where id::text like 'eb000000%' $$, array['removed', 'Just Gone c@example.org', 'Still Here d@example.org'],
              'one person is gone, one has no name any more, two stay');
select is((select holder_name from foyer.tickets where order_id = :'o2')::text, null, 'nor has the ticket');
select is((select count(*) from foyer.notifications), 1::bigint, 'mails of erased people are gone');
select set_eq($$ select slug from foyer.events where slug like 'gone-%' $$, array['gone-1'], 'the older performance is gone');
select is((foyer.apply_retention() ->> 'people_anonymised')::integer, 0, 'nobody is erased twice');

-- The background does both.
select is(foyer.work_round('seal'), '{}'::jsonb, 'few fresh rows are not sealed yet');
set local session_replication_role = replica;
update foyer.audit_seals set sealed_at = sealed_at - interval '11 minutes';
set local session_replication_role = origin;
select cmp_ok((foyer.work_round('seal') ->> 'seal')::integer, '>', 0, 'after ten minutes they are');
update foyer.daily_work set ran_at = null, took_ms = null where kind = 'retention';
insert into foyer.notifications (user_id, kind, body, created_at)
select 'eb000000-0000-4000-8000-000000000004', 'offer', '{}', clock_timestamp() - interval '366 days' from generate_series(1, 3);
select is(foyer.work_round('retention') #>> '{retention,notifications}', '3', 'and the night applies retention');
select is((select result ->> 'more' from foyer.daily_work where kind = 'retention'), 'false', 'until nothing is left');
select is_empty($$ select * from foyer.verify() $$, 'verify() finds nothing');

-- Sales of training have no entry in the journal; their payments go by the order's age.
set local session_replication_role = replica;
update foyer.orders set training = true, created_at = created_at - interval '8 years' where id = :'o2';
set local session_replication_role = origin;
select is((foyer.apply_retention() ->> 'payments')::integer, 1, 'an old payment of a training sale would go');

-- One at a time, and only those who may.
set session authorization :"clerk";
select is(scene.refusal('select foyer.apply_retention()'), '42501', 'not for clerks');
select is(scene.refusal('select foyer.seal_audit()'), '42501', 'nor is sealing');
select is(scene.refusal('insert into foyer.retention_runs default values'), '42501', 'nobody opens a run');
reset session authorization;

select * from finish();
rollback;
