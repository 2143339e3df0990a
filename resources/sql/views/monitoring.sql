-- SPDX-License-Identifier: GPL-3.0-or-later
-- The server's own state, for managers and for doctor; see functions/56_monitor.sql. Nothing of a performance, an order or a person stands in them.

create or replace view foyer.slow_statements as
select * from foyer.monitor_statements();
alter view foyer.slow_statements owner to foyer_reader;

create or replace view foyer.table_sizes as
select * from foyer.monitor_sizes() order by total_bytes desc;
alter view foyer.table_sizes owner to foyer_reader;

create or replace view foyer.index_use as
select * from foyer.monitor_indexes() order by scans, index_bytes desc;
alter view foyer.index_use owner to foyer_reader;

-- Indexes that only cost: never read since the statistics began, and no constraint stands on them.
create or replace view foyer.unused_indexes as
select table_name, index_name, index_bytes from foyer.monitor_indexes() where scans = 0 and needed_for is null order by index_bytes desc;
alter view foyer.unused_indexes owner to foyer_reader;

create or replace view foyer.connections as
select * from foyer.monitor_sessions() order by role_name, state;
alter view foyer.connections owner to foyer_reader;

create or replace view foyer.lock_waits as
select * from foyer.monitor_locks() order by waiting_for desc nulls last;
alter view foyer.lock_waits owner to foyer_reader;

create or replace view foyer.long_transactions as
select * from foyer.monitor_transactions() order by open_for desc;
alter view foyer.long_transactions owner to foyer_reader;

grant select on foyer.slow_statements, foyer.table_sizes, foyer.index_use, foyer.unused_indexes, foyer.connections, foyer.lock_waits, foyer.long_transactions
    to foyer_manager, foyer_owner;
