-- SPDX-License-Identifier: GPL-3.0-or-later
-- verify(): one row for each broken invariant of any room, empty when all is well. One part a line.
create or replace function foyer.verify() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return query
        select * from verify_places()
        union all select * from verify_cards()
        union all select * from verify_orders()
        union all select * from verify_journal()
        union all select * from verify_back()
        union all select * from verify_figures()
        union all select * from verify_drawers()
        union all select * from verify_copies()
        union all select * from verify_keeping()
        union all select * from verify_letters()
        union all select * from verify_office()
        union all select * from verify_people()
        union all select * from verify_waitlist()
        union all select * from verify_leases();
end
$$;

grant execute on function foyer.verify() to foyer_manager, foyer_till;
