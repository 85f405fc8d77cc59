package io.userstream.pipelines.setup;

/** The mode of {@code setup}: change the servers, or print the changes. */
enum SetupMode {
  /** Changes the servers. */
  APPLY,
  /** Asks the servers and changes nothing. */
  DRY_RUN;

  static SetupMode dryRun(boolean dryRun) {
    return dryRun ? DRY_RUN : APPLY;
  }

  boolean changesServers() {
    return this == APPLY;
  }

  /** Returns how a change is printed: {@code created}, or {@code would be created}. */
  String past(String participle) {
    return changesServers() ? participle : "would be " + participle;
  }

  /** Returns how a change of Cassandra is printed, at the end of its line. */
  String statement(String cql) {
    return changesServers() ? "" : ": " + cql + ";";
  }
}
