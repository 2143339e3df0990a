-- SPDX-License-Identifier: GPL-3.0-or-later
-- For tests over several connections, in a copy of the database that has dblink in public.

-- A connection signed in as somebody.
create function scene.connect(p_name text, p_role text) returns void language plpgsql as $$
begin
    perform dblink_connect(p_name, format('host=%s port=%s dbname=%s user=%s', current_setting('unix_socket_directories'), current_setting('port'), current_database(), session_user));
    perform dblink_exec(p_name, format('set session authorization %I', p_role));
end $$;
-- What the statement that was sent on a connection answers, or its SQLSTATE.
create function scene.answer(p_name text) returns text language plpgsql as $$
declare v text; v_first text;
begin
    loop
        select x into v from dblink_get_result(p_name) t (x text);
        exit when not found;
        v_first := coalesce(v_first, v);
    end loop;
    return v_first;
exception when others then
    perform * from dblink_get_result(p_name, false) t (x text);
    return sqlstate;
end $$;
create function scene.ask(p_name text, p_sql text) returns text language plpgsql as $$
begin
    return (select x from dblink(p_name, p_sql) t (x text));
exception when others then return sqlstate;
end $$;
-- Waits until so many connections wait for a lock.
create function scene.until_waiting(p_count integer default 1) returns boolean language plpgsql as $$
begin
    for i in 1..1000 loop
        if (select count(*) >= p_count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') then
            return true;
        end if;
        perform pg_sleep(0.005);
        perform pg_stat_clear_snapshot();
    end loop;
    return false;
end $$;
