# connect PORT: opens a connection to this container, read at descriptor 3 and written at 4. With TLS if HEALTH_CA names the
# authority, and with the certificate and key in the file HEALTH_KEY.
connect() {
  if [ -z "${HEALTH_CA:-}" ]; then
    exec 3<>"/dev/tcp/localhost/$1" 4>&3 || exit 1
    return
  fi
  local own=()
  [ -z "${HEALTH_KEY:-}" ] || own=(-cert "$HEALTH_KEY" -key "$HEALTH_KEY")
  coproc openssl s_client -quiet -connect "localhost:$1" -CAfile "$HEALTH_CA" -verify_return_error -verify_hostname localhost \
    "${own[@]}" 2>/dev/null
  # shellcheck disable=SC2064 # the process of now
  trap "kill $COPROC_PID 2>/dev/null" EXIT
  exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
}
