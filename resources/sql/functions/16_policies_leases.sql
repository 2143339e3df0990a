-- SPDX-License-Identifier: GPL-3.0-or-later
-- Recalls are read like leases; replays and conflicts, with the money and the people in them, by managers only.
do $policies$
declare
    t text;
begin
    foreach t in array array['recalls', 'recalled_places', 'offline_replays', 'sync_conflicts'] loop
        execute format('alter table foyer.%I enable row level security', t);
        execute format('drop policy if exists reading on foyer.%I', t);
    end loop;
    foreach t in array array['recalls', 'recalled_places'] loop
        execute format('create policy reading on foyer.%I for select to foyer_reader using ((select foyer.reader_scope()) in (''all'', ''sales''))', t);
    end loop;
    foreach t in array array['offline_replays', 'sync_conflicts'] loop
        execute format('create policy reading on foyer.%I for select to foyer_reader using ((select foyer.reader_scope()) = ''all'')', t);
    end loop;
end
$policies$;

grant select on foyer.recalls, foyer.recalled_places, foyer.offline_replays, foyer.sync_conflicts to foyer_reader;
