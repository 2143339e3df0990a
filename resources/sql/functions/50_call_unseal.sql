-- SPDX-License-Identifier: GPL-3.0-or-later
-- Opens a sealed call: the request as text, its HMAC-SHA256 with the till's secret, sent by a member of staff or by the till's own role. A clerk's password
-- without the till writes nothing. It runs within calls that pin search_path and time zone, see README.
create or replace function foyer.unseal(p_till text, p_request text, p_mac bytea, out till_id uuid, out till_prefix text, out request jsonb, out request_hash bytea)
language plpgsql volatile
as $$
declare
    v_secret bytea;
    v_may boolean;
    v_bytes bytea := convert_to(p_request, 'UTF8');
    v_pinned boolean := pin_write();
begin
    if octet_length(p_request) is null or octet_length(p_request) > 1048576 then
        perform refuse('TK015', 'till, request and MAC are needed, and a request has at most 1 MB', jsonb_build_object('what', 'request'));
    end if;
    select t.id, t.prefix, t.secret, t.role_name is not distinct from session_user or s.id is not null into till_id, till_prefix, v_secret, v_may
    from tills t left join staff s on s.role_name = session_user and s.staff_group in ('clerk', 'manager') and s.disabled_at is null
    where t.code = p_till and t.retired_at is null;
    -- Comparing hashes of the two, so that the time it takes tells nothing about the right one. Nulls are wrong, too.
    if (v_may and sha256(foyer_crypto.hmac(v_bytes, v_secret, 'sha256')) = sha256(p_mac)) is not true then
        if p_till is null or p_mac is null then
            perform refuse('TK015', 'till, request and MAC are needed, and a request has at most 1 MB', jsonb_build_object('what', 'request'));
        end if;
        perform refuse('TK008', 'this person or till may not do that', jsonb_build_object('what', 'seal'));
    end if;
    request := p_request::jsonb;
    request_hash := sha256(v_bytes);
    if jsonb_typeof(request) <> 'object' or (request ->> 'till' = p_till) is not true then
        perform refuse('TK015', 'the request names another till', jsonb_build_object('what', 'till'));
    end if;
    if octet_length(p_request) > 10000 then
        perform expect_short_texts(request);
    end if;
end
$$;
