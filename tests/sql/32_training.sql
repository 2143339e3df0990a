-- SPDX-License-Identifier: GPL-3.0-or-later
-- copy_event, and training performances: no figure, no journal.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter \gset
\set o1 'e2000000-0000-4000-8000-000000000001'
\set o2 'e2000000-0000-4000-8000-000000000002'
\set h1 'e2000000-0000-4000-8000-0000000000b1'
update foyer.ticket_tiers set sale_end_time = '2037-11-27T17:30:00Z' where id = scene.tier('hamlet', 'Circle');
set session authorization :"manager";
select foyer.set_letter('H', 'House', true), foyer.block_places('hamlet', '{Stalls/A-1,Stalls/A-2}', 'H', 'cast');
select is(scene.refusal('hold_places', scene.hold(:'h1', '{"seats": ["Stalls/A-1", "Stalls/A-3"]}')), 'done', 'a basket');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-4')))), 'done', 'a sale');
select is(foyer.copy_event('hamlet', 'hamlet-2', '2037-12-24T18:00:00') - 'event', '{"slug": "hamlet-2", "version": 1, "starts_at": "2037-12-24T17:00:00Z", "training": false}', 'a copy');
select is(scene.refusal(format('select foyer.copy_event(%L, %L, %L, %L)', e, s, t, tr)), code, what) from (values
    ('nowhere', 'x', '2037-12-24T18:00:00', false, 'TK009', 'of nothing'), ('hamlet', 'lear', '2037-12-24T18:00:00', false, 'TK012', 'under a slug that is taken'),
    ('hamlet', 'B C', '2037-12-24T18:00:00', false, 'TK015', 'under no slug'), ('hamlet', null, '2037-12-24T18:00:00', false, 'TK015', 'under null'), ('hamlet', 'x', 'soon', false, 'TK015', 'at no time'),
    ('hamlet', 'x', null, false, 'TK015', 'never'), ('hamlet', 'x', '2037-03-29T02:30:00', false, 'TK015', 'in the hour that summer time skips'), ('hamlet', 'x', '2037-12-24T18:00:00', null, 'TK015', 'perhaps training')
) v (e, s, t, tr, code, what);
select is(foyer.show_event('hamlet-2') - 'tiers' - 'id' - 'channel' - 'slug', foyer.show_event('hamlet') - 'tiers' - 'id' - 'channel' - 'slug'
    || '{"status": "draft", "starts_at": "2037-12-24T17:00:00Z", "doors_at": "2037-12-24T16:30:00Z", "free": 40, "held": 0, "sold": 0, "blocked": 2}', 'of the same house, free but for the letter');
select is((select jsonb_agg(t - 'id' - 'prices' - 'free' - 'held' - 'sold' - 'blocked') from jsonb_array_elements(foyer.show_event('hamlet-2') -> 'tiers') t),
          (select jsonb_agg(t - 'id' - 'prices' - 'free' - 'held' - 'sold' - 'blocked') from jsonb_array_elements(foyer.show_event('hamlet') -> 'tiers') t), 'the same tiers and fees');
select is(jsonb_path_query_array(foyer.show_event('hamlet-2'), '$.tiers[*].prices[*].price_minor'), '[4000, 2001, 3000, 1500]', 'and prices');
select is(jsonb_path_query_array(foyer.list_blocked('hamlet-2'), '$[*].seat'), '["Stalls/A-1", "Stalls/A-2"]', 'also the letter''s place that is in a basket');
reset session authorization;
select is((select sale_end_time from foyer.ticket_tiers where id = scene.tier('hamlet-2', 'Circle')), '2037-12-24T16:00:00Z'::timestamptz, 'sale windows move with the start');
select is((select array_agg(s.label order by s.ordinal) from foyer.event_seats s where event_id = scene.event('hamlet-2')),
          (select array_agg(s.label order by s.ordinal) from foyer.event_seats s where event_id = scene.event('hamlet')), 'every place stands where it stood');

-- Training.
set session authorization :"manager";
select is(foyer.copy_event('hamlet', 'practice', '2037-11-27T19:30:00', true) -> 'training', 'true', 'a training performance');
select is(foyer.set_event_status(scene.event('practice'), 'on_sale', foyer.set_event_status(scene.event('practice'), 'published', 1)), 3, 'is put on sale');
select foyer.set_event_status(scene.event('hamlet-2'), 'published', 1);
set session authorization :"clerk";
select is(jsonb_path_query_array(foyer.list_events(), '$[*] ? (@.training == true).slug'), '["practice"]', 'the list marks it');
select is(foyer.show_event('practice') -> 'training', 'true', 'and so does the event');
select is(foyer.show_event('hamlet') -> 'training', null, 'others have no mark');
select is((select count(*) from foyer.active_events_with_availability where slug = 'practice'), 0::bigint, 'it is not among the active ones');
select jsonb_build_object('order', :'o1', 'number', '1-t1', 'till', 't1', 'currency', 'EUR', 'total_minor', 4300, 'holds', '[]'::jsonb, 'pay_until', '2037-11-01T12:00:00Z', 'name', 'Nobody',
    'items', jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-5', 'practice') - 'ticket')) as reserve \gset
select is(scene.refusal('reserve', :'reserve'), 'done', 'reserved');
select is(foyer.list_reservations() #> '{0,training}', 'true', 'as training');
select is(scene.refusal('pay_order', jsonb_build_object('order', :'o1', 'till', 't1', 'total_minor', 4300, 'tickets', jsonb_build_array(gen_random_uuid()),
    'events', jsonb_build_array(jsonb_build_object('event', scene.event('practice'), 'starts_at', '2037-11-27T18:30:00Z')),
    'payments', jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', 4300)))), 'done', 'and paid');
select is(scene.refusal('reserve', :'reserve'::jsonb || jsonb_build_object('order', gen_random_uuid(), 'number', '1-t2', 'total_minor', 8600, 'items', jsonb_build_array(
    scene.item('Stalls', 'Adult', 4000, 'Stalls/A-6', 'practice') - 'ticket', scene.item('Stalls', 'Adult', 4000, 'Stalls/A-6') - 'ticket'))), 'TK015', 'training and earnest do not mix');
select is(scene.refusal('sell', scene.sale(:'o2', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-7', 'practice')))), 'done', 'sold');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 8600, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-8', 'practice'), scene.item('Stalls', 'Adult', 4000, 'Stalls/A-8')))), 'TK015',
          'nor in a sale');
set session authorization :"manager";
select is(jsonb_path_query_array(foyer.event_sales(), '$[*] ? (@.tickets > 0).slug'), '["hamlet"]', 'the figures know only the real sale');
select is((select count(*) from foyer.event_sales_summary where slug = 'practice'), 0::bigint, 'by view too');
set session authorization :"promoter";
select is(jsonb_path_query_array(foyer.list_events(), '$[*].slug'), '["hamlet", "hamlet-2"]', 'a promoter sees the copy, not the training');
reset session authorization;
select is((select count(*) from foyer.journal), 1::bigint, 'so does the journal');
select is((select count(*) from foyer.orders where training), 2::bigint, 'the orders are marked');
select is((select array[count(*), count(distinct status)] from foyer.tickets where event_id = scene.event('practice')), '{2,1}', 'they have tickets');
select is((select count(*) from foyer.audit_log where action = 'copy_event'), 2::bigint, 'each copy is in the audit once');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
