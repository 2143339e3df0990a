-- SPDX-License-Identifier: GPL-3.0-or-later
-- Reading a queued sale: what it must look like, and what it cost under its leases.

create or replace function foyer.expect_replay(p_request jsonb, p_prefix text) returns void
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_keys constant text[] := array['ticket', 'event', 'tier', 'price_type', 'place', 'price_minor', 'starts_at'];
    v jsonb;
begin
    if p_request ->> 'channel' is distinct from 'offline' then
        perform refuse('TK015', 'the channel is offline', jsonb_build_object('what', 'channel'));
    end if;
    -- Beyond this a queued sale looks like any other.
    perform expect_sale(p_request - array['leases', 'sold_at', 'sold_by'] || '{"channel": "counter", "holds": []}', p_prefix);
    perform expect_keys(p_request, array['leases', 'sold_at', 'sold_by', 'order', 'number', 'till', 'currency', 'total_minor', 'channel', 'items', 'payments'], array['user']);
    perform expect_types(p_request, '{"leases": "array", "sold_at": "string", "sold_by": "string"}');
    if jsonb_array_length(p_request -> 'leases') not between 1 and 20 then
        perform refuse('TK015', '1 to 20 leases are expected', jsonb_build_object('what', 'leases'));
    elsif jsonb_path_exists(p_request, 'strict $.payments[*].method ? (@ != "cash" && @ != "card")') then
        perform refuse('TK015', 'only cash and cards are taken offline', jsonb_build_object('what', 'payments'));
    elsif not isfinite((p_request ->> 'sold_at')::timestamptz) then
        perform refuse('TK015', 'a sale has a time', jsonb_build_object('what', 'sold_at'));
    elsif not exists (select from staff where role_name = left(p_request ->> 'sold_by', 63)::name) then
        perform refuse('TK009', 'no such member of staff', jsonb_build_object('what', 'sold_by', 'id', left(p_request ->> 'sold_by', 200)));
    end if;
    for v in select * from jsonb_array_elements(p_request -> 'leases') loop
        perform expect_keys(v, array['lease', 'epoch']);
        perform expect_types(v, '{"lease": "string", "epoch": "number"}');
    end loop;
    for v in select * from jsonb_array_elements(p_request -> 'items') loop
        perform expect_keys(v, v_keys);
        perform expect_types(v, '{"ticket": "string", "event": "string", "tier": "string", "price_type": "string", "place": "number", "price_minor": "number", "starts_at": "string"}');
    end loop;
end
$$;

-- The leases that a queued sale names: of this till, and of no epoch that never was. The moment from which the last of them could be sold.
create or replace function foyer.replayed_leases(p_leases jsonb, p_till uuid, out leases uuid[], out since timestamptz)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v record;
begin
    for v in
        select x.lease, x.epoch, l.till_id, l.epoch as current, l.created_at
        from jsonb_to_recordset(p_leases) x (lease uuid, epoch integer) left join foyer.leases l on l.id = x.lease and l.kind = 'lease'
    loop
        if v.current is null then
            perform refuse('TK009', 'no such lease', jsonb_build_object('what', 'lease', 'id', v.lease));
        elsif v.till_id <> p_till then
            perform refuse('TK008', 'that lease is of another till', jsonb_build_object('what', 'lease', 'id', v.lease));
        elsif v.epoch not between 1 and v.current then
            perform refuse('TK011', 'the lease never had that epoch', jsonb_build_object('lease', v.lease, 'yours', v.epoch, 'current', v.current));
        end if;
        leases := array_append(leases, v.lease);
        since := greatest(since, v.created_at);
    end loop;
end
$$;

-- The lines of a queued sale at the prices of its leases, as price_items() makes them at the centre's; an event's fee per order is that of its first line's lease.
create or replace function foyer.price_replay(p_request jsonb, p_leases uuid[], out items foyer.priced_item[], out subtotal bigint, out fee bigint, out tax bigint, out total bigint)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    i priced_item;
    o priced_item;
    x record;
    v_fees priced_item[] := '{}';
    v_wrong boolean := false;
begin
    items := '{}';
    for x in
        select q.n - 1 as position, q.ticket, q.event, q.tier, q.price_type, q.place, q.price_minor as shown, l.prices, t.name as tier_name, t.tax_rate_bp, t.fee, t.fee_tax_bp,
               p.name as type_name, p.version, p.price_minor
        from rows from (jsonb_to_recordset(p_request -> 'items') as (ticket uuid, event uuid, tier uuid, price_type uuid, place bigint, price_minor bigint)) with ordinality
             as q (ticket, event, tier, price_type, place, price_minor, n)
        left join lateral (select y.prices from leases y where y.id = any (p_leases) and y.event_id = q.event and q.place = any (y.places) order by y.created_at, y.id limit 1) l on true
        left join lateral (select y ->> 'name' as name, (y ->> 'tax_rate_bp')::integer as tax_rate_bp, (y ->> 'fee_per_ticket_minor')::bigint as fee,
                                  (y ->> 'fee_per_ticket_tax_bp')::integer as fee_tax_bp, y -> 'prices' as prices
                           from jsonb_array_elements(l.prices -> 'tiers') y where (y ->> 'id')::uuid = q.tier) t on true
        left join lateral (select y ->> 'name' as name, (y ->> 'version')::integer as version, (y ->> 'price_minor')::bigint as price_minor
                           from jsonb_array_elements(t.prices) y where (y ->> 'price_type')::uuid = q.price_type) p on true
        order by q.n
    loop
        if x.prices is null then
            perform refuse('TK009', 'that place is of none of the leases', jsonb_build_object('what', 'place', 'id', x.place));
        elsif x.price_minor is null then
            perform refuse('TK009', 'the lease has no such tier or price', jsonb_build_object('what', 'price', 'id', x.price_type, 'event', x.event, 'tier', x.tier));
        elsif x.prices ->> 'currency' <> p_request ->> 'currency' then
            perform refuse('TK015', 'the event has another currency', jsonb_build_object('what', 'currency', 'currency', x.prices -> 'currency'));
        end if;
        v_wrong := v_wrong or x.shown <> x.price_minor;
        i := null;
        i.position := x.position;
        i.ticket := x.ticket;
        i.event := x.event;
        i.tier := x.tier;
        i.tier_name := x.tier_name;
        i.price_type := x.price_type;
        i.price_type_name := x.type_name;
        i.place := x.place;
        i.price_version := x.version;
        i.price_minor := x.price_minor;
        i.price_tax_minor := tax_in(x.price_minor, x.tax_rate_bp);
        i.fee_minor := x.fee;
        i.fee_tax_minor := tax_in(x.fee, x.fee_tax_bp);
        items := items || i;
        if (x.prices ->> 'fee_per_order_minor')::bigint > 0 and not exists (select from unnest(v_fees) y where y.event = x.event) then
            o := null;
            o.event := x.event;
            o.price_minor := 0;
            o.price_tax_minor := 0;
            o.fee_minor := (x.prices ->> 'fee_per_order_minor')::bigint;
            o.fee_tax_minor := tax_in(o.fee_minor, (x.prices ->> 'fee_per_order_tax_bp')::integer);
            v_fees := v_fees || o;
        end if;
    end loop;
    foreach o in array v_fees loop
        o.position := cardinality(items);
        items := items || o;
    end loop;
    select sum(y.price_minor - y.price_tax_minor), sum(y.fee_minor - y.fee_tax_minor), sum(y.price_tax_minor + y.fee_tax_minor) into subtotal, fee, tax from unnest(items) y;
    total := subtotal + fee + tax;
    if v_wrong or total <> (p_request ->> 'total_minor')::bigint then
        perform refuse('TK004', 'those are not the prices of the lease', jsonb_build_object('shown_minor', p_request -> 'total_minor', 'total_minor', total, 'currency', p_request -> 'currency'));
    end if;
end
$$;
