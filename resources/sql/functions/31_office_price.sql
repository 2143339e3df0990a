-- SPDX-License-Identifier: GPL-3.0-or-later
-- Prices and fees change for sales to come: a change is a new version, the old row stays for what was sold. price_items() reads all of a sale from one
-- snapshot, so a sale has its prices from before a change or from after it, never some of each. The version of what is not sold at present is 0, whatever
-- versions it had, so that an edit made before a withdrawal is stale after it.

-- The price type of a tier's event by id, or by name, which is made when there is none.
create or replace function foyer.price_type_of(p_event uuid, p_id text, p_name text) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := (select id from price_types where event_id = p_event and (id = p_id::uuid or name = p_name));
begin
    if v_id is null and p_name is null then
        perform refuse('TK009', 'no such price type in this event', jsonb_build_object('what', 'price_type', 'id', p_id));
    elsif v_id is null then
        insert into price_types (event_id, name, position)
        select p_event, p_name, coalesce(max(position) + 1, 0) from price_types where event_id = p_event returning id into v_id;
    end if;
    return v_id;
end
$$;

create or replace function foyer.set_price(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_tier ticket_tiers;
    v_type uuid;
    v_old tier_prices;
    v_version integer := 0;
begin
    perform begin_write();
    perform expect_keys(p, array['tier', 'price_minor', 'version', case when p ? 'price_type' then 'price_type' else 'name' end]);
    perform expect_types(p, '{"tier": "string", "version": "number", "price_type": "string", "name": "string"}');
    perform expect_types(jsonb_strip_nulls(p), '{"price_minor": "number"}');
    perform expect_short_texts(p);
    v_tier := lock_tier((p ->> 'tier')::uuid);
    v_type := price_type_of(v_tier.event_id, p ->> 'price_type', p ->> 'name');
    select * into v_old from tier_prices where tier_id = v_tier.id and price_type_id = v_type and is_current;
    perform expect_version((p ->> 'version')::integer, coalesce(v_old.version, 0));
    update tier_prices set is_current = false where tier_id = v_tier.id and price_type_id = v_type and is_current;
    if p ->> 'price_minor' is not null then
        insert into tier_prices (tier_id, price_type_id, event_id, version, price_minor)
        select v_tier.id, v_type, v_tier.event_id, coalesce(max(version), 0) + 1, (p ->> 'price_minor')::bigint
        from tier_prices where tier_id = v_tier.id and price_type_id = v_type
        returning version into v_version;
    elsif not exists (select from tier_prices where tier_id = v_tier.id and is_current) then
        perform refuse('TK015', 'a tier needs a price', jsonb_build_object('what', 'prices'));
    end if;
    perform audit('set_price', v_tier.id::text, null, jsonb_build_object('price_minor', v_old.price_minor, 'version', v_old.version), jsonb_build_object('price_type', v_type, 'price_minor', p -> 'price_minor', 'version', v_version));
    return jsonb_build_object('tier', v_tier.id, 'price_type', v_type, 'version', v_version);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation then
        perform refuse('TK015', 'the price can not be set so: ' || sqlerrm, jsonb_build_object('what', 'price'));
end
$$;

create or replace function foyer.set_fee(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_event events;
    v_tier uuid;
    v_old fees;
    v_version integer := 0;
begin
    perform begin_write();
    perform expect_keys(p, array['event', 'kind', 'amount_minor', 'version'] || case when p ->> 'amount_minor' is null then '{}' else array['name', 'tax_rate_bp'] end,
                        array['tier', 'name', 'tax_rate_bp']);
    perform expect_types(p, '{"event": "string", "kind": "string", "version": "number", "tier": "string", "name": "string", "tax_rate_bp": "number"}');
    perform expect_types(jsonb_strip_nulls(p), '{"amount_minor": "number"}');
    perform expect_short_texts(p);
    v_event := lock_event((p ->> 'event')::uuid);
    v_tier := (select id from ticket_tiers where id = (p ->> 'tier')::uuid and event_id = v_event.id);
    if p ? 'tier' and v_tier is null then
        perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', p ->> 'tier'));
    end if;
    select * into v_old from fees where event_id = v_event.id and tier_id is not distinct from v_tier and kind = p ->> 'kind' and is_active;
    perform expect_version((p ->> 'version')::integer, coalesce(v_old.version, 0));
    update fees set is_active = false where id = v_old.id;
    if p ->> 'amount_minor' is not null then
        insert into fees (event_id, tier_id, kind, name, amount_minor, tax_rate_bp, version)
        select v_event.id, v_tier, p ->> 'kind', p ->> 'name', (p ->> 'amount_minor')::bigint, (p ->> 'tax_rate_bp')::integer, coalesce(max(version), 0) + 1
        from fees where event_id = v_event.id and tier_id is not distinct from v_tier and kind = p ->> 'kind'
        returning version into v_version;
    end if;
    perform audit('set_fee', v_event.id::text, null, jsonb_build_object('amount_minor', v_old.amount_minor, 'version', v_old.version), p - 'event');
    return jsonb_build_object('event', v_event.id, 'version', v_version);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation then
        perform refuse('TK015', 'the fee can not be set so: ' || sqlerrm, jsonb_build_object('what', 'fee'));
end
$$;

grant execute on function foyer.set_price(jsonb), foyer.set_fee(jsonb) to foyer_manager;
