package io.userstream.pipelines.check;

import io.userstream.io.cassandra.CassandraOptions;
import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.erasures.ErasureOptions;
import io.userstream.io.kafka.GroupOptions;
import io.userstream.io.kafka.KafkaOptions;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.ConnectOptions;
import io.userstream.io.options.ConnectTimeout;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawStoreOptions;
import io.userstream.io.randomuser.Api;
import io.userstream.io.randomuser.ApiOptions;
import io.userstream.io.registry.RegistryOptions;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.SparkJobOptions;
import io.userstream.pipelines.setup.SetupOptions;
import io.userstream.pipelines.store.OwnGroup;
import io.userstream.pipelines.tail.TailOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What the checked command uses, from its valid options. Immutable.
 *
 * @param group empty if the command has no group
 * @param table empty if it does not use Cassandra
 * @param registry empty if it does not use a registry
 * @param rawStore empty if it does not use a raw store
 * @param api empty if it does not use the API
 * @param runner the options of its runner; empty if it runs no pipeline
 * @param setup empty unless it is setup
 * @param readsDeadLetters whether it is tail, and prints dead letters
 * @param hasErasureList whether it has the key of the erasure list, and so uses it
 */
record Target(
    CheckedCommand command,
    UsersTopic topic,
    Optional<String> group,
    Optional<UsersTable> table,
    Optional<UsersRegistry> registry,
    Optional<PostgresConnection> rawStore,
    Optional<Api> api,
    Optional<PipelineOptions> runner,
    Optional<SetupOptions> setup,
    boolean readsDeadLetters,
    boolean hasErasureList,
    Duration connectTimeout) {
  /**
   * Servers respond within a second, but this process has just started: with all checks at once, on
   * two slow cores, its first connection with TLS and a login took more than four.
   */
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(8);

  /**
   * Reads the options of the command, which has validated them.
   *
   * @param options implement the options interface of the command
   */
  static Target of(CheckedCommand command, PipelineOptions options) {
    OptionReader reader = new OptionReader();
    UsersTopic topic = UsersTopic.read((KafkaOptions) options, reader);
    Duration timeout = ConnectTimeout.read((ConnectOptions) options, reader);
    return new Target(
        command,
        topic,
        part(options, GroupOptions.class).map(given -> group(command, given.getGroup())),
        part(options, CassandraOptions.class).map(given -> UsersTable.read(given, reader)),
        part(options, RegistryOptions.class)
            .flatMap(given -> UsersRegistry.read(given, topic.name(), reader)),
        part(options, RawStoreOptions.class)
            .flatMap(given -> PostgresConnection.read(given, reader)),
        part(options, ApiOptions.class).map(given -> Api.read(given, reader)),
        part(options, SparkJobOptions.class).map(Function.identity()),
        part(options, SetupOptions.class),
        part(options, TailOptions.class).map(TailOptions::isDlq).orElse(false),
        part(options, ErasureOptions.class).map(ErasureOptions::getErasureKey).isPresent(),
        timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT);
  }

  /**
   * Jobs that store a part of the topic have groups whose names depend on the records, and rights
   * on all with their prefix.
   */
  private static String group(CheckedCommand command, String group) {
    return switch (command) {
      case REPLAY, REDRIVE, ERASE -> OwnGroup.prefix(group, command.code()) + "00000000";
      default -> group;
    };
  }

  private static <T extends PipelineOptions> Optional<T> part(
      PipelineOptions options, Class<T> type) {
    return type.isInstance(options) ? Optional.of(type.cast(options)) : Optional.empty();
  }

  /** Returns whether the command creates what is missing. */
  boolean isSetup() {
    return setup.isPresent();
  }
}
