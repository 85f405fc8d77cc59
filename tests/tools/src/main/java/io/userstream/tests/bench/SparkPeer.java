package io.userstream.tests.bench;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.ProjectHome;
import io.userstream.tests.stack.SparkSubmit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs with Spark SQL and the Cassandra connector that ours are compared with. */
final class SparkPeer {
  private static final Path TARGET =
      ProjectHome.find().resolve("tests/peers/structured-streaming/target");

  /** Distinguishes the output of jobs on the same flow. */
  private static final AtomicInteger STARTED = new AtomicInteger();

  private SparkPeer() {}

  /**
   * Starts the job that {@code store} replaces.
   *
   * @param cassandraPort a port of this machine
   * @param offsetsPerTrigger the maximum number of records in a micro-batch
   * @param minTasks the minimum number of tasks that read a micro-batch
   */
  static JobProcess store(
      Flow flow, SparkSubmit submit, int cassandraPort, long offsetsPerTrigger, int minTasks) {
    return start(
        flow,
        submit,
        "StructuredStreamingStore",
        cassandraPort,
        flow.stack().directory().resolve(flow.topic() + "-checkpoint").toString(),
        Long.toString(offsetsPerTrigger),
        Integer.toString(minTasks));
  }

  /** Returns the number of records that the job has stored. */
  static long stored(JobProcess store) {
    return store
        .out()
        .lines()
        .filter(line -> line.contains(" total="))
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".* total=(\\d+).*", "$1")))
        .max()
        .orElse(0);
  }

  /** Starts the job that compares topic and table. */
  static JobProcess antiJoin(Flow flow, SparkSubmit submit) {
    return start(flow, submit, "AntiJoin", flow.stack().cassandraPort());
  }

  private static JobProcess start(
      Flow flow, SparkSubmit submit, String mainClass, int cassandraPort, String... more) {
    LocalStack stack = flow.stack();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                stack.bootstrapServers(),
                flow.topic(),
                stack.cassandraHost(),
                Integer.toString(cassandraPort),
                flow.keyspace(),
                flow.table()));
    arguments.addAll(List.of(more));
    return JobProcess.start(
        stack,
        flow.topic() + "-" + mainClass + "-" + STARTED.incrementAndGet(),
        submit
            .withJar(TARGET.resolve("structured-streaming.jar"))
            .withMainClass("io.userstream.peers." + mainClass)
            .withConf("spark.jars", jars()),
        arguments);
  }

  private static String jars() {
    try (Stream<Path> jars = Files.list(TARGET.resolve("jars"))) {
      return jars.map(Path::toString).sorted().collect(Collectors.joining(","));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
