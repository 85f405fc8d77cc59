package io.userstream.pipelines.publish;

import io.userstream.io.erasures.ErasureList;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publish job: publishes users from the raw store to the users topic. These are unpublished
 * users, or all users of a seed or a period again.
 */
public final class Publish {
  private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

  private final PublishConfig config;
  private final Progress progress;

  private Publish(PublishConfig config, Progress progress) {
    this.config = config;
    this.progress = progress;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(PublishOptions options, OptionReader reader) {
    PublishConfig config = PublishConfig.read(options, reader);
    return (out, progress) -> new Publish(config, progress).run(out);
  }

  /**
   * Runs the job to its end.
   *
   * @param out receives one line: {@code published: rows=… dead=… unpublished=…}
   * @return 0, or 1 if selected rows are left unpublished
   * @throws io.userstream.runloop.servers.ServerException if a server is down, or the table, a
   *     topic or the schema is missing
   */
  private int run(PrintStream out) throws InterruptedException {
    Duration timeout = config.runner().connectTimeout();
    PostgresConnection rawStore = config.rawStore().orElseThrow();
    RawUsersTable table = RawUsersTable.require(rawStore, timeout);
    config.topic().require(timeout, config.topic().name(), config.topic().deadLetters());
    PublishTarget target =
        PublishTarget.of(
            config.topic(),
            config.encryption(),
            rawStore,
            new ErasureList(config.topic(), timeout).read(config.erasureKey()),
            UserEncoding.require(config.registry(), timeout));
    Instant now = table.untilDone(timeout, table::now);
    if (config.isReplay()) {
      LOG.info(
          "if this run is interrupted, continue with the same options and --publishedBefore={}",
          config.publishedBefore().orElse(now));
    }
    PublishSelected.Outcome done =
        new PublishSelected("publish", table, target, config.runner(), progress)
            .run(config.selection(now));
    out.printf(
        Locale.ROOT,
        "published: rows=%d dead=%d unpublished=%d%n",
        done.published(),
        done.dead(),
        done.left());
    return done.left() == 0 ? 0 : 1;
  }
}
