-- SPDX-License-Identifier: GPL-3.0-or-later
-- Training: a flag on a copied performance. Its orders carry it too; no figure counts them, no journal has them, no door admits their tickets.

-- Whether these lines are training; an order is that or not, never both (TK015).
create or replace function foyer.training_of(p_items foyer.priced_item[]) returns boolean
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_any boolean;
    v_all boolean;
begin
    select bool_or(e.training), bool_and(e.training) into v_any, v_all from unnest(p_items) i join events e on e.id = i.event;
    if v_any <> v_all then
        perform refuse('TK015', 'training and real performances do not mix in an order', jsonb_build_object('what', 'training'));
    end if;
    return coalesce(v_any, false);
end
$$;
