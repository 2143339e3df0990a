-- SPDX-License-Identifier: GPL-3.0-or-later
-- Edits of a performance. An edit names the version that it was made from; a stale one is refused with both versions. Who moves the start moves it for every
-- sale: sell compares the start that was shown (TK013).
create or replace function foyer.update_event(p jsonb) returns jsonb
language plpgsql volatile security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_old events;
    v_new events;
begin
    perform begin_write();
    perform expect_keys(p, array['event', 'version'], array['title', 'description', 'slug', 'starts_at_local', 'ends_at_local', 'doors_at_local', 'capacity', 'promoter', 'series']);
    perform expect_types(p, '{"event": "string", "version": "number", "title": "string", "description": "string", "slug": "string", "starts_at_local": "string",
        "ends_at_local": "string", "capacity": "number"}');
    perform expect_types(jsonb_strip_nulls(p), '{"doors_at_local": "string", "promoter": "string", "series": "string"}');
    perform expect_short_texts(p);
    v_old := lock_event((p ->> 'event')::uuid, (p ->> 'version')::integer);
    v_new := v_old;
    v_new.title := coalesce(p ->> 'title', v_old.title);
    v_new.description := coalesce(p ->> 'description', v_old.description);
    v_new.slug := coalesce(p ->> 'slug', v_old.slug);
    v_new.capacity := coalesce((p ->> 'capacity')::integer, v_old.capacity);
    if p ? 'starts_at_local' then
        v_new.start_time := local_instant('starts_at_local', p ->> 'starts_at_local', v_old.timezone);
        v_new.starts_at_local := p ->> 'starts_at_local';
    end if;
    if p ? 'ends_at_local' then
        v_new.end_time := local_instant('ends_at_local', p ->> 'ends_at_local', v_old.timezone);
        v_new.ends_at_local := p ->> 'ends_at_local';
    end if;
    if p ? 'doors_at_local' then
        v_new.doors_open_time := local_instant('doors_at_local', p ->> 'doors_at_local', v_old.timezone);
        v_new.doors_at_local := p ->> 'doors_at_local';
    end if;
    if v_new.end_time <= v_new.start_time or v_new.doors_open_time > v_new.start_time then
        perform refuse('TK015', 'doors open before the start, and the end is after it', jsonb_build_object('what', 'starts_at_local'));
    end if;
    if p ? 'promoter' then
        v_new.promoter_id := promoter_of(p ->> 'promoter');
    end if;
    if p ? 'series' then
        v_new.series_id := series_of(p ->> 'series', v_new.promoter_id);
    end if;
    perform expect_capacity(v_old.id, v_new.capacity);

    update events set title = v_new.title, description = v_new.description, slug = v_new.slug, capacity = v_new.capacity, start_time = v_new.start_time,
           starts_at_local = v_new.starts_at_local, end_time = v_new.end_time, ends_at_local = v_new.ends_at_local, doors_open_time = v_new.doors_open_time,
           doors_at_local = v_new.doors_at_local, promoter_id = v_new.promoter_id, series_id = v_new.series_id, version = version + 1, updated_at = clock_timestamp()
    where id = v_old.id;
    perform audit('update_event', v_old.id::text, null, differing(to_jsonb(v_old), to_jsonb(v_new)), differing(to_jsonb(v_new), to_jsonb(v_old)));
    return jsonb_build_object('event', v_old.id, 'version', v_old.version + 1, 'starts_at', utc_text(v_new.start_time), 'ends_at', utc_text(v_new.end_time),
                              'doors_at', utc_text(v_new.doors_open_time));
exception
    when unique_violation then
        perform refuse('TK012', 'that slug is taken', jsonb_build_object('id', p ->> 'slug'));
    when lock_not_available or deadlock_detected then
        perform refuse('TK014', 'busy, try again');
    when data_exception or check_violation or not_null_violation then
        perform refuse('TK015', 'the event can not be changed so: ' || sqlerrm, jsonb_build_object('what', 'event'));
end
$$;

grant execute on function foyer.update_event(jsonb) to foyer_manager;
