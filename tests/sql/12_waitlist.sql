-- SPDX-License-Identifier: GPL-3.0-or-later
-- Waiting lists: joining, offers that keep places, accepting, lapsing. Several sessions at once: 15_office_race.sql.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter, scene.event('hamlet') as hamlet, scene.tier('hamlet', 'Floor') as floor,
       scene.tier('hamlet', 'Circle') as circle \gset
create table scene.customers (n integer primary key, id uuid not null default gen_random_uuid());
grant select on scene.customers to public;
insert into scene.customers select generate_series(1, 12);
insert into foyer.users (id, display_name) select id, 'Customer ' || n from scene.customers;
create function scene.customer(p_n integer) returns uuid language sql stable as $$ select id from scene.customers where n = p_n $$;
create function pg_temp.join(p_n integer, p_quantity integer, p_tier text default 'Floor', p_slug text default 'hamlet') returns jsonb language sql as $$
    select foyer.join_waitlist(scene.event(p_slug), case when p_tier <> '' then scene.tier(p_slug, p_tier) end, scene.customer(p_n), p_quantity) $$;
create function pg_temp.why(p_sql text) returns jsonb language plpgsql as $$
declare v text;
begin
    execute p_sql;
    return '"done"';
exception when others then
    get stacked diagnostics v = pg_exception_detail;
    return v::jsonb || jsonb_build_object('code', sqlstate);
end $$;
create function scene.entry(p_n integer) returns foyer.waitlist language sql stable security definer as $$
    select * from foyer.waitlist where user_id = (select id from scene.customers where n = p_n) order by position desc limit 1 $$;
create function scene.expire(p_n integer) returns void language sql security definer as $$
    update foyer.event_seats set reserved_until = clock_timestamp() - interval '1 second' where hold_id = (scene.entry(p_n)).hold_id;
    update foyer.holds set expires_at = clock_timestamp() - interval '1 second' where id = (scene.entry(p_n)).hold_id;
    update foyer.waitlist set offered_at = offered_at - interval '1 day', offer_until = clock_timestamp() - interval '1 second' where id = (scene.entry(p_n)).id $$;
create function scene.offer(p_n integer, p_hold uuid, p_more jsonb default '{}') returns jsonb language sql stable as $$
    select jsonb_build_object('hold', p_hold, 'till', 't1', 'token', repeat('c', 32), 'entry', (scene.entry(p_n)).id) || p_more $$;

-- Joining: once per event, customer and tier, and no tier is a value too.
set session authorization :"clerk";
select is(pg_temp.join(1, 2) - array['entry', 'event', 'tier', 'customer'], '{"quantity": 2, "position": 1, "status": "waiting", "ahead": 0}', 'the first');
select is(pg_temp.join(1, 2) - array['entry', 'event', 'tier', 'customer'], '{"quantity": 2, "position": 1, "status": "waiting", "ahead": 0, "repeated": true}', 'is told the same again');
select is(pg_temp.why(format('select foyer.join_waitlist(%L, %L, %L, 3)', :'hamlet', :'floor', scene.customer(1))) - 'id', '{"code": "TK012", "quantity": 2}', 'but not for another number');
select is(pg_temp.join(1, 3, '') - array['entry', 'event', 'customer'], '{"quantity": 3, "position": 2, "status": "waiting", "ahead": 1}', 'without a tier');
select is(pg_temp.join(1, 3, '') -> 'repeated', 'true', 'once too');
select is(pg_temp.join(1, 2, 'Circle') -> 'ahead', '1', 'for another tier: who waits for any is ahead');
select is(pg_temp.join(2, 4) ->> 'position', '4', 'positions go on');
select is(pg_temp.join(3, 1, 'Stalls', 'lear') ->> 'position', '1', 'each event has its own');
reset session authorization;
select is(scene.refusal(format('insert into foyer.waitlist (event_id, user_id, tier_id, quantity, position) values (%L, %L, %s, 1, %s)', :'hamlet', scene.customer(1), t, p)), '23505', what) from (values
    ('null', 99, 'whoever writes: no tier twice'), (quote_literal(:'floor'), 99, 'a tier twice'), (quote_literal(scene.tier('hamlet', 'Stalls')), 1, 'a position twice')) v (t, p, what);
set session authorization :"clerk";
select is(scene.refusal(format('select foyer.join_waitlist(%L, %L, %L, %L)', e, t, c, q)), code, what) from (values
    (:'hamlet', :'floor', scene.customer(5)::text, '0', 'TK015', 'for none'), (:'hamlet', :'floor', scene.customer(5)::text, '-1', 'TK015', 'for less'), (:'hamlet', :'floor', scene.customer(5)::text, null, 'TK015', 'for nothing'),
    (:'hamlet', :'floor', scene.customer(5)::text, '201', 'TK006', 'for more than a call has'), (:'hamlet', :'floor', scene.customer(5)::text, '2147483647', 'TK006', 'for as many as there are numbers'),
    (:'hamlet', :'circle', scene.customer(5)::text, '5', 'TK006', 'for more than one purchase has'), (:'hamlet', scene.tier('lear', 'Floor')::text, scene.customer(5)::text, '1', 'TK009', 'for a tier of another event'),
    (:'hamlet', :'floor', gen_random_uuid()::text, '1', 'TK009', 'nobody'), (:'hamlet', :'floor', null, '1', 'TK009', 'null'), (gen_random_uuid()::text, null, scene.customer(5)::text, '1', 'TK009', 'no event'),
    (null, null, scene.customer(5)::text, '1', 'TK009', 'null event')) v (e, t, c, q, code, what);
reset session authorization;
update foyer.events set status = 'closed' where slug = 'lear';
set session authorization :"clerk";
select is(scene.refusal(format('select foyer.join_waitlist(%L, null, %L, 1)', scene.event('lear'), scene.customer(5))), 'TK005', 'nobody waits for what is over');
select is(scene.refusal(format('select foyer.offer_waitlist(%L, null, 1)', :'hamlet')), '42501', 'a clerk makes no offers');
set session authorization :"promoter";
select is(scene.refusal('select foyer.' || c), '42501', 'promoters have no ' || c) from unnest(array['join_waitlist(null, null, null, 1)', 'leave_waitlist(null)', 'list_waitlist(''hamlet'')', 'offer_waitlist(null, null, 1)']) c;

-- Offers: the first that can be served, for 24 hours. 12 places of the floor: 1 wants 2, 2 wants 4, 4 wants 7 (too many), 5 wants 3.
set session authorization :"clerk";
select is(jsonb_array_length(jsonb_agg(pg_temp.join(n, q))), 2, 'two more wait') from (values (4, 7), (5, 3)) v (n, q);
set session authorization :"manager";
select is(scene.refusal(format('select foyer.offer_waitlist(%L, %L, %L)', e, t, n)), code, what) from (values (:'hamlet', null, '0', 'TK015', 'to none'), (:'hamlet', null, null, 'TK015', 'to null'),
    (:'hamlet', null, '201', 'TK006', 'to too many'), (gen_random_uuid()::text, null, '1', 'TK009', 'no event'), (:'hamlet', scene.tier('lear', 'Floor')::text, '1', 'TK009', 'a tier of another'),
    (scene.event('lear')::text, null, '1', 'TK005', 'an event that is not on sale')) v (e, t, n, code, what);
select foyer.offer_waitlist(:'hamlet', :'floor', 1) as offer \gset
select is(:'offer'::jsonb #>> '{offered,0,customer}', scene.customer(1)::text, 'the first');
select is(jsonb_array_length(:'offer'::jsonb -> 'offered') || '/' || (:'offer'::jsonb ->> 'waiting'), '1/5', 'and only that one');
select is(:'offer'::jsonb #> '{offered,0,seats}', '["Floor/1", "Floor/2"]', 'with the seats');
select ok((:'offer'::jsonb #>> '{offered,0,offer_until}')::timestamptz between clock_timestamp() + interval '23 hours 59 minutes' and clock_timestamp() + interval '24 hours', 'for 24 hours');
select is(scene.counts('hamlet', 'Floor'), '{10,2,0,0,0}', 'its places are held');
select is(jsonb_path_query_array(foyer.offer_waitlist(:'hamlet', :'floor', 2), '$.offered[*].position'), '[2, 4]', 'then the next two, also who waits for any tier');
select is((scene.entry(1)).status || '/' || (scene.entry(2)).status, 'waiting/offered', 'each by position');
select is(jsonb_path_query_array(foyer.offer_waitlist(:'hamlet', :'floor', 5), '$.offered[*].position'), '[6]', 'who wants more than is free is passed over');
select is((scene.entry(4)).status, 'waiting', 'and keeps the position');
select is(scene.counts('hamlet', 'Floor'), '{0,12,0,0,0}', 'nothing is free');
select is(foyer.offer_waitlist(:'hamlet', null, 5) #> '{offered,0,seats}', '["Circle/A-1", "Circle/A-2"]', 'without a tier each gets a place of the own');
select is(foyer.offer_waitlist(:'hamlet', null, 5), '{"offered": [], "waiting": 1}', 'nothing more to offer is no error');
reset session authorization;
select is((select count(*) from foyer.audit_log where action = 'offer_waitlist'), 4::bigint, 'one audit row a call that offered');
select is((select count(*) from foyer.audit_log where action = 'join_waitlist' and actor = :'clerk'), 7::bigint, 'and one for each that joined');
select is((select array_agg(n.body -> 'seats' order by n.body -> 'seats' ->> 0) from foyer.notifications n where user_id = scene.customer(1)),
    array['["Circle/A-1", "Circle/A-2"]', '["Floor/1", "Floor/2"]', '["Floor/3", "Floor/4", "Floor/5"]']::jsonb[], 'a message for each offer');
select is((select n.body - array['entry', 'event', 'offer_until', 'seats'] from foyer.notifications n where user_id = scene.customer(2)), '{"title": "Hamlet", "tier": "Floor", "starts_at": "2037-11-27T18:30:00Z",
    "timezone": "Europe/Berlin"}', 'says for what');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- What is offered is sold to nobody else, and nobody else's hold is it.
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'TK002', 'an offered place is not sold');
select is(scene.refusal('hold_places', scene.hold(gen_random_uuid(), '{"seats": ["Floor/1"]}')), 'TK001', 'nor held');
select is(scene.refusal('extend_holds', jsonb_build_object('request', gen_random_uuid(), 'till', 't1', 'holds', jsonb_build_array(jsonb_build_object('hold', (scene.entry(2)).hold_id, 'token', repeat('a', 32))))),
          'TK008', 'its hold''s token is nobody''s');

-- Accepting.
\set h1 'e0000000-0000-4000-8000-000000000001'
\set h2 'e0000000-0000-4000-8000-000000000002'
select is(scene.refusal('accept_offer', scene.offer(2, :'h1', m)), code, 'accept with ' || m::text) from (values ('{"entry": "x"}'::jsonb, 'TK015'), ('{"entry": "00000000-0000-4000-8000-000000000000"}', 'TK009'), ('{"token": "short"}', 'TK015'),
    ('{"hold": 1}', 'TK015'), ('{"event": "x"}', 'TK015')) v (m, code);
select is(scene.detail('accept_offer', scene.offer(4, :'h1')), '{"places": [], "seats": []}', 'nothing was offered');
select is(scene.refusal('accept_offer', scene.offer(4, :'h1')), 'TK003', 'so nothing is accepted');
select scene.send('accept_offer', scene.offer(2, :'h1')) as answer \gset
select is(jsonb_array_length(:'answer'::jsonb -> 'places') || '/' || (:'answer'::jsonb ->> 'hold') || '/' || (:'answer'::jsonb ->> 'token'), '4/' || :'h1' || '/' || repeat('c', 32), 'an offer becomes a hold');
select ok((:'answer'::jsonb ->> 'expires_in_ms')::bigint between 890000 and 900000, 'of a basket');
select is(scene.send('accept_offer', scene.offer(2, :'h1')) - 'expires_in_ms', :'answer'::jsonb - 'expires_in_ms' || '{"repeated": true}', 'the same call is told the same');
select is(scene.refusal('accept_offer', scene.offer(1, :'h1')), 'TK012', 'same id, other content');
select is(scene.refusal('accept_offer', scene.offer(2, :'h2')), 'TK003', 'an offer is accepted once');
select is((scene.entry(2)).status, 'taken', 'the entry is taken');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 6700, (select jsonb_agg(scene.item('Floor', 'Adult', 1500, p ->> 'seat')) from jsonb_array_elements(:'answer'::jsonb -> 'places') p),
    jsonb_build_object('holds', jsonb_build_array(jsonb_build_object('hold', :'h1', 'token', repeat('c', 32)))))), 'done', 'and sold like any hold');
select is(scene.counts('hamlet', 'Floor'), '{0,8,0,0,4}', 'counted');

-- Leaving gives the places back; lapsing too, at its time and without any worker.
select is(foyer.leave_waitlist((scene.entry(5)).id) ->> 'status', 'withdrawn', 'who leaves');
select is(foyer.leave_waitlist((scene.entry(5)).id) -> 'repeated', 'true', 'leaves once');
select is(scene.counts('hamlet', 'Floor'), '{3,5,0,0,4}', 'gives the places back');
select is(foyer.leave_waitlist((scene.entry(2)).id) ->> 'status', 'taken', 'who has taken has left');
select is(scene.refusal('select foyer.leave_waitlist(gen_random_uuid())'), 'TK009', 'nobody leaves that is not there');
select is(pg_temp.join(5, 2) ->> 'position', '7', 'who comes again stands at the end');
reset session authorization;
update foyer.waitlist set status = 'withdrawn' where user_id = scene.customer(4);
select is(foyer.offer_free_places(), 1, 'the worker offers what is free');
select is((scene.entry(5)).status, 'offered', 'to who waits');
select is(foyer.offer_free_places(), 0, 'once');
select scene.expire(5);
set session authorization :"clerk";
select is(scene.refusal('accept_offer', scene.offer(5, :'h2')), 'TK003', 'an offer is over at its time');
select is(scene.detail('accept_offer', scene.offer(5, :'h2')) -> 'seats', (foyer.list_waitlist('hamlet') -> 6 -> 'seats'), 'with its seats named');
select is(foyer.list_waitlist('hamlet') #>> '{6,status}', 'lapsed', 'before anybody has written that down');
select is(scene.counts('hamlet', 'Floor'), '{3,5,0,0,4}', 'and its places are free');
select is(pg_temp.join(5, 2) ->> 'position', '8', 'who was offered and did not come may join again');
reset session authorization;
select is((select array_agg(status order by position) from foyer.waitlist where user_id = scene.customer(5)), '{withdrawn,lapsed,waiting}', 'as a new entry');
select is(foyer.lapse_offers(), 0, 'that offer has been written down');
select scene.expire(1);
select is((scene.entry(1)).status || '/' || foyer.lapse_offers(1), 'offered/1', 'lapsed offers are written down');
select is(foyer.lapse_offers(), 0, 'once');
select is((scene.entry(1)).status, 'lapsed', 'as lapsed');
select is(scene.counts('hamlet', 'Circle'), '{10,0,0,0,0}', 'its places are free');
select is((select array[count(*), max(position)] from foyer.waitlist where event_id = :'hamlet'), '{8,8}', 'positions have no gap');
select is((select array_agg(action || n order by action) from (select action, count(*) as n from foyer.audit_log where action in ('accept_offer', 'leave_waitlist', 'lapse_offers') group by action) a),
    '{accept_offer1,lapse_offers1,leave_waitlist1}', 'each in the audit');
select ok(foyer.work_round('offers') @> '{"offers": 1}', 'a round of background work offers, too');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- An offer ends with the tier's sale or the event, and one whose tier is not sold is none.
update foyer.ticket_tiers set sale_end_time = clock_timestamp() + interval '1 hour' where id = :'circle';
set session authorization :"clerk";
select is(pg_temp.join(6, 2, 'Circle') ->> 'status', 'waiting', 'somebody waits for the circle');
set session authorization :"manager";
select ok((foyer.offer_waitlist(:'hamlet', :'circle', 1) #>> '{offered,0,offer_until}')::timestamptz <= clock_timestamp() + interval '1 hour', 'no longer than it is sold');
reset session authorization;
update foyer.ticket_tiers set sale_end_time = null, is_active = false where id = :'circle';
set session authorization :"clerk";
select is(pg_temp.join(7, 2, 'Circle') ->> 'status', 'waiting', 'another');
set session authorization :"manager";
select is(foyer.offer_waitlist(:'hamlet', null, 5) -> 'offered', '[]', 'what is not sold is not offered');
reset session authorization;
select is((select count(*) from foyer.lapsed_holds_report(current_date) r, jsonb_array_elements(r) p where p ->> 'person' = 'foyer_waitlist'), 0::bigint, 'lapsed offers are nobody''s lapsed holds');

select is(regexp_count(prosrc, 'for update'), 1, 'one FOR UPDATE') from pg_proc where oid = 'foyer.next_waiting'::regproc;
select matches(prosrc, 'for update of w skip locked;', 'of the waiting list alone, skipping what is locked') from pg_proc where oid = 'foyer.next_waiting'::regproc;

-- verify() sees damage.
select is(scene.found_after(s), found, s) from (values
    ('update foyer.waitlist set quantity = quantity + 1 where id = (scene.entry(6)).id', 'offer keeps its places'),
    ('update foyer.event_seats set reserved_until = clock_timestamp() - interval ''1 hour'' where hold_id = (scene.entry(6)).hold_id', 'offer keeps its places'),
    ('update foyer.waitlist set status = ''lapsed'' where id = (scene.entry(6)).id', 'hold without a till is an offer''s'),
    ('delete from foyer.notifications where user_id = (scene.entry(6)).user_id', 'offer was told'),
    ('update foyer.events set capacity = 1 where slug = ''hamlet''', 'event within its capacity'),
    ('update foyer.event_seats set ordinal = 99 where label = ''Floor/12''', 'places are numbered from 0'),
    ('update foyer.events set deleted_at = now() where slug = ''lear''', 'deleted event has no tiers, sale card'),
    ('insert into foyer.tier_prices select tier_id, price_type_id, event_id, 2, 1, false from foyer.tier_prices where tier_id = scene.tier(''hamlet'', ''Floor'')', 'price is its latest version')) v (s, found);
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');

-- A cancelled performance: who waits and who was offered is told that it is over, by whomever it was cancelled.
select is((select array_agg(status order by status) from foyer.waitlist where event_id = :'hamlet' and status in ('waiting', 'offered')), '{offered,offered,offered,offered,waiting}', 'some wait, some have an offer');
select hold_id as hold from foyer.waitlist where id = (scene.entry(6)).id \gset
update foyer.events set status = 'cancelled' where id = :'hamlet';
select is((select count(*) from foyer.waitlist where event_id = :'hamlet' and status in ('waiting', 'offered')), 0::bigint, 'then nobody does');
select is((select count(*) from foyer.notifications where kind = 'waitlist_ended'), 5::bigint, 'each is told');
select is((select settled = places from foyer.holds where id = :'hold'), true, 'the hold of an offer is over');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
