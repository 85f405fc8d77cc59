package io.userstream.tests.demo;

import com.google.auto.value.AutoValue;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.ingest.Ingest;
import io.userstream.pipelines.ingest.IngestOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The options of the demo. Immutable. */
@AutoValue
abstract class DemoOptions {
  static final String HELP =
      """
Usage: ./userstream demo [--option=value...]

Starts a real Kafka, schema registry, PostgreSQL and Cassandra and a recording of the
randomuser.me API, takes users through setup, ingest, store and reconcile, shows some rows, and
stops the servers.

  --users=N     users to ingest (5000)
  --source=URL  another API, as in https://randomuser.me/api/ (the recording)
  --seed=SEED   seed of the users: the same seed brings the same users (datagrid2026)
  --poison=N    broken records beside the users, of every kind that there is (0)
  --keep        leave the servers and a store running, and print how to reach them and the store's page
  --stop        stop the servers that --keep left running; takes no other option
""";

  /** The recorded page has this seed. */
  private static final String RECORDED_SEED = "datagrid2026";

  private static final int DEFAULT_USERS = 5_000;
  private static final int MAX_POISON = 1_000_000;

  abstract long users();

  /** The API to use, or empty for the recording. */
  abstract Optional<String> source();

  abstract String seed();

  abstract int poison();

  abstract boolean keep();

  /** Whether to stop what {@link #keep} has left, instead of running the demo. */
  abstract boolean stop();

  /** Thrown if the command line is wrong. The message has a line for every problem. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(List<String> problems) {
      super(String.join("\n", problems));
    }
  }

  /**
   * Parses the command line.
   *
   * @throws UsageException with every problem
   */
  static DemoOptions parse(List<String> arguments) throws UsageException {
    List<String> problems = new ArrayList<>();
    Builder builder =
        new AutoValue_DemoOptions.Builder()
            .setUsers(DEFAULT_USERS)
            .setSeed(RECORDED_SEED)
            .setPoison(0)
            .setKeep(false)
            .setStop(false);
    Set<String> seen = new HashSet<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!seen.add(name)) {
        problems.add(name + ": is given more than once");
        continue;
      }
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      try {
        set(builder, argument, name, value);
      } catch (IllegalArgumentException e) {
        problems.add(argument + ": " + e.getMessage());
      }
    }
    DemoOptions options = builder.build();
    if (options.stop() && arguments.size() > 1) {
      problems.add("--stop: takes no other option");
    }
    problems.addAll(options.ingestProblems());
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return options;
  }

  private static void set(Builder builder, String argument, String name, String value) {
    if (argument.equals("--keep")) {
      builder.setKeep(true);
      return;
    }
    if (argument.equals("--stop")) {
      builder.setStop(true);
      return;
    }
    if (!Set.of("--users", "--source", "--seed", "--poison").contains(name)) {
      throw new IllegalArgumentException("demo has no such option; see ./userstream demo --help");
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException("needs a value: " + name + "=VALUE");
    }
    switch (name) {
      case "--users" -> builder.setUsers(wholeNumber(value, Long.MAX_VALUE));
      case "--source" -> builder.setSource(value);
      case "--seed" -> builder.setSeed(value);
      default -> builder.setPoison((int) wholeNumber(value, MAX_POISON));
    }
  }

  private static long wholeNumber(String value, long most) {
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a whole number", e);
    }
    if (number < 0 || number > most) {
      throw new IllegalArgumentException("is not between 0 and " + most);
    }
    return number;
  }

  /** Returns the problems that the ingest job would report, before anything starts. */
  private List<String> ingestProblems() {
    IngestOptions ingest = PipelineOptionsFactory.as(IngestOptions.class);
    ingest.setUsers(users());
    ingest.setSeed(seed());
    source().ifPresent(ingest::setSource);
    OptionReader reader = new OptionReader();
    var unused = Ingest.read(ingest, reader);
    return reader.problems();
  }

  @AutoValue.Builder
  interface Builder {
    Builder setUsers(long users);

    Builder setSource(String source);

    Builder setSeed(String seed);

    Builder setPoison(int poison);

    Builder setKeep(boolean keep);

    Builder setStop(boolean stop);

    DemoOptions build();
  }
}
