# Shortens Maven's output: a line for each module's unit tests and for each integration test class, and every failure whole.
function line(name, counts) {
  printf "%-40s %s\n", name, counts
  fflush()
}
function isUnits(goal) {
  return goal == "default-test" || goal == "other-locale"
}
function counts(text,    part) {
  sub(/.*Tests run: /, "", text)
  split(text, part, /[^0-9.]+/)
  failed += part[2] + part[3]
  return sprintf("%4d tests%s%s", part[1], part[2] + part[3] ? ", " part[2] + part[3] " failed" : "", part[4] ? ", " part[4] " skipped" : "")
}
/^\[INFO\] Building Userstream: / { module = $0; sub(/.*Userstream: /, "", module); sub(/ [0-9][^ ]*( .*)?$/, "", module) }
/^\[INFO\] --- .*(surefire|failsafe).*:(test|integration-test) / { goal = $0; sub(/.*\(/, "", goal); sub(/\).*/, "", goal) }
# A method that failed, with its stack trace; Maven lists all of them again at the end, which would be twice.
/ <<< (FAILURE|ERROR)!$/ && !/Tests run:/ { failure = 1; failures[++n] = $2; print; fflush(); next }
/^\[(INFO|WARNING)\]|^\[ERROR\] Tests run:/ { failure = 0 }
# Its message stands again behind its name in the last lines, which may be all that a reader sees.
failure && /^\tat / { failure = 2 }
failure == 1 && length(reasons[n]) < 500 { reasons[n] = reasons[n] " " $0 }
failure && (!/^\tat / || /io\.userstream/) { print; fflush() }
failure { next }
/Tests run: .*Time elapsed:.* -- in / && !isUnits(goal) {
  time = $0; sub(/.*Time elapsed: /, "", time); sub(/ s.*/, "", time)
  name = $NF; sub(/.*\./, "", name)
  line("  " name, counts($0) sprintf("  %6.0f s", time))
  next
}
/Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ && isUnits(goal) { line(module (goal == "default-test" ? "" : ", " goal), counts($0)) }
/^\[INFO\] --- .*failsafe.*:integration-test / { line(module ", integration tests (" goal ")", "") }
# What is wrong with the build itself: the form, the compiler, a plugin.
/^\[ERROR\] (COMPILATION|.*\.java:\[|Failed to execute goal)/ { printed = 1; print; fflush() }
/^\[INFO\] Total time:/ { print $0; fflush() }
/^\[ERROR\]/ { error[++errors] = $0 }
END {
  # Nothing above explains the failure, as with a POM that Maven cannot read.
  if (errors && !n && !printed) for (i = 1; i <= errors; i++) print error[i]
  for (i = 1; i <= n; i++) print "FAILED: " failures[i] (reasons[i] ? ":" : "") substr(reasons[i], 1, 500)
}
