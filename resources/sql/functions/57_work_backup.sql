-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is known about copies of the database. The scripts of packaging/server tell of each one they made or could not make.
create or replace function foyer.record_backup(p_kind text, p_ok boolean, p_bytes bigint, p_finished_at timestamptz, p_detail text default '') returns void
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_now timestamptz;
begin
    perform begin_write();
    v_now := clock_timestamp();
    -- A copy from the future would look fresh for ever.
    if p_finished_at is null or p_finished_at > v_now + interval '5 minutes' then
        perform refuse('TK015', 'a copy ends before it is told of', jsonb_build_object('what', 'finished_at'));
    end if;
    insert into copies (kind, finished_at, ok, bytes, detail) values (p_kind, p_finished_at, p_ok, p_bytes, left(coalesce(p_detail, ''), 250))
    on conflict (kind, finished_at) do nothing;
    if found then
        delete from copies where finished_at < v_now - interval '400 days';
        perform audit('record_backup', p_kind, null, null, jsonb_build_object('ok', p_ok, 'bytes', p_bytes, 'finished_at', utc_text(p_finished_at)));
    end if;
exception
    when check_violation or not_null_violation or data_exception then
        perform refuse('TK015', 'the kind is dump or base, with its bytes and whether it is good', jsonb_build_object('what', 'copy'));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
end
$$;

-- Per kind the last good copy, and the last bad one when it is newer; of WAL archiving what the server itself counts.
create or replace function foyer.last_backups() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    perform reader_scope();
    return (select jsonb_object_agg(k.kind, jsonb_strip_nulls(jsonb_build_object('good_at', utc_text(good.finished_at), 'bytes', good.bytes,
                'age_s', floor(extract(epoch from statement_timestamp() - good.finished_at))::bigint,
                'failed_at', utc_text(bad.finished_at), 'failure', bad.detail)))
            from unnest(array['dump', 'base']) k (kind)
            left join lateral (select c.finished_at, c.bytes from copies c where c.kind = k.kind and c.ok order by c.finished_at desc limit 1) good on true
            left join lateral (select c.finished_at, c.detail from copies c
                               where c.kind = k.kind and not c.ok and (good.finished_at is null or c.finished_at > good.finished_at)
                               order by c.finished_at desc limit 1) bad on true)
        || (select jsonb_build_object('wal', jsonb_strip_nulls(jsonb_build_object('mode', current_setting('archive_mode'), 'archived', a.archived_count,
                'archived_at', utc_text(a.last_archived_time), 'failed', a.failed_count, 'failed_at', utc_text(a.last_failed_time))))
            from pg_catalog.pg_stat_archiver a);
end
$$;
alter function foyer.last_backups() owner to foyer_reader;

-- After a dump was restored into another cluster: its places carry transaction ids of the old one, and those above the new one's would be told to every map at
-- every poll. The owner's to call; answers how many places.
create or replace function foyer.settle_restored() returns integer
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_places integer;
begin
    perform begin_write();
    -- The trigger of the places writes this transaction's id.
    update event_seats set changed_xid = changed_xid where changed_xid >= pg_current_xact_id();
    get diagnostics v_places = row_count;
    perform audit('settle_restored', current_database(), null, null, jsonb_build_object('places', v_places));
    return v_places;
end
$$;

grant execute on function foyer.record_backup(text, boolean, bigint, timestamptz, text), foyer.last_backups() to foyer_manager;
