#!/bin/bash
# http.sh PORT PATH TEXT: succeeds when this container's answer has the text. In bash, for not every image has curl.
set -uo pipefail
exec 3<>"/dev/tcp/localhost/$1" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
answer=$(tr -d '\r' <&3)
printf '%s\n' "$answer" | tail -n 3 # For docker inspect.
[[ $answer == *"$3"* ]]
