# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty folder to tickets at the door, and every way in which a counter is told no."""

import os
import re
import tempfile
import uuid

import till


class Sale(till.TillTest):
    def test_demo_is_loaded_once(self):
        self.assertTrue(self.demo["created"])
        again = self.done("demo")
        self.assertFalse(again["created"])
        self.assertEqual([e["slug"] for e in again["events"]], [e["slug"] for e in self.demo["events"]])
        self.assertEqual([s["user"] for s in again["staff"]], ["clerk", "promoter", "manager"])

    def test_event_list(self):
        events = self.done("event", "list")
        self.assertIn("hamlet-1", [e["slug"] for e in events])
        self.assertIn("arena-night", [e["slug"] for e in events])
        for event in events:
            self.assertLessEqual({"id", "slug", "title", "starts_at", "timezone", "currency", "places", "free", "held", "leased", "blocked", "sold"}, set(event))
            self.assertEqual(event["places"], sum(event[k] for k in ("free", "held", "leased", "blocked", "sold")))
            self.assertRegex(event["starts_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$")

    def test_event_by_id_and_by_slug(self):
        shown = self.done("event", "show", "hamlet-1")
        self.assertEqual(self.done("event", "show", shown["id"])["slug"], "hamlet-1")
        self.assertEqual({t["kind"] for t in self.done("event", "show", "arena-night")["tiers"]}, {"seated", "standing"})
        for tier in shown["tiers"]:
            self.assertLessEqual({"name", "kind", "price_minor", "places", "free", "held", "leased", "blocked", "sold"}, set(tier))

    def test_two_seats_to_two_tickets(self):
        before = self.counts("hamlet-1")
        order = self.done("sell", "hamlet-1", "--seats", "B-12,B-13", "--tender", "cash:10000")
        self.assertEqual([t["seat"] for t in order["tickets"]], ["Stalls/B-12", "Stalls/B-13"])
        self.assertEqual(order["change_minor"], 10000 - order["total_minor"])
        self.assertEqual(order["total_minor"], sum(t["price_minor"] for t in order["tickets"]) + 2 * 150)
        after = self.counts("hamlet-1")
        self.assertEqual((after["sold"], after["free"], after["held"]), (before["sold"] + 2, before["free"] - 2, before["held"]))
        for ticket in order["tickets"]:
            shown = self.done("ticket", "show", ticket["code"])
            self.assertTrue(shown["valid"])
            self.assertEqual(shown["seat"], ticket["seat"])
            self.assertEqual(self.done("ticket", "show", ticket["short_code"])["ticket"], ticket["ticket"])
        # The same seats again: named, refused, and nothing else moved.
        error = self.refused("TK001", "sell", "hamlet-1", "--seats", "B-12,B-13", "--tender", "cash:10000")
        self.assertEqual(sorted(error["detail"]["seats"]), ["Stalls/B-12", "Stalls/B-13"])
        error = self.refused("TK001", "sell", "hamlet-1", "--seats", "B-13,B-14", "--tender", "cash:exact")
        self.assertEqual(error["detail"]["seats"], ["Stalls/B-13"])
        self.assertEqual(self.counts("hamlet-1")["sold"], after["sold"])
        self.assertEqual(self.counts("hamlet-1")["held"], after["held"])
        self.assert_well()

    def test_same_id_is_the_same_sale(self):
        order_id = str(uuid.uuid4())
        words = ("sell", "hamlet-2", "--seats", "A-1,A-2", "--tender", "cash:20000", "--id", order_id)
        first = self.done(*words)
        self.assertEqual(first["order"], order_id)
        self.assertEqual(self.done(*words), first)
        self.refused("TK012", "sell", "hamlet-2", "--seats", "A-1,A-3", "--tender", "cash:20000", "--id", order_id)
        self.refused("TK012", "sell", "hamlet-2", "--seats", "A-1,A-2", "--tender", "cash:15000", "--id", order_id)
        self.refused("TK012", "sell", "hamlet-3", "--seats", "A-1,A-2", "--tender", "cash:20000", "--id", order_id)
        standing = ("sell", "arena-night", "--tier", "Standing", "--quantity", "3", "--tender", "card:terminal-7", "--id", str(uuid.uuid4()))
        self.assertEqual(self.done(*standing), self.done(*standing))

    def test_too_little_cash(self):
        before = self.counts("hamlet-3")
        error = self.refused("TK007", "sell", "hamlet-3", "--seats", "B-1,B-2", "--tender", "cash:100")
        self.assertEqual(error["detail"]["paid_minor"], 100)
        self.assertEqual(self.counts("hamlet-3"), before)

    def test_split_payment_and_price_type(self):
        order = self.done("sell", "hamlet-3", "--seats", "B-3,B-4", "--price-type", "concession", "--tender", "cash:exact")
        self.assertEqual([t["price_type"] for t in order["tickets"]], ["Concession", "Concession"])
        self.assertEqual(order["change_minor"], 0)
        self.refused("TK009", "sell", "hamlet-3", "--seats", "B-5", "--price-type", "Emperor", "--tender", "cash:exact")

    def test_hold_sell_release(self):
        held = self.done("hold", "hamlet-4", "--seats", "A-5,A-6")
        self.assertEqual(held["seats"], ["Stalls/A-5", "Stalls/A-6"])
        self.assertTrue(880 <= held["expires_in_s"] <= 900)
        seats = {s["seat"]: s["status"] for s in self.done("seats", "hamlet-4", "--status", "held")}
        self.assertEqual(seats, {"Stalls/A-5": "held", "Stalls/A-6": "held"})
        order = self.done("sell", "hamlet-4", "--hold", held["hold"], "--tender", "cash:exact")
        self.assertEqual(len(order["tickets"]), 2)
        other = self.done("hold", "hamlet-4", "--tier", "Circle", "--quantity", "4")
        self.assertEqual(len(other["seats"]), 4)
        self.done("release", other["hold"])
        self.assertEqual(self.done("seats", "hamlet-4", "--status", "held"), [])
        self.refused("TK009", "release", str(uuid.uuid4()))

    def test_no_such_thing(self):
        self.refused("TK009", "event", "show", "no-such-event")
        self.refused("TK009", "sell", "hamlet-1", "--seats", "Z-999", "--tender", "cash:exact")
        self.refused("TK009", "sell", "hamlet-1", "--tier", "Moon", "--quantity", "1", "--tender", "cash:exact")
        self.refused("TK009", "ticket", "show", "AAAA-BBBB-CCCC")

    def test_door_checks_without_a_database(self):
        code = self.done("sell", "hamlet-5", "--seats", "A-1", "--tender", "card:1")["tickets"][0]["code"]
        key = os.path.join(self.profile, "till.pub")
        # Nowhere near the profile, and with no server in reach.
        with tempfile.TemporaryDirectory() as empty:
            verify = lambda text: till.run("--json", "ticket", "verify", text, "--key", key, XDG_DATA_HOME=empty, HOME=empty)
            good = verify(code)
            self.assertEqual((good.code, good.json["valid"]), (0, True))
            self.assertEqual(verify(code.lower()).code, 0)
            for position in (0, 20, 60, len(code) - 30, len(code) - 2):
                flipped = code[:position] + ("A" if code[position] != "A" else "B") + code[position + 1:]
                bad = verify(flipped)
                self.assertEqual((bad.code, bad.json["valid"]), (1, False), position)
            for rubbish in ("", "A", "'; drop table tickets; --", code[:-1], code + code, "\u202e" + code[1:]):
                self.assertEqual(verify(rubbish).code, 1, rubbish)
        self.assertEqual(os.stat(self.profile).st_mode & 0o77, 0)

    def test_usage_is_told_in_a_sentence(self):
        for words in (("sell",), ("sell", "hamlet-1"), ("sell", "hamlet-1", "--seats", "A-1"), ("dance",), ("event",), ("event", "list", "--fast"),
                      ("sell", "hamlet-1", "--tier", "Stalls", "--quantity", "0", "--tender", "cash:exact"), ("seats", "hamlet-1", "--status", "asleep"),
                      ("sell", "hamlet-1", "--seats", "A-1", "--tender", "gold"), ("sell", "hamlet-1", "--seats", "A-1", "--tender", "cash:exact", "--id", "seven"),
                      ("demo", "--seats", "-5"), ("demo", "--seats", "many")):
            answer = self.ctl(*words)
            self.assertEqual(answer.code, 2, words)
            self.assertRegex(answer.err, r"^foyerctl: .+\.", words)

    def test_text_for_people(self):
        shown = till.run("--standalone", "--profile", self.profile, "event", "list")
        self.assertEqual(shown.code, 0)
        heads = shown.out.splitlines()[0]
        self.assertTrue(re.match(r"EVENT +STARTS +PLACES +FREE", heads))

    def test_doctor_and_work(self):
        checks = self.done("doctor")
        self.assertEqual([c for c in checks if c["status"] == "error"], [])
        self.done("work", "--once")
        self.done("verify", "--recalculate")
        self.assertTrue(self.done("migrate", "status")["up_to_date"])
        self.assertEqual(self.done("migrate", "up")["applied"], [])


if __name__ == "__main__":
    till.main()
