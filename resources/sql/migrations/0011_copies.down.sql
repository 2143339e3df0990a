-- SPDX-License-Identifier: GPL-3.0-or-later
drop table foyer.daily_work;
drop table foyer.copies;
