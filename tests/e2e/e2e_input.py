# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is typed is data: SQL, control characters, odd plans."""

import json
import os

import till

HOSTILE = ["'; drop table foyer.tickets; --", "hamlet-1'--", "$1", "%s", "\u202ehamlet", "hamlet-1\n", "\x1b[2J", "a" * 20000, "💺", "../../etc/passwd", "NULL", "{}"]


class Input(till.TillTest):
    def test_hostile_texts_are_no_events(self):
        for text in HOSTILE:
            for words in (("event", "show", text), ("seats", text), ("sell", text, "--seats", "A-1", "--tender", "cash:exact"),
                          ("hold", text, "--tier", "Stalls", "--quantity", "1")):
                answer = self.ctl(*words)
                self.assertEqual(answer.code, 1, (words, answer.out, answer.err))
                self.assertIn(answer.error["code"], ("TK009", "TK015"), words)

    def test_hostile_texts_are_no_seats(self):
        before = self.counts("hamlet-1")
        for text in HOSTILE:
            if "," in text:
                continue
            answer = self.ctl("sell", "hamlet-1", "--seats", text, "--tender", "cash:exact")
            self.assertIn(answer.code, (1, 2), answer.out)
            answer = self.ctl("sell", "hamlet-1", "--tier", text, "--quantity", "1", "--tender", "cash:exact")
            self.assertEqual(answer.code, 1, answer.out)
        self.assertEqual(self.counts("hamlet-1"), before)

    def test_hostile_references_are_kept_as_they_are(self):
        reference = "'; delete from foyer.payments; --\u202e\t"
        self.done("sell", "hamlet-1", "--seats", "A-3", "--tender", "card:" + reference)
        self.assert_well()

    def test_search_is_words(self):
        for text in HOSTILE[:6]:
            self.assertEqual(self.ctl("event", "list", "--search", text).code, 0)
        self.assertEqual({e["title"] for e in self.done("event", "list", "--search", "hamlet")}, {"Hamlet"})

    def test_nothing_from_the_terminal_reaches_the_terminal(self):
        answer = till.run("--standalone", "--profile", self.profile, "event", "show", "\x1b[2Jboo")
        self.assertNotIn("\x1b", answer.err + answer.out)

    def test_bad_servers(self):
        for conninfo in ("postgresql://clerk:secret@localhost/foyer", "host=/tmp password=secret"):
            answer = till.run("--server", conninfo, "event", "list")
            self.assertEqual(answer.code, 2, answer.err)
            self.assertNotIn("secret", answer.err + answer.out)
        gone = till.run("--json", "--profile", os.path.join(self.folder, "other"), "--server", "host=/tmp/no-such-folder dbname=foyer", "--user", "clerk", "event", "list")
        self.assertEqual(gone.code, 3, gone.err)
        self.assertEqual(gone.error["code"], "NoConnection")

    def test_wrong_password_is_refused(self):
        server = "host=%s dbname=foyer" % self.note()["socket"]
        passfile = os.path.join(self.folder, "pgpass")
        for password, code in (("wrong", 1), ("demo", 0)):
            with open(os.open(passfile, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write("*:*:*:clerk:%s\n" % password)
            answer = till.run("--json", "--profile", os.path.join(self.folder, "other"), "--server", server, "--user", "clerk", "event", "list", PGPASSFILE=passfile)
            self.assertEqual(answer.code, code, answer.err)
            if code:
                self.assertEqual(answer.error["code"], "SignInRefused")
                self.assertNotIn("wrong", answer.err)


class Plans(till.TillTest):
    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def demo_plan(self, **changes):
        with open(os.path.join(till.SOURCE, "resources/plans/demo-theatre.json"), encoding="utf-8") as file:
            plan = json.load(file)
        plan.update(changes)
        return plan

    def test_the_demo_plan_is_good(self):
        path = os.path.join(till.SOURCE, "resources/plans/demo-theatre.json")
        self.assertEqual([f for f in self.done("plan", "check", path) if f["severity"] == "error"], [])
        imported = self.done("plan", "import", path, "--name", "Another house")
        self.assertEqual((imported["version"], imported["name"]), (1, "Another house"))
        self.assertEqual(self.done("plan", "import", path, "--name", "Another house")["plan"], imported["plan"])

    def test_rubbish_gives_findings_and_imports_nothing(self):
        unknown = self.demo_plan(categories=[{"name": "Moon", "color": "#ffffff"}])
        none = self.demo_plan(zones=[])
        absurd = self.demo_plan()
        absurd["zones"][0]["rows"][0]["seats"][0]["position"] = {"x": 1e300, "y": 0}
        twice = self.demo_plan()
        seats = twice["zones"][0]["rows"][0]["seats"]
        for key in ("seat_guid", "uuid", "seat_number"):
            if key in seats[0]:
                seats[1][key] = seats[0][key]
        files = {
            "empty": b"", "text": b"not json at all", "binary": os.urandom(4096), "array": b"[1,2,3]", "null": b"null", "cut": json.dumps(self.demo_plan()).encode()[:5000],
            "deep": b"[" * 100000, "unknown": json.dumps(unknown), "none": json.dumps(none), "absurd": json.dumps(absurd), "twice": json.dumps(twice),
            "nan": json.dumps(self.demo_plan(size={"width": float("nan"), "height": 5})), "huge": b" " * (50 * 1024 * 1024),
        }
        for name, content in files.items():
            path = self.write(name + ".json", content)
            check = self.ctl("plan", "check", path)
            self.assertEqual(check.code, 1, name + check.err)
            findings = check.json
            self.assertTrue(any(f["severity"] == "error" for f in findings), name)
            for finding in findings:
                self.assertTrue(finding["message"], name)
                self.assertIn("pointer", finding)
            self.assertEqual(self.ctl("plan", "import", path, "--name", "Rubbish").code, 1, name)
        good = os.path.join(till.SOURCE, "resources/plans/demo-theatre.json")
        self.assertEqual(self.done("plan", "import", good, "--name", "Rubbish")["version"], 1)

    def test_a_file_that_is_not_there(self):
        self.refused("DiskFailed", "plan", "check", "/no/such/file.json")


if __name__ == "__main__":
    till.main()
