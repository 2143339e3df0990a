-- SPDX-License-Identifier: GPL-3.0-or-later
-- Customers: made, edited, found, forgotten; their orders.
begin;
select no_plan();
select scene.role('manager') as manager, scene.role('clerk') as clerk, scene.role('promoter') as promoter \gset
\set ana '00000000-0000-4000-8000-000000019001'
\set bob '00000000-0000-4000-8000-000000019002'
create function pg_temp.customer(p_id text, p_more jsonb) returns text language sql as $$
    select scene.refusal(format('select foyer.upsert_customer(%L)', jsonb_build_object('user', p_id) || p_more)) $$;
create function pg_temp.found(p_search text) returns text language sql as $$
    select coalesce(string_agg(c ->> 'display_name', ', ' order by n), '') from jsonb_array_elements(foyer.find_customers(p_search)) with ordinality x (c, n) $$;
set session authorization :"clerk";

-- New.
\set ana_text '{"user": "00000000-0000-4000-8000-000000019001", "display_name": "Ana María O''Brien-Schmidt", "email": "ana@example.org", "phone": "+49 (0)30 123-4567", "locale": "de"}'
select is(foyer.upsert_customer(:'ana_text'), jsonb_build_object('user', :'ana', 'version', 1), 'a new customer');
select is(foyer.upsert_customer(:'ana_text'), jsonb_build_object('user', :'ana', 'version', 1, 'repeated', true), 'sent again');
select is(pg_temp.customer(:'ana', '{"display_name": "Ana"}'), 'TK012', 'the same id with another content');
select is(pg_temp.customer(:'bob', '{"display_name": "Bob"}'), 'done', 'a name is enough');
select is(pg_temp.customer(i, m), code, m::text) from (values
    ('00000000-0000-4000-8000-0000000190f1', '{}'::jsonb, 'TK015'), ('00000000-0000-4000-8000-0000000190f1', '{"display_name": ""}', 'TK015'), ('00000000-0000-4000-8000-0000000190f1', '{"display_name": "   "}', 'TK015'),
    ('00000000-0000-4000-8000-0000000190f1', '{"display_name": null}', 'TK015'), ('00000000-0000-4000-8000-0000000190f1', '{"display_name": 7}', 'TK015'), ('x', '{"display_name": "A"}', 'TK015'),
    ('00000000-0000-4000-8000-0000000190f1', '{"display_name": "A", "vip": true}', 'TK015'), ('00000000-0000-4000-8000-0000000190f1', '{"display_name": "A", "email": []}', 'TK015'),
    ('00000000-0000-4000-8000-0000000190f1', '{"display_name": "A", "version": 1}', 'TK009'), ('00000000-0000-4000-8000-0000000190f1', '{"display_name": "A", "version": "1"}', 'TK015'),
    (:'ana', '{"display_name": "A", "version": 99999999999999999999}', 'TK015'), (:'ana', '{"display_name": "A", "version": 1.5}', 'TK015')) v (i, m, code);
select is(pg_temp.customer('00000000-0000-4000-8000-0000000190f2', jsonb_build_object('display_name', 'A') || jsonb_build_object(k, repeat('x', n))), code, k || ' of ' || n) from (values ('display_name', 200, 'done'),
    ('display_name', 201, 'TK015'), ('email', 321, 'TK015'), ('phone', 61, 'TK015'), ('locale', 36, 'TK015'), ('display_name', 10000000, 'TK015')) v (k, n, code);
select is(scene.refusal(format('select foyer.upsert_customer(%L)', c)), code, left(c, 60)) from (values ('null', 'TK015'), ('[]', 'TK015'), ('7', 'TK015'),
    ('{"user": "00000000-0000-4000-8000-0000000190f1", "display_name": "A\u0000B"}', '22P05')) v (c, code);

-- Quotes and marks are data.
select is(foyer.upsert_customer(jsonb_build_object('user', ('00000000-0000-4000-8000-00000001911' || n), 'display_name', t)) -> 'version', '1', 'a name like ' || t)
from (values (0, '''; drop table foyer.users; --'), (1, E'\u202Eevil\u202C \u200Fחיים'), (2, 'Zoë "Zed" \ O''\:*&|!()<->'), (3, '<script>alert(1)</script>'), (4, '李')) v (n, t);
reset session authorization;
select is((select display_name from foyer.users where id = '00000000-0000-4000-8000-000000019111'), E'\u202Eevil\u202C \u200Fחיים', 'kept as it was');
set session authorization :"clerk";

-- Edits.
select is(foyer.upsert_customer('{"user": "00000000-0000-4000-8000-000000019002", "display_name": "Bob B.", "phone": "0170 9876543", "version": 1}'), jsonb_build_object('user', :'bob', 'version', 2), 'an edit');
select is(foyer.upsert_customer('{"user": "00000000-0000-4000-8000-000000019002", "display_name": "Bob B.", "phone": "0170 9876543", "version": 1}'), jsonb_build_object('user', :'bob', 'version', 2, 'repeated', true),
          'sent again');
select is(pg_temp.customer(:'bob', '{"display_name": "Bobby", "version": 1}'), 'TK010', 'a stale one');
select throws_like(format('select foyer.upsert_customer(%L)', jsonb_build_object('user', :'bob', 'display_name', 'Bobby', 'version', 1)), '%changed it meanwhile%', 'is told so');
select is(pg_temp.customer(:'bob', '{"display_name": "Bob B.", "email": "bob@example.org", "phone": "0170 9876543", "version": 2}'), 'done', 'the next');
select is(pg_temp.customer(:'bob', '{"display_name": "Bob B.", "phone": "0170 9876543", "version": 1}'), 'TK010', 'an edit before the last is not taken for a repeat');
reset session authorization;
select user_id as colleague from foyer.staff where role_name = :'manager' \gset
select user_id as other from foyer.staff where role_name = :'promoter' \gset
set session authorization :"clerk";
select is(pg_temp.customer(u, '{"display_name": "Me", "version": 1}'), 'TK008', 'staff and promoters are not edited as customers') from unnest(array[:'colleague', :'other']) u;
select is(pg_temp.customer(:'colleague', '{"display_name": "Me"}'), 'TK012', 'nor made anew');

-- Finding.
select is(pg_temp.found(s), n, 'search ' || coalesce(s, 'null')) from (values ('ana', 'Ana María O''Brien-Schmidt'), ('ANA', 'Ana María O''Brien-Schmidt'), ('mar', 'Ana María O''Brien-Schmidt'), ('o''brien', 'Ana María O''Brien-Schmidt'),
    ('schmidt an', 'Ana María O''Brien-Schmidt'), ('ana bob', ''), ('ana@exam', 'Ana María O''Brien-Schmidt'), ('030 1234567', 'Ana María O''Brien-Schmidt'), ('+4930', 'Ana María O''Brien-Schmidt'), ('1234567', 'Ana María O''Brien-Schmidt'), ('4567', 'Ana María O''Brien-Schmidt'),
    ('+49 (0)30 123-4567', 'Ana María O''Brien-Schmidt'), ('+49 (0)30', 'Ana María O''Brien-Schmidt'), ('01709876543', 'Bob B.'), ('170 987', 'Bob B.'), ('6543', 'Bob B.'), ('bob@', 'Bob B.'), ('', ''), (null, ''), ('  ', ''), ('a', ''),
    ('%', ''), ('''', ''), ('\', ''), ('drop', '''; drop table foyer.users; --'), ('zed', 'Zoë "Zed" \ O''\:*&|!()<->'), ('zoë', 'Zoë "Zed" \ O''\:*&|!()<->'), ('李', '李'), ('חיים', E'\u202Eevil\u202C \u200Fחיים'),
    (':*', ''), ('ana & bob', ''), ('ana | bob', ''), ('ana''''', 'Ana María O''Brien-Schmidt'), ('ana:*', 'Ana María O''Brien-Schmidt'), ('Manager', ''), ('Promoter', '')) v (s, n);
select is(foyer.find_customers('bob') -> 0, jsonb_build_object('user', :'bob', 'display_name', 'Bob B.', 'email', 'bob@example.org', 'phone', '0170 9876543', 'version', 3, 'orders', 0), 'what is found of a customer');
select is(jsonb_array_length(foyer.find_customers(repeat('x ', 100000))), 0, 'a long search is cut');
reset session authorization;
insert into foyer.users (display_name) select 'Many ' || n from generate_series(1, 80) n;
set session authorization :"clerk";
select is(jsonb_array_length(foyer.find_customers('many')), 50, 'at most 50');
reset session authorization;
insert into foyer.users (display_name, email, phone) select 'Bulk ' || md5(n::text), md5(n::text) || '@example.org', '0301' || n from generate_series(1, 5000) n;
analyze foyer.users;
set enable_seqscan = off;
create function pg_temp.plan() returns text language plpgsql as $$
declare
    l text;
    v text := '';
begin
    for l in explain select id from foyer.users u where u.search @@ 'bulk:*'::tsquery and deleted_at is null loop
        v := v || l;
    end loop;
    return v;
end $$;
select alike(pg_temp.plan(), '%users_search%', 'by an index');
reset enable_seqscan;

-- Orders.
set session authorization :"clerk";
select is(scene.refusal('sell', scene.sale('d0000000-0000-4000-8000-000000019001', 4300, jsonb_build_array(scene.item('Stalls', 'Adult', 4000, 'Stalls/A-1')), jsonb_build_object('user', :'ana'))), 'done', 'Ana buys');
select is(scene.refusal('sell', scene.sale('d0000000-0000-4000-8000-000000019002', 1750, jsonb_build_array(scene.item('Floor', 'Adult', 1500, null, 'lear')), jsonb_build_object('user', :'ana'))), 'done', 'and again');
select is((foyer.customer_orders(:'ana') -> 1) - 'sold_at' - 'tickets', '{"order": "d0000000-0000-4000-8000-000000019001", "number": "1-000000019001", "status": "paid", "channel": "counter", "currency": "EUR", "total_minor": 4300,
    "training": false}', 'her orders, the newest first');
select is((foyer.customer_orders(:'ana') #> '{1,tickets,0}') - 'ticket', jsonb_build_object('event', scene.event('hamlet'), 'event_title', 'Hamlet', 'starts_at', '2037-11-27T18:30:00Z', 'seat', 'Stalls/A-1', 'tier_name', 'Stalls',
    'price_minor', 4000, 'status', 'valid'), 'with their tickets');
select is(foyer.find_customers('ana@') #> '{0,orders}', '2', 'and how many');
select is(foyer.customer_orders(:'bob'), '[]', 'Bob has none');
select is(scene.refusal(format('select foyer.customer_orders(%L)', u)), 'TK009', 'nobody') from unnest(array[gen_random_uuid(), null]) u;
select is(scene.refusal(format('select foyer.delete_customer(%L, 1)', :'ana')), '42501', 'a clerk deletes nobody');

-- Forgotten.
set session authorization :"manager";
select is(scene.refusal(format('select foyer.delete_customer(%L, 7)', :'ana')), 'TK010', 'of another version');
select is(scene.refusal(format('select foyer.delete_customer(%L, 1)', u)), 'TK009', 'nobody') from unnest(array[gen_random_uuid(), null]) u;
select is(scene.refusal(format('select foyer.delete_customer(%L, null)', :'ana')), 'TK010', 'of no version');
select is(scene.refusal(format('select foyer.delete_customer(%L, 1)', :'colleague')), 'TK008', 'no colleague');
select is(foyer.delete_customer(:'ana', 1), jsonb_build_object('user', :'ana', 'deleted', true), 'deleted');
select is(foyer.delete_customer(:'ana', 1) -> 'repeated', 'true', 'once');
select is(pg_temp.found('ana@'), '', 'and found no more');
select is(pg_temp.customer(:'ana', '{"display_name": "Ana", "version": 2}'), 'TK009', 'nor edited');
select is(jsonb_array_length(foyer.customer_orders(:'ana')), 2, 'the orders stay');
reset session authorization;
select is(scene.refusal(format('delete from foyer.users where id = %L', :'ana')), '23001', 'the row too');
select is((select array_agg(action order by id) from foyer.audit_log where subject in (:'ana', :'bob')), '{create_customer,create_customer,edit_customer,edit_customer,delete_customer}', 'one audit row an action');
select is_empty($$ select from foyer.audit_log l where l::text ~* 'brien|bob b|example.org|9876543' $$, 'which keeps nothing about the person');

set session authorization :"promoter";
select is(scene.refusal(format('select foyer.%s', c)), '42501', 'not for promoters: ' || c) from unnest(array['find_customers(''ana'')', format('customer_orders(%L)', :'ana'), 'upsert_customer(''{}'')', 'search_users(''ana'')']) c;
reset session authorization;
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
