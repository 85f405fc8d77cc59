#!/bin/bash
# The two databases and their roles. Not in the image's init folder, which counts only for an empty volume:
# this may be cut off, comes again at each start, and mends what is not as it should be.
set -euo pipefail
export PGHOST=postgres PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c client_min_messages=warning'
PGPASSWORD=$(cat /run/secrets/postgres/superuser)
export PGPASSWORD

# database NAME PASSWORD_FILE: a role that owns a database of its name, and may enter no other.
database() {
  psql -q -v ON_ERROR_STOP=1 -v name="$1" -v file="$2" <<'SQL'
\set password `cat :'file'`
SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'name', :'password') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'name') \gexec
SQL
  echo "the database $1 is there"
}

database airflow /run/secrets/postgres/airflow
database userstream /run/secrets/raw/password
