#!/usr/bin/env bash
#
# Restores one Strongroom backup with nothing but its ZIP and the usual tools, when Strongroom itself is gone:
# bash, awk, GNU tar, gzip, sha256sum, psql, pg_restore, and unzip (or bsdtar, or python3); age for encrypted backups.
#
# Every component is compared with the SHA-256 of the manifest before anything is made. No copy of the dump is laid
# down: the archive is read once to check it and once to restore it. What exists already is never touched, and what was
# made is removed when the restore fails.
set -euo pipefail
export LC_ALL=C

usage() {
  cat <<'END'
Usage:
  strongroom-restore.sh --list BACKUP.zip
  strongroom-restore.sh --verify-only [--identity FILE] BACKUP.zip
  strongroom-restore.sh --database NAME (--filestore-dir DIR | --no-filestore) [--identity FILE] BACKUP.zip

  --list               say what the backup is, and check nothing
  --verify-only        compare every component with the manifest, and restore nothing
  --database NAME      the database to make; it must not exist
  --filestore-dir DIR  make the filestore as DIR/NAME, which must not exist; with Odoo: /var/lib/odoo/filestore
  --no-filestore       restore the database alone
  --identity FILE      the age identity that opens an encrypted backup

PostgreSQL is reached by PGHOST, PGPORT, PGUSER, PGPASSWORD or PGPASSFILE, as psql has it. What is restored belongs to
that user, who needs the right to make databases. Exit status: 0 done, 1 not done, 2 not understood.
END
}

say() { printf '%s\n' "$*" >&2; }
die() {
  say "strongroom-restore: $*"
  exit 1
}
misunderstood() {
  say "strongroom-restore: $*"
  usage >&2
  exit 2
}

# --- what is asked for -------------------------------------------------------------------------------------------

action=restore database='' filestore_dir='' with_filestore=yes identity='' archive=''
while [ $# -gt 0 ]; do
  case $1 in
    --database | --filestore-dir | --identity)
      [ $# -ge 2 ] || misunderstood "$1 needs a value"
      case $1 in
        --database) database=$2 ;;
        --filestore-dir) filestore_dir=$2 ;;
        --identity) identity=$2 ;;
      esac
      shift 2
      ;;
    --no-filestore) with_filestore=no && shift ;;
    --verify-only) action=verify && shift ;;
    --list) action=list && shift ;;
    --help | -h) usage && exit 0 ;;
    --) shift && break ;;
    -*) misunderstood "there is no option $1" ;;
    *) [ -z "$archive" ] || misunderstood 'more than one backup is named'
      archive=$1 && shift ;;
  esac
done
if [ $# -gt 0 ]; then
  if [ -n "$archive" ] || [ $# -gt 1 ]; then misunderstood 'more than one backup is named'; fi
  archive=$1
fi
[ -n "$archive" ] || misunderstood 'no backup is named'
[ -f "$archive" ] || die "there is no file $archive"
if [ "$action" = restore ]; then
  [ -n "$database" ] || misunderstood '--database is missing'
  case $database in
    . | .. | */* | postgres | template0 | template1) misunderstood "the database cannot be called $database" ;;
  esac
  [ ${#database} -le 63 ] || misunderstood 'the name of the database has more than 63 bytes'
  if [ "$with_filestore" = yes ] && [ -z "$filestore_dir" ]; then
    misunderstood 'say where the filestore goes with --filestore-dir, or leave it out with --no-filestore'
  fi
fi

require() {
  local tool
  for tool; do command -v "$tool" >/dev/null || die "the program $tool is missing"; done
}
require awk cat ln mktemp rm sha256sum

# --- what was made, to be removed again ---------------------------------------------------------------------------

work='' made_database='' made_filestore=''
clean_up() {
  local status=$?
  trap - EXIT
  if [ "$status" -ne 0 ]; then
    if [ -n "$made_filestore" ]; then
      say "The filestore $made_filestore is removed again."
      rm -rf -- "$made_filestore" || say 'It could not be removed; remove it by hand.'
    fi
    if [ -n "$made_database" ]; then
      say "The database $made_database is removed again."
      in_server postgres -v name="$made_database" <<<"$DROP" ||
        say 'It could not be removed; remove it by hand.'
    fi
  fi
  if [ -n "$work" ]; then rm -rf -- "$work"; fi
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
work=$(mktemp -d)

# --- the archive ---------------------------------------------------------------------------------------------------

# Under a plain name no tool takes it for an option or a pattern.
case $archive in
  /*) ln -s -- "$archive" "$work/backup.zip" ;;
  *) ln -s -- "$PWD/$archive" "$work/backup.zip" ;;
esac
zip_tool=''
for tool in unzip bsdtar python3; do
  if command -v "$tool" >/dev/null; then zip_tool=$tool && break; fi
done
[ -n "$zip_tool" ] || die 'one of the programs unzip, bsdtar and python3 is needed'

# Writes one member of the archive to standard output.
member() {
  case $zip_tool in
    unzip) unzip -p "$work/backup.zip" "$1" ;;
    bsdtar) bsdtar -x -O -f "$work/backup.zip" "$1" ;;
    python3)
      python3 -c 'import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as member:
    shutil.copyfileobj(member, sys.stdout.buffer, 1 << 20)' "$work/backup.zip" "$1"
      ;;
  esac
}

# Manifests are written with two spaces a level and one field a line, and JSON has no line breaks within texts: so a
# line is a field, and what a text holds can be taken for nothing else. Gives `path<TAB>value`, the value as in JSON.
FIELDS='
match($0, /^ +"[A-Za-z0-9_]+": /) {
  line = $0
  sub(/^ +/, "", line)
  depth = (length($0) - length(line)) / 2
  key = line
  sub(/^"/, "", key)
  sub(/".*/, "", key)
  keys[depth] = key
  value = substr(line, length(key) + 5)
  sub(/,$/, "", value)
  if (value == "{" || value == "[") next
  path = keys[1]
  for (level = 2; level <= depth; level++) path = path "." keys[level]
  print path "\t" value
}'
member manifest.json >"$work/manifest.json" || die "$archive is not a backup of Strongroom: it has no manifest.json"
awk "$FIELDS" "$work/manifest.json" >"$work/fields"

# The value of a field as JSON has it; nothing when there is no such field.
field() {
  awk -F '\t' -v path="$1" '$1 == path { sub(/^[^\t]*\t/, ""); print; exit }' "$work/fields"
}
# A text field without its quotes, escapes as they are: for people, and to be compared.
text() {
  local value
  value=$(field "$1")
  value=${value#\"}
  printf '%s' "${value%\"}"
}
# A text field that is used: one without escapes.
plain() {
  local value
  value=$(text "$1")
  case $value in
    *\\*) die "the manifest has an odd $1: $value" ;;
  esac
  printf '%s' "$value"
}
number() {
  local value
  value=$(field "$1")
  case $value in
    '' | *[!0-9]*) die "the manifest has no number $1" ;;
  esac
  printf '%s' "$value"
}
digest() {
  local value
  value=$(text "$1")
  case $value in
    *[!0-9a-f]*) die "the manifest has no SHA-256 $1" ;;
  esac
  [ ${#value} -eq 64 ] || die "the manifest has no SHA-256 $1"
  printf '%s' "$value"
}

[ "$(text version)" = 1.0 ] || die "the manifest has the version $(field version), which this script does not know"
encrypted=no
if [ -n "$(field encryption.format)" ]; then
  [ "$(text encryption.format)" = age ] || die "the backup is encrypted as $(text encryption.format), not by age"
  encrypted=yes
fi
is_foreign=no
case $(text database.format) in
  '' | pg_dump_custom) ;;
  plain_sql_gz) is_foreign=yes ;;
  *) die "the dump has the format $(text database.format), which this script does not know" ;;
esac
has_filestore=yes
if [ "$(field filestore)" = null ]; then has_filestore=no; fi

describe() {
  printf 'Backup       %s (%s)\n' "$(text backup_id)" "$(text backup_type)"
  printf 'Made         %s by Strongroom %s\n' "$(text created_at)" "$(text strongroom_version)"
  printf 'Environment  %s, Odoo %s\n' "$(text environment_snapshot.environment.name)" "$(text environment_snapshot.project.odoo_version)"
  printf 'Database     %s of PostgreSQL %s: %s bytes\n' "$(text database.name)" "$(text database.pg_version)" "$(number database.size)"
  if [ $is_foreign = yes ]; then printf 'Dump         plain SQL of somebody else, which this script does not load\n'; fi
  if [ $has_filestore = yes ]; then
    printf 'Filestore    %s files, %s bytes\n' "$(number filestore.files)" "$(number filestore.size)"
  else
    printf 'Filestore    none\n'
  fi
  if [ $encrypted = yes ]; then
    printf 'Encrypted    with the key %s, for %s\n' "$(text encryption.key_id)" "$(text encryption.recipient)"
  fi
  if [ "$(field degraded)" = true ]; then
    printf 'Degraded     %s files that the database names are missing, %s are damaged\n' \
      "$(number attachments.missing)" "$(number attachments.corrupt)"
  fi
}
if [ "$action" = list ]; then
  describe
  exit 0
fi

# Writes a component as it was backed up.
component() {
  if [ $encrypted = no ]; then member "$1"; else member "$1.age" | age --decrypt -i "$identity"; fi
}

# --- the checks, before anything is made ---------------------------------------------------------------------------

if [ $encrypted = yes ] && [ -z "$identity" ] && [ "$action" = restore ]; then
  die "the backup is encrypted: name the identity of the key $(text encryption.key_id) with --identity"
fi
if [ $is_foreign = yes ] && [ "$action" = restore ]; then
  die 'the backup was imported, its dump is plain SQL of somebody else: psql would run what it holds, commands of the shell too, with the
rights of whoever runs it. Restore it with Strongroom, or read "A backup that was imported as plain SQL" in docs/recovery.md'
fi
if [ -n "$identity" ] && [ $encrypted = yes ]; then
  require age
  [ -f "$identity" ] || die "there is no file $identity"
  case $identity in
    /*) ;;
    *) identity=$PWD/$identity ;;
  esac
fi
if [ "$with_filestore" = yes ] && [ $has_filestore = no ] && [ "$action" = restore ]; then
  die 'the backup has no filestore; restore the database alone with --no-filestore'
fi

sum() { sha256sum | awk '{ print $1 }'; }
# compare WHAT EXPECTED ACTUAL
compare() {
  [ "$3" = "$2" ] || die "$1 is not what was backed up: its SHA-256 is $3 instead of $2"
  say "$1 is intact."
}
# check_component NAME SECTION
check_component() {
  local expected actual
  if [ $encrypted = yes ]; then
    expected=$(digest "$2.stored.checksum")
    actual=$(member "$1.age" | sum) || die "$1.age cannot be read"
    compare "$1.age" "$expected" "$actual"
    if [ -z "$identity" ]; then
      say "Without --identity nobody knows whether $1 can be decrypted."
      return
    fi
  fi
  expected=$(digest "$2.checksum")
  actual=$(component "$1" | sum) || die "$1 cannot be read"
  compare "$1" "$expected" "$actual"
}
check_component dump.sql database
if [ $has_filestore = yes ] && [ "$with_filestore" = yes ]; then check_component filestore.tar.gz filestore; fi
if [ "$action" = verify ]; then
  say 'The backup is what its manifest says.'
  exit 0
fi

DROP="
SELECT format('DROP DATABASE IF EXISTS %I', :'name')
  || CASE WHEN current_setting('server_version_num')::int >= 130000 THEN ' WITH (FORCE)' ELSE '' END
\\gexec"
# psql on a database, its statements on standard input. Names are values, never text of the statement.
in_server() {
  local name=$1
  shift
  PGDATABASE=$name psql -X -q -A -t -w -v ON_ERROR_STOP=1 -f - "$@"
}
# A connection string that pg_restore cannot take for anything else.
connection_to() {
  local name=${1//\\/\\\\}
  printf "dbname='%s'" "${name//\'/\\\'}"
}

require psql pg_restore
server_major=$(in_server postgres <<<"SELECT current_setting('server_version_num')::int / 10000") ||
  die 'PostgreSQL does not answer; set PGHOST, PGPORT, PGUSER and PGPASSWORD'
dump_major=$(text database.pg_version)
dump_major=${dump_major%%[!0-9]*}
[ "${dump_major:-0}" -le "$server_major" ] || die "the dump is of PostgreSQL $dump_major, the server is only $server_major"
taken=$(in_server postgres -v name="$database" <<<"SELECT count(*) FROM pg_database WHERE datname = :'name'")
[ "$taken" = 0 ] || die "the database $database exists already"
if [ "$with_filestore" = yes ]; then
  require chown find gzip id mkdir stat tar tr wc
  case $(tar --version) in
    *GNU*) ;;
    *) die 'the tar that is needed is that of GNU' ;;
  esac
  [ -d "$filestore_dir" ] || die "there is no directory $filestore_dir"
  case $filestore_dir in
    /*) ;;
    *) filestore_dir=$PWD/$filestore_dir ;;
  esac
  target=$filestore_dir/$database
  if [ -e "$target" ] || [ -L "$target" ]; then die "$target exists already"; fi
  # Directories and regular files with relative names that lead nowhere else; anything else is not restored.
  ODD='
  {
    name = $0
    sub(/^[^ ]+ +[^ ]+ +[0-9]+ [0-9-]+ [0-9:]+ /, "", name)
    if (/^[^-d]/ || name ~ /^\// || name ~ /(^|\/)\.\.(\/|$)/) { print; exit }
  }'
  component filestore.tar.gz | gzip -dc |
    { tar -t -v -P --numeric-owner --quoting-style=escape -f - && cat >/dev/null; } >"$work/listing" ||
    die 'the filestore archive cannot be read'
  odd=$(awk "$ODD" "$work/listing")
  [ -z "$odd" ] || die "the filestore archive holds an entry that is not restored: $odd"
fi

# --- the restore ---------------------------------------------------------------------------------------------------

CREATE="
SELECT format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L', :'name', :'encoding')
  || CASE WHEN :'collate' <> '' THEN format(' LC_COLLATE %L', :'collate') ELSE '' END
  || CASE WHEN :'ctype' <> '' THEN format(' LC_CTYPE %L', :'ctype') ELSE '' END
  || CASE
       WHEN current_setting('server_version_num')::int < 150000 THEN ''
       WHEN :'provider' = 'icu' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', :'locale')
       WHEN :'provider' = 'builtin' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', :'locale')
       ELSE ' LOCALE_PROVIDER libc'
     END
\\gexec"
# create COLLATE CTYPE PROVIDER LOCALE
create() {
  in_server postgres -v name="$database" -v encoding="$encoding" \
    -v collate="$1" -v ctype="$2" -v provider="$3" -v locale="$4" <<<"$CREATE"
}
warnings=0
warn() {
  warnings=$((warnings + 1))
  say "Warning: $*"
}

encoding=$(plain database.encoding)
collate=$(plain database.collate)
ctype=$(plain database.ctype)
provider=$(plain database.locale_provider)
locale=$(plain database.locale)
if ! create "$collate" "$ctype" "$provider" "$locale" 2>"$work/errors"; then
  create C '' libc '' || die "the database cannot be made: $(cat "$work/errors")"
  warn "the server does not sort as $collate / $ctype ${locale:+/ $locale }does; C is used: $(cat "$work/errors")"
fi
made_database=$database

# As Odoo makes it; a dump does not say that unaccent is immutable, and indexes need that.
extension() {
  in_server "$database" -v name="$1" <<<"SELECT format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA public', :'name') \\gexec" ||
    die "the extension $1 cannot be made; install postgresql-contrib on the server"
}
can_index=yes
if [ "$(field database.has_unaccent)" = true ]; then
  extension unaccent
  if ! in_server "$database" <<<'ALTER FUNCTION public.unaccent(text) IMMUTABLE'; then
    can_index=no
    warn 'unaccent(text) could not be made IMMUTABLE: it belongs to another role, and indexes that need it are left out'
  fi
fi
if [ "$(field database.has_pg_trgm)" = true ]; then extension pg_trgm; fi

# pg_restore goes on after an error and counts it. A few are harmless; any other, or one too many, fails the restore.
JUDGE='
function settle(command) {
  if (error == "") return
  harmless = 0
  if (command ~ /^COMMENT ON EXTENSION / && error ~ /must be owner of extension|extension ".*" does not exist/) harmless = 1
  if (command ~ /^CREATE EXTENSION / && error ~ /permission denied to create extension|is not available|could not open extension control file/) harmless = 1
  if (command ~ /^CREATE SCHEMA public/ && error ~ /schema "public" already exists/) harmless = 1
  if (can_index == "no" && command ~ /^CREATE INDEX / && error ~ /functions in index expression must be marked IMMUTABLE/) harmless = 1
  if (error ~ /unrecognized configuration parameter "(transaction_timeout|idle_session_timeout)"/) harmless = 1
  if (harmless) seen++
  else fatal = 1
  error = ""
}
/^Command was: / { settle(substr($0, 14)) }
/^pg_restore: / { settle("") }
/^pg_restore: warning: errors ignored on restore: / { reported = $NF }
/^pg_restore: error: / { error = $0 }
END { settle(""); exit !(fatal == 0 && seen > 0 && seen == reported) }'
load() {
  local status=0
  pg_restore -w --no-owner --no-acl --no-tablespaces --dbname="$(connection_to "$database")" 2>"$work/errors" || status=$?
  # Whatever it left unread is part of what has to be whole.
  cat >/dev/null
  return "$status"
}
say "The database $database is restored."
set +e
component dump.sql | load
statuses=("${PIPESTATUS[@]}")
set -e
cat -- "$work/errors" >&2
[ "${statuses[0]}" -eq 0 ] || die 'the dump could not be read to its end'
if [ "${statuses[1]}" -ne 0 ]; then
  awk -v can_index="$can_index" "$JUDGE" "$work/errors" || die 'pg_restore failed'
  warn 'pg_restore met errors that do not matter, see above'
fi

files=0
if [ "$with_filestore" = yes ]; then
  say "The filestore $target is restored."
  mkdir -- "$target" || die "$target cannot be made"
  made_filestore=$target
  component filestore.tar.gz | gzip -dc |
    { tar -x -p -o -f - -C "$target" --strip-components=1 && cat >/dev/null; } || die 'the filestore cannot be unpacked'
  files=$(find "$target" -type f -print0 | tr -c -d '\000' | wc -c)
  files=$((files))
  expected=$(number filestore.files)
  [ "$files" -eq "$expected" ] || die "the filestore has $files files where the manifest says $expected"
  if [ "$(id -u)" = 0 ]; then chown -R "$(stat -c %u:%g -- "$filestore_dir")" -- "$target"; fi
fi
users=$(in_server "$database" <<<'SELECT count(*) FROM public.res_users') || die 'the restored database has no res_users'
[ "$users" != 0 ] || die 'the restored database has no users'

made_database='' made_filestore=''
describe
printf 'Restored     database %s with %s users' "$database" "$users"
if [ "$with_filestore" = yes ]; then printf ', filestore %s with %s files' "$target" "$files"; fi
printf ', %s warnings\n' "$warnings"
