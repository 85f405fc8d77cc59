package io.userstream.pipelines.publish;

import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.job.RunnerConfig;
import io.userstream.pipelines.progress.Count;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.runner.PipelineWatch;
import io.userstream.runloop.runner.RunnerContext;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes selected rows of the raw store, and waits for a database that is down. Used once. */
public final class PublishSelected {
  private static final Logger LOG = LoggerFactory.getLogger(PublishSelected.class);

  private final String name;
  private final RawUsersTable table;
  private final PublishTarget target;
  private final RunnerConfig config;
  private final Progress progress;
  private long published;
  private long dead;

  /**
   * Prepares to publish.
   *
   * @param name of the command, for the runner and the progress bar
   */
  public PublishSelected(
      String name,
      RawUsersTable table,
      PublishTarget target,
      RunnerConfig config,
      Progress progress) {
    this.name = name;
    this.table = table;
    this.target = target;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Numbers of rows.
   *
   * @param published rows that Kafka acknowledged and that are marked
   * @param dead rows that became dead letters, now or before
   * @param left selected rows that are not published yet
   */
  public record Outcome(long published, long dead, long left) {}

  /**
   * Publishes the rows.
   *
   * @throws io.userstream.runloop.servers.ServerException if the database stays down
   */
  public Outcome run(RawSelection selection) throws InterruptedException {
    long left =
        table.untilDone(
            config.connectTimeout(),
            () -> published + dead,
            () -> {
              // A later attempt selects only the rest, so the total includes what is already done.
              long rows = progress.isShown() ? published + dead + table.selected(selection) : 0;
              publish(selection, table.ranges(selection), rows);
              return table.selected(selection);
            });
    return new Outcome(published, dead, left);
  }

  @SuppressWarnings("try") // Keeps the runner's context and the bar open while it runs.
  private void publish(RawSelection selection, List<PageRange> ranges, long rows)
      throws InterruptedException {
    if (ranges.isEmpty()) {
      return;
    }
    try (RunnerContext runner = config.open(name + " " + target.topic())) {
      Pipeline pipeline = config.newWatchedPipeline();
      pipeline.apply("PublishStored", PublishStored.of(ranges, selection, target));
      PipelineResult result = pipeline.run();
      long before = published + dead;
      try (Progress.Bar bar =
          progress.show(name, "rows", () -> Count.of(before + ended(result), rows))) {
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
