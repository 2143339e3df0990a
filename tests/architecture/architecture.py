#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every source file and reports what breaks the plan of the house: ui -> models -> nothing, and app composes.

    architecture.py SOURCE_DIR      prints a line for each breach, exit 1 when there is one
    architecture.py --self-test     seeds a tree with one breach of each rule and expects every one to be found
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
CODE = {".cpp", ".h"}
SOURCES = CODE | {".sql", ".py", ".sh"}
SKIP = {".git", "build"}

# What a folder may include of the house; the first entry that is a prefix of the folder decides. "*" is everything.
MAY_INCLUDE = [
    ("models/core", ["models/core", "resources/errors.def"]),
    ("models/sales", ["models/core", "models/sales"]),
    ("models/tickets", ["models/core", "models/tickets"]),
    ("models/ports", ["models/core", "models/sales", "models/ports"]),
    ("models/seating", ["models/core", "models/sales", "models/ports", "models/seating"]),
    ("models/items", ["models/core", "models/sales", "models/ports", "models/seating", "models/items"]),
    ("models/services", ["models/core", "models/sales", "models/ports", "models/seating", "models/tickets", "models/services"]),
    ("models/central", ["models/core", "models/sales", "models/ports", "models/central"]),
    ("models/local", ["models/core", "models/sales", "models/ports", "models/tickets", "models/local"]),
    # Features never include each other; the seat map and the small widgets are rooms that features share, the shell composes them.
    ("ui/widgets", ["models", "ui/widgets"]),
    ("ui/seatmap", ["models", "ui/widgets", "ui/seatmap"]),
    ("ui/shell", ["models", "ui"]),
    ("ui", ["models", "ui/widgets", "ui/seatmap", "."]),
    ("app/ctl", ["models", "app/ctl", "app"]),
    ("app", ["*"]),
    ("tests", ["*"]),
]
HOUSE = ("app/", "ui/", "models/", "resources/", "tests/")
# DESIGN: late answers come back as continuations; nobody waits in a loop of their own.
FORBIDDEN_CALLS = [r"\bprocessEvents\s*\(", r"\bQEventLoop\b", r"\b(?:usleep|nanosleep)\s*\(", r"\bQThread::m?sleep\b"]
WIDGETS = re.compile(r"^(QtWidgets/|QWidget$|QtCharts/|QtPrintSupport/)")


def rule_for(folder):
    for prefix, allowed in MAY_INCLUDE:
        if folder == prefix or folder.startswith(prefix + "/"):
            return allowed
    return ["*"]


def allowed_include(folder, target):
    allowed = rule_for(folder)
    if "*" in allowed:
        return True
    if folder.startswith("ui") and target.startswith(("models/central/", "models/local/")):
        return False
    for entry in allowed:
        entry = folder if entry == "." else entry
        if target == entry or target.startswith(entry + "/"):
            return True
    return False


def check_code(root, path, text, breaches):
    folder = path.parent.as_posix()
    top = folder.split("/")[0]
    for target in INCLUDE.findall(text):
        if target.startswith(HOUSE) and not allowed_include(folder, target):
            breaches.append(f"{path}: {folder} may not include {target}")
        if top == "models" and WIDGETS.match(target):
            breaches.append(f"{path}: models know no widgets ({target})")
        if folder.startswith("app/ctl") and (WIDGETS.match(target) or target.startswith("ui/")):
            breaches.append(f"{path}: foyerctl links no ui ({target})")
        if top in ("app", "ui", "models") and target.startswith("tests/"):
            breaches.append(f"{path}: the program may not include its tests ({target})")
    if top in ("app", "ui", "models"):
        for call in FORBIDDEN_CALLS:
            if re.search(call, text):
                breaches.append(f"{path}: no waiting in a loop of one's own ({call})")
    if path.name == "main.cpp" and top == "app" and text.count("\n") >= 80:
        breaches.append(f"{path}: main.cpp stays under 80 lines")


def check_refusals(root, breaches):
    table = root / "resources" / "errors.def"
    if not table.exists():
        return
    known = set(re.findall(r"FOYER_REFUSAL\((TK\d{3})", table.read_text()))
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.suffix not in SOURCES or relative.parts[0] not in ("app", "models", "ui", "resources"):
            continue
        for code in set(re.findall(r"\bTK\d{3}\b", path.read_text(errors="replace"))) - known:
            breaches.append(f"{relative}: {code} is not in resources/errors.def")


def check(root):
    breaches = []
    crowd = {}
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.suffix not in SOURCES or relative.parts[0] in SKIP or relative.parts[0].startswith("build"):
            continue
        text = path.read_text(errors="replace")
        lines = text.count("\n")
        if lines > 700:
            breaches.append(f"{relative}: {lines} lines, 700 at most")
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(text.splitlines()[:3]):
            breaches.append(f"{relative}: no licence line")
        if path.suffix == ".cpp":
            crowd[relative.parent] = crowd.get(relative.parent, 0) + 1
        if path.suffix in CODE:
            check_code(root, relative, text, breaches)
    for folder, count in sorted(crowd.items()):
        if count > 30:
            breaches.append(f"{folder}: {count} sources, 30 at most")
    check_refusals(root, breaches)
    return breaches


def self_test():
    licence = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
    seeds = {
        "ui/sell/a.cpp": ('#include "models/central/pglink.h"\n', "may not include models/central"),
        "ui/sell/b.cpp": ('#include "ui/orders/page.h"\n', "may not include ui/orders"),
        "models/core/c.cpp": ('#include "models/sales/sale.h"\n', "may not include models/sales"),
        "models/items/d.cpp": ("#include <QtWidgets/QWidget>\n", "models know no widgets"),
        "models/services/e.cpp": ('#include "models/local/store.h"\n', "may not include models/local"),
        "app/ctl/f.cpp": ('#include "ui/shell/mainwindow.h"\n', "foyerctl links no ui"),
        "ui/shell/g.cpp": ("void f() { QEventLoop loop; }\n", "no waiting"),
        "app/main.cpp": ("\n" * 90, "under 80 lines"),
        "models/core/h.cpp": ("int x;\n" * 701, "700 at most"),
        "resources/sql/functions/i.sql": ("-- raise TK099\n", "not in resources/errors.def"),
        "resources/errors.def": ("FOYER_REFUSAL(TK001, A, \"\", \"\")\n", None),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, (text, _) in seeds.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(licence + text)
        (root / "ui" / "sell" / "nolicence.h").write_text("int y;\n")
        found = "\n".join(check(root))
    missing = [words for _, words in seeds.values() if words and words not in found]
    if "no licence line" not in found:
        missing.append("no licence line")
    for words in missing:
        print(f"self-test: the seeded breach was not found: {words}")
    return 1 if missing else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    breaches = check(pathlib.Path(sys.argv[1]).resolve())
    print("\n".join(breaches) if breaches else "the house stands as planned")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
