-- SPDX-License-Identifier: GPL-3.0-or-later
-- The map follows every change: also one whose transaction began early and commits late. First three connections, outside of any transaction here, because one
-- that has written holds back everybody's cursor and would make the test pass by itself.
set client_min_messages = warning;
create extension if not exists dblink schema public;
select scene.role('clerk') as clerk, scene.event('hamlet') as event, scene.place('hamlet', 'Stalls/B-5') as a, scene.place('hamlet', 'Stalls/B-6') as b,
       (select ordinal from foyer.event_seats where id = scene.place('hamlet', 'Stalls/B-5')) as at_a, (select ordinal from foyer.event_seats where id = scene.place('hamlet', 'Stalls/B-6')) as at_b,
       format('dbname=%s host=%s user=foyer_super', current_database(), current_setting('unix_socket_directories')) as line \gset
create function scene.block(p_place bigint) returns text language sql as $$
    select format('update foyer.event_seats set status = ''BLOCKED'', block_letter = ''X'', block_is_soft = false where id = %s', p_place) $$;
create function scene.unblock(p_place bigint) returns text language sql as $$
    select format('update foyer.event_seats set status = ''AVAILABLE'', block_letter = null, block_is_soft = null where id = %s', p_place) $$;
-- What the reader is told since a cursor, and its next cursor.
create function scene.changes(p_event uuid, p_cursor text) returns jsonb language sql as $$
    select c from dblink('reader', format('select foyer.seat_changes(%L, ''t1'', %L)', p_event, p_cursor)) r (c jsonb) $$;
create function scene.state(p_event uuid, out states bytea, out cursor text) language sql as $$
    select * from dblink('reader', format('select states, cursor from foyer.seat_states(%L, ''t1'')', p_event)) r (states bytea, cursor text) $$;
-- Two cursors that look right: after the newest change that was seen, and after the newest transaction that the snapshot knows.
create function scene.newest(p_event uuid, out change xid8, out snapshot xid8) language sql as $$
    select * from dblink('reader_too', format('select max(changed_xid), pg_snapshot_xmax(pg_current_snapshot()) from foyer.event_seats where event_id = %L', p_event)) r (c xid8, s xid8) $$;
create function scene.after(p_event uuid, p_since xid8, p_inclusive boolean) returns jsonb language sql as $$
    select c from dblink('reader_too', format('select coalesce(jsonb_agg(ordinal order by ordinal), ''[]'') from foyer.event_seats where event_id = %L and changed_xid %s %L', p_event,
                                              case when p_inclusive then '>=' else '>' end, p_since)) r (c jsonb) $$;
-- Asks until nothing is repeated any more: a vacuum that runs just now may hold the cursor back for a moment.
create function scene.quiet(p_event uuid, p_cursor text) returns boolean language plpgsql as $$
declare
    v jsonb := jsonb_build_object('cursor', p_cursor);
begin
    for i in 1..100 loop
        v := scene.changes(p_event, v ->> 'cursor');
        if v -> 'changes' = '[]' then
            return true;
        end if;
        perform pg_sleep(0.05);
    end loop;
    return false;
end $$;
select dblink_connect(n, :'line') as connected from unnest(array['first', 'second', 'reader', 'reader_too']) n;
select dblink_exec('reader', format('set session authorization %I', :'clerk')) as signed_in;

-- The early one has written and is open; a later one commits; the reader takes its cursor; the early one commits.
select cursor as c0 from scene.state(:'event') \gset
select dblink_exec('first', 'begin; savepoint s') as x, dblink_exec('first', scene.block(:a)) as y, dblink_exec('first', 'release s') as z \gset
select dblink_exec('second', scene.block(:b)) as x \gset
select scene.changes(:'event', :'c0') as r1 \gset
select states as s1, cursor as c1 from scene.state(:'event') \gset
select change, snapshot from scene.newest(:'event') \gset
select dblink_exec('first', 'commit') as x \gset
select scene.changes(:'event', :'r1'::jsonb ->> 'cursor') as r2, scene.changes(:'event', :'c1') as r3, scene.changes(:'event', :'c0') as r4, scene.after(:'event', :'change', false) as naive,
       scene.after(:'event', :'snapshot', true) as naive_snapshot \gset
select scene.quiet(:'event', :'r2'::jsonb ->> 'cursor') as quiet \gset

-- One that gives up.
select dblink_exec('first', 'begin') as x, dblink_exec('first', scene.unblock(:a)) as y \gset
select dblink_exec('second', scene.unblock(:b)) as x \gset
select scene.changes(:'event', :'r2'::jsonb ->> 'cursor') as r5 \gset
select dblink_exec('first', 'rollback') as x \gset
select scene.changes(:'event', :'r5'::jsonb ->> 'cursor') as r6, scene.quiet(:'event', :'r5'::jsonb ->> 'cursor') as quiet2 \gset
select dblink_exec('first', scene.unblock(:a)) as x \gset
select dblink_disconnect(n) as closed from unnest(array['first', 'second', 'reader', 'reader_too']) n;
drop function scene.block, scene.unblock, scene.changes, scene.state, scene.newest, scene.after, scene.quiet;
drop extension dblink;

begin;
select no_plan();
select is(:'r1'::jsonb -> 'changes', jsonb_build_array(jsonb_build_array(:at_b, 7)), 'the reader sees the later change, which is committed, and not the earlier one');
select is(array[get_byte(:'s1', :at_a), get_byte(:'s1', :at_b)], '{0,7}', 'so does a full state');
select ok(:'r2'::jsonb -> 'changes' @> jsonb_build_array(jsonb_build_array(:at_a, 7)), 'once it commits, the earlier change comes with the next changes');
select ok(:'r3'::jsonb -> 'changes' @> jsonb_build_array(jsonb_build_array(:at_a, 7)), 'and after a full state');
select is(:'r4'::jsonb -> 'changes', jsonb_build_array(jsonb_build_array(:at_a, 7), jsonb_build_array(:at_b, 7)), 'an old cursor brings both');
select is(:'naive'::jsonb, '[]', 'the failing twin: a cursor by the newest change that was seen loses it for good');
select is(:'naive_snapshot'::jsonb, '[]', 'as does one by the snapshot''s end');
select ok(:'quiet', 'what was told is not told for ever');
select is(:'r5'::jsonb -> 'changes' @> jsonb_build_array(jsonb_build_array(:at_b, 0)), true, 'a place comes free');
select ok(not :'r6'::jsonb -> 'changes' @> jsonb_build_array(jsonb_build_array(:at_a, 0)), 'what was rolled back is told as it is');
select ok(:'quiet2', 'and then no more');
select is((select array_agg(status::text) from foyer.event_seats where id in (:a, :b)), '{AVAILABLE,AVAILABLE}', 'the house is as before');

-- Every state that a place can be in, seen from three tills: as the view says it in words.
select scene.role('clerk') as clerk \gset
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold(h, jsonb_build_object('seats', jsonb_build_array(s)), t)), 'done', s) from (values
    ('00000000-0000-4000-8000-000000018001'::uuid, 'Stalls/A-1', 't1'), ('00000000-0000-4000-8000-000000018002', 'Stalls/A-2', 't2'), ('00000000-0000-4000-8000-000000018003', 'Stalls/A-3', 't1'),
    ('00000000-0000-4000-8000-000000018004', 'Stalls/A-4', 't2')) v (h, s, t);
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5')))), 'done', 'sold');
reset session authorization;
select scene.lapse('00000000-0000-4000-8000-000000018003'), scene.lapse('00000000-0000-4000-8000-000000018004');
insert into foyer.leases (id, kind, event_id, till_id, taken_by) select id, 'lease', scene.event('hamlet'), (select id from foyer.tills where code = till), 'x'
from (values ('00000000-0000-4000-8000-0000000180e1'::uuid, 't1'), ('00000000-0000-4000-8000-0000000180e2', 't2')) v (id, till);
insert into foyer.leases (id, kind, event_id, taken_by) values ('00000000-0000-4000-8000-0000000180e3', 'allotment', scene.event('hamlet'), 'x');
update foyer.event_seats s set status = 'RESERVED', lease_id = ('00000000-0000-4000-8000-0000000180e' || n)::uuid from generate_series(1, 3) n where s.id = scene.place('hamlet', 'Circle/A-' || n);
update foyer.event_seats set status = 'BLOCKED', block_letter = 'K', block_is_soft = true where id = any (array[scene.place('hamlet', 'Circle/A-4'), scene.place('hamlet', 'Circle/A-5'), scene.place('hamlet', 'Circle/A-6')]);
insert into foyer.holds (id, event_id, till_id, token, held_by, request_hash, places, expires_at)
select id, scene.event('hamlet'), (select t.id from foyer.tills t where t.code = 't1'), repeat('a', 32), 'x', sha256('x'), array[scene.place('hamlet', seat)], clock_timestamp() + until
from (values ('00000000-0000-4000-8000-000000018005'::uuid, 'Circle/A-5', interval '10 minutes'), ('00000000-0000-4000-8000-000000018006', 'Circle/A-6', interval '-1 minute')) v (id, seat, until);
update foyer.event_seats s set status = 'RESERVED', hold_id = h.id, reserved_at = clock_timestamp(), reserved_until = 'infinity' from foyer.holds h
where s.id = any (h.places) and h.id in ('00000000-0000-4000-8000-000000018005', '00000000-0000-4000-8000-000000018006');
create function pg_temp.by_view(p_till text) returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_array(s.ordinal, case s.status when 'AVAILABLE' then 0 when 'SOLD' then 6 when 'BLOCKED' then 7
        else case when s.lease_id is null then 1 when s.keeper_till is null then 5 else 3 end + case when s.keeper_till = (select t.id from foyer.tills t where t.code = p_till) then 1 else 0 end end)
        order by s.ordinal) from foyer.place_state s where s.event_id = scene.event('hamlet') $$;
create function pg_temp.by_states(p_till text) returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_array(n, get_byte(s.states, n)) order by n) from foyer.seat_states(scene.event('hamlet'), p_till) s, generate_series(0, length(s.states) - 1) n $$;
create function pg_temp.by_changes(p_till text) returns jsonb language sql as $$
    select foyer.seat_changes(scene.event('hamlet'), p_till, regexp_replace((foyer.seat_states(scene.event('hamlet'), p_till)).cursor, '[0-9]+$', '3')) -> 'changes' $$;
select is(pg_temp.by_states(t), pg_temp.by_view(t), 'states as the view has them, seen from ' || t) from unnest(array['t1', 't2', '']) t;
select is(pg_temp.by_changes(t), pg_temp.by_view(t), 'and changes') from unnest(array['t1', 't2', '']) t;
select is((select array_agg(distinct b.value -> 1 order by b.value -> 1) from jsonb_array_elements(pg_temp.by_states('t1')) b), array['0', '1', '2', '3', '4', '5', '6', '7']::jsonb[], 'each of the eight is there');

-- The cursor: this server, this timeline, this layout; else everything is asked for anew.
select cursor from foyer.seat_states(scene.event('hamlet'), 't1') \gset
select matches(:'cursor'::text, '^[0-9]+/[0-9]+/[0-9]+/[0-9]+$', 'a cursor names server, timeline, layout and transaction');
select is(foyer.seat_changes(scene.event('hamlet'), 't1', c) -> 'reload', 'true'::jsonb, 'reload: ' || left(c, 60)) from unnest(array[regexp_replace(:'cursor', '^[0-9]+', '7'),
    regexp_replace(:'cursor', '^([0-9]+)/[0-9]+', '\1/9'), regexp_replace(:'cursor', '^([0-9]+/[0-9]+)/[0-9]+', '\1/9'), :'cursor' || '0000000000000000000', regexp_replace(:'cursor', '[0-9]+$', '-1'),
    regexp_replace(:'cursor', '[0-9]+$', ''), repeat('9', 100000)]) c;
select ok(foyer.seat_changes(scene.event('hamlet'), 't1', foyer.seat_changes(scene.event('hamlet'), 't1', '') ->> 'cursor') -> 'reload' = 'false', 'what a reload answers is a cursor');
update foyer.events set layout_version = layout_version + 1 where slug = 'hamlet';
select is(foyer.seat_changes(scene.event('hamlet'), 't1', :'cursor') -> 'reload', 'true', 'a new layout is read anew');
select is((foyer.place_changes(scene.event('hamlet'), null, '3', n)).changes is null, n < 42, 'of more than ' || n || ' changes a full state is told') from unnest(array[3, 41, 42, 1000]) n;
select * from finish();
rollback;
