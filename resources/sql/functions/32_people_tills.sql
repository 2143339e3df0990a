-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tills: registered with their secret, their key and, where they sign in, a role of their own; retired; their keys revoked.

create or replace function foyer.record_till(p_code text, p_prefix text, p_secret bytea, p_public_key bytea, p_role name) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_till tills;
begin
    insert into tills (code, prefix, secret, role_name) values (p_code, p_prefix, p_secret, p_role) on conflict do nothing returning * into v_till;
    if not found then
        select * into v_till from tills where code = p_code for no key update;
        if v_till.prefix is distinct from p_prefix then
            perform refuse('TK008', 'that prefix is of another till', jsonb_build_object('what', 'prefix', 'id', p_prefix));
        end if;
        update tills set secret = p_secret, role_name = coalesce(p_role, role_name), retired_at = null, updated_at = clock_timestamp() where id = v_till.id;
    end if;
    insert into journal_heads (till_id, hash, anchor_hash)
    values (v_till.id, sha256(convert_to(v_till.id::text, 'UTF8')), sha256(convert_to(v_till.id::text, 'UTF8')))
    on conflict (till_id) do nothing;
    if exists (select from till_keys k where k.public_key = p_public_key and (k.till_id <> v_till.id or k.revoked_at is not null)) then
        perform refuse('TK008', 'that key is of another till or revoked', jsonb_build_object('what', 'key'));
    end if;
    update till_keys set replaced_at = clock_timestamp() where till_id = v_till.id and replaced_at is null and public_key <> p_public_key;
    insert into till_keys (till_id, public_key) values (v_till.id, p_public_key) on conflict (public_key) do update set replaced_at = null;
    perform audit('register_till', p_code, v_till.id, null, jsonb_build_object('prefix', p_prefix));
    return v_till.id;
end
$$;

create or replace function foyer.register_till(p_code text, p_prefix text, p_secret bytea, p_public_key bytea, p_verifier text default null) returns uuid
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_role name;
begin
    -- Outside the block below: what is set inside is undone before the refusal is logged.
    perform keep_unlogged();
    begin
        perform begin_write();
        if coalesce(p_code, '') !~ '^[a-z0-9][a-z0-9_-]{0,39}$' or coalesce(p_prefix, '') !~ '^[A-Za-z0-9]{1,8}$' then
            perform refuse('TK015', 'code and prefix are short and of letters and digits', jsonb_build_object('what', 'code'));
        end if;
        if octet_length(p_secret) is distinct from 32 or octet_length(p_public_key) is distinct from 32 then
            perform refuse('TK015', 'secret and key have 32 bytes', jsonb_build_object('what', 'key'));
        end if;
        if p_verifier is not null then
            v_role := ('till_' || p_code)::name;
            perform provide_role(v_role, 'foyer_till', p_verifier);
        end if;
        return record_till(p_code, p_prefix, p_secret, p_public_key, v_role);
    exception when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    end;
end
$$;
alter function foyer.register_till(text, text, bytea, bytea, text) owner to foyer_owner;

-- From now on nothing that this till seals is taken, and its login is closed. Its tickets stay good: see revoke_till_key.
create or replace function foyer.retire_till(p_code text) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v tills;
begin
    perform begin_write();
    select * into v from tills where code = p_code for no key update;
    if not found then
        perform refuse('TK009', 'no such till', jsonb_build_object('what', 'till', 'id', left(p_code, 60)));
    end if;
    if v.retired_at is null then
        if v.role_name is not null and may_change_role(v.role_name) then
            perform place_role(v.role_name, 'foyer_till', false);
        end if;
        update tills set retired_at = clock_timestamp(), updated_at = clock_timestamp() where id = v.id;
        perform audit('retire_till', v.code, v.id);
    end if;
    return jsonb_build_object('till', v.id, 'code', v.code, 'retired', true);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- For a till that was stolen or copied: doors admit no ticket that this key signed. The till needs a new key (register_till) to sign others.
create or replace function foyer.revoke_till_key(p_key uuid) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v till_keys;
begin
    perform begin_write();
    select * into v from till_keys where id = p_key for no key update;
    if not found then
        perform refuse('TK009', 'no such key', jsonb_build_object('what', 'key', 'id', p_key));
    end if;
    if v.revoked_at is null then
        update till_keys set revoked_at = clock_timestamp(), revoked_by = session_user where id = p_key;
        perform audit('revoke_till_key', p_key::text, v.till_id);
    end if;
    return jsonb_build_object('key', p_key, 'till', v.till_id, 'revoked', true);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- The tills and their keys: for managers, who may retire and revoke them, and for doors, which check tickets with them. No secrets.
create or replace function foyer.list_tills() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if reader_scope() not in ('all', 'sales') then
        perform refuse('TK008', 'tills are of the house', jsonb_build_object('what', 'till'));
    end if;
    return (select coalesce(jsonb_agg(jsonb_build_object('till', t.id, 'code', t.code, 'prefix', t.prefix, 'retired', t.retired_at is not null, 'keys',
                (select coalesce(jsonb_agg(jsonb_build_object('key', k.id, 'public_key', encode(k.public_key, 'hex'), 'current', k.replaced_at is null and k.revoked_at is null,
                                                              'revoked', k.revoked_at is not null) order by k.created_at, k.id), '[]')
                 from till_keys k where k.till_id = t.id)) order by t.code), '[]') from tills t);
end
$$;

grant execute on function foyer.register_till(text, text, bytea, bytea, text), foyer.retire_till(text), foyer.revoke_till_key(uuid) to foyer_manager;
grant execute on function foyer.list_tills() to foyer_clerk, foyer_manager, foyer_till;
