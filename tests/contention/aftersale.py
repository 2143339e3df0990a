#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""After the sale, by many at once: one ticket refunded, exchanged and scanned from twenty connections ends once; exchanges over the same few places in any order
never deadlock; a shift that closes while its till sells counts every entry once; a performance cancelled while it sells keeps no valid ticket. Then the twins: the
same with the lock or the constraint taken out goes wrong, and is seen.

    FOYER_SQL_WITH=tests/contention/aftersale.py tests/sql/run [--seconds N] [--seed N]
"""

import argparse
import collections
import random
import sys
import time

from house import House, Refused, at_once, call, new_id, rewrite, sale, say

MANY = 20


class Rush(House):
    def __init__(self, seed):
        super().__init__()
        self.rng = random.Random(seed)
        self.tills = [self.till() for _ in range(MANY)]
        self.clerk, self.manager = self.staff("clerk"), self.staff("manager")
        self.sessions = [self.clerk.open() for _ in range(MANY)]
        self.faults, self.counts = [], collections.Counter()

    def fault(self, *words):
        self.faults.append(" ".join(str(w) for w in words))

    def each(self, work):
        """Runs work(n) on every connection at once; what each answered, or the code it was refused with."""
        told = [None] * MANY

        def one(n):
            try:
                told[n] = work(n)
            except Refused as refused:
                told[n] = refused.code
        at_once([lambda n=n: one(n) for n in range(MANY)])
        return told

    def settle(self, what):
        for finding in self.findings():
            self.fault(what, "verify():", finding)

    def expect(self, what, told, wins, *refusals):
        """Exactly so many were done; the others had one of these refusals."""
        done = [t for t in told if isinstance(t, dict)]
        codes = collections.Counter(t for t in told if not isinstance(t, dict))
        self.counts[what] += 1
        if len(done) != wins or set(codes) - set(refusals):
            self.fault(what, "done", len(done), "of", wins, "refused", dict(codes))
        self.settle(what)
        return done


def sold(house, show, count, till=0, tier="Stalls"):
    places = [p for p, _ in house.take(show, count)] if tier == "Stalls" else ()
    request = sale(house.tills[till], show, tier, places, quantity=0 if places else count)
    call(house.sessions[till], house.tills[till], "sell", request)
    return request


def refund(till, order, tickets, total, **more):
    return dict({"refund": new_id(), "till": till.code, "order": order["order"], "tickets": tickets, "fee": "returned", "reason": "ill", "total_minor": total,
                 "legs": [{"method": "cash", "amount_minor": total}]}, **more)


def exchange(till, show, order, tickets, credit, places):
    new = sale(till, show, "Stalls", places)
    difference = new["total_minor"] - credit
    new["payments"] = [{"payment": new_id(), "method": "cash", "amount_minor": difference, "given_minor": difference}] if difference > 0 else []
    return {"exchange": new_id(), "till": till.code, "order": order, "tickets": tickets, "fee": "returned", "reason": "another", "credit_minor": credit, "sale": new,
            "legs": [{"method": "cash", "amount_minor": -difference}] if difference < 0 else []}


def one_ticket(house, show):
    order = sold(house, show, 2)
    ticket = [order["items"][0]["ticket"]]
    house.expect("refunds of one ticket", house.each(lambda n: call(house.sessions[n], house.tills[n], "refund", refund(house.tills[n], order, ticket, 4600))), 1, "TK008", "TK014")
    last = refund(house.tills[0], order, "all", 4600)
    done = house.expect("one refund sent many times", house.each(lambda n: call(house.sessions[n], house.tills[0], "refund", last)), MANY)
    if sum("repeated" not in d for d in done) != 1:
        house.fault("a refund was made twice")

    order = sold(house, show, 1)
    ticket = order["items"][0]["ticket"]
    told = house.each(lambda n: call(house.sessions[n], house.tills[n], "check_in", {"check_in": new_id(), "till": house.tills[n].code, "event": show.id, "code": ticket, "door": "door %d" % n}))
    if sum(t["admitted"] for t in told) != 1 or any(t["reason"] != "used" for t in told if not t["admitted"]):
        house.fault("twenty doors:", told)

    # Refund, exchange, door, and each of them wins sometimes.
    order = sold(house, show, 1)
    ticket, places = order["items"][0]["ticket"], [p for p, _ in house.take(show, MANY)]

    def any_of_three(n):
        till = house.tills[n]
        if n % 3 == 0:
            return call(house.sessions[n], till, "refund", refund(till, order, [ticket], 4600))
        if n % 3 == 1:
            return call(house.sessions[n], till, "exchange", exchange(till, show, order["order"], [ticket], 4600, [places[n]]))
        answer = call(house.sessions[n], till, "check_in", {"check_in": new_id(), "till": till.code, "event": show.id, "code": ticket, "door": "x"})
        return answer if answer["admitted"] else "TK008"
    house.expect("refund, exchange or door", house.each(any_of_three), 1, "TK008", "TK014")


def exchanges(house, show, seconds):
    """Everybody moves two tickets to two of few places, named in any order, all the time."""
    arena = [p for p, _ in house.take(show, MANY * 3)]
    mine = []
    for n in range(MANY):
        request = sale(house.tills[n], show, "Stalls", arena[2 * n:2 * n + 2])
        call(house.sessions[n], house.tills[n], "sell", request)
        mine.append((request["order"], request["total_minor"]))
    ends, outcomes = time.monotonic() + seconds, collections.Counter()
    seeds = [house.rng.randrange(10**9) for _ in range(MANY)]

    def work(n):
        rng = random.Random(seeds[n])
        while time.monotonic() < ends:
            order, credit = mine[n]
            request = exchange(house.tills[n], show, order, "all", credit, rng.sample(arena, rng.choice((1, 2, 3))))
            try:
                call(house.sessions[n], house.tills[n], "exchange", request)
                mine[n] = (request["sale"]["order"], request["sale"]["total_minor"])
                outcomes["done"] += 1
            except Refused as refused:
                outcomes[refused.code] += 1
    house.each(work)
    if not outcomes["done"] or set(outcomes) - {"done", "TK001", "TK014"}:
        house.fault("exchanges:", dict(outcomes))
    house.settle("exchanges")
    return dict(outcomes)


def shift(house, show, seconds):
    """One till, ten sellers, and a drawer that is counted again and again."""
    till = house.tills[0]
    told = house.each(lambda n: call(house.sessions[n], till, "open_shift", {"shift": new_id(), "till": till.code, "float_minor": 1000, "currency": "EUR"}))
    opened = house.expect("opening a shift", told, 1, "TK008")[0]["shift"]
    ends, closed = time.monotonic() + seconds, [0]

    def work(n):
        current = opened
        while time.monotonic() < ends:
            if n:
                request = sale(till, show, "Floor", quantity=1)
                call(house.sessions[n], till, "sell", request)
                if n % 3 == 0:
                    call(house.sessions[n], till, "refund", refund(till, request, "all", 2600))
                continue
            call(house.sessions[0], till, "close_shift", {"shift": current, "till": till.code, "counted_minor": 1000, "reason": "counted by nobody"})
            closed[0] += 1
            current = new_id()
            call(house.sessions[0], till, "open_shift", {"shift": current, "till": till.code, "float_minor": 1000, "currency": "EUR"})
    told = house.each(work)
    if any(told) or not closed[0]:
        house.fault("a shift while selling:", told, closed)
    house.settle("a shift while selling")
    # What stands between two shifts is in none: with everything in order nothing of the stretch is lost.
    lost = house.owner.one("""select count(*) from foyer.journal j join foyer.shifts a on a.till_id = j.till_id and j.seq > a.close_seq
        join foyer.shifts b on b.till_id = j.till_id and j.seq < b.open_seq and not exists (select from foyer.shifts x where x.till_id = a.till_id and x.open_seq > a.close_seq and x.open_seq < b.open_seq)""")
    return "%d shifts, %s entries between them" % (closed[0], lost)


def cancelling(house):
    """A performance is cancelled while everybody sells and gives back; how many valid tickets are left, and what the call answered."""
    show = house.event(seats=400, standing=400)
    places = [p for p, _ in show.seats]
    ended = []

    def work(n):
        session, till, count = house.sessions[n], house.tills[n], 0
        if n == 0:
            time.sleep(0.3)
            answer = house.manager.open().one("select foyer.cancel_event($1::uuid, 1, 'ill')", show.id)
            ended.append(answer)
            return answer
        while count < 500:
            count += 1
            try:
                request = sale(till, show, "Stalls", places[n * 20 + count % 20:][:1]) if n % 2 else sale(till, show, "Floor", quantity=1)
                call(session, till, "sell", request)
                if n % 3 == 0:
                    call(session, till, "refund", refund(till, request, "all", request["total_minor"]))
            except Refused as refused:
                if refused.code == "TK005":
                    return "TK005"
                if refused.code not in ("TK001", "TK002", "TK014") and not (refused.code == "TK008" and "refunded" in refused.detail):
                    raise
        return "never told"
    told = house.each(work)
    if len(ended) != 1 or set(told[1:]) != {"TK005"}:
        house.fault("cancelling:", told)
    return int(house.owner.one("select count(*) from foyer.tickets where event_id = $1::uuid and status = 'valid'", show.id)), ended


def twin_of_refunds(house, show):
    """Without the order's lock, and without the key that says that an item comes back once."""
    lock = (" for no key update", "")
    whole = [rewrite(house.owner, "lock_order", lock), rewrite(house.owner, "lock_tickets", lock, ("return v_rows;", "perform pg_sleep(0.1); return v_rows;"))]
    house.owner.script("alter table foyer.refund_items drop constraint refund_items_pkey")
    order = sold(house, show, 1)
    told = house.each(lambda n: call(house.sessions[n], house.tills[n], "refund", refund(house.tills[n], order, "all", 4600)))
    twice, seen = sum(isinstance(t, dict) for t in told), house.findings()
    if twice < 2 or not any(f.startswith("payment gave back what it had") for f in seen):
        house.fault("the twin of refunds gave back", twice, "times, verify() says", seen)
    house.owner.script("set session_replication_role = replica; delete from foyer.refund_legs l using foyer.refunds f where f.id = l.refund_id and f.order_id = '%s';"
                       "delete from foyer.refunds where order_id = '%s'; reset session_replication_role" % (order["order"], order["order"]))
    for text in whole:
        house.owner.script(text)
    return "refunded %d times" % twice


def twin_of_shifts(house, show):
    """Without the head's lock a sale slips in between the counting and the closing entry."""
    till = house.tills[1]
    whole = rewrite(house.owner, "close_shift", (" for no key update;\n    v_at", ";\n    v_at"), ("shift_cash(v_shift.id);", "shift_cash(v_shift.id); perform pg_sleep(0.3);"))
    opened = call(house.sessions[1], till, "open_shift", {"shift": new_id(), "till": till.code, "float_minor": 0, "currency": "EUR"})["shift"]

    def work(n):
        if n == 0:
            return call(house.sessions[0], till, "close_shift", {"shift": opened, "till": till.code, "counted_minor": 0})
        time.sleep(0.02 * n)
        return call(house.sessions[n], till, "sell", sale(till, show, "Floor", quantity=1))
    house.each(work)
    seen = house.findings()
    house.owner.script(whole)
    if not any(f.startswith("journal has what went out: shift_close") for f in seen):
        house.fault("the twin of shifts lost nothing", seen)
    return "%d findings" % len(seen)


def twin_of_cancelling(house):
    """A sale that has seen the performance on sale and comes late for its places finds them blocked; without that it sells them."""
    slow = rewrite(house.owner, "sell_places", ("begin", "begin perform pg_sleep(0.2);"))
    right, _ = cancelling(house)
    rewrite(house.owner, "end_event", ("where event_id = new.id and status = 'AVAILABLE'", "where false"))
    wrong, _ = cancelling(house)
    house.owner.script(slow)
    if right or not wrong:
        house.fault("cancelling late sales:", right, "left; its twin", wrong)
    return "%d valid tickets left" % wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    say("seed %d" % options.seed)
    house = Rush(options.seed)
    show = house.event(seats=3000, standing=40000)
    for _ in range(5):
        one_ticket(house, show)
    say("exchanges:", exchanges(house, show, options.seconds))
    time.sleep(1)  # until the sessions have told their statistics
    deadlocks = house.owner.one("select deadlocks from pg_stat_database where datname = current_database()")
    if deadlocks != "0":
        house.fault(deadlocks, "deadlocks")
    say("shift:", shift(house, show, options.seconds))
    left, ended = cancelling(house)
    say("cancelled:", *ended)
    if left:
        house.fault("cancelling left", left, "valid tickets")
    house.settle("cancelling")
    say("twins:", "; ".join((twin_of_refunds(house, show), twin_of_cancelling(house), twin_of_shifts(house, show))))
    for fault in house.faults[:40]:
        say("FAULT", fault[:1000])
    sys.exit(1 if house.faults else 0)


if __name__ == "__main__":
    main()
