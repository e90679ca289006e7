#!/bin/bash
# Lets the user USER_ID in over SSH with the key that /key/id names, and runs PostgreSQL. The user is the one of the demo on
# the host, so that both may read the filestore, which is a folder of the host.
set -euo pipefail
: "${USER_ID:?is not set}"
name=$(id -un "$USER_ID" 2>/dev/null) || { name=odoo; useradd --uid "$USER_ID" --create-home --shell /bin/bash odoo; }
home=$(getent passwd "$name" | cut -d: -f6)
install -d -o "$name" -m 700 "$home/.ssh"
mkdir -p /key /run/sshd
ssh-keygen -q -t ed25519 -N '' -C demo -f /key/id
install -o "$name" -m 600 /key/id.pub "$home/.ssh/authorized_keys"
ssh-keygen -A >/dev/null
# A locked account is not let in with a key either.
usermod --password '*' "$name"
/usr/sbin/sshd -e -o PasswordAuthentication=no -o UsePAM=no
echo "$name" >/key/user
exec docker-entrypoint.sh postgres
