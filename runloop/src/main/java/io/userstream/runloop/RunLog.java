package io.userstream.runloop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each attempt at a run that has ended, with its numbers as keys and values for
 * backends that keep them apart. A logger of its own, so that a configuration may leave out the
 * runs that are done: there are millions of them in a year.
 */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  /** The keys under which every line that concerns a run names it. */
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
   * A failed attempt.
   *
   * @param then what becomes of its ranges, in words
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
