package io.userstream.pipelines.store;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import io.userstream.io.kafka.KafkaAnswer;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
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
  private final boolean dryRun;
  private final ResultFile resultFile;
  private final Progress progress;

  private Replay(
      StoreConfig config,
      ReplaySelection selection,
      boolean dryRun,
      ResultFile resultFile,
      Progress progress) {
    this.config = config;
    this.selection = selection;
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
    StoreConfig config = store.withGroup(group(selection, store));
    ResultFile resultFile = ResultFile.read(options, reader);
    boolean dryRun = options.getDryRun();
    return (out, progress) -> {
      new Replay(config, selection, dryRun, resultFile, progress).run(out);
      return ExitCode.DONE;
    };
  }

  /** Returns the prefix of the groups of all replays. */
  public static String groupPrefix(String group) {
    return group + "-replay-";
  }

  /** Returns a name that is the same for the same records and the same table. */
  private static String group(ReplaySelection selection, StoreConfig config) {
    String what =
        String.join("\n", config.topic().name(), config.table().toString(), selection.toString());
    return groupPrefix(config.group())
        + Hashing.sha256().hashString(what, StandardCharsets.UTF_8).toString().substring(0, 8);
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
    new Store("replay", config, plan.scope(), progress)
        .run(summary -> report(plan, summary, (System.nanoTime() - startNanos) / 1e9, out));
  }

  private void report(ReplayPlan plan, RunLoopSummary summary, double seconds, PrintStream out)
      throws InterruptedException, IOException {
    if (summary.lag() == 0) {
      deleteGroup();
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

  /** Deletes the group, so that the same command begins again. Another driver may still use it. */
  private void deleteGroup() throws InterruptedException {
    try (Admin admin = config.topic().kafka().await(config.runner().connectTimeout())) {
      KafkaAnswer.await(
          "delete group " + config.group(),
          admin.deleteConsumerGroups(List.of(config.group())).all());
    } catch (ServerException e) {
      if (!(e.getCause() instanceof GroupNotEmptyException
          || e.getCause() instanceof GroupIdNotFoundException)) {
        LOG.warn(
            "everything is replayed, but group {} could not be deleted: {}. Delete it before you"
                + " replay the same records again",
            config.group(),
            e.getMessage());
      }
    }
  }
}
