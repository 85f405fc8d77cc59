package io.userstream.tests.bench;

import com.google.auto.value.AutoValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of {@link LimitConsumer}. */
@AutoValue
abstract class LimitOptions {
  private static final List<String> REQUIRED =
      List.of("bootstrapServers", "topic", "group", "cassandraHost", "cassandraPort", "keyspace");
  private static final List<String> OPTIONAL = List.of("table", "threads", "inFlight", "until");

  abstract String bootstrapServers();

  abstract String topic();

  abstract String group();

  abstract String cassandraHost();

  abstract int cassandraPort();

  abstract String keyspace();

  abstract String table();

  /** Threads, each with a consumer for its partitions. */
  abstract int threads();

  /** Maximum number of batches that the session has in flight, over all threads. */
  abstract int inFlight();

  /** Whether to stop at the end that the topic had at the start. */
  abstract boolean untilDrained();

  /**
   * Reads {@code --name=value} arguments.
   *
   * @throws IllegalArgumentException when one is not known, missing, or no number where it must be
   */
  static LimitOptions of(String... args) {
    Map<String, String> values = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : "";
      if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
        throw new IllegalArgumentException(
            arg + ": takes --name=value of " + REQUIRED + " and, if wanted, " + OPTIONAL);
      }
      values.put(name, arg.substring(equals + 1));
    }
    for (String name : REQUIRED) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException("--" + name + " is missing");
      }
    }
    String until = values.getOrDefault("until", "stopped");
    if (!until.equals("stopped") && !until.equals("drained")) {
      throw new IllegalArgumentException("--until=" + until + ": is stopped or drained");
    }
    return new AutoValue_LimitOptions(
        values.get("bootstrapServers"),
        values.get("topic"),
        values.get("group"),
        values.get("cassandraHost"),
        number(values, "cassandraPort", 0),
        values.get("keyspace"),
        values.getOrDefault("table", "created_users"),
        number(values, "threads", 2),
        number(values, "inFlight", 64),
        until.equals("drained"));
  }

  private static int number(Map<String, String> values, String name, int byDefault) {
    String value = values.getOrDefault(name, Integer.toString(byDefault));
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("--" + name + "=" + value + ": is no number above 0");
    }
    return Integer.parseInt(value);
  }
}
