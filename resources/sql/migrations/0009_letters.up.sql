-- SPDX-License-Identifier: GPL-3.0-or-later
-- Letters, allotments, limits and the state of seats.

select;
