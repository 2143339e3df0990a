-- SPDX-License-Identifier: GPL-3.0-or-later
-- A performance as its editor shows it: everything that update_event, set_tier, set_price and set_fee change, with the versions that they ask for.
create or replace function foyer.office_event(p_event text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event);
begin
    return (select jsonb_build_object('event', e.id, 'version', e.version, 'slug', e.slug, 'title', e.title, 'description', e.description, 'status', e.status,
                'starts_at_local', to_char(e.starts_at_local, 'YYYY-MM-DD"T"HH24:MI:SS'), 'ends_at_local', to_char(e.ends_at_local, 'YYYY-MM-DD"T"HH24:MI:SS'),
                'doors_at_local', to_char(e.doors_at_local, 'YYYY-MM-DD"T"HH24:MI:SS'), 'timezone', e.timezone, 'starts_at', utc_text(e.start_time),
                'ends_at', utc_text(e.end_time), 'doors_at', utc_text(e.doors_open_time), 'currency', e.currency, 'capacity', e.capacity, 'plan', e.plan_id,
                'promoter', (select s.role_name from promoters r join staff s on s.user_id = r.user_id where r.id = e.promoter_id),
                'series', (select s.title from series s where s.id = e.series_id),
                'tiers', (select coalesce(jsonb_agg(jsonb_build_object('tier', t.id, 'version', t.version, 'name', t.name, 'kind', t.kind, 'color', t.color, 'position', t.position,
                              'quantity', t.quantity, 'tax_rate_bp', t.tax_rate_bp, 'min_purchase', t.min_purchase, 'max_purchase', coalesce(t.max_purchase, 0), 'is_active', t.is_active,
                              'sale_start_time', utc_text(t.sale_start_time), 'sale_end_time', utc_text(t.sale_end_time), 'prices', tier_prices_json(t.id)) order by t.position), '[]')
                          from ticket_tiers t where t.event_id = e.id),
                'fees', (select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'tier', f.tier_id, 'name', f.name, 'amount_minor', f.amount_minor,
                             'tax_rate_bp', f.tax_rate_bp, 'version', f.version) order by f.kind, f.tier_id nulls first), '[]')
                         from fees f where f.event_id = e.id and f.is_active))
            from events e where e.id = v_id);
end
$$;
alter function foyer.office_event(text) owner to foyer_reader;

-- Every price type of the event in a tier: version 0 without a price is not sold in it.
create or replace function foyer.tier_prices_json(p_tier uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('price_type', x.id, 'name', x.name, 'price_minor', p.price_minor, 'version', coalesce(p.version, 0)) order by x.position), '[]')
            from ticket_tiers t join price_types x on x.event_id = t.event_id
            left join tier_prices p on p.tier_id = t.id and p.price_type_id = x.id and p.is_current where t.id = p_tier);
end
$$;
alter function foyer.tier_prices_json(uuid) owner to foyer_reader;

grant execute on function foyer.office_event(text) to foyer_manager;
