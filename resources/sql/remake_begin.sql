-- SPDX-License-Identifier: GPL-3.0-or-later
-- Before the repeatable files are applied anew, in the same transaction: every owner and every right of what they make is taken back, so that afterwards it has what
-- the files give and nothing of what an older release gave; and what there is now is noted, so that remake_end.sql finds what no file makes any more. Functions keep
-- their identity meanwhile: a call that is under way when the upgrade commits ends well, which it does not when its functions are dropped and made again.
do $rights$
declare
    r record;
begin
    for r in select p.oid::regprocedure as name from pg_catalog.pg_proc p where p.pronamespace = 'foyer'::regnamespace and p.proowner <> 'foyer_owner'::regrole loop
        execute format('alter function %s owner to foyer_owner', r.name);
    end loop;
    for r in select c.oid::regclass as name from pg_catalog.pg_class c where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'v' and c.relowner <> 'foyer_owner'::regrole loop
        execute format('alter view %s owner to foyer_owner', r.name);
    end loop;
    -- Rights on tables too are given by the files only, never by a migration.
    for r in
        select distinct x.kind, x.name, case a.grantee when 0 then 'public' else quote_ident(a.grantee::regrole::text) end as grantee
        from (select 'function' as kind, p.oid::regprocedure::text as name, p.proacl as acl, p.proowner as owner from pg_catalog.pg_proc p
              where p.pronamespace = 'foyer'::regnamespace
              union all select case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass::text, c.relacl, c.relowner from pg_catalog.pg_class c
              where c.relnamespace = 'foyer'::regnamespace and c.relkind in ('r', 'v', 'S')
              union all select 'table', c.oid::regclass::text, t.attacl, c.relowner from pg_catalog.pg_class c join pg_catalog.pg_attribute t on t.attrelid = c.oid
              where c.relnamespace = 'foyer'::regnamespace and c.relkind in ('r', 'v') and t.attacl is not null) x
        cross join lateral aclexplode(x.acl) a
        where a.grantee <> x.owner
    loop
        execute format('revoke all on %s %s from %s cascade', r.kind, r.name, r.grantee);
    end loop;
end
$rights$;

-- Every CREATE OR REPLACE writes the row of its object anew, so a row that still lies where it lay was not remade.
create temp table remake_before on commit drop as
select 'function' as kind, p.oid as object, p.ctid as place from pg_catalog.pg_proc p where p.pronamespace = 'foyer'::regnamespace
union all
select 'view', c.oid, w.ctid from pg_catalog.pg_class c join pg_catalog.pg_rewrite w on w.ev_class = c.oid where c.relnamespace = 'foyer'::regnamespace and c.relkind = 'v'
union all
select 'trigger', t.oid, t.ctid from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
where c.relnamespace = 'foyer'::regnamespace and not t.tgisinternal and c.relkind = 'r'
union all
select 'policy', p.oid, p.ctid from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid where c.relnamespace = 'foyer'::regnamespace;
