-- SPDX-License-Identifier: GPL-3.0-or-later
-- Members of staff and tills: who may do what to whom, what a role of another database is, what no log learns.
-- Passwords: three refusals, each a transaction of its own and not through scene.refusal(), because one that is caught is not logged at all.
select scene.role('manager') as manager, current_setting('data_directory') || '/../server.log' as log \gset
set log_min_messages = error;
set session authorization :"manager";
\set ON_ERROR_STOP off
\set VERBOSITY sqlstate
select foyer.create_staff('eve', 'Eve', 'clerk', 'plain-text-canary');
select foyer.register_till('t9', '9', sha256('a'), sha256('z'), 'plain-text-canary');
select foyer.create_venue('"log-canary"');
\set VERBOSITY default
\set ON_ERROR_STOP on
reset session authorization;
set log_min_messages = fatal;

begin;
select no_plan();
select scene.role('manager') as manager, scene.role('clerk') as clerk, scene.role('clerk2') as clerk2, scene.role('promoter') as promoter,
       'new_' || substr(md5(random()::text), 1, 8) as role, 'boss_' || substr(md5(random()::text), 1, 8) as boss \gset
create function pg_temp.groups(p_role text) returns text language sql as $$
    select string_agg(g, ',' order by g) from unnest(array['clerk', 'manager', 'promoter', 'till']) g where pg_has_role(p_role, 'foyer_' || g, 'member') $$;
create function pg_temp.audits(p_action text, p_subject text) returns bigint language sql as $$
    select count(*) from foyer.audit_log where action = p_action and subject = p_subject $$;
create function pg_temp.why(p_sql text) returns text language plpgsql as $$
begin
    execute p_sql;
    return 'done';
exception when others then
    return sqlstate || ' ' || sqlerrm;
end $$;

-- One manager.
set session authorization :"manager";
select is(pg_temp.why(format('select foyer.set_role(%L, ''clerk'')', :'manager')), 'TK008 nobody changes the own group', 'a manager can not change the own group');
select is(scene.refusal(format('select foyer.create_staff(%L, ''Me'', ''clerk'', scene.verifier())', :'manager')), 'TK008', 'nor by making the own role anew');
select is(pg_temp.why(format('select foyer.disable_staff(%L)', :'manager')), 'TK008 the last manager stays', 'the last manager can not disable themselves');
select is(scene.refusal(format('select foyer.create_staff(%L, ''Me'', ''manager'', scene.verifier())', :'manager')), 'done', 'a new verifier of one''s own is another thing');
reset session authorization;
select is(pg_temp.why(format('select foyer.%s', c)), 'TK008 the last manager stays', 'nor can the owner: ' || c) from unnest(array[
    format('disable_staff(%L)', :'manager'), format('set_role(%L, ''clerk'')', :'manager'), format('create_staff(%L, ''M'', ''clerk'', scene.verifier())', :'manager')]) c;

-- From group to group.
set session authorization :"manager";
select is(scene.refusal(format('select foyer.create_staff(%L, ''New'', ''clerk'', scene.verifier())', :'role')), 'done', 'a clerk');
select is(foyer.set_role(:'role', 'promoter'), jsonb_build_object('role', :'role', 'group', 'promoter', 'disabled', false), 'made a promoter');
reset session authorization;
select is(pg_temp.groups(:'role'), 'promoter', 'a member of that group only');
select is((select p.company from foyer.promoters p join foyer.staff s using (user_id) where s.role_name = :'role'), 'New', 'with a promoter''s row');
select is(pg_temp.audits('set_role', :'role'), 1::bigint, 'audited once');
set session authorization :"manager";
select is(foyer.set_role(:'role', 'promoter') -> 'group', '"promoter"', 'again: nothing to do');
select is(foyer.set_role(:'role', 'manager') -> 'group', '"manager"', 'and a manager');
reset session authorization;
select is(pg_temp.audits('set_role', :'role'), 2::bigint, 'what does nothing is not audited');
select is((select after from foyer.audit_log where action = 'set_role' and subject = :'role' order by id desc limit 1), '{"group": "manager"}', 'with what it became');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.set_role(%L, %L)', :'role', g)), 'TK015', 'no group ' || coalesce(g, 'null'))
from unnest(array['foyer_manager', 'owner', 'till', 'Clerk', '', null, 'clerk; --', 'foyer_registrar']) g;
select is(scene.refusal(format('select foyer.%s', c)), 'TK009', 'nobody: ' || c) from unnest(array['set_role(''nobody'', ''clerk'')', 'disable_staff(''nobody'')', 'enable_staff(''nobody'')',
    'set_role(null, ''clerk'')', 'disable_staff(null)', 'enable_staff(null)', 'disable_staff(''foyer_super'')', 'set_role(''foyer_owner'', ''clerk'')', 'enable_staff(''postgres'')',
    'disable_staff(repeat(''x'', 10000))', 'retire_till(''nowhere'')', 'retire_till(null)', 'revoke_till_key(gen_random_uuid())', 'revoke_till_key(null)']) c;

-- Two managers: each may go, not both.
set session authorization :"role";
select is(scene.refusal(format('select foyer.disable_staff(%L)', :'manager')), 'done', 'one manager disables the other');
select is(pg_temp.why(format('select foyer.disable_staff(%L)', :'role')), 'TK008 the last manager stays', 'and is the last');
set session authorization :"manager";
select is(scene.refusal(format('select foyer.%s', c)), 'TK008', 'who is disabled is refused: ' || c) from unnest(array[format('enable_staff(%L)', :'manager'), format('set_role(%L, ''clerk'')', :'role'),
    'create_staff(''eve'', ''Eve'', ''manager'', scene.verifier())', 'register_till(''t9'', ''9'', sha256(''a''), sha256(''z''))', 'create_venue(''{"name": "A", "address": "", "timezone": "UTC"}'')',
    'block_places(''hamlet'', ''{Stalls/A-1}'', ''K'')', 'list_events()', 'show_event(''hamlet'')', 'event_map(scene.event(''hamlet''))', 'seat_states(scene.event(''hamlet''), ''t1'')',
    'seat_changes(scene.event(''hamlet''), ''t1'', '''')', 'list_seats(''hamlet'')', 'event_sales()', 'find_ticket(gen_random_uuid()::text)', 'order_outcome(gen_random_uuid())', 'list_staff()', 'list_tills()']) c;
select is(scene.refusal('select * from foyer.' || v), 'TK008', 'in ' || v) from unnest(array['tier_availability', 'active_events_with_availability', 'seat_status', 'event_sales_summary']) v;
-- Row security asks nobody where there is no row, and here is no order.
select matches(pg_temp.why('select 1 / count(*) from foyer.user_tickets_summary'), '^(TK008|22012) ', 'or sees no row, in user_tickets_summary');
select is(foyer.hello() -> 'groups', '[]', 'and hello says so');
reset session authorization;
select ok(not (select rolcanlogin from pg_roles where rolname = :'manager'), 'and can not sign in anew');
set session authorization :"role";
select is(foyer.enable_staff(:'manager'), jsonb_build_object('role', :'manager', 'group', 'manager', 'disabled', false), 'until enabled');
reset session authorization;
select ok((select rolcanlogin from pg_roles where rolname = :'manager'), 'then signs in');
select is(array[pg_temp.audits('disable_staff', :'manager'), pg_temp.audits('enable_staff', :'manager')], '{1,1}', 'each audited');
set session authorization :"manager";
select ok(foyer.list_staff() @> jsonb_build_array(jsonb_build_object('role', :'manager', 'group', 'manager', 'disabled', false)), 'and works');

-- A clerk at work is disabled.
select is(foyer.disable_staff(:'clerk') -> 'disabled', 'true', 'a clerk is disabled');
select is(foyer.disable_staff(:'clerk') -> 'disabled', 'true', 'twice is once');
select is(foyer.set_role(:'clerk', 'promoter'), jsonb_build_object('role', :'clerk', 'group', 'promoter', 'disabled', true), 'and moved while disabled');
reset session authorization;
select ok(not (select rolcanlogin from pg_roles where rolname = :'clerk'), 'which lets nobody in');
select is(pg_temp.audits('disable_staff', :'clerk'), 1::bigint, 'one audit row');
set session authorization :"manager";
select is(foyer.set_role(:'clerk', 'clerk') -> 'group', '"clerk"', 'back');
set session authorization :"clerk";
select is(scene.refusal(c, jsonb_build_object('till', 't1')), 'TK008', 'a disabled clerk seals nothing: ' || c) from unnest(array['sell', 'hold_places', 'extend_holds', 'release_hold', 'cancel_order']) c;
set session authorization :"manager";
select is(foyer.enable_staff(:'clerk') -> 'disabled', 'false', 'enabled');
select is(foyer.enable_staff(:'clerk') -> 'disabled', 'false', 'twice is once');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold('00000000-0000-4000-8000-0000000016d1', '{"seats": ["Stalls/A-2"]}')), 'done', 'works again');
select is(scene.refusal(format('select foyer.%s', c)), '42501', 'a clerk may not: ' || c) from unnest(array['set_role(''x'', ''clerk'')', 'disable_staff(''x'')', 'enable_staff(''x'')', 'retire_till(''t1'')',
    'revoke_till_key(gen_random_uuid())', 'place_role(''x'', ''foyer_manager'', true)', 'provide_role(''x'', ''foyer_manager'', ''x'')', 'role_mark()', 'list_staff()']) c;
reset session authorization;

-- A role of another database of the cluster.
select is((select shobj_description(oid, 'pg_authid') from pg_roles where rolname = :'role'), 'made by Foyer for ' || (select identity from foyer.settings), 'a role says which database made it');
select format('comment on role %I is %L; create role %I login; comment on role %I is %L; grant foyer_manager to %I', :'clerk2', 'made by Foyer for ' || gen_random_uuid(), :'boss', :'boss',
              'made by Foyer for ' || gen_random_uuid(), :'boss') as foreign_roles \gset
:foreign_roles;
alter role :"boss" password 'SCRAM-SHA-256$4096:MDEyMzQ1Njc4OWFiY2RlZg==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
select rolpassword as theirs from pg_authid where rolname = :'boss' \gset
set session authorization :"manager";
select is(pg_temp.why(format('select foyer.create_staff(%L, ''Boss'', ''clerk'', scene.verifier())', :'boss')), 'TK008 that role is not of this database', 'is given no verifier from here');
select is(scene.refusal(format('select foyer.create_staff(%L, ''C'', ''manager'', scene.verifier())', :'clerk2')), 'TK008', 'also where it is one of our people');
select is(scene.refusal(format('select foyer.set_role(%L, ''promoter'')', :'clerk2')), 'TK008', 'nor another group');
select is(foyer.disable_staff(:'clerk2') -> 'disabled', 'true', 'but it is disabled here');
select is(scene.refusal(format('select foyer.enable_staff(%L)', :'clerk2')), 'TK008', 'and enabled only by who owns it');
set session authorization :"clerk2";
select is(scene.refusal('select foyer.list_events()'), 'TK008', 'disabled here');
set session authorization :"boss";
select is(scene.refusal(format('select foyer.%s', c)), 'TK008', 'a manager of another database is nobody here: ' || c) from unnest(array['create_staff(''eve'', ''Eve'', ''manager'', scene.verifier())',
    'list_events()', 'list_staff()', 'create_venue(''{"name": "A", "address": "", "timezone": "UTC"}'')', format('set_role(%L, ''manager'')', :'clerk')]) c;
select is(foyer.hello() -> 'groups', '[]', 'nor for hello');
reset session authorization;
select is((select array[rolpassword, rolcanlogin::text] from pg_authid where rolname = :'boss'), array[:'theirs', 'true'], 'and unchanged');
select ok((select rolcanlogin from pg_roles where rolname = :'clerk2'), 'one that is disabled here signs in elsewhere');
select is(scene.refusal(format('select foyer.create_staff(%L, ''Boss'', ''manager'', scene.verifier())', :'boss')), 'done', 'the owner of both databases may let it work here');
select is((select shobj_description(oid, 'pg_authid') from pg_roles where rolname = :'boss'), foyer.role_mark(), 'and then it is of this one');
-- From before marks named the database.
select format('comment on role %I is %L; create role %I login; comment on role %I is %L', :'clerk2', 'made by Foyer', :'boss' || '2', :'boss' || '2', 'made by Foyer') as old_roles \gset
:old_roles;
set session authorization :"manager";
select is(scene.refusal(format('select foyer.enable_staff(%L)', :'clerk2')), 'done', 'an old role of ours is taken over');
select is(scene.refusal(format('select foyer.create_staff(%L, ''X'', ''clerk'', scene.verifier())', :'boss' || '2')), 'TK008', 'an old one of others is not');
reset session authorization;
select is((select shobj_description(oid, 'pg_authid') from pg_roles where rolname = :'clerk2'), foyer.role_mark(), 'and marked');

-- Copies, moves and restores of this database.
select identity from foyer.settings \gset
create temp table made_in on commit drop as select made_in as here, split_part(made_in, '/', 1) as cluster, (select oid from pg_database where datname = 'other') as other from foyer.settings;
set client_min_messages = error;
update foyer.settings set made_in = '7/' || split_part((select here from made_in), '/', 2);
\ir ../../resources/sql/prepare.sql
select is((select identity from foyer.settings), :'identity', 'a database that was moved to another cluster keeps its identity');
update foyer.settings set made_in = (select cluster from made_in) || '/4294967295';
select throws_like('select foyer.role_mark()', '%is a copy%', 'what was not prepared makes no roles');
\ir ../../resources/sql/prepare.sql
select is((select identity from foyer.settings), :'identity', 'so does one that was restored in place of the old');
update foyer.settings set made_in = (select cluster || '/' || other from made_in);
\ir ../../resources/sql/prepare.sql
select isnt((select identity from foyer.settings), :'identity', 'one beside which the original stands gets its own');
select is((select made_in from foyer.settings), (select here from made_in), 'made here');
reset client_min_messages;
set session authorization :"manager";
select is(scene.refusal(format('select foyer.set_role(%L, ''promoter'')', :'role')), 'TK008', 'and the original''s people are not its own');
reset session authorization;
update foyer.settings set identity = :'identity';

-- Passwords.
set session authorization :"manager";
select is(scene.refusal('select foyer.create_staff(''eve'', ''Eve'', ''clerk'', ''plain-text-canary'')'), 'TK015', 'a password in place of a verifier is refused');
reset session authorization;
select unalike(pg_read_file(:'log'), '%plain-text-canary%', 'nor logged');
select alike(pg_read_file(:'log'), '%log-canary%', 'where other refusals are');
select is_empty($$ select from pg_authid where rolpassword like '%canary%' or rolname = 'eve' $$, 'nor kept');
select is_empty($$ select from foyer.audit_log l where l::text like '%plain-text%' $$, 'nor audited');
select is_empty($$ select rolname from pg_authid where rolpassword is not null and rolpassword !~ '^SCRAM-SHA-256\$' $$, 'every password is a verifier');
select is_empty($$ select rolname from pg_roles where rolcanlogin and rolcreaterole and not rolsuper $$, 'nobody who signs in has CREATEROLE');

-- Tills.
set session authorization :"manager";
select foyer.register_till('t9', '9', sha256('secret 9'), sha256('key 9'), scene.verifier()) as till \gset
reset session authorization;
select id as key from foyer.till_keys where till_id = :'till' \gset
set session authorization till_t9;
select is(scene.refusal('select foyer.list_events()'), 'done', 'a till reads');
set session authorization :"manager";
select is(foyer.retire_till('t9') -> 'retired', 'true', 'and is retired');
select is(foyer.retire_till('t9') -> 'till', to_jsonb(:'till'::text), 'twice is once');
set session authorization till_t9;
select is(scene.refusal('select foyer.list_events()'), 'TK008', 'then it does not');
select is(scene.refusal('select foyer.fold_counts()'), 'TK008', 'nor work');
set session authorization :"clerk";
select is(scene.refusal('hold_places', scene.hold('00000000-0000-4000-8000-0000000016d2', '{"seats": ["Stalls/A-3"]}', 't9')), 'TK008', 'nor seal');
reset session authorization;
select ok(not (select rolcanlogin from pg_roles where rolname = 'till_t9'), 'nor sign in');
set session authorization :"manager";
select is(foyer.revoke_till_key(:'key') -> 'revoked', 'true', 'its key is revoked');
select is(foyer.revoke_till_key(:'key') -> 'key', to_jsonb(:'key'::text), 'once');
select is(scene.refusal('select foyer.register_till(''t9'', ''9'', sha256(''a''), sha256(''key 9''))'), 'TK008', 'and never comes back');
select is(scene.refusal('select foyer.register_till(''t9'', ''9'', sha256(''secret 9''), sha256(''key 99''), scene.verifier())'), 'done', 'with a new one the till works again');
select is((select jsonb_path_query_array(foyer.list_tills(), '$[*] ? (@.code == "t9").keys[*].revoked')), '[true, false]', 'the list tells');
select ok(foyer.list_tills()::text !~ encode(sha256('secret 9'), 'hex'), 'no secret');
reset session authorization;
select is((select revoked_by from foyer.till_keys where id = :'key'), :'manager', 'and who did it');
select is(array[pg_temp.audits('retire_till', 't9'), pg_temp.audits('revoke_till_key', :'key'), pg_temp.audits('register_till', 't9')], '{1,1,2}', 'audited once each');
set session authorization till_t9;
select is(scene.refusal('select foyer.list_tills()'), 'done', 'a till knows the keys of others');
reset session authorization;

-- Every call that there is, with nothing and with something in each argument: who was disabled or retired meanwhile is told nothing by any of them.
create temp table calls on commit drop as
select g.who, p.oid::regprocedure as call, x.given, x.sealed, format('select (foyer.%I(%s))::text', p.proname, x.arguments) as query
from (values ('clerk', 'foyer_clerk'), ('promoter', 'foyer_promoter'), ('manager', 'foyer_manager'), ('till', 'foyer_till')) g (who, name)
join pg_proc p on p.pronamespace = 'foyer'::regnamespace and has_function_privilege(g.name, p.oid, 'execute'),
lateral (select given, p.proargnames[3] = 'p_mac' as sealed, coalesce(string_agg(case when not given then 'null' else case format_type(t, null) when 'uuid' then 'gen_random_uuid()'
             when 'text' then quote_literal('hamlet') when 'jsonb' then quote_literal('{}') when 'integer' then '1' when 'boolean' then 'true' when 'bytea' then quote_literal('x')
             when 'text[]' then quote_literal('{Stalls/A-1}') else 'null' end end || '::' || format_type(t, null), ', ' order by n), '') as arguments
         from unnest(array[true, false]) given left join unnest(p.proargtypes::oid[]) with ordinality a (t, n) on true group by given) x
-- A greeting, which says "nobody"; a list of words; and the events of who has none.
where p.proname not in ('hello', 'work_kinds', 'own_events');
grant select on calls to public;
savepoint nobody;
update foyer.staff set disabled_at = now();
update foyer.tills set retired_at = now() where code = 't9';
create function pg_temp.told(p_who text) returns setof text language sql as $$
    select format('%s given %s: %s', c.call, c.given, v.code) from calls c, lateral (select scene.refusal(c.query) as code) v
    where c.who = p_who and v.code <> 'TK008' and not (c.sealed and not c.given and v.code = 'TK015') $$;
set session authorization :"clerk";
select is_empty($$ select pg_temp.told('clerk') $$, 'no call tells or does anything for a clerk who is nobody here');
set session authorization :"promoter";
select is_empty($$ select pg_temp.told('promoter') $$, 'no call tells or does anything for a promoter who is nobody here');
set session authorization :"manager";
select is_empty($$ select pg_temp.told('manager') $$, 'no call tells or does anything for a manager who is nobody here');
set session authorization till_t9;
select is_empty($$ select pg_temp.told('till') $$, 'no call tells or does anything for a till who is nobody here');
reset session authorization;
select cmp_ok((select count(distinct call) from calls), '>', 90::bigint, 'of all that there are');
rollback to nobody;

select is_empty($$ select * from foyer.verify() $$, 'verify finds nothing');
select * from finish();
rollback;
