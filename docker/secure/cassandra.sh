#!/bin/bash
# The entry point of Cassandra: adds TLS, logins and rights to its configuration, which the image's variables cannot.
set -euo pipefail
yaml=/etc/cassandra/cassandra.yaml
# Without the sections of the image. The file cannot be replaced, only rewritten.
rest=$(awk '/^[^ #]/ { skip = /^(authenticator|authorizer|client_encryption_options):/ } !skip' $yaml)
cat >$yaml <<YAML
$rest
authenticator:
  class_name: PasswordAuthenticator
authorizer:
  class_name: CassandraAuthorizer
client_encryption_options:
  enabled: true
  optional: false
  require_client_auth: true
  ssl_context_factory:
    class_name: org.apache.cassandra.security.PEMBasedSslContextFactory
  keystore: /run/secrets/cassandra/node.pem
  truststore: /run/secrets/cassandra/ca.pem
YAML
exec docker-entrypoint.sh "$@"
