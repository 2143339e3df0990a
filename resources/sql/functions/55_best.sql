-- SPDX-License-Identifier: GPL-3.0-or-later
-- best_available: the best n places of a tier for a basket. See CALLS.md.

-- Takes a proposal for a hold if all of it is still free; p_wait: waits for others instead of passing by. What it did not get is in `gone`.
create or replace function foyer.take_block(p_places bigint[], p_hold uuid, p_ttl interval, p_wait boolean, out taken_at timestamptz, out gone bigint[])
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_got bigint[];
begin
    taken_at := clock_timestamp();
    begin
        if p_wait then
            v_got := array(select id from event_seats where id = any (p_places) and (status = 'AVAILABLE' or reserved_until <= taken_at) order by id for no key update);
        else
            v_got := array(select id from event_seats where id = any (p_places) and (status = 'AVAILABLE' or reserved_until <= taken_at) order by id
                           for no key update skip locked);
        end if;
        if cardinality(v_got) < cardinality(p_places) then
            -- Lets go of what it locked.
            raise exception using errcode = 'FY001';
        end if;
    exception when sqlstate 'FY001' then
        taken_at := null;
        gone := array(select p from unnest(p_places) p where p <> all (v_got));
        return;
    end;
    taken_at := clock_timestamp();
    update event_seats set status = 'RESERVED', hold_id = p_hold, lease_id = null, reserved_at = taken_at, reserved_until = taken_at + p_ttl where id = any (p_places);
end
$$;

-- The best of what is free: the proposals of one snapshot one after the other, passing by those that touch what another is taking; after five that were gone in
-- the meantime, one till after the other (the tier's row of counts is the lock), with a fresh look each time. Standing places have no best.
create or replace function foyer.take_best(p_tier uuid, p_quantity integer, p_hold uuid, p_ttl interval, p_near integer, out places bigint[], out taken_at timestamptz)
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_block record;
    v_gone bigint[] := '{}';
    v_failures integer := 0;
begin
    if (select kind from ticket_tiers where id = p_tier) = 'seated' then
        for places in select b.places from best_choices(p_tier, p_quantity, 100) b loop
            continue when places && v_gone;
            v_block := take_block(places, p_hold, p_ttl, false);
            taken_at := v_block.taken_at;
            if taken_at is not null then
                return;
            end if;
            v_gone := v_gone || v_block.gone;
            v_failures := v_failures + 1;
            exit when v_failures = 5;
        end loop;
        if v_failures > 0 then
            perform from tier_counts where tier_id = p_tier for no key update;
        end if;
        for v_attempt in 1..5 loop
            places := (select b.places from best_choices(p_tier, p_quantity, 1) b limit 1);
            exit when places is null;
            v_block := take_block(places, p_hold, p_ttl, true);
            taken_at := v_block.taken_at;
            if taken_at is not null then
                return;
            end if;
        end loop;
    end if;
    -- Fewer than asked are free, or the ground moves too fast: this one waits for every competing lock, and only it says sold out.
    select t.places, t.taken_at into places, taken_at from take_any(p_tier, p_quantity, p_hold, null, p_ttl, p_near) t;
end
$$;

create or replace function foyer.best_available(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_hold uuid;
    v_tier ticket_tiers;
    v_quantity integer;
    v_answer jsonb;
    v_taken record;
    v_ttl interval := make_interval(secs => (select hold_seconds from settings));
begin
    c := unseal(p_till, p_request, p_mac);
    -- Compiling these queries took 80 ms of 90.
    perform set_config('jit', 'off', true);
    perform expect_keys(c.request, array['hold', 'till', 'token', 'event', 'tier', 'quantity']);
    perform expect_types(c.request, '{"hold": "string", "token": "string", "event": "string", "tier": "string", "quantity": "number"}');
    v_hold := (c.request ->> 'hold')::uuid;
    v_quantity := (c.request ->> 'quantity')::integer;
    v_answer := claim_hold(c.till_id, c.request, c.request_hash, v_ttl);
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_tier from ticket_tiers where id = (c.request ->> 'tier')::uuid and event_id = (c.request ->> 'event')::uuid;
    if not found then
        perform refuse('TK009', 'no such tier in this event', jsonb_build_object('what', 'tier', 'id', c.request ->> 'tier'));
    end if;
    perform expect_quantity(v_quantity);
    perform expect_hold_limits(v_quantity);
    perform expect_on_sale(v_tier.event_id, array[v_tier.id], array[v_quantity]);
    v_taken := take_best(v_tier.id, v_quantity, v_hold, v_ttl, v_tier.first_ordinal);
    update holds set places = v_taken.places, expires_at = v_taken.taken_at + v_ttl, updated_at = v_taken.taken_at where id = v_hold;
    perform audit('best_available', v_hold::text, c.till_id, null, jsonb_build_object('event', v_tier.event_id, 'places', to_jsonb(v_taken.places)));
    return hold_answer(v_hold);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded or check_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.best_available(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
