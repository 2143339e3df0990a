-- SPDX-License-Identifier: GPL-3.0-or-later
-- Edits of performances, tiers, prices and fees: versions, wall-clock times, sizes, search.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter, scene.role('promoter2') as promoter2,
       scene.event('hamlet') as hamlet, scene.tier('hamlet', 'Floor') as floor, scene.tier('hamlet', 'Stalls') as stalls, scene.tier('hamlet', 'Circle') as circle \gset
-- A call with its JSON: the answer, the code that it is refused with, or the refusal's DETAIL.
create function pg_temp.call(p_call text, p jsonb) returns jsonb language plpgsql as $$
declare v jsonb;
begin
    execute format('select foyer.%I($1)', p_call) into v using p;
    return v;
end $$;
create function pg_temp.code(p_call text, p jsonb) returns text language plpgsql as $$
begin
    perform pg_temp.call(p_call, p);
    return 'done';
exception when others then return sqlstate;
end $$;
create function pg_temp.why(p_sql text) returns jsonb language plpgsql as $$
declare v text;
begin
    execute p_sql;
    return '"done"';
exception when others then
    get stacked diagnostics v = pg_exception_detail;
    return v::jsonb || jsonb_build_object('code', sqlstate);
end $$;
create function pg_temp.new_tier(p_version integer, p_more jsonb) returns jsonb language sql as $$
    select jsonb_build_object('event', scene.event('hamlet'), 'version', p_version, 'name', 'Pit', 'kind', 'standing', 'color', '#000000', 'position', 7, 'tax_rate_bp', 0, 'quantity', 3,
        'prices', '[{"name": "Adult", "price_minor": 900}]'::jsonb) || p_more $$;
create function scene.event_row(p_slug text) returns foyer.events language sql security definer as $$ select * from foyer.events where slug = p_slug $$;
create function scene.tier_row(p_id uuid) returns foyer.ticket_tiers language sql security definer as $$ select * from foyer.ticket_tiers where id = p_id $$;

-- An edit of the event.
set session authorization :"manager";
select is(pg_temp.call('update_event', jsonb_build_object('event', :'hamlet', 'version', 1, 'title', 'Hamlet, Prince', 'description', 'A tragedy in Elsinore; with Ångström''s music')) - 'event',
    '{"version": 2, "starts_at": "2037-11-27T18:30:00Z", "ends_at": "2037-11-27T21:00:00Z", "doors_at": "2037-11-27T18:00:00Z"}', 'an edit gives the next version');
select is(pg_temp.why(format('select foyer.update_event(%L)', jsonb_build_object('event', :'hamlet', 'version', 1, 'title', 'Late'))),
    '{"code": "TK010", "yours": 1, "current": 2}', 'a stale one is refused with both versions');
select is((scene.event_row('hamlet')).title, 'Hamlet, Prince', 'and changes nothing');
select is(pg_temp.code('update_event', jsonb_build_object('event', :'hamlet', 'version', 2) || m), code, m::text) from (values
    ('{"version": null}'::jsonb, 'TK015'), ('{"version": 2.5}', 'TK015'), ('{"version": 99999999999}', 'TK015'), ('{"version": -2}', 'TK010'), ('{"event": "x"}', 'TK015'), ('{"event": null}', 'TK015'),
    ('{"event": "00000000-0000-4000-8000-000000000000"}', 'TK009'), ('{"status": "paused"}', 'TK015'), ('{"title": ""}', 'TK015'), ('{"title": null}', 'TK015'), ('{"title": 5}', 'TK015'),
    (jsonb_build_object('title', repeat('x', 301)), 'TK015'), (jsonb_build_object('description', repeat('x', 10001)), 'TK015'), ('{"slug": "Not So"}', 'TK015'), ('{"slug": "lear"}', 'TK012'),
    ('{"capacity": 41}', 'TK015'), ('{"capacity": 0}', 'TK015'), ('{"capacity": -5}', 'TK015'), ('{"capacity": 99999999999}', 'TK015'), ('{"promoter": "nobody"}', 'TK009'), ('{"series": ""}', 'TK015'),
    ('{"starts_at_local": "2037-11-27T22:00:00"}', 'TK015'), ('{"ends_at_local": "2037-11-27T19:30:00"}', 'TK015'), ('{"doors_at_local": "2037-11-27T19:30:01"}', 'TK015'),
    ('{"starts_at_local": "2037-11-27T19:30:00Z"}', 'TK015'), ('{"starts_at_local": "2037-11-27T19:30:00+05"}', 'TK015'), ('{"starts_at_local": "now"}', 'TK015'),
    ('{"starts_at_local": "infinity"}', 'TK015'), ('{"starts_at_local": "2037-02-30T19:30:00"}', 'TK015'), ('{"starts_at_local": "2037-11-27T19:30:00.5"}', 'TK015'), ('{"starts_at_local": null}', 'TK015'),
    ('{"starts_at_local": "99999-01-01T00:00:00"}', 'TK015')) v (m, code);
select is(scene.refusal('select foyer.update_event(null)'), 'TK015', 'nothing at all');

-- Gaps and folds of summer time.
select is(pg_temp.why(format('select foyer.update_event(%L)', jsonb_build_object('event', :'hamlet', 'version', 2, 'starts_at_local', '2037-03-29T02:00:00', 'doors_at_local', null))),
    '{"code": "TK015", "what": "starts_at_local", "timezone": "Europe/Berlin"}', 'a start that summer time skips is refused');
select throws_like(format('select foyer.update_event(%L)', jsonb_build_object('event', :'hamlet', 'version', 2, 'starts_at_local', '2037-03-29T02:30:00')),
    'starts_at_local: 2037-03-29T02:30:00 does not exist in Europe/Berlin, because the clocks are put forward over it; the same instant reads 2037-03-29T03:30:00', 'in a clear sentence');
select is(pg_temp.call('update_event', jsonb_build_object('event', :'hamlet', 'version', 2, 'doors_at_local', '2037-03-29T01:59:59', 'starts_at_local', '2037-03-29T03:00:00',
    'ends_at_local', '2037-03-29T04:00:00')) - 'event', '{"version": 3, "starts_at": "2037-03-29T01:00:00Z", "ends_at": "2037-03-29T02:00:00Z", "doors_at": "2037-03-29T00:59:59Z"}', 'both sides of the gap are times');
select is(pg_temp.call('update_event', jsonb_build_object('event', :'hamlet', 'version', 3, 'doors_at_local', '2037-10-25T01:59:59', 'starts_at_local', '2037-10-25T02:30:00',
    'ends_at_local', '2037-10-25T03:00:00')) - 'event', '{"version": 4, "starts_at": "2037-10-25T01:30:00Z", "ends_at": "2037-10-25T02:00:00Z", "doors_at": "2037-10-24T23:59:59Z"}',
    'a time that comes twice is the later one');
select is((scene.event_row('hamlet')).starts_at_local, '2037-10-25T02:30:00'::timestamp, 'what was typed is kept');
select is(pg_temp.code('update_event', jsonb_build_object('event', :'hamlet', 'version', 4, 'doors_at_local', null, 'capacity', 50, 'promoter', :'promoter2', 'series', 'Shakespeare')), 'done', 'the rest');
select is(pg_temp.code('update_event', jsonb_build_object('event', scene.event('lear'), 'version', 1, 'series', 'Shakespeare', 'slug', 'king-lear')), 'done', 'another of the series');
reset session authorization;
select is((select count(*) from foyer.series where title = 'Shakespeare'), 1::bigint, 'a series of one title and promoter is one');
select is((select array[doors_open_time::text, capacity::text, (promoter_id = (select promoter_id from foyer.events where slug = 'king-lear'))::text] from foyer.events where slug = 'hamlet'),
    array[null, '50', 'true'], 'doors, capacity and promoter changed');
select is((select before || jsonb_build_object('after', after) from foyer.audit_log where action = 'update_event' order by id limit 1),
    '{"title": "Hamlet", "description": "", "after": {"title": "Hamlet, Prince", "description": "A tragedy in Elsinore; with Ångström''s music"}}', 'the audit has before and after of what changed');
select is((select count(*) from foyer.audit_log where action = 'update_event' and actor = :'manager'), 5::bigint, 'one row an edit');

-- A moved start refuses the sale that shows the old one.
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'TK013', 'a sale for the old start');
set session authorization :"manager";
select is(pg_temp.code('update_event', jsonb_build_object('event', :'hamlet', 'version', 5, 'starts_at_local', '2037-11-27T19:30:00', 'ends_at_local', '2037-11-27T22:00:00', 'series', null,
    'promoter', :'promoter')), 'done', 'back again');
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), 'done', 'and sold');

-- Prices: a new version, for sales to come.
select scene.price_type('hamlet', 'Adult') as adult, scene.price_type('hamlet', 'Child') as child \gset
set session authorization :"manager";
select is(pg_temp.call('set_price', jsonb_build_object('tier', :'floor', 'price_type', :'adult', 'price_minor', 1600, 'version', 1)) - array['tier', 'price_type'], '{"version": 2}', 'a new price');
select is(pg_temp.why(format('select foyer.set_price(%L)', jsonb_build_object('tier', :'floor', 'price_type', :'adult', 'price_minor', 1, 'version', 1))),
    '{"code": "TK010", "yours": 1, "current": 2}', 'a stale price edit');
select is(pg_temp.call('set_price', jsonb_build_object('tier', :'floor', 'name', 'Senior', 'price_minor', 0, 'version', 0)) - array['tier', 'price_type'], '{"version": 1}', 'a new price type');
select is(pg_temp.code('set_price', jsonb_build_object('tier', :'floor', 'name', 'Senior', 'price_minor', null, 'version', 1)), 'done', 'a price is withdrawn');
select is(pg_temp.why(format('select foyer.set_price(%L)', jsonb_build_object('tier', :'floor', 'name', 'Senior', 'price_minor', 1, 'version', 1))),
    '{"code": "TK010", "yours": 1, "current": 0}', 'an edit from before that is stale');
select is(pg_temp.call('set_price', jsonb_build_object('tier', :'floor', 'name', 'Senior', 'price_minor', 5, 'version', 0)) - array['tier', 'price_type'], '{"version": 2}', 'and comes back as the next version');
select is(pg_temp.code('set_price', jsonb_build_object('tier', :'circle', 'price_type', :'adult', 'price_minor', null, 'version', 1)), 'TK015', 'not the last price of a tier');
select is(pg_temp.code('set_price', jsonb_build_object('tier', :'floor', 'price_type', :'adult', 'price_minor', 1, 'version', 2) || m), code, m::text) from (values
    ('{"price_minor": -1}'::jsonb, 'TK015'), ('{"price_minor": 100000000001}', 'TK015'), ('{"price_minor": 99999999999999999999}', 'TK015'), ('{"price_minor": 1.5}', 'TK015'), ('{"price_minor": "x"}', 'TK015'),
    ('{"tier": "00000000-0000-4000-8000-000000000000"}', 'TK009'), (jsonb_build_object('price_type', scene.price_type('king-lear', 'Adult')), 'TK009'), ('{"name": "Both"}', 'TK015'),
    ('{"version": "2"}', 'TK015'), ('{"x": 2}', 'TK015')) v (m, code);
select is(pg_temp.code('set_price', jsonb_build_object('tier', :'floor', 'name', '', 'price_minor', 1, 'version', 0)), 'TK015', 'no nameless price type');
reset session authorization;
select is((select array_agg(price_minor || '/' || is_current order by version) from foyer.tier_prices where tier_id = :'floor' and price_type_id = :'adult'), '{1500/false,1600/true}', 'the old price stays for what was sold');
select is((select array[price_version::bigint, price_minor] from foyer.order_items where tier_id = :'floor'), '{1,1500}', 'which keeps its version');
set session authorization :"clerk";
select is(scene.detail('sell', scene.sale(gen_random_uuid(), 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500)))), '{"shown_minor": 1750, "total_minor": 1850, "currency": "EUR"}', 'the old price is told the new total');
select is(scene.refusal('sell', scene.sale(gen_random_uuid(), 1850, jsonb_build_array(scene.item('Floor', 'Adult', 1600)))), 'done', 'the new one sells');
reset session authorization;

-- A sale reads all its prices from one snapshot: a price that changes between its lines does not reach it. price_items is STABLE; the same function as VOLATILE,
-- the twin, mixes. The change is made by a function that price_items calls for each line's tax.
select is((select provolatile::text from pg_proc where oid = 'foyer.price_items'::regproc), 's', 'price_items reads one snapshot');
create table scene.changes (n integer);
grant all on scene.changes to public;
create function pg_temp.mixed(p_volatility text) returns bigint[] language plpgsql as $$
declare v bigint[];
begin
    execute replace(replace(replace(pg_get_functiondef('foyer.price_items'::regproc), 'foyer.price_items', 'scene.price_items'), 'STABLE', p_volatility),
        'i := jsonb_populate_record', 'perform scene.change_once(n); i := jsonb_populate_record');
    select array_agg(x.price_minor order by x.position) into v
    from scene.price_items((select jsonb_agg(scene.item('Floor', t, 1600)) from unnest(array['Adult', 'Senior', 'Adult']) t), 'EUR') p, unnest(p.items) x where x.ticket is not null;
    return v;
end $$;
create function scene.change_once(p_n integer) returns void language plpgsql volatile security definer as $$
begin
    if p_n = 1 and not exists (select from scene.changes) then
        insert into scene.changes values (1);
        update foyer.tier_prices set price_minor = price_minor + 1000 where tier_id = scene.tier('hamlet', 'Floor');
    end if;
end $$;
select is(pg_temp.mixed('VOLATILE'), '{1600,1005,2600}', 'the twin mixes old and new prices');
update foyer.tier_prices set price_minor = price_minor - 1000 where tier_id = :'floor';
delete from scene.changes;
select is(pg_temp.mixed('STABLE'), '{1600,5,1600}', 'one snapshot does not');
update foyer.tier_prices set price_minor = price_minor - 1000 where tier_id = :'floor';

-- Fees.
set session authorization :"manager";
select is(pg_temp.call('set_fee', jsonb_build_object('event', :'hamlet', 'kind', 'per_order', 'name', 'Order', 'amount_minor', 120, 'tax_rate_bp', 1900, 'version', 1)) ->> 'version', '2', 'a fee');
select is(pg_temp.why(format('select foyer.set_fee(%L)', jsonb_build_object('event', :'hamlet', 'kind', 'per_order', 'name', 'Order', 'amount_minor', 1, 'tax_rate_bp', 0, 'version', 1))),
    '{"code": "TK010", "yours": 1, "current": 2}', 'a stale one');
select is(pg_temp.code('set_fee', jsonb_build_object('event', :'hamlet', 'kind', 'per_ticket', 'tier', :'floor', 'name', 'Floor', 'amount_minor', 10, 'tax_rate_bp', 0, 'version', 0)), 'done', 'a tier''s own');
select is(foyer.show_event('hamlet') #> '{tiers,2,fee_per_ticket_minor}', '10', 'goes before the event''s');
select is(pg_temp.code('set_fee', jsonb_build_object('event', :'hamlet', 'kind', 'per_ticket', 'tier', :'floor', 'amount_minor', null, 'version', 1)), 'done', 'until it is withdrawn');
select is(foyer.show_event('hamlet') #> '{tiers,2,fee_per_ticket_minor}', '150', 'then the event''s again');
select is(pg_temp.code('set_fee', jsonb_build_object('event', :'hamlet', 'kind', 'per_order', 'name', 'Order', 'amount_minor', 1, 'tax_rate_bp', 0, 'version', 2) || m), code, m::text) from (values
    ('{"amount_minor": -1}'::jsonb, 'TK015'), ('{"tax_rate_bp": 10001}', 'TK015'), ('{"name": ""}', 'TK015'), ('{"x": 1}', 'TK015'), ('{"event": "00000000-0000-4000-8000-000000000000"}', 'TK009'),
    (jsonb_build_object('tier', scene.tier('king-lear', 'Floor'), 'kind', 'per_ticket'), 'TK009'), (jsonb_build_object('tier', :'circle', 'version', 0), 'TK015'), ('{"kind": "x", "version": 0}', 'TK015')) v (m, code);
select is((foyer.office_event('hamlet') -> 'fees' -> 0) - 'tier', '{"kind": "per_order", "name": "Order", "amount_minor": 120, "tax_rate_bp": 1900, "version": 2}', 'the editor shows fees with versions');

-- Tiers.
select is(pg_temp.call('set_tier', jsonb_build_object('tier', :'circle', 'version', 1, 'name', 'Balcony', 'color', '#123456', 'position', 0, 'min_purchase', 1, 'max_purchase', 0,
    'tax_rate_bp', 900, 'is_active', false, 'sale_start_time', '2037-01-01T00:00:00Z', 'sale_end_time', '2037-02-01T00:00:00+01')) ->> 'version', '2', 'a tier is edited');
select is((select row (t.name, t.color, t.position, t.min_purchase, t.max_purchase, t.tax_rate_bp, t.is_active, t.sale_end_time)::text from scene.tier_row(:'circle') t),
    row ('Balcony', '#123456', 0, 1, null, 900, false, '2037-01-31T23:00:00Z'::timestamptz)::text, 'in every field');
select is((select array[position, version] from scene.tier_row(:'stalls')), '{1,2}', 'the tier that stood there changes places with it, and its version');
select is(pg_temp.why(format('select foyer.set_tier(%L)', jsonb_build_object('tier', :'stalls', 'version', 1, 'name', 'Late'))), '{"code": "TK010", "yours": 1, "current": 2}', 'so its editor is stale');
select is(pg_temp.code('set_tier', jsonb_build_object('tier', :'circle', 'version', 2) || m), code, m::text) from (values
    ('{"name": "Floor"}'::jsonb, 'TK015'), ('{"name": ""}', 'TK015'), ('{"color": "red"}', 'TK015'), ('{"position": -1}', 'TK015'), ('{"min_purchase": 0}', 'TK015'), ('{"min_purchase": 5, "max_purchase": 4}', 'TK015'),
    ('{"tax_rate_bp": 10001}', 'TK015'), ('{"sale_end_time": "2036-01-01T00:00:00Z"}', 'TK015'), ('{"sale_start_time": "soon"}', 'TK015'), ('{"sale_end_time": "infinity"}', 'TK015'), ('{"kind": "standing"}', 'TK015'), ('{"quantity": 3}', 'TK015'),
    ('{"is_active": 1}', 'TK015'), ('{"tier": "00000000-0000-4000-8000-000000000000"}', 'TK009'), ('{"version": null}', 'TK015'),
    ('{"sale_start_time": null, "sale_end_time": null, "is_active": true, "name": "Circle", "position": 1, "min_purchase": 2, "max_purchase": 4}', 'done')) v (m, code);
select is(foyer.office_event('hamlet') #> '{tiers,0,version}', '3', 'back where it was');
select is(pg_temp.why(format('select foyer.set_tier(%L)', pg_temp.new_tier(5, '{}'))), '{"code": "TK010", "yours": 5, "current": 6}', 'a new tier names the event''s version');
select is(pg_temp.code('set_tier', pg_temp.new_tier(6, m)), code, m::text) from (values
    ('{"quantity": 9}'::jsonb, 'TK015'), ('{"quantity": 0}', 'TK015'), ('{"name": "Floor"}', 'TK015'), ('{"position": 0}', 'TK015'), ('{"prices": []}', 'TK015'), ('{"kind": "flying"}', 'TK015'),
    ('{"kind": "seated", "category": 0}', 'TK015'), ('{"x": 1}', 'TK015'), ('{"event": "00000000-0000-4000-8000-000000000000"}', 'TK009')) v (m, code);
select pg_temp.call('set_tier', pg_temp.new_tier(6, '{}')) as made \gset
select is(:'made'::jsonb - 'tier', '{"version": 1, "event_version": 7}', 'made');
select is(scene.counts('hamlet', 'Pit'), '{3,0,0,0,0}', 'with its places counted');
select is((select array[min(ordinal), max(ordinal)] from foyer.seat_states(:'hamlet', 't1') x, lateral (select 42 as ordinal union select length(x.states) - 1) o), '{42,44}', 'at the end of the map');

-- Sizes.
select cursor from foyer.seat_states(:'hamlet', 't1') \gset
select is(foyer.resize_tier(:'floor', 14, 1) - 'tier', '{"quantity": 14, "version": 2, "added": 2, "removed": 0}', 'a standing tier grows');
select is(foyer.seat_changes(:'hamlet', 't1', :'cursor') -> 'reload', 'true', 'maps are read anew');
select is(scene.status('hamlet', 'Floor/14'), 'AVAILABLE', 'by numbered places');
select is(pg_temp.why(format('select foyer.resize_tier(%L, %s, %s)', :'floor', 13, 1)), '{"code": "TK010", "yours": 1, "current": 2}', 'a stale size');
select is(scene.refusal(format('select foyer.resize_tier(%L, %L, %L)', t, q, v)), code, what) from (values
    (:'floor', 18, 2, 'TK015', 'beyond the capacity'), (:'floor', 0, 2, 'TK015', 'zero'), (:'floor', -1, 2, 'TK015', 'negative'), (:'floor', null, 2, 'TK015', 'no size'), (:'floor', 2147483647, 2, 'TK015', 'huge'),
    (:'floor', 13, null, 'TK010', 'no version'), (:'stalls', 19, 4, 'TK010', 'a version to come'), (:'stalls', 19, 2, 'TK010', 'an old one'), (gen_random_uuid()::text, 3, 1, 'TK009', 'no tier')) v (t, q, v, code, what);
select is(scene.refusal(format('select foyer.resize_tier(%L, 19, %s)', :'stalls', (scene.tier_row(:'stalls')).version)), 'TK015', 'a seated tier has the seats of its plan');
-- Sold: two of the floor. Held: one. A refunded ticket keeps its place too.
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold('00000000-0000-4000-8000-00000000b001', '{"seats": ["Floor/14"]}')), 'done', 'a place is held');
set session authorization :"manager";
select is(pg_temp.why(format('select foyer.resize_tier(%L, 2, 2)', :'floor')) - 'places' - 'seats', '{"code": "TK001", "removable": 11}', 'no smaller than what is sold and held');
select is(jsonb_array_length(pg_temp.why(format('select foyer.resize_tier(%L, 2, 2)', :'floor')) -> 'seats'), 3, 'every place in the way is named');
select is(foyer.resize_tier(:'floor', 3, 2) - 'tier', '{"quantity": 3, "version": 3, "added": 0, "removed": 11}', 'but down to those');
select is(scene.counts('hamlet', 'Floor'), '{0,1,0,0,2}', 'and counted');
reset session authorization;
select is((select array[count(*), min(ordinal), max(ordinal)] from foyer.event_seats where event_id = :'hamlet'), '{36,0,35}', 'ordinals stay dense');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select scene.lapse('00000000-0000-4000-8000-00000000b001');
update foyer.event_seats set status = 'AVAILABLE', order_id = null, sold_at = null where id = (select min(id) from foyer.event_seats where tier_id = :'floor' and status = 'SOLD');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.resize_tier(%L, 1, 3)', :'floor')), 'TK001', 'a place that a ticket was ever of stays');
select is(foyer.resize_tier(:'floor', 2, 3) ->> 'removed', '1', 'a lapsed hold keeps nothing');
select is(foyer.resize_tier(:'floor', 5, 4) ->> 'added', '3', 'and up again');
reset session authorization;
update foyer.event_seats s set status = 'SOLD', sold_at = now(), order_id = k.order_id from foyer.tickets k where k.place_id = s.id and s.status = 'AVAILABLE';
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select is((select array_agg(action || n order by action) from (select action, count(*) as n from foyer.audit_log where action in ('set_tier', 'resize_tier', 'set_price', 'set_fee') group by action) a),
    '{resize_tier4,set_fee3,set_price4,set_tier3}', 'one row in the audit for each');

-- Search: words of title and description by their beginning, anything of venue and slug.
set session authorization :"clerk";
select is(jsonb_path_query_array(foyer.list_events(s), '$[*].slug'), found, 'search ' || s) from (values ('hamlet', '["hamlet"]'::jsonb), ('trag', '["hamlet"]'), ('ELSI', '["hamlet"]'), ('sinore', '[]'), ('ångström', '["hamlet"]'),
    ('king-l', '["king-lear"]'), ('hous', '["hamlet", "king-lear"]'), ('house tragedy', '["hamlet"]'), ('tragedy king', '[]'), ('amle', '["hamlet"]'), ('ångström''s', '["hamlet"]'), ('"', '[]'), ('a & b', '[]'), ('!(', '[]'), ('\', '[]'),
    ('tragedy:*', '["hamlet"]'), (repeat('house ', 400), '["hamlet", "king-lear"]')) v (s, found);
select is(foyer.show_event('king-lear') ->> 'title', 'King Lear', 'by slug');
select is(scene.refusal('select foyer.office_event(''hamlet'')'), '42501', 'the editor is for managers');
select is(scene.refusal('select foyer.' || c), '42501', 'as is ' || c) from unnest(array['update_event(''{}'')', 'set_tier(''{}'')', 'set_price(''{}'')', 'set_fee(''{}'')',
    'resize_tier(null, 1, 1)', 'events_with_words(''x'')']) c;
reset session authorization;
select * from finish();
rollback;
