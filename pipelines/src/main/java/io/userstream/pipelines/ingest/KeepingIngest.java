package io.userstream.pipelines.ingest;

import io.userstream.io.postgres.RawSelection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.RawStoreSettings;
import io.userstream.pipelines.publish.UserEncoding;
import java.io.PrintStream;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ingest that keeps each page in the raw store before it publishes the page's users. The store
 * is also what it goes by: pages that are whole there are not asked for again, rows that were never
 * published are, and it is done when nothing is left.
 */
final class KeepingIngest {
  private static final Logger LOG = LoggerFactory.getLogger(KeepingIngest.class);

  private final IngestOptions options;
  private final UserEncoding encoding;
  private final RawUsersTable table;
  private final IngestRun run;

  /**
   * Prepares it.
   *
   * @param options get a seed, if they have none
   * @param run counts what it does
   */
  KeepingIngest(IngestOptions options, UserEncoding encoding, RawUsersTable table, IngestRun run) {
    this.options = options;
    this.encoding = encoding;
    this.table = table;
    this.run = run;
    if (options.getSeed() == null) {
      options.setSeed(String.format("%016x", ThreadLocalRandom.current().nextLong()));
      LOG.info("no seed was given: these are the users of seed {}", options.getSeed());
    }
  }

  /** See {@link Ingest#run}. */
  int run(PrintStream out) throws InterruptedException {
    try {
      RawStoreSettings.untilDone(table, ConnectSettings.timeout(options), this::once);
      RawUsersTable.Counts counts = counts();
      out.printf(
          "%s dead=%d raw=%d unpublished=%d%n",
          run.summary(options), run.counts().dead(), counts.rows(), counts.unpublished());
    } catch (RuntimeException e) {
      out.println(run.summary(options));
      throw e;
    }
    KeptUsers kept = kept();
    if (kept.isAllThere(options)) {
      return 0;
    }
    LOG.error(
        "not every page of seed {} is whole, or not published: ingest the same seed again, which goes on where"
            + " this stopped and doubles nothing",
        options.getSeed());
    return 1;
  }

  private boolean once() throws Exception {
    KeptUsers kept = KeptUsers.of(table, options);
    if (!kept.isAllThere(options)) {
      if (!kept.wholePages().isEmpty()) {
        LOG.info("{} pages are in the raw store: not asked for again", kept.wholePages().size());
      }
      run.run(options, pipeline -> IngestPipeline.buildKeeping(pipeline, options, encoding, kept));
    }
    return true;
  }

  private KeptUsers kept() throws InterruptedException {
    return RawStoreSettings.untilDone(
        table, ConnectSettings.timeout(options), () -> KeptUsers.of(table, options));
  }

  private RawUsersTable.Counts counts() throws InterruptedException {
    RawSelection ofSeed = RawSelection.unpublished().toBuilder().setSeed(options.getSeed()).build();
    return RawStoreSettings.untilDone(
        table, ConnectSettings.timeout(options), () -> table.count(ofSeed));
  }
}
