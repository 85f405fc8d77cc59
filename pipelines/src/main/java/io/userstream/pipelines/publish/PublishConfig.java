package io.userstream.pipelines.publish;

import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.registry.UsersRegistry;
import io.userstream.pipelines.job.RunnerConfig;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The options of {@code publish}, read once. Immutable.
 *
 * @param rawStore the source of the users; empty only if the options are invalid
 * @param topic the topic to write
 * @param encryption of dead letters
 * @param registry empty to write JSON
 * @param runner the runner of the job
 * @param erasureKey of the list of erased users; empty if there is none
 * @param seed publish users of this seed again
 * @param fetchedFrom publish users again that were fetched at or after this instant
 * @param fetchedTo publish users again that were fetched before this instant
 * @param publishedBefore skip users that were published at or after this instant
 */
record PublishConfig(
    Optional<PostgresConnection> rawStore,
    UsersTopic topic,
    DeadLetterEncryption encryption,
    Optional<UsersRegistry> registry,
    RunnerConfig runner,
    Optional<ErasureKey> erasureKey,
    Optional<String> seed,
    Optional<Instant> fetchedFrom,
    Optional<Instant> fetchedTo,
    Optional<Instant> publishedBefore) {
  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static PublishConfig read(PublishOptions options, OptionReader reader) {
    Optional<PostgresConnection> rawStore = PostgresConnection.read(options, reader);
    UsersTopic topic = UsersTopic.read(options, reader);
    PublishConfig config =
        new PublishConfig(
            rawStore,
            topic,
            DeadLetterEncryption.read(options, reader),
            UsersRegistry.read(options, topic.name(), reader),
            RunnerConfig.read(options, reader),
            ErasureKey.read(options, reader),
            Optional.ofNullable(options.getSeed()),
            reader.parse("fetchedFrom", options.getFetchedFrom(), PublishConfig::instant),
            reader.parse("fetchedTo", options.getFetchedTo(), PublishConfig::instant),
            reader.parse("publishedBefore", options.getPublishedBefore(), PublishConfig::instant));
    if (options.getRawStore() == null) {
      reader.reject("rawStore", "is required");
    }
    if (config.publishedBefore.isPresent()
        && options.getFetchedFrom() == null
        && options.getFetchedTo() == null
        && options.getSeed() == null) {
      reader.reject("publishedBefore", "needs --seed, --fetchedFrom or --fetchedTo");
    }
    return config;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("is not an instant such as 2026-11-21T00:00:00Z", e);
    }
  }

  /** Returns whether published users are published again. */
  boolean isReplay() {
    return seed.isPresent() || fetchedFrom.isPresent() || fetchedTo.isPresent();
  }

  /**
   * Returns the rows to publish.
   *
   * @param now the default of {@code --publishedBefore} for a replay
   */
  RawSelection selection(Instant now) {
    RawSelection.Builder selection =
        RawSelection.unpublished().toBuilder()
            .setSeeds(seed.stream().toList())
            .setFetchedFrom(fetchedFrom.orElse(null))
            .setFetchedTo(fetchedTo.orElse(null));
    if (isReplay()) {
      selection.setPublishedBefore(publishedBefore.orElse(now));
    }
    return selection.build();
  }
}
