package io.userstream.pipelines.ingest;

import io.userstream.io.kafka.Topics;
import io.userstream.io.randomuser.PageRequest;
import io.userstream.io.registry.UsersSubject;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.pipelines.options.ResultFile;
import io.userstream.pipelines.options.RunnerSettings;
import io.userstream.pipelines.runner.RunnerContext;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.kafka.clients.admin.Admin;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest job: users of the API into the users topic, keyed by id. */
public final class Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final Duration SAY_EVERY = Duration.standardSeconds(5);

  private Ingest() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(IngestOptions options) {
    OptionProblems problems =
        new OptionProblems()
            .addAll(KafkaSettings.problems(options))
            .addAll(RegistrySettings.problems(options))
            .addAll(ConnectSettings.problems(options))
            .addAll(RunnerSettings.problems(options))
            .addAll(ResultFile.problems(options))
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
   * @param out gets one line, {@code ingested: asked=… fetched=… published=…}, in failure too; the
   *     result file the same, and pages and seconds
   * @return 0, or 1 when something is missing
   * @throws io.userstream.io.ServerException when the API, Kafka, the topic, the registry or the
   *     schema is not there
   * @throws IOException when the result file cannot be written
   */
  @SuppressWarnings("try") // The runner's context is open for as long as the pipeline runs.
  public static int run(IngestOptions options, PrintStream out)
      throws InterruptedException, IOException {
    long startNanos = System.nanoTime();
    requireTopic(options);
    Optional<Integer> schemaId = RegistrySettings.require(options).map(UsersSubject::requireOwnId);
    if (DirectRunner.class.equals(options.getRunner())) {
      // The progress is watched from here.
      options.as(DirectOptions.class).setBlockOnRun(false);
    }
    try (RunnerContext runner = RunnerSettings.open(options, "ingest " + options.getTopic())) {
      Pipeline pipeline = Pipeline.create(options);
      IngestPipeline.build(pipeline, options, schemaId);
      PipelineResult result = pipeline.run();
      try {
        awaitEnd(result);
      } finally {
        IngestCounts counts = IngestCounts.of(result);
        out.printf(
            "ingested: asked=%s fetched=%d published=%d%n",
            IngestPipeline.users(options) == null ? "endless" : IngestPipeline.users(options),
            counts.fetched(),
            counts.published());
        ResultFile.write(options, counts.toMap(System.nanoTime() - startNanos));
      }
      return isComplete(options, result) ? 0 : 1;
    }
  }

  private static boolean isComplete(IngestOptions options, PipelineResult result) {
    Long asked = IngestPipeline.users(options);
    IngestCounts counts = IngestCounts.of(result);
    if (result.getState() == PipelineResult.State.DONE
        && asked != null
        && counts.fetched() >= asked
        && counts.published() >= asked) {
      return true;
    }
    LOG.error(
        "the pipeline is {}, and not every user was published: ingest the same seed again, which"
            + " doubles nothing",
        result.getState());
    return false;
  }

  private static void awaitEnd(PipelineResult result) {
    IngestCounts before = new IngestCounts(0, 0, 0);
    long beforeNanos = System.nanoTime();
    while (!isTerminal(result.waitUntilFinish(SAY_EVERY))) {
      IngestCounts now = IngestCounts.of(result);
      double seconds = (System.nanoTime() - beforeNanos) / 1e9;
      LOG.info(
          "{} users published, {}/s; {} fetched",
          now.published(),
          Math.round((now.published() - before.published()) / seconds),
          now.fetched());
      before = now;
      beforeNanos = System.nanoTime();
    }
  }

  private static boolean isTerminal(PipelineResult.State state) {
    return state != null && state.isTerminal();
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
