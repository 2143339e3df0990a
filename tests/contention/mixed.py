#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forty connections do at random what a house does in a busy hour, over three performances, while lines are cut and holds lapse. Afterwards, and at moments in
between, verify() is empty; each place has at most one live ticket; what tills were told adds up to what the centre has, in payments and in the journal. Every
outcome is counted and printed; one that the action does not allow is a fault. The seed is printed: the choices repeat with it, the interleaving does not.

    FOYER_SQL_WITH=tests/contention/mixed.py tests/sql/run [--seconds N] [--seed N] [--connections N] [--crowd]

It lasts 15 seconds, or FOYER_MIXED_SECONDS; the run that a release is judged by lasts 60. --crowd: everybody wants the same 36 seats, in any order, by holds, extensions,
exchanges, leases and recalls; then the server may not see one deadlock.
"""

import argparse
import collections
import os
import random
import re
import sys
import threading
import time

import actions
from house import House, Refused, at_once, say
from libpq import LOST


CROWD = ("hold_these", "extend", "release", "sell_held", "exchange_seats", "give_back", "lease", "return_some", "recall", "reclaim", "block", "unblock", "best", "sell_across", "reserve_across")


class World(House):
    """The three performances, and what every client knows: orders, holds and requests of all tills."""

    def __init__(self, seed, seconds, connections, crowd=False):
        super().__init__()
        # What waits in a circle is written into the log, which is read at the end.
        for setting in ("log_min_messages = log", "log_lock_waits = on"):
            self.owner.run("alter system set " + setting)
        self.owner.run("select pg_reload_conf()")
        self.seed, self.seconds, self.connections = seed, seconds, connections
        self.tills = [self.till() for _ in range(10)]
        self.clerk, self.manager = self.staff("clerk"), self.staff("manager")
        self.shows = [self.event(seats=36)] if crowd else [self.event(seats=1000), self.event(standing=1000), self.event(seats=500, standing=500)]
        self.actions = [a for a in actions.ACTIONS if not crowd or a.__name__ in CROWD]
        self.lock = threading.Lock()
        self.outcomes, self.faults = collections.Counter(), []
        self.orders, self.holds, self.sent, self.leases, self.sent_offline, self.reserved, self.waiting = [], [], [], [], [], [], []
        self.admitted = set()
        self.customers = [self.owner.one("insert into foyer.users (display_name) values ($1) returning id", "Customer %d" % n) for n in range(60)]
        self.taken, self.given = collections.Counter(), collections.Counter()  # by till: minor units that answers said came in and went out
        self.ends = 0.0

    @staticmethod
    def owner_time(seconds):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))

    def note(self, action, code):
        with self.lock:
            self.outcomes[action, code] += 1

    def fault(self, what):
        with self.lock:
            self.faults.append(what)

    def keep(self, pile, value, most=400):
        with self.lock:
            pile.append(value)
            if len(pile) > most:
                pile.pop(0)

    def drop(self, pile, value):
        with self.lock:
            if value in pile:
                pile.remove(value)

    def crowded(self, places):
        """Forty neighbours that all want now; they move on through the house as the time goes by."""
        past = 1 - max(0.0, self.ends - time.monotonic()) / self.seconds
        start = int(past * max(0, len(places) - 40))
        return places[start:start + 40]

    def pick(self, pile, rng):
        with self.lock:
            return rng.choice(pile) if pile else None


class Client:
    """One connection, as a clerk or a manager at one till."""

    def __init__(self, world, index):
        self.world, self.index = world, index
        self.rng = random.Random(world.seed * 1000 + index)
        self.till = world.tills[index % len(world.tills)]
        self.login = world.manager if index % 8 == 0 else world.clerk
        self.session = self.login.open()
        self._till_lock = threading.Lock()
        self._till_session = None

    @property
    def is_manager(self):
        return self.login is self.world.manager

    def definite(self, work):
        """Calls until there is an answer: a lost line means a new session and the same request again."""
        while True:
            try:
                return work(self.session)
            except Refused as refused:
                if refused.code not in (LOST, "57P01"):
                    raise
                self.world.note("line", "cut")
                self.session.close()
                self.session = self.login.open()

    def as_till(self, work):
        """The same by the login of the till itself, one at a time."""
        with self._till_lock:
            while True:
                try:
                    self._till_session = self._till_session or self.till.login.open()
                    return work(self._till_session)
                except Refused as refused:
                    if refused.code not in (LOST, "57P01"):
                        raise
                    self._till_session = None

    def run(self):
        names, weights = zip(*((a, a.weight) for a in self.world.actions if self.is_manager or not a.manager))
        while time.monotonic() < self.world.ends:
            action = self.rng.choices(names, weights)[0]
            try:
                code = action(self.world, self) or "done"
            except Refused as refused:
                code = refused.code
                if code not in action.refusals:
                    self.world.fault("%s: %s" % (action.__name__, refused))
            except Exception as problem:
                code = type(problem).__name__
                self.world.fault("%s: %r" % (action.__name__, problem))
            self.world.note(action.__name__, code)


def disturb(world, clients):
    """Holds lapse, lines are cut, and somebody looks whether all is well, all the time."""
    rng = random.Random(world.seed)
    looked = 0
    while time.monotonic() < world.ends:
        time.sleep(0.05)
        # An offer lapses with its entry, in one statement as time would do it; a hold of a basket alone.
        if rng.random() < 0.3:
            world.owner.run("with w as (update foyer.waitlist set offered_at = offered_at - interval '1 day', offer_until = clock_timestamp() - interval '1 second' "
                            "where id in (select id from foyer.waitlist where status = 'offered' order by random() limit 1 for no key update skip locked) returning hold_id), "
                            "h as (update foyer.holds h set expires_at = clock_timestamp() - interval '1 second' from w where h.id = w.hold_id) "
                            "update foyer.event_seats s set reserved_until = clock_timestamp() - interval '1 second' from w where s.hold_id = w.hold_id")
        world.owner.run("with h as (select s.hold_id from foyer.event_seats s join foyer.holds b on b.id = s.hold_id where b.till_id is not null and not b.is_reservation order by random() limit 1) "
                        "update foyer.event_seats s set reserved_until = clock_timestamp() - interval '1 second' "
                        "where id in (select id from foyer.event_seats where hold_id in (select hold_id from h) order by id for no key update skip locked)")
        if rng.random() < 0.3:
            world.owner.run("select pg_terminate_backend($1::int)", rng.choice(clients).session.pid)
        if rng.random() < 0.2:
            looked += 1
            for finding in world.findings():
                world.fault("verify() while all goes on: " + finding)
    return looked


def compare(world, what, told, sql):
    centre = {k: int(v) for k, v in world.owner.run(sql)}
    told = {k: v for k, v in told.items() if v}
    if centre != told:
        world.fault("%s: tills were told %s, the centre has %s" % (what, told, centre))


def circles(log):
    """Where calls waited in a circle: the server's words about each deadlock, without the numbers."""
    found = collections.Counter()
    entries = re.split(r"\n(?=\d{4}-\d\d-\d\d )", log)
    for n, entry in enumerate(entries):
        if "detected deadlock" in entry:
            session = re.search(r"\[\d+\]", entry).group()
            of_it = [e for e in entries[n + 1:n + 12] if session in e and ("CONTEXT:" in e or "STATEMENT:" in e)][:2]
            found[" < ".join(re.findall(r"(?:PL/pgSQL function|while|from|select) ([^\n]{1,60})", " ".join(of_it)))] += 1
    return found


def settle(world):
    """The verdict from the data alone, and against what the tills were told."""
    for finding in world.findings():
        world.fault("verify(): " + finding)
    twice = world.owner.run("select place_id, count(*) from foyer.tickets where status in ('valid', 'used') group by 1 having count(*) > 1")
    if twice:
        world.fault("sold twice: %s" % twice)
    for sql in actions.BALANCES:
        for row in world.owner.run(sql):
            world.fault("%s: %s" % (sql.split("\n")[0], row))
    compare(world, "money in", world.taken, "select t.code, sum(j.amount_minor) from foyer.journal j join foyer.tills t on t.id = j.till_id where j.kind = 'payment' and j.method <> 'exchange' "
            "group by 1 having sum(j.amount_minor) <> 0")
    compare(world, "money out", world.given, "select t.code, -sum(j.amount_minor) from foyer.journal j join foyer.tills t on t.id = j.till_id where j.kind = 'refund' and j.method <> 'exchange' "
            "group by 1 having sum(j.amount_minor) <> 0")
    deadlocks = world.owner.one("select deadlocks from pg_stat_database where datname = current_database()")
    log = open(os.environ["FOYER_SQL_LOG"], encoding="utf-8", errors="replace").read() if os.access(os.environ.get("FOYER_SQL_LOG", ""), os.R_OK) else ""
    world.circles = circles(log)
    if "PANIC" in log or "was terminated by signal" in log:
        world.fault("the server crashed")
    return int(deadlocks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("FOYER_MIXED_SECONDS", 15)))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--connections", type=int, default=40)
    parser.add_argument("--crowd", action="store_true")
    options = parser.parse_args()
    say("seed %d, %d connections, %g s" % (options.seed, options.connections, options.seconds))
    world = World(options.seed, options.seconds, options.connections, options.crowd)
    clients = [Client(world, n) for n in range(options.connections)]
    world.ends = time.monotonic() + options.seconds
    looked = []
    at_once([c.run for c in clients] + [lambda: looked.append(disturb(world, clients))])
    # Nobody is under way any more, and every request had a definite answer.
    deadlocks = settle(world)
    by_action = collections.defaultdict(list)
    for (action, code), count in sorted(world.outcomes.items()):
        by_action[action].append("%d %s" % (count, code))
    for where, count in world.circles.most_common(8):
        say("  %d× in a circle: %s" % (count, where))
    for action, counts in by_action.items():
        say("  %-18s %s" % (action, ", ".join(counts)))
    total = sum(world.outcomes.values())
    say("%d actions (%d/s), verify() %d times in between, %d deadlocks resolved by the server" % (total, total / options.seconds, looked[0], deadlocks))
    # A rare action that was tried once or twice may have come in vain; in a long run, or after ten tries, it may not.
    tries = collections.Counter()
    for (action, _), count in world.outcomes.items():
        tries[action] += count
    world.faults += ["nobody managed to " + a.__name__ for a in world.actions if not options.crowd and not world.outcomes[a.__name__, "done"]
                     and (options.seconds >= 60 or tries[a.__name__] >= 10)]
    busy = sum(count for (_, code), count in world.outcomes.items() if code == "TK014")
    if options.crowd and (deadlocks or busy > total / 50):
        world.faults.append("%d deadlocks, %d of %d calls were told to try again" % (deadlocks, busy, total))
    for line, count in collections.Counter(f[:400] for f in world.faults).most_common(40):
        say("FAULT %d× %s" % (count, line))
    sys.exit(1 if world.faults else 0)


if __name__ == "__main__":
    main()
