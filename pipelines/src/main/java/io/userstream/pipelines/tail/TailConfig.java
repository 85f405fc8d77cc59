package io.userstream.pipelines.tail;

import io.userstream.io.deadletters.DeadLetterEncryption;
import io.userstream.io.kafka.TailStart;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.ConnectTimeout;
import io.userstream.io.options.OptionReader;
import io.userstream.io.options.TimeSpan;
import io.userstream.io.registry.UsersRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of {@code tail}, read once. Immutable.
 *
 * @param topic the topics
 * @param encryption of dead letters
 * @param registry empty if users are JSON
 * @param connectTimeout how long to wait for a server
 * @param from where to start; null only if the options are invalid
 * @param follow whether to wait for new records
 * @param deadLetters whether to print dead letters
 * @param showPersonalData whether to print personal data
 */
record TailConfig(
    UsersTopic topic,
    DeadLetterEncryption encryption,
    Optional<UsersRegistry> registry,
    Duration connectTimeout,
    TailStart from,
    boolean follow,
    boolean deadLetters,
    boolean showPersonalData) {
  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static TailConfig read(TailOptions options, OptionReader reader) {
    UsersTopic topic = UsersTopic.read(options, reader);
    return new TailConfig(
        topic,
        DeadLetterEncryption.read(options, reader),
        UsersRegistry.read(options, topic.name(), reader),
        ConnectTimeout.read(options, reader),
        reader
            .parse(
                "from",
                options.getFrom(),
                from -> TailStart.parse(from, TimeSpan::parse, Clock.systemUTC()))
            .orElse(null),
        options.isFollow(),
        options.isDlq(),
        options.isShowPersonalData());
  }

  /** Returns the topic to print. */
  String shownTopic() {
    return deadLetters ? topic.deadLetters() : topic.name();
  }
}
