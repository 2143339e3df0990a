-- SPDX-License-Identifier: GPL-3.0-or-later
-- Copies and the daily work are the managers' business.
do $policies$
declare
    t text;
begin
    foreach t in array array['copies', 'daily_work'] loop
        execute format('alter table foyer.%I enable row level security', t);
        execute format('drop policy if exists reading on foyer.%I', t);
        execute format('create policy reading on foyer.%I for select to foyer_reader using ((select foyer.reader_scope()) = ''all'')', t);
    end loop;
end
$policies$;

grant select on foyer.copies, foyer.daily_work to foyer_reader;
