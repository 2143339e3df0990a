-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may read what came after the sale: the house (managers, clerks, tills), no promoter. An admission's event says whose it is.
do $policies$
declare
    t text;
begin
    foreach t in array array['refunds', 'refund_legs', 'refund_items', 'exchanges', 'payment_sources', 'shifts', 'cash_movements', 'journal', 'admissions'] loop
        execute format('alter table foyer.%I enable row level security', t);
        execute format('drop policy if exists reading on foyer.%I', t);
        execute format('create policy reading on foyer.%I for select to foyer_reader using ((select foyer.reader_scope()) in (''all'', ''sales''))', t);
    end loop;
end
$policies$;

grant select on foyer.refunds, foyer.refund_legs, foyer.refund_items, foyer.exchanges, foyer.payment_sources, foyer.shifts, foyer.cash_movements, foyer.journal,
    foyer.admissions to foyer_reader;
