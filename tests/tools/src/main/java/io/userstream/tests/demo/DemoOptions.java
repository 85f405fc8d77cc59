package io.userstream.tests.demo;

import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.ingest.Ingest;
import io.userstream.pipelines.ingest.IngestOptions;
import io.userstream.tests.arguments.Arguments;
import io.userstream.tests.arguments.Program;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * The options of the demo.
 *
 * @param source the API to use, or empty for the recording
 * @param secure whether the servers require TLS and logins
 * @param stop whether to stop what an earlier {@code --keep} left, instead of running the demo
 */
record DemoOptions(
    long users,
    Optional<String> source,
    String seed,
    int poison,
    boolean secure,
    boolean keep,
    boolean stop) {
  static final Program PROGRAM =
      new Program(
          "userstream demo",
          """
          Usage: ./userstream demo [--option=value...]

          Starts a real Kafka, schema registry, PostgreSQL and Cassandra and a recording of the
          randomuser.me API, takes users through setup, ingest, store and reconcile, shows some rows,
          and stops the servers.

            --users=N     number of users to ingest (5000)
            --source=URL  another API, such as https://randomuser.me/api/ (the recording)
            --seed=SEED   seed of the users; the same seed returns the same users (datagrid2026)
            --poison=N    number of broken records to add, of every kind (0)
            --secure      encrypt and authenticate every connection, run each command with a user of
                          its own, and check that the servers refuse everybody else
            --keep        leave the servers and a store running, and print how to reach them
            --stop        stop the servers that --keep left running; takes no other option
          """);

  /** The seed of the recorded page. */
  private static final String RECORDED_SEED = "datagrid2026";

  private static final int DEFAULT_USERS = 5_000;
  private static final int MAX_POISON = 1_000_000;

  static DemoOptions read(Arguments arguments) {
    DemoOptions options =
        new DemoOptions(
            arguments.number("users", DEFAULT_USERS, 0, Long.MAX_VALUE),
            arguments.text("source"),
            arguments.text("seed").orElse(RECORDED_SEED),
            (int) arguments.number("poison", 0, 0, MAX_POISON),
            arguments.flag("secure"),
            arguments.flag("keep"),
            arguments.flag("stop"));
    if (options.stop() && arguments.count() > 1) {
      arguments.problem("--stop: takes no other option");
    }
    options.addIngestProblems(arguments);
    return options;
  }

  /** Adds the problems that the ingest job would report, before anything starts. */
  private void addIngestProblems(Arguments arguments) {
    IngestOptions ingest = PipelineOptionsFactory.as(IngestOptions.class);
    ingest.setUsers(users);
    ingest.setSeed(seed);
    source.ifPresent(ingest::setSource);
    OptionReader reader = new OptionReader();
    var unused = Ingest.read(ingest, reader);
    reader.problems().forEach(arguments::problem);
  }
}
