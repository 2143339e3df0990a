# SPDX-License-Identifier: GPL-3.0-or-later
"""The background work and a private server's copies: killed, twice at once, stopped for good; selling never notices."""

import os
import signal
import subprocess
import threading
import time

import cluster
import till

SCRIPTS = os.path.join(till.SOURCE, "packaging", "server")


class Work(till.TillTest):
    def backups(self):
        folder = os.path.join(os.path.dirname(self.note()["data"]), "backups")
        return folder, sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def check_named(self, name):
        return next(c for c in self.done("doctor") if c["check"] == name)

    def psql(self, sql):
        note = self.note()
        ran = subprocess.run(["psql", "-XAtq", "-h", note["socket"], "-U", note["owner"], "-c", sql, note["database"]], capture_output=True, timeout=60,
                             stdin=subprocess.DEVNULL, env=till.environment())
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran.stdout.decode().strip()

    def make_old(self, days):
        """All copies become that many days older."""
        folder, names = self.backups()
        for name in (n for n in names if n.startswith("copy-")):
            made = time.mktime(time.strptime(name, "copy-%Y%m%dT%H%M%SZ")) - days * 86400
            os.rename(os.path.join(folder, name), os.path.join(folder, time.strftime("copy-%Y%m%dT%H%M%SZ", time.localtime(made))))

    def test_1_a_private_server_copies_itself(self):
        self.assertEqual(self.check_named("last good copy")["status"], "warning")
        self.assertEqual(self.check_named("nightly check")["status"], "warning")
        self.done("work", "--once")
        folder, names = self.backups()
        self.assertEqual(len(names), 1)
        self.assertEqual(os.stat(folder).st_mode & 0o77, 0)
        copy = os.path.join(folder, names[0])
        self.assertEqual({(name, os.stat(os.path.join(copy, name)).st_mode & 0o77) for name in os.listdir(copy)}, {("foyer.dump", 0), ("globals.sql", 0), ("SHA256SUMS", 0)})
        self.assertEqual(subprocess.run([os.path.join(SCRIPTS, "check-dump"), copy], capture_output=True).returncode, 0)
        self.assertEqual(self.check_named("last good copy")["status"], "ok")
        self.assertEqual(self.check_named("nightly check")["status"], "ok")
        # Not again before a day is over; then again, and a few are kept.
        self.done("work", "--once")
        self.assertEqual(self.backups()[1], names)
        self.make_old(2)
        self.assertEqual(self.check_named("last good copy")["status"], "warning")
        for extra in range(9):
            os.makedirs(os.path.join(folder, "copy-2020010%dT000000Z" % (extra + 1)))
            with open(os.path.join(folder, "copy-2020010%dT000000Z" % (extra + 1), "foyer.dump"), "w", encoding="utf-8") as file:
                file.write("old")
        os.mkdir(os.path.join(folder, ".unfinished-20200101T000000Z"))
        self.done("work", "--once")
        names = self.backups()[1]
        self.assertEqual(len(names), 7)
        self.assertEqual(len([n for n in names if n > "copy-2021"]), 2)
        self.assertEqual(self.psql("select count(*) from foyer.copies where ok"), "2")

    def test_2_a_copy_comes_back(self):
        self.done("sell", "hamlet-1", "--seats", "A-1,A-2", "--tender", "cash:exact")
        self.done("work", "--once")
        self.make_old(2)
        self.done("work", "--once")
        folder, names = self.backups()
        expected = self.psql("select count(*) from foyer.orders")
        house = cluster.House()
        self.addCleanup(house.close)
        server = house.cluster("centre")
        restored = subprocess.run([os.path.join(SCRIPTS, "restore-dump"), os.path.join(folder, names[-1]), "foyer"], capture_output=True, timeout=120,
                                  env=till.environment(**server.settings(), FOYERCTL=os.path.join(till.BIN, "foyerctl")))
        self.assertEqual(restored.returncode, 0, restored.stderr.decode())
        self.assertEqual(server.ask("select count(*) from foyer.orders"), expected)
        self.assertEqual(server.ask("select * from foyer.verify()"), "")

    def test_3_killed_at_any_moment(self):
        for seat, delay in enumerate((0, 0, 0, 0.1, 0.2, 0.4), start=3):
            self.psql("update foyer.daily_work set ran_at = ran_at - interval '2 days'")
            self.make_old(2)
            working = self.start("work", "--once")
            selling = self.start("sell", "hamlet-2", "--seats", "A-%d" % seat, "--tender", "cash:exact")
            time.sleep(0.1 * seat + delay)
            working.send_signal(signal.SIGKILL)
            working.communicate()
            _, err = selling.communicate(timeout=60)
            self.assertEqual(selling.returncode, 0, err)
        self.assert_well()
        # What a dead worker left unfinished goes with the next copy, and no half one has the name of a good one.
        self.done("work", "--once")
        folder, names = self.backups()
        self.assertEqual([n for n in names if not n.startswith("copy-")], [])
        for name in names[-2:]:
            self.assertEqual(subprocess.run([os.path.join(SCRIPTS, "check-dump"), os.path.join(folder, name)], capture_output=True).returncode, 0, name)

    def test_4_two_at_once(self):
        self.make_old(2)
        self.psql("update foyer.daily_work set ran_at = ran_at - interval '2 days'")
        before = self.backups()[1]
        running = [self.start("work", "--once") for _ in range(4)]
        for seat in range(1, 4):
            self.done("sell", "hamlet-3", "--seats", "A-%d" % seat, "--tender", "cash:exact")
        for process in running:
            _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, err)
        self.assertEqual(len(set(self.backups()[1]) - set(before)), 1)
        # The same on the database alone, harder: four loops over every kind, while the counter sells.
        kinds = self.psql("select array_to_string(foyer.work_kinds(), ' ')").split()
        self.assertGreater(len(kinds), 5)
        loops = "".join("select foyer.work_round('%s') -> 'errors';" % kind for _ in range(15) for kind in kinds)
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.psql(loops))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for seat in range(4, 8):
            self.done("sell", "hamlet-3", "--seats", "A-%d" % seat, "--tender", "cash:exact")
        for thread in threads:
            thread.join()
        self.assertEqual([a.strip() for a in answers], [""] * 4)
        self.assert_well()
        self.done("work", "--once")
        self.assertEqual(self.psql("select count(*) from foyer.tier_count_deltas"), "0")

    def test_5_a_transaction_left_open_is_ended(self):
        # A clerk at a psql prompt who has lifted the own role's timeout: the watchdog ends the session after 15 s, and no other one.
        note = self.note()
        lines = []
        for words in (["-U", "clerk"], ["-U", "clerk"], ["-U", note["owner"]]):
            lines.append(subprocess.Popen(["psql", "-XAtq", "-h", note["socket"], *words, note["database"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                          stderr=subprocess.STDOUT, text=True, env=till.environment(PGPASSWORD="demo")))
        idle, working, owner = lines
        for line in (idle, owner):
            line.stdin.write("set idle_in_transaction_session_timeout = 0;\nbegin;\nselect 'begun';\n")
            line.stdin.flush()
            self.assertEqual(line.stdout.readline(), "begun\n")
        self.done("work", "--once")
        time.sleep(15.5)
        self.done("work", "--once")
        for line in lines:
            line.stdin.write("select 'alive';\n")
            line.stdin.close()
        said = [line.stdout.read() for line in lines]
        for line in lines:
            line.wait(10)
            line.stdout.close()
        self.assertIn("terminating connection", said[0])
        self.assertEqual(said[1:], ["alive\n"] * 2)
        self.assertEqual(self.psql("select count(*) from foyer.audit_log where action = 'end_transaction' and subject = 'clerk'"), "1")

    def test_6_a_worker_that_can_not_says_so(self):
        self.psql("update foyer.daily_work set ran_at = ran_at - interval '2 days'; alter table foyer.daily_work rename column result to hidden")
        failed = self.ctl("work", "--once")
        self.psql("alter table foyer.daily_work rename column hidden to result")
        self.assertEqual(failed.code, 1)
        self.assertIn("result", failed.error["detail"]["detail"])
        self.done("work", "--once")
        self.assert_well()


if __name__ == "__main__":
    till.main()
