#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every race twice: with the rules as they are, where it ends well, and in a database of its own with the lock or the constraint taken out, where it must end
badly. Two sessions in a fixed order: the first has done its work but not committed when the second comes. A race that ends well without its lock proves nothing
and fails here. (Skipping locked rows alone has its twin in tst_contention, the cursor of seat_changes in tests/sql.)

    FOYER_SQL_WITH=tests/contention/twins.py tests/sql/run [RACE...]
"""

import json
import os
import re
import subprocess
import sys
import threading
import time

from house import House, Refused, SUPER, at_once, call, hold, new_id, outcome, rewrite, sale, say, send, token
from libpq import Session

TWINS = []
PREPARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../resources/sql/prepare.sql")


def twin(*rules):
    """A race and what is taken out of its twin, each a function of the session of the owner."""
    def add(race):
        TWINS.append((race, rules))
        return race
    return add


def without_locks(*functions):
    """No row lock in these functions."""
    def take_out(owner):
        for name in functions:
            for oid, source in owner.run("select oid, pg_get_functiondef(oid) from pg_proc where proname = $1 and pronamespace = 'foyer'::regnamespace", name):
                changed, locks = re.subn(r"\s+for (no key )?update( of \w+)?( skip locked)?", "", source)
                if not locks:
                    raise AssertionError("%s has no lock any more: its twin looks in the wrong place" % name)
                owner.script(changed)
    return take_out


def instead(function, old, new):
    """Other words in a function's source."""
    return lambda owner: rewrite(owner, function, (old, new))


def sql(text):
    return lambda owner: owner.script(text)


no_moves = sql("drop trigger place_moves on foyer.event_seats")
two_live_tickets = sql("drop index foyer.tickets_live")


class Stage(House):
    def __init__(self, database):
        super().__init__(database)
        clerk = self.staff("clerk")
        self.clerk, self.boss = clerk, self.staff("manager")
        self.tills = [self.till(), self.till()]
        self.first, self.second = clerk.open(database), clerk.open(database)

    def race(self, first, second):
        """The second comes when the first has written and not committed; what the second was answered: '' or a code."""
        self.first.run("begin")
        first(self.first)
        second(self.second)
        # Until it waits for the first, or has not had to.
        for _ in range(200):
            if not self.second.waits(0.01) or self.owner.one("select wait_event_type from pg_stat_activity where pid = $1::int", self.second.pid) == "Lock":
                break
        self.first.run("commit")
        try:
            self.second.answer()
            return ""
        except Refused as refused:
            if not refused.code.startswith("TK") and self.database == os.environ["PGDATABASE"]:
                say("the second was answered:", refused)
            return refused.code

    def sealed_race(self, function, requests, tills=None):
        one, two = tills or self.tills
        return self.race(lambda s: call(s, one, function, requests[0]), lambda s: send(s, two, function, requests[1]))

    def as_managers(self):
        self.first.close()
        self.second.close()
        self.first, self.second = self.boss.open(self.database), self.boss.open(self.database)

    def twice(self, statement, *parameters):
        """The same statement by two sessions."""
        return self.race(lambda s: s.run(statement, *parameters), lambda s: s.send(statement, *parameters))

    def live(self, event):
        return [row for row in self.owner.run("select place_id, count(*) from foyer.tickets where event_id = $1::uuid and status in ('valid', 'used') group by 1 having count(*) > 1",
                                              event.id)]

    def sold(self, event, places):
        request = sale(self.tills[0], event, places=places)
        call(self.second, self.tills[0], "sell", request)
        return request


@twin(without_locks("sell_these"), no_moves, two_live_tickets)
def these_seats(s):
    event = s.event(seats=4)
    place = [event.seats[0][0]]
    code = s.sealed_race("sell", [sale(t, event, places=place) for t in s.tills])
    return "sold twice: %s" % s.live(event) if s.live(event) or code != "TK001" else ""


@twin(without_locks("take_these"), no_moves)
def these_seats_held(s):
    event = s.event(seats=4)
    code = s.sealed_race("hold_places", [hold(t, event, [event.seats[0][0]]) for t in s.tills])
    return "" if code == "TK001" else "held twice"


@twin(without_locks("take_free", "take_waiting"), no_moves, two_live_tickets)
def any_of_a_tier(s):
    event = s.event(standing=1)
    code = s.sealed_race("sell", [sale(t, event, "Floor", quantity=1) for t in s.tills])
    return "" if code == "TK002" and not s.live(event) else "sold twice: %s" % s.live(event)


@twin(sql("alter table foyer.orders drop constraint orders_pkey cascade; alter table foyer.orders drop constraint orders_number_key; "
          "alter table foyer.tickets drop constraint tickets_pkey cascade; alter table foyer.payments drop constraint payments_pkey cascade; "
          "alter table foyer.order_items drop constraint order_items_pkey cascade; alter table foyer.tickets drop constraint tickets_order_id_position_key"))
def one_sale_sent_twice(s):
    event = s.event(standing=10)
    request = sale(s.tills[0], event, "Floor", quantity=1)
    s.sealed_race("sell", [request, request], [s.tills[0]] * 2)
    charged = s.owner.one("select sum(amount_minor) from foyer.payments where order_id = $1::uuid", request["order"])
    return "" if charged == "2600" else "charged %s for one sale" % charged


@twin(sql("alter table foyer.orders drop constraint orders_pkey cascade; alter table foyer.orders drop constraint orders_number_key"),
      instead("cancel_order", "on conflict (id) do nothing", ""))
def sale_after_its_cancellation(s):
    event = s.event(standing=10)
    request = sale(s.tills[0], event, "Floor", quantity=1)
    s.race(lambda one: call(one, s.tills[0], "cancel_order", {"order": request["order"], "till": s.tills[0].code}), lambda two: send(two, s.tills[0], "sell", request))
    states = [x for (x,) in s.owner.run("select status from foyer.orders where id = $1::uuid order by 1", request["order"])]
    return "" if states == ["cancelled"] else "one id is %s" % states


@twin(without_locks("lock_order", "lock_tickets"), sql("alter table foyer.refund_items drop constraint refund_items_pkey"))
def refund_twice(s):
    event = s.event(seats=4)
    sold = s.sold(event, [event.seats[0][0]])
    code = s.sealed_race("refund", [{"refund": new_id(), "till": t.code, "order": sold["order"], "tickets": "all", "fee": "kept", "reason": "x", "total_minor": 4500,
                                     "legs": [{"method": "cash", "amount_minor": 4500}]} for t in s.tills])
    out = s.owner.one("select sum(amount_minor) from foyer.refunds where order_id = $1::uuid", sold["order"])
    if out != "4500" and not s.findings():
        raise AssertionError("money went out twice and verify() does not say so")
    return "" if code == "TK008" and out == "4500" else "%s given back for 4500" % out


@twin(without_locks("check_in"), sql("alter table foyer.admissions drop constraint admissions_ticket_id_key"),
      instead("admission_answer", "left join admissions a", "left join (select * from admissions limit 1) a"))
def two_doors(s):
    event = s.event(seats=4)
    ticket = s.sold(event, [event.seats[0][0]])["items"][0]["ticket"]
    s.sealed_race("check_in", [{"check_in": new_id(), "till": t.code, "event": event.id, "code": ticket, "door": "A"} for t in s.tills])
    admitted = s.owner.one("select count(*) from foyer.admissions where ticket_id = $1::uuid", ticket)
    return "" if admitted == "1" else "admitted %s times" % admitted


@twin(sql("""
    create table foyer.control_counts as select tier_id, sold from foyer.tier_counts;
    create function foyer.control_sold() returns trigger language plpgsql security definer set search_path = foyer as $$
    declare v bigint := (select sold from control_counts where tier_id = new.tier_id);
    begin
        update control_counts set sold = v + 1 where tier_id = new.tier_id;
        return null;
    end $$;
    create trigger control_sold after update on foyer.event_seats for each row when (new.status = 'SOLD' and old.status <> 'SOLD') execute function foyer.control_sold();
    drop trigger count_updated on foyer.event_seats;
    create function foyer.control_fold() returns trigger language plpgsql security definer set search_path = foyer as $$
    begin
        insert into control_counts values (new.tier_id, 0);
        return null;
    end $$;
    create trigger control_fold after insert on foyer.tier_counts for each row execute function foyer.control_fold()"""))
def counts(s):
    """A counter that is read, added to and written back, instead of the ledger of deltas."""
    event = s.event(seats=10)
    s.sealed_race("sell", [sale(t, event, places=[event.seats[n][0]]) for n, t in enumerate(s.tills)])
    hot = s.owner.one("select to_regclass('foyer.control_counts')")
    counted = s.owner.one("select sold from %s where tier_id = $1::uuid" % (hot or "foyer.tier_state"), event.tiers["Stalls"])
    if hot and not s.findings():
        raise AssertionError("places and counts differ and verify() does not say so")
    return "" if counted == "2" else "counted %s of 2" % counted


@twin(instead("journal_append", "update foyer.journal_heads set seq = seq + 1,",
              "with head as (select * from foyer.journal_heads where till_id = p_till) update foyer.journal_heads h set seq = head.seq + 1,"),
      instead("journal_append", "hash = sha256(hash || convert_to(foyer.journal_line(till_id, seq + 1,", "hash = sha256(head.hash || convert_to(foyer.journal_line(head.till_id, head.seq + 1,"),
      instead("journal_append", "where till_id = p_till returning seq, hash into", "from head where h.till_id = p_till returning h.seq, h.hash into"),
      sql("alter table foyer.journal drop constraint journal_pkey"))
def chain_of_a_till(s):
    """The head read without its lock and written back: two entries follow the same one."""
    event = s.event(seats=10)
    one = s.tills[0]
    s.sealed_race("sell", [sale(one, event, places=[event.seats[n][0]]) for n in range(2)], [one, one])
    forks = s.owner.run("select seq, count(*) from foyer.journal where till_id = $1::uuid group by 1 having count(*) > 1", one.id)
    if forks and not any("journal" in f for f in s.findings()):
        raise AssertionError("the chain forks and verify() does not say so")
    return "the chain forks: %s" % forks if forks else ""


@twin(without_locks("fill_lease", "lease_these"), no_moves)
def leased_to_two(s):
    event = s.event(seats=10)
    code = s.sealed_race("lease_places", [{"lease": new_id(), "till": t.code, "event": event.id, "places": [event.seats[0][0]]} for t in s.tills])
    owners = s.owner.one("select count(*) from foyer.leases where event_id = $1::uuid and $2::bigint = any (places) and ended_at is null", event.id, event.seats[0][0])
    return "" if owners == "1" and code == "TK001" else "leased to %s tills" % owners


@twin(without_locks("next_waiting"))
def one_offer_by_two_managers(s):
    s.as_managers()
    event = s.event(standing=10)
    for n in range(2):
        customer = s.owner.one("insert into foyer.users (display_name) values ($1) returning id", "Customer %d" % n)
        s.owner.run("select foyer.join_waitlist($1::uuid, null, $2::uuid, 1)", event.id, customer)
    s.twice("select foyer.offer_waitlist($1::uuid, null, 1)", event.id)
    offers = s.owner.run("select body ->> 'entry' from foyer.notifications where body ->> 'event' = $1", event.id)
    return "" if len(set(offers)) == len(offers) == 2 else "offered to one entry twice: %s" % offers


@twin(without_locks("lock_event"), sql("drop index foyer.waitlist_position"))
def places_in_line(s):
    s.as_managers()
    event = s.event(standing=10)
    customers = [s.owner.one("insert into foyer.users (display_name) values ($1) returning id", "Customer %d" % n) for n in range(2)]
    wish = "select foyer.join_waitlist($1::uuid, null, $2::uuid, 1)"
    s.race(lambda one: one.run(wish, event.id, customers[0]), lambda two: two.send(wish, event.id, customers[1]))
    line = [p for (p,) in s.owner.run("select position from foyer.waitlist where event_id = $1::uuid order by position", event.id)]
    return "" if line == ["1", "2"] else "places in line: %s" % line


@twin(without_locks("lock_event"))
def two_edits(s):
    s.as_managers()
    event = s.event(standing=1)
    one, two = "select foyer.set_event_status($1::uuid, 'paused', 1)", "select foyer.set_event_status($1::uuid, 'closed', 1)"
    code = s.race(lambda a: a.run(one, event.id), lambda b: b.send(two, event.id))
    return "" if code == "TK010" else "an edit of a stale version went through"


@twin(instead("take_these", "where id = any (p_places) and event_id = p_event order by id for no key update",
              "join unnest(p_places) with ordinality as wanted (place, n) on place = id where event_id = p_event order by n for no key update"),
      sql("""do $$ declare v text := (select pg_get_functiondef(oid) from pg_proc where proname = 'take_these'); begin
          execute replace(v, '(select * from event_seats join', '(select event_seats.* from event_seats join'); end $$"""))
def opposite_orders(s):
    """Locked in the order of the basket instead of by id, forty places wait in a circle."""
    event = s.event(seats=40)
    places = [p for p, _ in event.seats]
    before = int(s.owner.one("select deadlocks from pg_stat_database where datname = current_database()"))
    sessions = [s.clerk.open(s.database) for _ in range(8)]
    ends = time.monotonic() + 6
    stuck = threading.Event()

    def body(session, n):
        # Everybody's basket, given back at once: nothing stays held.
        while time.monotonic() < ends and not stuck.is_set():
            request = hold(s.tills[n % 2], event, places if n % 2 else places[::-1])
            code = outcome(session, s.tills[n % 2], "hold_places", request)
            if code == "":
                while outcome(session, s.tills[n % 2], "release_hold", {"hold": request["hold"], "till": s.tills[n % 2].code, "token": request["token"]}) == "TK014":
                    stuck.set()
            elif code == "TK014":
                stuck.set()

    if s.database == os.environ["PGDATABASE"]:
        ends = time.monotonic() + 2
    at_once([lambda a=a, n=n: body(a, n) for n, a in enumerate(sessions)])
    for session in sessions:
        session.close()
    time.sleep(0.3)  # a session tells its counts when it ends
    deadlocks = int(s.owner.one("select deadlocks from pg_stat_database where datname = current_database()")) - before
    return "%d deadlocks" % deadlocks if deadlocks or stuck.is_set() else ""


# One guard of three is enough: each of these alone still sells a seat once.
LAST_GUARDS = [("only the lock", (no_moves, two_live_tickets)), ("only the moves of a place", (without_locks("sell_these"), two_live_tickets)),
               ("only one live ticket a place", (without_locks("sell_these"), no_moves))]


def last_guard(s):
    event = s.event(seats=4)
    place = [event.seats[0][0]]
    code = s.sealed_race("sell", [sale(t, event, places=place) for t in s.tills])
    return s.live(event), code


def main():
    wanted = sys.argv[1:]
    began, faults = time.monotonic(), []
    races = [(race, rules) for race, rules in TWINS if not wanted or race.__name__ in wanted]
    server = Session(SUPER, database="other")
    clones = {race.__name__: "twin_%d" % n for n, (race, _) in enumerate(races)}
    guards = {what: "guard_%d" % n for n, (what, _) in enumerate(LAST_GUARDS)} if not wanted else {}
    for name in [*clones.values(), *guards.values()]:
        server.run("create database %s template %s" % (name, os.environ["PGDATABASE"]))
        subprocess.run(["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", name, "-f", PREPARE], check=True, stdout=subprocess.DEVNULL)
    for race, rules in races:
        good = race(Stage(os.environ["PGDATABASE"]))
        if good:
            faults.append("%s: %s" % (race.__name__, good))
        stage = Stage(clones[race.__name__])
        for rule in rules:
            rule(stage.owner)
        bad = race(stage)
        say("%-28s without its rule: %s" % (race.__name__, bad or "nothing"))
        if not bad:
            faults.append("%s ends well without its rule: it proves nothing" % race.__name__)
    for what, rules in LAST_GUARDS if guards else ():
        stage = Stage(guards[what])
        for rule in rules:
            rule(stage.owner)
        twice, code = last_guard(stage)
        say("%-28s %s" % (what, "sold twice" if twice else "refused with %s" % code))
        if twice or not code:
            faults.append("%s is not enough: %s" % (what, twice))
    findings = House().findings()
    say("%d races in %.1f s" % (len(races), time.monotonic() - began))
    for fault in faults + findings:
        say("FAULT", fault)
    sys.exit(1 if faults or findings else 0)


if __name__ == "__main__":
    main()
