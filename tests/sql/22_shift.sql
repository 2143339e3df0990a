-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shifts: what is counted, what is expected, and by whom.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set s1 '51000000-0000-4000-8000-000000000001'
\set s2 '51000000-0000-4000-8000-000000000002'
\set s3 '51000000-0000-4000-8000-000000000003'
\set s9 '51000000-0000-4000-8000-000000000009'
\set m1 '51000000-0000-4000-8000-0000000000a1'
\set m2 '51000000-0000-4000-8000-0000000000a2'
\set o1 '51000000-0000-4000-8000-0000000000b1'
\set o2 '51000000-0000-4000-8000-0000000000b2'
create function pg_temp.open(p_shift uuid, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('shift', p_shift, 'till', 't1', 'float_minor', 10000, 'currency', 'EUR') || p_more $$;
create function pg_temp.close(p_shift uuid, p_counted bigint, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('shift', p_shift, 'till', 't1', 'counted_minor', p_counted) || p_more $$;
create function pg_temp.move(p_id uuid, p_shift uuid, p_minor bigint, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('movement', p_id, 'till', 't1', 'shift', p_shift, 'amount_minor', p_minor, 'reason', 'change from the bank') || p_more $$;

-- Opening.
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'done', 'a sale without a shift is a sale');
select is(scene.refusal('open_shift', pg_temp.open(:'s9', more)), code, code || ' for ' || more::text) from (values ('TK015', '{"x": 1}'::jsonb), ('TK015', '{"shift": "x"}'),
    ('TK015', '{"shift": 1}'), ('TK015', '{"float_minor": -1}'), ('TK015', '{"float_minor": 100000000001}'), ('TK015', '{"float_minor": 0.5}'), ('TK015', '{"float_minor": 1e40}'),
    ('TK015', '{"float_minor": "1"}'), ('TK015', '{"float_minor": null}'), ('TK015', '{"currency": "euro"}'), ('TK015', '{"currency": ""}')) v (code, more);
select scene.send('open_shift', pg_temp.open(:'s1')) as opened \gset
select is(:'opened'::jsonb - 'opened_at', jsonb_build_object('shift', :'s1', 'till', 't1', 'currency', 'EUR', 'float_minor', 10000, 'opened_by', :'clerk'), 'a shift is open');
select is(scene.send('open_shift', pg_temp.open(:'s1')), :'opened'::jsonb || '{"repeated": true}', 'the same call again gives the stored answer');
select is(scene.refusal('open_shift', pg_temp.open(:'s1', '{"float_minor": 1}')), 'TK012', 'same id, other content');
select is(scene.refusal('open_shift', pg_temp.open(:'s1', '{"till": "t2"}')), 'TK012', 'also at another till');
select is(scene.detail('open_shift', pg_temp.open(:'s9')), jsonb_build_object('what', 'open', 'id', :'s1'), 'one open shift a till');
select is(scene.refusal('open_shift', pg_temp.open(:'s2', '{"till": "t2", "float_minor": 0}')), 'done', 'another till has its own');

-- A sale by card and in cash, with change; a sale at the other till; a refund in cash by somebody else; two movements.
select jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-2')) as items \gset
select is(scene.refusal('sell', scene.sale(:'o1', 8500, :'items', jsonb_build_object('payments', jsonb_build_array(
    jsonb_build_object('payment', gen_random_uuid(), 'method', 'card', 'amount_minor', 3500, 'reference', 'terminal'),
    jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 5000, 'given_minor', 10000))))), 'done', 'a sale with change');
select is(scene.refusal('sell', scene.sale(:'o2', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)), '{"till": "t2", "number": "2-1"}')), 'done', 'a sale at the other till');
set session authorization :"clerk2";
select is(scene.refusal('refund', jsonb_build_object('refund', gen_random_uuid(), 'till', 't1', 'order', :'o1', 'tickets', jsonb_build_array(:'items'::jsonb #>> '{0,ticket}'), 'fee', 'kept',
    'reason', 'ill', 'total_minor', 4000, 'legs', '[{"method": "cash", "amount_minor": 1000}, {"method": "card", "amount_minor": 3000, "reference": "back"}]'::jsonb)), 'done', 'a refund in two legs');
select is(scene.refusal('record_cash_movement', pg_temp.move(:'m1', :'s1', 1, more)), code, code || ' for ' || left(more::text, 60)) from (values ('TK015', '{"x": 1}'::jsonb),
    ('TK015', '{"movement": "x"}'), ('TK015', '{"amount_minor": 0}'), ('TK015', '{"amount_minor": 100000000001}'), ('TK015', '{"amount_minor": -100000000001}'), ('TK015', '{"amount_minor": 1e30}'),
    ('TK015', '{"amount_minor": "5"}'), ('TK015', '{"reason": ""}'), ('TK015', jsonb_build_object('reason', repeat('x', 1001))), ('TK015', '{"reason": null}'),
    ('TK009', jsonb_build_object('shift', gen_random_uuid())), ('TK008', jsonb_build_object('shift', '51000000-0000-4000-8000-000000000002'))) v (code, more);
select is(scene.send('record_cash_movement', pg_temp.move(:'m1', :'s1', 20000)), jsonb_build_object('movement', :'m1', 'shift', :'s1', 'amount_minor', 20000), 'change is put in');
select is(scene.send('record_cash_movement', pg_temp.move(:'m1', :'s1', 20000)) -> 'repeated', 'true', 'once');
select is(scene.refusal('record_cash_movement', pg_temp.move(:'m1', :'s1', 20001)), 'TK012', 'same id, other content');
select is(scene.refusal('record_cash_movement', pg_temp.move(:'m2', :'s1', -12345, '{"reason": "'' \"bank\" \u202e"}')), 'done', 'takings are taken out');

-- Reading: 10000 + 5000 - 1000 + 20000 - 12345.
select foyer.shift_report(:'s1') as report \gset
select is(:'report'::jsonb - array['methods', 'persons', 'movements', 'opened_at'], jsonb_build_object('shift', :'s1', 'till', 't1', 'currency', 'EUR', 'float_minor', 10000, 'opened_by', :'clerk',
    'expected_minor', 21655), 'what must be in the drawer');
select is(:'report'::jsonb -> 'methods', '[{"method": "card", "currency": "EUR", "payments": 1, "in_minor": 3500, "refunds": 1, "out_minor": 3000},
    {"method": "cash", "currency": "EUR", "payments": 1, "in_minor": 5000, "refunds": 1, "out_minor": 1000}]', 'by way of payment: this till''s, since the opening');
select is(:'report'::jsonb -> 'persons', jsonb_build_array(jsonb_build_object('person', :'clerk2', 'currency', 'EUR', 'sales', 0, 'in_minor', 0, 'refunds', 2, 'out_minor', 4000),
    jsonb_build_object('person', :'clerk', 'currency', 'EUR', 'sales', 1, 'in_minor', 8500, 'refunds', 0, 'out_minor', 0)), 'by person');
select is(jsonb_path_query_array(:'report', '$.movements[*].amount_minor'), '[20000, -12345]', 'the movements');
select is(:'report'::jsonb #>> '{movements,1,moved_by}', :'clerk2', 'of whom');
select is(scene.refusal('select foyer.shift_report(gen_random_uuid())'), 'TK009', 'no such shift');
select is(jsonb_array_length(foyer.list_shifts()), 2, 'both tills'' shifts');
select is(jsonb_path_query_array(foyer.list_shifts('t1'), '$[*].shift'), jsonb_build_array(:'s1'), 'one till''s');
select is(foyer.list_shifts('t9'), '[]', 'an unknown till has none');
select is(foyer.list_shifts(null, '2000-01-01'), '[]', 'none was so early');
select is(jsonb_array_length(foyer.list_shifts(null, null, -5)), 1, 'a limit is at least one');

-- Closing.
select is(scene.refusal('close_shift', pg_temp.close(:'s1', 21655, more)), code, code || ' for ' || left(more::text, 60)) from (values ('TK015', '{"x": 1}'::jsonb), ('TK015', '{"counted_minor": -1}'),
    ('TK015', '{"counted_minor": 100000000001}'), ('TK015', '{"counted_minor": 1e40}'), ('TK015', '{"counted_minor": 0.5}'), ('TK015', '{"counted_minor": "0"}'), ('TK015', '{"reason": 5}'),
    ('TK015', jsonb_build_object('reason', repeat('x', 1001))), ('TK009', jsonb_build_object('shift', gen_random_uuid())), ('TK008', '{"till": "t2"}'), ('TK015', '{"counted_minor": 21654}'),
    ('TK015', '{"counted_minor": 21654, "reason": ""}')) v (code, more);
select is(scene.detail('close_shift', pg_temp.close(:'s1', 21600)), '{"what": "reason", "difference_minor": -55}', 'a difference needs a reason');
select scene.send('close_shift', pg_temp.close(:'s1', 21600, '{"reason": "counted twice"}')) as closed \gset
select is(:'closed'::jsonb - 'opened_at' - 'closed_at', jsonb_build_object('shift', :'s1', 'till', 't1', 'currency', 'EUR', 'float_minor', 10000, 'opened_by', :'clerk', 'closed_by', :'clerk2',
    'expected_minor', 21655, 'counted_minor', 21600, 'difference_minor', -55, 'reason', 'counted twice'), 'with one it is closed');
select is(scene.send('close_shift', pg_temp.close(:'s1', 21600, '{"reason": "counted twice"}')), :'closed'::jsonb || '{"repeated": true}', 'the same call again gives the stored answer');
select is(scene.refusal('close_shift', pg_temp.close(:'s1', 21655)), 'TK012', 'what was counted is not counted again');
select is(scene.refusal('record_cash_movement', pg_temp.move(:'s9', :'s1', 5)), 'TK008', 'nothing moves in a closed shift');
select is(scene.send('record_cash_movement', pg_temp.move(:'m1', :'s1', 20000)) -> 'repeated', 'true', 'but what moved is still answered');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'done', 'a sale after the closing');
select is(foyer.shift_report(:'s1') -> 'methods', :'report'::jsonb -> 'methods', 'is in no closed shift');
select is(foyer.shift_report(:'s1') -> 'expected_minor', '21655', 'whose expectation stays');
select is(scene.send('open_shift', pg_temp.open(:'s3', '{"float_minor": 0}')) ->> 'shift', :'s3', 'the next shift');
select is(scene.send('close_shift', pg_temp.close(:'s3', 0)) -> 'difference_minor', '0', 'takes nothing over');
set session authorization :"promoter";
select is(scene.refusal('open_shift', pg_temp.open(:'s9')), '42501', 'a promoter opens none');
select is(scene.refusal('select foyer.list_shifts()'), '42501', 'and sees none');
reset session authorization;

-- All entries of the shift in cash, its closing included, are what was counted.
select is((select sum(j.amount_minor) from foyer.journal j join foyer.shifts s on s.till_id = j.till_id and j.seq between s.open_seq and s.close_seq where s.id = :'s1' and j.method = 'cash'), 21600::numeric,
          'the journal adds up to what was counted');
select is((select array_agg(kind::text order by seq) from foyer.journal j where j.till_id = (select id from foyer.tills where code = 't1')), array['payment', 'shift_open', 'payment', 'payment', 'refund',
          'refund', 'cash_movement', 'cash_movement', 'shift_close', 'payment', 'shift_open', 'shift_close'], 'entry by entry');
select is((select array_agg(action || ' ' || n order by action) from (select action, count(*) as n from foyer.audit_log where action ~ 'shift|cash' group by action) a),
          array['close_shift 2', 'open_shift 3', 'record_cash_movement 2'], 'one row of audit each');

-- Constraints, whoever writes.
select is(scene.refusal(s), code, code || ': ' || s) from (values
    ('23001', 'update foyer.shifts set counted_minor = 5 where closed_at is not null'), ('23001', 'delete from foyer.shifts'), ('23001', 'truncate foyer.shifts cascade'),
    ('23001', 'update foyer.cash_movements set amount_minor = 5'), ('23001', 'delete from foyer.cash_movements'),
    ('23505', 'insert into foyer.shifts (id, till_id, opened_by, float_minor, currency, open_seq, open_hash) select gen_random_uuid(), till_id, ''x'', 0, ''EUR'', 1, sha256('''') from foyer.shifts where closed_at is null'),
    ('23514', 'update foyer.shifts set closed_at = opened_at, closed_by = ''x'', counted_minor = 5, expected_minor = 4, close_seq = 99, close_hash = sha256('''') where closed_at is null'),
    ('23514', 'update foyer.shifts set closed_at = opened_at where closed_at is null'), ('23514', 'update foyer.shifts set open_seq = 0 where closed_at is null'),
    ('23514', 'update foyer.shifts set float_minor = -1 where closed_at is null')) v (code, s);

-- What verify() says of damage behind the triggers' back.
select is(scene.found_after(s), found, s) from (values
    ('update foyer.shifts set expected_minor = expected_minor + 1, counted_minor = counted_minor + 1 where id = ''51000000-0000-4000-8000-000000000001''', 'shift counts its till''s cash'),
    ('update foyer.shifts set counted_minor = counted_minor + 1 where id = ''51000000-0000-4000-8000-000000000001''', 'journal has what went out'),
    ('update foyer.shifts set float_minor = float_minor + 1 where id = ''51000000-0000-4000-8000-000000000001''', 'journal has what went out'),
    ('update foyer.shifts set open_seq = open_seq + 1 where id = ''51000000-0000-4000-8000-000000000001''', 'journal has what went out, shift counts its till''s cash'),
    ('update foyer.cash_movements set amount_minor = amount_minor + 1 where id = ''51000000-0000-4000-8000-0000000000a1''', 'journal has what went out'),
    ('delete from foyer.cash_movements where id = ''51000000-0000-4000-8000-0000000000a1''', 'journal has what went out')) v (s, found);
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

select * from finish();
rollback;
