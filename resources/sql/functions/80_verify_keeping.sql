-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit: seals without gaps, each the hash of its rows; and what retention left.
create or replace function foyer.verify_keeping() returns table (invariant text, detail text)
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return query
    select 'audit chain', format('seal %s, rows %s to %s: %s of %s', s.seq, s.from_id + 1, s.up_to_id, r.n, s.entries)
    from (select x.*, lag(x.seq) over w as previous_seq, lag(x.up_to_id) over w as from_id, lag(x.hash) over w as previous_hash
          from audit_seals x window w as (order by x.seq)) s
    cross join lateral (select count(*) as n, string_agg(audit_digest(a), '' order by a.id) as digests
                        from audit_log a where a.id > s.from_id and a.id <= s.up_to_id) r
    where not s.is_anchor
      and (s.seq <> s.previous_seq + 1 or r.n <> s.entries or s.hash <> seal_hash(s.previous_hash, s.up_to_id, r.digests)) is not false
    limit 50;

    return query
    select 'audit anchor', format('%s anchors, %s seals before it, %s rows below it', x.anchors, x.before, x.rows)
    from (select count(*) as anchors, (select count(*) from audit_seals s where s.seq < min(a.seq)) as before,
                 (select count(*) from audit_log l where l.id <= min(a.up_to_id)) as rows
          from audit_seals a where a.is_anchor) x
    where (x.anchors, x.before, x.rows) <> (1, 0, 0);

    return query
    select 'retention ended', format('run %s', r.id) from retention_runs r where r.finished_at is null limit 50;
end
$$;
