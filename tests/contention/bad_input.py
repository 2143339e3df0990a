#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every call with every part of a valid request spoilt: the answer is a refusal of the house (TKnnn), or a success that verify() has nothing against; never another
error, and nothing is left behind. Each try runs in a transaction that is rolled back.

    FOYER_SQL_WITH=tests/contention/bad_input.py tests/sql/run [--all] [--seed N] [--accepted] [CALL...]

Every fifth try is made, which ones says the seed; --all makes every one. --accepted lists what was not refused.
"""

import argparse
import collections
import random
import sys
import zlib
import time

import calls
from house import Refused, new_id, say
from libpq import Session


class Raw(str):
    """A piece of JSON as it is written."""


def dump(value):
    """JSON that may hold what no library would write."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(dump(k) + ":" + dump(v) for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(dump(v) for v in value) + "]"
    return calls.json.dumps(value, ensure_ascii=False)


ID = "00000000-0000-0000-0000-000000000000"
VALUES = [None, True, Raw("-0"), 0, 1, -1, 0.5, Raw("1.0"), 2**31 - 1, 2**31, -2**31 - 1, 2**63 - 1, 2**63, -2**63, Raw("1e308"), Raw("1e-400"), Raw("1e130000"),
          Raw("9" * 3000), "", " ", "x", "'; drop table foyer.orders; --", "\u202e\u200fabc", Raw('"a\\u0000b"'), Raw('"\\ud800"'), "\ufeff", "a" * 9000, "a" * 20000,
          "\U0001f39f" * 2600, "NaN", "infinity", "-infinity", "epoch", "2037-02-30T00:00:00Z", "2037-03-29T02:30:00", "0001-01-01T00:00:00Z BC", "294277-01-01", "1e3",
          "{}", ID, new_id(), ID.upper(), "{" + new_id() + "}", [], [None], [[]], ["x"], [1, 2], [1.5], {}, {"x": 1}, [{}], [[1] * 1000], {"": ""}]
TEXTS = [None, "", " ", "x", "\u202e\u200f", "'; --", "%", "\\", "{", "a" * 9000, "\u00e9" * 400, "a" * 2_000_000, "NaN", "-1", "2037-02-30", ID, "\x01\x02", "\U0001f39f"]
OF_TYPE = {
    "text": TEXTS, "name": ["", "x", None], "uuid": [None, ID, new_id()], "boolean": [None, True, False], "bytea": [None, b"", b"x", b"\0" * 32, b"x" * 2_000_000],
    "integer": [None, 0, -1, 1, 201, 2**31 - 1, -2**31], "bigint": [None, 0, -1, 2**63 - 1, -2**63], "timestamptz": [None, "infinity", "-infinity", "epoch", "294276-01-01"],
    "timestamp": [None, "infinity", "-infinity", "2037-03-29 02:30"], "date": [None, "infinity", "epoch"], "interval": [None, "0", "-1 day", "100000000 days"],
    "text[]": [None, "{}", "{NULL}", "{{Hall/1-1,Hall/1-2},{Hall/1-3,Hall/1-4}}", ["Hall/1-1", "Hall/1-1"], [""], ["x" * 9000], ["a"] * 300, ["a"] * 100_000],
    "uuid[]": [None, "{}", "{NULL}", "{%s,%s}" % (ID, ID), "{{%s}}" % ID], "bigint[]": [None, "{}", "{NULL}", "{0,-1}", "{1,1}", "{9223372036854775807}", "{{1},{2}}"],
    "integer[]": [None, "{}", "{NULL}", "{-1}"], "jsonb": [None, {}],
}


def paths(value, at=()):
    """The ways to every part of a document, but only two elements of an array."""
    yield at
    parts = value.items() if isinstance(value, dict) else list(enumerate(value))[:2] if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, at + (key,))


def get(value, at):
    for key in at:
        value = value[key]
    return value


def changed(value, at, new):
    """A copy with one part replaced; new is a function of the old part, LEAVE takes it out."""
    if not at:
        return new(value)
    copy = dict(value) if isinstance(value, dict) else list(value)
    part = changed(copy[at[0]], at[1:], new)
    if part is LEAVE:
        copy.pop(at[0])
    else:
        copy[at[0]] = part
    return copy


LEAVE = object()


def kind_of(value):
    """Of which JSON type something is; null is of every type, because a key that may be left out may be null."""
    if isinstance(value, Raw):
        return "text" if value.startswith('"') else "number"
    return {bool: "boolean", int: "number", float: "number", str: "text", list: "array", dict: "object"}.get(type(value))


def spoilt(document):
    """(what was done, JSON text) for every change of a valid document. What was done starts with "!" where no answer but a refusal is right."""
    for at in paths(document):
        old = get(document, at)
        where = "/".join(str(k) for k in at) or "/"
        for value in VALUES:
            wrong = "!" if value is not None and old is not None and kind_of(value) != kind_of(old) else ""
            yield "%s%s = %.40s" % (wrong, where, dump(value)), dump(changed(document, at, lambda _, v=value: v))
        if at:
            yield where + " left out", dump(changed(document, at, lambda _: LEAVE))
        yield "!" + where + " in an array", dump(changed(document, at, lambda v: [v]))
        if isinstance(old, str):
            yield where + " in upper case", dump(changed(document, at, lambda v: v.upper()))
            yield where + " cut", dump(changed(document, at, lambda v: v[:-1]))
        if isinstance(old, int) and not isinstance(old, bool):
            for value in (str(old), -old, old + 1, old - 1, old + 0.5, old + 2**32, old + 2**63):
                yield "%s%s = %s" % ("!" if isinstance(value, str) else "", where, dump(value)), dump(changed(document, at, lambda _, v=value: v))
        if isinstance(old, dict):
            yield "!" + where + " with an unknown key", dump(changed(document, at, lambda v: dict(v, sold_by="eve")))
            for key in old:
                # jsonb keeps the last of two.
                yield "%s with %s twice" % (where, key), dump(changed(document, at, lambda v, k=key: Raw(dump(v)[:-1] + ',"%s":null}' % k)))
        if isinstance(old, list) and old:
            yield where + " doubled", dump(changed(document, at, lambda v: v + v))
            yield where + " reversed", dump(changed(document, at, lambda v: v[::-1]))
            yield where + " 201 times", dump(changed(document, at, lambda v: (v * 201)[:201]))


def spoilt_texts(document):
    """Whole requests that are no request."""
    text = dump(document)
    yield from (("empty", ""), ("null", "null"), ("a text", '"x"'), ("a number", "1"), ("an array", "[%s]" % text), ("cut", text[:-2]), ("two", text + text),
                ("a comment", text + "-- x"), ("a byte order mark", "\ufeff" + text), ("deep", "[" * 10000), ("deep and closed", "[" * 10000 + "]" * 10000),
                ("deep objects", '{"a":' * 10000 + "1" + "}" * 10000), ("deep below a key", text[:-1] + ',"x":' + "[" * 5000 + "]" * 5000 + "}"),
                ("10 MB of spaces", text + " " * 10_000_000), ("10 MB of text", text[:-1] + ',"x":"' + "a" * 10_000_000 + '"}'),
                ("1 MB of keys", text[:-1] + "".join(',"k%d":0' % n for n in range(80_000)) + "}"), ("1 MB of array", text[:-1] + ',"x":[' + "0," * 500_000 + "0]}"),
                ("nearly 1 MB of spaces", text + " " * (1_048_000 - len(text.encode()))))


class Tries:
    def __init__(self, bench, options):
        self.options, self.bench, self.session = options, bench, Session("foyer_super")
        self.counts, self.accepted, self.faults, self.who = collections.Counter(), [], [], None

    def attempt(self, name, what, who, sql, parameters, reads=False):
        if not self.options.all and what != "as it is" and (zlib.crc32(what.encode("utf-8", "surrogatepass")) + self.options.seed) % 5:
            return
        s = self.session
        self.sign_in(who)
        try:
            answer = s.run(sql, *parameters)
            code = "done"
            if name == "replay_sale" and answer[0][0] and '"rejected"' in answer[0][0]:
                # A queued sale is never refused: it is kept as rejected, with the reason.
                raise Refused(calls.json.loads(answer[0][0])["error"]["code"], answer[0][0], "")
            if not reads:
                s.script("reset session authorization")
                findings = s.run("select invariant, detail from foyer.verify() limit 3")
                if findings:
                    self.faults.append("%s: accepted: %s, and verify() says %s" % (name, what, findings))
            (self.faults if "!" in what[:14] else self.accepted).append("%s: accepted: %s" % (name, what))
        except Refused as refused:
            code = refused.code
            if not code.startswith("TK"):
                self.faults.append("%s: %s: %s %s" % (name, what, code, refused.message.strip().replace("\n", " ")[:300]))
        self.counts[code] += 1
        s.script("rollback to one_try")

    def sign_in(self, who):
        """One transaction for the tries of one person; each is taken back by itself."""
        if self.who != who:
            self.sign_out()
            self.session.script("begin; set local session authorization \"%s\"; savepoint one_try" % self.bench.people[who].role)
            self.who = who

    def sign_out(self):
        if self.who:
            self.session.script("rollback")
        self.who = None

    def sealed(self, name, valid):
        self.sign_out()
        document = valid.make(self.bench)
        till, function = self.bench.counter, name.split(" ")[0]
        sql = "select foyer.%s($1::text, $2::text, $3::bytea)" % function
        for what, text in [("as it is", dump(document)), *spoilt(document), *spoilt_texts(document)]:
            self.attempt(name, what, valid.who, sql, (till.code, text, till.seal(text)))
        good = dump(document)
        mac = till.seal(good)
        for what, parameters in {"no till": (None, good, mac), "no request": (till.code, None, mac), "no MAC": (till.code, good, None), "another till": (self.bench.other.code, good, mac),
                                 "an unknown till": ("nobody", good, mac), "an empty MAC": (till.code, good, b""), "a long MAC": (till.code, good, mac * 1000),
                                 "a cut MAC": (till.code, good, mac[:16]), "a changed text": (till.code, good + " ", mac), "a till of 1 MB": ("a" * 1_000_000, good, mac)}.items():
            self.attempt(name, what, valid.who, sql, parameters)

    def plain(self, name, who, arguments, reads):
        sql = calls.statement(name, arguments)

        def attempt(what, values):
            parameters = [calls.parameter(kind, v) for (kind, _), v in zip(arguments, values)]
            self.attempt(name, what, who, sql, parameters, reads)

        good = [v for _, v in arguments]
        attempt("as it is", good)
        for n, (kind, value) in enumerate(arguments):
            tries = [("%.40r" % (v,), v) for v in OF_TYPE.get(kind, [None])]
            if kind == "jsonb":
                # What is no JSON fails in the caller's own statement, before the function.
                tries += [(w, t) for w, t in spoilt(value) if "1e130000" not in t and "\\ud800" not in t and "\\u0000" not in t]
                tries += [("deep", "[" * 1000 + "]" * 1000), ("deep objects", '{"a":' * 1000 + "1" + "}" * 1000), ("10 MB", dump("a" * 10_000_000)), ("long", dump([0] * 300_000))]
            for what, v in tries:
                attempt("argument %d: %s" % (n + 1, what), good[:n] + [v] + good[n + 1:])


def others(tries, bench, wanted):
    """Calls that calls.py has no valid request for: typed rubbish in every parameter."""
    for name, kinds, manager, till, clerk in bench.owner.run(
            "select p.proname, array(select format_type(t, null) from unnest(p.proargtypes) t)::text, has_function_privilege('foyer_manager', p.oid, 'execute'), "
            "has_function_privilege('foyer_till', p.oid, 'execute'), has_function_privilege('foyer_clerk', p.oid, 'execute') from pg_proc p "
            "where p.pronamespace = 'foyer'::regnamespace and exists (select from aclexplode(p.proacl) a join pg_roles r on r.oid = a.grantee where r.rolname in "
            "('foyer_clerk', 'foyer_manager', 'foyer_till'))"):
        kinds = [k.strip('"').replace("timestamp with time zone", "timestamptz") for k in kinds.strip("{}").split(",") if k]
        sealed = kinds == ["text", "text", "bytea"]
        if name in calls.PLAIN or name in calls.READING or any(n.split(" ")[0] == name for n in calls.SEALED) or (wanted and name not in wanted):
            continue
        say("no valid request for %s(%s)" % (name, "sealed" if sealed else ", ".join(kinds)))
        who = "manager" if manager == "t" else "till" if till == "t" else "clerk" if clerk == "t" else "promoter"
        if sealed:
            for what, text in spoilt_texts({"till": bench.counter.code}):
                tries.attempt(name, what, who, "select foyer.%s($1::text, $2::text, $3::bytea)" % name, (bench.counter.code, text, bench.counter.seal(text)))
        else:
            tries.plain(name, who, [(k, OF_TYPE.get(k, [None])[-1]) for k in kinds], False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1000))
    parser.add_argument("--accepted", action="store_true")
    parser.add_argument("calls", nargs="*")
    options = parser.parse_args()
    wanted = options.calls
    say("every try" if options.all else "every fifth try, seed %d" % options.seed)
    bench = calls.Bench(seats=300, standing=50)
    bench.small = bench.event(20, 5)
    began = time.monotonic()
    tries = Tries(bench, options)
    for name, valid in calls.SEALED.items():
        if not wanted or name in wanted:
            tries.sealed(name, valid)
    for name, valid in calls.PLAIN.items():
        if not wanted or name in wanted:
            tries.sign_out()
            tries.plain(name, valid.who, valid.make(bench), False)

    for name, (who, make) in calls.READING.items():
        if not wanted or name in wanted:
            tries.sign_out()
            tries.plain(name, who, make(bench), True)
    others(tries, bench, wanted)
    tries.sign_out()
    findings = bench.findings()
    say("%d tries of %d calls in %.1f s: %s" % (sum(tries.counts.values()), len(calls.SEALED) + len(calls.PLAIN) + len(calls.READING), time.monotonic() - began,
                                                ", ".join("%d %s" % (n, code) for code, n in sorted(tries.counts.items()))))
    if options.accepted:
        for line in tries.accepted:
            say("accepted:", line)
    for line in tries.faults[:200] + findings:
        say("FAULT", line)
    sys.exit(1 if tries.faults or findings else 0)


if __name__ == "__main__":
    main()
