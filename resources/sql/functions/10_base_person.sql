-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who calls. Roles and their memberships are cluster-wide, so a membership alone says nothing: a manager of another database of the cluster is nobody here, and
-- one who was disabled keeps the session that was open. What counts is the row in this database, and that the role is in just that group.

-- clerk, promoter or manager for an active member of staff, till for a till's own login, owner for who may act as foyer_owner (migrations, operators), else ''.
create or replace function foyer.session_group() returns text
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_group text := (select s.staff_group from staff s where s.role_name = session_user and s.disabled_at is null);
begin
    if v_group is null and exists (select from tills t where t.role_name = session_user and t.retired_at is null) then
        v_group := 'till';
    end if;
    if v_group is not null and pg_catalog.pg_has_role(session_user, 'foyer_clerk', 'member') = (v_group = 'clerk')
       and pg_catalog.pg_has_role(session_user, 'foyer_promoter', 'member') = (v_group = 'promoter')
       and pg_catalog.pg_has_role(session_user, 'foyer_manager', 'member') = (v_group = 'manager')
       and pg_catalog.pg_has_role(session_user, 'foyer_till', 'member') = (v_group = 'till') then
        return v_group;
    end if;
    return case when pg_catalog.pg_has_role(session_user, 'foyer_owner', 'member') then 'owner' else '' end;
end
$$;
