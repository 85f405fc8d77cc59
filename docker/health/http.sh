#!/bin/bash
# http.sh PORT PATH TEXT: prints this container's response and succeeds if it contains the text. Not every image has curl.
# The file HEALTH_TOKEN contains the token, if there is one.
set -uo pipefail
. "$(dirname "$0")/connect.sh"
connect "$1"
login=
[ -z "${HEALTH_TOKEN:-}" ] || login="Authorization: Bearer $(cat "$HEALTH_TOKEN")"$'\r\n'
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n%s\r\n' "$2" "$login" >&4
answer=$(tr -d '\r' <&3)
printf '%s\n' "$answer"
[[ $answer == *"$3"* ]]
