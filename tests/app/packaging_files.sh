#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The files of packaging say what they should: scripts, desktop entry, metainfo, manual pages, and foyerctl links no ui.
set -euo pipefail
cd "$FOYER_SOURCE_DIR"

need() {
    command -v "$1" >/dev/null && return 0
    [ -z "${CI:-}" ] || { echo "$1 is missing" >&2; exit 1; }
    echo "skipped, $1 is missing: $*"
    return 1
}

server_scripts=(packaging/server/{archive-wal,base-backup,check-dump,dump,restore-dump,restore-to})
for script in packaging/run packaging/test packaging/linux/prepare.sh packaging/server/common.sh .ci/run "${server_scripts[@]}"; do
    bash -n "$script"
done
need shellcheck && shellcheck -x packaging/run packaging/test packaging/linux/prepare.sh packaging/server/common.sh .ci/run "${server_scripts[@]}" tests/app/packaging_files.sh
need desktop-file-validate && desktop-file-validate packaging/linux/foyer.desktop
need appstreamcli && appstreamcli validate --no-net packaging/linux/*.metainfo.xml

# Units: what they run is put where this tree has it.
units=$(mktemp -d)
trap 'rm -rf "$units"' EXIT
for unit in packaging/linux/*.service packaging/server/*.{service,timer}; do
    sed -e "s#/usr/bin/foyerctl#$FOYER_BIN_DIR/foyerctl#" -e "s#/usr/lib/foyer/server/#$PWD/packaging/server/#" "$unit" >"$units/$(basename "$unit")"
done
if command -v systemd-analyze >/dev/null; then
    # It says what it does not understand on standard error and ends well all the same.
    [ -z "$(SYSTEMD_LOG_LEVEL=warning systemd-analyze verify --man=no --recursive-errors=no "$units"/* 2>&1 | grep "$units" | tee /dev/stderr)" ]
fi
for script in "${server_scripts[@]}"; do
    grep -qF "$(basename "$script")" packaging/server/README.md || { echo "packaging/server/README.md does not say what $script is" >&2; exit 1; }
    grep -qF "server}/$(basename "$script")" packaging/linux/CMakeLists.txt || { echo "$script is not installed" >&2; exit 1; }
done

for script in packaging/run packaging/test .ci/run "${server_scripts[@]}"; do
    [ -x "$script" ] || { echo "$script can not be run" >&2; exit 1; }
done

# Every option of the programs is in their manual page, and the other way round none is forgotten.
for option in $("$FOYER_BIN_DIR/foyerctl" --help | grep -oE -- '--(server|standalone|profile|user|json)\b' | sort -u); do
    grep -qF -- "${option//-/\\-}" packaging/linux/foyerctl.1 || { echo "foyerctl.1 lacks $option" >&2; exit 1; }
done

if ldd "$FOYER_BIN_DIR/foyerctl" | grep -q Widgets; then
    echo "foyerctl links widgets" >&2
    exit 1
fi
# Nothing of the programs' version is written twice.
version=$(sed -n 's/^project(foyer VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ "$("$FOYER_BIN_DIR/foyerctl" --version)" = "foyerctl $version" ]
grep -q "release version=\"$version\"" packaging/linux/*.metainfo.xml || { echo "the metainfo lacks $version" >&2; exit 1; }
