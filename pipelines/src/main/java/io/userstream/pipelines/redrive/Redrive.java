package io.userstream.pipelines.redrive;

import com.google.common.collect.ImmutableMap;
import io.userstream.io.deadletters.RedriveMarks;
import io.userstream.io.decoding.RegisteredSchemas;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawSelection;
import io.userstream.pipelines.job.ExitCode;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.publish.Republish;
import io.userstream.pipelines.store.OwnGroup;
import io.userstream.pipelines.store.PartConfig;
import io.userstream.pipelines.store.Store;
import io.userstream.pipelines.store.StoreConfig;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.servers.ServerException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The redrive job: processes dead letters again, after the cause of the errors was fixed.
 *
 * <p>The dead letters show which records can be decoded now. A store over the users topic then
 * writes these records, with their write times of the first time, so what is newer in the table
 * stays. Finally, marks in the dead letter topic name the records. Dead letters of rows of the raw
 * store are processed by publishing their rows. Everything can be repeated.
 */
public final class Redrive {
  private static final Logger LOG = LoggerFactory.getLogger(Redrive.class);

  private final PartConfig config;
  private final StoreConfig store;
  private final RedriveSelection selection;
  private final Optional<PostgresConnection> rawStore;
  private final Progress progress;

  private Redrive(
      PartConfig config,
      RedriveSelection selection,
      Optional<PostgresConnection> rawStore,
      Progress progress) {
    this.config = config;
    this.store = config.store();
    this.selection = selection;
    this.rawStore = rawStore;
    this.progress = progress;
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(RedriveOptions options, OptionReader reader) {
    PartConfig config = PartConfig.read(options, reader);
    RedriveSelection selection = RedriveSelection.read(options, Instant.now(), reader);
    Optional<PostgresConnection> rawStore = PostgresConnection.read(options, reader);
    return (out, progress) -> {
      new Redrive(config, selection, rawStore, progress).run(out);
      return ExitCode.DONE;
    };
  }

  /**
   * Processes the dead letters, and prints what was done.
   *
   * @param out receives a line with the selected dead letters, and one with the result
   * @throws ServerException if a server is down, a topic or the table is missing, a registered
   *     schema does not fit, or a dead letter cannot be decrypted
   * @throws RunLoopException on a fatal fault
   * @throws IOException if the result file cannot be written
   */
  private void run(PrintStream out) throws InterruptedException, RunLoopException, IOException {
    long startNanos = System.nanoTime();
    Duration timeout = config.timeout();
    store.topic().requireForStore(timeout);
    store.table().require(timeout);
    Erasures erasures = config.erasures();
    RedrivePlan plan = plan(erasures, timeout);
    out.printf(
        Locale.ROOT,
        "%s %s into %s: %s%n",
        config.dryRun() ? "would redrive" : "redriving",
        store.topic().deadLetters(),
        store.table(),
        plan.counts());
    if (config.dryRun()) {
      return;
    }
    long published = publish(plan, erasures);
    if (plan.letters() == 0) {
      report(plan, published, 0, startNanos, out);
      return;
    }
    OwnGroup group = OwnGroup.of(store, "redrive", plan.ready().toString());
    new Store("redrive", store.withGroup(group.name()), plan.scope(erasures), progress)
        .run(
            summary -> {
              if (summary.lag() == 0) {
                finish(plan, group, timeout);
              }
              report(plan, published, summary.lag(), startNanos, out);
            });
  }

  private RedrivePlan plan(Erasures erasures, Duration timeout) throws InterruptedException {
    SchemaLookupFactory schemas =
        RegisteredSchemas.require(store.registry(), timeout, timeout, false);
    RedrivePlan plan;
    try (Admin admin = store.topic().kafka().await(timeout)) {
      plan = RedrivePlan.ask(admin, store, selection, erasures, schemas);
    }
    if (rawStore.isEmpty() && !plan.rows().isEmpty()) {
      LOG.warn(
          "{} dead letters are of rows of the raw store: add --rawStore to process them",
          plan.rows().size());
      return plan.withoutRows();
    }
    return plan;
  }

  /** Publishes the rows that are still marked as dead letters. Returns how many became users. */
  private long publish(RedrivePlan plan, Erasures erasures) throws InterruptedException {
    if (plan.rows().isEmpty()) {
      return 0;
    }
    return new Republish(
            "redrive",
            store.topic(),
            store.encryption(),
            store.registry(),
            rawStore.orElseThrow(),
            erasures,
            store.runner(),
            progress)
        .run(
            rows ->
                rows.setUuids(plan.rows())
                    .setDeadIn(new RawSelection.DeadIn(store.topic().name(), plan.topicId())));
  }

  /** Marks come after the rows, because a marked dead letter is not processed again. */
  private void finish(RedrivePlan plan, OwnGroup group, Duration timeout)
      throws InterruptedException {
    RedriveMarks.write(
        store.topic().deadLetters(),
        store.topic().clientProperties(),
        plan.marks(store.topic().name()));
    group.delete(store.topic(), timeout);
  }

  private void report(RedrivePlan plan, long published, long lag, long startNanos, PrintStream out)
      throws IOException {
    out.printf(
        Locale.ROOT,
        "redriven: letters=%d raw=%d failing=%d gone=%d lag=%d%n",
        lag == 0 ? plan.letters() : 0,
        published,
        plan.failing(),
        plan.gone(),
        lag);
    config
        .resultFile()
        .write(
            ImmutableMap.of(
                "letters",
                lag == 0 ? plan.letters() : 0,
                "raw",
                published,
                "failing",
                plan.failing(),
                "gone",
                plan.gone(),
                "lag",
                lag,
                "seconds",
                (System.nanoTime() - startNanos) / 1e9));
  }
}
