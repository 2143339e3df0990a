-- SPDX-License-Identifier: GPL-3.0-or-later
-- After the sale: refunds, exchanges, shifts, reservations.

select;
