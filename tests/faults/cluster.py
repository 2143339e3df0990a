# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away central server: unix socket only, WAL archived by packaging/server's own script. PostgreSQL refuses to run as root, so root runs it as postgres."""

import os
import shutil
import subprocess
import tempfile
import time

import till

ROOT = os.geteuid() == 0
AS_SERVER = ["runuser", "-u", "postgres", "--"] if ROOT else []
PG_BIN = "/usr/lib/postgresql/15/bin"


class Ran:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode("utf-8").strip()
        self.err = process.stderr.decode("utf-8").strip()


def as_server(words, timeout=120, **changes):
    """Runs a program as the user that PostgreSQL may run as."""
    return Ran(subprocess.run([*AS_SERVER, *words], capture_output=True, timeout=timeout, stdin=subprocess.DEVNULL, cwd="/", env=till.environment(**changes)))


def own(path):
    if ROOT:
        shutil.chown(path, "postgres", "postgres")


class House:
    """A folder for clusters, copies and the scripts; the source tree may be closed to postgres, so the scripts are copied."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="fy-house-", dir="/tmp")
        own(self.folder)
        os.chmod(self.folder, 0o755)
        self.backups = os.path.join(self.folder, "backups")
        self.wal = os.path.join(self.backups, "wal")
        for path in (self.backups, self.wal):
            os.mkdir(path, 0o700)
            own(path)
        self.scripts = os.path.join(self.folder, "server")
        shutil.copytree(os.path.join(till.SOURCE, "packaging", "server"), self.scripts)
        for path in (self.scripts, *(os.path.join(self.scripts, name) for name in os.listdir(self.scripts))):
            os.chmod(path, 0o755)  # whatever the umask of whoever checked the tree out
        self.clusters = []

    def script(self, name, *words, **changes):
        return as_server([os.path.join(self.scripts, name), *words], FOYER_BACKUPS=self.backups, **changes)

    def full_disk(self, name, *words, **changes):
        """The script on a disk that takes no file over 50 KB."""
        return as_server(["bash", "-c", 'ulimit -f 50; exec "$@"', "bash", os.path.join(self.scripts, name), *words], FOYER_BACKUPS=self.backups, **changes)

    def cluster(self, name, archive=False):
        made = Cluster(self, name)
        made.make(archive)
        return made

    def close(self):
        for cluster in self.clusters:
            cluster.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


class Cluster:
    def __init__(self, house, name):
        self.socket = os.path.join(house.folder, name)
        self.data = os.path.join(self.socket, "data")
        self.house = house
        os.mkdir(self.socket)
        own(self.socket)
        house.clusters.append(self)

    def make(self, archive):
        made = as_server([PG_BIN + "/initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        assert made.code == 0, made.err
        command = "%s/archive-wal %%p %%f %s" % (self.house.scripts, self.house.wal)
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.write("listen_addresses = ''\nfsync = off\nunix_socket_directories = '%s'\n" % self.socket)
            if archive:
                conf.write("archive_mode = on\narchive_command = '%s'\n" % command)
        self.start()

    def start(self, *settings):
        options = " ".join("-c " + s for s in settings)
        started = as_server([PG_BIN + "/pg_ctl", "-D", self.data, "-l", self.socket + "/log", "-s", "-w", "-o", options, "start"])
        if started.code != 0:
            with open(self.socket + "/log", encoding="utf-8") as log:
                raise AssertionError(started.err + log.read())

    def stop(self, mode="fast"):
        as_server([PG_BIN + "/pg_ctl", "-D", self.data, "-s", "-w", "-m", mode, "stop"])

    def settings(self, database="foyer"):
        return {"PGHOST": self.socket, "PGUSER": "postgres", "PGDATABASE": database}

    def ask(self, sql, database="foyer"):
        ran = Ran(subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
                                 env=till.environment(**self.settings(database))))
        assert ran.code == 0, sql + ": " + ran.err
        return ran.out

    def ctl(self, profile, *words, user="postgres", database="foyer"):
        return till.run("--server", "host=%s dbname=%s" % (self.socket, database), "--profile", profile, "--json", "--user", user, *words, timeout=120)

    def archive_all(self):
        """Waits until everything written so far is in the archive."""
        name = self.ask("select pg_walfile_name(pg_switch_wal())")
        for _ in range(300):
            if os.path.exists(os.path.join(self.house.wal, name)):
                return
            time.sleep(0.1)
        raise AssertionError(name + " is not archived: " + self.ask("select to_json(a) from pg_stat_archiver a"))
