package io.userstream.runloop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line per ended attempt at a run, with its numbers as key-value pairs. It has its own
 * logger, so that a configuration can filter the done runs, of which there are millions in a year.
 */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  /** The key of the run in every line about it. */
  static final String RUN = "run";

  static final String ATTEMPT = "attempt";

  private RunLog() {}

  static void done(EndedRun ended) {
    line(LOG.atInfo(), ended)
        .addKeyValue("outcome", "done")
        .log("run {} done in {} ms", ended.run().number(), ended.took().toMillis());
    LOG.debug("run {} was over {}", ended.run().number(), ended.run().ranges());
  }

  /**
   * Logs a failed attempt.
   *
   * @param then what the loop does next, in a few words
   */
  static void failed(EndedRun ended, String then) {
    line(LOG.atWarn(), ended)
        .addKeyValue("outcome", "failed")
        .log(
            "run {} failed at attempt {}, {}: {}",
            ended.run().number(),
            ended.run().attempt(),
            then,
            ended.reason().orElse(""));
    LOG.debug(
        "run {} over {}", ended.run().number(), ended.run().ranges(), ended.fault().orElse(null));
  }

  private static LoggingEventBuilder line(LoggingEventBuilder line, EndedRun ended) {
    return line.addKeyValue(RUN, ended.run().number())
        .addKeyValue(ATTEMPT, ended.run().attempt())
        .addKeyValue("records", ended.run().span())
        .addKeyValue("seconds", ended.took().toMillis() / 1e3);
  }
}
