package io.userstream.pipelines.progress;

import java.util.List;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.MarkerFilter;

/**
 * Configures the log while a bar is shown: omits progress lines, which the bar replaces, and lets
 * all appenders follow {@code System.err}. Those of Spark's configuration, for example, would
 * otherwise keep writing to the original stream.
 */
final class LogAroundBar implements AutoCloseable {
  private final Configuration configuration;
  private final Filter withoutProgress;

  private LogAroundBar(Configuration configuration, Filter withoutProgress) {
    this.configuration = configuration;
    this.withoutProgress = withoutProgress;
  }

  static LogAroundBar open() {
    LoggerContext context = LoggerContext.getContext(false);
    Configuration configuration = context.getConfiguration();
    configuration.getLoggers().values().forEach(logger -> followStderr(logger, configuration));
    context.updateLoggers();
    Filter withoutProgress =
        MarkerFilter.createFilter(
            Progress.LINE.getName(), Filter.Result.DENY, Filter.Result.NEUTRAL);
    withoutProgress.start();
    configuration.addFilter(withoutProgress);
    return new LogAroundBar(configuration, withoutProgress);
  }

  private static void followStderr(LoggerConfig logger, Configuration configuration) {
    for (AppenderRef ref : List.copyOf(logger.getAppenderRefs())) {
      Appender appender = logger.getAppenders().get(ref.getRef());
      if (appender instanceof ConsoleAppender console
          && console.getTarget() == ConsoleAppender.Target.SYSTEM_ERR) {
        Appender following = following(console, configuration);
        logger.removeAppender(ref.getRef());
        logger.addAppender(following, ref.getLevel(), ref.getFilter());
      }
    }
  }

  private static Appender following(ConsoleAppender console, Configuration configuration) {
    Appender following =
        ConsoleAppender.newBuilder()
            .setName(console.getName())
            .setTarget(ConsoleAppender.Target.SYSTEM_ERR)
            .setFollow(true)
            .setConfiguration(configuration)
            .setLayout(console.getLayout())
            .setFilter(console.getFilter())
            .setIgnoreExceptions(console.ignoreExceptions())
            .build();
    following.start();
    return following;
  }

  @Override
  public void close() {
    configuration.removeFilter(withoutProgress);
  }
}
