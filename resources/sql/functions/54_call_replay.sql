-- SPDX-License-Identifier: GPL-3.0-or-later
-- replay_sale: a sale that was made under a lease while nobody could be asked. It was paid and its tickets are out, so it is booked if it can be read: what can not
-- be had any more is a case for the conflict desk, with its money, never a refusal. See CALLS.md.

-- What becomes of each line's place, by position: null when all is well, or what is wrong with it. Takes the places that are still to be had, also those that a
-- reclaimed lease lost and nobody took. The locks: leases, then places by id; who cancels a performance locks its places, so either sees this sale or is seen.
create or replace function foyer.take_replayed(p_request jsonb, p_items foyer.priced_item[], p_leases uuid[], p_order uuid, p_at timestamptz,
                                               out kinds text[], out labels text[])
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_wanted bigint[] := array(select i.place from unnest(p_items) i where i.ticket is not null);
    v_rows event_seats[];
    v_now timestamptz;
begin
    perform from leases where id = any (p_leases) order by id for no key update;
    v_rows := array(select s from event_seats s where s.id = any (v_wanted) order by s.id for no key update);
    v_now := clock_timestamp();
    if cardinality(v_wanted) > (select count(distinct w) from unnest(v_wanted) w) then
        perform refuse('TK015', 'a place is named twice', jsonb_build_object('what', 'places'));
    elsif cardinality(v_wanted) > (select count(*) from unnest(p_items) i join unnest(v_rows) r on r.id = i.place and r.event_id = i.event and r.tier_id = i.tier) then
        perform refuse('TK009', 'no such place in that tier', jsonb_build_object('what', 'place', 'id', (select min(i.place) from unnest(p_items) i where i.ticket is not null
            and not exists (select from unnest(v_rows) r where r.id = i.place and r.event_id = i.event and r.tier_id = i.tier))));
    end if;
    select array_agg(case when e.status = 'cancelled' or e.deleted_at is not null then 'event_cancelled'
                          when r.status <> 'AVAILABLE' and (r.reserved_until <= v_now) is not true and (r.lease_id = any (p_leases)) is not true then 'place_lost'
                          when e.start_time <> (p_request -> 'items' -> i.position ->> 'starts_at')::timestamptz then 'start_moved' end order by i.position),
           array_agg(r.label order by i.position) into kinds, labels
    from unnest(p_items) i join events e on e.id = i.event join unnest(v_rows) r on r.id = i.place where i.ticket is not null;
    update event_seats set status = 'SOLD', order_id = p_order, sold_at = p_at, hold_id = null, lease_id = null, reserved_at = null, reserved_until = null
    where id = any (array(select i.place from unnest(p_items) i where i.ticket is not null and coalesce(kinds[i.position + 1], 'start_moved') = 'start_moved'));
    update event_seats set status = 'AVAILABLE', lease_id = null, reserved_at = null, reserved_until = null
    where id = any (array(select i.place from unnest(p_items) i where kinds[i.position + 1] = 'event_cancelled')) and lease_id = any (p_leases);
    perform settle_lease(l) from unnest(p_leases) l;
end
$$;

-- Writes the order in full: items, tickets (cancelled at once where there is no place), figures, payments, conflicts, audit and, last, the journal. What was sold
-- is dated when it was sold, what is booked when it is booked.
create or replace function foyer.write_replayed(p_request jsonb, p_items foyer.priced_item[], p_kinds text[], p_order uuid, p_till uuid, p_sold_at timestamptz) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_lost constant text[] := array['place_lost', 'event_cancelled'];
    v_now constant timestamptz := clock_timestamp();
    v jsonb;
begin
    insert into order_items (order_id, position, kind, event_id, tier_id, price_type_id, price_version, price_minor, price_tax_minor, fee_minor, fee_tax_minor)
    select p_order, x.position, case when x.ticket is null then 'order_fee' else 'ticket' end, x.event, x.tier, x.price_type, x.price_version,
           x.price_minor, x.price_tax_minor, x.fee_minor, x.fee_tax_minor from unnest(p_items) x;
    insert into tickets (id, order_id, position, place_id, event_id, tier_id, status, ended_at, price_minor, created_at, updated_at)
    select x.ticket, p_order, x.position, x.place, x.event, x.tier, case when p_kinds[x.position + 1] = any (v_lost) then 'cancelled' else 'valid' end::ticket_status,
           case when p_kinds[x.position + 1] = any (v_lost) then v_now end, x.price_minor, p_sold_at, v_now from unnest(p_items) x where x.ticket is not null;
    insert into sales_rollup (event_id, tier_id, price_type_id, channel, hour, tickets, gross_minor, fee_minor, tax_minor)
    select x.event, x.tier, x.price_type, 'offline', date_trunc('hour', p_sold_at, 'UTC'), num_nonnulls(x.ticket), x.price_minor, x.fee_minor,
           x.price_tax_minor + x.fee_tax_minor from unnest(p_items) x;
    insert into payments (id, order_id, method, amount_minor, given_minor, reference, currency, created_at)
    select p.payment, p_order, p.method, p.amount_minor, p.given_minor, p.reference, p_request ->> 'currency', v_now
    from jsonb_to_recordset(p_request -> 'payments') p (payment uuid, method text, amount_minor bigint, given_minor bigint, reference text);
    -- A performance's fee per order is part of the case when all its tickets are.
    insert into sync_conflicts (replay_id, place_id, ticket_id, kind, amount_minor, currency)
    select p_order, x.place, x.ticket, p_kinds[x.position + 1],
           x.price_minor + x.fee_minor + case when x.all_in_conflict and x.nth = 1 then coalesce((select o.fee_minor from unnest(p_items) o where o.ticket is null and o.event = x.event), 0) else 0 end,
           p_request ->> 'currency'
    from (select i.*, bool_and(p_kinds[i.position + 1] is not null) over (partition by i.event) as all_in_conflict, row_number() over (partition by i.event order by i.position) as nth
          from unnest(p_items) i where i.ticket is not null) x
    where p_kinds[x.position + 1] is not null;
    perform audit('replay_sale', p_order::text, p_till, null, jsonb_build_object('outcome', case when num_nonnulls(variadic p_kinds) = 0 then 'accepted' else 'conflict' end,
        'number', p_request -> 'number', 'total_minor', p_request -> 'total_minor', 'sold_by', p_request -> 'sold_by', 'sold_at', p_request -> 'sold_at'));
    for v in select * from jsonb_array_elements(p_request -> 'payments') loop
        perform journal_append(p_till, 'payment', (v ->> 'payment')::uuid, p_order, v ->> 'method', (v ->> 'amount_minor')::bigint, p_request ->> 'currency', v_now);
    end loop;
end
$$;

-- Books a queued sale that was claimed; refuses what is to be rejected.
create or replace function foyer.book_replay(p_request jsonb, p_hash bytea, p_till uuid, p_prefix text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_order constant uuid := p_request ->> 'order';
    l record;
    s record;
    v_paid record;
    v_taken record;
    v_sold_at timestamptz;
    v_answer jsonb;
begin
    perform expect_replay(p_request, p_prefix);
    l := replayed_leases(p_request -> 'leases', p_till);
    s := price_replay(p_request, l.leases);
    v_paid := settle(p_request -> 'payments', s.total);
    if v_paid.good is not true then
        perform refuse('TK007', 'the payments do not add up to the total', jsonb_build_object('total_minor', s.total, 'paid_minor', v_paid.paid));
    end if;
    -- A till's clock may be wrong, but nothing was sold before it was leased, nor later than now.
    v_sold_at := least(greatest((p_request ->> 'sold_at')::timestamptz, l.since), clock_timestamp());
    insert into orders (id, number, till_id, user_id, channel, status, currency, subtotal, service_fee, tax, total_amount, change_minor, request_hash, sold_by, sold_at)
    values (v_order, p_request ->> 'number', p_till, (p_request ->> 'user')::uuid, 'offline', 'paid', p_request ->> 'currency', s.subtotal, s.fee, s.tax, s.total,
            v_paid.change, p_hash, p_request ->> 'sold_by', v_sold_at);
    v_taken := take_replayed(p_request, s.items, l.leases, v_order, v_sold_at);
    perform write_replayed(p_request, s.items, v_taken.kinds, v_order, p_till, v_sold_at);
    v_answer := jsonb_build_object('order', v_order, 'number', p_request -> 'number',
        'outcome', case when num_nonnulls(variadic v_taken.kinds) = 0 then 'accepted' else 'conflict' end, 'sale', sale_answer(v_order),
        'conflicts', case when num_nonnulls(variadic v_taken.kinds) = 0 then '[]' else (select jsonb_agg(jsonb_build_object('conflict', c.id, 'kind', c.kind, 'ticket', c.ticket_id, 'place', c.place_id, 'seat', v_taken.labels[k.position + 1],
                                                'amount_minor', c.amount_minor) order by k.position)
                      from sync_conflicts c join tickets k on k.id = c.ticket_id where c.replay_id = v_order) end);
    update offline_replays set outcome = v_answer ->> 'outcome', order_id = v_order, answer = v_answer, sold_by = p_request ->> 'sold_by',
           sold_at = (p_request ->> 'sold_at')::timestamptz, lease_id = l.leases[1], lease_epoch = (p_request -> 'leases' -> 0 ->> 'epoch')::integer where id = v_order;
    return v_answer;
end
$$;

create or replace function foyer.replay_sale(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_till uuid;
    v_id uuid;
    v_hash bytea;
    v_old offline_replays;
    v_answer jsonb;
    v_error text[];
    v_detail text;
begin
    perform set_config('synchronous_commit', 'on', true);
    perform begin_write();
    select t.id into v_till from tills t where t.code = p_till and t.role_name = session_user and t.retired_at is null;
    if not found then
        perform refuse('TK008', 'only the till''s own login replays', jsonb_build_object('what', 'till'));
    end if;
    v_hash := sha256(convert_to(coalesce(p_request, ''), 'UTF8'));
    begin
        c := unseal(p_till, p_request, p_mac);
        v_id := c.request ->> 'order';
        if v_id is null then
            perform refuse('TK015', 'the sale has no id', jsonb_build_object('what', 'order'));
        end if;
    exception when sqlstate 'TK008' or sqlstate 'TK015' or data_exception or program_limit_exceeded then
        v_error := rejection_of(sqlstate, sqlerrm);
        -- What is not sealed, or has no id, is kept under an id of its own: it may not stand in the way of the sale it pretends to be.
        v_id := encode(substr(v_hash, 1, 16), 'hex')::uuid;
    end;
    if v_error is not null and (select count(*) from offline_replays where till_id = v_till and outcome = 'rejected') >= 10000 then
        perform refuse('TK006', 'that till has 10 000 rejected sales', jsonb_build_object('limit', 10000, 'wanted', 10001));
    end if;

    -- The claim: a second call with this id waits here for the first.
    insert into offline_replays (id, till_id, request, request_hash, outcome) values (v_id, v_till, case when v_error is null then p_request else left(coalesce(p_request, ''), 250000) end, v_hash, 'rejected')
    on conflict (id) do nothing;
    if not found then
        select * into v_old from offline_replays where id = v_id;
        if v_old.request_hash <> v_hash or v_old.till_id <> v_till then
            perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
        end if;
        return v_old.answer || jsonb_build_object('repeated', true, 'recalls', recalls_json(v_till));
    end if;
    if v_error is null then
        begin
            v_answer := book_replay(c.request, c.request_hash, v_till, c.till_prefix);
        exception when others then
            get stacked diagnostics v_detail = pg_exception_detail;
            v_error := rejection_of(sqlstate, sqlerrm);
            if v_error is null then
                raise;
            end if;
        end;
    end if;
    if v_error is not null then
        v_answer := jsonb_build_object('order', v_id, 'outcome', 'rejected', 'error', jsonb_build_object('code', v_error[1], 'message', v_error[2],
            'detail', case when v_detail like '{%' then v_detail::jsonb else '{}' end));
        update offline_replays set answer = v_answer where id = v_id;
        perform audit('replay_sale', v_id::text, v_till, null, jsonb_build_object('outcome', 'rejected', 'code', v_error[1], 'message', left(v_error[2], 1000)));
    end if;
    return v_answer || jsonb_build_object('recalls', recalls_json(v_till));
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
end
$$;

-- Code and sentence of the rejection that an error of booking means; null for one that says nothing about the sale, which is tried again.
create or replace function foyer.rejection_of(p_state text, p_message text) returns text[]
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return case when p_state = 'TK014' then null
                when p_state like 'TK%' then array[p_state, p_message]
                -- 23505: the order, its number, a ticket or a payment was there before. 23503: the customer was not. 23514, 22xxx, 54xxx: a value that nothing can hold.
                when p_state = '23505' then array['TK012', 'the order, its number, a ticket or a payment id was used before']
                when p_state = '23503' then array['TK009', 'no such customer']
                when p_state = '23514' or p_state ~ '^(22|54)' then array['TK015', 'the sale can not be read: ' || p_message] end;
end
$$;

grant execute on function foyer.replay_sale(text, text, bytea) to foyer_till;
