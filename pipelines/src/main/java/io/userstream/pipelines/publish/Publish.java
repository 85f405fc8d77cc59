package io.userstream.pipelines.publish;

import io.userstream.io.kafka.Topics;
import io.userstream.io.postgres.PageRange;
import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RawStoreSettings;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.pipelines.options.RunnerSettings;
import io.userstream.runloop.runner.PipelineWatch;
import io.userstream.runloop.runner.RunnerContext;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publish job: users of the raw store into the users topic, those that never were there, or
 * again those of a seed or of a time.
 */
public final class Publish {
  private static final Logger LOG = LoggerFactory.getLogger(Publish.class);

  private Publish() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(PublishOptions options) {
    OptionProblems problems =
        new OptionProblems()
            .addAll(RawStoreSettings.problems(options))
            .addAll(KafkaSettings.problems(options))
            .addAll(RegistrySettings.problems(options))
            .addAll(ConnectSettings.problems(options))
            .addAll(RunnerSettings.problems(options))
            .check("fetchedFrom", options.getFetchedFrom(), Publish::moment)
            .check("fetchedTo", options.getFetchedTo(), Publish::moment)
            .check("publishedBefore", options.getPublishedBefore(), Publish::moment);
    if (options.getRawStore() == null) {
      problems.add("rawStore", "is needed: where the raw users are");
    }
    if (options.getPublishedBefore() != null && !isReplay(options)) {
      problems.add("publishedBefore", "needs --seed, --fetchedFrom or --fetchedTo beside it");
    }
    return problems.list();
  }

  /**
   * Runs the job to its end.
   *
   * @param out gets one line, {@code published: rows=… dead=… unpublished=…}
   * @return 0, or 1 when something that was selected is not published
   * @throws io.userstream.runloop.servers.ServerException when a server, the table, a topic or the
   *     schema is not there
   */
  public static int run(PublishOptions options, PrintStream out) throws InterruptedException {
    Duration timeout = ConnectSettings.timeout(options);
    RawUsersTable table = RawStoreSettings.require(options).orElseThrow();
    requireTopics(options, timeout);
    PublishTarget target =
        PublishTarget.of(options, UserEncoding.of(RegistrySettings.requireOwnId(options)));
    RawSelection selection = table.untilDone(timeout, () -> selection(options, table.now()));
    long[] counts = new long[2];
    long left =
        table.untilDone(
            timeout,
            () -> {
              publish(options, target, selection, table.ranges(selection), counts);
              return table.selected(selection);
            });
    out.printf("published: rows=%d dead=%d unpublished=%d%n", counts[0], counts[1], left);
    return left == 0 ? 0 : 1;
  }

  @SuppressWarnings("try") // The runner's context is open for as long as the pipeline runs.
  private static void publish(
      PublishOptions options,
      PublishTarget target,
      RawSelection selection,
      List<PageRange> ranges,
      long[] counts)
      throws InterruptedException {
    if (ranges.isEmpty()) {
      return;
    }
    try (RunnerContext runner = RunnerSettings.open(options, "publish " + options.getTopic())) {
      Pipeline pipeline = PipelineWatch.newPipeline(options);
      pipeline.apply("PublishStored", PublishStored.of(ranges, selection, target));
      PipelineResult result = pipeline.run();
      try {
        PipelineWatch.awaitEnd(
            result,
            (before, seconds) -> {
              long now = PipelineWatch.count(result, PublishMetrics.PUBLISHED);
              LOG.info("{} users published, {}/s", now, Math.round((now - before) / seconds));
              return now;
            });
      } finally {
        counts[0] += PipelineWatch.count(result, PublishMetrics.PUBLISHED);
        counts[1] += PipelineWatch.count(result, PublishMetrics.DEAD);
      }
    }
  }

  private static RawSelection selection(PublishOptions options, Instant now) {
    RawSelection.Builder selection =
        RawSelection.unpublished().toBuilder()
            .setSeeds(options.getSeed() == null ? List.of() : List.of(options.getSeed()))
            .setFetchedFrom(moment(options.getFetchedFrom()))
            .setFetchedTo(moment(options.getFetchedTo()));
    if (isReplay(options)) {
      Instant before =
          options.getPublishedBefore() == null ? now : moment(options.getPublishedBefore());
      LOG.info("if this is cut off, go on with the same options and --publishedBefore={}", before);
      selection.setPublishedBefore(before);
    }
    return selection.build();
  }

  private static boolean isReplay(PublishOptions options) {
    return options.getSeed() != null
        || options.getFetchedFrom() != null
        || options.getFetchedTo() != null;
  }

  @Nullable
  private static Instant moment(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("is no moment as in 2026-11-21T00:00:00Z", e);
    }
  }

  private static void requireTopics(PublishOptions options, Duration timeout)
      throws InterruptedException {
    try (Admin admin = KafkaSettings.await(options, timeout)) {
      Topics topics = new Topics(admin);
      topics.require(options.getTopic());
      topics.require(KafkaSettings.deadLetterTopic(options));
    }
  }
}
