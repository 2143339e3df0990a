# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that dies, two commands at once, a profile in use, stop and start."""

import fcntl
import json
import os
import signal
import time
import uuid

import till


class Faults(till.TillTest):
    def test_killed_server_comes_back(self):
        order_id = str(uuid.uuid4())
        words = ("sell", "hamlet-1", "--seats", "A-1,A-2", "--tender", "cash:20000", "--id", order_id)
        first = self.done(*words)
        old = self.note()["pid"]
        self.kill_server()
        # The next command starts it again and finds everything: the sale that was acknowledged is there.
        self.assertEqual(self.done(*words), first)
        self.assertNotEqual(self.note()["pid"], old)
        self.assert_well()

    def test_server_killed_while_selling(self):
        # Kill at different moments of a sale; the same id then always gives one definite sale.
        for seat, delay in enumerate((0.02, 0.05, 0.08), start=3):
            order_id = str(uuid.uuid4())
            words = ("sell", "hamlet-2", "--seats", "A-%d" % seat, "--tender", "cash:10000", "--id", order_id)
            selling = self.start(*words)
            time.sleep(delay)
            self.kill_server()
            selling.communicate(timeout=60)
            self.assertIn(selling.returncode, (0, 1, 3, 4))
            order = self.done(*words)
            self.assertEqual(order["order"], order_id)
            self.assertEqual(len(order["tickets"]), 1)
        self.assert_well()
        sold = [s["seat"] for s in self.done("seats", "hamlet-2", "--status", "sold") if s["seat"].startswith("Stalls/A-")]
        self.assertEqual(len(sold), 3)

    def test_killed_command_leaves_a_definite_state(self):
        for seat, delay in enumerate((0.01, 0.03, 0.05, 0.07), start=3):
            order_id = str(uuid.uuid4())
            words = ("sell", "hamlet-3", "--seats", "B-%d" % seat, "--tender", "cash:10000", "--id", order_id)
            selling = self.start(*words)
            time.sleep(delay)
            selling.send_signal(signal.SIGKILL)
            selling.communicate()
            answer = self.ctl(*words)
            # The killed one may have left its hold behind; then the seat is this till's own for fifteen minutes and nobody has paid.
            if answer.code == 1:
                self.assertEqual(answer.error["code"], "TK001")
            else:
                self.assertEqual(answer.code, 0, answer.err)
                self.assertEqual(answer.json["order"], order_id)
        self.assert_well()

    def test_two_commands_at_once_take_turns(self):
        running = [self.start("sell", "hamlet-4", "--tier", "Circle", "--quantity", "2", "--tender", "cash:exact") for _ in range(6)]
        tickets = []
        for process in running:
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0, err)
            tickets += [t["seat"] for t in json.loads(out)["tickets"]]
        self.assertEqual(len(set(tickets)), 12)
        self.assert_well()

    def test_one_seat_for_one_of_many(self):
        running = [self.start("sell", "hamlet-5", "--seats", "A-7", "--tender", "cash:exact") for _ in range(4)]
        codes = [process.wait(60) for process in running]
        for process in running:
            process.communicate()
        self.assertEqual(sorted(codes), [0, 1, 1, 1])
        self.assert_well()

    def test_profile_in_use_is_said(self):
        # What an open window looks like to others: it keeps the server and holds the lock of the till's file.
        path = os.path.join(self.profile, "server.json")
        self.done("event", "list")
        note = self.note()
        with open(os.path.join(self.profile, "till.lock"), "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with open(path, "w", encoding="utf-8") as file:
                json.dump(dict(note, keeper="foyer", keeper_pid=os.getpid()), file)
            self.refused("ProfileLocked", "sell", "hamlet-1", "--seats", "A-9", "--tender", "cash:exact")
            # Looking needs no till.
            self.done("event", "list")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(note, file)
        self.done("sell", "hamlet-1", "--seats", "A-9", "--tender", "cash:exact")

    def test_stop_and_start_keep_everything(self):
        before = self.counts("hamlet-6")
        self.assertTrue(self.done("stop")["stopped"])
        self.assertFalse(self.done("stop")["stopped"])
        self.assertFalse(os.path.exists(os.path.join(self.profile, "server.json")))
        began = time.monotonic()
        self.assertEqual(self.counts("hamlet-6"), before)
        print("start of a stopped profile and one command: %.0f ms" % ((time.monotonic() - began) * 1000))

    def test_deleted_till_file_is_registered_again(self):
        self.done("sell", "hamlet-6", "--seats", "A-1", "--tender", "cash:exact")
        os.remove(os.path.join(self.profile, "till.sqlite"))
        order = self.done("sell", "hamlet-6", "--tier", "Stalls", "--quantity", "1", "--tender", "cash:exact")
        self.assertEqual(self.ctl("ticket", "verify", order["tickets"][0]["code"]).code, 0)


if __name__ == "__main__":
    till.main()
