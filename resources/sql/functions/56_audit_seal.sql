-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit's hash chain. Rows are not chained as they are written: that would need a head row that every action of every till locks. Instead the background seals
-- what has been written, batch by batch. What is not sealed yet (seconds) could still be taken away unseen; nothing sealed can be changed, added or removed unseen.

create or replace function foyer.audit_digest(p_row foyer.audit_log) returns bytea
language sql stable parallel safe
as $$
    -- The lengths keep one text from flowing into the next. (jsonb_build_array instead: verifying a million rows takes 14 s, not 5.)
    select pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.concat_ws('|', (p_row).id, (extract(epoch from (p_row).at) * 1000000)::bigint, (p_row).actor,
        coalesce((p_row).till_id::text, ''), pg_catalog.length((p_row).action), (p_row).action, pg_catalog.length((p_row).subject), (p_row).subject,
        coalesce((p_row).before::text, ''), coalesce((p_row).after::text, '')), 'UTF8'))
$$;

create or replace function foyer.seal_hash(p_previous bytea, p_up_to bigint, p_digests bytea) returns bytea
language sql stable parallel safe
as $$ select pg_catalog.sha256(p_previous || pg_catalog.convert_to(p_up_to::text, 'UTF8') || coalesce(p_digests, '')) $$;

-- Whether a transaction that may own an id of the audit at or below one that is committed is still at work. Ids are drawn after the lock on the table was taken and
-- commit in any order, so a row may appear below one that is there already: whoever held the lock when the highest id was read must have ended before it is sealed.
create or replace function foyer.audit_writers() returns text[]
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return array(select distinct l.virtualtransaction from pg_catalog.pg_locks l
                 where l.locktype = 'relation' and l.relation = 'foyer.audit_log'::regclass and l.mode = 'RowExclusiveLock' and l.pid is distinct from pg_backend_pid()
                   and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database()));
end
$$;

-- Seals what nobody can add to any more; answers how many rows. 0 when another seals, or when a writer does not end within p_wait_ms: the next round does it.
create or replace function foyer.seal_audit(p_wait_ms integer default 500) returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_until timestamptz := clock_timestamp() + least(greatest(p_wait_ms, 0), 5000) * interval '1 millisecond';
    v_last audit_seals;
    v_top bigint;
    v_writers text[];
    v_rows integer;
    v_digests bytea;
begin
    perform begin_write();
    -- The anchor is the private lock of whoever seals or cuts.
    perform from audit_seals where is_anchor for no key update skip locked;
    if not found then
        return 0;
    end if;
    select * into v_last from audit_seals order by seq desc limit 1;
    v_top := (select max(id) from audit_log);
    if v_top is null or v_top <= v_last.up_to_id then
        return 0;
    end if;
    v_top := least(v_top, v_last.up_to_id + 50000);
    v_writers := audit_writers();
    while v_writers && audit_writers() loop
        if clock_timestamp() > v_until then
            return 0;
        end if;
        perform pg_sleep(0.01);
    end loop;
    select count(*), string_agg(audit_digest(a), '' order by a.id) into v_rows, v_digests from audit_log a where a.id > v_last.up_to_id and a.id <= v_top;
    insert into audit_seals (seq, up_to_id, entries, hash) values (v_last.seq + 1, v_top, v_rows, seal_hash(v_last.hash, v_top, v_digests));
    return v_rows;
end
$$;

-- A seal a round would be 8 million a year: 5 000 rows or ten minutes make one.
create or replace function foyer.seal_is_due() returns boolean
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_last audit_seals;
    v_top bigint := (select max(id) from audit_log);
begin
    select * into v_last from audit_seals order by seq desc limit 1;
    return v_top >= v_last.up_to_id + 5000 or (v_top > v_last.up_to_id and v_last.sealed_at < clock_timestamp() - interval '10 minutes');
end
$$;

create or replace function foyer.keep_seals() returns trigger
language plpgsql volatile security definer
set search_path = foyer, pg_temp
as $$
begin
    if tg_op <> 'TRUNCATE' and in_retention() then
        return coalesce(new, old);
    end if;
    raise exception '% of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

create or replace trigger keep_text before update or delete on foyer.audit_seals for each row execute function foyer.keep_seals();
create or replace trigger keep_all before truncate on foyer.audit_seals for each statement execute function foyer.keep_seals();

grant execute on function foyer.seal_audit(integer) to foyer_till, foyer_manager;
