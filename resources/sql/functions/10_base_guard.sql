-- SPDX-License-Identifier: GPL-3.0-or-later
-- What every writing function does first. unseal() asks by itself who calls; all others take begin_write().
create or replace function foyer.pin_write() returns boolean
language plpgsql volatile
as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        perform foyer.refuse('TK015', 'writing calls run in READ COMMITTED only', jsonb_build_object('what', 'isolation'));
    end if;
    -- The statements of a sale are always the same; planning some of them anew each time costs a tenth of it.
    return set_config('lock_timeout', '2s', true) || set_config('plan_cache_mode', 'force_generic_plan', true) <> '';
end
$$;

-- The same, and the caller must be of this house: see session_group().
create or replace function foyer.begin_write() returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform pin_write();
    if session_group() = '' then
        perform refuse('TK008', 'this person may do nothing here', jsonb_build_object('what', 'person'));
    end if;
end
$$;

-- Refuses anything but an object with all required and no unknown keys.
create or replace function foyer.expect_keys(p_object jsonb, p_required text[], p_optional text[] default '{}') returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if jsonb_typeof(p_object) is distinct from 'object' then
        perform refuse('TK015', 'an object is expected', jsonb_build_object('what', 'object'));
    end if;
    if not p_object ?& p_required or p_object - p_required - p_optional <> '{}' then
        perform refuse('TK015', 'keys are missing or unknown', jsonb_build_object('what', 'keys',
            'missing', (select coalesce(jsonb_agg(k), '[]') from unnest(p_required) k where not p_object ? k),
            'unknown', (select coalesce(jsonb_agg(left(k, 60)), '[]') from jsonb_object_keys(p_object - p_required - p_optional) k)));
    end if;
end
$$;

-- Refuses a document with a text over 10 000 bytes.
create or replace function foyer.expect_short_texts(p_document jsonb) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if exists (select from jsonb_path_query(p_document, 'strict $.** ? (@.type() == "string")') t where octet_length(t #>> '{}') > 10000) then
        perform refuse('TK015', 'a text is over 10 000 bytes', jsonb_build_object('what', 'text'));
    end if;
end
$$;

-- One row per business action: who, till, what, before, after.
create or replace function foyer.audit(p_action text, p_subject text, p_till uuid default null, p_before jsonb default null, p_after jsonb default null) returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    insert into audit_log (at, actor, till_id, action, subject, before, after)
    values (clock_timestamp(), session_user, p_till, p_action, p_subject, p_before, p_after);
end
$$;

-- Refuses an object whose values are of other JSON types than p_types says; keys that it does not have are not asked for.
create or replace function foyer.expect_types(p_object jsonb, p_types jsonb) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_key text := (select t.key from jsonb_each_text(p_types) t join jsonb_each(p_object) o on o.key = t.key where jsonb_typeof(o.value) <> t.value limit 1);
begin
    if v_key is not null then
        perform refuse('TK015', format('%s is of the wrong type', v_key), jsonb_build_object('what', v_key));
    end if;
end
$$;

-- Refuses a number of places that one call can not have.
create or replace function foyer.expect_quantity(p_quantity integer) returns void
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_quantity is null or p_quantity < 1 then
        perform refuse('TK015', 'at least one place is asked for', jsonb_build_object('what', 'quantity'));
    elsif p_quantity > 200 then
        perform refuse('TK006', 'one call has 1 to 200 places', jsonb_build_object('limit', 200, 'wanted', p_quantity));
    end if;
end
$$;

-- Whether the request is the one that is stored under its id already; null when none is. Another one under that id is refused.
create or replace function foyer.is_repeat(p_stored bytea, p_hash bytea, p_id uuid) returns boolean
language plpgsql immutable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    if p_stored <> p_hash then
        perform refuse('TK012', 'same id, other content', jsonb_build_object('id', p_id));
    end if;
    return p_stored = p_hash;
end
$$;
