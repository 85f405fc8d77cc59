#!/bin/bash
# Succeeds when the server answers a request of CQL's binary protocol, version 4: OPTIONS (5) by SUPPORTED (6).
exec 3<>/dev/tcp/localhost/9042 || exit 1
printf '\4\0\0\0\5\0\0\0\0' >&3
[ "$(head -c 5 <&3 | od -An -tx1 | tr -d ' \n')" = 8400000006 ]
