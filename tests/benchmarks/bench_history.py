#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sale costs with years of tickets in the tables, beside the same sale with none (goal: at most 1.2 times, with 5 million tickets).

    bench_history.py [--tickets N] [--rounds N] [--seconds S] [--strict]        prints JSON

Two databases of one throw-away cluster (tests/sql/run, with fsync and the memory of bench_purchase), one of them with N tickets of past performances (history.sql).
Tills sell two places of a standing tier of a fresh performance, from requests sealed beforehand, by turns in the one and in the other; medians count. A last round
of each, under pg_stat_statements, tells where the time goes. In the history are places, orders, items, tickets, payments, journal, folded figures and audit, and
verify() is empty with it (asked up to 100 000 tickets, it reads everything); holds, refunds, customers and audit seals are not. --strict fails over the goal.
"""
import argparse
import concurrent.futures
import ctypes
import hashlib
import hmac
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
RUN = os.path.join(HERE, "..", "sql", "run")
CONF = """
fsync = on
shared_buffers = 256MB
max_wal_size = 4GB
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = none
"""
DATABASES = {"empty": "foyer", "history": "history"}
TABLES = ["event_seats", "tickets", "order_items", "orders", "payments", "journal", "audit_log"]
TILLS = 8
WARM_UP = 10
GOAL = 1.2

SCENE = r"""
\set ON_ERROR_STOP on
set client_min_messages = error;
select foyer.create_staff('bench_clerk', 'Clerk', 'clerk', 'SCRAM-SHA-256$4096:' || encode('0123456789abcdef', 'base64') || '$' || encode(sha256('a'), 'base64') || ':'
    || encode(sha256('b'), 'base64'));
alter role bench_clerk password 'bench';
select foyer.register_till('t' || n, 'T' || n || 'x', sha256(('secret ' || n)::bytea), sha256(('key ' || n)::bytea)) from generate_series(0, :tills - 1) n;
select foyer.import_plan(foyer.create_venue('{"name": "House", "address": "", "timezone": "Europe/Berlin"}'), 'Main', '{"name": "Main"}', '',
    '[["s1", "Stalls/A-1", "", "", "", 0, 0, 0]]');
"""

EVENT = """
select foyer.create_event(jsonb_build_object('slug', %(slug)s, 'title', 'Bench', 'plan', (select id from foyer.seating_plans), 'starts_at_local', '2037-11-27T19:30:00',
    'ends_at_local', '2037-11-27T22:00:00', 'status', 'on_sale', 'currency', 'EUR', 'tiers', jsonb_build_array(jsonb_build_object('name', 'Floor', 'kind', 'standing',
    'color', '#aa0000', 'position', 0, 'tax_rate_bp', 700, 'quantity', %(places)s, 'prices', '[{"name": "Adult", "price_minor": 2500}]'::jsonb)))) is null as f \\gset
select json_build_object('event', e.id, 'tier', t.id, 'price_type', x.id) from foyer.events e join foyer.ticket_tiers t on t.event_id = e.id
join foyer.price_types x on x.event_id = e.id where e.slug = %(slug)s;
"""

COUNTERS = "select json_build_object('records', wal_records, 'bytes', wal_bytes, 'images', wal_fpi) from pg_stat_wal"

STATEMENTS = """
select coalesce(json_agg(s), '[]') from (
    select left(regexp_replace(query, '\\s+', ' ', 'g'), 110) as statement, round((calls / %(sales)s.0)::numeric, 2) as calls, round((total_exec_time * 1000 / %(sales)s)::numeric, 1) as us,
           round((shared_blks_hit / %(sales)s.0)::numeric, 1) as hit, round((shared_blks_read / %(sales)s.0)::numeric, 2) as read,
           round((wal_bytes / %(sales)s)::numeric) as wal_bytes, round((wal_fpi / %(sales)s.0)::numeric, 2) as wal_images
    from foyer_statistics.pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and calls >= %(sales)s / 2
    order by total_exec_time desc limit 25) s;
"""


def psql(sql, database="foyer", **variables):
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]
    for name, value in variables.items():
        command += ["-v", "%s=%s" % (name, value)]
    return subprocess.run(command + ["-f", "-"], input=sql, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def make_history(tickets):
    """Tickets of past performances in the database of that name; answers how many there are: an even number of full houses."""
    per_event = min(5000, tickets - tickets % 2)
    tickets -= tickets % per_event
    known = {"tickets": tickets, "per_event": per_event, "tills": TILLS, "step": 3.5 * 365 * 86400 / (tickets / 2)}
    with open(os.path.join(HERE, "history.sql"), encoding="utf-8") as file:
        text = file.read()

    def part(name, table=""):
        psql(text, DATABASES["history"], part=name, table=table, **known)

    # Nothing of this is to outlive a power cut.
    psql("alter system set fsync = off; alter system set autovacuum = off; select pg_reload_conf();")
    part("start")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(part, ["places", "journal_0", "journal_1", "tickets", "items", "orders", "audit", "payments"]))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda table: part("settle", table), TABLES))
    part("finish")
    psql("vacuum (analyze);", DATABASES["empty"])
    psql("alter system reset fsync; alter system reset autovacuum; select pg_reload_conf();")
    os.sync()
    return tickets


class Till:
    """A connection of its own that sells two places again and again, by libpq as the desktop program does."""
    libpq = ctypes.CDLL("libpq.so.5")
    libpq.PQconnectdb.restype = ctypes.c_void_p
    libpq.PQexecPrepared.restype = ctypes.c_void_p
    libpq.PQexec.restype = ctypes.c_void_p
    libpq.PQprepare.restype = ctypes.c_void_p
    libpq.PQresultErrorMessage.restype = ctypes.c_char_p
    libpq.PQerrorMessage.restype = ctypes.c_char_p
    CALL = b"select foyer.sell($1::text, $2::text, $3::bytea)::text"
    OK = (1, 2)

    def __init__(self, number, database, event, ahead):
        self.code = "t%d" % number
        self.number = number
        self.event = event
        self.sales = 0
        conninfo = "dbname=%s user=bench_clerk password=bench" % database
        self.conn = ctypes.c_void_p(self.libpq.PQconnectdb(conninfo.encode()))
        if self.libpq.PQstatus(self.conn) != 0:
            sys.exit(self.libpq.PQerrorMessage(self.conn).decode())
        self.check(self.libpq.PQprepare(self.conn, b"sell", self.CALL, 0, None))
        self.sealed = [self.seal() for _ in range(ahead)]

    def check(self, result):
        result = ctypes.c_void_p(result)
        status = self.libpq.PQresultStatus(result)
        message = self.libpq.PQresultErrorMessage(result).decode()
        self.libpq.PQclear(result)
        if status not in self.OK:
            raise RuntimeError(message)

    def seal(self):
        items = [{"ticket": str(uuid.uuid4()), **self.event, "price_minor": 2500, "starts_at": "2037-11-27T18:30:00Z"} for _ in range(2)]
        request = json.dumps({"order": str(uuid.uuid4()), "number": "T%dx%s" % (self.number, uuid.uuid4().hex[:16]), "till": self.code, "currency": "EUR", "total_minor": 5000,
                              "channel": "counter", "holds": [], "items": items,
                              "payments": [{"payment": str(uuid.uuid4()), "method": "cash", "amount_minor": 5000, "given_minor": 5000}]}, separators=(",", ":")).encode()
        secret = hashlib.sha256(("secret %d" % self.number).encode()).digest()
        mac = hmac.new(secret, request, hashlib.sha256).digest()
        return ((ctypes.c_char_p * 3)(self.code.encode(), request, mac), (ctypes.c_int * 3)(0, 0, len(mac)), (ctypes.c_int * 3)(0, 0, 1))

    def sell(self):
        values, lengths, formats = self.sealed.pop() if self.sealed else self.seal()
        self.check(self.libpq.PQexecPrepared(self.conn, b"sell", 3, values, lengths, formats, 0))
        self.sales += 1

    def close(self):
        self.libpq.PQfinish(self.conn)


def play(kind, connections, seconds, places_per_second):
    """One round: fresh places, fresh connections. Answers sales per second and what a sale wrote to the log."""
    database = DATABASES[kind]
    places = min(150000, int(seconds * places_per_second) + 2 * WARM_UP * connections)
    event = json.loads(psql(EVENT % {"slug": "'b-%s'" % uuid.uuid4().hex, "places": places}, database))
    tills = [Till(n, database, event, places // 4 // connections) for n in range(connections)]
    for till in tills:
        for _ in range(WARM_UP):
            till.sell()
        till.sales = 0
    before = json.loads(psql(COUNTERS))
    failed = []
    start = threading.Barrier(connections + 1)

    def work(till):
        start.wait()
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                till.sell()
        except RuntimeError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=work, args=(till,)) for till in tills]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    if failed:
        sys.exit(failed[0])
    sales = sum(till.sales for till in tills)
    for till in tills:
        till.close()
    after = json.loads(psql("select pg_stat_force_next_flush();" + COUNTERS).splitlines()[-1])
    # What the worker does every few seconds.
    psql("select foyer.fold_counts();", database)
    return {"sales_per_s": sales / took, **{name: (after[name] - before[name]) / sales for name in after}, "sales": sales}


def compare(connections, rounds, seconds):
    played = {kind: [] for kind in DATABASES}
    # By turns, so that a busy moment of the machine meets both.
    for n in range(rounds):
        for kind in list(DATABASES)[::1 if n % 2 else -1]:
            # Every round starts alike: the first write of a page after a checkpoint logs the whole page.
            psql("checkpoint;")
            played[kind].append(play(kind, connections, seconds, 6000))
    rates = {kind: statistics.median(r["sales_per_s"] for r in played[kind]) for kind in played}
    answer = {"connections": connections, "ratio_of_cost": round(rates["empty"] / rates["history"], 3)}
    for kind in played:
        answer[kind] = {"sales_per_s": round(rates[kind], 1), "all": [round(r["sales_per_s"]) for r in played[kind]],
                        "wal_bytes_per_sale": round(statistics.median(r["bytes"] for r in played[kind])),
                        "wal_page_images_per_sale": round(statistics.median(r["images"] for r in played[kind]), 2)}
    return answer


def explain(seconds):
    """Where the time of a sale goes, statement by statement (those within calls, too), in microseconds and pages."""
    found = {}
    for kind, database in DATABASES.items():
        psql("alter database %s set pg_stat_statements.track = 'all'; select foyer_statistics.pg_stat_statements_reset();" % database)
        sales = play(kind, 1, seconds, 6000)["sales"]
        found[kind] = json.loads(psql(STATEMENTS % {"sales": sales}, database))
        psql("alter database %s reset pg_stat_statements.track;" % database)
    return found


def inside(wanted):
    took = time.monotonic()
    psql(SCENE, tills=TILLS)
    subprocess.run(["createdb", "-T", "foyer", DATABASES["history"]], check=True)
    tickets = make_history(wanted.tickets)
    made_in = time.monotonic() - took
    judge = lambda: {kind: psql("select invariant, detail from foyer.verify()", database) for kind, database in DATABASES.items()}
    if tickets <= 100000 and any(judge().values()):
        sys.exit("verify() of the history: %s" % judge())
    sizes = json.loads(psql("select json_object_agg(t, pg_total_relation_size('foyer.' || t) / 1048576) from unnest('{%s}'::text[]) t" % ",".join(TABLES), DATABASES["history"]))
    results = [compare(connections, wanted.rounds, wanted.seconds) for connections in (1, TILLS)]
    found = explain(wanted.seconds)
    if tickets <= 100000 and any(judge().values()):
        sys.exit("verify() after the sales: %s" % judge())
    print(json.dumps({"benchmark": "history", "tickets": tickets, "rounds": wanted.rounds, "seconds_per_round": wanted.seconds, "processors": os.cpu_count(),
                      "history_made_in_s": round(made_in), "sizes_mb": sizes, "took_s": round(time.monotonic() - took), "results": results, "statements": found}, indent=1))
    if wanted.strict and max(r["ratio_of_cost"] for r in results) > GOAL:
        sys.exit("over the goal")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--strict", action="store_true")
    wanted = parser.parse_args()
    if wanted.tickets < 2:
        parser.error("a history has two tickets or more")
    # The runner starts this very program again, within its cluster.
    if "FOYER_SQL_LOG" in os.environ:
        inside(wanted)
    else:
        os.execve(RUN, [RUN] + sys.argv[1:], {**os.environ, "FOYER_SQL_WITH": os.path.abspath(__file__), "FOYER_SQL_CONF": CONF})


if __name__ == "__main__":
    main()
