#!/bin/bash
# Succeeds if the server answers OPTIONS (opcode 5) with SUPPORTED (6), in version 4 of CQL's binary protocol.
. "$(dirname "$0")/connect.sh"
connect 9042
printf '\4\0\0\0\5\0\0\0\0' >&4
[ "$(head -c 5 <&3 | od -An -tx1 | tr -d ' \n')" = 8400000006 ]
