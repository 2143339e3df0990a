-- SPDX-License-Identifier: GPL-3.0-or-later
-- Reservations stay, as orders do.
create or replace trigger keep_all before truncate on foyer.reservations for each statement execute function foyer.keep_rows();
create or replace trigger keep_row before delete on foyer.reservations for each row execute function foyer.keep_rows();
