# SPDX-License-Identifier: GPL-3.0-or-later
"""The window from outside: the guided sale to a ticket that a scanner reads, start-up, and what stops when it is closed."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import till


class Window(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="fy-")
        cls.profile = os.path.join(cls.folder, "till")

    @classmethod
    def tearDownClass(cls):
        # The note is gone with the server; a command brings it back and says where the data lies.
        till.run("--standalone", "--profile", cls.profile, "event", "list")
        try:
            with open(os.path.join(cls.profile, "server.json"), encoding="utf-8") as file:
                data = json.load(file)["data"]
        except OSError:
            data = ""
        till.run("--standalone", "--profile", cls.profile, "stop")
        shutil.rmtree(cls.folder, ignore_errors=True)
        if data.startswith("/var/lib/foyer/till-"):
            shutil.rmtree(os.path.dirname(data), ignore_errors=True)

    def window(self, *words):
        settings = {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": os.path.join(self.folder, "config")}
        command = [os.path.join(till.BIN, "foyer"), "--standalone", "--profile", self.profile, "--language", "en", *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=till.environment(**settings))

    def ctl(self, *words):
        return till.run("--standalone", "--profile", self.profile, "--json", *words)

    def wait_for_server(self, pid=None):
        note = os.path.join(self.profile, "server.json")
        for _ in range(600):
            try:
                with open(note, encoding="utf-8") as file:
                    found = json.load(file)["pid"]
                if found != pid:
                    return found
            except (OSError, ValueError):
                pass
            time.sleep(0.1)
        self.fail("the server did not start")

    @staticmethod
    def is_postgres(pid):
        # A process that nobody reaped has an empty command line.
        try:
            with open("/proc/%d/cmdline" % pid, "rb") as file:
                return b"postgres" in file.read()
        except OSError:
            return False

    def test_1_tour(self):
        tour = os.path.join(self.folder, "tour")
        playing = self.window("--tour", tour, "--size", "1280x800", "--theme", "light")
        out, err = playing.communicate(timeout=120)
        self.assertEqual(playing.returncode, 0, err.decode())
        files = sorted(os.listdir(tour))
        for step in ("sign-in", "performances", "seat-map", "basket", "change", "tickets", "arena"):
            for look in ("", "-dark", "-1920", "-dark-1920"):
                pictures = [f for f in files if f[3:] == step + look + ".png"]
                self.assertEqual(len(pictures), 1, files)
                self.assertGreater(os.path.getsize(os.path.join(tour, pictures[0])), 5000)
        # It names each file that it wrote.
        self.assertEqual(sorted(os.path.basename(line) for line in out.decode().split()), files)
        tickets = [f for f in files if f.endswith(".pdf")]
        self.assertEqual(len(tickets), 1, files)
        self.check_pdf(os.path.join(tour, tickets[0]))
        # It stopped the server that it had started.
        self.assertFalse(os.path.exists(os.path.join(self.profile, "server.json")))

    def check_pdf(self, pdf):
        if not shutil.which("pdftoppm") or not shutil.which("ZXingReader"):
            self.assertFalse(os.environ.get("CI"), "poppler-utils or zxing-cpp-tools is missing")
            return
        text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
        self.assertIn("Hamlet", text)
        subprocess.run(["pdftoppm", "-r", "200", "-png", pdf, os.path.join(self.folder, "page")], check=True)
        page = next(os.path.join(self.folder, f) for f in sorted(os.listdir(self.folder)) if f.startswith("page"))
        read = subprocess.run(["ZXingReader", "-format", "QRCode", page], capture_output=True, check=False).stdout.decode()
        codes = [word.strip('"') for word in read.split() if len(word.strip('"')) > 100]
        self.assertEqual(len(codes), 2, read)
        for code in codes:
            checked = till.run("--json", "--profile", self.profile, "ticket", "verify", code)
            self.assertEqual(checked.code, 0, checked.out + checked.err)

    def test_2_second_start_is_quick(self):
        began = self.window("--bench-startup")
        out, err = began.communicate(timeout=60)
        self.assertEqual(began.returncode, 0, err.decode())
        print("start-up: %s ms" % json.loads(out)["startup_ms"])
        self.assertLess(json.loads(out)["startup_ms"], 10000)

    def test_3_signal_stops_window_and_server(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            window = self.window()
            pid = self.wait_for_server()
            time.sleep(0.5)
            locked = self.ctl("sell", "hamlet-2", "--seats", "A-1", "--tender", "cash:exact")
            self.assertEqual((locked.code, locked.error["code"]), (1, "ProfileLocked"))
            window.send_signal(number)
            out, err = window.communicate(timeout=30)
            self.assertEqual(window.returncode, 0, err.decode())
            self.assertFalse(self.is_postgres(pid))

    def test_4_a_server_of_others_is_left_alone(self):
        self.assertEqual(self.ctl("event", "list").code, 0)
        pid = self.wait_for_server()
        window = self.window()
        time.sleep(1.5)
        window.terminate()
        window.communicate(timeout=30)
        self.assertTrue(self.is_postgres(pid))
        self.assertEqual(self.wait_for_server(), pid)
        self.assertEqual(self.ctl("stop").code, 0)

    def test_5_killed_server_is_started_again(self):
        window = self.window("--size", "1024x700")
        try:
            pid = self.wait_for_server()
            time.sleep(1)
            # Killed with its window still running: a command finds it gone, or the window has started it again; one of them does.
            os.kill(pid, signal.SIGKILL)
            self.assertEqual(self.ctl("event", "list").code, 0)
        finally:
            window.terminate()
            window.communicate(timeout=30)
        self.ctl("stop")

    def test_6_killed_window_leaves_nothing_locked(self):
        window = self.window()
        self.wait_for_server()
        time.sleep(0.5)
        window.kill()
        window.communicate()
        self.assertEqual(self.ctl("sell", "hamlet-3", "--seats", "A-2", "--tender", "cash:exact").code, 0)
        self.ctl("stop")

    def test_7_bad_options(self):
        for words in (("--theme", "pink"), ("--size", "big"), ("--language", "xx"), ("--server", "postgresql://u:secret@h/d"), ("surplus",), ("--server", "x=y"),
                      ("--server", "host=a", "--standalone")):
            window = subprocess.run([os.path.join(till.BIN, "foyer"), *words], capture_output=True, timeout=20, env=till.environment(QT_QPA_PLATFORM="offscreen"), check=False)
            self.assertEqual(window.returncode, 2, words)
            self.assertNotIn(b"secret", window.stderr)


if __name__ == "__main__":
    till.main()
