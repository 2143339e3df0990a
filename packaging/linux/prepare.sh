# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Functions that packaging/run and packaging/test share; sourced, not run.

say() { printf '%s\n' "foyer: $*" >&2; }
give_up() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        give_up "packages are missing and neither root nor sudo is at hand to install them: $*"
    fi
}

# Foyer runs a PostgreSQL of its own, so the package need not make a cluster. A cluster or a setting that is there already is none of our business.
no_cluster_main() {
    local settings=/etc/postgresql-common/createcluster.conf
    if [ -e "$settings" ] || dpkg-query -W -f '${Status}' postgresql-15 2>/dev/null | grep -q 'ok installed'; then
        return
    fi
    as_root mkdir -p "$(dirname "$settings")"
    echo "create_main_cluster = false" | as_root tee "$settings" >/dev/null
}

# install_missing LIST…: the packages named in the files that are not installed yet.
install_missing() {
    local wanted missing=() package
    mapfile -t wanted < <(grep -hv '^#' "$@")
    for package in "${wanted[@]}"; do
        if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
            missing+=("$package")
        fi
    done
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    command -v apt-get >/dev/null || give_up "this script installs Debian packages; here these are missing: ${missing[*]}"
    say "installing ${#missing[@]} packages: ${missing[*]}"
    no_cluster_main
    # Without the lists apt knows no package; with old lists it may ask for versions that are gone. The conffile options keep a file that we or
    # somebody else wrote, without a question.
    as_root apt-get -q update || say "the package lists could not be refreshed; going on with those that are here"
    as_root apt-get -q -y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        install "${missing[@]}" || give_up "apt-get could not install: ${missing[*]}"
}

# configure_and_build PRESET TESTS TARGET…
configure_and_build() {
    local preset=$1 tests=$2 targets=()
    shift 2
    [ "$#" -eq 0 ] || targets=(--target "$@")
    say "configuring (preset $preset)"
    cmake --preset "$preset" -DFOYER_TESTS="$tests" >build-configure.log 2>&1 || { cat build-configure.log >&2; give_up "cmake could not configure"; }
    mkdir -p build && mv build-configure.log build/configure.log
    say "building, a few minutes the first time"
    cmake --build --preset "$preset" "${targets[@]}" || give_up "the build failed"
}
