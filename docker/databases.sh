#!/bin/bash
# Creates the two databases and their roles, at each start. The image reads its init folder only if the volume is empty, so an
# interrupted first start would leave the server without them forever.
set -euo pipefail
export PGHOST=${PGHOST:-postgres} PGUSER=postgres PGDATABASE=postgres PGOPTIONS='-c client_min_messages=warning'
PGPASSWORD=$(cat /run/secrets/postgres/superuser)
export PGPASSWORD

# database NAME PASSWORD_FILE: creates a role and a database of the same name, which only this role may use.
database() {
  psql -q -v ON_ERROR_STOP=1 -v name="$1" -v file="$2" <<'SQL'
\set password `cat :'file'`
SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'name', :'password') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'name') \gexec
SQL
  echo "database $1 exists"
}

database airflow /run/secrets/databases/airflow
database userstream /run/secrets/raw/password

# Only in a secured cluster: each command has a user of its own, with the rights of docs/operations.md.
[ -s /run/secrets/databases/setup ] || exit 0
for user in setup ingest publish redrive erase reconcile; do
  psql -q -v ON_ERROR_STOP=1 -v name="$user" -v file="/run/secrets/databases/$user" <<'SQL'
\set password `cat :'file'`
SELECT format('CREATE ROLE %I LOGIN', :'name') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', :'name', :'password') \gexec
SQL
done
PGDATABASE=userstream psql -q -v ON_ERROR_STOP=1 <<'SQL'
ALTER ROLE userstream NOLOGIN;
REASSIGN OWNED BY userstream TO setup;
GRANT CONNECT ON DATABASE userstream TO ingest, publish, redrive, erase, reconcile;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO ingest, publish, redrive, erase;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reconcile;
ALTER DEFAULT PRIVILEGES FOR ROLE setup GRANT SELECT, INSERT, UPDATE ON TABLES TO ingest, publish, redrive, erase;
ALTER DEFAULT PRIVILEGES FOR ROLE setup GRANT SELECT ON TABLES TO reconcile;
SQL
echo "the users of the commands exist"
