#!/bin/bash
# Creates the users of Kafka and their rights, at each start, as the administrator.
# The rights are those of docs/operations.md. Passwords come from files, so no process list shows them.
set -euo pipefail
# These tools run for seconds, so most of their CPU time is spent on compiling.
export KAFKA_HEAP_OPTS=-Xmx128m KAFKA_JVM_PERFORMANCE_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
secrets=/run/secrets/kafka-accounts

# tool NAME OPTION...
tool() {
  local name=$1 output
  shift
  output=$("/opt/kafka/bin/$name.sh" --bootstrap-server kafka:29091 --command-config "$secrets/admin.properties" "$@" 2>&1) ||
    { echo "$output" && exit 1; }
}

# allow USERS OPTION...
allow() {
  local users=() user
  for user in $1; do
    users+=(--allow-principal "User:$user")
  done
  shift
  tool kafka-acls --add "${users[@]}" "$@"
}

users() {
  local user
  for user in registry setup ingest publish store replay pause resume reconcile tail; do
    tool kafka-configs --alter --entity-type users --entity-name "$user" --add-config-file "$secrets/$user.scram"
  done
  echo "the users exist"
}

rights() {
  local topic=users_created dead=users_created.dlq group=userstream-store
  allow registry --operation All --resource-pattern-type prefixed --topic kafkasql- --topic registry- --group apicurio-
  allow setup --operation Describe --operation DescribeConfigs --operation Create --topic $topic --topic $dead
  allow "ingest publish" --operation Write --topic $topic
  allow "ingest publish store replay" --operation Read --operation Write --topic $dead
  allow "store replay reconcile" --operation Read --operation DescribeConfigs --topic $topic
  allow "reconcile tail" --operation Read --topic $dead
  allow "pause resume tail" --operation Read --topic $topic
  allow store --operation Read --group $group
  allow replay --operation Read --operation Delete --resource-pattern-type prefixed --group $group-replay-
  allow "store pause resume" --operation Read --resource-pattern-type prefixed --group $group-control
  allow "pause resume reconcile" --operation Describe --group $group
  echo "the rights exist"
}

# Each call starts a JVM, which leaves the second core idle.
users &
users=$!
rights
wait $users
