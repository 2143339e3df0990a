#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sale costs with years of tickets in the tables, beside the same sale with none (goal: at most 1.2 times, with 5 million tickets).

    bench_history.py [--tickets N] [--rounds N] [--seconds S] [--strict]        prints JSON

Two databases of one throw-away cluster (tests/sql/run, with fsync and the memory of bench_purchase), one of them with N tickets of past performances (history.sql).
Tills sell two places of a standing tier of a fresh performance, from requests sealed beforehand, by turns in the one and in the other; medians count. A last round
of each, under pg_stat_statements, tells where the time goes. In the history are places, orders, items, tickets, payments, journal, folded figures and audit, and
verify() is empty with it (asked up to 100 000 tickets, it reads everything); holds, refunds, customers and audit seals are not. --strict fails over the goal.

No plan changes with the history (the same statements, the same pages hit). What a sale pays for is index leaves that its ids hit by chance: with 5 million tickets,
256 MB of shared_buffers and random ids for orders and payments, seven leaves a sale (orders, order_items and payments by id, payments by order, tickets by order,
two tickets by id), six of them read from the system's cache and all seven logged whole once after each checkpoint: 57 KB of log a sale, not 5. With ids of orders
and payments that start with the time the two tickets are left: 10 to 14 KB. Cost against empty on two processors that others used as well, so +-0.1 at best, at 1
and at 8 connections: random 1.39 and 1.26 after a checkpoint (another run 1.13 and 0.99, its disk so busy that waiting for the commit was most of a sale) and 1.14
and 1.29 otherwise; ordered 1.18 and 0.99, otherwise 1.00 and 0.93; within the server without the commit, ordered, 727 us against 877 (1.21).
At 1 connection that disk's commits end every 4 ms, so a ratio of 1.00 there tells little. Tried with 1 million and random ids: wal_compression = lz4 takes little off
the log (47 KB, not 53) and made the sale dearer (895 us empty against 1065, without it 884 against 918).
"""
import argparse
import concurrent.futures
import ctypes
import hashlib
import hmac
import json
import os
import secrets
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
max_wal_size = 8GB
checkpoint_timeout = 1h
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = none
"""
DATABASES = {"empty": "foyer", "history": "history"}
TABLES = ["event_seats", "tickets", "order_items", "orders", "payments", "journal", "audit_log"]
TILLS = 8
WARM_UP = 10
# More than they can sell.
PLACES_PER_SECOND = 6000
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


def ordered_id():
    """Version 7: 48 bits of the time in ms, then chance."""
    return str(uuid.UUID(int=int(time.time() * 1000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)))


def random_id():
    return str(uuid.uuid4())


# How the tills make the ids of orders and payments; those of tickets are always random, because their first bits are the short code.
IDS = {"random": random_id, "ordered": ordered_id}


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

    def __init__(self, number, database, event, ahead, make_id):
        self.code = "t%d" % number
        self.number = number
        self.event = event
        self.make_id = make_id
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
        items = [{"ticket": random_id(), **self.event, "price_minor": 2500, "starts_at": "2037-11-27T18:30:00Z"} for _ in range(2)]
        request = json.dumps({"order": self.make_id(), "number": "T%dx%s" % (self.number, uuid.uuid4().hex[:16]), "till": self.code, "currency": "EUR", "total_minor": 5000,
                              "channel": "counter", "holds": [], "items": items,
                              "payments": [{"payment": self.make_id(), "method": "cash", "amount_minor": 5000, "given_minor": 5000}]}, separators=(",", ":")).encode()
        secret = hashlib.sha256(("secret %d" % self.number).encode()).digest()
        mac = hmac.new(secret, request, hashlib.sha256).digest()
        return ((ctypes.c_char_p * 3)(self.code.encode(), request, mac), (ctypes.c_int * 3)(0, 0, len(mac)), (ctypes.c_int * 3)(0, 0, 1))

    def sell(self):
        values, lengths, formats = self.sealed.pop() if self.sealed else self.seal()
        self.check(self.libpq.PQexecPrepared(self.conn, b"sell", 3, values, lengths, formats, 0))
        self.sales += 1

    def tell(self):
        """Has its server process add what it counted to the statistics at once."""
        self.check(self.libpq.PQexec(self.conn, b"select pg_stat_force_next_flush()"))

    def close(self):
        self.libpq.PQfinish(self.conn)


class Side:
    """One of the two databases with a fresh performance and its tills."""

    def __init__(self, kind, connections, seconds, make_id):
        self.kind = kind
        self.database = DATABASES[kind]
        places = min(150000, int(seconds * PLACES_PER_SECOND) + 2 * WARM_UP * connections)
        event = json.loads(psql(EVENT % {"slug": "'b-%s'" % uuid.uuid4().hex, "places": places}, self.database))
        self.tills = [Till(n, self.database, event, places // 8 // connections, make_id) for n in range(connections)]
        for till in self.tills:
            for _ in range(WARM_UP):
                till.sell()
        self.rates, self.times, self.log = [], [], []

    def sell_for(self, seconds):
        """A round of all tills at once."""
        failed = []
        start = threading.Barrier(len(self.tills) + 1)

        def work(till):
            till.sales = 0
            start.wait()
            end = time.monotonic() + seconds
            try:
                while time.monotonic() < end:
                    till.sell()
            except RuntimeError as error:
                failed.append(str(error))

        threads = [threading.Thread(target=work, args=(till,)) for till in self.tills]
        for thread in threads:
            thread.start()
        for till in self.tills:
            till.tell()
        before = json.loads(psql(COUNTERS))
        start.wait()
        began = time.monotonic()
        for thread in threads:
            thread.join()
        took = time.monotonic() - began
        if failed:
            sys.exit(failed[0])
        sales = sum(till.sales for till in self.tills)
        for till in self.tills:
            till.tell()
        after = json.loads(psql(COUNTERS))
        self.rates.append(sales / took)
        self.log.append({name: (after[name] - before[name]) / sales for name in after})
        # What the worker does every few seconds.
        psql("select foyer.fold_counts();", self.database)
        return sales

    def close(self):
        for till in self.tills:
            till.close()


def report(sides, connections, cold, ids, ratio):
    answer = {"connections": connections, "after_a_checkpoint": cold, "ids": ids, "ratio_of_cost": round(ratio, 3)}
    for side in sides:
        answer[side.kind] = {"sales_per_s": [round(rate) for rate in side.rates], "wal_bytes_per_sale": round(statistics.median(l["bytes"] for l in side.log)),
                             "wal_page_images_per_sale": round(statistics.median(l["images"] for l in side.log), 2)}
        if side.times:
            answer[side.kind]["us_median"] = round(statistics.median(side.times) * 1e6)
    return answer


def compare(connections, rounds, seconds, ids, cold):
    """cold: every round starts after a checkpoint, so that the first write of each page logs the whole page (so it is for most sales of a quiet house, where nobody
    waits for it). Otherwise it starts where a busy hour has brought the pages."""
    sides = [Side(kind, connections, rounds * seconds, IDS[ids]) for kind in DATABASES]
    for n in range(rounds):
        # By turns, so that a busy moment of the machine meets both.
        for side in sides[::1 if n % 2 else -1]:
            if cold:
                psql("checkpoint;")
            side.sell_for(seconds)
    ratio = statistics.median(sides[0].rates) / statistics.median(sides[1].rates)
    if connections == 1:
        # Sale by sale, which no other program of the machine can favour: the median of a sale's time counts.
        if cold:
            psql("checkpoint;")
        end = time.monotonic() + rounds * seconds
        while time.monotonic() < end:
            for side in sides:
                began = time.perf_counter()
                side.tills[0].sell()
                side.times.append(time.perf_counter() - began)
        ratio = statistics.median(sides[1].times) / statistics.median(sides[0].times)
    for side in sides:
        side.close()
    return report(sides, connections, cold, ids, ratio)


def explain(seconds):
    """Where the time of a sale goes, statement by statement (those within calls, too), in microseconds and pages."""
    found = {}
    for kind, database in DATABASES.items():
        psql("alter database %s set pg_stat_statements.track = 'all';" % database)
        side = Side(kind, 1, seconds, IDS["ordered"])
        psql("select foyer_statistics.pg_stat_statements_reset();")
        sales = side.sell_for(seconds)
        found[kind] = json.loads(psql(STATEMENTS % {"sales": sales}, database))
        psql("alter database %s reset pg_stat_statements.track;" % database)
        side.close()
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
    results = []
    for cold in (True, False):
        for ids in IDS:
            results += [compare(connections, wanted.rounds, wanted.seconds, ids, cold) for connections in (1, TILLS)]
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
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=2)
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
