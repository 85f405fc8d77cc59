package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replay job: stores records of the users topic once more, into the same table or another one.
 *
 * <p>It is a store over a part of the log, with a consumer group of its own. The group of the store
 * is left alone. Write times are those of the first time, so what is newer in the table stays.
 * Tombstones after the part are applied as well. A replay that was interrupted continues where it
 * stopped when it is started again with the same options; a finished one deletes its group.
 */
public final class Replay {
  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private final PartConfig config;
  private final StoreConfig store;
  private final ReplaySelection selection;
  private final Progress progress;

  private Replay(PartConfig config, ReplaySelection selection, Progress progress) {
    this.config = config;
    this.store = config.store().withGroup(group(config.store(), selection).name());
    this.selection = selection;
    this.progress = progress;
  }

  private static OwnGroup group(StoreConfig store, ReplaySelection selection) {
    return OwnGroup.of(store, "replay", selection.toString());
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(ReplayOptions options, OptionReader reader) {
    PartConfig config = PartConfig.read(options, reader);
    ReplaySelection selection = ReplaySelection.read(options, Instant.now(), reader);
    return (out, progress) -> {
      new Replay(config, selection, progress).run(out);
      return ExitCode.DONE;
    };
  }

  /**
   * Replays, and prints what was done.
   *
   * @param out receives a line with the selected offsets, and one with the counts
   * @throws ServerException if a server is down, a topic or the table is missing, or the selection
   *     has no record or is not in the log
   * @throws RunLoopException on a fatal fault
   * @throws IOException if the result file cannot be written
   */
  private void run(PrintStream out) throws InterruptedException, RunLoopException, IOException {
    long startNanos = System.nanoTime();
    ReplayPlan plan = plan();
    Erasures erasures = config.erasures();
    out.printf(
        Locale.ROOT,
        "%s %s into %s: offsets=%d (%s)%n",
        config.dryRun() ? "would replay" : "replaying",
        store.topic().name(),
        store.table(),
        plan.span(),
        plan);
    if (config.dryRun()) {
      return;
    }
    LOG.info("the consumer group of this replay is {}", store.group());
    new Store("replay", store, plan.scope(erasures), progress)
        .run(summary -> report(plan, summary, (System.nanoTime() - startNanos) / 1e9, out));
  }

  private void report(ReplayPlan plan, RunLoopSummary summary, double seconds, PrintStream out)
      throws InterruptedException, IOException {
    if (summary.lag() == 0) {
      new OwnGroup(store.group()).delete(store.topic(), config.timeout());
    }
    out.printf(
        Locale.ROOT,
        "replayed: records=%d runs=%d repeated=%d lag=%d%n",
        summary.offsets(),
        summary.runs(),
        summary.retries(),
        summary.lag());
    config
        .resultFile()
        .write(
            ImmutableMap.of(
                "offsets", plan.toString(),
                "records", summary.offsets(),
                "runs", summary.runs(),
                "repeated", summary.retries(),
                "lag", summary.lag(),
                "seconds", seconds));
  }

  private ReplayPlan plan() throws InterruptedException {
    store.topic().requireForStore(config.timeout());
    try (Admin admin = store.topic().kafka().await(config.timeout())) {
      return ReplayPlan.ask(
          admin, store.topic().name(), store.topic().clientProperties(), selection);
    }
  }
}
