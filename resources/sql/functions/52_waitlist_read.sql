-- SPDX-License-Identifier: GPL-3.0-or-later
-- The waiting list as the counter shows it.
create or replace function foyer.list_waitlist(p_event text) returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
    v_id uuid := find_event(p_event);
begin
    return (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('entry', w.id, 'position', w.position, 'tier', w.tier_id, 'tier_name', t.name, 'customer', w.user_id,
                'display_name', u.display_name, 'quantity', w.quantity,
                'status', case when w.status = 'offered' and w.offer_until <= statement_timestamp() then 'lapsed' else w.status end,
                'joined_at', utc_text(w.created_at), 'offered_at', utc_text(w.offered_at), 'offer_until', utc_text(w.offer_until),
                'seats', (select jsonb_agg(s.label order by s.ordinal) from holds h join event_seats s on s.id = any (h.places) where h.id = w.hold_id))) order by w.position), '[]')
            from waitlist w join users u on u.id = w.user_id left join ticket_tiers t on t.id = w.tier_id where w.event_id = v_id);
end
$$;
alter function foyer.list_waitlist(text) owner to foyer_reader;

grant execute on function foyer.list_waitlist(text) to foyer_clerk, foyer_manager;
