-- SPDX-License-Identifier: GPL-3.0-or-later
-- Sale cards: all that a sale asks of a tier and a price type, in one row. Reading the lines of a sale and looking five tables up for them was a tenth of it. The cards follow every write of
-- the tables they come from, whoever writes; verify() compares.

create or replace function foyer.cards_of(p_tiers uuid[]) returns setof foyer.sale_cards
language sql stable security definer
set search_path = foyer, pg_temp
as $$
    select t.id, x.id, e.id, e.start_time, e.end_time, e.status, e.currency, e.training, t.name, t.is_active, t.min_purchase, coalesce(t.max_purchase, 200),
           t.sale_start_time, t.sale_end_time, t.first_ordinal, t.last_ordinal - t.first_ordinal + 1, x.name, p.version, p.price_minor, tax_in(p.price_minor, t.tax_rate_bp),
           coalesce(f.amount_minor, 0), coalesce(tax_in(f.amount_minor, f.tax_rate_bp), 0), coalesce(o.amount_minor, 0), coalesce(tax_in(o.amount_minor, o.tax_rate_bp), 0)
    from ticket_tiers t
    join events e on e.id = t.event_id and e.deleted_at is null
    join tier_prices p on p.tier_id = t.id and p.is_current
    join price_types x on x.id = p.price_type_id
    left join lateral (select y.* from fees y where y.event_id = e.id and y.is_active and y.kind = 'per_ticket' and coalesce(y.tier_id, t.id) = t.id
                       order by y.tier_id nulls last limit 1) f on true
    left join fees o on o.event_id = e.id and o.kind = 'per_order' and o.is_active
    where t.id = any (p_tiers)
$$;

create or replace function foyer.refresh_cards(p_tiers uuid[]) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    -- Two who change the same performance come one after the other; the statements below then see what the first one did.
    perform from events e where e.id in (select t.event_id from ticket_tiers t where t.id = any (p_tiers)) order by e.id for no key update;
    delete from sale_cards c where c.tier_id = any (p_tiers)
        and not exists (select from cards_of(p_tiers) n where (n.tier_id, n.price_type_id) = (c.tier_id, c.price_type_id) and n = c);
    insert into sale_cards select * from cards_of(p_tiers) on conflict do nothing;
end
$$;

-- After statements on the tables that cards come from. Its arguments: which column tells the tiers, and whether that is a tier or an event.
create or replace function foyer.cards_follow() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_ids uuid[] := array(select distinct (to_jsonb(c) ->> tg_argv[0])::uuid from changed c);
    v_tiers uuid[] := case tg_argv[1] when 'tier' then v_ids else array(select t.id from ticket_tiers t where t.event_id = any (v_ids)) end;
begin
    if cardinality(v_tiers) > 0 then
        perform refresh_cards(v_tiers);
    end if;
    return null;
end
$$;

do $triggers$
declare
    r record;
begin
    for r in select * from (values ('ticket_tiers', 'id', 'tier'), ('tier_prices', 'tier_id', 'tier'), ('fees', 'event_id', 'event'), ('price_types', 'event_id', 'event'),
                                   ('events', 'id', 'event')) x (source, key, kind),
                           (values ('insert', 'new'), ('update', 'new'), ('delete', 'old')) y (operation, image) loop
        execute format('create or replace trigger cards_after_%s after %s on foyer.%I referencing %s table as changed for each statement execute function foyer.cards_follow(%L, %L)',
                       r.operation, r.operation, r.source, r.image, r.key, r.kind);
    end loop;
end
$triggers$;
