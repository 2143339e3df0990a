-- SPDX-License-Identifier: GPL-3.0-or-later
-- check_in: once, at one door.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set o1 'cc000000-0000-4000-8000-000000000001'
\set o2 'cc000000-0000-4000-8000-000000000002'
\set c1 'cc000000-0000-4000-8000-0000000000a1'
\set c2 'cc000000-0000-4000-8000-0000000000a2'
create function pg_temp.check_in(p_id uuid, p_code text, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('check_in', p_id, 'till', 't1', 'event', scene.event('hamlet'), 'code', p_code, 'door', 'North') || p_more $$;
select jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1'), scene.item('Stalls', 'Child', 2001, 'Stalls/A-2'), scene.item('Floor', 'Adult', 1500)) as items,
       jsonb_build_array(scene.item('Floor', 'Adult', 1500, null, 'lear')) as lear \gset
select :'items'::jsonb #>> '{0,ticket}' as k1, :'items'::jsonb #>> '{1,ticket}' as k2, :'items'::jsonb #>> '{2,ticket}' as k3, :'lear'::jsonb #>> '{0,ticket}' as k4 \gset
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(:'o1', 8151, :'items')), 'done', 'three tickets');
select is(scene.refusal('sell', scene.sale(:'o2', 1750, :'lear')), 'done', 'one of another performance');

select is(scene.refusal('check_in', pg_temp.check_in(:'c1', :'k1', more)), code, code || ' for ' || left(more::text, 80)) from (values ('TK015', '{"x": 1}'::jsonb), ('TK015', '{"check_in": "x"}'),
    ('TK015', '{"check_in": 1}'), ('TK015', '{"event": "x"}'), ('TK015', '{"door": ""}'), ('TK015', jsonb_build_object('door', repeat('x', 201))), ('TK015', '{"code": 5}'), ('TK015', '{"code": null}'),
    ('TK009', '{"code": ""}'), ('TK009', '{"code": "''; --"}'), ('TK009', jsonb_build_object('code', gen_random_uuid())), ('TK009', jsonb_build_object('code', repeat('A', 9000))),
    ('TK009', '{"code": "\u202eAAAAAAAAAAAA"}'), ('TK015', jsonb_build_object('code', repeat('A', 10001)))) v (code, more);
select replace(pg_temp.check_in(:'c1', :'k1')::text, '"North"', '"\u0000"') as nul \gset
select is(scene.refusal(format('select foyer.check_in(%L, %L, %L)', 't1', :'nul', scene.mac('t1', :'nul'))), 'TK015', 'nor with NUL in a text');
select is(scene.refusal(format('select foyer.check_in(%L, %L, %L)', 't1', pg_temp.check_in(:'c1', :'k1'), '\x00')), 'TK008', 'nor without the seal');

select scene.send('check_in', pg_temp.check_in(:'c1', :'k1')) as answer \gset
select is(:'answer'::jsonb - 'used_at', jsonb_build_object('ticket', :'k1', 'admitted', true, 'event', scene.event('hamlet'), 'seat', 'Stalls/A-1', 'tier_name', 'Stalls', 'price_type_name', 'Adult',
    'door', 'North'), 'a valid ticket is let in');
select is(scene.send('check_in', pg_temp.check_in(:'c1', :'k1')), :'answer'::jsonb || '{"repeated": true}', 'the same call again gives the stored answer');
select is(scene.refusal('check_in', pg_temp.check_in(:'c1', :'k1', '{"door": "South"}')), 'TK012', 'same id, other content');
select is(scene.refusal('check_in', pg_temp.check_in(:'c1', :'k2')), 'TK012', 'also for another ticket');
select is(scene.send('check_in', pg_temp.check_in(:'c2', :'k1', '{"door": "South"}')), :'answer'::jsonb || '{"admitted": false, "reason": "used"}', 'a second scan says when and where it was used');
select is(scene.send('check_in', pg_temp.check_in(:'c2', :'k4')) - 'seat', jsonb_build_object('ticket', :'k4', 'admitted', false, 'reason', 'other_event', 'event', scene.event('lear'), 'tier_name', 'Floor',
    'price_type_name', 'Adult'), 'a ticket of another performance is turned away');
select is(scene.send('check_in', pg_temp.check_in(:'c2', :'k4', jsonb_build_object('event', gen_random_uuid()))) -> 'reason', '"other_event"', 'also from no performance at all');
select is(scene.refusal('refund', jsonb_build_object('refund', gen_random_uuid(), 'till', 't1', 'order', :'o1', 'tickets', jsonb_build_array(:'k2'), 'fee', 'kept', 'reason', 'ill', 'total_minor', 2001,
    'legs', '[{"method": "cash", "amount_minor": 2001}]'::jsonb)), 'done', 'one comes back');
select is(scene.send('check_in', pg_temp.check_in(:'c2', :'k2')) -> 'reason', '"refunded"', 'and is turned away');
reset session authorization;

-- By short code: the first 60 bits of the id.
create function pg_temp.short(p_ticket uuid) returns text language plpgsql as $$
declare
    v_bits text := (('x' || substr(replace(p_ticket::text, '-', ''), 1, 16))::bit(64))::text;
    v_code text := '';
begin
    for n in 0..11 loop
        v_code := v_code || substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', substr(v_bits, n * 5 + 1, 5)::bit(5)::integer + 1, 1);
    end loop;
    return v_code;
end $$;

-- Training, an unpaid order, a cancelled ticket: turned away. What the door can not do is set by hand here.
create function pg_temp.reason_after(p_sql text, p_ticket uuid) returns text language plpgsql as $$
declare v text;
begin
    set local session_replication_role = replica;
    execute p_sql;
    set local session_replication_role = origin;
    v := scene.send('check_in', pg_temp.check_in(gen_random_uuid(), p_ticket::text)) ->> 'reason';
    raise exception using errcode = 'FYBAC', message = coalesce(v, 'let in');
exception when sqlstate 'FYBAC' then
    set local session_replication_role = origin;
    return sqlerrm;
end $$;
update foyer.tills set role_name = session_user where code = 't1';
select is(pg_temp.reason_after(s, :'k3'), reason, reason) from (values
    ('select', 'let in'),
    ('update foyer.orders set training = true', 'training'),
    ('update foyer.events set training = true where slug = ''hamlet''', 'training'),
    ('update foyer.tickets set status = ''cancelled'', ended_at = now()', 'cancelled'),
    ('update foyer.tickets set status = ''exchanged'', ended_at = now()', 'exchanged'),
    ('update foyer.orders set status = ''reserved'', pay_until = now(), sold_at = null', 'unpaid')) v (s, reason);
select is(scene.send('check_in', pg_temp.check_in(:'c2', lower(pg_temp.short(:'k3')))) ->> 'ticket', :'k3', 'the till''s own role lets in, by short code');
set session authorization :"promoter";
select is(scene.refusal('check_in', pg_temp.check_in(gen_random_uuid(), :'k3')), '42501', 'a promoter is no door');
reset session authorization;

select is((select array_agg(k.status::text || (k.used_at is not null)::text order by k.status) from foyer.tickets k), array['validfalse', 'usedtrue', 'usedtrue', 'refundedfalse'], 'what became of the tickets');
select is((select array_agg(a.door || ' ' || t.code || ' ' || (a.admitted_by = :'clerk') order by a.created_at) from foyer.admissions a join foyer.tills t on t.id = a.till_id), array['North t1 true', 'North t1 false'],
          'who let in, where');
select is((select count(*) from foyer.audit_log where action = 'check_in'), 2::bigint, 'one row of audit each');
select is(scene.refusal(s), code, code || ': ' || s) from (values ('23001', 'update foyer.admissions set door = ''x'''), ('23001', 'delete from foyer.admissions'), ('23001', 'truncate foyer.admissions'),
    ('23505', 'insert into foyer.admissions select gen_random_uuid(), ticket_id, event_id, till_id, door, admitted_by, request_hash from foyer.admissions limit 1'),
    ('23514', 'update foyer.tickets set status = ''valid'', used_at = null where status = ''used'''), ('23514', 'update foyer.tickets set status = ''cancelled'', ended_at = now() where status = ''used'''),
    ('42883', 'select foyer.undo_check_in()')) v (code, s);
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
