-- SPDX-License-Identifier: GPL-3.0-or-later
alter table foyer.orders drop column training;
