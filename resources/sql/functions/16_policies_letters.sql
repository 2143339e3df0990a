-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may read letters and reservations: the house.
do $policies$
declare
    t text;
begin
    foreach t in array array['letters', 'letter_rights', 'reservations'] loop
        execute format('alter table foyer.%I enable row level security', t);
        execute format('drop policy if exists reading on foyer.%I', t);
        execute format('create policy reading on foyer.%I for select to foyer_reader using ((select foyer.reader_scope()) in (''all'', ''sales''))', t);
    end loop;
end
$policies$;

grant select on foyer.letters, foyer.letter_rights, foyer.reservations to foyer_reader;
