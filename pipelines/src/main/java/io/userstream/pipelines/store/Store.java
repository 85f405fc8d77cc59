package io.userstream.pipelines.store;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.UsersKeyspace;
import io.userstream.io.decoding.SchemaLookupFactory;
import io.userstream.pipelines.options.CassandraSettings;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.Durations;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RegistrySettings;
import io.userstream.pipelines.options.RequiredServers;
import io.userstream.pipelines.options.RunnerSettings;
import io.userstream.pipelines.options.StatusSettings;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopConfig;
import io.userstream.runloop.RunLoopException;
import io.userstream.runloop.RunLoopListener;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.runloop.runner.RunnerContext;
import io.userstream.runloop.runner.StopOnSignal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The store job: every record of the users topic ends as a row, as the absence of one, or as a dead
 * letter.
 */
public final class Store {
  static final String LOOP = "loop";
  static final String NATIVE = "native";
  private static final String STOPPED = "stopped";
  private static final String DRAINED = "drained";

  /** One try to connect: who asks will ask again. */
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(1);

  private Store() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(StoreOptions options) {
    List<String> problems = new ArrayList<>();
    problems.addAll(KafkaSettings.problems(options));
    problems.addAll(CassandraSettings.problems(options));
    problems.addAll(RegistrySettings.problems(options));
    problems.addAll(ConnectSettings.problems(options));
    problems.addAll(RunnerSettings.problems(options));
    problems.addAll(StatusSettings.problems(options));
    OptionProblems own =
        new OptionProblems()
            .check("engine", options.getEngine(), engine -> requireOneOf(engine, LOOP, NATIVE))
            .check("until", options.getUntil(), until -> requireOneOf(until, STOPPED, DRAINED))
            .range("maxRunRecords", options.getMaxRunRecords(), 1, 10_000_000)
            .range("maxRunsInFlight", options.getMaxRunsInFlight(), 1, 64)
            .duration("minRunInterval", options.getMinRunInterval(), "0s", "1h")
            .duration("hangTimeout", options.getHangTimeout(), "10s", "24h")
            .duration("openTransactionTimeout", options.getOpenTransactionTimeout(), "0s", "24h")
            .duration("stopGrace", options.getStopGrace(), "0s", "25s")
            .duration("sessionTimeout", options.getSessionTimeout(), "1s", "30m");
    if (options.getEngine().equals(NATIVE) && options.getUntil().equals(DRAINED)) {
      own.add("until", options.getUntil(), "needs --engine=loop: an unbounded read has no end");
    }
    if (options.getEngine().equals(NATIVE) && options.getStatusAddress() != null) {
      own.add("statusAddress", options.getStatusAddress(), "needs --engine=loop, which knows it");
    }
    if (options.getEngine().equals(NATIVE) && RunnerContext.isSpark(options)) {
      own.add(
          "engine",
          options.getEngine(),
          "loses records on the Spark runner, silently (docs/native-streaming.md): use --engine=loop");
    }
    if (options.getSchemaRegistry() != null && own.list().isEmpty() && waitsLikeAHang(options)) {
      own.add(
          "schemaLookupTimeout",
          options.getSchemaLookupTimeout(),
          "a run may wait three times as long, which must be less than --hangTimeout="
              + options.getHangTimeout());
    }
    problems.addAll(own.list());
    return problems;
  }

  private static boolean waitsLikeAHang(StoreOptions options) {
    return RegistrySettings.problems(options).isEmpty()
        && RegistrySettings.lookupTimeout(options)
                .multipliedBy(3)
                .compareTo(Durations.parse(options.getHangTimeout()))
            >= 0;
  }

  private static void requireOneOf(String value, String... allowed) {
    if (!List.of(allowed).contains(value)) {
      throw new IllegalArgumentException("is none of " + String.join(", ", allowed));
    }
  }

  /**
   * Runs the job until it is stopped, or drained.
   *
   * @param out gets one line at the end
   * @throws io.userstream.runloop.servers.ServerException when a server, a topic or the table is
   *     not there, or a registered schema does not fit
   * @throws RunLoopException on a fault that no repetition mends
   */
  public static void run(StoreOptions options, PrintStream out)
      throws InterruptedException, RunLoopException {
    Optional<StoreStatus> status = StoreStatus.open(options);
    try {
      run(options, status, out);
    } finally {
      status.ifPresent(StoreStatus::close);
    }
  }

  private static void run(StoreOptions options, Optional<StoreStatus> status, PrintStream out)
      throws InterruptedException, RunLoopException {
    Consumer<String> waitsFor = server -> status.ifPresent(shown -> shown.waitsFor(server));
    RequiredServers.await(options, waitsFor);
    if (options.getSchemaRegistry() != null) {
      waitsFor.accept("the schema registry at " + options.getSchemaRegistry());
    }
    boolean isNative = options.getEngine().equals(NATIVE);
    // The loop repeats a run that met a registry that was away, and says so; a native engine that
    // failed would end.
    SchemaLookupFactory schemas =
        RegisteredSchemas.require(
            options, isNative ? ConnectSettings.timeout(options) : Duration.ZERO, isNative);
    waitsFor.accept("the runner, " + options.getRunner().getSimpleName());
    try (RunnerContext runner = RunnerSettings.open(options, "store " + options.getTopic())) {
      if (isNative) {
        NativeStore.run(options, runner, schemas);
        return;
      }
      Map<String, Object> client = KafkaSettings.clientProperties(options);
      RunLoop loop =
          new RunLoop(
              loopConfig(options, client, runner)
                  .setListener(status.<RunLoopListener>map(s -> s).orElse(RunLoopListener.NONE))
                  .build(),
              run -> StorePipeline.of(run, options, client, schemas, runner.bundleRetries()));
      StopOnSignal stop =
          new StopOnSignal(
              runner,
              () -> {
                status.ifPresent(StoreStatus::stops);
                loop.stop();
              });
      try {
        status.ifPresent(shown -> shown.works(runner, () -> probe(options)));
        RunLoopSummary summary = loop.run();
        out.printf(
            "stored: records=%d runs=%d repeated=%d lag=%d%n",
            summary.offsets(), summary.runs(), summary.retries(), summary.lag());
      } finally {
        stop.jobEnded();
      }
    }
  }

  private static RunLoopConfig.Builder loopConfig(
      StoreOptions options, Map<String, Object> client, RunnerContext runner) {
    Map<String, Object> member = new HashMap<>(client);
    long sessionMs = Durations.parse(options.getSessionTimeout()).toMillis();
    member.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) sessionMs);
    member.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) (sessionMs / 3));
    return RunLoopConfig.builder()
        .setTopic(options.getTopic())
        .setGroup(options.getGroup())
        .setClientProperties(member)
        .setMaxRunRecords(options.getMaxRunRecords())
        .setMaxRunsInFlight(options.getMaxRunsInFlight())
        .setMinRunInterval(Durations.parse(options.getMinRunInterval()))
        .setHangTimeout(Durations.parse(options.getHangTimeout()))
        .setStopGrace(Durations.parse(options.getStopGrace()))
        .setOpenTransactionTimeout(Durations.parse(options.getOpenTransactionTimeout()))
        .setUntilDrained(options.getUntil().equals(DRAINED))
        .setFatalFault(FatalFaults::isLasting)
        .setSinkProbe(() -> probe(options))
        .setEngine(runner);
  }

  private static void probe(StoreOptions options) throws InterruptedException {
    Session session = CassandraSettings.await(options, PROBE_TIMEOUT);
    try {
      new UsersKeyspace(session, options.getCassandraKeyspace(), options.getCassandraTable())
          .probe();
    } finally {
      session.getCluster().close();
    }
  }
}
