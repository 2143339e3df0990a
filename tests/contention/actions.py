# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client of the mixed hour may do, one function each, with the refusals that are right answers to it. "" or "done" means done, any other text is counted."""

import json

from house import Refused, call, hold, new_id, sale, text_of, token

ACTIONS = []
BUSY = "TK014"


def action(weight, *refusals, manager=False):
    def add(act):
        act.weight, act.refusals, act.manager = weight, refusals, manager
        ACTIONS.append(act)
        return act
    return add


def send(world, client, function, request):
    text = text_of(request)
    answer = client.definite(lambda session: call(session, client.till, function, text))
    world.keep(world.sent, (client.till, function, text, answer))
    return answer


def refusal(world, client, till, function, request):
    try:
        client.definite(lambda session: call(session, till, function, request))
        return ""
    except Refused as refused:
        return refused.code


def some(world, client, places, most=6):
    """A few of the places, mostly such as many others want too."""
    if client.rng.random() < 0.8:
        places = world.crowded(places)
    return client.rng.sample(places, client.rng.randint(1, most))


def tier_of(show, rng):
    return rng.choice(sorted(show.tiers))


def sold(world, client, request):
    answer = send(world, client, "sell", request)
    if len(answer["tickets"]) != len(request["items"]) or len({t["place"] for t in answer["tickets"]}) != len(request["items"]):
        world.fault("a sale of %d has tickets %s" % (len(request["items"]), answer["tickets"]))
    with world.lock:
        world.taken[client.till.code] += request["total_minor"]
    world.keep(world.orders, (client.till, request, answer))


@action(16, "TK001", BUSY)
def hold_these(world, client):
    show = client.rng.choice(world.shows)
    request = hold(client.till, show, [p for p, _ in some(world, client, show.places)])
    answer = send(world, client, "hold_places", request)
    world.keep(world.holds, (client.till, show, request, answer))


@action(10, "TK002", BUSY)
def hold_any(world, client):
    show = client.rng.choice(world.shows)
    request = {"hold": new_id(), "till": client.till.code, "token": token(), "event": show.id, "tier": show.tiers[tier_of(show, client.rng)],
               "quantity": client.rng.randint(1, 5)}
    answer = send(world, client, "hold_places", request)
    world.keep(world.holds, (client.till, show, request, answer))


def own_holds(world, client, most=1):
    with world.lock:
        mine = [h for h in world.holds if h[0] is client.till]
    return client.rng.sample(mine, min(len(mine), client.rng.randint(1, most)))


@action(8, BUSY)
def extend(world, client):
    mine = own_holds(world, client, 3)
    if not mine:
        return "nothing held"
    client.rng.shuffle(mine)
    answer = send(world, client, "extend_holds", {"request": new_id(), "till": client.till.code, "holds": [{"hold": r["hold"], "token": r["token"]} for _, _, r, _ in mine]})
    return "lost some" if answer["lost"] else ""


@action(8, BUSY)
def release(world, client):
    mine = own_holds(world, client)
    if not mine:
        return "nothing held"
    _, _, request, answer = mine[0]
    wish = {"hold": request["hold"], "till": client.till.code, "token": request["token"]}
    if client.rng.random() < 0.5:
        wish["places"] = [p["place"] for p in answer["places"][:1]]
    send(world, client, "release_hold", wish)
    if "places" not in wish:
        world.drop(world.holds, mine[0])


@action(16, "TK001", "TK003", BUSY)
def sell_held(world, client):
    mine = own_holds(world, client, 2)
    mine = [h for h in mine if h[1] is mine[0][1]]
    if not mine:
        return "nothing held"
    show, tiers = mine[0][1], {i: n for n, i in mine[0][1].tiers.items()}
    places = {p["place"]: tiers[p["tier"]] for _, _, _, answer in mine for p in answer["places"]}
    tier = client.rng.choice(sorted(set(places.values())))
    wanted = [p for p, t in places.items() if t == tier]
    client.rng.shuffle(wanted)
    sold(world, client, sale(client.till, show, tier, wanted, holds=[{"hold": r["hold"], "token": r["token"]} for _, _, r, _ in mine]))
    world.drop(world.holds, mine[0])


@action(8, "TK001", BUSY)
def sell_these(world, client):
    show = client.rng.choice(world.shows)
    tier = tier_of(show, client.rng)
    places = [p for p, _ in some(world, client, show.seats if tier == "Stalls" else show.standing, 4)]
    sold(world, client, sale(client.till, show, tier, places, method=client.rng.choice(("cash", "card"))))


@action(8, "TK002", BUSY)
def sell_any(world, client):
    show = client.rng.choice(world.shows)
    sold(world, client, sale(client.till, show, tier_of(show, client.rng), quantity=client.rng.randint(1, 4)))


@action(6, "TK001", "TK002", BUSY)
def sell_across(world, client):
    """One order over two performances: named places of one tier and any of another."""
    first, second = client.rng.choice(world.shows), client.rng.choice(world.shows)
    one, two = tier_of(first, client.rng), tier_of(second, client.rng)
    places = [p for p, _ in some(world, client, first.seats if one == "Stalls" else first.standing, 2)]
    request, more = sale(client.till, first, one, places), sale(client.till, second, two, quantity=client.rng.randint(1, 2))
    request["items"] += more["items"]
    if client.rng.random() < 0.5:
        request["items"].reverse()
    request["total_minor"] += more["total_minor"]
    request["payments"] += more["payments"]
    answer = send(world, client, "sell", request)
    with world.lock:
        world.taken[client.till.code] += request["total_minor"]
    if len({t["place"] for t in answer["tickets"]}) != len(request["items"]):
        world.fault("a sale of %d has tickets %s" % (len(request["items"]), answer["tickets"]))


@action(6, "TK014")
def send_again(world, client):
    """Any request of any till once more: the stored answer, whoever asks."""
    kept = world.pick(world.sent, client.rng)
    if not kept:
        return "nothing sent"
    till, function, text, first = kept
    try:
        answer = client.definite(lambda session: call(session, till, function, text))
    except Refused as refused:
        # A reservation that was cancelled is a tombstone for a late arrival; a lease that was reclaimed takes nothing back.
        if (refused.code, function) in (("TK012", "reserve"), ("TK011", "return_lease")):
            return "ended since"
        raise
    if function == "sell" and (not answer.pop("repeated", False) or answer != {k: v for k, v in first.items() if k != "repeated"}):
        world.fault("a sale sent again has another answer: %s / %s" % (first, answer))


@action(3, BUSY)
def send_changed(world, client):
    """An id that was used, with another content."""
    kept = world.pick(world.sent, client.rng)
    if not kept or kept[1] != "sell":
        return "nothing sold"
    request = json.loads(kept[2])
    request["payments"][0]["payment"] = new_id()
    if refusal(world, client, kept[0], "sell", request) != "TK012":
        world.fault("a sale's id was taken twice")
    return ""


@action(3, BUSY)
def give_up(world, client):
    """A sale that nobody knows the outcome of is cancelled, and then arrives."""
    show = client.rng.choice(world.shows)
    request = sale(client.till, show, tier_of(show, client.rng), quantity=1)
    known = world.pick(world.orders, client.rng)
    if known and client.rng.random() < 0.5:
        till, request, _ = known
        answer = client.definite(lambda session: call(session, till, "cancel_order", {"order": request["order"], "till": till.code}))
        if answer["outcome"] != "sold":
            world.fault("a sale was cancelled: %s" % answer)
        return ""
    answer = send(world, client, "cancel_order", {"order": request["order"], "till": client.till.code, "reason": "line cut"})
    late = refusal(world, client, client.till, "sell", request)
    if late not in ("TK012", BUSY):
        world.fault("a late arrival was answered with " + late)
    return "" if answer["outcome"] == "cancelled" else answer["outcome"]


@action(6, "TK001", BUSY, manager=True)
def block(world, client):
    show = client.rng.choice(world.shows)
    labels = [label for _, label in some(world, client, show.places, 3)]
    client.definite(lambda s: s.one("select foyer.block_places($1, $2::text[], 'P', 'press', true)", show.slug, "{%s}" % ",".join(labels)))


@action(8, BUSY, manager=True)
def unblock(world, client):
    show = client.rng.choice(world.shows)
    labels = [label for _, label in some(world, client, show.places, 12)]
    client.definite(lambda s: s.one("select foyer.unblock_places($1, $2::text[])", show.slug, "{%s}" % ",".join(labels)))


@action(4, "TK012", BUSY)
def wait(world, client):
    """A customer joins a waiting list: once for the same wish, so most are told so."""
    show = client.rng.choice(world.shows)
    tier = show.tiers[tier_of(show, client.rng)] if client.rng.random() < 0.7 else None
    entry = json.loads(client.definite(lambda s: s.one("select foyer.join_waitlist($1::uuid, $2::uuid, $3::uuid, $4::integer)", show.id, tier,
                                                       client.rng.choice(world.customers), client.rng.randint(1, 3))))
    world.keep(world.waiting, (show, entry["entry"]))
    return "again" if entry.get("repeated") else ""


@action(6, BUSY, manager=True)
def offer(world, client):
    show = client.rng.choice(world.shows)
    answer = json.loads(client.definite(lambda s: s.one("select foyer.offer_waitlist($1::uuid, null, $2::integer)", show.id, client.rng.randint(1, 4))))
    for entry in answer["offered"]:
        if len(entry["seats"]) != entry["quantity"]:
            world.fault("an offer of %d has seats %s" % (entry["quantity"], entry["seats"]))
    return "" if answer["offered"] else "nobody waits"


@action(5, "TK003", BUSY)
def accept(world, client):
    kept = world.pick(world.waiting, client.rng)
    if not kept:
        return "nobody waits"
    request = {"hold": new_id(), "till": client.till.code, "token": token(), "entry": kept[1]}
    answer = send(world, client, "accept_offer", request)
    world.keep(world.holds, (client.till, kept[0], request, answer))


@action(2, BUSY)
def leave(world, client):
    kept = world.pick(world.waiting, client.rng)
    if not kept:
        return "nobody waits"
    return json.loads(client.definite(lambda s: s.one("select foyer.leave_waitlist($1::uuid)", kept[1]))).get("repeated") and "left before" or ""


@action(2, BUSY, manager=True)
def lapse_offers(world, client):
    client.definite(lambda s: s.one("select foyer.lapse_offers(50)"))


@action(3, BUSY, manager=True)
def sweep(world, client):
    client.definite(lambda s: s.one("select foyer.sweep_lapsed(100)"))


@action(4, BUSY, manager=True)
def fold(world, client):
    client.definite(lambda s: s.one("select foyer.fold_counts()"))


@action(1, BUSY, manager=True)
def count_anew(world, client):
    wrong = client.definite(lambda s: s.one("select foyer.recalculate_event_counts($1::uuid)", client.rng.choice(world.shows).id))
    if wrong != "0":
        world.fault("counts were wrong: %s" % wrong)


@action(1, manager=True)
def look_into(world, client):
    for invariant, detail in client.definite(lambda s: s.run("select invariant, detail from foyer.verify()")):
        world.fault("verify() while all goes on: %s: %s" % (invariant, detail))


@action(4)
def look(world, client):
    """At every moment the counts of a tier are its places."""
    show = client.rng.choice(world.shows)
    seen = json.loads(client.definite(lambda s: s.one("select foyer.show_event($1)", show.slug)))
    for tier in seen["tiers"]:
        numbers = [tier[k] for k in ("free", "held", "leased", "blocked", "sold")]
        if sum(numbers) != len(show.seats if tier["name"] == "Stalls" else show.standing) or min(numbers) < 0:
            world.fault("counts of %s: %s" % (tier["name"], numbers))


def value_of(order, tickets):
    """What the tickets of an order are worth without their fees."""
    prices = {t["ticket"]: t["price_minor"] for t in order[2]["tickets"]}
    return sum(prices[t] for t in tickets)


def legs(order, total):
    return [dict({"method": order[1]["payments"][0]["method"], "amount_minor": total, "payment": order[1]["payments"][0]["payment"]},
                 **({"reference": "back"} if order[1]["payments"][0]["method"] == "card" else {}))] if total else []


def given_back(world, client, total):
    with world.lock:
        world.given[client.till.code] += total


@action(16, "TK008", BUSY)
def give_back(world, client):
    """Some or all tickets of an order that others refund, exchange and scan at the same time."""
    order = world.pick(world.orders, client.rng)
    if not order:
        return "nothing sold"
    tickets = [t["ticket"] for t in order[2]["tickets"]]
    some_of = client.rng.sample(tickets, client.rng.randint(1, len(tickets)))
    total = value_of(order, some_of)
    send(world, client, "refund", {"refund": new_id(), "till": client.till.code, "order": order[1]["order"], "tickets": some_of, "fee": "kept", "reason": "ill",
                                   "total_minor": total, "legs": legs(order, total)})
    given_back(world, client, total)
    if len(some_of) == len(tickets):
        world.drop(world.orders, order)


@action(8, "TK008", "TK001", BUSY)
def exchange_seats(world, client):
    """Other places of the same price, in any order, for one fee a ticket."""
    order = world.pick(world.orders, client.rng)
    if not order:
        return "nothing sold"
    one = client.rng.choice(order[2]["tickets"])
    show = next(s for s in world.shows if s.id == one["event"])
    tier = next(n for n, i in show.tiers.items() if i == one["tier"])
    places = [p for p, _ in some(world, client, show.seats if tier == "Stalls" else show.standing, 1)]
    new = sale(client.till, show, tier, places)
    new["payments"] = [dict(new["payments"][0], amount_minor=100, given_minor=100)]
    send(world, client, "exchange", {"exchange": new_id(), "till": client.till.code, "order": order[1]["order"], "tickets": [one["ticket"]], "fee": "kept", "reason": "nearer",
                                     "credit_minor": one["price_minor"], "legs": [], "sale": new})
    with world.lock:
        world.taken[client.till.code] += 100


@action(4, BUSY)
def scan(world, client):
    order = world.pick(world.orders, client.rng)
    if not order:
        return "nothing sold"
    ticket = client.rng.choice(order[2]["tickets"])
    answer = send(world, client, "check_in", {"check_in": new_id(), "till": client.till.code, "event": ticket["event"], "code": ticket["ticket"], "door": "A"})
    if not answer["admitted"]:
        return answer["reason"]
    with world.lock:
        if ticket["ticket"] in world.admitted and not answer.get("repeated"):
            world.faults.append("admitted twice: " + ticket["ticket"])
        world.admitted.add(ticket["ticket"])
    return ""


@action(5, "TK001", "TK002", "TK006", BUSY)
def lease(world, client):
    show = client.rng.choice(world.shows)
    request = {"lease": new_id(), "till": client.till.code, "event": show.id}
    if client.rng.random() < 0.5:
        request.update(tier=show.tiers[tier_of(show, client.rng)], quantity=client.rng.randint(1, 6))
    else:
        places = [p for p, _ in some(world, client, show.places)]
        request["places"] = places if client.rng.random() < 0.5 else places[::-1]
    answer = send(world, client, "lease_places", request)
    world.keep(world.leases, (client.till, show, answer), 60)


def own_lease(world, client):
    with world.lock:
        mine = [x for x in world.leases if x[0] is client.till]
    return client.rng.choice(mine) if mine else None


@action(4, "TK011", BUSY)
def return_some(world, client):
    kept = own_lease(world, client)
    if not kept:
        return "nothing leased"
    wish = {"lease": kept[2]["lease"], "till": client.till.code, "epoch": kept[2]["epoch"]}
    places = [p["place"] for p in kept[2]["places"]]
    if client.rng.random() < 0.6:
        wish["places"] = client.rng.sample(places, client.rng.randint(1, len(places)))
    send(world, client, "return_lease", wish)


@action(4, BUSY)
def recall(world, client):
    """Places of anybody's lease, and sometimes a hold of them to be."""
    kept = world.pick(world.leases, client.rng)
    if not kept:
        return "nothing leased"
    places = [p["place"] for p in kept[2]["places"]]
    client.rng.shuffle(places)
    request = {"recall": new_id(), "till": client.till.code, "event": kept[1].id, "places": places}
    if client.rng.random() < 0.5:
        request.update(hold=new_id(), token=token())
    send(world, client, "recall_places", request)


@action(3, "TK009", "TK011", BUSY, manager=True)
def reclaim(world, client):
    kept = world.pick(world.leases, client.rng)
    if not kept:
        return "nothing leased"
    client.definite(lambda s: s.one("select foyer.reclaim_lease($1::uuid, 'lost', true)", kept[2]["lease"]))


@action(8, BUSY)
def sold_offline(world, client):
    """A sale that was made offline under the own lease, sent by the till's own login: whatever became of the lease, its money is booked."""
    kept = own_lease(world, client)
    if not kept:
        return "nothing leased"
    show = kept[1]
    tiers = {i: n for n, i in show.tiers.items()}
    one = client.rng.choice(kept[2]["places"])
    request = dict(sale(client.till, show, tiers[one["tier"]], [one["place"]]), channel="offline", leases=[{"lease": kept[2]["lease"], "epoch": 1}],
                   sold_at="2026-11-20T10:00:00Z", sold_by=client.login.role)
    request.pop("holds")
    text = text_of(request)
    answer = client.as_till(lambda session: call(session, client.till, "replay_sale", text))
    world.keep(world.sent_offline, (client, text, answer))
    if answer["outcome"] == "rejected":
        world.fault("a queued sale is rejected: %s" % answer["error"])
        return "rejected"
    with world.lock:
        world.taken[client.till.code] += request["total_minor"]
    return "" if answer["outcome"] == "accepted" else answer["outcome"]


@action(2, BUSY)
def sold_offline_again(world, client):
    kept = world.pick(world.sent_offline, client.rng)
    if not kept:
        return "nothing sold"
    answer = kept[0].as_till(lambda session: call(session, kept[0].till, "replay_sale", kept[1]))
    # The recalls beside it are of the moment.
    if not answer.get("repeated") or {k: v for k, v in answer.items() if k not in ("repeated", "recalls")} != {k: v for k, v in kept[2].items() if k not in ("repeated", "recalls")}:
        world.fault("a queued sale sent again has another answer: %s / %s" % (kept[2], answer))


@action(5, "TK001", "TK002", "TK006", BUSY)
def reserve_some(world, client):
    show = client.rng.choice(world.shows)
    tier = tier_of(show, client.rng)
    places = [p for p, _ in some(world, client, show.seats if tier == "Stalls" else show.standing, 3)]
    request = sale(client.till, show, tier, places)
    for one in request["items"]:
        one.pop("ticket")
    total = request.pop("payments")[0]["amount_minor"]
    request.pop("channel")
    send(world, client, "reserve", dict(request, pay_until="2037-11-01T00:00:00Z", name="Ms Reader"))
    world.keep(world.reserved, (request["order"], show, len(places), total, tier), 60)


@action(3, "TK001", "TK002", "TK006", BUSY)
def reserve_across(world, client):
    """Named places and any of a tier in one reservation, given up at once."""
    show = client.rng.choice(world.shows)
    tier, other = tier_of(show, client.rng), tier_of(show, client.rng)
    places = [p for p, _ in some(world, client, show.seats if tier == "Stalls" else show.standing, 2)]
    request, more = sale(client.till, show, tier, places), sale(client.till, show, other, quantity=1)
    request["items"] = [{k: v for k, v in i.items() if k != "ticket"} for i in request["items"] + more["items"]]
    request["total_minor"] += more["total_minor"]
    for key in ("payments", "channel"):
        request.pop(key)
    send(world, client, "reserve", dict(request, pay_until="2037-11-01T00:00:00Z", name="Ms Reader"))
    send(world, client, "cancel_reservation", {"order": request["order"], "till": client.till.code})


@action(5, "TK003", "TK008", "TK012", BUSY)
def pay_reserved(world, client):
    kept = world.pick(world.reserved, client.rng)
    if not kept:
        return "nothing reserved"
    order, show, count, total, _ = kept
    send(world, client, "pay_order", {"order": order, "till": client.till.code, "total_minor": total, "tickets": [new_id() for _ in range(count)],
                                      "events": [{"event": show.id, "starts_at": show.starts_at}],
                                      "payments": [{"payment": new_id(), "method": "cash", "amount_minor": total, "given_minor": total}]})
    with world.lock:
        world.taken[client.till.code] += total
    world.drop(world.reserved, kept)


@action(2, "TK008", "TK012", BUSY)
def drop_reserved(world, client):
    kept = world.pick(world.reserved, client.rng)
    if not kept:
        return "nothing reserved"
    send(world, client, "cancel_reservation", {"order": kept[0], "till": client.till.code})


@action(5, "TK002", BUSY)
def best(world, client):
    show = client.rng.choice(world.shows)
    request = {"hold": new_id(), "till": client.till.code, "token": token(), "event": show.id, "tier": show.tiers[tier_of(show, client.rng)], "quantity": client.rng.randint(1, 6)}
    answer = send(world, client, "best_available", request)
    world.keep(world.holds, (client.till, show, request, answer))


@action(2, "TK001", "TK002", BUSY, manager=True)
def allot(world, client):
    show = client.rng.choice(world.shows)
    soon = world.owner_time(client.rng.choice((5, 3600)))
    request = {"allotment": new_id(), "event": show.id, "holder": "Press", "release_at": soon, "places": [p for p, _ in client.rng.sample(show.places, 2)]}
    client.definite(lambda s: s.one("select foyer.create_allotment($1::jsonb)", text_of(request)))


@action(3, BUSY, manager=True)
def work(world, client):
    """What the background does, by several at once."""
    call_of = client.rng.choice(("release_allotments()", "lapse_reservations()", "offer_free_places(10)", "seal_audit(0)", "end_stale_transactions()"))
    client.definite(lambda s: s.one("select foyer." + call_of))


# No row may come of these; the first line says what they ask. Written without verify()'s words on purpose.
BALANCES = [
    """-- a till's journal has its payments and what went back
    select t.code, j.n, p.n from foyer.tills t
    left join (select till_id, sum(amount_minor) as n from foyer.journal where kind in ('payment', 'refund') group by 1) j on j.till_id = t.id
    left join (select till_id, sum(n) as n from (
        -- a reservation is paid at the till that took the money, which the journal alone says
        select j.till_id, p.amount_minor as n from foyer.payments p join foyer.journal j on j.subject_id = p.id and j.kind = 'payment'
        union all select r.till_id, -l.amount_minor from foyer.refunds r join foyer.refund_legs l on l.refund_id = r.id) x group by 1) p on p.till_id = t.id
    where coalesce(j.n, 0) <> coalesce(p.n, 0)""",
    """-- money in = money out + takings: payments - what went back = what is still sold + fees kept
    select p.n, b.n, i.n from (select coalesce(sum(amount_minor), 0) as n from foyer.payments where method <> 'exchange') p,
    (select coalesce(sum(amount_minor), 0) as n from foyer.refund_legs where method <> 'exchange') b,
    (select coalesce(sum(i.price_minor + i.fee_minor), 0) - (select coalesce(sum(r.price_minor + r.fee_minor), 0) from foyer.refund_items r) as n
     from foyer.order_items i join foyer.orders o on o.id = i.order_id where o.status in ('paid', 'part_refunded', 'refunded')) i
    where p.n - b.n <> i.n""",
    """-- what an exchange gave is what its sale was paid with
    select (select coalesce(sum(amount_minor), 0) from foyer.payments where method = 'exchange'), (select coalesce(sum(amount_minor), 0) from foyer.refund_legs where method = 'exchange')
    where (select coalesce(sum(amount_minor), 0) from foyer.payments where method = 'exchange') <> (select coalesce(sum(amount_minor), 0) from foyer.refund_legs where method = 'exchange')""",
    """-- a sold place has one live ticket, and no other has one
    select s.id, s.status, count(k.id) from foyer.event_seats s left join foyer.tickets k on k.place_id = s.id and k.status in ('valid', 'used')
    group by s.id having (count(k.id) = 1) <> (s.status = 'SOLD')""",
    """-- the figures of sales are the items less what came back
    select r.event_id, r.n, i.n from (select event_id, sum(gross_minor + fee_minor) as n from foyer.sales_rollup group by 1) r
    full join (select i.event_id, sum(i.price_minor + i.fee_minor) - coalesce(sum(b.price_minor + b.fee_minor), 0) as n from foyer.order_items i
               join foyer.orders o on o.id = i.order_id and o.status in ('paid', 'part_refunded', 'refunded')
               left join foyer.refund_items b on (b.order_id, b.position) = (i.order_id, i.position) group by 1) i on i.event_id = r.event_id
    where coalesce(r.n, 0) <> coalesce(i.n, 0)""",
]
