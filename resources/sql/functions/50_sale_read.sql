-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a sale looks like, and whether it is paid. These run within calls that pin search_path and time zone, see README.

-- Says what is wrong with a sale that can not be read.
create or replace function foyer.refuse_sale(p_request jsonb, p_prefix text) returns void
language plpgsql immutable
as $$
begin
    perform expect_keys(p_request, array['order', 'number', 'till', 'currency', 'total_minor', 'channel', 'holds', 'items', 'payments'], array['user']);
    perform expect_types(p_request, '{"order": "string", "number": "string", "currency": "string", "channel": "string", "total_minor": "number", "holds": "array",
                                      "items": "array", "payments": "array", "user": "string"}');
    if p_request ->> 'channel' <> 'counter' then
        perform refuse('TK015', 'the channel is counter', jsonb_build_object('what', 'channel'));
    elsif p_request ->> 'currency' !~ '^[A-Z]{3}$' then
        perform refuse('TK015', 'a currency has three letters', jsonb_build_object('what', 'currency'));
    elsif not starts_with(p_request ->> 'number', p_prefix) or octet_length(p_request ->> 'number') > 60 then
        perform refuse('TK015', 'the order number starts with the prefix of the till', jsonb_build_object('what', 'number'));
    elsif jsonb_array_length(p_request -> 'payments') > 20 then
        perform refuse('TK015', 'at most 20 payments', jsonb_build_object('what', 'payments'));
    end if;
    perform expect_quantity(jsonb_array_length(p_request -> 'items'));
    perform refuse('TK015', 'a payment can not be read', jsonb_build_object('what', 'payments'));
end
$$;

-- Refuses payments or a head of a request that can not be read (items: price_items); conversions of values come later, as data exceptions. Always true.
-- (A comparison of two types is neither true nor false in a path, so types are asked for first; and a filter opens one array by itself, so it stands without [*].) One expression, and all that a path can ask in one path: PL/pgSQL sets each expression up anew in every transaction.
create or replace function foyer.expect_sale(p_request jsonb, p_prefix text) returns boolean
language plpgsql immutable
as $$
begin
    if p_request - array['order', 'number', 'till', 'currency', 'total_minor', 'channel', 'holds', 'items', 'payments', 'user'] <> '{}'
       or (starts_with(p_request ->> 'number', p_prefix) and octet_length(p_request ->> 'number') <= 60) is not true
       or jsonb_path_exists(p_request, '$ ? (!exists (@.order) || !exists (@.currency) || !exists (@.channel) || !exists (@.total_minor) || !exists (@.till)
           || @.order.type() != "string" || @.number.type() != "string" || @.currency.type() != "string" || !(@.currency like_regex "^[A-Z]{3}$")
           || @.channel.type() != "string" || @.channel != "counter" || @.total_minor.type() != "number" || @.user.type() != "string"
           || !(@.holds.type() == "array") || !(@.items.type() == "array") || !(@.payments.type() == "array")
           || @.items.size() < 1 || @.items.size() > 200 || @.payments.size() > 20
           || exists (@.payments ? (@.type() != "object" || !exists (@.payment) || !exists (@.amount_minor) || @.payment.type() != "string"
               || @.amount_minor.type() != "number" || @.given_minor.type() != "number" || @.reference.type() != "string" || @.reference like_regex ".{201}"
               || !exists (@.method) || @.method.type() != "string" || !(@.method == "card" || @.method == "cash") || (@.method == "card" && exists (@.given_minor))
               || exists (@.keyvalue().key ? (@ != "payment" && @ != "method" && @ != "amount_minor" && @ != "given_minor" && @ != "reference")))))') then
        perform refuse_sale(p_request, p_prefix);
    end if;
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
        v_given := coalesce(v ->> 'given_minor', v ->> 'amount_minor');
        good := good and v_amount >= 0 and v_given between v_amount and greatest(v_amount, 100000000000);
        paid := paid + v_amount;
        change := change + greatest(v_given - v_amount, 0);
    end loop;
    good := good and paid = p_total;
end
$$;
