package io.userstream.pipelines.ingest;

import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ingest that keeps each page in the raw store before it publishes the page's users. The store
 * is also what it goes by: pages that are whole there are not asked for again, rows that were never
 * published are, and it is done when nothing is left.
 */
final class RawStoreIngest {
  private static final Logger LOG = LoggerFactory.getLogger(RawStoreIngest.class);

  private final IngestConfig config;
  private final UserEncoding encoding;
  private final RawUsersTable table;
  private final IngestRun run;

  /** The first page that may not be whole; what is whole stays so while this runs. */
  private long firstPage = 1;

  /**
   * Prepares it.
   *
   * @param config gets a random seed if it has none
   * @param run counts what it does
   */
  RawStoreIngest(IngestConfig config, UserEncoding encoding, RawUsersTable table, IngestRun run) {
    this.config = config.seed().isPresent() ? config : config.withSeed(randomSeed());
    this.encoding = encoding;
    this.table = table;
    this.run = run;
  }

  private static String randomSeed() {
    String seed = String.format("%016x", ThreadLocalRandom.current().nextLong());
    LOG.info("no seed was given: these are the users of seed {}", seed);
    return seed;
  }

  /** Runs the job to its end; returns the exit code. */
  int run(PrintStream out) throws InterruptedException {
    Duration timeout = config.runner().connectTimeout();
    RawStoreState kept;
    try {
      RawStoreState found = table.untilDone(timeout, this::once);
      RawUsersTable.Counts counts = table.untilDone(timeout, () -> table.count(found.selection()));
      out.printf(
          "%s dead=%d raw=%d unpublished=%d%n",
          run.summary(), run.counts().dead(), counts.rows(), counts.unpublished());
      kept = found;
    } catch (RuntimeException e) {
      out.println(run.summary());
      throw e;
    }
    if (kept.isAllThere(config)) {
      return 0;
    }
    LOG.error(
        "not every page of seed {} is whole, or not published: ingest the same seed and filters"
            + " again, which goes on where this stopped and doubles nothing",
        config.api().filters().in(config.seed().orElseThrow()));
    return 1;
  }

  /** Does what is not done yet, and looks what the store has then. */
  private RawStoreState once() throws Exception {
    RawStoreState kept = RawStoreState.of(table, config, firstPage);
    firstPage = kept.pages().first();
    if (kept.isAllThere(config)) {
      return kept;
    }
    long pages = firstPage - 1 + kept.pages().later().size();
    if (pages > 0) {
      LOG.info(
          "{} pages are in the raw store: not asked for again; the first one to fetch is {}",
          pages,
          firstPage);
    }
    try {
      run.run(pipeline -> IngestPipeline.buildKeeping(pipeline, config, encoding, kept));
    } finally {
      // Until the next pipeline runs, if there is one, it is the store that is asked.
      run.readiness().waitingFor(table.toString());
    }
    return RawStoreState.of(table, config, firstPage);
  }
}
