# SPDX-License-Identifier: GPL-3.0-or-later
"""Both kinds of copies are made by packaging/server's scripts and restored: a dump into a new cluster, a base backup with WAL to a chosen second."""

import fcntl
import os
import shutil
import subprocess
import threading
import time
import unittest

import cluster
import till

SEGMENT = "000000010000000000000001"


class Archive(unittest.TestCase):
    """archive_command: whatever happens, what is in the archive stays, and success means that it is there whole."""

    def setUp(self):
        self.house = cluster.House()
        self.addCleanup(self.house.close)
        self.path = os.path.join(self.house.folder, "segment")
        self.write(b"first" * 100000)

    def write(self, content):
        with open(self.path, "wb") as file:
            file.write(content)
        cluster.own(self.path)

    def archived(self):
        with open(os.path.join(self.house.wal, SEGMENT), "rb") as file:
            return file.read()

    def archive(self, name=SEGMENT, folder=None):
        return self.house.script("archive-wal", self.path, name, folder or self.house.wal)

    def test_same_content_again_is_success(self):
        for _ in range(2):
            self.assertEqual(self.archive().code, 0)
            self.assertEqual(self.archived(), b"first" * 100000)
        self.assertEqual(os.listdir(self.house.wal), [SEGMENT])

    def test_other_content_is_refused_and_nothing_replaced(self):
        self.assertEqual(self.archive().code, 0)
        self.write(b"other")
        refused = self.archive()
        self.assertEqual(refused.code, 1)
        self.assertIn("another content", refused.err)
        self.assertEqual(self.archived(), b"first" * 100000)
        self.assertEqual(os.listdir(self.house.wal), [SEGMENT])
        # The failing twin: the command that many set replaces a segment that recovery needs.
        naive = cluster.as_server(["cp", self.path, os.path.join(self.house.wal, SEGMENT)])
        self.assertEqual((naive.code, self.archived()), (0, b"other"))

    def test_half_a_copy_never_has_the_name(self):
        # Killed while it copies: a pipe gives it half of the segment and then nothing.
        os.remove(self.path)
        os.mkfifo(self.path)
        cluster.own(self.path)
        running = subprocess.Popen([*cluster.AS_SERVER, os.path.join(self.house.scripts, "archive-wal"), self.path, SEGMENT, self.house.wal], start_new_session=True)
        with open(self.path, "wb") as pipe:
            pipe.write(b"half")
            pipe.flush()
            time.sleep(0.3)
            os.killpg(running.pid, 9)
        running.wait()
        self.assertNotIn(SEGMENT, os.listdir(self.house.wal))
        os.remove(self.path)
        self.write(b"whole")
        self.assertEqual(self.archive().code, 0)
        self.assertEqual(self.archived(), b"whole")

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_forced_to_the_disk_before_success(self):
        # The content before the name, and the name before the answer.
        log = os.path.join(self.house.folder, "trace")
        traced = subprocess.run(["strace", "-f", "-y", "-o", log, "-e", "trace=fsync,fdatasync,linkat,rename,renameat,renameat2", *cluster.AS_SERVER,
                                 os.path.join(self.house.scripts, "archive-wal"), self.path, SEGMENT, self.house.wal], capture_output=True, timeout=60, cwd="/")
        if b"ptrace" in traced.stderr and traced.returncode != 0:
            self.skipTest("this kernel lets nobody trace: " + traced.stderr.decode())
        self.assertEqual(traced.returncode, 0, traced.stderr)
        with open(log, encoding="utf-8") as file:
            steps = ["link" if "link" in line else "name" if "/wal>" in line else "content" for line in file if line.rstrip().endswith("= 0") and ("sync(" in line or "link" in line)]
        self.assertEqual(steps, ["content", "link", "content", "name"])

    def test_a_full_disk(self):
        refused = self.house.full_disk("archive-wal", self.path, SEGMENT, self.house.wal)
        self.assertNotEqual(refused.code, 0)
        self.assertEqual([n for n in os.listdir(self.house.wal) if not n.startswith(".")], [], "the server keeps the segment and asks again")
        self.assertEqual(self.archive().code, 0)

    def test_two_at_once(self):
        codes = []
        threads = [threading.Thread(target=lambda: codes.append(self.archive().code)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(codes, [0] * 6)
        self.assertEqual(os.listdir(self.house.wal), [SEGMENT])

    def test_what_is_no_wal_and_no_archive(self):
        self.assertIn("is its disk mounted", self.archive(folder=self.house.folder + "/none").err)
        self.assertFalse(os.path.exists(self.house.folder + "/none"))
        for name in ("../escape", "passwd", "", SEGMENT + ".gz"):
            self.assertEqual(self.archive(name=name).code, 1, name)
        for name in ("00000002.history", SEGMENT + ".00000028.backup", SEGMENT + ".partial"):
            self.assertEqual(self.archive(name=name).code, 0, name)


class Copies(unittest.TestCase):
    """One house that sells, with everything switched on."""

    @classmethod
    def setUpClass(cls):
        cls.house = cluster.House()
        cls.addClassCleanup(cls.house.close)
        cls.centre = cls.house.cluster("centre", archive=True)
        cls.centre.ask("create database foyer template template0", "postgres")
        cls.profile = os.path.join(cls.house.folder, "till")
        cls.seat = 0
        for words in (("migrate", "up"), ("demo",)):
            done = cls.centre.ctl(cls.profile, *words)
            assert done.code == 0, done.err

    def sell(self, count, server=None, database="foyer"):
        for _ in range(count):
            type(self).seat += 1
            sold = (server or self.centre).ctl(self.profile, "sell", "hamlet-6", "--seats", "B-%d" % self.seat, "--tender", "cash:exact", user="clerk", database=database)
            self.assertEqual(sold.code, 0, sold.err)

    def orders(self, server=None, database="foyer"):
        return (server or self.centre).ask("select string_agg(id::text, ',' order by id) from foyer.orders", database).split(",")

    def script(self, name, *words, **changes):
        return self.house.script(name, *words, **{**self.centre.settings(), **changes})

    def restore_dump(self, *words, server):
        # As whoever runs the tests: foyerctl may be in a folder that is closed to postgres.
        settings = till.environment(**server.settings(), FOYERCTL=os.path.join(till.BIN, "foyerctl"), FOYER_BACKUPS=self.house.backups)
        return cluster.Ran(subprocess.run([os.path.join(self.house.scripts, "restore-dump"), *words], capture_output=True, timeout=120, stdin=subprocess.DEVNULL, env=settings))

    def dump(self):
        made = self.script("dump")
        self.assertEqual(made.code, 0, made.err)
        folder = os.path.join(self.house.backups, "dumps")
        return os.path.join(folder, sorted(n for n in os.listdir(folder) if n.startswith("copy-"))[-1])

    def check_named(self, name):
        checks = self.centre.ctl(self.profile, "doctor").json
        return next(c for c in checks if c["check"] == name)

    def test_1_to_a_chosen_second(self):
        self.assertEqual(self.check_named("last good copy")["status"], "warning")
        self.sell(2)
        made = self.script("base-backup")
        self.assertEqual(made.code, 0, made.err)
        self.sell(2)
        time.sleep(1.1)  # base backups are named with the next whole second
        expected = self.orders()
        moment = self.centre.ask("select clock_timestamp()")
        time.sleep(0.1)
        self.sell(3)
        later = self.orders()
        self.centre.archive_all()
        self.assertEqual(len(later), len(expected) + 3)

        for name, target, orders in (("newest", "latest", later), ("back", moment, expected)):
            server = cluster.Cluster(self.house, name)
            restored = self.script("restore-to", target, server.data, PGHOST="/nonexistent")
            self.assertEqual(restored.code, 0, restored.err)
            self.assertIn("verify() is empty", restored.err)
            server.start("archive_mode=off", "unix_socket_directories=" + server.socket)
            self.assertEqual(self.orders(server), orders)
            self.assertEqual(server.ask("select * from foyer.verify()"), "")
            # It sells on, and whoever knew the old one sees that it is another timeline.
            self.assertGreater(int(server.ask("select foyer.hello() ->> 'timeline'")), 1)
            self.sell(1, server)
            self.assertEqual(server.ask("select * from foyer.verify()"), "")
            server.stop()
            if name == "back":
                # Taking over, it archives on its new timeline beside the old one's files, its history first.
                server.start("unix_socket_directories=" + server.socket)
                server.archive_all()
                self.assertIn("00000002.history", os.listdir(self.house.wal))
                self.assertEqual(server.ask("select failed_count from pg_stat_archiver"), "0")
                server.stop()
            again = self.script("restore-to", target, server.data)
            self.assertEqual(again.code, 1)
            self.assertIn("is not empty", again.err)

        beyond = cluster.Cluster(self.house, "beyond")
        refused = self.script("restore-to", "2099-01-01 00:00:00Z", beyond.data)
        self.assertEqual(refused.code, 1)
        self.assertIn("recovery ended before", refused.err)
        self.assertIn("'latest' takes all it has", refused.err)
        for moment, sentence in (("2020-01-01 00:00:00Z", "no base backup from before"), ("2026-11-21", "needs its zone"), ("2026-11-21 10:00", "needs its zone"),
                                 ("yesterday", "needs its zone")):
            refused = self.script("restore-to", moment, os.path.join(beyond.socket, "other"))
            self.assertEqual((refused.code, sentence in refused.err), (1, True), refused.err)

        # A base backup with one flipped byte is found out before anything is copied.
        base = os.path.join(self.house.backups, "base")
        damaged = os.path.join(base, sorted(n for n in os.listdir(base) if n.startswith("base-"))[-1])
        with open(os.path.join(damaged, "global", "pg_control"), "r+b") as file:
            byte = file.read(1)
            file.seek(0)
            file.write(bytes([byte[0] ^ 1]))
        refused = self.script("restore-to", "latest", os.path.join(beyond.socket, "other"))
        self.assertEqual((refused.code, "is damaged" in refused.err), (1, True), refused.err)

    def test_2_dump(self):
        old = os.path.join(self.house.backups, "dumps", "copy-20200101T000000Z")
        os.makedirs(old)
        cluster.own(os.path.dirname(old))
        cluster.own(old)
        self.sell(1)
        copy = self.dump()
        self.assertEqual(os.stat(copy).st_mode & 0o77, 0)
        self.assertFalse(os.path.exists(old), "what is older than two weeks goes")
        self.assertEqual(self.check_named("last good copy")["status"], "ok")
        self.assertEqual(self.check_named("archive of WAL")["status"], "ok")
        # The worker may be a manager's role; a clerk's may not.
        self.assertEqual(self.check_named("nightly check")["status"], "warning")
        self.assertEqual(self.centre.ctl(self.profile, "work", "--once", user="clerk").code, 1)
        worked = self.centre.ctl(self.profile, "work", "--once", user="manager")
        self.assertEqual(worked.code, 0, worked.err)
        self.assertEqual(self.check_named("nightly check")["status"], "ok")
        expected = self.orders()

        # Into a new cluster: roles, rights and figures are there, and the till sells on.
        fresh = self.house.cluster("fresh")
        restored = self.restore_dump(copy, "foyer", server=fresh)
        self.assertEqual(restored.code, 0, restored.err)
        self.assertEqual(self.orders(fresh), expected)
        self.assertEqual(fresh.ask("select * from foyer.verify()"), "")
        self.assertEqual(fresh.ask("select has_database_privilege('public', 'foyer', 'temp') or has_language_privilege('public', 'plpgsql', 'usage')"), "f")
        self.sell(1, fresh)
        self.assertEqual(fresh.ask("select * from foyer.verify()"), "")

        # Beside the living one: its roles keep today's passwords.
        self.centre.ask("alter role clerk password 'of today'")
        today = self.centre.ask("select rolpassword from pg_authid where rolname = 'clerk'")
        beside = self.restore_dump(copy, "yesterday", server=self.centre)
        self.assertEqual(beside.code, 0, beside.err)
        self.assertEqual(self.orders(database="yesterday"), expected)
        self.assertEqual(self.centre.ask("select rolpassword from pg_authid where rolname = 'clerk'"), today)
        self.assertEqual(self.restore_dump("--roles", copy, "again", server=self.centre).code, 0)
        self.assertNotEqual(self.centre.ask("select rolpassword from pg_authid where rolname = 'clerk'"), today)
        for words, sentence in (((copy, "yesterday"), "already"), ((copy, "Bad Name"), "lower-case"), ((copy + "x", "other"), "no folder")):
            refused = self.restore_dump(*words, server=self.centre)
            self.assertEqual((refused.code, sentence in refused.err), (1, True), refused.err)

    def test_3_a_truncated_dump_is_detected(self):
        copy = self.dump()
        self.assertEqual(self.house.script("check-dump", copy).code, 0)
        cut = os.path.join(self.house.folder, "cut")
        shutil.copytree(copy, cut)
        subprocess.run(["chown", "-R", "--reference", copy, cut], check=True)
        dump = os.path.join(cut, "foyer.dump")
        os.truncate(dump, os.path.getsize(dump) - 2000)
        changed = self.house.script("check-dump", cut)
        self.assertEqual((changed.code, "changed or damaged" in changed.err), (1, True), changed.err)
        os.remove(os.path.join(cut, "SHA256SUMS"))
        truncated = self.house.script("check-dump", cut)
        self.assertEqual((truncated.code, "is not whole" in truncated.err), (1, True), truncated.err)
        self.assertEqual(self.restore_dump(cut, "cut", server=self.centre).code, 1)
        self.assertEqual(self.centre.ask("select count(*) from pg_database where datname = 'cut'"), "0")
        # The failing twin: the list of contents alone reads well.
        self.assertEqual(cluster.as_server([cluster.PG_BIN + "/pg_restore", "--list", dump]).code, 0)

    def test_4_a_dump_that_fails_is_told_of(self):
        folder = os.path.join(self.house.backups, "dumps")
        before = sorted(os.listdir(folder))
        failed = self.script("dump", PGHOST="/nonexistent")
        self.assertEqual(failed.code, 1)
        self.assertIn("could not be read", failed.err)
        self.assertEqual(sorted(os.listdir(folder)), before)
        locked = self.script("dump", FOYER_KEEP_DAYS="many")
        self.assertIn("FOYER_KEEP_DAYS", locked.err)
        with open(os.path.join(folder, ".lock"), "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            busy = self.script("dump")
        self.assertEqual((busy.code, "already" in busy.err), (1, True), busy.err)
        # Somebody without a right to the passwords' verifiers: the failure reaches the database and doctor.
        weak = self.script("dump", PGUSER="manager")
        self.assertEqual(weak.code, 1, weak.err)
        self.assertNotIn("could not be told", weak.err)
        self.assertEqual(sorted(os.listdir(folder)), before)
        self.assertIn("failed on", self.check_named("last good copy")["detail"])
        self.dump()
        self.assertEqual(self.check_named("last good copy")["status"], "ok")
        before = sorted(os.listdir(folder))
        full = self.house.full_disk("dump", **self.centre.settings())
        self.assertEqual((full.code, "could not be dumped" in full.err), (1, True), full.err)
        self.assertEqual(sorted(os.listdir(folder)), before)
        self.assertIn("could not be dumped", self.check_named("last good copy")["detail"])


if __name__ == "__main__":
    till.main()
