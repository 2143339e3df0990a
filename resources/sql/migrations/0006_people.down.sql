-- SPDX-License-Identifier: GPL-3.0-or-later
-- People, their roles and what they may see.

select;
