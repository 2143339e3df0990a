-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a sale looks like, and whether it is paid. These run within calls that pin search_path and time zone, see README.

-- Says what is wrong with a sale that can not be read.
create or replace function foyer.refuse_sale(p_request jsonb) returns void
language plpgsql immutable
as $$
begin
    perform expect_keys(p_request, array['order', 'number', 'till', 'currency', 'total_minor', 'channel', 'holds', 'items', 'payments'], array['user']);
    perform expect_types(p_request, '{"order": "string", "number": "string", "currency": "string", "channel": "string", "total_minor": "number", "holds": "array",
                                      "items": "array", "payments": "array", "user": "string"}');
    if p_request ->> 'channel' <> 'counter' then
        perform refuse('TK015', 'the channel is counter', jsonb_build_object('what', 'channel'));
    end if;
    perform refuse('TK015', 'a payment can not be read', jsonb_build_object('what', 'payments'));
end
$$;

-- Refuses payments or a head of a request that can not be read (items: price_items); conversions of values come later, as data exceptions. Always true.
create or replace function foyer.expect_sale(p_request jsonb, p_prefix text) returns boolean
language plpgsql immutable
as $$
declare
    v_keys constant text[] := array['order', 'number', 'till', 'currency', 'total_minor', 'channel', 'holds', 'items', 'payments', 'user'];
    v_payment constant text[] := array['payment', 'method', 'amount_minor', 'given_minor', 'reference'];
    v jsonb;
begin
    if p_request - v_keys <> '{}' then
        perform expect_keys(p_request, '{}', v_keys);
    end if;
    -- One pass over the document for keys and types: this runs for every sale. (A comparison of unlike types is neither true nor false: ask for the type first.)
    if jsonb_path_exists(p_request, '$ ? (!exists (@.order) || !exists (@.number) || !exists (@.currency) || !exists (@.channel) || !exists (@.total_minor)
           || !exists (@.holds) || !exists (@.items) || !exists (@.payments)
           || @.order.type() != "string" || @.number.type() != "string" || @.currency.type() != "string" || @.channel.type() != "string" || @.channel != "counter"
           || @.total_minor.type() != "number" || @.holds.type() != "array" || @.items.type() != "array" || @.payments.type() != "array" || @.user.type() != "string"
           || exists (@.payments[*] ? (@.type() != "object" || !exists (@.payment) || !exists (@.amount_minor) || @.payment.type() != "string"
               || @.amount_minor.type() != "number" || @.given_minor.type() != "number" || @.reference.type() != "string"
               || @.method.type() != "string" || !(@.method == "card" || @.method == "cash") || (@.method == "card" && exists (@.given_minor)))))') then
        perform refuse_sale(p_request);
    end if;
    if p_request ->> 'currency' !~ '^[A-Z]{3}$' then
        perform refuse('TK015', 'a currency has three letters', jsonb_build_object('what', 'currency'));
    elsif not starts_with(p_request ->> 'number', p_prefix) or octet_length(p_request ->> 'number') > 60 then
        perform refuse('TK015', 'the order number starts with the prefix of the till', jsonb_build_object('what', 'number'));
    elsif jsonb_array_length(p_request -> 'items') not between 1 and 200 then
        perform expect_quantity(jsonb_array_length(p_request -> 'items'));
    elsif jsonb_array_length(p_request -> 'payments') > 20 then
        perform refuse('TK015', 'at most 20 payments', jsonb_build_object('what', 'payments'));
    end if;
    for n in 0..jsonb_array_length(p_request -> 'payments') - 1 loop
        v := p_request -> 'payments' -> n;
        if v - v_payment <> '{}' or octet_length(v ->> 'reference') > 200 then
            perform refuse('TK015', 'a payment can not be read', jsonb_build_object('what', 'payments'));
        end if;
    end loop;
    return true;
end
$$;

-- The change of payments; `good` when they add up to the total exactly.
create or replace function foyer.settle(p_payments jsonb, p_total bigint, out paid bigint, out change bigint, out good boolean)
language plpgsql immutable
as $$
declare
    v jsonb;
    v_amount bigint;
    v_given bigint;
begin
    paid := 0;
    change := 0;
    good := true;
    for n in 0..jsonb_array_length(p_payments) - 1 loop
        v := p_payments -> n;
        v_amount := v ->> 'amount_minor';
        v_given := v ->> 'given_minor';
        good := good and v_amount >= 0 and (v_given between v_amount and 100000000000) is not false;
        paid := paid + v_amount;
        if v_given > v_amount then
            change := change + v_given - v_amount;
        end if;
    end loop;
    good := good and paid = p_total;
end
$$;
