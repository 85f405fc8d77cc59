package io.userstream.tests.runloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.runloop.RunEngine;
import io.userstream.runloop.RunLoop;
import io.userstream.runloop.RunLoopSummary;
import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.spark.LocalSpark;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.SharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The example that the documentation of the run loop shows, on a real Kafka. */
public class RunLoopExampleIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Flow orders = Flow.on(SharedStack.get(), "orders");
  private final Flow archive = Flow.on(SharedStack.get(), "orders-archive");
  private final GroupOffsets offsets = new GroupOffsets(orders);

  @Before
  public void createTopics() throws Exception {
    EmptyTopics.create(
        orders.stack(),
        new NewTopic(orders.topic(), 3, (short) 1),
        new NewTopic(archive.topic(), 3, (short) 1).configs(Map.of("cleanup.policy", "compact")));
  }

  @After
  public void closeOffsets() {
    offsets.close();
  }

  @Test
  public void everyOrderIsArchivedUnderItsPlace() throws Exception {
    publish(0, 1_000);

    ArchiveTopic.main(arguments("--untilDrained"));

    assertThat(archived(), is(published()));
    assertThat(archived().size(), is(1_000));
    assertThat(committed(), is(1_000L));
  }

  @Test
  public void stoppedInTheMiddleAndStartedAgainItLosesNothing() throws Exception {
    publish(0, 10_000);
    RunLoop loop = loop("--maxRunRecords=100");
    CompletableFuture<RunLoopSummary> first = CompletableFuture.supplyAsync(() -> run(loop));
    Await.until("some is committed", LIMIT, () -> committed() > 200);
    loop.stop();
    RunLoopSummary stopped = first.get();
    assertThat(committed(), is(allOf(greaterThan(200L), lessThan(10_000L))));
    assertThat(committed(), is(stopped.offsets()));
    publish(10_000, 10_500);

    RunLoopSummary rest = run(loop("--untilDrained"));

    assertThat(archived(), is(published()));
    assertThat(archived().size(), is(10_500));
    assertThat(stopped.offsets() + rest.offsets(), is(10_500L));
    // A stopped loop leaves nothing half done: not one record was written again.
    assertThat(archive.contents().records().size(), is(10_500));
  }

  @Test
  public void killedOnSparkAndStartedAgainItLosesNothing() throws Exception {
    publish(0, 20_000);
    try (JobProcess driver = onSpark("--maxRunRecords=200")) {
      Await.until("some is committed", LIMIT, () -> committed() > 1_000);
      driver.kill();
    }
    assertThat(committed(), is(lessThan(20_000L)));

    try (JobProcess driver = onSpark("--untilDrained")) {
      assertThat(driver.output(), driver.awaitEnd(LIMIT), is(0));
    }

    assertThat(archived(), is(published()));
    assertThat(archived().size(), is(20_000));
  }

  private RunLoop loop(String... more) {
    ArchiveOptions options =
        PipelineOptionsFactory.fromArgs(arguments(more)).as(ArchiveOptions.class);
    // It says the same of KafkaIO's coder for each of the records.
    options.as(DirectOptions.class).setEnforceImmutability(false);
    return ArchiveTopic.loop(options, RunEngine.OF_THE_PIPELINE);
  }

  private static RunLoopSummary run(RunLoop loop) {
    try {
      return loop.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private JobProcess onSpark(String... more) {
    return LocalSpark.start(
        orders.stack(),
        orders.topic() + "-" + System.nanoTime(),
        List.of(),
        ArchiveTopic.class,
        List.of(arguments(more)));
  }

  private String[] arguments(String... more) {
    return Stream.concat(
            Stream.of(
                "--bootstrapServers=" + bootstrapServers(),
                "--topic=" + orders.topic(),
                "--group=" + orders.group(),
                "--archive=" + archive.topic()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private String bootstrapServers() {
    return orders.stack().bootstrapServers();
  }

  private void publish(int from, int to) {
    try (Publisher publisher = new Publisher(orders)) {
      for (int number = from; number < to; number++) {
        publisher.send("customer-" + number % 100, ("order " + number).getBytes(UTF_8));
      }
    }
  }

  /** What the archive has to hold: each order by its place. */
  private SortedMap<String, String> published() {
    SortedMap<String, String> orderAt = new TreeMap<>();
    orders
        .contents()
        .records()
        .forEach(
            order ->
                orderAt.put(
                    order.topic() + "-" + order.partition() + "@" + order.offset(),
                    new String(order.value(), UTF_8)));
    return orderAt;
  }

  /** What it holds: the last record of each key counts. */
  private SortedMap<String, String> archived() {
    SortedMap<String, String> orderAt = new TreeMap<>();
    archive
        .contents()
        .records()
        .forEach(
            order -> orderAt.put(new String(order.key(), UTF_8), new String(order.value(), UTF_8)));
    return orderAt;
  }

  private long committed() {
    return offsets.sum();
  }
}
