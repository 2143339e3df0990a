-- SPDX-License-Identifier: GPL-3.0-or-later
-- After the repeatable files: what was there before and was not made by any file goes, with its rights. Never with CASCADE: if something that was made stands on it,
-- the upgrade fails and says so.
do $leftovers$
declare
    r record;
    v_left integer := -1;
    v_before integer := 0;
    v_problem text;
begin
    -- In rounds, because leftovers may stand on each other.
    while v_left <> 0 loop
        v_before := v_left;
        v_left := 0;
        for r in
            select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) as command from remake_before b join pg_catalog.pg_trigger t on t.oid = b.object and t.ctid = b.place
            where b.kind = 'trigger'
            union all
            select format('drop policy %I on %s', p.polname, p.polrelid::regclass) from remake_before b join pg_catalog.pg_policy p on p.oid = b.object and p.ctid = b.place
            where b.kind = 'policy'
            union all
            select format('drop view %s', b.object::regclass) from remake_before b join pg_catalog.pg_rewrite w on w.ev_class = b.object and w.ctid = b.place where b.kind = 'view'
            union all
            select format('drop %s %s', case p.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end, p.oid::regprocedure)
            from remake_before b join pg_catalog.pg_proc p on p.oid = b.object and p.ctid = b.place where b.kind = 'function'
        loop
            begin
                execute r.command;
            exception when dependent_objects_still_exist then
                v_left := v_left + 1;
                get stacked diagnostics v_problem = pg_exception_detail;
            end;
        end loop;
        if v_left = v_before then
            raise exception 'what no file makes any more can not go' using errcode = 'dependent_objects_still_exist', detail = v_problem;
        end if;
    end loop;
end
$leftovers$;
drop table remake_before;
