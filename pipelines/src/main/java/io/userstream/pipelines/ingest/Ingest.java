package io.userstream.pipelines.ingest;

import io.userstream.io.erasures.ErasureList;
import io.userstream.io.erasures.Erasures;
import io.userstream.io.options.OptionReader;
import io.userstream.io.postgres.PostgresConnection;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.registry.UserEncoding;
import io.userstream.pipelines.job.Job;
import io.userstream.pipelines.progress.Progress;
import io.userstream.pipelines.status.Readiness;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest job: publishes users from the API to the users topic, keyed by id. */
public final class Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private final IngestConfig config;
  private final Readiness readiness = new Readiness();
  private final IngestRun run;

  private Ingest(IngestConfig config, Progress progress) {
    this.config = config;
    this.run = new IngestRun(config, readiness, progress);
  }

  /**
   * Reads the options without asking a server.
   *
   * @param reader receives problems with them
   */
  public static Job read(IngestOptions options, OptionReader reader) {
    IngestConfig config = IngestConfig.read(options, reader);
    return (out, progress) -> new Ingest(config, progress).run(out);
  }

  /**
   * Runs the job until the requested users are published. With {@code --every} and without {@code
   * --users}, runs forever.
   *
   * @param out receives one line, also on failure: {@code ingested: asked=… fetched=… published=…},
   *     and with a raw store {@code dead=… raw=… unpublished=…}. The result file receives the
   *     counts of this run, pages and seconds
   * @return 0, or 1 if something is missing
   * @throws io.userstream.runloop.servers.ServerException if the API or a server is down, or the
   *     topic, a table or the schema is missing
   * @throws IOException if the result file cannot be written
   */
  private int run(PrintStream out) throws InterruptedException, IOException {
    Optional<IngestStatus> status = IngestStatus.open(config, readiness, run::counts);
    try {
      return runServed(out);
    } finally {
      status.ifPresent(IngestStatus::close);
    }
  }

  private int runServed(PrintStream out) throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    Duration timeout = config.runner().connectTimeout();
    readiness.waitingFor(config.topic().kafka().toString());
    config.topic().require(timeout, config.topic().name());
    config.registry().ifPresent(registry -> readiness.waitingFor(registry.toString()));
    UserEncoding encoding = UserEncoding.require(config.registry(), timeout);
    Erasures erasures = new ErasureList(config.topic(), timeout).read(config.erasureKey());
    try {
      return config.rawStore().isPresent()
          ? runKeeping(config.rawStore().get(), erasures, encoding, out)
          : publish(erasures, encoding, out);
    } finally {
      config.resultFile().write(run.counts().toMap(System.nanoTime() - startNanos));
    }
  }

  private int runKeeping(
      PostgresConnection rawStore, Erasures erasures, UserEncoding encoding, PrintStream out)
      throws InterruptedException {
    readiness.waitingFor(rawStore.toString());
    RawUsersTable table = RawUsersTable.require(rawStore, config.runner().connectTimeout());
    return new RawStoreIngest(config, erasures, encoding, table, run).run(out);
  }

  private int publish(Erasures erasures, UserEncoding encoding, PrintStream out)
      throws InterruptedException {
    try {
      run.run(pipeline -> IngestPipeline.build(pipeline, config, erasures, encoding));
    } finally {
      out.println(run.summary());
    }
    if (run.isDone()
        && config.users().isPresent()
        && run.counts().fetched() >= config.users().getAsLong()
        && run.counts().published() + run.counts().erased() >= config.users().getAsLong()) {
      return 0;
    }
    LOG.error(
        "not every user was published (the pipeline is {}). Ingest the same seed again: this"
            + " creates no duplicates",
        run.state());
    return 1;
  }
}
