-- SPDX-License-Identifier: GPL-3.0-or-later
-- Two databases of one cluster, one made as a copy of the other: neither changes the other's roles.
\c postgres
set client_min_messages = error;
drop database if exists foyer_people_copy;
create database foyer_people_copy template foyer;
\c foyer_people_copy
set client_min_messages = error;
select scene.role('manager') as manager, scene.role('clerk') as clerk, 'copy_' || substr(md5(random()::text), 1, 8) as copied \gset
select no_plan();

set session authorization :"manager";
select is(scene.refusal(format('select foyer.%s', c)), 'TK008', 'a copy that was not prepared changes no role: ' || c) from unnest(array['create_staff(''eve'', ''Eve'', ''manager'', scene.verifier())',
    format('set_role(%L, ''promoter'')', :'clerk'), format('create_staff(%L, ''C'', ''clerk'', scene.verifier())', :'clerk'), 'register_till(''t9'', ''9'', sha256(''a''), sha256(''z''), scene.verifier())']) c;
reset session authorization;
\ir ../../resources/sql/prepare.sql
select rolpassword as theirs from pg_authid where rolname = :'clerk' \gset
set session authorization :"manager";
select is(scene.refusal('select foyer.list_events()'), 'done', 'who has a row and the group in both works in both');
select is(scene.refusal(format('select foyer.create_staff(%L, ''C'', ''clerk'', replace(scene.verifier(), ''4096'', ''9999''))', :'clerk')), 'TK008', 'but the original''s people get no verifier from the copy');
select is(scene.refusal(format('select foyer.set_role(%L, ''promoter'')', :'clerk')), 'TK008', 'nor another group');
select is(scene.refusal(format('select foyer.disable_staff(%L)', :'clerk')), 'done', 'they are disabled in the copy');
select is(scene.refusal(format('select foyer.create_staff(%L, ''New'', ''manager'', scene.verifier())', :'copied')), 'done', 'the copy makes its own');
set session authorization :"clerk";
select is(scene.refusal('select foyer.list_events()'), 'TK008', 'disabled here');
reset session authorization;
select ok((select rolcanlogin and rolpassword = :'theirs' from pg_authid where rolname = :'clerk'), 'and sign in as before');

-- The original, over a connection of its own.
create extension dblink schema public;
select dblink_connect('original', format('host=%s dbname=foyer user=foyer_super', current_setting('unix_socket_directories'))) as connected \gset
create function scene.there(p_role text, p_sql text) returns text language plpgsql as $$
begin
    perform dblink_exec('original', format('set session authorization %I', p_role));
    return (select r from dblink('original', format('select scene.refusal(%L)', p_sql)) x (r text));
end $$;
select is(scene.there(:'clerk', 'select foyer.list_events()'), 'done', 'not disabled in the original');
select is(scene.there(:'copied', format('select foyer.%s', c)), 'TK008', 'the copy''s manager is nobody in the original: ' || c) from unnest(array['list_events()', 'list_staff()', 'create_staff(''eve'', ''Eve'', ''manager'', scene.verifier())',
    format('set_role(%L, ''promoter'')', :'clerk'), format('disable_staff(%L)', :'manager'), 'register_till(''t9'', ''9'', sha256(''a''), sha256(''z''))', 'fold_counts()', 'find_customers(''ana'')',
    'upsert_customer(''{"user": "00000000-0000-4000-8000-0000000160f1", "display_name": "X"}'')', 'event_orders(''hamlet'')', 'set_event_status(scene.event(''hamlet''), ''paused'', 1)']) c;
select is(scene.there(:'copied', 'select * from foyer.event_sales_summary'), 'TK008', 'in a view too');
select is(scene.there(:'manager', format('select foyer.create_staff(%L, ''New'', ''clerk'', scene.verifier())', :'copied')), 'TK008', 'nor changed from the original');
select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
select dblink_disconnect('original') as closed \gset
\c postgres
set client_min_messages = error;
drop database foyer_people_copy;
drop role :"copied";
