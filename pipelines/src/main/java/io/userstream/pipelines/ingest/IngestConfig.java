package io.userstream.pipelines.ingest;

import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.randomuser.Api;
import io.userstream.io.randomuser.PageRequest;
import io.userstream.io.randomuser.Seeds;
import io.userstream.io.randomuser.UserFilters;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.ResultFile;
import io.userstream.pipelines.job.RunnerConfig;
import io.userstream.pipelines.status.StatusEndpoint;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of {@code ingest}, read once. Immutable.
 *
 * @param topic the topic to write
 * @param encryption of dead letters
 * @param registry empty to write JSON
 * @param rawStore empty if raw users are not stored
 * @param erasureKey of the list of erased users; empty if there is none
 * @param runner the runner of the job
 * @param resultFile receives the counts
 * @param status where and to whom to serve the status; empty if it is not served
 * @param api the source of the users
 * @param users the number of requested users; empty if the job never ends
 * @param seed of the users; empty for a random one
 * @param every the interval between pages; empty to fetch pages as fast as possible
 */
record IngestConfig(
    UsersTopic topic,
    DeadLetterEncryption encryption,
    Optional<UsersRegistry> registry,
    Optional<PostgresConnection> rawStore,
    Optional<ErasureKey> erasureKey,
    RunnerConfig runner,
    ResultFile resultFile,
    Optional<StatusEndpoint> status,
    Api api,
    OptionalLong users,
    Optional<String> seed,
    Optional<Duration> every) {
  private static final long DEFAULT_USERS = 5_000;

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static IngestConfig read(IngestOptions options, OptionReader reader) {
    UsersTopic topic = UsersTopic.read(options, reader);
    IngestConfig config =
        new IngestConfig(
            topic,
            DeadLetterEncryption.read(options, reader),
            UsersRegistry.read(options, topic.name(), reader),
            PostgresConnection.read(options, reader),
            ErasureKey.read(options, reader),
            RunnerConfig.read(options, reader),
            ResultFile.read(options, reader),
            StatusEndpoint.read(options, reader),
            Api.read(options, reader),
            users(options, reader),
            reader.parse("seed", options.getSeed(), IngestConfig::seed),
            reader.optionalDuration("every", options.getEvery(), "1ms", "24h"));
    config.rejectManyUsers(reader);
    if (options.getEvery() != null && config.runner.isSpark()) {
      reader.reject(
          "every",
          options.getEvery(),
          "needs streaming, and Beam's streaming mode loses records on Spark"
              + " (docs/native-streaming.md). Use --runner=DirectRunner, or schedule ingest");
    }
    return config;
  }

  private static OptionalLong users(IngestOptions options, OptionReader reader) {
    if (options.getUsers() != null) {
      return OptionalLong.of(reader.number("users", options.getUsers(), 1, Long.MAX_VALUE));
    }
    return options.getEvery() == null ? OptionalLong.of(DEFAULT_USERS) : OptionalLong.empty();
  }

  private static String seed(String seed) {
    if (seed.isBlank()) {
      throw new IllegalArgumentException("is blank");
    }
    if (UserFilters.areIn(seed)) {
      throw new IllegalArgumentException(
          "contains a filter: give the seed without it, and the filter by --nat or --gender");
    }
    if (Seeds.isAmbiguous(seed)) {
      throw new IllegalArgumentException(
          "must not have exactly 18 characters: the API reads the last two as a nationality. Use a"
              + " shorter or a longer seed");
    }
    return seed;
  }

  private void rejectManyUsers(OptionReader reader) {
    long most = (long) PageRequest.MAX_PAGE * api.pageSize();
    if (every.isEmpty() && api.pageSize() > 0 && users.orElse(0) > most) {
      reader.reject(
          "users",
          users.getAsLong(),
          String.format(
              Locale.ROOT,
              "a seed has only %d pages of --pageSize=%d users. Ingest the rest from another"
                  + " seed",
              PageRequest.MAX_PAGE,
              api.pageSize()));
    }
  }

  /** Returns a copy with a seed. */
  IngestConfig withSeed(String given) {
    return new IngestConfig(
        topic,
        encryption,
        registry,
        rawStore,
        erasureKey,
        runner,
        resultFile,
        status,
        api,
        users,
        Optional.of(given),
        every);
  }

  /**
   * Returns the number of the last requested page; {@code Long.MAX_VALUE} if the job never ends.
   */
  long lastPage() {
    return users.isEmpty()
        ? Long.MAX_VALUE
        : (users.getAsLong() + api.pageSize() - 1) / api.pageSize();
  }

  /** Returns the number of requested users for the result line. */
  String asked() {
    return users.isEmpty() ? "endless" : Long.toString(users.getAsLong());
  }
}
