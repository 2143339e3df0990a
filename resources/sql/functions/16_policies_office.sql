-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the office reads beside the sale: series and promoters (managers), waiting lists (the counter too, because they are kept there).
do $policies$
declare
    t text;
begin
    foreach t in array array['series', 'promoters', 'waitlist'] loop
        execute format('alter table foyer.%I enable row level security', t);
        execute format('drop policy if exists reading on foyer.%I', t);
    end loop;
    create policy reading on foyer.series for select to foyer_reader using ((select foyer.reader_scope()) = 'all');
    create policy reading on foyer.promoters for select to foyer_reader using ((select foyer.reader_scope()) = 'all');
    create policy reading on foyer.waitlist for select to foyer_reader using ((select foyer.reader_scope()) in ('all', 'sales'));
end
$policies$;

grant select on foyer.series, foyer.promoters, foyer.waitlist to foyer_reader;
