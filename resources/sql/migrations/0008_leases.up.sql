-- SPDX-License-Identifier: GPL-3.0-or-later
-- Leases, recalls and replays of offline sales.

select;
