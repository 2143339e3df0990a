-- SPDX-License-Identifier: GPL-3.0-or-later
-- Marks that more than one room writes.

-- A sale of a training performance: no figure counts it, no journal has it, no door admits its tickets.
alter table foyer.orders add column training boolean not null default false;
