# SPDX-License-Identifier: GPL-3.0-or-later
"""One valid request for every writing call. The tests of bad input change it, the tests of lost lines send it; a new call is one more function below."""

import json

from house import House, call, hold, new_id, sale, token

SEALED, PLAIN = {}, {}


class Valid:
    def __init__(self, name, who, make, once=True):
        self.name, self.who, self.make, self.once = name, who, make, once


def sealed(who="clerk", name=None, once=True):
    """A call that is sealed by the till; the function makes its request. `once`: sent again it gives the stored answer."""
    def add(make):
        SEALED[make.__name__ if name is None else name] = Valid(make.__name__, who, make, once)
        return make
    return add


def plain(who="manager", once=False):
    """Any other call; the function makes its arguments, as (type, value)."""
    def add(make):
        PLAIN[make.__name__] = Valid(make.__name__, who, make, once)
        return make
    return add


class Bench(House):
    """A house with one of everybody, and what the requests below stand on."""

    def __init__(self, seats=3000, standing=500):
        super().__init__()
        self.people = {group: self.staff(group) for group in ("clerk", "manager", "promoter")}
        self.counter = self.till()
        self.other = self.till()
        self.people["till"] = self.counter.login
        self.show = self.event(seats, standing)
        self._sessions = {}

    def session(self, who, again=False):
        if again or who not in self._sessions:
            self._sessions[who] = self.people[who].open()
        return self._sessions[who]

    def ids(self, count=1):
        return [p for p, _ in self.take(self.show, count)]

    def labels(self, count=1):
        return [label for _, label in self.take(self.show, count)]

    def done(self, function, request, who="clerk"):
        return call(self.session(who), self.counter, function, request)

    def held(self, count=2):
        request = hold(self.counter, self.show, self.ids(count))
        self.done("hold_places", request)
        return request

    def sold(self, count=2):
        request = sale(self.counter, self.show, places=self.ids(count))
        self.done("sell", request)
        return request


@sealed()
def hold_places(b):
    return hold(b.counter, b.show, b.ids(3))


@sealed(name="hold_places by label")
def hold_places_by_label(b):
    return {"hold": new_id(), "till": b.counter.code, "token": token(), "event": b.show.id, "seats": b.labels(2)}


@sealed(name="hold_places of a tier")
def hold_places_of_tier(b):
    return {"hold": new_id(), "till": b.counter.code, "token": token(), "event": b.show.id, "tier": b.show.tiers["Floor"], "quantity": 2}


@sealed()
def extend_holds(b):
    first, second = b.held(), b.held()
    return {"request": new_id(), "till": b.counter.code, "holds": [{"hold": h["hold"], "token": h["token"]} for h in (first, second)]}


@sealed(once=False)
def release_hold(b):
    held = b.held()
    return {"hold": held["hold"], "till": b.counter.code, "token": held["token"], "places": held["places"][:1]}


@sealed()
def sell(b):
    held = b.held()
    return sale(b.counter, b.show, places=held["places"], holds=[{"hold": held["hold"], "token": held["token"]}])


@sealed(name="sell any of a tier")
def sell_any(b):
    return sale(b.counter, b.show, "Floor", quantity=2, method="card")


@sealed()
def cancel_order(b):
    return {"order": new_id(), "till": b.counter.code, "reason": "line cut"}


@plain()
def block_places(b):
    return [("text", b.show.slug), ("text[]", b.labels(2)), ("text", "P"), ("text", "press"), ("boolean", True)]


@plain()
def unblock_places(b):
    labels = b.labels(2)
    b.session("manager").one("select foyer.block_places($1, $2::text[], 'K')", b.show.slug, array(labels))
    return [("text", b.show.slug), ("text[]", labels)]


@plain()
def create_venue(b):
    return [("jsonb", {"name": "Hall", "address": "Street 1", "timezone": "Europe/Berlin"})]


@plain()
def import_plan(b):
    venue = b.owner.one("select id from foyer.venues limit 1")
    return [("uuid", venue), ("text", "Plan " + token()), ("text", "{}"), ("text", "{}"),
            ("jsonb", [["s1", "Hall/1-1", "Hall", "1", "1", 0, 0.5, 0], ["s2", "Hall/1-2", "Hall", "1", "2", 10, 0, 0]])]


@plain()
def create_event(b):
    plan = b.owner.one("select id from foyer.seating_plans order by seat_count limit 1")
    return [("jsonb", {
        "slug": "new-" + token()[:10], "title": "New", "description": "", "plan": plan, "promoter": b.people["promoter"].role,
        "starts_at_local": "2037-05-05T19:30:00", "doors_at_local": "2037-05-05T19:00:00", "ends_at_local": "2037-05-05T22:00:00", "capacity": 10, "status": "draft",
        "currency": "EUR", "tiers": [{"name": "Floor", "kind": "standing", "color": "#0072B2", "position": 0, "tax_rate_bp": 700, "quantity": 5, "min_purchase": 1,
                                      "max_purchase": 4, "prices": [{"name": "Adult", "price_minor": 100}]}],
        "fees": [{"name": "Booking", "kind": "per_ticket", "tier": "Floor", "amount_minor": 10, "tax_rate_bp": 0}]})]


@plain()
def set_event_status(b):
    event = b.event(standing=1)
    return [("uuid", event.id), ("text", "paused"), ("integer", 1)]


@plain()
def create_staff(b):
    role = "clerk_" + token()[:10]
    return [("text", role), ("text", "Ana"), ("text", "clerk"), ("text", b.owner.verifier(role, "pass"))]


@plain()
def register_till(b):
    code = "new-" + token()[:6]
    return [("text", code), ("text", token()[:8]), ("bytea", b"s" * 32), ("bytea", token().encode()), ("text", b.owner.verifier("till_" + code, "pass"))]


@plain(who="till")
def fold_counts(b):
    return []


@plain(who="till")
def sweep_lapsed(b):
    b.owner.run("update foyer.event_seats set reserved_until = clock_timestamp() - interval '1 second' where hold_id = $1::uuid", b.held()["hold"])
    return [("integer", 100)]


@plain()
def recalculate_tier_counts(b):
    return [("uuid", b.show.tiers["Floor"])]


@plain()
def recalculate_event_counts(b):
    return [("uuid", b.show.id)]


# Calls that only read: bad input only.
READING = {
    "hello": ("clerk", lambda b: [("text", b.counter.code)]),
    "list_events": ("clerk", lambda b: [("text", "show")]),
    "show_event": ("clerk", lambda b: [("text", b.show.slug)]),
    "event_map": ("clerk", lambda b: [("uuid", b.small.id)]),
    "seat_states": ("clerk", lambda b: [("uuid", b.show.id), ("text", b.counter.code)]),
    "seat_changes": ("clerk", lambda b: [("uuid", b.show.id), ("text", b.counter.code), ("text", "x/1/1")]),
    "list_seats": ("clerk", lambda b: [("text", b.small.slug), ("text", "free")]),
    "order_outcome": ("clerk", lambda b: [("uuid", b.sold()["order"])]),
    "find_ticket": ("clerk", lambda b: [("text", b.sold()["items"][0]["ticket"])]),
    "event_sales": ("manager", lambda b: []),
    "verify": ("manager", lambda b: []),
}


def array(texts):
    """A PostgreSQL array of texts; None is NULL."""
    return "{" + ",".join("NULL" if t is None else '"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts) + "}"


def parameter(kind, value):
    if kind == "jsonb" and value is not None and not isinstance(value, str):
        return json.dumps(value)
    if kind == "text[]" and isinstance(value, list):
        return array(value)
    if kind == "boolean" and isinstance(value, bool):
        return str(value).lower()
    return value


def statement(function, arguments):
    return "select foyer.%s(%s)" % (function, ", ".join("$%d::%s" % (n, kind) for n, (kind, _) in enumerate(arguments, 1)))


def send_plain(session, function, arguments):
    return session.run(statement(function, arguments), *[parameter(kind, value) for kind, value in arguments])
