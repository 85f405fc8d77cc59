package io.userstream.pipelines.publish;

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
 * @param rawStore where the users come from; empty only if the options are wrong
 * @param topic where they go
 * @param registry empty if users are written as JSON
 * @param runner the runner of the job
 * @param seed publish the users of this seed again
 * @param fetchedFrom publish users again that were fetched at this moment or later
 * @param fetchedTo publish users again that were fetched before this moment
 * @param publishedBefore leave out what was published at this moment or later
 */
record PublishConfig(
    Optional<PostgresConnection> rawStore,
    UsersTopic topic,
    Optional<UsersRegistry> registry,
    RunnerConfig runner,
    Optional<String> seed,
    Optional<Instant> fetchedFrom,
    Optional<Instant> fetchedTo,
    Optional<Instant> publishedBefore) {
  /**
   * Reads the options; asks no server.
   *
   * @param reader gets what is wrong with them
   */
  static PublishConfig read(PublishOptions options, OptionReader reader) {
    Optional<PostgresConnection> rawStore = PostgresConnection.read(options, reader);
    UsersTopic topic = UsersTopic.read(options, reader);
    PublishConfig config =
        new PublishConfig(
            rawStore,
            topic,
            UsersRegistry.read(options, topic.name(), reader),
            RunnerConfig.read(options, reader),
            Optional.ofNullable(options.getSeed()),
            reader.parse("fetchedFrom", options.getFetchedFrom(), PublishConfig::moment),
            reader.parse("fetchedTo", options.getFetchedTo(), PublishConfig::moment),
            reader.parse("publishedBefore", options.getPublishedBefore(), PublishConfig::moment));
    if (options.getRawStore() == null) {
      reader.reject("rawStore", "is required: it has the users to publish");
    }
    if (config.publishedBefore.isPresent()
        && options.getFetchedFrom() == null
        && options.getFetchedTo() == null
        && options.getSeed() == null) {
      reader.reject("publishedBefore", "needs --seed, --fetchedFrom or --fetchedTo");
    }
    return config;
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("is not an instant as in 2026-11-21T00:00:00Z", e);
    }
  }

  /** Returns whether users are published that were published before. */
  boolean isReplay() {
    return seed.isPresent() || fetchedFrom.isPresent() || fetchedTo.isPresent();
  }

  /**
   * Returns the rows to publish.
   *
   * @param now until when rows of a replay were published, unless the options say
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
