#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time from exec until the sign-in page takes input, on a prepared profile with its private server.

    bench_startup.py FOYER [ROUNDS]        prints JSON: the first start of a fresh profile and the median of later ones, in ms
"""
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile


def start(foyer, profile):
    run = subprocess.run([foyer, "--standalone", "--profile", profile, "--bench-startup"], capture_output=True, text=True, timeout=120,
                         env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}, check=True)
    return json.loads(run.stdout.strip().splitlines()[-1])["startup_ms"]


def main():
    foyer = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    folder = tempfile.mkdtemp(prefix="fy-bench-")
    try:
        first = start(foyer, folder)
        later = [start(foyer, folder) for _ in range(rounds)]
    finally:
        # As root the database stands apart, because PostgreSQL can not live in a folder of root's.
        for path in [folder] + glob.glob("/var/lib/foyer/%s-*" % os.path.basename(folder)):
            shutil.rmtree(path, ignore_errors=True)
    print(json.dumps({"benchmark": "startup", "first_start_ms": first, "later_start_ms": {"median": statistics.median(later), "min": min(later), "max": max(later)},
                      "rounds": rounds}, indent=2))


if __name__ == "__main__":
    main()
