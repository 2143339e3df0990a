# SPDX-License-Identifier: GPL-3.0-or-later
"""A fresh profile with the demo venue, driven through foyerctl as a person or a script would; gone when the test is over."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

BIN = os.environ.get("FOYER_BIN_DIR", "")
SOURCE = os.environ.get("FOYER_SOURCE_DIR", "")
NEEDED = ("postgres", "initdb", "pg_ctl")


class Answer:
    """What one command printed and how it ended."""

    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode("utf-8")
        self.err = process.stderr.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        return json.loads(self.err)["error"]


def environment(**changes):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    clean.update(changes)
    return clean


def run(*words, timeout=120, binary="foyerctl", **changes):
    command = [os.path.join(BIN, binary), *words]
    return Answer(subprocess.run(command, capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL, env=environment(**changes)))


class TillTest(unittest.TestCase):
    """One profile for a class of tests; each test takes seats of its own."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="fy-")
        cls.profile = os.path.join(cls.folder, "till")
        demo = cls.ctl("demo")
        if demo.code != 0:
            cls.tearDownClass()
            raise AssertionError("demo: " + demo.err)
        cls.demo = demo.json

    @classmethod
    def tearDownClass(cls):
        data = cls.note().get("data", "")
        cls.ctl("stop")
        shutil.rmtree(cls.folder, ignore_errors=True)
        if data.startswith("/var/lib/foyer/till-"):
            shutil.rmtree(os.path.dirname(data), ignore_errors=True)

    @classmethod
    def ctl(cls, *words, **keywords):
        return run("--standalone", "--profile", cls.profile, "--json", *words, **keywords)

    @classmethod
    def start(cls, *words):
        command = [os.path.join(BIN, "foyerctl"), "--standalone", "--profile", cls.profile, "--json", *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment())

    @classmethod
    def note(cls):
        try:
            with open(os.path.join(cls.profile, "server.json"), encoding="utf-8") as file:
                return json.load(file)
        except OSError:
            return {}

    @classmethod
    def kill_server(cls):
        os.kill(cls.note()["pid"], signal.SIGKILL)

    def done(self, *words, **keywords):
        answer = self.ctl(*words, **keywords)
        self.assertEqual(answer.code, 0, " ".join(words) + ": " + answer.err)
        return answer.json

    def refused(self, code, *words, exit_code=1):
        answer = self.ctl(*words)
        self.assertEqual(answer.code, exit_code, answer.out + answer.err)
        self.assertEqual(answer.out, "")
        self.assertEqual(answer.error["code"], code)
        return answer.error

    def counts(self, event):
        shown = self.done("event", "show", event)
        self.assertEqual(shown["places"], sum(shown[k] for k in ("free", "held", "leased", "blocked", "sold")))
        return shown

    def assert_well(self):
        self.assertEqual(self.done("verify"), [])


def main():
    if not os.path.isdir("/usr/lib/postgresql"):
        message = "PostgreSQL is not installed"
        if os.environ.get("CI"):
            raise SystemExit(message)
        print("SKIPPED: " + message)
        raise SystemExit(0)
    unittest.main(verbosity=2)
