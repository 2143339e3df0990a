# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share; sourced, not run. Settings come from the environment (backup.env), the way to the server from libpq's own variables, so no
# password stands on a command line.
export LC_ALL=C

backups=${FOYER_BACKUPS:-/var/backups/foyer}
: "${PGDATABASE:=foyer}"
export PGDATABASE
me=$(basename "$0")
why=

say() { printf '%s: %s\n' "$me" "$*" >&2; }
give_up() { why=$*; say "$*"; exit 1; }

# The folder of PostgreSQL's programs: of the version named, or the newest that is installed ('*').
programs() {
    local folder=${FOYER_PG_BIN:-}
    if [ -z "$folder" ]; then
        folder=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -path "*/$1/bin" 2>/dev/null | sort -V | tail -n 1)
    fi
    [ -x "$folder/postgres" ] || give_up "PostgreSQL ${1/\*/} is not installed on this computer; set FOYER_PG_BIN to the folder of its programs."
    printf '%s\n' "$folder"
}

# One at a time: two dumps at once would only make both slow.
alone_in() {
    mkdir -p -- "$1" || give_up "the folder $1 can not be made."
    exec 9>"$1/.lock" || give_up "nothing can be written into $1."
    flock -n 9 || give_up "another $me works in $1 already."
}

# tell KIND OK BYTES [WHY]: for doctor and the office. A copy is good also when nobody could be told.
tell() {
    psql -XAtq -v ON_ERROR_STOP=1 -v kind="$1" -v ok="$2" -v bytes="$3" -v why="${4:-}" >/dev/null <<'SQL' || say "the database could not be told of it."
select foyer.record_backup(:'kind', :'ok'::boolean, :'bytes'::bigint, clock_timestamp(), left(:'why', 250));
SQL
}

# publish UNFINISHED FOLDER: everything in it is on the disk before it gets its name, and the name is before anybody hears of it. Never replaces anything. What lies
# deeper was forced to the disk by pg_basebackup.
publish() {
    find "$1" -maxdepth 1 -print0 | xargs -0 sync -- || give_up "$1 could not be forced to the disk."
    [ ! -e "$2" ] || give_up "$2 is there already; nothing was replaced."
    mv -T -- "$1" "$2" || give_up "$1 could not get its name $2."
    sync -- "$(dirname "$2")"
}

# names_in FOLDER PREFIX: the copies in it, oldest first.
names_in() { find "$1" -mindepth 1 -maxdepth 1 -type d -name "$2-[0-9]*Z" -printf '%f\n' | sort; }

# Nobody but PostgreSQL's own user reads its files, and PostgreSQL refuses to run as root.
not_root() { [ "$(id -u)" -ne 0 ] || give_up "run this as the user that owns PostgreSQL's files, not as root: runuser -u postgres -- $0 …"; }

# plain_path PATH: such that it can stand in a configuration file and in a restore_command.
plain_path() { [[ $1 =~ ^/[A-Za-z0-9_./+@:-]*$ ]] || give_up "'$1' is not an absolute path of letters, digits and . _ - + @ : only."; }
