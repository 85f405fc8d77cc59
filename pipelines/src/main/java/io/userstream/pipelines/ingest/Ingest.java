package io.userstream.pipelines.ingest;

import io.userstream.io.kafka.Topics;
import io.userstream.io.postgres.RawUsersTable;
import io.userstream.io.randomuser.PageRequest;
import io.userstream.io.randomuser.Seeds;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RawStoreSettings;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.pipelines.options.ResultFile;
import io.userstream.pipelines.options.RunnerSettings;
import io.userstream.pipelines.options.StatusSettings;
import io.userstream.pipelines.publish.UserEncoding;
import io.userstream.pipelines.status.Readiness;
import io.userstream.runloop.runner.RunnerContext;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest job: users of the API into the users topic, keyed by id. */
public final class Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private Ingest() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(IngestOptions options) {
    OptionProblems problems =
        new OptionProblems()
            .addAll(KafkaSettings.problems(options))
            .addAll(RegistrySettings.problems(options))
            .addAll(RawStoreSettings.problems(options))
            .addAll(ConnectSettings.problems(options))
            .addAll(RunnerSettings.problems(options))
            .addAll(ResultFile.problems(options))
            .addAll(StatusSettings.problems(options))
            .range("users", options.getUsers(), 1, Long.MAX_VALUE)
            .check("seed", options.getSeed(), Ingest::checkSeed)
            .check("source", options.getSource(), Ingest::checkSource)
            .check("apiVersion", options.getApiVersion(), Ingest::checkApiVersion)
            .range("pageSize", options.getPageSize(), 1, PageRequest.MAX_RESULTS)
            .duration("every", options.getEvery(), "1ms", "24h")
            .duration("requestTimeout", options.getRequestTimeout(), "1ms", "1h")
            .duration("retryLimit", options.getRetryLimit(), "0s", "24h");
    long most = (long) PageRequest.MAX_PAGE * options.getPageSize();
    if (options.getEvery() == null && options.getUsers() != null && options.getUsers() > most) {
      problems.add(
          "users",
          options.getUsers(),
          String.format(
              "a seed has %d pages of --pageSize=%d users: ingest the rest from another seed",
              PageRequest.MAX_PAGE, options.getPageSize()));
    }
    if (options.getEvery() != null && RunnerContext.isSpark(options)) {
      problems.add(
          "every",
          options.getEvery(),
          "is a stream, and Beam's streams lose records on Spark (docs/native-streaming.md): use"
              + " --runner=DirectRunner, or have a scheduler start ingest");
    }
    return problems.list();
  }

  /**
   * Runs the job to its end: when the users that were asked for are published, or, with {@code
   * --every} and no {@code --users}, never.
   *
   * @param out gets one line, {@code ingested: asked=… fetched=… published=…}, in failure too; with
   *     a raw store it goes on with {@code dead=… raw=… unpublished=…}. The result file gets the
   *     counts of this run, and pages and seconds
   * @return 0, or 1 when something is missing
   * @throws io.userstream.runloop.servers.ServerException when the API, a server, the topic, a
   *     table or the schema is not there
   * @throws IOException when the result file cannot be written
   */
  public static int run(IngestOptions options, PrintStream out)
      throws InterruptedException, IOException {
    Readiness readiness = new Readiness();
    IngestRun run = new IngestRun(readiness);
    Optional<IngestStatus> status = IngestStatus.open(options, readiness, run::counts);
    try {
      return run(options, readiness, run, out);
    } finally {
      status.ifPresent(IngestStatus::close);
    }
  }

  private static int run(IngestOptions options, Readiness readiness, IngestRun run, PrintStream out)
      throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    readiness.waitsFor("Kafka at " + options.getBootstrapServers());
    requireTopic(options);
    if (options.getSchemaRegistry() != null) {
      readiness.waitsFor("the schema registry at " + options.getSchemaRegistry());
    }
    UserEncoding encoding = UserEncoding.of(RegistrySettings.requireOwnId(options));
    RawStoreSettings.connection(options)
        .ifPresent(connection -> readiness.waitsFor(connection.toString()));
    Optional<RawUsersTable> rawStore = RawStoreSettings.require(options);
    try {
      return rawStore.isPresent()
          ? new RawStoreIngest(options, encoding, rawStore.get(), run).run(out)
          : publish(options, encoding, run, out);
    } finally {
      ResultFile.write(options, run.counts().toMap(System.nanoTime() - startNanos));
    }
  }

  private static int publish(
      IngestOptions options, UserEncoding encoding, IngestRun run, PrintStream out)
      throws InterruptedException {
    try {
      run.run(options, pipeline -> IngestPipeline.build(pipeline, options, encoding));
    } finally {
      out.println(run.summary(options));
    }
    Long asked = IngestPipeline.users(options);
    if (run.isDone()
        && asked != null
        && run.counts().fetched() >= asked
        && run.counts().published() >= asked) {
      return 0;
    }
    LOG.error(
        "the pipeline is {}, and not every user was published: ingest the same seed again, which"
            + " doubles nothing",
        run.state());
    return 1;
  }

  private static void requireTopic(IngestOptions options) throws InterruptedException {
    try (Admin admin = KafkaSettings.await(options, ConnectSettings.timeout(options))) {
      new Topics(admin).require(options.getTopic());
    }
  }

  private static void checkSeed(String seed) {
    if (seed.isBlank()) {
      throw new IllegalArgumentException("is blank");
    }
    if (Seeds.isAmbiguous(seed)) {
      throw new IllegalArgumentException(
          "has 18 characters, of which the API reads the last two as the number of a nationality:"
              + " use a shorter or a longer seed");
    }
  }

  private static void checkSource(String source) {
    URI uri = URI.create(source);
    if (!List.of("http", "https").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null
        || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          "is not an http or https address, as in https://randomuser.me/api/");
    }
  }

  private static void checkApiVersion(String version) {
    if (!List.of("1.3", "1.4").contains(version)) {
      throw new IllegalArgumentException("is neither 1.3 nor 1.4");
    }
  }
}
