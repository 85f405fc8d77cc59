package io.userstream.tests.docs;

import java.util.Map;
import java.util.TreeMap;

/** The commands of the pages of {@link WorkedExamplesIT} that it does not run. */
final class NotRun {
  private static final String STATUS = "StatusIT and IngestStatusIT read the status of jobs";

  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.of(
              "spark-submit --master spark://host:7077 pipelines/target/userstream.jar check"
                  + " --for=store --bootstrapServers=host:9092 --cassandraHosts=host",
              "needs a Spark cluster; CheckIT checks on one",
              "./userstream store --statusAddress=8090",
              STATUS,
              "./userstream ingest --statusAddress=8091",
              STATUS,
              "curl -s localhost:8090/readyz",
              STATUS,
              "./userstream store --logFormat=json",
              "JsonLogIT reads this log",
              "jq select(.outcome)",
              "is no command of the project"));

  private NotRun() {}

  /** Returns the commands, each with the reason. */
  static Map<String, String> reasons() {
    return REASONS;
  }

  static boolean contains(DocumentedCommand command) {
    return REASONS.containsKey(line(command));
  }

  /** Returns a command as it is listed here. */
  static String line(DocumentedCommand command) {
    return String.join(" ", command.words());
  }
}
