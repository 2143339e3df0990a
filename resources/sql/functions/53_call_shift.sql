-- SPDX-License-Identifier: GPL-3.0-or-later
-- Shifts: a stretch of a till's journal between counting the drawer and counting it again. The journal's entries in cash, from the opening (+ float) to before the
-- closing, add up to what must be in the drawer; the closing's entry is what it differs. A payment's entry is what stays of it, so change is in no sum.

create or replace function foyer.shift_answer(p_shift uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select jsonb_strip_nulls(jsonb_build_object('shift', s.id, 'till', t.code, 'currency', s.currency, 'float_minor', s.float_minor, 'opened_by', s.opened_by,
                'opened_at', utc_text(s.opened_at), 'closed_by', s.closed_by, 'closed_at', utc_text(s.closed_at), 'expected_minor', s.expected_minor,
                'counted_minor', s.counted_minor, 'difference_minor', s.counted_minor - s.expected_minor, 'reason', s.difference_reason))
            from shifts s join tills t on t.id = s.till_id where s.id = p_shift);
end
$$;

-- What must be in the drawer now, or was when the shift closed.
create or replace function foyer.shift_cash(p_shift uuid) returns bigint
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(sum(j.amount_minor), 0) from shifts s join journal j on j.till_id = s.till_id and j.seq >= s.open_seq and (j.seq < s.close_seq) is not false
            where s.id = p_shift and j.method = 'cash' and j.currency = s.currency);
end
$$;

-- The shift of a call, locked; of this till.
create or replace function foyer.lock_shift(p_shift uuid, p_till uuid) returns foyer.shifts
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_shift shifts;
begin
    select * into v_shift from shifts where id = p_shift for no key update;
    if not found then
        perform refuse('TK009', 'no such shift', jsonb_build_object('what', 'shift', 'id', p_shift));
    elsif v_shift.till_id <> p_till then
        perform refuse('TK008', 'that shift is of another till', jsonb_build_object('what', 'shift', 'id', p_shift));
    end if;
    return v_shift;
end
$$;

create or replace function foyer.open_shift(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_id uuid;
    v_float bigint;
    v_seq bigint;
    v_open uuid;
    v_at timestamptz;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['shift', 'till', 'float_minor', 'currency']);
    perform expect_types(c.request, '{"shift": "string", "float_minor": "number", "currency": "string"}');
    v_id := (c.request ->> 'shift')::uuid;
    v_float := (c.request ->> 'float_minor')::bigint;
    if v_float not between 0 and 100000000000 or c.request ->> 'currency' !~ '^[A-Z]{3}$' then
        perform refuse('TK015', 'a float is not negative and has a currency', jsonb_build_object('what', 'float'));
    end if;
    -- The head is all that this call locks: it keeps two openings of one till apart, and the shift begins with the next entry.
    select seq + 1 into v_seq from journal_heads where till_id = c.till_id for no key update;
    v_at := clock_timestamp();
    if is_repeat((select open_hash from shifts where id = v_id), c.request_hash, v_id) then
        return shift_answer(v_id) || '{"repeated": true}';
    end if;
    v_open := (select id from shifts where till_id = c.till_id and closed_at is null);
    if v_open is not null then
        perform refuse('TK008', 'a shift is open at this till', jsonb_build_object('what', 'open', 'id', v_open));
    end if;
    insert into shifts (id, till_id, opened_by, opened_at, float_minor, currency, open_seq, open_hash)
    values (v_id, c.till_id, session_user, v_at, v_float, c.request ->> 'currency', v_seq, c.request_hash);
    perform audit('open_shift', v_id::text, c.till_id, null, jsonb_build_object('float_minor', v_float, 'currency', c.request -> 'currency'));
    perform journal_append(c.till_id, 'shift_open', v_id, null, 'cash', v_float, c.request ->> 'currency', v_at);
    return shift_answer(v_id);
exception
    when unique_violation then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

create or replace function foyer.record_cash_movement(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_id uuid;
    v_amount bigint;
    v_shift shifts;
    v_answer jsonb;
    v_at timestamptz;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['movement', 'till', 'shift', 'amount_minor', 'reason']);
    perform expect_types(c.request, '{"movement": "string", "shift": "string", "amount_minor": "number", "reason": "string"}');
    v_id := (c.request ->> 'movement')::uuid;
    v_amount := (c.request ->> 'amount_minor')::bigint;
    if v_amount = 0 or v_amount not between -100000000000 and 100000000000 or octet_length(c.request ->> 'reason') not between 1 and 1000 then
        perform refuse('TK015', 'a movement has an amount and a reason', jsonb_build_object('what', 'movement'));
    end if;
    v_shift := lock_shift((c.request ->> 'shift')::uuid, c.till_id);
    v_answer := jsonb_build_object('movement', v_id, 'shift', v_shift.id, 'amount_minor', v_amount);
    if is_repeat((select request_hash from cash_movements where id = v_id), c.request_hash, v_id) then
        return v_answer || '{"repeated": true}';
    elsif v_shift.closed_at is not null then
        perform refuse('TK008', 'that shift is closed', jsonb_build_object('what', 'closed', 'id', v_shift.id));
    end if;
    v_at := clock_timestamp();
    insert into cash_movements (id, shift_id, amount_minor, reason, moved_by, request_hash, created_at)
    values (v_id, v_shift.id, v_amount, c.request ->> 'reason', session_user, c.request_hash, v_at);
    perform audit('record_cash_movement', v_id::text, c.till_id, null, jsonb_build_object('shift', v_shift.id, 'amount_minor', v_amount, 'reason', c.request -> 'reason'));
    perform journal_append(c.till_id, 'cash_movement', v_id, null, 'cash', v_amount, v_shift.currency, v_at);
    return v_answer;
exception
    when unique_violation then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

create or replace function foyer.close_shift(p_till text, p_request text, p_mac bytea) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    c record;
    v_shift shifts;
    v_counted bigint;
    v_expected bigint;
    v_reason text;
    v_seq bigint;
    v_at timestamptz;
begin
    perform set_config('synchronous_commit', 'on', true);
    select * into c from unseal(p_till, p_request, p_mac);
    perform expect_keys(c.request, array['shift', 'till', 'counted_minor'], array['reason']);
    perform expect_types(c.request, '{"shift": "string", "counted_minor": "number", "reason": "string"}');
    v_counted := (c.request ->> 'counted_minor')::bigint;
    v_reason := nullif(c.request ->> 'reason', '');
    if v_counted not between 0 and 100000000000 or octet_length(v_reason) > 1000 then
        perform refuse('TK015', 'what was counted is not negative, a reason has at most 1000 bytes', jsonb_build_object('what', 'counted'));
    end if;
    v_shift := lock_shift((c.request ->> 'shift')::uuid, c.till_id);
    if v_shift.close_hash = c.request_hash then
        return shift_answer(v_shift.id) || '{"repeated": true}';
    elsif v_shift.closed_at is not null then
        perform refuse('TK012', 'that shift is closed already', jsonb_build_object('id', v_shift.id));
    end if;
    -- Whoever writes money at this till waits for the head until this has counted: no sale falls between two shifts.
    select seq + 1 into v_seq from journal_heads where till_id = c.till_id for no key update;
    v_at := clock_timestamp();
    v_expected := shift_cash(v_shift.id);
    if v_counted <> v_expected and v_reason is null then
        perform refuse('TK015', 'a difference needs a reason', jsonb_build_object('what', 'reason', 'difference_minor', v_counted - v_expected));
    end if;
    update shifts set closed_by = session_user, closed_at = v_at, counted_minor = v_counted, expected_minor = v_expected, difference_reason = v_reason, close_seq = v_seq,
                      close_hash = c.request_hash
    where id = v_shift.id;
    perform audit('close_shift', v_shift.id::text, c.till_id, null, jsonb_strip_nulls(jsonb_build_object('expected_minor', v_expected, 'counted_minor', v_counted, 'reason', v_reason)));
    perform journal_append(c.till_id, 'shift_close', v_shift.id, null, 'cash', v_counted - v_expected, v_shift.currency, v_at);
    return shift_answer(v_shift.id);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or program_limit_exceeded then
        perform refuse('TK015', 'the request can not be read: ' || sqlerrm, jsonb_build_object('what', 'value'));
end
$$;

grant execute on function foyer.open_shift(text, text, bytea), foyer.record_cash_movement(text, text, bytea), foyer.close_shift(text, text, bytea) to foyer_clerk, foyer_manager;
