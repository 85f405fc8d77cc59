#!/bin/bash
# Makes each secret that is not there yet, a file each, in the folders of those who may read them. So nothing
# secret stands in a file of the project, and nobody has to think of passwords before the first start.
set -euo pipefail
umask 022 # Each volume is mounted only where it is needed; who reads it there has a uid of its own.

# make FILE BYTES: random bytes in URL-safe base64, without a line end.
make() {
  [ -s "$1" ] && return
  head -c "$2" /dev/urandom | base64 -w 0 | tr '+/' '-_' >"$1.new"
  mv "$1.new" "$1" # At once: one that was cut off is not taken for a secret.
  echo "made ${1#/secrets/}"
}

make /secrets/postgres/superuser 24
make /secrets/postgres/airflow 24
make /secrets/raw/password 24
make /secrets/airflow/admin 12
make /secrets/airflow/fernet_key 32
make /secrets/airflow/jwt_secret 48
make /secrets/airflow/api_secret_key 48

printf 'postgresql+psycopg2://airflow:%s@postgres/airflow' "$(cat /secrets/postgres/airflow)" >/secrets/airflow/database
printf '{"admin": "%s"}' "$(cat /secrets/airflow/admin)" >/secrets/airflow/passwords.json
echo "the secrets are there"
