-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a sale writes. These run within calls that pin search_path and time zone, see README.

-- The tickets of a sale as its answer lists them.
create or replace function foyer.tickets_json(p_items foyer.priced_item[], p_places bigint[], p_labels text[]) returns json[]
language plpgsql immutable
as $$
declare
    i foyer.priced_item;
    v_tickets json[] := '{}';
begin
    foreach i in array p_items loop
        exit when i.ticket is null;
        v_tickets[i.position + 1] := json_build_object('ticket', i.ticket, 'event', i.event, 'place', p_places[i.position + 1], 'seat', p_labels[i.position + 1],
            'tier', i.tier, 'tier_name', i.tier_name, 'price_type', i.price_type, 'price_type_name', i.price_type_name, 'price_minor', i.price_minor);
    end loop;
    return v_tickets;
end
$$;

-- Items, tickets, rollup, audit, payments, journal. Plain statements: as one statement of CTEs they took twice as long to set up. Training stays out of the figures and the journal.
create or replace function foyer.write_sale(p_items foyer.priced_item[], p_places bigint[], p_order uuid, p_till uuid, p_request jsonb, p_total bigint, p_at timestamptz,
                                            p_training boolean default false)
returns boolean
language plpgsql volatile
as $$
declare
    v_hour timestamptz := date_bin('1 hour', p_at, '2000-01-01 00:00:00+00');
    v_payments jsonb := p_request -> 'payments';
    v_currency text := p_request ->> 'currency';
    v jsonb;
    v_done boolean;
begin
    insert into order_items (order_id, position, kind, event_id, tier_id, price_type_id, price_version, price_minor, price_tax_minor, fee_minor, fee_tax_minor)
    select p_order, x.position, case when x.ticket is null then 'order_fee' else 'ticket' end, x.event, x.tier, x.price_type, x.price_version,
           x.price_minor, x.price_tax_minor, x.fee_minor, x.fee_tax_minor from unnest(p_items) x;
    insert into tickets (id, order_id, position, place_id, event_id, tier_id, price_minor, created_at, updated_at)
    select x.ticket, p_order, x.position, p_places[x.position + 1], x.event, x.tier, x.price_minor, p_at, p_at from unnest(p_items) x where x.ticket is not null;
    if not p_training then
        insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor)
        select x.event, x.tier, x.price_type, p_request ->> 'channel', v_hour, num_nonnulls(x.ticket), x.price_minor, x.fee_minor,
               x.price_tax_minor + x.fee_tax_minor from unnest(p_items) x;
    end if;
    insert into audit_log (at, actor, till_id, action, subject, after)
    values (p_at, session_user, p_till, 'sell', p_order::text, jsonb_build_object('number', p_request -> 'number', 'total_minor', p_total));
    for n in 0..jsonb_array_length(v_payments) - 1 loop
        v := v_payments -> n;
        insert into payments (id, order_id, method, amount_minor, given_minor, reference, currency, created_at)
        values ((v ->> 'payment')::uuid, p_order, v ->> 'method', (v ->> 'amount_minor')::bigint, (v ->> 'given_minor')::bigint, v ->> 'reference', v_currency, p_at);
    end loop;
    if not p_training then
        -- The till's head is the last lock.
        for n in 0..jsonb_array_length(v_payments) - 1 loop
            v := v_payments -> n;
            v_done := journal_append(p_till, 'payment', (v ->> 'payment')::uuid, p_order, v ->> 'method', (v ->> 'amount_minor')::bigint, v_currency, p_at);
        end loop;
    end if;
    return true;
end
$$;
