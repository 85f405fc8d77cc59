# The checks of tests/compose/run. Each function succeeds, or prints the problem and fails.

configuration_is_whole() {
  docker compose --profile '*' config --quiet || return 1
  whole -f docker-compose.yml && whole -f docker-compose.yml -f docker/secure.yml
}

whole() {
  local config
  config=$(docker compose "$@" --profile '*' config --format json) || return 1
  python3 - "$config" <<'PY'
import json, sys

config, problems = json.loads(sys.argv[1]), []
ours = {"userstream:latest", "userstream-airflow:latest"}
once = {"secrets", "databases", "setup", "check", "airflow-init", "certificates", "kafka-accounts", "cassandra-accounts"}
for name, service in config["services"].items():
    tag = service["image"].rsplit(":", 1)[-1]
    if service["image"] not in ours and (":" not in service["image"] or tag == "latest"):
        problems.append(f"{name}: its image has no fixed tag")
    if not service.get("mem_limit"):
        problems.append(f"{name}: has no memory limit")
    if name not in once and service.get("restart") != "unless-stopped":
        problems.append(f"{name}: has no restart policy")
    if name not in once and "healthcheck" not in service:
        problems.append(f"{name}: has no health check")
    for variable, value in (service.get("environment") or {}).items():
        if "PASSWORD" in variable and value and not value.startswith(("file:", "/run/secrets/", "/opt/")):
            problems.append(f"{name}: a secret in {variable}")
if "broker" not in (config["services"]["kafka"]["networks"]["data"] or {}).get("aliases", []):
    problems.append("kafka: has no alias broker")
print("\n".join(problems))
sys.exit(bool(problems))
PY
}

configuration_is_confined() {
  env -u USERSTREAM_BIND docker compose -f docker-compose.yml --profile '*' config --format json | python3 tests/compose/confined.py &&
    env -u USERSTREAM_BIND docker compose -f docker-compose.yml -f docker/secure.yml --profile '*' config --format json |
    python3 tests/compose/confined.py --secure
}

# Looks at the processes themselves, since an image can have another user than its name suggests.
processes_are_confined() {
  local service pid problems=0 status uid
  for service in $(docker compose ps --services); do
    pid=$(docker inspect -f '{{.State.Pid}}' "$(docker compose ps -q "$service" | head -n 1)")
    status=$(cat "/proc/$pid/status") || return 1
    uid=$(awk '$1 == "Uid:" { print $3 }' <<<"$status")
    [ "$uid" != 0 ] || { echo "$service: runs as root"; problems=1; }
    grep -q '^CapBnd:[[:space:]]*0*$' <<<"$status" || { echo "$service: has capabilities"; problems=1; }
    grep -q '^NoNewPrivs:[[:space:]]*1$' <<<"$status" || { echo "$service: can gain privileges"; problems=1; }
  done
  return $problems
}

# reaches SERVICE HOST PORT
reaches() {
  docker compose exec -T "$1" timeout 5 bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null
}

networks_are_separate() {
  local server problems=0
  # The rule lets through what is needed, so a refusal below is not that of a broken network.
  reaches airflow-apiserver postgres 5432 || { echo "airflow-apiserver does not reach PostgreSQL"; problems=1; }
  reaches store kafka 29092 || { echo "store does not reach Kafka"; problems=1; }
  for server in "kafka 29092" "cassandra 9042" "schema-registry 8080" "spark-master 7077" "store 8090"; do
    # shellcheck disable=SC2086 # host and port
    reaches airflow-apiserver $server && { echo "airflow-apiserver reaches $server"; problems=1; }
  done
  reaches store airflow-apiserver 8080 && { echo "store reaches Airflow"; problems=1; }
  return $problems
}

# Runs the image's build command outside Docker, because not every base image can install what Maven needs.
jar_builds_from_context() {
  local context container
  context=$(mktemp -d)
  docker compose --progress=quiet build context || return 1
  container=$(docker create userstream-context none) && docker cp -q "$container:/src/." "$context" || return 1
  docker rm "$container" >/dev/null && docker rmi userstream-context >/dev/null
  rm -rf "$context/pipelines/target" # The context may contain an older jar.
  (cd "$context" && eval "$(sed -n 's/.*\(mvn .* package\) .*/\1/p' docker/Dockerfile)" && ls pipelines/target/userstream.jar)
  local status=$?
  rm -rf "$context"
  return $status
}

# refuses TEXT COMMAND...: succeeds if the command fails and prints the text.
refuses() {
  local text=$1 output
  shift
  output=$("$@" 2>&1) && echo "did not refuse: $*" && return 1
  [[ $output == *"$text"* ]] || { echo "expected: $text"; echo "but was: $output"; return 1; }
}

refusals() {
  local folder holder status=0
  folder=$(mktemp -d)
  for tool in bash sh dirname pwd cat sed awk sort head tr printf; do ln -s "$(command -v $tool)" "$folder/"; done
  refuses "Docker is required" env PATH="$folder" ./userstream up || return 1
  rm -r "$folder"
  refuses "Docker did not respond" env DOCKER_HOST=unix:///nowhere.sock ./userstream up || return 1
  # A fake docker that reports a small machine and an old Compose.
  folder=$(mktemp -d)
  cat >"$folder/docker" <<DOCKER
#!/bin/sh
[ "\$*" != "info --format {{.MemTotal}}" ] || exec echo 4123456789
[ "\$*" != "compose version --short" ] || exec echo "\${COMPOSE_VERSION:-2.40.3}"
exec $(command -v docker) "\$@"
DOCKER
  chmod +x "$folder/docker"
  refuses "Docker has 3 GiB of memory, but the cluster needs 7" env PATH="$folder:$PATH" ./userstream up || status=1
  refuses "2.21.0 or newer is required, but this is 2.3.3" env PATH="$folder:$PATH" COMPOSE_VERSION=v2.3.3 ./userstream up || status=1
  rm -r "$folder"
  python3 -c 'import signal, socket; server = socket.create_server(("127.0.0.1", 9042)); signal.pause()' &
  holder=$!
  until_ok 10 bash -c 'exec 3<>/dev/tcp/127.0.0.1/9042' >/dev/null
  refuses "port 9042 of cassandra is in use by python3 (process $holder)" ./userstream up || status=1
  kill $holder
  return $status
}

up_from_nothing() {
  # Building the images is not part of the measured time.
  docker compose build || return 1
  local start=$SECONDS
  # shellcheck disable=SC2086 # no argument, or one
  ./userstream up $secure || return 1
  echo "figure: healthy after $((SECONDS - start)) s"
}

# client OPTION...: curl that trusts the authority of a secured cluster
client() {
  if [ -n "$secure" ]; then
    curl --cacert <(docker compose exec -T store cat /run/secrets/store/ca.pem) "$@"
  else
    curl "$@"
  fi
}

# airflow METHOD PATH [BODY]: sends a request to Airflow's REST API as admin.
airflow() {
  local url=http://localhost:8080 password token
  [ -z "$secure" ] || url=https://localhost:8080
  password=$(docker compose exec -T airflow-apiserver cat /run/secrets/admin/password) || return 1
  token=$(client -fsS -H 'Content-Type: application/json' -d "{\"username\": \"admin\", \"password\": \"$password\"}" \
    "$url/auth/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/') || return 1
  client -fsS -X "$1" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' ${3:+-d "$3"} "$url/api/v2/$2"
}

# dag_brings_users RUN: triggers a run and waits until it succeeds.
dag_brings_users() {
  until_ok 120 airflow GET dags/user_automation >/dev/null || return 1
  airflow PATCH 'dags/user_automation?update_mask=is_paused' '{"is_paused": false}' >/dev/null || return 1
  airflow POST dags/user_automation/dagRuns \
    "{\"dag_run_id\": \"$1\", \"logical_date\": null, \"run_after\": \"${DAY}T00:00:00Z\"}" >/dev/null || return 1
  until_ok 600 dag_run_ended "$1" >/dev/null
  airflow GET "dags/user_automation/dagRuns/$1" | grep '"state":"success"' >/dev/null ||
    { airflow GET "dags/user_automation/dagRuns/$1/taskInstances"; docker compose logs --tail 60 airflow-scheduler; return 1; }
}

dag_run_ended() {
  airflow GET "dags/user_automation/dagRuns/$1" | grep -E '"state":"(success|failed)"'
}

cql() {
  if [ -n "$secure" ]; then
    docker compose run --rm -T --no-deps cassandra-accounts cqlsh -e "$1" </dev/null
  else
    docker compose exec -T cassandra cqlsh -e "$1"
  fi
}

rows_are() {
  local count
  # The scheduled first run ingests the users of its own day, in addition to those of the triggered run.
  count=$(cql "SELECT count(*) FROM spark_streams.created_users WHERE seed = '$DAY' ALLOW FILTERING" | grep -oE '^ *[0-9]+' | tr -d ' ')
  [ "$count" = "$1" ] || { echo "rows: $count"; return 1; }
}

# From another container, so the name is resolved by Docker's DNS.
kafka_answers_as_broker() {
  docker compose exec -T "$jobs" userstream tail --bootstrapServers=broker:29092 | grep -c '"id"'
}

raw_users_are() {
  local count
  count=$(docker compose exec -T postgres psql -U "$owner" -Atc "SELECT count(*) FROM raw_users WHERE seed = '$DAY' AND published_at IS NOT NULL" userstream)
  [ "$count" = "$1" ] || { echo "rows: $count"; return 1; }
}

replayed() {
  docker compose exec -T "$jobs" userstream replay | grep "^replayed: .* lag=0" && reconciled
}

reconciled() {
  docker compose exec -T "$jobs" userstream reconcile
}

# The DAG's scheduled first run may be in progress, so wait for its users.
status_shows_it() {
  until_ok 180 status_is_settled
}

status_is_settled() {
  local output
  output=$(./userstream status) || return 1
  echo "$output"
  [[ $output == *"lag                  0 records"* && $output == *"last reconciliation  20"*"differences=0"* ]]
}

# The commands of docs/cluster.md, one per line, except those that start and stop the cluster. Those of a secured cluster are in a
# section of their own.
recipes() {
  awk -v secure="$secure" '/^## / { ours = ($0 == "## Encryption and logins") == (secure != "") } !ours { next }
    /^```sh/ { code = 1; next } /^```/ { code = 0 } code' docs/cluster.md |
    sed 's/  *# .*//' | grep -vE '^$|userstream (up|down)|--follow'
}

pages_answer() {
  local page
  if [ -n "$secure" ]; then
    for page in / /metrics /readyz; do
      client -fsS -o /dev/null -H "Authorization: Bearer $(docker compose exec -T store cat /run/secrets/store/status.token)" \
        "https://localhost:8090$page" || { echo "$page"; return 1; }
    done
    client -fsS -H "Authorization: Bearer $(docker compose exec -T jobs cat /run/secrets/tail/registry.token)" \
      https://localhost:8081/apis/ccompat/v7/subjects | grep users_created-value
    return
  fi
  for page in 8080/ 8090/ 8090/metrics 8090/readyz 9090/ 8081/apis/ccompat/v7/subjects; do
    curl -fsS -o /dev/null "http://localhost:$page" || { echo "$page"; return 1; }
  done
  curl -fsS http://localhost:8081/apis/ccompat/v7/subjects | grep users_created-value
}

prometheus_sees_store() {
  docker compose up -d --no-deps prometheus || return 1
  until_ok 60 prometheus_has 'up{job="store"} == 1' || return 1
  until_ok 60 prometheus_has 'userstream_last_commit_timestamp_seconds > 0' || return 1
  # Every rule must have been evaluated, and none may fire.
  local rules
  rules=$(until_ok 60 prometheus_rules) || { echo "$rules"; return 1; }
  [[ $rules != *'"state":"firing"'* ]] || { echo "$rules"; return 1; }
}

# prometheus PATH: asks it from inside, because a secured cluster does not publish its port
prometheus() {
  docker compose exec -T prometheus wget -q -O - "http://127.0.0.1:9090/api/v1/$1"
}

prometheus_has() {
  prometheus "query?query=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$1")" | grep '"result":\[{'
}

prometheus_rules() {
  local rules
  rules=$(prometheus rules) || return 1
  echo "$rules"
  [[ $rules == *'"health":"ok"'* && $rules != *'"health":"unknown"'* && $rules != *'"health":"err"'* ]]
}

image_is_small() {
  local spark ours
  spark=$(sed -n 's/^ARG SPARK_IMAGE=//p' docker/Dockerfile)
  ours=$(($(docker image inspect -f '{{.Size}}' userstream:latest) - $(docker image inspect -f '{{.Size}}' "$spark")))
  echo "figure: $((ours / 1000000)) MB"
  [ $ours -lt 120000000 ]
}

idle_memory() {
  docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' $(docker compose ps -q) | sort |
    awk '{ print "figure: " $0; n = $2 + 0; sum += $2 ~ /GiB/ ? n * 1024 : $2 ~ /MiB/ ? n : n / 1024 }
      END { printf "figure: %d MiB in total\n", sum; exit sum >= 8e9 / 1024 / 1024 }'
}

healthy() {
  [ "$(docker inspect -f '{{.State.Health.Status}}' "$1")" = healthy ]
}

# survives_kill SERVICE: kills its process from outside, like a crash, and checks that it restarts and no user is lost.
survives_kill() {
  local id pid
  id=$(docker compose ps -q "$1" | head -n 1)
  pid=$(docker inspect -f '{{.State.Pid}}' "$id")
  # Users are in flight while the service is killed.
  docker compose exec -T "$jobs" userstream ingest --seed="kill-$1" --users=500 >/dev/null 2>&1 &
  local ingest=$!
  kill -9 "$pid" || return 1
  wait $ingest
  until_ok 30 started_again "$id" "$pid" || return 1
  until_ok 300 healthy "$id" || { docker compose logs --tail 40 "$1"; return 1; }
  until_ok 120 healthy "$(docker compose ps -q store)" || { docker compose logs --tail 40 store; return 1; }
  docker compose exec -T "$jobs" userstream ingest --seed="kill-$1" --users=500 || return 1
  reconciled || return 1
  local count
  count=$(cql "SELECT count(*) FROM spark_streams.created_users WHERE seed = 'kill-$1' ALLOW FILTERING" | grep -oE '^ *[0-9]+' | tr -d ' ')
  [ "$count" = 500 ] || { echo "rows: $count"; return 1; }
}

started_again() {
  local pid
  pid=$(docker inspect -f '{{.State.Pid}}' "$1")
  [ "$pid" != 0 ] && [ "$pid" != "$2" ]
}

down_keeps_data() {
  ./userstream down && [ -z "$(docker compose ps -q)" ]
}

down_and_up() {
  down_keeps_data && ./userstream up && rows_are "$USERSTREAM_USERS" && reconciled
}

up_on_half() {
  docker compose stop store kafka airflow-scheduler && ./userstream up && reconciled
}

topics() {
  if [ -n "$secure" ]; then
    docker compose run --rm -T --no-deps kafka-accounts /opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka:29091 \
      --command-config /run/secrets/kafka-accounts/admin.properties "$@" </dev/null
  else
    docker compose exec -T kafka /opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka:29092 "$@"
  fi
}

up_ha() {
  docker compose --profile '*' down --volumes
  # shellcheck disable=SC2086 # no argument, or one
  ./userstream up --ha $secure || return 1
  topics --describe --topic users_created |
    grep 'ReplicationFactor: 3.*min.insync.replicas=2'
}
