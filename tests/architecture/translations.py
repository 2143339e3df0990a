#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a text of the window has no finished German translation.

    translations.py SOURCE_DIR LUPDATE

Runs lupdate over the sources into a copy of translations/foyer_de.ts, so that a text added since the last lupdate counts as missing.
The include path matters: without the headers lupdate files the texts under class names the running program does not ask for.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree


def unfinished(ts):
    found = []
    for context in tree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            kind = translation.get("type") if translation is not None else "unfinished"
            forms = translation.findall("numerusform") if translation is not None else []
            empty = not all(f.text for f in forms) if forms else not (translation is not None and translation.text)
            if kind == "unfinished" or (empty and kind not in ("vanished", "obsolete")):
                found.append(f"{context.findtext('name')}: {message.findtext('source')!r}")
    return found


def main():
    root, lupdate = pathlib.Path(sys.argv[1]), sys.argv[2]
    committed = root / "translations" / "foyer_de.ts"
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "foyer_de.ts"
        shutil.copy(committed, copy)
        run = subprocess.run([lupdate, "-silent", "-locations", "none", "-I", str(root), "-extensions", "cpp,h,ui", str(root / "app"), str(root / "ui"),
                              str(root / "models"), "-ts", str(copy)], capture_output=True, text=True)
        if run.returncode != 0:
            print(run.stdout, run.stderr)
            return 1
        found = unfinished(copy)
    print("\n".join(found) if found else "every text is translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
