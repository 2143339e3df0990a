# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps the centre's database right: migrations by many at once and after kill -9, the committed schema, and what doctor --security says of differences."""

import os
import signal
import subprocess
import tempfile
import time

import till

PSQL = "/usr/lib/postgresql/15/bin/psql"
FLEET = 20


class Keeping(till.TillTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.note()["owner"]

    def conninfo(self, database="foyer"):
        return f"host={self.note()['socket']} user={self.owner} dbname={database}"

    def sql(self, text, database="foyer", check=True):
        process = subprocess.run([PSQL, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(database), "-c", text], capture_output=True, timeout=60,
                                 env=till.environment(PGOPTIONS="-c client_min_messages=error"))
        if check:
            self.assertEqual(process.returncode, 0, process.stderr.decode())
        return process.stdout.decode().strip()

    def empty_database(self, name):
        self.sql(f"create database {name} template template0")
        self.addCleanup(lambda: self.sql(f"drop database if exists {name} with (force)", "postgres"))

    def at(self, database, *words):
        return till.run("--server", self.conninfo(database), "--json", *words)

    def typing(self, database, text):
        """A person at psql who has typed so far and stays signed in."""
        process = subprocess.Popen([PSQL, "-X", "-q", "-d", self.conninfo(database)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=till.environment())
        process.stdin.write(text.encode())
        process.stdin.flush()
        return process

    def migrating(self, database):
        command = [os.path.join(till.BIN, "foyerctl"), "--server", self.conninfo(database), "--json", "migrate", "up"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=till.environment())

    def assert_as_committed(self, database):
        check = self.at(database, "migrate", "snapshot", "--check")
        self.assertEqual((check.code, check.json), (0, []), check.err)

    # Migrations.

    def test_new_writes_the_next_pair(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(len(self.done("migrate", "new", "seat_notes", "--folder", folder)["files"]), 2)
            files = self.done("migrate", "new", "drop_old_notes", "--folder", folder, "--breaking")["files"]
            self.assertEqual([os.path.basename(f) for f in files], ["0002_drop_old_notes.up.sql", "0002_drop_old_notes.down.sql"])
            with open(files[0], encoding="utf-8") as file:
                self.assertEqual(file.read().splitlines()[:2], ["-- SPDX-License-Identifier: GPL-3.0-or-later", "-- breaking"])
            for name in ("Seat", "seat-notes", "../x", "seat_notes", ""):
                refused = self.ctl("migrate", "new", name, "--folder", folder)
                self.assertEqual(refused.code, 2, name)
                self.assertRegex(refused.err, r"^foyerctl: .*\.\n$")
            self.assertEqual(len(os.listdir(folder)), 4)
            self.assertEqual(self.ctl("migrate", "new", "good", "--folder", os.path.join(folder, "nowhere")).code, 2)

    def test_many_at_once(self):
        self.empty_database("fleet")
        fleet = [self.migrating("fleet") for _ in range(FLEET)]
        answers = []
        for process in fleet:
            out, err = process.communicate(timeout=240)
            answers.append(till.Answer(subprocess.CompletedProcess(process.args, process.returncode, out, err)))
        self.assertEqual([a.code for a in answers], [0] * FLEET, "\n".join(a.err for a in answers))
        applied = [name for a in answers for name in a.json["applied"]]
        self.assertEqual(len(applied), len(set(applied)))
        self.assertEqual(len(applied), len(self.at("fleet", "migrate", "status").json["migrations"]))
        self.assertEqual(sum(1 for a in answers if a.json["repeatables"] > 0), 1)
        self.assert_as_committed("fleet")

    def test_killed_at_any_moment_and_run_again(self):
        self.empty_database("killed")
        partly = 0
        for delay in (0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            process = self.migrating("killed")
            time.sleep(delay)
            process.kill()
            process.communicate()
            applied = self.sql("select case when to_regclass('foyer.schema_migrations') is null then 0 else 1 end", "killed")
            partly += applied == "1" and self.at("killed", "migrate", "status").json["up_to_date"] is False
        self.assertEqual(self.at("killed", "migrate", "up").code, 0)
        self.assertTrue(self.at("killed", "migrate", "status").json["up_to_date"])
        self.assert_as_committed("killed")
        print("killed half-way and resumed:", partly)

    def test_killed_inside_a_step(self):
        self.empty_database("inside")
        self.assertEqual(self.at("inside", "migrate", "up").code, 0)
        self.assertEqual(self.at("inside", "migrate", "down", "--to", "6").code, 0)
        holder = self.typing("inside", "begin;\nselect from foyer.orders;\n")
        try:
            waiting = "select count(*) from pg_stat_activity where datname = 'inside' and wait_event_type = 'Lock'"
            process = self.migrating("inside")
            deadline = time.monotonic() + 30
            while self.sql(waiting) == "0":
                self.assertLess(time.monotonic(), deadline, "no step waits for the reader of orders")
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        finally:
            holder.communicate(b"commit;\n")
        self.assertFalse(self.at("inside", "migrate", "status").json["up_to_date"])
        self.assertEqual(self.at("inside", "migrate", "up").code, 0)
        self.assert_as_committed("inside")

    def test_server_killed_inside_a_step(self):
        self.empty_database("crashed")
        process = self.migrating("crashed")
        deadline = time.monotonic() + 30
        pid = ""
        while not pid:
            self.assertLess(time.monotonic(), deadline)
            pid = self.sql("select pid from pg_stat_activity where datname = 'crashed' and xact_start is not null and query not like '%pg_stat_activity%' limit 1")
        os.kill(int(pid), signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        self.assertNotEqual(process.returncode, 0, out.decode() + err.decode())
        deadline = time.monotonic() + 60
        while self.at("crashed", "migrate", "up").code != 0:
            self.assertLess(time.monotonic(), deadline, "the server does not come back")
            time.sleep(0.5)
        self.assert_as_committed("crashed")

    def test_down_and_up_is_the_same_schema(self):
        self.empty_database("again")
        self.assertEqual(self.at("again", "migrate", "up").code, 0)
        before = self.at("again", "migrate", "snapshot").json
        self.assertGreater(len(before), 1000)
        self.assertEqual(self.at("again", "migrate", "down", "--to", "0").code, 0)
        self.assertNotEqual(self.at("again", "migrate", "snapshot", "--check").code, 0)
        self.assertEqual(self.at("again", "migrate", "up").code, 0)
        self.assertEqual(self.at("again", "migrate", "snapshot").json, before)
        self.assert_as_committed("again")

    # doctor --security: each difference is made, said in a sentence, and taken back.

    def security(self):
        answer = self.ctl("doctor", "--security")
        return answer.code, [d["detail"] for d in answer.json if d["status"] == "error"], [d["detail"] for d in answer.json if d["status"] == "warning"]

    def test_a_sound_database_has_no_differences(self):
        code, errors, _ = self.security()
        self.assertEqual((code, errors), (0, []))

    def test_differences_are_said(self):
        cases = [
            ("grant select on foyer.orders to foyer_clerk", "revoke select on foyer.orders from foyer_clerk", "foyer_clerk has SELECT on table foyer.orders, which Foyer does not give."),
            ("grant select (secret) on foyer.tills to foyer_till", "revoke select (secret) on foyer.tills from foyer_till", "foyer_till has SELECT on column foyer.tills.secret"),
            ("revoke execute on function foyer.sell(text, text, bytea) from foyer_clerk", "grant execute on function foyer.sell(text, text, bytea) to foyer_clerk",
             "foyer_clerk lacks EXECUTE on function foyer.sell(text,text,bytea), which Foyer gives."),
            ("alter function foyer.verify() owner to foyer_reader", "alter function foyer.verify() owner to foyer_owner", "The function foyer.verify() is “"),
            ("alter function foyer.sell(text, text, bytea) security invoker", "alter function foyer.sell(text, text, bytea) security definer", "security invoker"),
            ("alter function foyer.sell(text, text, bytea) reset search_path", "alter function foyer.sell(text, text, bytea) set search_path = foyer, pg_temp",
             "The function foyer.sell(text,text,bytea) is “"),
            ("create function foyer.sell(uuid) returns int language sql as 'select 1'", "drop function foyer.sell(uuid)", "Foyer does not make the function foyer.sell(uuid)"),
            ("create role eve superuser", "drop role eve", "eve is a superuser"),
            ("create role eve login createrole", "drop role eve", "eve may make roles"),
            ("create role eve bypassrls", "drop role eve", "eve is not held by row security."),
            ("create role eve login in role foyer_manager", "drop role eve", "eve signs in as staff but is not in the office's list"),
            ("create role eve in role pg_execute_server_program", "drop role eve", "eve is a member of pg_execute_server_program."),
            ("create role eve login in role foyer_registrar", "drop role eve", "eve is a member of foyer_registrar"),
            ("create role eve; grant foyer_clerk to eve with admin option", "drop role eve", "eve may give foyer_clerk to others."),
            ("alter role foyer_clerk createrole", "alter role foyer_clerk nocreaterole", "The role foyer_clerk is “nologin, createrole”"),
            ("grant foyer_manager to foyer_clerk", "revoke foyer_manager from foyer_clerk", "The role foyer_clerk is “nologin, member of foyer_manager”"),
            ("alter table foyer.orders disable row level security", "alter table foyer.orders enable row level security", "The table foyer.orders is “owner foyer_owner, row security off”"),
            ("alter table foyer.journal disable trigger keep_text", "alter table foyer.journal enable trigger keep_text", "The trigger foyer.journal.keep_text is “"),
            ("create policy open on foyer.users using (true)", "drop policy open on foyer.users", "Foyer does not make the policy foyer.users.open"),
            ("grant temporary on database foyer to public", "revoke temporary on database foyer from public", "PUBLIC has TEMPORARY on the database, which Foyer does not give."),
            ("grant create on schema public to public", "revoke create on schema public from public", "PUBLIC has CREATE, USAGE on schema public; Foyer gives USAGE."),
            ("grant usage on language plpgsql to public", "revoke usage on language plpgsql from public", "PUBLIC has USAGE on language plpgsql"),
            ("grant execute on function lo_create(oid) to public", "revoke execute on function lo_create(oid) from public", "PUBLIC has EXECUTE on function lo_create(oid)"),
            ("alter table foyer.tickets drop constraint tickets_status", "alter table foyer.tickets add constraint tickets_status check (true)",
             "The constraint foyer.tickets.tickets_status is missing"),
        ]
        for make, unmake, said in cases:
            with self.subTest(make):
                definition = self.sql("select pg_get_constraintdef(oid) from pg_constraint where conname = 'tickets_status'")
                self.sql(make)
                try:
                    code, errors, _ = self.security()
                finally:
                    self.sql(unmake.replace("check (true)", definition))
                self.assertEqual(code, 1)
                self.assertTrue(any(said in e for e in errors), errors)
                self.assertLessEqual(len(errors), 3, errors)
        code, errors, _ = self.security()
        self.assertEqual((code, errors), (0, []))

    def test_access_without_a_password_is_said(self):
        path = os.path.join(self.note()["data"], "pg_hba.conf")
        with open(path, encoding="utf-8") as file:
            before = file.read()
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(before + "local all eve trust\nhost all all 10.0.0.0/8 scram-sha-256\n")
            code, errors, _ = self.security()
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(before)
        self.assertEqual(code, 1)
        self.assertTrue(any("lets local connections in as eve by “trust”" in e for e in errors), errors)
        self.assertTrue(any("lets 10.0.0.0 in without TLS" in e for e in errors), errors)

    def test_who_deploys_is_told_but_allowed(self):
        self.sql("create role deployer login in role foyer_owner")
        try:
            code, errors, warnings = self.security()
        finally:
            self.sql("drop role deployer")
        self.assertEqual((code, errors), (0, []))
        self.assertTrue(any(w.startswith("deployer is a member of foyer_owner") for w in warnings), warnings)

    def test_an_upgrade_mends_what_was_granted_by_hand(self):
        self.sql("grant select on foyer.orders to foyer_clerk; alter function foyer.verify() owner to foyer_reader; create policy open on foyer.users using (true);"
                 "delete from foyer.schema_repeatables where path like '%sell%'")
        self.assertEqual(self.security()[0], 1)
        self.done("migrate", "up")
        code, errors, _ = self.security()
        self.assertEqual((code, errors), (0, []))

    # Monitoring through doctor.

    def test_doctor_looks_at_the_server(self):
        checks = {d["check"]: d for d in self.done("doctor")}
        for check in ("slow statements", "table sizes", "vacuum", "unused indexes", "broken indexes", "connections", "lock waits", "long transactions"):
            self.assertIn(check, checks)
        self.assertNotIn("not counted", checks["slow statements"]["detail"])
        self.assertIn("event_seats", checks["table sizes"]["detail"])
        holder = self.typing("foyer", "begin;\nlock table foyer.vouchers in share mode;\n")
        time.sleep(0.5)
        waiter = self.typing("foyer", "update foyer.vouchers set code = code;\n")
        time.sleep(5.5)
        answer = self.ctl("doctor")
        holder.communicate(b"rollback;\n")
        waiter.communicate()
        checks = {d["check"]: d for d in answer.json}
        self.assertEqual(checks["lock waits"]["status"], "warning")
        self.assertIn("1 wait", checks["lock waits"]["detail"])
        self.assertIn(f"idle in transaction of {self.owner}", checks["long transactions"]["detail"])


if __name__ == "__main__":
    till.main()
