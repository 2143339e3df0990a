-- SPDX-License-Identifier: GPL-3.0-or-later
-- The schema as text, a fact a line, "what: how", in an order that does not depend on the locale: what stands in ../schema.snapshot.txt and what
-- `foyerctl doctor --security` compares. One query, to be run with search_path = pg_catalog. No oids, no order of creation, no role but the house's own and
-- those that were given a right of their own. The extension pg_stat_statements is left out: a server may do without it. Texts are as PostgreSQL 15 writes them.
with
space as (select n.oid from pg_namespace n where n.nspname = 'foyer'),
house as (
    select r.* from pg_roles r
    -- Whoever prepares the database may be called foyer_something too.
    where r.rolname like 'foyer\_%' and not (r.rolsuper and r.rolcanlogin)),
rel as (
    select c.*, c.oid::regclass::text as name from pg_class c, space where c.relnamespace = space.oid and c.relkind in ('r', 'v', 'S', 'm', 'p', 'f')),
proc as (select p.*, p.oid::regprocedure::text as name from pg_proc p, space where p.pronamespace = space.oid),
rights as (
    select case c.relkind when 'S' then 'sequence ' when 'v' then 'view ' else 'table ' end || c.name as thing, c.relowner as owner,
           coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)) as acl from rel c
    union all select 'column ' || c.name || '.' || a.attname, c.relowner, a.attacl from rel c join pg_attribute a on a.attrelid = c.oid where a.attacl is not null
    union all select 'function ' || p.name, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)) from proc p
    union all select 'type ' || t.oid::regtype, t.typowner, t.typacl from pg_type t, space where t.typnamespace = space.oid and t.typacl is not null
    union all select 'schema ' || n.nspname, n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner)) from pg_namespace n
        where n.nspname in ('foyer', 'foyer_crypto', 'foyer_statistics', 'public')
    union all select 'the database', d.datdba, coalesce(d.datacl, acldefault('d', d.datdba)) from pg_database d where d.datname = current_database()
    union all select 'language ' || l.lanname, l.lanowner, coalesce(l.lanacl, acldefault('l', l.lanowner)) from pg_language l where l.lanname in ('sql', 'plpgsql')
    union all select 'function ' || p.oid::regprocedure, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)) from pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace and (p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite'))
    union all select 'function ' || p.oid::regprocedure, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)) from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'foyer_crypto' and p.proname = 'hmac'),
facts (what, how) as (
    select 'role ' || h.rolname, concat_ws(', ', case when h.rolcanlogin then 'login' else 'nologin' end, case when h.rolsuper then 'superuser' end,
               case when h.rolcreaterole then 'createrole' end, case when h.rolcreatedb then 'createdb' end, case when h.rolreplication then 'replication' end,
               case when h.rolbypassrls then 'bypassrls' end, case when not h.rolinherit then 'noinherit' end,
               (select 'member of ' || string_agg(g.rolname || case when m.admin_option then ' with admin option' else '' end, ', ' order by g.rolname collate "C")
                from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = h.oid),
               (select string_agg('set ' || s, ', ' order by s collate "C") from unnest(h.rolconfig) s))
    from house h
    union all select 'the database', 'owner ' || d.datdba::regrole from pg_database d where d.datname = current_database()
    union all select 'schema ' || n.nspname, 'owner ' || case when n.nspname = 'foyer' then n.nspowner::regrole::text else 'who prepared it' end from pg_namespace n
        where n.nspname in ('foyer', 'foyer_crypto', 'foyer_statistics')
    union all select 'extension ' || e.extname, 'in schema ' || e.extnamespace::regnamespace from pg_extension e where e.extname = 'pgcrypto'
    union all select 'default rights of ' || d.defaclrole::regrole || ' for ' || d.defaclobjtype::text, (select string_agg(a.grantee::regrole || ' ' || a.privilege_type, ', '
            order by a.grantee::regrole::text collate "C", a.privilege_type) from aclexplode(d.defaclacl) a)
        from pg_default_acl d where d.defaclrole in (select oid from house)
    union all select case c.relkind when 'v' then 'view ' when 'S' then 'sequence ' else 'table ' end || c.name,
            concat_ws(', ', 'owner ' || c.relowner::regrole, case when c.relkind = 'r' then 'row security ' || case when c.relrowsecurity then 'on' else 'off' end end,
                case when c.relforcerowsecurity then 'forced' end, case c.relpersistence when 'u' then 'unlogged' end,
                nullif(array_to_string(array(select o from unnest(c.reloptions) o order by o collate "C"), ', '), ''),
                case when c.relkind = 'v' then 'text ' || md5(pg_get_viewdef(c.oid)) end)
        from rel c
    union all select 'column ' || c.name || '.' || a.attname,
            concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
                case a.attidentity when 'a' then 'generated always as identity' when 'd' then 'generated by default as identity' end,
                case when a.attgenerated = 's' then 'generated as ' || pg_get_expr(d.adbin, d.adrelid) when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end)
        from rel c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relkind <> 'S'
    union all select 'constraint ' || coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text) || '.' || k.conname,
            pg_get_constraintdef(k.oid) from pg_constraint k, space where k.connamespace = space.oid and k.contype <> 't'
    union all select 'index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (not valid)' end
        from pg_index i join rel c on c.oid = i.indrelid
    union all select 'type ' || t.oid::regtype, concat_ws(', ', 'owner ' || t.typowner::regrole, case t.typtype when 'd' then 'domain over ' || format_type(t.typbasetype, t.typtypmod)
                || case when t.typnotnull then ' not null' else '' end
            when 'e' then (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)
            else (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum) from pg_attribute a
                  where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) end)
        from pg_type t left join pg_class c on c.oid = t.typrelid, space
        where t.typnamespace = space.oid and (t.typtype in ('d', 'e') or (t.typtype = 'c' and c.relkind = 'c'))
    union all select 'function ' || p.name, concat_ws(', ', 'of (' || pg_get_function_arguments(p.oid) || ')', 'returns ' || pg_get_function_result(p.oid), 'owner ' || p.proowner::regrole,
            case when p.prosecdef then 'security definer' else 'security invoker' end, case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
            case when p.proisstrict then 'strict' end, case when p.proleakproof then 'leakproof' end, case p.proparallel when 's' then 'parallel safe' end,
            case p.prokind when 'f' then null else 'kind ' || p.prokind::text end, l.lanname::text,
            (select string_agg(s, '; ' order by s collate "C") from unnest(p.proconfig) s),
            'text ' || md5(coalesce(p.prosrc, '') || coalesce(pg_get_function_sqlbody(p.oid), '')))
        from proc p join pg_language l on l.oid = p.prolang
    union all select 'trigger ' || c.name || '.' || t.tgname, pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' when 'D' then ' (disabled)' else ' (' || t.tgenabled::text || ')' end
        from pg_trigger t join rel c on c.oid = t.tgrelid where not t.tgisinternal
    union all select 'policy ' || c.name || '.' || p.polname, concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end,
            case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
            'to ' || (select string_agg(case r when 0 then 'PUBLIC' else r::regrole::text end, ', ' order by r::regrole::text collate "C") from unnest(p.polroles) r),
            'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
        from pg_policy p join rel c on c.oid = p.polrelid
    union all select 'grant ' || case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end || ' on ' || r.thing,
            string_agg(a.privilege_type || case when a.is_grantable then ' with grant option' else '' end, ', ' order by a.privilege_type)
        from rights r, aclexplode(r.acl) a where a.grantee <> r.owner and not (r.thing = 'schema public' and a.grantee <> 0 and pg_has_role(a.grantee, 'pg_database_owner', 'member'))
        group by r.thing, a.grantee)
select what || ': ' || regexp_replace(how, '\s+', ' ', 'g') as line from facts order by what collate "C", how collate "C"
