-- SPDX-License-Identifier: GPL-3.0-or-later
-- best_available: a house of five rows of ten, an aisle after the fifth seat, the stage before the middle of row A.
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager \gset
create function pg_temp.house(p_slug text, p_rule text) returns void language sql security definer as $$
    select foyer.create_event(jsonb_build_object('slug', p_slug, 'title', p_slug, 'starts_at_local', '2037-11-27T19:30:00', 'ends_at_local', '2037-11-27T22:00:00', 'status', 'on_sale', 'currency', 'EUR',
        'plan', foyer.import_plan((select id from foyer.venues limit 1), 'Best ' || p_rule, '{"name": "Best"}',
            case p_rule when 'none' then 'no JSON' else jsonb_build_object('focal_point', '{"x": 6.5, "y": 0}'::jsonb, 'orphan_rule', p_rule)::text end,
            (select jsonb_agg(jsonb_build_array(r || '/' || n, chr(64 + r) || '-' || n, 'Stalls', chr(64 + r), n::text, n + (n > 5)::integer * 2, r, 0) order by r, n)
             from generate_series(1, 5) r, generate_series(1, 10) n)) ->> 'plan',
        'tiers', '[{"name": "Stalls", "kind": "seated", "color": "#aa0000", "position": 0, "tax_rate_bp": 700, "category": 0, "prices": [{"name": "Adult", "price_minor": 4000}]},
                   {"name": "Floor", "kind": "standing", "color": "#0000aa", "position": 1, "tax_rate_bp": 700, "quantity": 5, "max_purchase": 4, "prices": [{"name": "Adult", "price_minor": 1500}]}]'::jsonb)) $$;
select pg_temp.house('warn', 'warn'), pg_temp.house('off', 'off'), pg_temp.house('block', 'block'), pg_temp.house('none', 'none');
create function pg_temp.best(p_slug text, p_n integer, p_tier text default 'Stalls', p_hold uuid default gen_random_uuid()) returns jsonb language sql as $$
    select jsonb_build_object('hold', p_hold, 'till', 't1', 'token', repeat('a', 32), 'event', scene.event(p_slug), 'tier', scene.tier(p_slug, p_tier), 'quantity', p_n) $$;
-- The seats it would give, and gives back.
create function pg_temp.would(p_slug text, p_n integer) returns text language plpgsql as $$
declare v jsonb;
begin
    v := scene.send('best_available', pg_temp.best(p_slug, p_n));
    raise exception using errcode = 'FYBAC', message = (select string_agg(s ->> 'seat', ' ') from jsonb_array_elements(v -> 'places') s);
exception when sqlstate 'FYBAC' then return sqlerrm;
          when others then return sqlstate;
end $$;
-- Everything is taken but these; 'all' frees the house.
create function pg_temp.leave(p_slug text, p_labels text[]) returns void language plpgsql security definer as $$
begin
    update foyer.event_seats set status = 'AVAILABLE', block_letter = null, block_is_soft = null where event_id = scene.event(p_slug) and status = 'BLOCKED';
    update foyer.event_seats set status = 'BLOCKED', block_letter = 'T', block_is_soft = false where event_id = scene.event(p_slug) and label <> all (p_labels) and label not like 'Floor%';
end $$;
create function pg_temp.row_of(p_row text, p_from integer, p_to integer) returns text[] language sql as $$ select array_agg(p_row || '-' || n order by n) from generate_series(p_from, p_to) n $$;
insert into foyer.letters (letter, is_soft) values ('T', false);

set session authorization :"clerk";
select is(pg_temp.would('off', n), seats, n || ' in an empty house') from (values
    (1, 'A-5'), (2, 'A-4 A-5'), (3, 'A-3 A-4 A-5'), (4, 'A-2 A-3 A-4 A-5'), (5, 'A-1 A-2 A-3 A-4 A-5')) v (n, seats);
select is(pg_temp.would('none', 3), 'A-3 A-4 A-5', 'without a side document the middle of the top edge is looked at');
select is(pg_temp.would('warn', 4), 'A-2 A-3 A-4 A-5', 'four of five leave one in every row: the best of those');
select is(pg_temp.would('warn', 6), 'A-2 A-3 A-4 A-5 B-4 B-5', 'six are four and two behind them: nobody sits alone');
select is(pg_temp.would('block', 6), 'A-1 A-2 A-3 A-4 A-5 B-3', 'unless that would leave a single place');
select is(array_length(string_to_array(pg_temp.would('warn', 50), ' '), 1), 50, 'the whole house');
select is(pg_temp.would('warn', 51), 'TK002', 'and not more');

-- Rows, gaps, single places.
reset session authorization;
select pg_temp.leave(h, pg_temp.row_of('A', 3, 5) || pg_temp.row_of('B', 2, 5)) from unnest('{off,warn,block}'::text[]) h;
set session authorization :"clerk";
select is(pg_temp.would(h, 2), seats, h) from (values ('off', 'A-4 A-5'), ('warn', 'B-4 B-5'), ('block', 'B-4 B-5')) v (h, seats);
select is(pg_temp.would(h, 4), 'B-2 B-3 B-4 B-5', 'a whole row of four') from unnest('{off,warn,block}'::text[]) h;
reset session authorization;
select pg_temp.leave(h, pg_temp.row_of('A', 3, 5)) from unnest('{warn,block}'::text[]) h;
set session authorization :"clerk";
select is(pg_temp.would(h, 2), seats, h || ': ' || seats) from (values ('warn', 'A-4 A-5'), ('block', 'A-4 A-5')) v (h, seats);
reset session authorization;
select pg_temp.leave('warn', pg_temp.row_of('A', 4, 7) || pg_temp.row_of('B', 1, 5));
set session authorization :"clerk";
select is(pg_temp.would('warn', 3), 'B-3 B-4 B-5', 'an aisle parts a row');
reset session authorization;
select pg_temp.leave('warn', '{A-3,A-5,C-1,C-2}');
set session authorization :"clerk";
select is(pg_temp.would('warn', 2), 'C-1 C-2', 'so does a taken place');
select is(pg_temp.would('warn', 3), 'C-1 C-2 A-3', 'the third sits as near as can be');
reset session authorization;
select pg_temp.leave('warn', '{A-1,A-3,A-5,A-7,B-2}');
set session authorization :"clerk";
select is(pg_temp.would('warn', 3), 'A-5 A-3 B-2', 'where all are single, those near each other');
select is(pg_temp.would('warn', 5), 'A-5 A-3 B-2 A-1 A-7', 'all of them');
select is(pg_temp.would('warn', 6), 'TK002', 'not one more');

-- As hold_places: the answer, a repeat, refusals, what is free.
reset session authorization;
select pg_temp.leave('warn', '{A-4,A-5,A-6}');
set session authorization :"clerk";
\set h1 'e5000000-0000-4000-8000-0000000000b1'
select scene.send('best_available', pg_temp.best('warn', 2, 'Stalls', :'h1')) as answer \gset
select is(:'answer'::jsonb - 'places' - 'expires_in_ms', jsonb_build_object('hold', :'h1', 'token', repeat('a', 32), 'event', scene.event('warn')), 'a hold');
select is(jsonb_path_query_array(:'answer', '$.places[*].seat'), '["A-4", "A-5"]', 'with its places in the order of the row');
select is(scene.send('best_available', pg_temp.best('warn', 2, 'Stalls', :'h1')) - 'expires_in_ms', :'answer'::jsonb - 'expires_in_ms' || '{"repeated": true}', 'the same again is told the same');
select is(scene.refusal('best_available', pg_temp.best('warn', 1, 'Stalls', :'h1')), 'TK012', 'another is not');
select is(scene.refusal('best_available', pg_temp.best('warn', 2)), 'TK002', 'one is left');
reset session authorization;
select scene.lapse(:'h1');
set session authorization :"clerk";
select is(pg_temp.would('warn', 2), 'A-4 A-5', 'a lapsed hold is free');
select is(scene.refusal('best_available', pg_temp.best('warn', n, t) || more), code, what) from (values
    (0, 'Stalls', '{}'::jsonb, 'TK015', 'none'), (201, 'Stalls', '{}', 'TK006', 'too many'), (5, 'Floor', '{}', 'TK006', 'more than one purchase may have'), (4, 'Floor', '{}', 'done', 'standing places have no best'),
    (2, 'Floor', '{}', 'TK002', 'one is left'), (1, 'Floor', jsonb_build_object('event', scene.event('off')), 'TK009', 'a tier of another event'), (1, 'Floor', '{"x": 1}', 'TK015', 'an unknown key'),
    (1, 'Floor', '{"quantity": 1.5}', 'TK015', 'half a place'), (1, 'Floor', '{"tier": "x"}', 'TK015', 'no tier'), (1, 'Floor', '{"event": "00000000-0000-4000-8000-000000000000"}', 'TK009', 'no event')) v (n, t, more, code, what);
set session authorization :"manager";
select foyer.set_letter('H', 'House', true), foyer.block_places('off', '{A-5}', 'H');
select is(pg_temp.would('off', 1), 'B-5', 'a place of a letter is never among the best, not even for who may open it');
select is(scene.refusal(format('select foyer.set_event_status(scene.event(''off''), ''paused'', %s)', foyer.show_event('off') -> 'version')), 'done', 'paused');
set session authorization :"clerk";
select is(pg_temp.would('off', 1), 'TK005', 'and nothing is on sale');
reset session authorization;
select is((select count(*) from foyer.audit_log where action = 'best_available' and actor = :'clerk'), 2::bigint, 'each hold is in the audit once');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
