-- SPDX-License-Identifier: GPL-3.0-or-later
drop table foyer.name_grants;
drop index foyer.users_search;
alter table foyer.users drop column search, drop column request_hash, drop column edit_hash;
alter table foyer.settings drop column identity, drop column made_in;
