package io.userstream.pipelines.ingest;

import io.userstream.io.erasures.Erasures;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ingests users with a raw store: stores each page before it publishes the page's users. The store
 * is also the job's state: complete pages are not requested again, unpublished rows are published,
 * and the job is done when nothing is left.
 */
final class RawStoreIngest {
  private static final Logger LOG = LoggerFactory.getLogger(RawStoreIngest.class);

  private final IngestConfig config;
  private final Erasures erasures;
  private final UserEncoding encoding;
  private final RawUsersTable table;
  private final IngestRun run;

  /** The first page that may be incomplete. Complete pages stay complete while this runs. */
  private long firstPage = 1;

  /**
   * Prepares the ingest.
   *
   * @param config receives a random seed if it has none
   * @param erasures users who are not published
   * @param run counts the work
   */
  RawStoreIngest(
      IngestConfig config,
      Erasures erasures,
      UserEncoding encoding,
      RawUsersTable table,
      IngestRun run) {
    this.config = config.seed().isPresent() ? config : config.withSeed(randomSeed());
    this.erasures = erasures;
    this.encoding = encoding;
    this.table = table;
    this.run = run;
  }

  private static String randomSeed() {
    String seed = String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
    LOG.info("ingesting users of the random seed {}", seed);
    return seed;
  }

  /** Runs the job to its end and returns the exit code. */
  int run(PrintStream out) throws InterruptedException {
    Duration timeout = config.runner().connectTimeout();
    RawStoreState kept;
    try {
      RawStoreState found = table.untilDone(timeout, this::ended, this::once);
      RawUsersTable.Counts counts = table.untilDone(timeout, () -> table.count(found.selection()));
      out.printf(
          Locale.ROOT,
          "%s dead=%d raw=%d unpublished=%d%n",
          run.summary(),
          run.counts().dead(),
          counts.rows(),
          counts.unpublished());
      kept = found;
    } catch (RuntimeException e) {
      out.println(run.summary());
      throw e;
    }
    if (kept.isAllThere(config)) {
      return 0;
    }
    LOG.error(
        "some pages of seed {} are incomplete or unpublished. Ingest the same seed and filters"
            + " again: this continues where the last run stopped and creates no duplicates",
        config.api().filters().in(config.seed().orElseThrow()));
    return 1;
  }

  private long ended() {
    return run.counts().published() + run.counts().dead();
  }

  /** Does the remaining work and returns the new state of the store. */
  private RawStoreState once() throws Exception {
    RawStoreState kept = RawStoreState.of(table, config, firstPage);
    firstPage = kept.pages().first();
    if (kept.isAllThere(config)) {
      return kept;
    }
    countEarlier(kept);
    long pages = firstPage - 1 + kept.pages().later().size();
    if (pages > 0) {
      LOG.info(
          "skipping {} pages that are in the raw store; fetching from page {}", pages, firstPage);
    }
    try {
      run.run(pipeline -> IngestPipeline.buildKeeping(pipeline, config, erasures, encoding, kept));
    } finally {
      // The job waits for the raw store until the next pipeline runs.
      run.readiness().waitingFor(table.toString());
    }
    return RawStoreState.of(table, config, firstPage);
  }

  /** Counts once, before the first pipeline. This run counts what its own pipelines publish. */
  private void countEarlier(RawStoreState kept) throws SQLException {
    if (run.showsProgress() && run.state() == null) {
      RawUsersTable.Counts counts = table.count(kept.selection());
      run.publishedEarlier(counts.rows() - counts.unpublished());
    }
  }
}
