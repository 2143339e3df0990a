#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection killed at every writing statement of every call, before and after it, and at the commit. After each kill every table is what it was before; the same
request sent again is done, exactly once; sent once more it changes nothing. Triggers of this test's own count the statements with a sequence, which no rollback
takes back, and end their own backend at the Nth.

    FOYER_SQL_WITH=tests/contention/killed.py tests/sql/run [--all] [--seed N] [CALL...]

Of the sealed calls every fourth step, of the others every tenth is made, which ones says the seed; --all makes every one.
"""

import argparse
import json
import random
import sys
import time

import calls
from house import Refused, call, say
from libpq import LOST

HOOKS = """
create schema killer;
create sequence killer.step;
create table killer.target (at bigint);
insert into killer.target values (0);
create function killer.tick() returns trigger language plpgsql security definer set search_path = killer, pg_temp as $$
begin
    if nextval('killer.step') = (select at from target) then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(5);
    end if;
    return null;
end $$;
do $$
declare
    t text;
begin
    for t in select relname from pg_class where relnamespace = 'foyer'::regnamespace and relkind = 'r' loop
        execute format('create trigger aaa_killer before insert or update or delete on foyer.%I for each statement execute function killer.tick()', t);
        execute format('create trigger zzz_killer after insert or update or delete on foyer.%I for each statement execute function killer.tick()', t);
    end loop;
    -- Deferred to the commit: everything is written, nothing is decided.
    create constraint trigger zzz_commit after insert on foyer.audit_log deferrable initially deferred for each row execute function killer.tick();
end $$;
"""
MOVES_WITH_TIME = ("repeated", "expires_in_ms", "server_time")


def lasting(value):
    """An answer without what may differ when it is given again."""
    if isinstance(value, dict):
        return {k: lasting(v) for k, v in value.items() if k not in MOVES_WITH_TIME}
    return [lasting(v) for v in value] if isinstance(value, list) else value


class Killer:
    def __init__(self, bench):
        self.bench, self.owner = bench, bench.owner
        self.faults, self.kills = [], 0
        self.owner.script(HOOKS)

    def aim(self, step):
        self.owner.run("update killer.target set at = $1::bigint", step)
        self.owner.one("select setval('killer.step', 1, false)")

    def send(self, name, valid, made, session):
        function = name.split(" ")[0]
        if name in calls.SEALED:
            return call(session, self.bench.counter, function, made)
        return calls.send_plain(session, function, made)

    def steps_of(self, name, valid):
        """How many statements, before and after, a call runs that nothing disturbs."""
        made = valid.make(self.bench)
        self.aim(0)
        try:
            self.send(name, valid, made, self.bench.session(valid.who))
        except Refused as refused:
            self.faults.append("%s: %s" % (name, refused))
        return int(self.owner.one("select last_value - (not is_called)::int from killer.step"))

    def attempt(self, name, valid, step):
        self.aim(0)
        made = valid.make(self.bench)
        before = self.bench.checksum()
        session = self.bench.session(valid.who)
        self.aim(step)
        try:
            self.send(name, valid, made, session)
            self.aim(0)
            return  # fewer statements this time
        except Refused as refused:
            self.aim(0)
            if refused.code not in (LOST, "57P01"):
                self.faults.append("%s: refused at step %d: %s" % (name, step, refused))
                return
        self.kills += 1
        session.close()
        after = self.bench.checksum()
        if after != before:
            self.faults.append("%s killed at step %d left something behind in %s" % (name, step, [t for t in after if after[t] != before[t]]))
        session = self.bench.session(valid.who, again=True)
        try:
            first = self.send(name, valid, made, session)
            if name in calls.SEALED and valid.once:
                self.expect_once(name, valid, made, session, step, first)
        except Refused as refused:
            self.faults.append("%s sent again after the kill at step %d: %s" % (name, step, refused))

    def expect_once(self, name, valid, made, session, step, first):
        done = self.bench.checksum()
        second = self.send(name, valid, made, session)
        if not second.get("repeated") or lasting(first) != lasting(second) or first.get("repeated"):
            self.faults.append("%s: the stored answer differs after step %d: %s / %s" % (name, step, json.dumps(first), json.dumps(second)))
        # An extension lasts anew each time it is sent; anything else is done once.
        if name != "extend_holds" and self.bench.checksum() != done:
            self.faults.append("%s: sent once more after step %d it changed something" % (name, step))

    def lost_answer(self, name, valid):
        """The commit goes through and the line is lost before the answer."""
        made = valid.make(self.bench)
        session = self.bench.session(valid.who)
        till, text = self.bench.counter, json.dumps(made)
        session.send("select foyer.%s($1::text, $2::text, $3::bytea)" % name.split(" ")[0], till.code, text, till.seal(text))
        while session.waits(1):
            pass
        session.close()
        session = self.bench.session(valid.who, again=True)
        try:
            if not call(session, till, name.split(" ")[0], text).get("repeated"):
                self.faults.append("%s: the answer was lost and the call was done again" % name)
        except Refused as refused:
            self.faults.append("%s: the answer was lost, and sent again: %s" % (name, refused))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1000))
    parser.add_argument("calls", nargs="*")
    options = parser.parse_args()
    bench = calls.Bench(seats=2400 if options.all else 1200, standing=300)
    bench.small = bench.event(120, 5)
    killer, began, counts = Killer(bench), time.monotonic(), []
    for name, valid in [*calls.SEALED.items(), *calls.PLAIN.items()]:
        if options.calls and name not in options.calls:
            continue
        total = killer.steps_of(name, valid)
        counts.append("%s %d" % (name, total))
        if not total:
            killer.faults.append("%s writes nothing that can be counted" % name)
        every = 1 if options.all or options.calls else 4 if name in calls.SEALED else 10
        for step in range(1 + options.seed % every, total + 1, every):
            killer.attempt(name, valid, step)
        if name in calls.SEALED and valid.once:
            killer.lost_answer(name, valid)
        for finding in bench.findings():
            killer.faults.append("%s: verify: %s" % (name, finding))
    say("seed %d: %d kills in %.1f s; steps: %s" % (options.seed, killer.kills, time.monotonic() - began, ", ".join(counts)))
    for fault in killer.faults[:50]:
        say("FAULT", fault)
    sys.exit(1 if killer.faults else 0)


if __name__ == "__main__":
    main()
