-- SPDX-License-Identifier: GPL-3.0-or-later
create or replace function foyer.verify_cards() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    with wanted as (select * from cards_of(array(select id from ticket_tiers)))
    select 'sale card', format('tier %s, price type %s', x.tier_id, x.price_type_id)
    from ((select * from wanted except select * from sale_cards) union (select * from sale_cards except select * from wanted)) x limit 50;
end
$$;
