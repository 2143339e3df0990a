-- SPDX-License-Identifier: GPL-3.0-or-later
begin;
select no_plan();
select scene.role('clerk') as clerk, scene.role('manager') as manager, scene.role('promoter') as promoter, scene.role('promoter2') as promoter2 \gset

-- Which functions a group may execute: exactly these.
create function pg_temp.calls_of(p_role text) returns setof text language sql as $$
    select p.proname::text from pg_proc p where p.pronamespace = 'foyer'::regnamespace and has_function_privilege(p_role, p.oid, 'execute') order by 1 $$;
-- One call a line, in the order of the alphabet; c clerk, p promoter, m manager, t till.
create temp table allowed (call text, who text) on commit drop;
insert into allowed values
    ('accept_offer', 'cmt'),
    ('apply_retention', 'mt'),
    ('best_available', 'cmt'),
    ('block_places', 'm'),
    ('cancel_event', 'm'),
    ('cancel_order', 'cmt'),
    ('cancel_reservation', 'cmt'),
    ('check_in', 'cmt'),
    ('close_shift', 'cm'),
    ('copy_event', 'm'),
    ('create_allotment', 'm'),
    ('create_event', 'm'),
    ('create_staff', 'm'),
    ('create_venue', 'm'),
    ('customer_orders', 'cm'),
    ('delete_customer', 'm'),
    ('delete_event', 'm'),
    ('delete_plan', 'm'),
    ('delete_tier', 'm'),
    ('delete_venue', 'm'),
    ('disable_staff', 'm'),
    ('enable_staff', 'm'),
    ('end_allotment', 'm'),
    ('end_stale_transactions', 'mt'),
    ('event_customers', 'pm'),
    ('event_map', 'cpmt'),
    ('event_orders', 'pm'),
    ('event_sales', 'pm'),
    ('exchange', 'cm'),
    ('extend_holds', 'cmt'),
    ('find_customers', 'cm'),
    ('find_ticket', 'cpmt'),
    ('fold_counts', 'mt'),
    ('grant_letter', 'm'),
    ('grant_names', 'm'),
    ('hello', 'cpmt'),
    ('hold_places', 'cmt'),
    ('import_plan', 'm'),
    ('join_waitlist', 'cm'),
    ('lapse_offers', 'mt'),
    ('lapse_reservations', 'mt'),
    ('lapsed_holds_report', 'm'),
    ('last_backups', 'm'),
    ('last_verify', 'm'),
    ('lease_places', 'cmt'),
    ('lease_status', 'cmt'),
    ('leave_waitlist', 'cm'),
    ('list_allotments', 'cmt'),
    ('list_blocked', 'cmt'),
    ('list_conflicts', 'm'),
    ('list_events', 'cpmt'),
    ('list_letters', 'cmt'),
    ('list_replays', 'm'),
    ('list_reservations', 'cmt'),
    ('list_seats', 'cpmt'),
    ('list_shifts', 'cm'),
    ('list_staff', 'm'),
    ('list_tills', 'cmt'),
    ('list_waitlist', 'cm'),
    ('monitor_indexes', 'm'),
    ('monitor_locks', 'm'),
    ('monitor_sessions', 'm'),
    ('monitor_sizes', 'm'),
    ('monitor_statements', 'm'),
    ('monitor_transactions', 'm'),
    ('offer_free_places', 'mt'),
    ('offer_waitlist', 'mt'),
    ('office_event', 'm'),
    ('open_shift', 'cm'),
    ('order_money', 'cm'),
    ('order_outcome', 'cmt'),
    ('own_events', 'cpmt'),
    ('pay_order', 'cmt'),
    ('pending_recalls', 'cmt'),
    ('reader_scope', 'cpmt'),
    ('recalculate_event_counts', 'm'),
    ('recalculate_tier_counts', 'm'),
    ('recall_places', 'cmt'),
    ('reclaim_lease', 'm'),
    ('record_backup', 'm'),
    ('record_cash_movement', 'cm'),
    ('refund', 'cm'),
    ('refund_list', 'm'),
    ('register_till', 'm'),
    ('release_allotments', 'mt'),
    ('release_hold', 'cmt'),
    ('replay_sale', 't'),
    ('reserve', 'cmt'),
    ('resize_tier', 'm'),
    ('resolve_conflict', 'm'),
    ('retire_till', 'm'),
    ('return_lease', 'cmt'),
    ('revoke_till_key', 'm'),
    ('seal_audit', 'mt'),
    ('seat_changes', 'cpmt'),
    ('seat_states', 'cpmt'),
    ('sell', 'cmt'),
    ('set_event_status', 'm'),
    ('set_fee', 'm'),
    ('set_letter', 'm'),
    ('set_limits', 'm'),
    ('set_price', 'm'),
    ('set_role', 'm'),
    ('set_tier', 'm'),
    ('shift_report', 'cm'),
    ('show_event', 'cpmt'),
    ('statistics_missing', 'm'),
    ('sweep_lapsed', 'mt'),
    ('unblock_places', 'm'),
    ('update_event', 'm'),
    ('upsert_customer', 'cm'),
    ('verify', 'mt'),
    ('work_kinds', 'mt'),
    ('work_round', 'mt');
select set_eq(format($$ select pg_temp.calls_of(%L) $$, g), format($$ select call from allowed where who like '%%' || left(%L, 1) || '%%' $$, w), w || 's have their calls')
from (values ('foyer_clerk', 'clerk'), ('foyer_promoter', 'promoter'), ('foyer_manager', 'manager'), ('foyer_till', 'till')) x (g, w);
select set_eq($$ select p.proname::text from pg_proc p, aclexplode(p.proacl) a where p.pronamespace = 'foyer'::regnamespace and a.grantee = 0 $$, array['hello'],
              'PUBLIC may only say hello');
select is_empty($$ select p.oid::regprocedure from pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.proacl is null $$, 'no function has default rights');

select is_empty($$ select c.oid::regclass, g from pg_class c, unnest(array['foyer_clerk', 'foyer_promoter', 'foyer_manager', 'foyer_till']) g
    where c.relnamespace = 'foyer'::regnamespace and c.relkind in ('r', 'p', 'm')
      and has_table_privilege(g, c.oid, 'select, insert, update, delete, truncate, references, trigger') $$, 'no group touches a table');
select is_empty($$ select c.oid::regclass, g from pg_class c, unnest(array['foyer_clerk', 'foyer_promoter', 'foyer_manager', 'foyer_till']) g
    where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'S' and has_sequence_privilege(g, c.oid, 'usage, select, update') $$, 'no group touches a sequence');
select set_eq($$ select c.relname::text from pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'v' and has_table_privilege('foyer_clerk', c.oid, 'select') $$,
              array['tier_availability', 'active_events_with_availability', 'seat_status'], 'clerks read three views');
select is_empty($$ select c.relname from pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'v' and has_table_privilege('foyer_promoter', c.oid, 'select') $$,
                'promoters read no view');
select is_empty($$ select rolname from pg_roles where rolname like 'foyer\_%' and rolname <> 'foyer_super' and (rolcanlogin or rolsuper or rolbypassrls or rolcreatedb or rolreplication) $$,
                'no role of the house signs in or is special');
select set_eq($$ select rolname::text from pg_roles where rolcreaterole and not rolsuper $$, array['foyer_registrar'], 'one role without login has CREATEROLE');
select set_eq($$ select p.proname::text from pg_proc p where p.proowner = 'foyer_registrar'::regrole $$, array['provide_role', 'place_role'],
              'and it owns just what makes and places roles');
select is_empty($$ select rolname from pg_roles where not rolsuper and rolname not like 'pg\_%' and pg_has_role(oid, 'foyer_registrar', 'member')
                   and rolname not in ('foyer_owner', 'foyer_registrar') $$, 'nobody who signs in is a member of it');

-- What a hostile member of staff tries.
create temp table tries (what text) on commit drop;
grant select on tries to public;
insert into tries values ('select * from foyer.orders'), ('select secret from foyer.tills'), ('update foyer.event_seats set status = ''AVAILABLE'''),
    ('delete from foyer.journal'), ('truncate foyer.event_seats'), ('lock table foyer.event_seats'), ('create temp table x (y int)'), ('create table public.x (y int)'),
    ('create table foyer.x (y int)'), ('create schema mine'), ('do $x$ begin null; end $x$'), ('create function public.f() returns int language sql as ''select 1'''),
    ('select lo_create(0)'), ('select lo_from_bytea(0, ''x'')'), ('set role foyer_owner'), ('set role foyer_manager'), ('grant foyer_manager to ' || quote_ident(:'clerk')),
    ('create role other'), ('alter role ' || quote_ident(:'manager') || ' password ''x'''), ('copy foyer.orders to program ''cat'''), ('create extension dblink'),
    ('select foyer_crypto.hmac(''a'', ''b'', ''sha256'')'), ('select foyer.take_any(null, 1, null, null, null, 0)'), ('select foyer.audit(''x'', ''y'')'),
    ('select foyer.journal_append(null, null, null, null, null, 1, null, null)'), ('select foyer.create_event(''{}'')'),
    ('select foyer.create_staff(''eve'', ''Eve'', ''manager'', '''')'), ('select foyer.record_till(''a'', ''b'', null, null, null)'), ('select pg_read_file(''/etc/passwd'')');
set session authorization :"clerk";
select is(scene.refusal(what), '42501', 'a clerk can not ' || what) from tries;
set row_security = off;
select is(scene.refusal('select foyer.list_events()'), '42501', 'row security turned off in the own session is refused, not obeyed');
reset row_security;
reset session authorization;

-- Row security: promoters see their own performances, clerks no drafts.
set session authorization :"promoter";
select is(jsonb_path_query_array(foyer.list_events(), '$[*].slug'), '["hamlet"]', 'a promoter lists the own performance');
select is(jsonb_path_query_array(foyer.event_sales(), '$[*].slug'), '["hamlet"]', 'and its sales');
select is(scene.refusal('select foyer.show_event(''lear'')'), 'TK009', 'another''s is no such thing');
select is(scene.refusal('select foyer.event_map(scene.event(''lear''))'), 'TK009', 'nor its map');
select is(scene.refusal('select * from foyer.seat_states(scene.event(''lear''), ''t1'')'), 'TK009', 'nor its states');
select is(scene.refusal('select foyer.seat_changes(scene.event(''lear''), ''t1'', '''')'), 'TK009', 'nor its changes');
select is(scene.refusal('select foyer.list_seats(''lear'')'), 'TK009', 'nor its seats');
select is(scene.refusal('select * from foyer.tier_availability'), '42501', 'and no view');
reset session authorization;
insert into foyer.events (slug, title, venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity)
select 'secret', 'Not announced', venue_id, plan_id, start_time, end_time, starts_at_local, ends_at_local, timezone, currency, capacity from foyer.events where slug = 'hamlet';
set session authorization :"clerk";
select is(jsonb_path_query_array(foyer.list_events(), '$[*].slug'), '["hamlet", "lear"]', 'a clerk lists no drafts');
select is(scene.refusal('select foyer.show_event(''secret'')'), 'TK009', 'nor opens one');
select is((select count(*) from foyer.tier_availability), 6::bigint, 'a clerk reads availability');
select is((select count(*) from foyer.seat_status), 84::bigint, 'and seats');
select is(scene.refusal('select * from foyer.user_tickets_summary'), '42501', 'but not customers');
set session authorization :"manager";
select ok(foyer.list_events() @> '[{"slug": "secret"}]', 'a manager lists drafts');
select is(scene.refusal('select * from foyer.user_tickets_summary'), 'done', 'and reads every view');
reset session authorization;

select * from finish();
rollback;
