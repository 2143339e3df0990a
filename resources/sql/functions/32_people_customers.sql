-- SPDX-License-Identifier: GPL-3.0-or-later
-- Customers: made and edited at the counter under an id that the caller makes, found by the beginning of a name or address or by telephone number.

-- Refuses what is no customer: unknown, deleted, or one of the staff, whose name is create_staff's business. Locks the row.
create or replace function foyer.lock_customer(p_user uuid) returns foyer.users
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v users;
begin
    select * into v from users where id = p_user and deleted_at is null for no key update;
    if not found then
        perform refuse('TK009', 'no such customer', jsonb_build_object('what', 'user', 'id', p_user));
    elsif exists (select from staff where user_id = p_user) or exists (select from promoters where user_id = p_user) then
        perform refuse('TK008', 'that person is of the staff', jsonb_build_object('what', 'user', 'id', p_user));
    end if;
    return v;
end
$$;

-- Without a version: a new customer. With one: an edit of that version. The audit says which fields, not what stands in them, so that a person can be forgotten.
create or replace function foyer.upsert_customer(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid;
    v_hash bytea := sha256(convert_to(p::text, 'UTF8'));
    v_fields jsonb;
    v users;
begin
    perform begin_write();
    perform expect_keys(p, array['user', 'display_name'], array['email', 'phone', 'locale', 'version']);
    perform expect_types(p, '{"user": "string", "display_name": "string", "email": "string", "phone": "string", "locale": "string", "version": "number"}');
    v_id := (p ->> 'user')::uuid;
    if btrim(p ->> 'display_name') = '' then
        perform refuse('TK015', 'a customer has a name', jsonb_build_object('what', 'display_name'));
    end if;
    v_fields := (select jsonb_agg(k order by k) from jsonb_object_keys(p - array['user', 'version']) k);
    if not p ? 'version' then
        insert into users (id, display_name, email, phone, locale, request_hash)
        values (v_id, p ->> 'display_name', nullif(p ->> 'email', ''), nullif(p ->> 'phone', ''), nullif(p ->> 'locale', ''), v_hash) on conflict (id) do nothing;
        if found then
            perform audit('create_customer', v_id::text, null, null, jsonb_build_object('fields', v_fields));
            return jsonb_build_object('user', v_id, 'version', 1);
        elsif (select request_hash from users where id = v_id) is distinct from v_hash then
            perform refuse('TK012', 'same id, other content', jsonb_build_object('id', v_id));
        end if;
        return jsonb_build_object('user', v_id, 'version', 1, 'repeated', true);
    end if;

    v := lock_customer(v_id);
    if v.version = (p ->> 'version')::integer + 1 and v.edit_hash = v_hash then
        return jsonb_build_object('user', v_id, 'version', v.version, 'repeated', true);
    end if;
    perform expect_version((p ->> 'version')::integer, v.version);
    update users set display_name = p ->> 'display_name', email = nullif(p ->> 'email', ''), phone = nullif(p ->> 'phone', ''), locale = nullif(p ->> 'locale', ''),
           version = version + 1, edit_hash = v_hash, updated_at = clock_timestamp() where id = v_id;
    perform audit('edit_customer', v_id::text, null, jsonb_build_object('version', v.version), jsonb_build_object('version', v.version + 1, 'fields', v_fields));
    return jsonb_build_object('user', v_id, 'version', v.version + 1);
exception
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation or program_limit_exceeded then
        perform refuse('TK015', 'the customer can not be written: ' || sqlerrm, jsonb_build_object('what', 'customer'));
end
$$;

-- Out of every list from now on, until retention forgets the person; the orders stay.
create or replace function foyer.delete_customer(p_user uuid, p_version integer) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v users;
begin
    perform begin_write();
    if exists (select from users where id = p_user and deleted_at is not null and version = p_version + 1) then
        return jsonb_build_object('user', p_user, 'deleted', true, 'repeated', true);
    end if;
    v := lock_customer(p_user);
    perform expect_version(p_version, v.version);
    update users set deleted_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp() where id = p_user;
    perform audit('delete_customer', p_user::text);
    return jsonb_build_object('user', p_user, 'deleted', true);
exception when lock_not_available or deadlock_detected then
    perform refuse('TK014', 'busy, try again');
end
$$;

-- The ids of at most 1 000 customers who match. Owned by the tables' owner and for foyer_reader only: under row security the index of the words is not used,
-- because its operator is not leakproof. What is shown of the ids, row security decides. Nothing is known of how many match the beginning of a word, and the
-- planner's guess reads the table (15 ms in 20 000 people instead of 4): so that is turned off.
create or replace function foyer.search_users(p_search text) returns uuid[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO' set enable_seqscan = off
as $$
declare
    v_text constant text := lower(left(coalesce(p_search, ''), 200));
    v_digits constant text := ltrim(regexp_replace(v_text, '\(0\)|[^0-9]', '', 'g'), '0');
    v_word text;
    v_query tsquery;
begin
    if v_text !~ '[[:alpha:]]' and length(v_digits) >= 4 then
        v_query := format('%s:* | %s:*', '#' || v_digits, '~' || reverse(v_digits))::tsquery;
    else
        foreach v_word in array (regexp_split_to_array(v_text, '\s+'))[1:10] loop
            continue when octet_length(v_word) < 2 or v_word !~ '[[:alnum:]]';
            -- A word is quoted for the query's own grammar, in which a quote and a backslash are doubled.
            v_word := replace(replace(v_word, '\', '\\'), '''', '''''');
            v_query := coalesce(v_query && (to_tsquery('simple', format('''%s'':*', v_word)) || format('''@%s'':*', v_word)::tsquery),
                                to_tsquery('simple', format('''%s'':*', v_word)) || format('''@%s'':*', v_word)::tsquery);
        end loop;
    end if;
    return array(select u.id from users u where u.search @@ v_query and u.deleted_at is null
                 and not exists (select from staff s where s.user_id = u.id) and not exists (select from promoters r where r.user_id = u.id) limit 1000);
end
$$;

create or replace function foyer.find_customers(p_search text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    -- Asked first: as a part of the query below it would be a condition that row security keeps away from the index.
    v_ids uuid[] := search_users(p_search);
begin
    perform reader_scope();
    return (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('user', f.id, 'display_name', f.display_name, 'email', f.email, 'phone', f.phone, 'locale', f.locale,
                'version', f.version, 'orders', (select count(*) from orders o where o.user_id = f.id and o.status <> 'cancelled'))) order by f.display_name, f.id), '[]')
            from (select u.* from users u where u.id = any (v_ids) order by u.display_name, u.id limit 50) f);
end
$$;
alter function foyer.find_customers(text) owner to foyer_reader;

-- The order history of a customer, the newest 200, also of one who was deleted.
create or replace function foyer.customer_orders(p_user uuid) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    if not exists (select from users where id = p_user) then
        perform refuse('TK009', 'no such customer', jsonb_build_object('what', 'user', 'id', p_user));
    end if;
    return (select coalesce(jsonb_agg(jsonb_build_object('order', o.id, 'number', o.number, 'status', o.status, 'channel', o.channel, 'currency', o.currency,
                'total_minor', o.total_amount, 'sold_at', utc_text(coalesce(o.sold_at, o.created_at)), 'training', o.training, 'tickets',
                (select coalesce(jsonb_agg(jsonb_build_object('ticket', k.id, 'event', k.event_id, 'event_title', e.title, 'starts_at', utc_text(e.start_time), 'seat', s.label,
                                                              'tier_name', t.name, 'price_minor', k.price_minor, 'status', k.status) order by k.position), '[]')
                 from tickets k join event_seats s on s.id = k.place_id join ticket_tiers t on t.id = k.tier_id left join events e on e.id = k.event_id
                 where k.order_id = o.id)) order by o.created_at desc, o.id), '[]')
            from (select * from orders x where x.user_id = p_user order by x.created_at desc, x.id limit 200) o);
end
$$;
alter function foyer.customer_orders(uuid) owner to foyer_reader;

grant execute on function foyer.search_users(text) to foyer_reader;
grant execute on function foyer.upsert_customer(jsonb), foyer.find_customers(text), foyer.customer_orders(uuid) to foyer_clerk, foyer_manager;
grant execute on function foyer.delete_customer(uuid, integer) to foyer_manager;
