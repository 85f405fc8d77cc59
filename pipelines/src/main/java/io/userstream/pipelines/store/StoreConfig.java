package io.userstream.pipelines.store;

import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.RunnerConfig;
import io.userstream.pipelines.status.StatusEndpoint;
import java.util.Optional;

/**
 * The options of {@code store} or {@code replay}, read once. Immutable.
 *
 * @param topic the topics of users and dead letters
 * @param encryption of dead letters
 * @param group the consumer group
 * @param table the table to write
 * @param registry empty if users are JSON
 * @param runner the runner of the job
 * @param status where and to whom to serve the status; empty if it is not served
 * @param engine how to read the topic
 * @param until when the job ends
 * @param loop the settings of the run loop
 */
record StoreConfig(
    UsersTopic topic,
    DeadLetterEncryption encryption,
    String group,
    UsersTable table,
    Optional<UsersRegistry> registry,
    RunnerConfig runner,
    Optional<StatusEndpoint> status,
    Engine engine,
    Until until,
    LoopSettings loop) {
  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static StoreConfig read(StoreOptions options, OptionReader reader) {
    StoreConfig config =
        read(
            options,
            reader,
            reader.choice("engine", options.getEngine(), Engine.class),
            reader.choice("until", options.getUntil(), Until.class));
    config.rejectNative(options, reader);
    return config;
  }

  /** Reads the options of a job that ends when its part of the topic is stored. */
  static StoreConfig readBounded(LoopOptions options, OptionReader reader) {
    return read(options, reader, Engine.LOOP, Until.DRAINED);
  }

  private static StoreConfig read(
      LoopOptions options, OptionReader reader, Engine engine, Until until) {
    UsersTopic topic = UsersTopic.read(options, reader);
    StoreConfig config =
        new StoreConfig(
            topic,
            DeadLetterEncryption.read(options, reader),
            options.getGroup(),
            UsersTable.read(options, reader),
            UsersRegistry.read(options, topic.name(), reader),
            RunnerConfig.read(options, reader),
            StatusEndpoint.read(options, reader),
            engine,
            until,
            LoopSettings.read(options, reader));
    config.rejectLongLookups(options, reader);
    return config;
  }

  /** Returns the same configuration for another consumer group. */
  StoreConfig withGroup(String other) {
    return new StoreConfig(
        topic, encryption, other, table, registry, runner, status, engine, until, loop);
  }

  private void rejectNative(StoreOptions options, OptionReader reader) {
    if (engine == Engine.LOOP) {
      return;
    }
    if (until == Until.DRAINED) {
      reader.reject(
          "until", options.getUntil(), "needs --engine=loop, because an unbounded read never ends");
    }
    if (options.getMaxRate() != null) {
      reader.reject("maxRate", options.getMaxRate(), "needs --engine=loop");
    }
    if (options.getStatusAddress() != null) {
      reader.reject("statusAddress", options.getStatusAddress(), "needs --engine=loop");
    }
    if (runner.isSpark()) {
      reader.reject(
          "engine",
          options.getEngine(),
          "silently loses records on the Spark runner (docs/native-streaming.md). Use"
              + " --engine=loop");
    }
  }

  private void rejectLongLookups(LoopOptions options, OptionReader reader) {
    if (reader.problems().isEmpty()
        && registry.isPresent()
        && registry.get().lookupTimeout().multipliedBy(3).compareTo(loop.hangTimeout()) >= 0) {
      reader.reject(
          "schemaLookupTimeout",
          options.getSchemaLookupTimeout(),
          "a run may wait three times as long, which must be less than --hangTimeout="
              + options.getHangTimeout());
    }
  }
}
