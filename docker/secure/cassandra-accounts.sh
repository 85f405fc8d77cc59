#!/bin/bash
# Creates the roles of Cassandra and their rights, at each start, and locks the default superuser. Statements with passwords come
# from standard input, so no process list shows them.
set -euo pipefail
secrets=/run/secrets/cassandra-accounts

password() {
  cat "$secrets/$1.password"
}

# A new node creates its default superuser some seconds after its start.
until problem=$(cqlsh -e 'LIST ROLES' 2>&1); do
  printf "CREATE ROLE IF NOT EXISTS admin WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '%s';" "$(password admin)" |
    cqlsh -u cassandra -p cassandra >/dev/null 2>&1 ||
    { [ $SECONDS -lt 120 ] || { echo "$problem" >&2 && exit 1; }; sleep 2; }
done

{
  echo "ALTER ROLE cassandra WITH SUPERUSER = false AND LOGIN = false;"
  # Rights can be granted only on a keyspace that exists. The definition is that of "userstream setup".
  for user in setup store replay redrive erase reconcile; do
    echo "CREATE ROLE IF NOT EXISTS $user;"
    echo "ALTER ROLE $user WITH LOGIN = true AND PASSWORD = '$(password $user)';"
  done
  echo "CREATE KEYSPACE IF NOT EXISTS spark_streams WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};"
  echo "GRANT CREATE ON ALL KEYSPACES TO setup;"
  for user in store replay redrive erase; do
    echo "GRANT SELECT ON KEYSPACE spark_streams TO $user;"
    echo "GRANT MODIFY ON KEYSPACE spark_streams TO $user;"
  done
  echo "GRANT SELECT ON KEYSPACE spark_streams TO reconcile;"
} | cqlsh
echo "the roles and their rights exist, and the default superuser is locked"
