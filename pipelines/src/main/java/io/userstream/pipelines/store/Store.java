package io.userstream.pipelines.store;

import io.userstream.io.cassandra.WriteUsers;
import io.userstream.io.kafka.ReadRanges;
import io.userstream.io.kafka.WriteDeadLetters;
import io.userstream.model.SchemaLookup;
import io.userstream.pipelines.options.CassandraSettings;
import io.userstream.pipelines.options.ConnectSettings;
import io.userstream.pipelines.options.Durations;
import io.userstream.pipelines.options.KafkaSettings;
import io.userstream.pipelines.options.OptionProblems;
import io.userstream.pipelines.options.RequiredServers;
import io.userstream.pipelines.options.SecretReference;
import io.userstream.pipelines.runloop.Run;
import io.userstream.pipelines.runloop.RunLoop;
import io.userstream.pipelines.runloop.RunLoopConfig;
import io.userstream.pipelines.runloop.RunLoopException;
import io.userstream.pipelines.runloop.RunLoopSummary;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
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

  private Store() {}

  /** What is wrong with the options, one line each; asks no server. */
  public static List<String> problems(StoreOptions options) {
    List<String> problems = new ArrayList<>();
    problems.addAll(KafkaSettings.problems(options));
    problems.addAll(CassandraSettings.problems(options));
    problems.addAll(ConnectSettings.problems(options));
    OptionProblems own =
        new OptionProblems()
            .check("engine", options.getEngine(), engine -> requireOneOf(engine, LOOP, NATIVE))
            .check("until", options.getUntil(), until -> requireOneOf(until, STOPPED, DRAINED))
            .range("maxRunRecords", options.getMaxRunRecords(), 1, 10_000_000)
            .range("maxRunsInFlight", options.getMaxRunsInFlight(), 1, 64)
            .duration("stopGrace", options.getStopGrace(), "0s", "10m")
            .duration("sessionTimeout", options.getSessionTimeout(), "1s", "30m");
    if (options.getEngine().equals(NATIVE) && options.getUntil().equals(DRAINED)) {
      own.add("until", options.getUntil(), "needs --engine=loop: an unbounded read has no end");
    }
    if (options.getEngine().equals(NATIVE)
        && options.getRunner().getSimpleName().contains("Spark")) {
      own.add(
          "engine",
          options.getEngine(),
          "loses records on the Spark runner, silently (docs/native-streaming.md): use --engine=loop");
    }
    problems.addAll(own.list());
    return problems;
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
   * @throws io.userstream.io.ServerException when a server, a topic or the table is not there
   * @throws RunLoopException on a fault that no repetition mends
   */
  public static void run(StoreOptions options, PrintStream out)
      throws InterruptedException, RunLoopException {
    RequiredServers.await(options);
    if (options.getEngine().equals(NATIVE)) {
      NativeStore.run(options);
      return;
    }
    Map<String, Object> client = KafkaSettings.clientProperties(options);
    Map<String, Object> member = new HashMap<>(client);
    long sessionMs = Durations.parse(options.getSessionTimeout()).toMillis();
    member.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) sessionMs);
    member.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) (sessionMs / 3));
    RunLoop loop =
        new RunLoop(
            RunLoopConfig.builder()
                .setTopic(options.getTopic())
                .setGroup(options.getGroup())
                .setClientProperties(member)
                .setMaxRunRecords(options.getMaxRunRecords())
                .setMaxRunsInFlight(options.getMaxRunsInFlight())
                .setStopGrace(Durations.parse(options.getStopGrace()))
                .setUntilDrained(options.getUntil().equals(DRAINED))
                .setLastingFault(LastingFaults::isLasting)
                .build(),
            run -> pipelineFor(run, options, client));
    StopOnSignal stop = new StopOnSignal(loop::stop);
    try {
      RunLoopSummary summary = loop.run();
      out.printf(
          "stored: records=%d runs=%d repeated=%d lag=%d%n",
          summary.offsets(), summary.runs(), summary.repeats(), summary.lag());
    } finally {
      stop.jobEnded();
    }
  }

  static Pipeline pipelineFor(Run run, StoreOptions options, Map<String, Object> client) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Ranges", Create.of(run.ranges()))
        .apply("Read", ReadRanges.from(client))
        .apply("Store", storeUsers(options, client, run.attempt(), run.mayRepeat()));
    return pipeline;
  }

  static StoreUsers storeUsers(
      StoreOptions options, Map<String, Object> client, int attempt, boolean mayRepeat) {
    WriteUsers writeUsers =
        WriteUsers.to(
                CassandraSettings.hosts(options),
                options.getCassandraPort(),
                options.getCassandraKeyspace(),
                options.getCassandraTable())
            .withConsistency(CassandraSettings.consistency(options).name())
            .withLocalDc(options.getCassandraLocalDc());
    if (options.getCassandraUsername() != null) {
      writeUsers =
          writeUsers.withCredentials(
              options.getCassandraUsername(),
              SecretReference.resolve(options.getCassandraPassword()));
    }
    return new StoreUsers(
        new DecodeUsers(() -> SchemaLookup.NONE, attempt),
        writeUsers,
        WriteDeadLetters.to(KafkaSettings.deadLetterTopic(options), client)
            .skippingWritten(mayRepeat));
  }
}
