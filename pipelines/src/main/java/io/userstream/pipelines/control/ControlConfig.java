package io.userstream.pipelines.control;

import io.userstream.io.kafka.UsersTopic;
import io.userstream.io.options.ConnectTimeout;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ResultFile;
import java.time.Duration;

/**
 * The options that both commands share, read once. Immutable.
 *
 * @param group the consumer group of the drivers
 */
record ControlConfig(
    UsersTopic topic,
    String group,
    Duration connectTimeout,
    boolean dryRun,
    ResultFile resultFile) {
  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  static ControlConfig read(ControlOptions options, OptionReader reader) {
    return new ControlConfig(
        UsersTopic.read(options, reader),
        options.getGroup(),
        ConnectTimeout.read(options, reader),
        options.getDryRun(),
        ResultFile.read(options, reader));
  }
}
