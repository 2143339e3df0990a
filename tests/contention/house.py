# SPDX-License-Identifier: GPL-3.0-or-later
"""A house on the prepared database of tests/sql/run: performances, people and tills under random names, requests sealed as a real till seals them."""

import hashlib
import hmac
import itertools
import json
import os
import sys
import threading
import uuid

from libpq import Refused, Session

SUPER = "foyer_super"


def new_id():
    return str(uuid.uuid4())


def token():
    return uuid.uuid4().hex


class Login:
    def __init__(self, role, password, group):
        self.role, self.password, self.group = role, password, group

    def open(self, database=None):
        return Session(self.role, self.password, database)


class Till:
    def __init__(self, house):
        self.code, self.prefix, self.secret = "till_" + token()[:10], token()[:8].upper(), os.urandom(32)
        self.login = Login("till_" + self.code, "till " + token(), "till")
        self._numbers = itertools.count(1)
        self.id = house.owner.one("select foyer.register_till($1, $2, $3::bytea, $4::bytea, $5)", self.code, self.prefix, self.secret, os.urandom(32),
                                  house.owner.verifier(self.login.role, self.login.password))

    def number(self):
        return "%s-%d" % (self.prefix, next(self._numbers))

    def seal(self, text):
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        return hmac.new(self.secret, raw, hashlib.sha256).digest()


class Event:
    """A performance with seats in tier "Stalls" (4500), standing places in tier "Floor" (2500) and a fee of 100 a ticket."""

    def __init__(self, house, slug, seats, standing, promoter=None, status="on_sale"):
        self.slug = slug
        tiers = [{"name": "Stalls", "kind": "seated", "color": "#0072B2", "position": 0, "tax_rate_bp": 700, "category": 0,
                  "prices": [{"name": "Adult", "price_minor": 4500}]}] if seats else []
        if standing:
            tiers.append({"name": "Floor", "kind": "standing", "color": "#E69F00", "position": 1, "tax_rate_bp": 1900, "quantity": standing,
                          "prices": [{"name": "Adult", "price_minor": 2500}]})
        body = {"slug": slug, "title": "Show " + slug, "plan": house.plan(seats), "starts_at_local": "2037-11-27T19:30:00", "ends_at_local": "2037-11-27T22:00:00",
                "status": status, "currency": "EUR", "tiers": tiers,
                "fees": [{"name": "Booking", "kind": "per_ticket", "amount_minor": 100, "tax_rate_bp": 1900}]}
        if promoter:
            body["promoter"] = promoter
        self.id = json.loads(house.owner.one("select foyer.create_event($1::jsonb)", json.dumps(body)))["event"]
        self.starts_at = house.owner.one("select foyer.utc_text(start_time) from foyer.events where id = $1::uuid", self.id)
        self.tiers = dict(house.owner.run("select name, id from foyer.ticket_tiers where event_id = $1::uuid", self.id))
        self.price_type = house.owner.one("select id from foyer.price_types where event_id = $1::uuid", self.id)
        self.prices = {"Stalls": 4600, "Floor": 2600}  # with the fee
        self.places = [(int(p), label) for p, label in house.owner.run("select id, label from foyer.event_seats where event_id = $1::uuid order by ordinal", self.id)]
        self.seats, self.standing = self.places[:seats], self.places[seats:]


class House:
    def __init__(self, database=None):
        self.database = database or os.environ["PGDATABASE"]
        self.owner = Session(SUPER, database=self.database)
        # What one person may hold is not what these tests ask about.
        self.owner.run("update foyer.settings set hold_limit_places = 1000000, holds_per_hour = 1000000, lease_max_places = 100000")
        self._lock = threading.Lock()
        self._free = {}

    def plan(self, seats):
        venue = self.owner.one("select foyer.create_venue($1::jsonb)", json.dumps({"name": "House " + token()[:8], "address": "Street 1", "timezone": "Europe/Berlin"}))
        rows = [["s%d" % n, "Hall/%d-%d" % (n // 50 + 1, n % 50 + 1), "Hall", str(n // 50 + 1), str(n % 50 + 1), n % 50 * 10, n // 50 * 10, 0] for n in range(seats)]
        return json.loads(self.owner.one("select foyer.import_plan($1::uuid, 'Hall', $2, '{}', $3::jsonb)", venue, json.dumps({"seats": seats}), json.dumps(rows)))["plan"]

    def event(self, seats=0, standing=0, promoter=None, status="on_sale"):
        return Event(self, "show-" + token()[:10], seats, standing, promoter, status)

    def staff(self, group):
        login = Login(group + "_" + token()[:8], "pass " + token(), group)
        self.owner.one("select foyer.create_staff($1, 'Ana', $2, $3)", login.role, group, self.owner.verifier(login.role, login.password))
        return login

    def till(self):
        return Till(self)

    def take(self, event, count=1):
        """Seats of a performance that no test has asked for yet."""
        with self._lock:
            free = self._free.setdefault(event.id, iter(event.seats))
            return [next(free) for _ in range(count)]

    def findings(self):
        return [": ".join(row) for row in self.owner.run("select invariant, detail from foyer.verify()")]

    def checksum(self, without=()):
        """The content of every table, one number a table, whatever the order of its rows."""
        tables = [t for (t,) in self.owner.run("select relname from pg_class where relnamespace = 'foyer'::regnamespace and relkind = 'r' order by 1") if t not in without]
        sql = " union all ".join("select '%s', coalesce(sum(hashtextextended(t::text, 0)), 0)::text from foyer.%s t" % (t, t) for t in tables)
        return dict(self.owner.run(sql))


def item(event, tier, place=None):
    made = {"ticket": new_id(), "event": event.id, "tier": event.tiers[tier], "price_type": event.price_type, "price_minor": event.prices[tier] - 100,
            "starts_at": event.starts_at}
    return made if place is None else dict(made, place=place)


def sale(till, event, tier="Stalls", places=(), quantity=0, holds=(), method="cash"):
    """A request to sell these places, or any `quantity` of the tier, paid exactly."""
    items = [item(event, tier, p) for p in places] or [item(event, tier) for _ in range(quantity)]
    total = event.prices[tier] * len(items)
    payment = {"payment": new_id(), "method": method, "amount_minor": total}
    payment.update({"given_minor": total} if method == "cash" else {"reference": "r1"})
    return {"order": new_id(), "number": till.number(), "till": till.code, "currency": "EUR", "total_minor": total, "channel": "counter",
            "holds": list(holds), "items": items, "payments": [payment]}


def hold(till, event, places):
    return {"hold": new_id(), "till": till.code, "token": token(), "event": event.id, "places": list(places)}


def text_of(request):
    return json.dumps(request, ensure_ascii=False, separators=(",", ":"))


def send(session, till, function, request):
    """Seals and sends without waiting; session.answer() has the rows."""
    text = text_of(request)
    session.send("select foyer.%s($1::text, $2::text, $3::bytea)" % function, till.code, text, till.seal(text))


def call(session, till, function, request, mac=None):
    """Seals and sends; the answer, or Refused."""
    text = request if isinstance(request, (str, bytes)) else text_of(request)
    answer = session.one("select foyer.%s($1::text, $2::text, $3::bytea)" % function, till.code, text, till.seal(text) if mac is None else mac)
    return json.loads(answer)


def outcome(session, till, function, request):
    """'' when done, else the SQLSTATE."""
    try:
        call(session, till, function, request)
        return ""
    except Refused as refused:
        return refused.code


def rewrite(owner, function, *changes):
    """Makes a function of the centre anew with other words in its text; answers the text to bring it back."""
    text = owner.one("select pg_get_functiondef($1::regproc)", "foyer." + function)
    changed = text
    for old, new in changes:
        if old not in changed:
            raise AssertionError("%s does not say %r any more: its twin looks in the wrong place" % (function, old))
        changed = changed.replace(old, new)
    owner.script(changed)
    return text


def at_once(workers):
    """Runs every function on a thread of its own, all from one start line; what they raise is raised here."""
    barrier, problems = threading.Barrier(len(workers)), []

    def body(work):
        try:
            barrier.wait()
            work()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=body, args=(w,)) for w in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def say(*words):
    print(*words, file=sys.stderr, flush=True)
