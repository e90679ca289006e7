#!/bin/bash
# As the entry point of the official image: HOST, PORT, USER and PASSWORD name the database server; "odoo …" and options go
# to Odoo, anything else is run as it is.
set -euo pipefail
: "${HOST:=db}" "${PORT:=5432}" "${USER:=odoo}" "${PASSWORD:=odoo}"
case ${1:-odoo} in
  odoo) shift || true ;;
  -*) ;;
  *) exec "$@" ;;
esac
until pg_isready -q -h "$HOST" -p "$PORT"; do sleep 0.1; done
exec odoo -c "$ODOO_RC" --db_host "$HOST" --db_port "$PORT" --db_user "$USER" --db_password "$PASSWORD" "$@"
