-- SPDX-License-Identifier: GPL-3.0-or-later
-- What every SQL test finds: people under random role names (roles are cluster-wide), two tills, two performances of two promoters, and short ways to call.
create schema scene;
grant usage on schema scene to public;
create table scene.roles (who text primary key, name text not null);
insert into scene.roles select who, who || '_' || substr(md5(random()::text), 1, 8) from unnest(array['clerk', 'clerk2', 'manager', 'promoter', 'promoter2']) who;
create function scene.role(p_who text) returns text language sql stable security definer as $$ select name from scene.roles where who = p_who $$;
create function scene.verifier() returns text language sql as $$
    select 'SCRAM-SHA-256$4096:' || encode('0123456789abcdef'::bytea, 'base64') || '$' || encode(sha256('a'), 'base64') || ':' || encode(sha256('b'), 'base64') $$;

select foyer.create_staff(scene.role(who), initcap(who), kind, scene.verifier())
from (values ('clerk', 'clerk'), ('clerk2', 'clerk'), ('manager', 'manager'), ('promoter', 'promoter'), ('promoter2', 'promoter')) p (who, kind);
select foyer.register_till('t1', '1', sha256('secret 1'), sha256('key 1')), foyer.register_till('t2', '2', sha256('secret 2'), sha256('key 2'));

create table scene.plan as
select (foyer.import_plan(foyer.create_venue('{"name": "House", "address": "Street 1", "timezone": "Europe/Berlin"}'), 'Main', '{"name": "Main"}', '',
    (select jsonb_agg(jsonb_build_array('id' || n, case when n < 20 then 'Stalls/' || chr(65 + n / 10) || '-' || (n % 10 + 1) else 'Circle/A-' || (n - 19) end,
                                        'zone', 'row', n::text, n, n, case when n < 20 then 0 else 1 end)) from generate_series(0, 29) n)) ->> 'plan')::uuid as id;
select foyer.create_event(jsonb_build_object('slug', slug, 'title', title, 'plan', (select id from scene.plan), 'promoter', scene.role(promoter),
    'starts_at_local', '2037-11-27T19:30:00', 'doors_at_local', '2037-11-27T19:00:00', 'ends_at_local', '2037-11-27T22:00:00', 'status', 'on_sale', 'currency', 'EUR',
    'tiers', '[{"name": "Stalls", "kind": "seated", "color": "#aa0000", "position": 0, "tax_rate_bp": 700, "category": 0,
                "prices": [{"name": "Adult", "price_minor": 4000}, {"name": "Child", "price_minor": 2001}]},
               {"name": "Circle", "kind": "seated", "color": "#00aa00", "position": 1, "tax_rate_bp": 700, "category": 1, "min_purchase": 2, "max_purchase": 4,
                "prices": [{"name": "Adult", "price_minor": 3000}]},
               {"name": "Floor", "kind": "standing", "color": "#0000aa", "position": 2, "tax_rate_bp": 1900, "quantity": 12,
                "prices": [{"name": "Adult", "price_minor": 1500}]}]'::jsonb,
    'fees', '[{"name": "Booking", "kind": "per_ticket", "amount_minor": 150, "tax_rate_bp": 1900},
              {"name": "Stalls booking", "kind": "per_ticket", "tier": "Stalls", "amount_minor": 200, "tax_rate_bp": 1900},
              {"name": "Order", "kind": "per_order", "amount_minor": 100, "tax_rate_bp": 1900}]'::jsonb))
from (values ('hamlet', 'Hamlet', 'promoter'), ('lear', 'King Lear', 'promoter2')) e (slug, title, promoter);

create function scene.event(p_slug text) returns uuid language sql stable security definer as $$ select id from foyer.events where slug = p_slug $$;
create function scene.tier(p_slug text, p_name text) returns uuid language sql stable security definer as $$
    select id from foyer.ticket_tiers where event_id = scene.event(p_slug) and name = p_name $$;
create function scene.price_type(p_slug text, p_name text) returns uuid language sql stable security definer as $$
    select id from foyer.price_types where event_id = scene.event(p_slug) and name = p_name $$;
create function scene.place(p_slug text, p_label text) returns bigint language sql stable security definer as $$
    select id from foyer.event_seats where event_id = scene.event(p_slug) and label = p_label $$;
create function scene.status(p_slug text, p_label text) returns text language sql stable security definer as $$
    select status::text from foyer.event_seats where event_id = scene.event(p_slug) and label = p_label $$;
-- free, held, leased, blocked, sold of a tier, as reading functions count them.
create function scene.counts(p_slug text, p_tier text) returns integer[] language sql stable security definer as $$
    select array[free, held, leased, blocked, sold] from foyer.tier_state where tier_id = scene.tier(p_slug, p_tier) $$;
create function scene.lapse(p_hold uuid) returns void language sql security definer as $$
    update foyer.event_seats set reserved_until = clock_timestamp() - interval '1 second' where hold_id = p_hold and num_nonnulls(block_letter, lease_id) = 0;
    update foyer.holds set expires_at = clock_timestamp() - interval '1 second' where id = p_hold $$;

create function scene.mac(p_till text, p_request text) returns bytea language sql stable security definer as $$
    select foyer_crypto.hmac(convert_to(p_request, 'UTF8'), (select secret from foyer.tills where code = p_till), 'sha256') $$;
-- Seals and sends a request as the person signed in.
create function scene.send(p_call text, p_request jsonb) returns jsonb language plpgsql as $$
declare v jsonb;
begin
    execute format('select foyer.%I($1, $2, $3)', p_call) into v using p_request ->> 'till', p_request::text, scene.mac(p_request ->> 'till', p_request::text);
    return v;
end $$;
-- The SQLSTATE that a statement, or a sealed call, is refused with; 'done' when it is not.
create function scene.refusal(p_sql text) returns text language plpgsql as $$
begin
    execute p_sql;
    return 'done';
exception when others then return sqlstate;
end $$;
create function scene.refusal(p_call text, p_request jsonb) returns text language plpgsql as $$
begin
    perform scene.send(p_call, p_request);
    return 'done';
exception when others then return sqlstate;
end $$;
-- The refusal's DETAIL.
create function scene.detail(p_call text, p_request jsonb) returns jsonb language plpgsql as $$
declare v text;
begin
    return jsonb_build_object('done', scene.send(p_call, p_request));
exception when others then
    get stacked diagnostics v = pg_exception_detail;
    return v::jsonb;
end $$;

create function scene.hold(p_hold uuid, p_what jsonb, p_till text default 't1') returns jsonb language sql as $$
    select jsonb_build_object('hold', p_hold, 'till', p_till, 'token', repeat('a', 32), 'event', scene.event('hamlet')) || p_what $$;
create function scene.item(p_tier text, p_type text, p_minor bigint, p_label text default null, p_slug text default 'hamlet') returns jsonb language sql as $$
    select jsonb_strip_nulls(jsonb_build_object('ticket', gen_random_uuid(), 'event', scene.event(p_slug), 'tier', scene.tier(p_slug, p_tier),
        'price_type', scene.price_type(p_slug, p_type), 'place', scene.place(p_slug, p_label), 'price_minor', p_minor, 'starts_at', '2037-11-27T18:30:00Z')) $$;
create function scene.sale(p_order uuid, p_total bigint, p_items jsonb, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('order', p_order, 'number', '1-' || right(p_order::text, 12), 'till', 't1', 'currency', 'EUR', 'total_minor', p_total, 'channel', 'counter',
        'holds', '[]'::jsonb, 'items', p_items,
        'payments', jsonb_build_array(jsonb_build_object('payment', gen_random_uuid(), 'method', 'cash', 'amount_minor', p_total, 'given_minor', p_total + 500))) || p_more $$;

-- What verify() (or that part of it) finds of damage done behind the triggers' back, which is taken back again.
create function scene.found_after(p_sql text, p_room text default 'verify') returns text language plpgsql as $$
declare v text;
begin
    set local session_replication_role = replica;
    execute p_sql;
    set local session_replication_role = origin;
    execute format('select string_agg(distinct invariant, %L order by invariant) from foyer.%I()', ', ', p_room) into v;
    raise exception using errcode = 'FYBAC', message = coalesce(v, 'nothing');
exception when sqlstate 'FYBAC' then
    set local session_replication_role = origin;
    return sqlerrm;
end $$;
