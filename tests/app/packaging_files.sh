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

bash -n packaging/run packaging/test packaging/linux/prepare.sh .ci/run
need shellcheck && shellcheck -x packaging/run packaging/test packaging/linux/prepare.sh .ci/run tests/app/packaging_files.sh
need desktop-file-validate && desktop-file-validate packaging/linux/foyer.desktop
need appstreamcli && appstreamcli validate --no-net packaging/linux/*.metainfo.xml

for script in packaging/run packaging/test .ci/run; do
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
