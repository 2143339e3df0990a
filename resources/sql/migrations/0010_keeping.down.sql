-- SPDX-License-Identifier: GPL-3.0-or-later
drop table foyer.audit_seals;
drop table foyer.retention_runs;
drop index foyer.orders_training;
drop index foyer.notifications_created;
drop index foyer.users_deleted;
alter table foyer.users drop column erased_at;
alter table foyer.orders drop column payments_cut;
