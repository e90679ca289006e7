#!/bin/bash
# The Docker images of the tests, built of Debian packages: no image registry is needed.
#   test/images/build.sh NAME...       builds the images that are missing; prints their tags, one a line
#   test/images/build.sh --tag NAME    prints the tag without building
# A tag ends in the hash of its recipe, so a changed recipe is another image and nothing needs to be removed by hand.
# A new image is a function recipe_NAME below and, if it has one, the file NAME-entrypoint.sh beside this script. A recipe that
# comes in several versions gets the one that the name ends in: postgres-15.
# Needs a Docker engine, root, and apt. The package mirror is the one that this machine's apt uses; STRONGROOM_DEBIAN_MIRROR
# names another. All scratch files lie in .strongroom/test/images.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(cd "$here/../.." && pwd)/.strongroom/test/images

# --- Recipes -------------------------------------------------------------------------------------------------------------

# One monitor, one OSD and one gateway of Ceph: an S3 server that checks signatures, quotas and parts for real.
recipe_ceph() {
  debian_image trixie ceph-mon,ceph-osd,radosgw,ceph-common,ceph-base -- 'VOLUME /var/lib/ceph' 'EXPOSE 8000'
}

# PostgreSQL with its client tools, set up as the official image is, of the suite that has that major version.
recipe_postgres() {
  local major=${1:-17} suite
  case $major in
    15) suite=bookworm ;;
    17) suite=trixie ;;
    18) suite=forky ;;
    *) say "No suite of Debian has PostgreSQL $major"; return 1 ;;
  esac
  debian_image "$suite" "postgresql-$major" \
    --customize-hook='rm -rf "$1"/etc/postgresql/[0-9]* "$1"/var/lib/postgresql/[0-9]* "$1"/usr/lib/*/libLLVM* "$1"/usr/lib/postgresql/*/lib/bitcode' \
    -- "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/$major/bin" 'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' 'EXPOSE 5432'
}

# What Strongroom needs of an Odoo container: a shell, tar, and the filestore of the user odoo. Odoo itself is not in it.
recipe_odoo() {
  debian_image trixie ca-certificates \
    --customize-hook='chroot "$1" useradd --system --uid 101 --home-dir /var/lib/odoo --shell /usr/sbin/nologin odoo' \
    --customize-hook='chroot "$1" install -d -o odoo -g odoo /var/lib/odoo /var/lib/odoo/filestore' \
    -- 'USER odoo' 'WORKDIR /var/lib/odoo' 'CMD ["sleep", "infinity"]'
}

# A real Odoo 19, laid out as the official image is. Only sid has odoo-19, and the Python of sid does not run it: Odoo alone is
# of sid, everything else of trixie. A database with base, web, mail and demo data lies in /opt/demo, as prod.dump and
# filestore, so that no test sets one up.
recipe_odoo19() {
  local whole=$tag tag=$tag-bare server odoo status
  debian_image trixie odoo-19,tzdata-legacy,postgresql-client,ca-certificates \
    --setup-hook="echo 'deb $(mirror) sid main' >\"\$1/etc/apt/sources.list.d/sid.list\"" --aptopt='APT::Default-Release "trixie"' \
    --customize-hook='find "$1/usr/lib/python3/dist-packages/odoo/addons" -name i18n -prune -exec rm -rf {} +' \
    --customize-hook='printf "[options]\ndata_dir = /var/lib/odoo\nhttp_interface = 0.0.0.0\n" >"$1/etc/odoo/odoo.conf"' \
    --customize-hook='chroot "$1" usermod --uid 101 odoo' \
    --customize-hook='chroot "$1" install -d -o odoo -g odoo /var/lib/odoo/filestore /opt/demo' \
    --customize-hook='chroot "$1" chown -R odoo:odoo /var/lib/odoo /etc/odoo' \
    -- 'USER odoo' 'WORKDIR /var/lib/odoo' 'ENV LANG=C.UTF-8' 'ENV ODOO_RC=/etc/odoo/odoo.conf' 'VOLUME /var/lib/odoo' 'EXPOSE 8069' 'CMD ["odoo"]' || return
  server=$(docker run --rm -d -e POSTGRES_USER=odoo -e POSTGRES_PASSWORD=odoo -e POSTGRES_DB=postgres "$(build postgres)") || return
  odoo=$(docker create --network "container:$server" "$tag" bash -euc '
    export HOST=127.0.0.1 PGPASSWORD=odoo
    entrypoint.sh odoo -d prod -i base,web,mail --with-demo --no-http --stop-after-init --data-dir /opt/demo
    pg_dump -h "$HOST" -U odoo -Fc -f /opt/demo/prod.dump prod')
  docker start -a "$odoo" >&2 && docker commit --change 'CMD ["odoo"]' "$odoo" "$whole" >&2
  status=$?
  docker rm -v "$odoo" >&2
  docker rm -fv "$server" >&2
  docker image rm "$tag" >&2
  return $status
}

# A container whose tools are all those of busybox, as in small images.
recipe_busybox() {
  debian_image trixie busybox-static \
    --customize-hook='chroot "$1" sh -c "mkdir /opt/busybox && /bin/busybox --install -s /opt/busybox"' \
    -- 'ENV PATH=/opt/busybox' 'CMD ["sleep", "infinity"]'
}

# What the image of Strongroom is built on and from, as the official image of that version of Node: the node of
# node_modules, the npm of this machine, the authorities that this machine trusts, and the package mirror. Its sources have a
# place of their own, because debian_image removes what lies in the usual one.
recipe_node() {
  local modules npm
  modules=$(cd "$here/../../node_modules" && pwd -P)
  npm=$(readlink -f "$(command -v npm)")
  debian_image trixie ca-certificates \
    --customize-hook='chroot "$1" useradd --uid 1000 --create-home --shell /usr/sbin/nologin node' \
    --customize-hook="upload $(echo "$modules"/node-linux-*/bin/node) /usr/local/bin/node" \
    --customize-hook='mkdir -p "$1/usr/local/lib/node_modules"' \
    --customize-hook="copy-in ${npm%/bin/npm-cli.js} /usr/local/lib/node_modules" \
    --customize-hook='ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm" && chmod 755 "$1/usr/local/bin/node"' \
    --customize-hook='upload /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt' \
    --customize-hook="echo 'deb $(mirror) trixie main' >\"\$1/etc/apt/trixie.list\"" \
    --customize-hook='echo "Dir::Etc::SourceList \"trixie.list\";" >"$1/etc/apt/apt.conf.d/90sources"' \
    -- 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'
}

# The server alone, and the wget that its health check asks with.
recipe_nats() {
  debian_image trixie nats-server,busybox-static \
    --customize-hook='ln -s busybox "$1/bin/wget"' \
    -- 'ENTRYPOINT ["/usr/sbin/nats-server"]' 'EXPOSE 4222'
}

# A server with PostgreSQL that is reached over SSH, for deploy/demo/server: its base image, under the names of the official one.
recipe_server() {
  debian_image trixie postgresql-17,openssh-server \
    --customize-hook='rm -rf "$1"/etc/postgresql/[0-9]* "$1"/var/lib/postgresql/[0-9]* "$1"/usr/lib/*/libLLVM* "$1"/usr/lib/postgresql/*/lib/bitcode' \
    --customize-hook="upload $here/postgres-entrypoint.sh /usr/local/bin/entrypoint.sh" \
    --customize-hook='printf "#!/bin/sh\nshift\nexec /usr/local/bin/entrypoint.sh \"\$@\"\n" >"$1/usr/local/bin/docker-entrypoint.sh"' \
    --customize-hook='chmod 755 "$1"/usr/local/bin/*' \
    -- 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin' 'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' 'EXPOSE 5432 22'
}

# --- Machinery -----------------------------------------------------------------------------------------------------------

say() { printf '%s\n' "$*" >&2; }
die() { say "test/images: $*"; exit 1; }

# usage: debian_image SUITE PACKAGE,PACKAGE [option of mmdebstrap...] -- [instruction of a Dockerfile...]
# Imports the image as $tag. $name-entrypoint.sh becomes its entry point. Leave files out with a customize hook: the option
# path-exclude would need Python.
debian_image() {
  local suite=$1 packages=$2 options=() changes=("LABEL strongroom-test-image=$name") entrypoint=$here/$name-entrypoint.sh
  shift 2
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  local instruction
  for instruction in "$@"; do changes+=("$instruction"); done
  if [ -f "$entrypoint" ]; then
    options+=(--customize-hook="upload $entrypoint /usr/local/bin/entrypoint.sh" --customize-hook='chmod 755 "$1/usr/local/bin/entrypoint.sh"')
    changes+=('ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]')
  fi
  need_mmdebstrap
  # Documentation only costs space. What docker imports of a build that failed must not get the tag.
  local image
  if image=$(TMPDIR=$work setsid -w mmdebstrap --mode=root --variant=minbase --format=tar \
    --aptopt='Apt::Install-Recommends "false"' --aptopt='Acquire::Retries "3"' --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt=force-unsafe-io --include="$packages" "${options[@]}" \
    --customize-hook='rm -rf "$1"/etc/apt/sources.list* "$1"/usr/share/doc/* "$1"/usr/share/man/* "$1"/usr/share/locale/*' \
    "$suite" - "deb $(mirror) $suite main" |
    docker import "${changes[@]/#/--change=}" -); then
    docker tag "$image" "$tag"
  else
    [ -z "$image" ] || docker image rm "$image" >&2
    return 1
  fi
}

# The mirror of Debian in the settings of this machine's apt.
mirror() {
  if [ -n "${STRONGROOM_DEBIAN_MIRROR:-}" ]; then echo "$STRONGROOM_DEBIAN_MIRROR"; return; fi
  {
    awk 'tolower($1) == "uris:" { for (i = 2; i <= NF; i++) print $i }' /etc/apt/sources.list.d/*.sources 2>/dev/null || true
    awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) { print $i; break } }' /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true
  } | grep -E '^https?:.*/debian/?$' | sed -n 1p
}

# A private apt with its own lists and an empty dpkg status: never touches the machine's.
private_apt() {
  local directory=$work/apt
  if [ ! -f "$directory/ready" ]; then
    mkdir -p "$directory"/{lists/partial,archives/partial,state,empty}
    : >"$directory/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) trixie main" >"$directory/sources.list"
    printf '%s\n' >"$directory/apt.conf" \
      "Dir::Etc::sourcelist \"$directory/sources.list\";" "Dir::Etc::sourceparts \"$directory/empty\";" \
      "Dir::Etc::preferencesparts \"$directory/empty\";" "Dir::State \"$directory/state\";" "Dir::State::lists \"$directory/lists\";" \
      "Dir::State::status \"$directory/status\";" "Dir::Cache \"$directory\";" 'APT::Sandbox::User "root";' \
      'Acquire::Languages "none";' 'Acquire::Retries "3";' 'Acquire::Check-Valid-Until "false";'
    APT_CONFIG=$directory/apt.conf apt-get -qq update >&2
    touch "$directory/ready"
  fi
  APT_CONFIG=$directory/apt.conf apt-get -qq "$@" >&2
}

# mmdebstrap is one Perl program: unpacked beside us, not installed. Only Perl itself is installed where it is missing.
need_mmdebstrap() {
  [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] || die 'the package debian-archive-keyring is missing'
  perl -MPod::Usage -e 1 2>/dev/null || {
    say 'Installing perl, which mmdebstrap needs …'
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install perl; } >&2
  }
  (
    flock 9
    if [ ! -x "$work/tools/usr/bin/mmdebstrap" ]; then
      local downloads=$work/downloads
      mkdir -p "$downloads"
      (cd "$downloads" && private_apt download mmdebstrap)
      dpkg -x "$downloads"/mmdebstrap_*.deb "$work/tools"
      rm -rf "$downloads"
    fi
  ) 9>"$work/tools.lock"
  PATH=$work/tools/usr/bin:$PATH
}

recipe_of() { echo "recipe_${1%%-*}"; }
version_of() { case $1 in *-*) echo "${1#*-}" ;; esac; }

tag_of() {
  local recipe
  recipe=$({ declare -f "$(recipe_of "$1")" debian_image; cat "$here/${1%%-*}-entrypoint.sh" 2>/dev/null || true; } | sha256sum | cut -c1-12)
  echo "strongroom-test/$1:$recipe"
}

is_there() { docker image inspect "$1" >/dev/null 2>&1; }

build() {
  local whole=$1
  name=${whole%%-*}
  tag=$(tag_of "$whole")
  (
    # Test files run in parallel: the first one builds, the others find the image after it.
    flock 9
    if ! is_there "$tag"; then
      [ "$(id -u)" = 0 ] || die "only root can build $tag"
      say "Building the test image $tag of Debian packages (a minute or two) …"
      if ! "$(recipe_of "$whole")" $(version_of "$whole") 2>"$work/$whole.log"; then
        tail -n 20 "$work/$whole.log" >&2
        die "building $tag failed, see $work/$whole.log"
      fi
    fi
  ) 9>"$work/$whole.lock"
  echo "$tag"
}

[ $# -gt 0 ] || { sed -n '2,8s/^# //p' "$0" >&2; exit 2; }
tag_only=false
if [ "$1" = --tag ]; then tag_only=true; shift; fi
for name in "$@"; do declare -F "$(recipe_of "$name")" >/dev/null || die "there is no recipe for $name"; done
if $tag_only; then for name in "$@"; do tag_of "$name"; done; exit; fi
docker info >/dev/null 2>&1 || die 'no Docker engine answers'
mkdir -p "$work"
for name in "$@"; do build "$name"; done
