#!/bin/bash
# Succeeds if the broker answers a Kafka request: ApiVersions, version 0, without a client id. The response has its size, the
# correlation id (1) and an error code, which must be 0. A broker answers it before a login.
. "$(dirname "$0")/connect.sh"
connect 29092
printf '\0\0\0\12\0\22\0\0\0\0\0\1\377\377' >&4
[ "$(head -c 10 <&3 | od -An -tx1 -j4 | tr -d ' \n')" = 000000010000 ]
