package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.erasures.ErasureKey;
import io.userstream.io.erasures.ErasureList;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.OptionReader;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.job.ResultFile;
import io.userstream.pipelines.progress.Progress;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
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

  private final StoreConfig config;
  private final ReplaySelection selection;
  private final Optional<ErasureKey> erasureKey;
  private final boolean dryRun;
  private final ResultFile resultFile;
  private final Progress progress;

  private Replay(
      StoreConfig config,
      ReplaySelection selection,
      Optional<ErasureKey> erasureKey,
      boolean dryRun,
      ResultFile resultFile,
      Progress progress) {
    this.config = config;
    this.selection = selection;
    this.erasureKey = erasureKey;
    this.dryRun = dryRun;
    this.resultFile = resultFile;
    this.progress = progress;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(ReplayOptions options, OptionReader reader) {
    StoreConfig store = StoreConfig.readBounded(options, reader);
    ReplaySelection selection = ReplaySelection.read(options, Instant.now(), reader);
    StoreConfig config = store.withGroup(OwnGroup.of(store, "replay", selection.toString()).name());
    Optional<ErasureKey> erasureKey = ErasureKey.read(options, reader);
    ResultFile resultFile = ResultFile.read(options, reader);
    boolean dryRun = options.getDryRun();
    return (out, progress) -> {
      new Replay(config, selection, erasureKey, dryRun, resultFile, progress).run(out);
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
    Erasures erasures =
        new ErasureList(config.topic(), config.runner().connectTimeout()).read(erasureKey);
    out.printf(
        Locale.ROOT,
        "%s %s into %s: offsets=%d (%s)%n",
        dryRun ? "would replay" : "replaying",
        config.topic().name(),
        config.table(),
        plan.span(),
        plan);
    if (dryRun) {
      return;
    }
    LOG.info("the consumer group of this replay is {}", config.group());
    new Store("replay", config, plan.scope(erasures), progress)
        .run(summary -> report(plan, summary, (System.nanoTime() - startNanos) / 1e9, out));
  }

  private void report(ReplayPlan plan, RunLoopSummary summary, double seconds, PrintStream out)
      throws InterruptedException, IOException {
    if (summary.lag() == 0) {
      new OwnGroup(config.group()).delete(config.topic(), config.runner().connectTimeout());
    }
    out.printf(
        Locale.ROOT,
        "replayed: records=%d runs=%d repeated=%d lag=%d%n",
        summary.offsets(),
        summary.runs(),
        summary.retries(),
        summary.lag());
    resultFile.write(
        ImmutableMap.of(
            "offsets", plan.toString(),
            "records", summary.offsets(),
            "runs", summary.runs(),
            "repeated", summary.retries(),
            "lag", summary.lag(),
            "seconds", seconds));
  }

  private ReplayPlan plan() throws InterruptedException {
    config.topic().requireForStore(config.runner().connectTimeout());
    try (Admin admin = config.topic().kafka().await(config.runner().connectTimeout())) {
      return ReplayPlan.ask(admin, config.topic().name(), selection);
    }
  }
}
