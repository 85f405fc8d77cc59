package io.userstream.pipelines.reconcile;

import io.userstream.io.cassandra.UsersTable;
import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.ResultFile;
import io.userstream.pipelines.job.RunnerConfig;
import io.userstream.pipelines.status.StatusEndpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of {@code reconcile}, read once. Immutable.
 *
 * @param topic the topics to compare
 * @param encryption of dead letters
 * @param group the consumer group of the store
 * @param table the table to compare
 * @param registry empty if users are JSON
 * @param rawStore empty if it is not compared
 * @param erasureKey of the list of erased users, who must be absent; empty if it is not read
 * @param runner the runner of the job
 * @param resultFile receives the counts
 * @param maxDifferences the maximum number of differences to print
 * @param settleTimeout how long to wait for the store; empty to compare immediately
 * @param maxDead the accepted number of dead letters; empty for any
 * @param maxUnpublished the accepted number of unpublished rows; empty for any
 * @param repair whether to repair differences
 * @param dryRun whether to print only what would be repaired
 * @param every the interval between looks; empty to compare once
 * @param status where and to whom to serve the status; empty if it is not served
 */
record ReconcileConfig(
    UsersTopic topic,
    DeadLetterEncryption encryption,
    String group,
    UsersTable table,
    Optional<UsersRegistry> registry,
    Optional<PostgresConnection> rawStore,
    Optional<ErasureKey> erasureKey,
    RunnerConfig runner,
    ResultFile resultFile,
    int maxDifferences,
    Optional<Duration> settleTimeout,
    Optional<DeadLimit> maxDead,
    OptionalLong maxUnpublished,
    boolean repair,
    boolean dryRun,
    Optional<Duration> every,
    Optional<StatusEndpoint> status) {
  private static final int MAX_MAX_DIFFERENCES = 1_000;

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static ReconcileConfig read(ReconcileOptions options, OptionReader reader) {
    UsersTopic topic = UsersTopic.read(options, reader);
    return new ReconcileConfig(
        topic,
        DeadLetterEncryption.read(options, reader),
        options.getGroup(),
        UsersTable.read(options, reader),
        UsersRegistry.read(options, topic.name(), reader),
        PostgresConnection.read(options, reader),
        ErasureKey.read(options, reader),
        RunnerConfig.read(options, reader),
        ResultFile.read(options, reader),
        reader.number("maxDifferences", options.getMaxDifferences(), 0, MAX_MAX_DIFFERENCES),
        reader.optionalDuration("settleTimeout", options.getSettleTimeout(), "1s", "24h"),
        reader.parse("maxDead", options.getMaxDead(), DeadLimit::parse),
        maxUnpublished(options, reader),
        options.getRepair(),
        dryRun(options, reader),
        every(options, reader),
        status(options, reader));
  }

  private static Optional<Duration> every(ReconcileOptions options, OptionReader reader) {
    Optional<Duration> every = reader.optionalDuration("every", options.getEvery(), "1s", "24h");
    if (every.isPresent()
        && (options.getRawStore() != null
            || options.getRepair()
            || options.getSettleTimeout() != null)) {
      reader.reject(
          "every",
          options.getEvery(),
          "cannot be combined with --rawStore, --repair and --settleTimeout");
    }
    return every;
  }

  private static Optional<StatusEndpoint> status(ReconcileOptions options, OptionReader reader) {
    if (options.getStatusAddress() != null && options.getEvery() == null) {
      reader.reject("statusAddress", options.getStatusAddress(), "needs --every");
    }
    return StatusEndpoint.read(options, reader);
  }

  private static boolean dryRun(ReconcileOptions options, OptionReader reader) {
    if (options.getDryRun() && !options.getRepair()) {
      reader.reject("dryRun", "needs --repair, because reconcile alone changes nothing");
    }
    return options.getDryRun();
  }

  private static OptionalLong maxUnpublished(ReconcileOptions options, OptionReader reader) {
    Long given = options.getMaxUnpublished();
    if (given == null) {
      return OptionalLong.empty();
    }
    if (options.getRawStore() == null) {
      reader.reject("maxUnpublished", "needs --rawStore");
    }
    return OptionalLong.of(reader.number("maxUnpublished", given, 0, Long.MAX_VALUE));
  }
}
