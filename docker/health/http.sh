#!/bin/bash
# http.sh PORT PATH TEXT: prints this container's response and succeeds if it contains the text. Not every image has curl.
set -uo pipefail
exec 3<>"/dev/tcp/localhost/$1" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
answer=$(tr -d '\r' <&3)
printf '%s\n' "$answer"
[[ $answer == *"$3"* ]]
