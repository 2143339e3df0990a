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

    def leased(self, count=2, till=None):
        till = till or self.counter
        request = {"lease": new_id(), "till": till.code, "event": self.show.id, "places": self.ids(count)}
        call(self.session("clerk"), till, "lease_places", request)
        return request

    def opened(self):
        """A till of its own with an open shift."""
        for (shift,) in self.owner.run("select id from foyer.shifts where till_id = $1::uuid and closed_at is null", self.counter.id):
            self.done("close_shift", {"shift": shift, "till": self.counter.code, "counted_minor": 5, "reason": "counted"})
        request = {"shift": new_id(), "till": self.counter.code, "float_minor": 10000, "currency": "EUR"}
        self.done("open_shift", request)
        return request

    def next(self):
        self._next = getattr(self, "_next", 0) + 1
        return self._next

    def manage(self, sql, *parameters):
        return self.session("manager").one(sql, *parameters)

    def waiting(self, event, tier="Floor", quantity=2):
        """A customer who waits for places of a performance."""
        customer = self.owner.one("insert into foyer.users (display_name) values ('Ada') returning id")
        return json.loads(self.manage("select foyer.join_waitlist($1::uuid, $2::uuid, $3::uuid, $4::integer)", event.id, event.tiers[tier], customer, quantity))["entry"]

    def edited(self):
        """A performance to be edited, with a free standing place or two."""
        return self.event(seats=2, standing=6)


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


@sealed()
def refund(b):
    sold = b.sold(3)
    return {"refund": new_id(), "till": b.counter.code, "order": sold["order"], "tickets": [i["ticket"] for i in sold["items"][:2]], "fee": "returned", "reason": "ill",
            "total_minor": 9200, "legs": [{"method": "cash", "amount_minor": 9200, "payment": sold["payments"][0]["payment"]}]}


@sealed(name="refund of all")
def refund_all(b):
    sold = b.sold(2)
    return {"refund": new_id(), "till": b.counter.code, "order": sold["order"], "tickets": "all", "fee": "kept", "reason": "rain", "total_minor": 9000,
            "legs": [{"method": "cash", "amount_minor": 9000}]}


@sealed()
def exchange(b):
    sold, new = b.sold(2), sale(b.counter, b.show, places=b.ids(1))
    new["payments"] = []
    return {"exchange": new_id(), "till": b.counter.code, "order": sold["order"], "tickets": "all", "fee": "returned", "reason": "one is ill", "credit_minor": 9200, "sale": new,
            "legs": [{"method": "cash", "amount_minor": 4600, "payment": sold["payments"][0]["payment"]}]}


@sealed(name="exchange for more")
def exchange_for_more(b):
    sold, new = b.sold(2), sale(b.counter, b.show, "Floor", quantity=2)
    new["payments"][0].update(amount_minor=700, given_minor=1000)
    return {"exchange": new_id(), "till": b.counter.code, "order": sold["order"], "tickets": [sold["items"][1]["ticket"]], "fee": "kept", "reason": "more come", "credit_minor": 4500, "sale": new,
            "legs": []}


@sealed(who="till")
def check_in(b):
    return {"check_in": new_id(), "till": b.counter.code, "event": b.show.id, "code": b.sold()["items"][0]["ticket"], "door": "North"}


@sealed()
def open_shift(b):
    till_is_closed = b.opened()
    b.done("close_shift", {"shift": till_is_closed["shift"], "till": b.counter.code, "counted_minor": 10000})
    return {"shift": new_id(), "till": b.counter.code, "float_minor": 10000, "currency": "EUR"}


@sealed()
def record_cash_movement(b):
    return {"movement": new_id(), "till": b.counter.code, "shift": b.opened()["shift"], "amount_minor": -5000, "reason": "to the bank"}


@sealed()
def close_shift(b):
    return {"shift": b.opened()["shift"], "till": b.counter.code, "counted_minor": 9000, "reason": "miscounted"}


@sealed()
def lease_places(b):
    return {"lease": new_id(), "till": b.counter.code, "event": b.show.id, "places": b.ids(2)}


@sealed(name="lease_places of a tier")
def lease_places_of_tier(b):
    return {"lease": new_id(), "till": b.counter.code, "event": b.show.id, "tier": b.show.tiers["Floor"], "quantity": 2, "together": True}


@sealed(name="lease_places of a hold")
def lease_places_of_hold(b):
    held = b.held()
    return {"lease": new_id(), "till": b.counter.code, "event": b.show.id, "hold": held["hold"], "token": held["token"]}


@sealed(once=False)
def return_lease(b):
    lease = b.leased()
    return {"lease": lease["lease"], "till": b.counter.code, "epoch": 1, "places": lease["places"][:1]}


@sealed(once=False)
def recall_places(b):
    lease = b.leased(till=b.other)
    return {"recall": new_id(), "till": b.counter.code, "event": b.show.id, "places": lease["places"], "hold": new_id(), "token": token()}


@sealed(who="till")
def replay_sale(b):
    lease = b.leased()
    request = dict(sale(b.counter, b.show, places=lease["places"]), channel="offline", leases=[{"lease": lease["lease"], "epoch": 1}],
                   sold_at="2026-11-20T10:00:00Z", sold_by=b.people["clerk"].role)
    request.pop("holds")
    return request


@sealed(who="manager", once=False)
def resolve_conflict(b):
    """The place of an offline sale was sold to somebody else after its lease was reclaimed."""
    lost = replay_sale(b)
    b.manage("select foyer.reclaim_lease($1::uuid, 'lost', true)", lost["leases"][0]["lease"])
    b.done("sell", sale(b.counter, b.show, places=[lost["items"][0]["place"]]))
    answer = b.done("replay_sale", lost, "till")
    return {"conflict": answer["conflicts"][0]["conflict"], "till": b.counter.code, "resolution": "refund", "reason": "sold twice", "refund": new_id(),
            "legs": [{"method": "cash", "amount_minor": 4600}]}


def wish(b, seats=2):
    request = sale(b.counter, b.show, places=b.ids(seats))
    for one in request["items"]:
        one.pop("ticket")
    for key in ("channel", "payments"):
        request.pop(key)
    return dict(request, pay_until="2037-11-01T00:00:00Z", name="Ms Reader")


@sealed()
def reserve(b):
    return wish(b)


@sealed()
def pay_order(b):
    request = wish(b)
    b.done("reserve", request)
    return {"order": request["order"], "till": b.counter.code, "total_minor": 9200, "tickets": [new_id(), new_id()], "events": [{"event": b.show.id, "starts_at": b.show.starts_at}],
            "payments": [{"payment": new_id(), "method": "cash", "amount_minor": 9200, "given_minor": 10000}]}


@sealed()
def cancel_reservation(b):
    request = wish(b)
    b.done("reserve", request)
    return {"order": request["order"], "till": b.counter.code, "reason": "does not come"}


@sealed()
def best_available(b):
    return {"hold": new_id(), "till": b.counter.code, "token": token(), "event": b.small.id, "tier": b.small.tiers["Stalls"], "quantity": 1}


@plain(who="clerk")
def upsert_customer(b):
    return [("jsonb", {"user": new_id(), "display_name": "Ms Reader", "email": "reader@example.org", "phone": "+49 30 1", "locale": "de"})]


@plain()
def reclaim_lease(b):
    return [("uuid", b.leased(till=b.other)["lease"]), ("text", "till is lost"), ("boolean", True)]


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


@plain()
def update_event(b):
    event = b.edited()
    return [("jsonb", {"event": event.id, "version": 1, "title": "Moved", "description": "To the autumn", "slug": "moved-" + token()[:8], "capacity": 100,
                       "starts_at_local": "2037-11-27T20:00:00", "ends_at_local": "2037-11-27T22:30:00", "doors_at_local": None, "promoter": b.people["promoter"].role,
                       "series": "Autumn"})]


@plain()
def set_tier(b):
    event = b.edited()
    return [("jsonb", {"tier": event.tiers["Floor"], "version": 1, "name": "Standing", "color": "#123456", "position": 1, "min_purchase": 1, "max_purchase": 5,
                       "sale_start_time": "2030-01-01T00:00:00Z", "sale_end_time": None, "is_active": True, "tax_rate_bp": 1900})]


@plain()
def resize_tier(b):
    return [("uuid", b.edited().tiers["Floor"]), ("integer", 4), ("integer", 1)]


@plain()
def set_price(b):
    event = b.edited()
    return [("jsonb", {"tier": event.tiers["Floor"], "price_type": event.price_type, "price_minor": 2600, "version": 1})]


@plain()
def set_fee(b):
    event = b.edited()
    return [("jsonb", {"event": event.id, "kind": "per_ticket", "tier": event.tiers["Floor"], "name": "Booking", "tax_rate_bp": 1900, "amount_minor": 150, "version": 0})]


@plain()
def delete_event(b):
    return [("uuid", b.edited().id), ("integer", 1)]


@plain()
def delete_tier(b):
    return [("uuid", b.edited().tiers["Floor"]), ("integer", 1)]


@plain()
def delete_venue(b):
    return [("uuid", b.owner.one("select foyer.create_venue('{\"name\": \"Old\", \"address\": \"\", \"timezone\": \"UTC\"}')")), ("integer", 1)]


@plain()
def delete_plan(b):
    return [("uuid", b.plan(2))]


@plain(once=True)
def join_waitlist(b):
    event = b.edited()
    return [("uuid", event.id), ("uuid", event.tiers["Floor"]), ("uuid", b.owner.one("insert into foyer.users (display_name) values ('Ada') returning id")), ("integer", 2)]


@plain(once=True)
def leave_waitlist(b):
    event = b.edited()
    entry = b.waiting(event)
    b.manage("select foyer.offer_waitlist($1::uuid, null, 1)", event.id)
    return [("uuid", entry)]


@plain()
def offer_waitlist(b):
    event = b.edited()
    b.waiting(event)
    return [("uuid", event.id), ("uuid", event.tiers["Floor"]), ("integer", 3)]


@sealed()
def accept_offer(b):
    event = b.edited()
    entry = b.waiting(event)
    b.manage("select foyer.offer_waitlist($1::uuid, null, 1)", event.id)
    return {"hold": new_id(), "till": b.counter.code, "token": token(), "entry": entry}


@plain()
def lapse_offers(b):
    event = b.edited()
    entry = b.waiting(event)
    b.manage("select foyer.offer_waitlist($1::uuid, null, 1)", event.id)
    b.owner.run("update foyer.event_seats s set reserved_until = clock_timestamp() - interval '1 second' from foyer.waitlist w where w.id = $1::uuid and s.hold_id = w.hold_id", entry)
    b.owner.run("update foyer.waitlist set offered_at = offered_at - interval '1 day', offer_until = clock_timestamp() - interval '1 second' where id = $1::uuid", entry)
    return [("integer", 10)]


@plain()
def offer_free_places(b):
    b.waiting(b.edited())
    return [("integer", 10)]


@plain()
def set_role(b):
    return [("text", b.staff("clerk").role), ("text", "promoter")]


@plain()
def disable_staff(b):
    return [("text", b.staff("clerk").role)]


@plain()
def enable_staff(b):
    role = b.staff("clerk").role
    b.manage("select foyer.disable_staff($1)", role)
    return [("text", role)]


@plain()
def retire_till(b):
    return [("text", b.till().code)]


@plain()
def revoke_till_key(b):
    return [("uuid", b.owner.one("select id from foyer.till_keys where till_id = $1::uuid", b.till().id))]


@plain()
def set_letter(b):
    return [("text", "L"), ("text", "House " + token()[:5]), ("boolean", True), ("text", "#808080")]


@plain()
def grant_letter(b):
    b.manage("select foyer.set_letter('L', 'House', true)")
    role = b.staff("clerk").role
    return [("text", "L"), ("text", role), ("boolean", True)]


@plain()
def create_allotment(b):
    return [("jsonb", {"allotment": new_id(), "event": b.show.id, "holder": "Press", "release_at": "2037-11-01T00:00:00Z", "places": b.ids(2),
                       "sellers": [b.people["clerk"].role]})]


@plain()
def end_allotment(b):
    wish = create_allotment(b)
    b.manage("select foyer.create_allotment($1::jsonb)", json.dumps(wish[0][1]))
    return [("uuid", wish[0][1]["allotment"]), ("text", "not wanted")]


@plain()
def set_limits(b):
    return [("jsonb", {"hold_seconds": 900, "hold_limit_places": 1000000, "holds_per_hour": 1000000 - b.next(), "reserve_limit_places": 1000})]


@plain()
def record_backup(b):
    return [("text", "dump"), ("boolean", True), ("bigint", 1000), ("timestamptz", "2026-11-21T03:00:00Z"), ("text", "")]


@plain()
def cancel_event(b):
    event = b.event(seats=2, standing=2)
    b.done("sell", sale(b.counter, event, places=[p for p, _ in event.seats]))
    return [("uuid", event.id), ("integer", 1), ("text", "the lead is ill")]


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
    "office_event": ("manager", lambda b: [("text", b.small.slug)]),
    "list_waitlist": ("clerk", lambda b: [("text", b.small.slug)]),
    "lease_status": ("clerk", lambda b: [("text", b.counter.code)]),
    "pending_recalls": ("clerk", lambda b: [("text", b.counter.code)]),
    "list_waitlist": ("clerk", lambda b: [("text", b.show.slug)]),
    "list_conflicts": ("manager", lambda b: [("text", "open"), ("integer", 10)]),
    "list_replays": ("manager", lambda b: [("text", "rejected"), ("integer", 10)]),
    "list_reservations": ("clerk", lambda b: [("text", b.show.slug)]),
    "list_allotments": ("clerk", lambda b: [("text", b.show.slug)]),
    "list_blocked": ("clerk", lambda b: [("text", b.show.slug)]),
    "order_money": ("clerk", lambda b: [("uuid", b.sold()["order"])]),
    "refund_list": ("manager", lambda b: [("uuid", b.show.id), ("text", "1"), ("integer", 10)]),
    "shift_report": ("clerk", lambda b: [("uuid", b.opened()["shift"])]),
    "list_shifts": ("clerk", lambda b: [("text", b.counter.code), ("timestamptz", "2036-01-01"), ("integer", 10)]),
    "lapsed_holds_report": ("manager", lambda b: [("date", "2026-01-01")]),
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
