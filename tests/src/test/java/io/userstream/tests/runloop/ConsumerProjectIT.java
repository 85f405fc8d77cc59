package io.userstream.tests.runloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.flow.Publisher;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.JobCommand;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.ProjectHome;
import io.userstream.tests.stack.SparkSubmit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Builds the project in docs/run-loop.md against the packaged run loop, as an outside project with
 * nothing relocated, and stops and kills its job.
 */
public class ConsumerProjectIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Without it, DirectRunner logs a warning about KafkaIO's coder for every record. */
  private static final String QUIET = "--enforceImmutability=false";

  private static final Path PROJECT = ProjectHome.find().resolve("tests/consumer");
  private static final Path JAR = PROJECT.resolve("target/orders-archive.jar");

  private static LocalStack stack;

  private final Flow orders = Flow.on(stack, "orders");
  private final Flow archive = Flow.on(stack, "orders-archive");
  private final GroupOffsets offsets = new GroupOffsets(orders);

  @BeforeClass
  public static void buildAndStartStack() throws Exception {
    Process build =
        new ProcessBuilder(
                PROJECT.resolve("build").toString(),
                System.getProperty(
                    "localRepository", System.getProperty("user.home") + "/.m2/repository"))
            .redirectErrorStream(true)
            .start();
    String output = new String(build.getInputStream().readAllBytes(), UTF_8);
    assertThat(output, build.waitFor(), is(0));
    stack =
        LocalStack.builder()
            .name("consumer")
            .cassandra(false)
            .recordedApi(false)
            .sparkWorkers(1)
            .start();
  }

  @AfterClass
  public static void closeStack() {
    if (stack != null) {
      stack.close();
    }
  }

  @Before
  public void createTopics() throws Exception {
    EmptyTopics.create(
        orders.stack(),
        new NewTopic(orders.topic(), 3, (short) 1),
        new NewTopic(orders.deadLetterTopic(), 1, (short) 1),
        new NewTopic(archive.topic(), 3, (short) 1));
  }

  @After
  public void closeOffsets() {
    offsets.close();
  }

  @Test
  public void stoppedAndRestartedByJavaItWritesEveryOrderOnce() {
    JobCommand java =
        JobCommand.of(JAR.toString(), List.of("-Xmx1g"), "com.example.orders.ArchiveOrders");
    publish(0, 10_000);

    long stopped;
    try (JobProcess job =
        start("stopped", java, "--runner=DirectRunner", QUIET, "--maxRunRecords=100")) {
      Await.until("orders are committed", LIMIT, () -> offsets.sum() > 200);
      job.terminate();
      job.awaitEnd(LIMIT);
      stopped = offsets(job);
    }
    assertThat(offsets.sum(), is(allOf(greaterThan(200L), lessThan(10_000L))));
    assertThat(offsets.sum(), is(stopped));
    publish(10_000, 10_500);
    long rest = drain(java, "--runner=DirectRunner", QUIET, "--untilDrained");

    assertEveryOrderArrived(10_500);
    assertThat(stopped + rest, is(10_500L));
    assertThat(offsets.sum(), is(10_500L));
    assertThat(
        "records written twice",
        archive.contents().records().size() + orders.contents().deadLetters().size(),
        is(10_500));
  }

  /** Spark's own jars, including Guava 14, precede those of the job on the class path. */
  @Test
  public void killedAndRestartedBySparkSubmitItLosesNothing() {
    JobCommand submit =
        SparkSubmit.to(orders.stack().spark())
            .withJar(JAR)
            .withConf("spark.executor.memory", "512m");
    publish(0, 20_000);

    try (JobProcess job = start("killed", submit, "--runner=SparkRunner", "--maxRunRecords=200")) {
      Await.until("orders are committed", LIMIT, () -> offsets.sum() > 1_000);
      job.kill();
    }
    assertThat(offsets.sum(), is(lessThan(20_000L)));
    drain(submit, "--runner=SparkRunner", "--untilDrained");

    assertEveryOrderArrived(20_000);
    assertThat(offsets.sum(), is(20_000L));
  }

  /** Ignores the log4j 1 configuration of Beam's Spark runner, which no bundled backend reads. */
  @Test
  public void libraryBringsNoLoggingBackend() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> entries =
          jar.stream().map(entry -> entry.getName()).collect(Collectors.toList());

      assertThat(entries, hasItem("io/userstream/runloop/RunLoop.class"));
      assertThat(
          entries.stream()
              .filter(
                  entry ->
                      entry.matches("log4j2\\..*|logback.*")
                          || entry.startsWith("org/apache/logging/")
                          || entry.startsWith("ch/qos/logback/"))
              .collect(Collectors.toList()),
          is(empty()));
    }
  }

  /** Publishes orders, of which one in a hundred is malformed. */
  private void publish(int from, int to) {
    try (Publisher publisher = new Publisher(orders)) {
      for (int number = from; number < to; number++) {
        String order = number % 100 == 7 ? "no amount " + number : Integer.toString(number);
        publisher.send("customer-" + number % 100, order.getBytes(UTF_8));
      }
    }
  }

  private JobProcess start(String name, JobCommand command, String... options) {
    return JobProcess.start(
        orders.stack(),
        orders.topic() + "-" + name,
        command,
        Stream.concat(
                Stream.of(
                    "--bootstrapServers=" + orders.stack().bootstrapServers(),
                    "--topic=" + orders.topic(),
                    "--group=" + orders.group(),
                    "--archive=" + archive.topic(),
                    "--deadLetters=" + orders.deadLetterTopic()),
                Stream.of(options))
            .collect(Collectors.toList()));
  }

  /** Runs the job to the end of the topic, and returns the number of offsets that it processed. */
  private long drain(JobCommand command, String... options) {
    try (JobProcess job = start("restarted", command, options)) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));
      assertThat(job.out(), containsString("lag=0"));
      return offsets(job);
    }
  }

  /** Returns the number of offsets in the summary that the job printed. */
  private static long offsets(JobProcess job) {
    Matcher summary = Pattern.compile("offsets=([0-9]+)").matcher(job.out());
    assertThat(job.output(), summary.find(), is(true));
    return Long.parseLong(summary.group(1));
  }

  private void assertEveryOrderArrived(int count) {
    SortedMap<String, String> archived = new TreeMap<>();
    SortedMap<String, String> dead = new TreeMap<>();
    SortedMap<String, String> published = new TreeMap<>();
    archive.contents().records().forEach(order -> put(archived, order.key(), order.value()));
    orders.contents().deadLetters().forEach(order -> put(dead, order.key(), order.value()));
    orders
        .contents()
        .records()
        .forEach(
            order ->
                published.put(
                    order.topic() + "-" + order.partition() + "@" + order.offset(),
                    new String(order.value(), UTF_8)));
    assertThat(archived.size(), is(count - count / 100));
    archived.putAll(dead);
    assertThat(archived, is(published));
    assertThat(archived.size(), is(count));
  }

  private static void put(SortedMap<String, String> orderAt, byte[] key, byte[] value) {
    orderAt.put(new String(key, UTF_8), new String(value, UTF_8));
  }
}
