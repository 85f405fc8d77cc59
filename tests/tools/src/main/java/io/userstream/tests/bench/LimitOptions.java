package io.userstream.tests.bench;

import com.google.auto.value.AutoValue;
import io.userstream.tests.arguments.Arguments;

/** The options of {@link LimitConsumer}. */
@AutoValue
abstract class LimitOptions {
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

  static LimitOptions read(Arguments arguments) {
    return new AutoValue_LimitOptions(
        arguments.required("bootstrapServers"),
        arguments.required("topic"),
        arguments.required("group"),
        arguments.required("cassandraHost"),
        (int) arguments.requiredNumber("cassandraPort", 1, 65_535),
        arguments.required("keyspace"),
        arguments.text("table").orElse("created_users"),
        (int) arguments.number("threads", 2, 1, 1_000),
        (int) arguments.number("inFlight", 64, 1, 1_000_000),
        arguments.value("until", LimitOptions::isDrained).orElse(false));
  }

  private static boolean isDrained(String until) {
    return switch (until) {
      case "drained" -> true;
      case "stopped" -> false;
      default -> throw new IllegalArgumentException("must be stopped or drained");
    };
  }
}
