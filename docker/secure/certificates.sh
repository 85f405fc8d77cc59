#!/bin/bash
# Makes an authority, and the certificate, password and token of each server and user, if they do not exist yet. Certificates are
# renewed before they expire, and tokens are issued anew at each start. The volume "ca" keeps everything, and only this service
# mounts it. Each other volume gets what its services need, readable for their user only.
set -euo pipefail
umask 077
readonly DAYS=${CERTIFICATE_DAYS:-397} RENEW_DAYS=${CERTIFICATE_RENEW_DAYS:-60}
readonly COMMANDS="setup ingest publish store replay pause resume reconcile tail"
# The users of the images. Airflow's is in the group 0, so it shares files with Spark's.
readonly KAFKA=1000:1000 CASSANDRA=999:999 POSTGRES=999:999 REGISTRY=1001:0 SPARK=185:0 AIRFLOW=50000:0 NOBODY=65534:65534 GRAFANA=472:0
cd /secrets/ca

# give OWNER VOLUME/FILE: writes standard input. Atomic, and chmod comes first, because chown is this service's only right.
give() {
  cat >"/secrets/$2.new"
  chmod 0440 "/secrets/$2.new"
  [ "${1#*:}" = 0 ] || chmod 0400 "/secrets/$2.new" # Group 0 is the only one with other users.
  chown "$1" "/secrets/$2.new"
  mv -f "/secrets/$2.new" "/secrets/$2"
}

# keep FILE COMMAND...: stores the output of a command, unless the file exists.
keep() {
  local file=$1
  shift
  [ ! -s "$file" ] || return 0
  "$@" >"$file.new"
  mv "$file.new" "$file"
  echo "generated $file"
}

random() {
  head -c "$1" /dev/urandom | base64 -w 0 | tr '+/' '-_'
}

key() {
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256
}

authority() {
  openssl req -x509 -new -key ca.key -subj "/CN=userstream" -days 3650 -sha256 \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}

# certificate NAME [ADDRESSES]: issues NAME.crt for NAME.key, unless it is valid for some more time.
certificate() {
  local name=$1 addresses=${2:-}
  if [ -s "$name.crt" ] && openssl x509 -noout -checkend $((RENEW_DAYS * 86400)) -in "$name.crt" >/dev/null; then
    return
  fi
  key >"$name.key.new"
  openssl req -new -key "$name.key.new" -subj "/CN=$name" |
    openssl x509 -req -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -days "$DAYS" -sha256 -extfile <(
      printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth,clientAuth \
        ${addresses:+"subjectAltName=$addresses"}
    ) >"$name.crt.new" 2>/dev/null
  mv "$name.key.new" "$name.key"
  mv "$name.crt.new" "$name.crt"
  echo "issued the certificate of $name"
}

base64url() {
  base64 -w 0 | tr '+/' '-_' | tr -d =
}

# token USER ROLE: prints a token for the registry, signed with RS256.
token() {
  local now text
  now=$(date +%s)
  text=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url).$(
    printf '{"sub":"%s","upn":"%s","groups":["%s"],"iat":%d,"exp":%d}' "$1" "$1" "$2" "$now" $((now + DAYS * 86400)) | base64url
  )
  printf '%s.%s' "$text" "$(printf '%s' "$text" | openssl dgst -sha256 -sign token.key | base64url)"
}

# login USER PASSWORD: prints the value of sasl.jaas.config
login() {
  printf 'org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";' "$1" "$2"
}

keep ca.key key
keep ca.crt authority
keep token.key openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048
keep spark.secret random 32
keep status.token random 24
for user in admin registry $COMMANDS; do
  keep "$user.password" random 24
done

certificate kafka DNS:kafka,DNS:broker,DNS:kafka-2,DNS:kafka-3,DNS:localhost
certificate cassandra DNS:cassandra,DNS:localhost,IP:127.0.0.1
certificate postgres DNS:postgres,DNS:localhost,IP:127.0.0.1
certificate schema-registry DNS:schema-registry,DNS:localhost
certificate airflow-apiserver DNS:airflow-apiserver,DNS:localhost
certificate grafana DNS:grafana,DNS:localhost
certificate admin
for user in $COMMANDS; do
  certificate "$user" "$([ "$user" != store ] || echo DNS:store,DNS:localhost)" # The store's is also that of its status page.
done

# Kafka's nodes, and the administrator that creates the accounts.
cat kafka.crt kafka.key | give $KAFKA kafka/node.pem
give $KAFKA kafka/ca.pem <ca.crt
cat admin.crt admin.key | give $KAFKA kafka-accounts/admin.pem
give $KAFKA kafka-accounts/ca.pem <ca.crt
give $KAFKA kafka-accounts/admin.properties <<'PROPERTIES'
security.protocol=SSL
ssl.truststore.type=PEM
ssl.truststore.location=/run/secrets/kafka-accounts/ca.pem
ssl.keystore.type=PEM
ssl.keystore.location=/run/secrets/kafka-accounts/admin.pem
PROPERTIES
for user in registry $COMMANDS; do
  printf 'SCRAM-SHA-512=iterations=4096,password=%s\n' "$(cat "$user.password")" | give $KAFKA "kafka-accounts/$user.scram"
done

cat cassandra.crt cassandra.key | give $CASSANDRA cassandra/node.pem
give $CASSANDRA cassandra/ca.pem <ca.crt
give $CASSANDRA cassandra-accounts/ca.pem <ca.crt
give $CASSANDRA cassandra-accounts/admin.crt <admin.crt
give $CASSANDRA cassandra-accounts/admin.key <admin.key
for user in admin setup store replay reconcile; do
  give $CASSANDRA "cassandra-accounts/$user.password" <"$user.password"
done
printf '[plain_text_auth]\nusername = admin\npassword = %s\n' "$(cat admin.password)" |
  give $CASSANDRA cassandra-accounts/credentials

give $POSTGRES postgres-tls/server.crt <postgres.crt
give $POSTGRES postgres-tls/server.key <postgres.key
give $POSTGRES postgres-tls/ca.pem <ca.crt
for user in setup ingest publish reconcile; do
  give $POSTGRES "databases/$user" <"$user.password"
done

give $REGISTRY registry/server.crt <schema-registry.crt
give $REGISTRY registry/server.key <schema-registry.key
give $REGISTRY registry/ca.pem <ca.crt
give $REGISTRY registry/registry.properties <<PROPERTIES
apicurio.kafka.common.security.protocol=SASL_SSL
apicurio.kafka.common.sasl.mechanism=SCRAM-SHA-512
apicurio.kafka.common.sasl.jaas.config=$(login registry "$(cat registry.password)")
apicurio.kafka.common.ssl.truststore.type=PEM
apicurio.kafka.common.ssl.truststore.location=/run/secrets/registry/ca.pem
apicurio.kafka.common.ssl.endpoint.identification.algorithm=https
# There is no identity provider. The registry requires the address of one, which Quarkus then prefers to a key. So the key belongs
# to a second tenant, which has every path.
quarkus.oidc.tenant-enabled=true
quarkus.oidc.auth-server-url=https://localhost
quarkus.oidc.discovery-enabled=false
quarkus.oidc.jwks-path=none
quarkus.oidc.jwks.resolve-early=false
quarkus.oidc.keys.public-key=$(openssl pkey -in token.key -pubout -outform DER | base64 -w 0)
quarkus.oidc.keys.roles.role-claim-path=groups
quarkus.oidc.keys.tenant-paths=/*
PROPERTIES

# The users of the commands have the same password on every server.
for user in $COMMANDS; do
  cat "$user.crt" "$user.key" | give $SPARK "$user/key.pem"
  give $SPARK "$user/ca.pem" <ca.crt
  give $SPARK "$user/password" <"$user.password"
  token "$user" "$([ "$user" = setup ] && echo sr-developer || echo sr-readonly)" | give $SPARK "$user/registry.token"
  # The jobs resolve this reference.
  printf 'sasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=%s\n' "$(login "$user" "\${file:/run/secrets/$user/password}")" |
    give $SPARK "$user/kafka.properties"
done
give $SPARK store/status.token <status.token
give $NOBODY prometheus/status.token <status.token
give $NOBODY prometheus/ca.pem <ca.crt

give $SPARK spark/spark-defaults.conf <<CONF
spark.driver.bindAddress 0.0.0.0
spark.authenticate true
spark.authenticate.secret $(cat spark.secret)
spark.network.crypto.enabled true
spark.io.encryption.enabled true
spark.ui.enabled false
CONF

give $AIRFLOW airflow/ca.pem <ca.crt
give $AIRFLOW admin/server.crt <airflow-apiserver.crt
give $AIRFLOW admin/server.key <airflow-apiserver.key
give $GRAFANA grafana/server.crt <grafana.crt
give $GRAFANA grafana/server.key <grafana.key
give $GRAFANA grafana/ca.pem <ca.crt
echo "all certificates exist"
