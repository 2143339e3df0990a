-- SPDX-License-Identifier: GPL-3.0-or-later
-- The sales figures of every performance that the caller may see: the promoter's way to event_sales_summary.
create or replace function foyer.event_sales() returns jsonb
language plpgsql stable security definer
set search_path = foyer, pg_temp set timezone = 'UTC' set datestyle = 'ISO'
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', s.event_id, 'slug', s.slug, 'title', s.title, 'starts_at', utc_text(s.start_time), 'status', s.status,
                'currency', s.currency, 'capacity', s.capacity, 'tickets', s.tickets_sold, 'gross_minor', s.gross_minor, 'fee_minor', s.fee_minor,
                'tax_minor', s.tax_minor, 'total_minor', s.total_minor) order by s.start_time, s.slug), '[]')
            from event_sales_summary s);
end
$$;
alter function foyer.event_sales() owner to foyer_reader;
grant execute on function foyer.event_sales() to foyer_promoter, foyer_manager;
