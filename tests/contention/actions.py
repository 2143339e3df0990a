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


@action(6, "TK014")
def send_again(world, client):
    """Any request of any till once more: the stored answer, whoever asks."""
    kept = world.pick(world.sent, client.rng)
    if not kept:
        return "nothing sent"
    till, function, text, first = kept
    answer = client.definite(lambda session: call(session, till, function, text))
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


# No row may come of these; the first line says what they ask. Written without verify()'s words on purpose.
BALANCES = [
    """-- a till's journal has its payments and its refunds
    select t.code, j.n, p.n from foyer.tills t
    left join (select till_id, sum(amount_minor) as n from foyer.journal where kind = 'payment' group by 1) j on j.till_id = t.id
    left join (select o.till_id, sum(p.amount_minor) as n from foyer.payments p join foyer.orders o on o.id = p.order_id group by 1) p on p.till_id = t.id
    where coalesce(j.n, 0) <> coalesce(p.n, 0)""",
    """-- money in is money out and takings: of an order, payments - refunds = price of what is still sold + fees kept
    select o.id, o.status from foyer.orders o where o.status = 'paid'
    and (select sum(amount_minor) from foyer.payments p where p.order_id = o.id) is distinct from
        (select sum(price_minor + fee_minor) from foyer.order_items i where i.order_id = o.id)""",
    """-- a sold place has one live ticket, and no other has one
    select s.id, s.status, count(k.id) from foyer.event_seats s left join foyer.tickets k on k.place_id = s.id and k.status in ('valid', 'used')
    group by s.id having (count(k.id) = 1) <> (s.status = 'SOLD')""",
]
