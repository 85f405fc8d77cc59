# The doors of a secured cluster: attempts to use each server without TLS, without a login, or with another user's rights. Each must
# be refused with a message that names the reason.

# closed NAME TEXT COMMAND...: adds one to open_doors unless the command prints the text of a refusal.
closed() {
  local name=$1 text=$2 output
  shift 2
  output=$("$@" 2>&1)
  if [[ $output == *"$text"* ]]; then
    echo "figure: closed: $name ($text)"
  else
    echo "open: $name: expected \"$text\", but was: $(tail -n 5 <<<"$output")"
    open_doors=$((open_doors + 1))
  fi
}

# with VARIABLES COMMAND...: runs a command of userstream in the container "jobs" with other variables.
with() {
  local settings=() setting
  for setting in $1; do
    settings+=(--env "$setting")
  done
  shift
  docker compose exec -T "${settings[@]}" jobs userstream "$@"
}

# Sends an OPTIONS request of CQL, which a server answers with SUPPORTED (6).
cassandra_options() {
  docker compose exec -T jobs bash -c "exec 3<>/dev/tcp/cassandra/9042; printf '\4\0\0\0\5\0\0\0\0' >&3
    [[ \$(timeout 5 head -c 5 <&3 | od -An -tx1 | tr -d ' \n') != 8400000006 ]] && echo 'no response'"
}

# postgres_over_network USER
postgres_over_network() {
  docker compose exec -T -e PGPASSWORD=wrong postgres psql "host=postgres user=$1 dbname=userstream sslmode=disable" -c 'SELECT 1'
}

cqlsh_as_default_user() {
  docker compose run --rm -T --no-deps cassandra-accounts cqlsh -u cassandra -p cassandra -e 'LIST ROLES' </dev/null
}

# Submits a job without the secret of the cluster.
spark_without_secret() {
  docker compose exec -T -e SPARK_CONF_DIR=/opt/spark/conf jobs timeout 120 userstream reconcile --executorTimeout=10s
}

status_of() {
  client -sS -o /dev/null -w 'status %{http_code}' "$@"
}

doors_are_closed() {
  open_doors=0
  local other=/run/secrets/ingest
  closed "Kafka without TLS" "It uses TLS on this port" \
    with "USERSTREAM_KAFKA_CONFIG= USERSTREAM_KAFKA_TLS_TRUST=" tail --connectTimeout=30s
  closed "Kafka without a login" "It requires a login" with "USERSTREAM_KAFKA_CONFIG=" tail --connectTimeout=30s
  closed "Kafka without the right" "denies" with "USERSTREAM_KAFKA_CONFIG=$other/kafka.properties" tail --connectTimeout=30s
  closed "Cassandra without TLS" "no response" cassandra_options
  closed "Cassandra as its default user" "cassandra is not permitted to log in" cqlsh_as_default_user
  closed "PostgreSQL without TLS" "no encryption" postgres_over_network setup
  closed "PostgreSQL as superuser" "no pg_hba.conf entry" postgres_over_network postgres
  closed "the registry without TLS" "Empty reply" curl -sS http://localhost:8081/apis/ccompat/v7/subjects
  closed "the registry without a token" "status 401" status_of https://localhost:8081/apis/ccompat/v7/subjects
  closed "the registry with the right to read" "status 403" status_of -H "$(registry_token tail)" \
    -H 'Content-Type: application/json' -d '{"schema": "\"string\""}' https://localhost:8081/apis/ccompat/v7/subjects/burglars-value/versions
  closed "the status page without TLS" "Empty reply" curl -sS http://localhost:8090/metrics
  closed "the status page without a token" "status 401" status_of https://localhost:8090/metrics
  closed "Airflow without a login" "status 401" status_of https://localhost:8080/api/v2/dags
  closed "Spark without the secret" "your client does not have SASL enabled" spark_without_secret
  [ $open_doors = 0 ]
}

registry_token() {
  printf 'Authorization: Bearer %s' "$(docker compose exec -T jobs cat "/run/secrets/$1/registry.token")"
}
