-- SPDX-License-Identifier: GPL-3.0-or-later
-- The one way to refuse: a SQLSTATE of errors.def with a JSON DETAIL.
create or replace function foyer.refuse(p_code text, p_message text, p_detail jsonb default '{}') returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    raise exception using errcode = p_code, message = p_message, detail = p_detail::text;
end
$$;
