-- SPDX-License-Identifier: GPL-3.0-or-later
-- accept_offer: at a till, the customer takes what was offered. The offer's places become a basket's hold through the code of hold_places.
create or replace function foyer.accept_offer(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_hold uuid;
    v_entry waitlist;
    v_answer jsonb;
    v_places bigint[];
    v_now timestamptz;
    v_ttl interval := make_interval(secs => (select hold_seconds from settings));
begin
    c := unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['hold', 'till', 'token', 'entry']);
    perform expect_types(c.request, '{"hold": "string", "token": "string", "entry": "string"}');
    v_hold := (c.request ->> 'hold')::uuid;
    select * into v_entry from waitlist where id = (c.request ->> 'entry')::uuid;
    if not found then
        perform refuse('TK009', 'no such entry', jsonb_build_object('what', 'entry', 'id', c.request ->> 'entry'));
    end if;
    v_answer := claim_hold(c.till_id, c.request || jsonb_build_object('event', v_entry.event_id), c.request_hash, v_ttl);
    if v_answer is not null then
        return v_answer;
    end if;
    select * into v_entry from waitlist where id = v_entry.id for no key update;
    v_places := (select places from holds where id = v_entry.hold_id);
    if v_entry.status <> 'offered' or v_entry.offer_until <= clock_timestamp() then
        perform refuse('TK003', 'nothing is offered, or not any more', jsonb_strip_nulls(jsonb_build_object('hold', v_entry.hold_id, 'places', coalesce(to_jsonb(v_places), '[]'),
            'seats', (select coalesce(jsonb_agg(label order by id), '[]') from event_seats where id = any (v_places)))));
    end if;
    -- Freed and taken again under one lock: nobody comes between.
    perform end_offer_holds(array[v_entry.hold_id]);
    v_now := take_these(v_entry.event_id, v_places, v_hold, v_ttl);
    update holds set places = v_places, expires_at = v_now + v_ttl, updated_at = v_now where id = v_hold;
    update waitlist set status = 'taken', hold_id = v_hold where id = v_entry.id;
    perform audit('accept_offer', v_entry.id::text, c.till_id, null, jsonb_build_object('hold', v_hold, 'places', to_jsonb(v_places)));
    return hold_answer(v_hold);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded or check_violation then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.accept_offer(text, text, bytea) to foyer_clerk, foyer_manager, foyer_till;
