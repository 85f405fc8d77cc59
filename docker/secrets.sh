#!/bin/bash
# Generates each secret that does not exist yet, as a file in the volume of the services that may read it. The project then
# contains no secrets, and no password has to be set before the first start.
set -euo pipefail
umask 022 # World-readable: each volume is mounted only where it is needed, by services with different uids.

# make FILE BYTES: writes random bytes in URL-safe base64, without a newline.
make() {
  [ -s "$1" ] && return
  head -c "$2" /dev/urandom | base64 -w 0 | tr '+/' '-_' >"$1.new"
  mv "$1.new" "$1" # Atomic, so an interrupted write never counts as a secret.
  echo "generated ${1#/secrets/}"
}

# move OLD NEW: keeps a secret of an older release that shared it with more services.
move() {
  [ ! -s "$1" ] || mv "$1" "$2"
}
move /secrets/postgres/airflow /secrets/databases/airflow
move /secrets/airflow/admin /secrets/admin/password
rm -f /secrets/airflow/passwords.json

make /secrets/postgres/superuser 24
make /secrets/databases/airflow 24
make /secrets/raw/password 24
make /secrets/admin/password 12
make /secrets/grafana/admin 12
make /secrets/airflow/fernet_key 32
make /secrets/airflow/jwt_secret 48
make /secrets/airflow/api_secret_key 48

printf 'postgresql+psycopg2://airflow:%s@postgres/airflow' "$(cat /secrets/databases/airflow)" >/secrets/airflow/database
printf '{"admin": "%s"}' "$(cat /secrets/admin/password)" >/secrets/admin/passwords.json
echo "all secrets exist"
