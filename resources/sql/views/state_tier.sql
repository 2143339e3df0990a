-- SPDX-License-Identifier: GPL-3.0-or-later
-- What each tier's places are at this moment: folded counts + unfolded deltas + lapsed holds and opened allotments not yet swept, in one statement and so in one snapshot.
create or replace view foyer.tier_state as
select t.id as tier_id, t.event_id,
       (c.free + coalesce(d.free, 0) + coalesce(l.places, 0))::integer as free,
       (c.held + coalesce(d.held, 0) - coalesce(l.places - l.allotted, 0))::integer as held,
       (c.leased + coalesce(d.leased, 0) - coalesce(l.allotted, 0))::integer as leased,
       (c.blocked + coalesce(d.blocked, 0))::integer as blocked,
       (c.sold + coalesce(d.sold, 0))::integer as sold
from foyer.ticket_tiers t
join foyer.tier_counts c on c.tier_id = t.id
left join (select tier_id, sum(free) as free, sum(held) as held, sum(leased) as leased, sum(blocked) as blocked, sum(sold) as sold
           from foyer.tier_count_deltas group by tier_id) d on d.tier_id = t.id
left join (select tier_id, count(*) as places, count(lease_id) as allotted from foyer.event_seats where reserved_until <= statement_timestamp() group by tier_id) l on l.tier_id = t.id;
alter view foyer.tier_state owner to foyer_reader;

-- The same per event, with what a list of performances shows.
create or replace view foyer.event_state as
select e.id, e.slug, e.title, v.name as venue, v.address as venue_address, e.start_time, e.doors_open_time, e.timezone, e.currency, e.status, e.version, e.plan_id,
       e.channel, coalesce(sum(s.free), 0)::integer as free, coalesce(sum(s.held), 0)::integer as held, coalesce(sum(s.leased), 0)::integer as leased,
       coalesce(sum(s.blocked), 0)::integer as blocked, coalesce(sum(s.sold), 0)::integer as sold, e.training
from foyer.events e
join foyer.venues v on v.id = e.venue_id
left join foyer.tier_state s on s.event_id = e.id
group by e.id, v.id;
alter view foyer.event_state owner to foyer_reader;
