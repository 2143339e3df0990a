-- SPDX-License-Identifier: GPL-3.0-or-later
-- The performances that every word of a search names: by a word of title or description that begins so, or anywhere in title, venue or slug. Runs as the owner,
-- because under row security the planner may not use the GIN index (@@ is not leakproof); the caller keeps of these what row security shows.
create or replace function foyer.events_with_words(p_search text) returns uuid[]
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_word text;
    v_of_word uuid[];
    v_found uuid[];
begin
    foreach v_word in array (array_remove(regexp_split_to_array(lower(left(coalesce(p_search, ''), 1000)), '\s+'), ''))[1:20] loop
        v_of_word := array(select e.id from events e join venues v on v.id = e.venue_id where position(v_word in lower(e.title || ' ' || v.name || ' ' || e.slug)) > 0);
        if v_word ~ '[[:alnum:]]' then
            v_of_word := v_of_word || array(select id from events where search @@ to_tsquery('simple', '''' || translate(v_word, '''\', '  ') || ''':*'));
        end if;
        v_found := case when v_found is null then v_of_word else array(select unnest(v_found) intersect select unnest(v_of_word)) end;
    end loop;
    return v_found;
end
$$;

grant execute on function foyer.events_with_words(text) to foyer_reader;
