-- SPDX-License-Identifier: GPL-3.0-or-later
-- Editing performances, waiting lists, search, indexes of the office.

select;
