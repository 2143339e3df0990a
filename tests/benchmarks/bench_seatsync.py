#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the server takes for the state of every place of an event, for a change of four places, and for the map (EXPLAIN ANALYZE, as a clerk).

    bench_seatsync.py [--places N] [--rounds N] [--strict]        prints JSON, times in ms

The house is a used one: a third sold, a tenth held (1 000 baskets), a twentieth blocked, all of it written since the places were made, then vacuumed as autovacuum
would. --strict fails when the medians are over the goals for 100 000 places (50 ms, 2 ms). It makes its own throw-away cluster (tests/sql/run).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sql", "run")

HOUSE = r"""
\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
set client_min_messages = error;
select foyer.create_staff('bench_clerk', 'Clerk', 'clerk', 'SCRAM-SHA-256$4096:' || encode('0123456789abcdef', 'base64') || '$' || encode(sha256('a'), 'base64') || ':'
    || encode(sha256('b'), 'base64')) is null as f, foyer.register_till('t1', '1', sha256('1'), sha256('k1')) is null as g, foyer.register_till('t2', '2', sha256('2'), sha256('k2')) is null as h \gset
select foyer.create_venue('{"name": "House", "address": "", "timezone": "Europe/Berlin"}') as venue \gset
select foyer.import_plan(:'venue', 'Main', '{"name": "Main"}', '', (select jsonb_agg(jsonb_build_array('s' || n, 'Block ' || n / 1000 || '/' || n % 1000 / 25 || '-' || n % 25 + 1, '', '', '',
    n % 1000, n / 1000, 0)) from generate_series(0, :places - 1) n)) ->> 'plan' as plan \gset
select foyer.create_event(jsonb_build_object('slug', 'bench', 'title', 'Bench', 'plan', :'plan', 'starts_at_local', '2037-11-27T19:30:00', 'ends_at_local', '2037-11-27T22:00:00',
    'status', 'on_sale', 'currency', 'EUR', 'tiers', '[{"name": "Stalls", "kind": "seated", "color": "#aa0000", "position": 0, "tax_rate_bp": 700, "category": 0,
    "prices": [{"name": "Adult", "price_minor": 4000}]}]'::jsonb)) ->> 'event' as event \gset
update foyer.event_seats set status = 'SOLD', order_id = gen_random_uuid(), sold_at = clock_timestamp() where abs(hashint4(ordinal)) % 20 < 7;
update foyer.event_seats set status = 'BLOCKED', block_letter = 'K', block_is_soft = false where abs(hashint4(ordinal)) % 20 = 7;
insert into foyer.holds (id, event_id, till_id, token, held_by, request_hash, expires_at)
select md5('hold' || n)::uuid, :'event', (select id from foyer.tills where code = case n % 2 when 0 then 't1' else 't2' end), md5(n::text), 'x', sha256('a'), clock_timestamp() + interval '1 hour'
from generate_series(0, 999) n;
update foyer.event_seats set status = 'RESERVED', hold_id = md5('hold' || ordinal % 1000)::uuid, reserved_at = clock_timestamp(),
    reserved_until = clock_timestamp() + case when ordinal % 10 = 0 then interval '-1 minute' else interval '1 hour' end where abs(hashint4(ordinal)) % 20 in (8, 9);
vacuum (analyze) foyer.event_seats, foyer.holds;
"""

ROUND = r"""
set session authorization bench_clerk;
\echo states
explain (analyze, buffers, format json) select * from foyer.seat_states(:'event', 't1');
select foyer.seat_changes(:'event', 't1', null) ->> 'cursor' as cursor \gset
reset session authorization;
begin;
update foyer.event_seats set status = 'SOLD', order_id = gen_random_uuid(), sold_at = clock_timestamp()
where id in (select id from foyer.event_seats where status = 'AVAILABLE' order by ordinal limit 4);
commit;
set session authorization bench_clerk;
\echo changes
explain (analyze, buffers, format json) select foyer.seat_changes(:'event', 't1', :'cursor');
\echo count
select jsonb_array_length(foyer.seat_changes(:'event', 't1', :'cursor') -> 'changes');
\echo map
explain (analyze, buffers, format json) select foyer.event_map(:'event');
reset session authorization;
"""


def measure(places, rounds):
    script = "\\set places %d\n" % places + HOUSE + ROUND * rounds
    run = subprocess.run([RUN], input=script, capture_output=True, text=True, env={**os.environ, "FOYER_SQL_SHELL": "1"}, check=True)
    times = {"states": [], "changes": [], "map": []}
    counts = []
    kind, lines = None, []
    for line in run.stdout.splitlines() + ["end"]:
        if line in ("states", "changes", "map", "count", "end"):
            if kind == "count":
                counts.append(int(lines[0]))
            elif kind:
                times[kind].append(json.loads("\n".join(lines))[0]["Execution Time"])
            kind, lines = line, []
        else:
            lines.append(line)
    if counts != [4] * rounds:
        sys.exit("a change of 4 places came back as %s\n%s" % (counts, run.stderr))
    return times


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", type=int, default=100000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--strict", action="store_true")
    wanted = parser.parse_args()
    times = measure(wanted.places, wanted.rounds)
    medians = {name: round(statistics.median(values), 3) for name, values in times.items()}
    print(json.dumps({"benchmark": "seatsync", "places": wanted.places, "rounds": wanted.rounds, "seat_states_ms": medians["states"], "seat_changes_of_4_ms": medians["changes"],
                      "event_map_ms": medians["map"], "least": {name: round(min(values), 3) for name, values in times.items()}}, indent=2))
    if wanted.strict and (medians["states"] > 50 or medians["changes"] > 2):
        sys.exit("over the goal")


if __name__ == "__main__":
    main()
