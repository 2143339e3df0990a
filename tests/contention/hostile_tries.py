# SPDX-License-Identifier: GPL-3.0-or-later
"""What a member of staff with psql and the own password tries; one try a line,
its statements parted by ";;". {self} {other} {manager} {promoter} {till} {till_role} are roles, {event} {foreign} {draft}
events, {place} {order} {ticket} ids."""

# Refused with 42501 (insufficient privilege) or what stands after the bar, whoever of clerk, promoter and till tries. "done": PostgreSQL only warns; nothing changes.
FORBIDDEN = """
create temp table orders (id int)
create temp view v as select 1
create table public.x (y int)
create table foyer.x (y int)
create unlogged table public.x (y int)
select * into public.x from generate_series(1, 3)
create view public.v as select 1
create view foyer.v as select 1
create materialized view public.m as select 1
create sequence public.s
create schema mine
create schema pg_temp_mine
create type public.t as (a int)
create domain public.d as int
create function public.f() returns int language sql as 'select 1'
create function foyer.f() returns int language sql as 'select 1'
create function pg_temp.f() returns int language sql as 'select 1'
create function public.f() returns int language plpgsql as 'begin return 1; end'
create procedure public.f() language sql as 'select 1'
create aggregate public.a (int) (sfunc = int4pl, stype = int)
create operator public.= (leftarg = uuid, rightarg = text, function = texteq)
create collation public.c (locale = 'C')
create text search configuration public.c (copy = simple)
do $$ begin perform 1; end $$
do language sql $$ select 1 $$
create extension dblink
create extension file_fdw
create foreign data wrapper w
create server s foreign data wrapper w | 42704
create event trigger t on ddl_command_start execute function foyer.keep_rows()
create publication p for all tables
create subscription s connection 'dbname=foyer' publication p
create database mine
create tablespace mine location '/tmp'
create role other
create role other superuser
create policy p on foyer.orders using (true)
create trigger t before insert on foyer.orders execute function foyer.keep_rows()
create rule r as on insert to foyer.orders do nothing
create statistics public.s on id, till_id from foyer.orders
create transform for int language sql (from sql with function f(internal))
create access method m type table handler heap_tableam_handler
alter table foyer.event_seats disable trigger all
alter table foyer.orders owner to {self}
alter table foyer.orders disable row level security
alter table foyer.tier_prices alter column price_minor set default 0
alter function foyer.sell(text, text, bytea) security invoker
alter function foyer.sell(text, text, bytea) owner to {self}
alter function foyer.refuse(text, text, jsonb) reset all
alter function foyer.sell(text, text, bytea) set search_path = public
alter view foyer.seat_status owner to {self}
alter schema foyer owner to {self}
alter schema foyer rename to gone
alter database {database} set search_path = public
alter database {database} owner to {self}
alter system set log_statement = 'all'
alter role {self} superuser
alter role {self} createrole
alter role {self} bypassrls
alter role {self} replication
alter role {self} connection limit -1
alter role {self} valid until 'infinity'
alter role {self} rename to boss | 0A000
alter role {manager} password 'x'
alter role {manager} nologin
alter role {other} set search_path = public
alter role foyer_owner login password 'x'
alter role all set search_path = public
alter role {self} set session_replication_role = replica
alter role {self} set session_preload_libraries = 'x'
drop table foyer.orders
drop table foyer.audit_log cascade
drop function foyer.refuse(text, text, jsonb)
drop function foyer.unseal cascade
drop schema foyer cascade
drop view foyer.seat_status
drop trigger keep_text on foyer.journal
drop policy reading on foyer.orders
drop role {other}
drop owned by {other}
drop owned by foyer_owner
reassign owned by foyer_owner to {self}
drop extension pgcrypto
drop database {database}
comment on table foyer.orders is 'mine'
comment on role {manager} is 'made by Foyer'
comment on database {database} is 'mine'
security label on role {self} is 'x' | 22023
grant foyer_manager to {self}
grant foyer_owner to {self}
grant foyer_registrar to {self}
grant foyer_reader to {self}
grant pg_read_all_data to {self}
grant pg_write_all_data to {self}
grant pg_execute_server_program to {self}
grant pg_signal_backend to {self}
grant pg_monitor to {self}
grant {manager} to {self}
grant {self} to {self} with admin option
grant {self} to {other}
grant {self} to {promoter}
set lo_compat_privileges = on
revoke foyer_clerk from {other}
grant select on foyer.orders to {self}
grant execute on function foyer.create_staff(text, text, text, text) to {self}
grant create on schema foyer to {self} | done
grant temporary on database {database} to {self} | done
grant usage on language plpgsql to {self}
grant set on parameter session_replication_role to {self}
alter default privileges for role foyer_owner grant all on tables to {self}
set role foyer_owner
set role foyer_reader
set role foyer_registrar
set role foyer_manager
set role foyer_super
set role {manager}
set role {other}
set role {till_role}
set session authorization foyer_super
set session authorization {manager}
set session authorization foyer_owner
select set_config('role', 'foyer_owner', false)
select set_config('session_authorization', 'foyer_super', false)
set session_replication_role = replica
set session_preload_libraries = 'x'
set log_statement = 'none'
set log_min_messages = panic
set lc_messages = 'C'
set zero_damaged_pages = on
set ignore_checksum_failure = on
set allow_system_table_mods = on
set deadlock_timeout = '1h'
set commit_delay = 1000
set max_stack_depth = '7MB'
set dynamic_library_path = '/tmp'
set temp_file_limit = -1
set track_activities = off
set jit_provider = 'x' | 55P02
load '/tmp/evil.so' | 58P01,42501
load 'auto_explain'
copy (select 1) to '/tmp/x'
copy (select 1) to program 'id'
copy foyer.orders to stdout
copy foyer.orders from stdin
copy foyer.orders from '/etc/passwd'
copy foyer.orders from program 'id'
copy (select * from foyer.orders) to stdout
copy foyer.seat_status from stdin
select pg_read_file('/etc/passwd')
select pg_read_file('postgresql.conf')
select pg_read_binary_file('pg_hba.conf')
select pg_ls_dir('.')
select pg_ls_logdir()
select pg_ls_waldir()
select pg_stat_file('PG_VERSION')
select pg_current_logfile()
select pg_rotate_logfile()
select pg_reload_conf()
select pg_switch_wal()
select pg_create_restore_point('x')
select pg_backup_start('x')
select pg_promote()
select pg_wal_replay_pause()
select pg_stat_reset()
select pg_stat_reset_shared('bgwriter')
select pg_log_backend_memory_contexts(pg_backend_pid())
select pg_create_physical_replication_slot('x')
select pg_create_logical_replication_slot('x', 'test_decoding')
select pg_replication_origin_create('x')
select pg_import_system_collations('public')
select pg_logical_emit_message(true, 'x', 'y')
select pg_export_snapshot(), set_config('role', 'foyer_owner', true)
select pg_terminate_backend({owner_pid})
select pg_cancel_backend({owner_pid})
select pg_terminate_backend({other_pid})
select pg_advisory_lock(1)
select pg_advisory_xact_lock(1)
select pg_try_advisory_lock(1)
select pg_advisory_lock_shared(1, 2)
select pg_advisory_unlock_all()
select lo_create(0)
select lo_creat(-1)
select lo_from_bytea(0, 'x')
select lo_import('/etc/passwd')
select lo_export(1, '/tmp/x')
select lo_get(1)
select lo_open(1, 131072)
select lo_unlink(1)
select * from pg_authid
select * from pg_shadow
select rolpassword from pg_authid where rolname = '{manager}'
select * from pg_user_mapping
select * from pg_statistic
select * from pg_largeobject
select * from pg_hba_file_rules
select * from pg_file_settings
select * from pg_config
select * from pg_subscription
select * from pg_shmem_allocations
select * from pg_backend_memory_contexts
select query_to_xml('select * from foyer.orders', true, false, '')
select table_to_xml('foyer.orders', true, false, '')
select cursor_to_xml('c', 1, true, false, '') from (select set_config('role', 'foyer_owner', true)) x
select * from ts_stat('select null::tsvector from foyer.orders')
select last_value from foyer.audit_log_id_seq
select nextval('foyer.audit_log_id_seq')
select setval('foyer.event_seats_id_seq', 1)
select currval('foyer.event_seats_id_seq')
select foyer_crypto.hmac('a', 'b', 'sha256')
select foyer_crypto.gen_random_bytes(8)
explain select * from foyer.orders
explain (analyze, verbose) select * from foyer.tills
explain (verbose) update foyer.event_seats set status = 'AVAILABLE'
explain analyze delete from foyer.journal
prepare p as select * from foyer.tills ;; execute p
begin ;; declare c cursor for select * from foyer.orders
begin ;; declare c cursor with hold for select secret from foyer.tills
with x as (delete from foyer.journal returning *) select * from x
merge into foyer.orders o using (select 1) x on true when matched then do nothing
select * from foyer.event_seats for update
select * from foyer.event_seats for key share
select * from foyer.orders limit 0
select from foyer.tills
select count(*) from foyer.users
select * from foyer.place_state
select * from foyer.tier_state
select * from foyer.event_state
select * from foyer.user_tickets_summary
vacuum full foyer.orders ;; select * from foyer.orders
cluster foyer.orders using orders_pkey
reindex table foyer.orders
reindex system {database}
refresh materialized view foyer.orders | 42501,42809
begin ;; lock table foyer.event_seats in access share mode
begin ;; lock table foyer.tills
begin ;; lock table pg_catalog.pg_class in row exclusive mode
begin ;; lock table pg_catalog.pg_class in access exclusive mode
begin ;; lock table pg_catalog.pg_authid in access share mode
checkpoint
import foreign schema x from server y into public | 42704
notify foyer_x, 'a' ;; set role foyer_owner
listen x ;; set role foyer_owner
begin ;; prepare transaction 'x' | 55000
begin ;; insert into foyer.orders default values
begin ;; savepoint a ;; truncate foyer.journal
set row_security = off ;; select foyer.list_events()
"""

# What must go through and change nothing, or only what is the own: it is printed, and another till goes on selling while it lasts.
CONTAINED = [
    ("the own password is changed", "alter role {self} password 'another'"),
    ("the own session settings are stored", "alter role {self} set statement_timeout = 0"),
    ("default rights of tables that one can not make", "alter default privileges grant all on tables to public"),
    ("nothing is dropped that is owned", "drop owned by {self}"),
    ("500 rings with long texts", "select pg_notify('{channel}', repeat('x', 7900)) from generate_series(1, 500)"),
    ("1000 channels are listened to", "listen a" + " ;; listen a".join(str(n) for n in range(1000))),
    ("a lot of memory is allowed", "set work_mem = '2047GB' ;; set hash_mem_multiplier = 1000 ;; select count(*) from generate_series(1, 300000) a(n) group by n % 2"),
    ("the catalog is locked against changes", "begin ;; lock table pg_catalog.pg_class in access share mode"),
    ("every catalog is read in a transaction", "begin ;; select count(*) from pg_class c, pg_attribute a, pg_proc p, pg_type t where c.oid = a.attrelid and p.oid = t.oid"),
    ("a snapshot is kept", "begin isolation level repeatable read ;; select 1"),
    ("a snapshot is exported", "begin ;; select pg_export_snapshot()"),
    ("a cursor over what may be read", "begin ;; declare c cursor with hold for select foyer.hello() ;; fetch c"),
    ("sleep", "begin ;; select pg_sleep(0.2)"),
    ("sizes and estimates are looked at", "select c.relname, c.reltuples, pg_total_relation_size(c.oid) from pg_class c where relnamespace = 'foyer'::regnamespace"),
    ("sources are read", "select prosrc from pg_proc where pronamespace = 'foyer'::regnamespace"),
    ("role names and locks are looked at", "select rolname from pg_roles ;; select * from pg_locks ;; select * from pg_stat_user_tables"),
    ("durability is turned off for oneself", "set synchronous_commit = off"),
    ("only reading, for oneself", "set default_transaction_read_only = on"),
    ("no time limits, for oneself", "set statement_timeout = 0 ;; set lock_timeout = 0 ;; set idle_in_transaction_session_timeout = 0 ;; begin ;; select 1"),
]
# Settings a session may change; whatever they are, a sale is the same sale and a lie the same refusal.
SETTINGS = ["search_path = pg_temp, pg_catalog, public", "search_path = ''", "plpgsql.variable_conflict = use_column", "plpgsql.extra_errors = 'all'", "standard_conforming_strings = off", "backslash_quote = on", "transform_null_equals = on", "array_nulls = off",
            "bytea_output = 'escape'", "datestyle = 'SQL, DMY'", "intervalstyle = 'sql_standard'", "timezone = 'Pacific/Kiritimati'", "extra_float_digits = -15",
            "client_encoding = 'SQL_ASCII'", "synchronous_commit = off", "row_security = off", "plan_cache_mode = force_custom_plan",
            "enable_indexscan = off ;; set enable_bitmapscan = off ;; set enable_seqscan = off", "enable_sort = off ;; set enable_hashjoin = off ;; set enable_mergejoin = off",
            "join_collapse_limit = 1", "geqo_threshold = 2", "force_parallel_mode = on", "jit = on ;; set jit_above_cost = 0 ;; set jit_inline_above_cost = 0", "work_mem = '64kB'",
            "statement_timeout = '10s'", "lock_timeout = '1ms'", "default_transaction_deferrable = on", "constraint_exclusion = on", "quote_all_identifiers = on",
            "check_function_bodies = off", "client_min_messages = debug5", "xmlbinary = hex", "default_table_access_method = heap",
            "default_tablespace = ''", "application_name = E'x\\n2026 LOG: forged'"]
