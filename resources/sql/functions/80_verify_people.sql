-- SPDX-License-Identifier: GPL-3.0-or-later
-- People: what no constraint says.
create or replace function foyer.verify_people() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'promoter has a company', format('role %s', s.role_name)
    from staff s where s.staff_group = 'promoter' and not exists (select from promoters r where r.user_id = s.user_id) limit 50;

    return query
    select 'staff is not deleted', format('role %s', s.role_name) from staff s join users u on u.id = s.user_id where s.disabled_at is null and u.deleted_at is not null limit 50;
end
$$;
