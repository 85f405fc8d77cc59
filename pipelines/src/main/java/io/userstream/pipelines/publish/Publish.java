package io.userstream.pipelines.publish;

import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Count;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.runner.PipelineWatch;
import io.userstream.runloop.runner.RunnerContext;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
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
  private long published;
  private long dead;

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
            UserEncoding.require(config.registry(), timeout));
    Instant now = table.untilDone(timeout, table::now);
    RawSelection selection = config.selection(now);
    if (config.isReplay()) {
      LOG.info(
          "if this run is interrupted, continue with the same options and --publishedBefore={}",
          config.publishedBefore().orElse(now));
    }
    long left =
        table.untilDone(
            timeout,
            () -> published + dead,
            () -> {
              // A later attempt selects only the rest, so the total includes what is already done.
              long rows = progress.isShown() ? published + dead + table.selected(selection) : 0;
              publish(target, selection, table.ranges(selection), rows);
              return table.selected(selection);
            });
    out.printf(Locale.ROOT, "published: rows=%d dead=%d unpublished=%d%n", published, dead, left);
    return left == 0 ? 0 : 1;
  }

  @SuppressWarnings("try") // Keeps the runner's context and the bar open while it runs.
  private void publish(
      PublishTarget target, RawSelection selection, List<PageRange> ranges, long rows)
      throws InterruptedException {
    if (ranges.isEmpty()) {
      return;
    }
    try (RunnerContext runner = config.runner().open("publish " + config.topic().name())) {
      Pipeline pipeline = config.runner().newWatchedPipeline();
      pipeline.apply("PublishStored", PublishStored.of(ranges, selection, target));
      PipelineResult result = pipeline.run();
      long before = published + dead;
      try (Progress.Bar bar =
          progress.show("publish", "rows", () -> Count.of(before + ended(result), rows))) {
        PipelineWatch.awaitEnd(
            result,
            (last, seconds) -> {
              long now = PipelineWatch.count(result, PublishMetrics.PUBLISHED);
              LOG.info(
                  Progress.LINE,
                  "{} users published, {}/s",
                  now,
                  Math.round((now - last) / seconds));
              return now;
            });
      } finally {
        published += PipelineWatch.count(result, PublishMetrics.PUBLISHED);
        dead += PipelineWatch.count(result, PublishMetrics.DEAD);
      }
    }
  }

  private static long ended(PipelineResult result) {
    return PipelineWatch.count(result, PublishMetrics.PUBLISHED)
        + PipelineWatch.count(result, PublishMetrics.DEAD);
  }
}
