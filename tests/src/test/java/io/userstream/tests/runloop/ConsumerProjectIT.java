package io.userstream.tests.runloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.userstream.tests.flow.EmptyTopics;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
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
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * The project of the documentation, built outside this build against the packaged run loop, with
 * nothing relocated.
 */
public class ConsumerProjectIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path PROJECT = ProjectHome.find().resolve("tests/consumer");
  private static final Path JAR = PROJECT.resolve("target/orders-archive.jar");

  private static LocalStack stack;

  private final Flow orders = Flow.on(stack, "orders");
  private final Flow archive = Flow.on(stack, "orders-archive");

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

  @Test
  public void everyOrderArrivesByJava() {
    everyOrderArrives(
        JobCommand.of(JAR.toString(), List.of("-Xmx1g"), "com.example.orders.ArchiveOrders"),
        "--runner=DirectRunner");
  }

  /** Spark's own jars, Guava 14 among them, come before those of the job. */
  @Test
  public void everyOrderArrivesBySparkSubmit() {
    everyOrderArrives(
        SparkSubmit.to(orders.stack().spark())
            .withJar(JAR)
            .withConf("spark.executor.memory", "512m"),
        "--runner=SparkRunner");
  }

  /** Beam's Spark runner brings a log4j.properties of log4j 1, which no backend here reads. */
  @Test
  public void theLibraryBringsNoLoggingBackend() throws Exception {
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

  private void everyOrderArrives(JobCommand how, String runner) {
    try (Publisher publisher = new Publisher(orders)) {
      for (int number = 0; number < 500; number++) {
        String order = number % 100 == 7 ? "no amount " + number : Integer.toString(number);
        publisher.send("customer-" + number, order.getBytes(UTF_8));
      }
    }

    try (JobProcess job =
        JobProcess.start(
            orders.stack(),
            orders.topic() + "-archive",
            how,
            List.of(
                runner,
                "--bootstrapServers=" + orders.stack().bootstrapServers(),
                "--topic=" + orders.topic(),
                "--group=" + orders.group(),
                "--archive=" + archive.topic(),
                "--deadLetters=" + orders.deadLetterTopic(),
                "--untilDrained"))) {
      assertThat(job.output(), job.awaitEnd(LIMIT), is(0));
      assertThat(job.out(), containsString("lag=0"));
    }

    SortedMap<String, String> published = new TreeMap<>();
    SortedMap<String, String> arrived = new TreeMap<>();
    orders
        .contents()
        .records()
        .forEach(
            order ->
                published.put(
                    order.topic() + "-" + order.partition() + "@" + order.offset(),
                    new String(order.value(), UTF_8)));
    archive.contents().records().forEach(order -> put(arrived, order.key(), order.value()));
    assertThat(arrived.size(), is(495));
    orders.contents().deadLetters().forEach(order -> put(arrived, order.key(), order.value()));
    assertThat(arrived, is(published));
    assertThat(arrived.size(), is(500));
  }

  private static void put(SortedMap<String, String> orderAt, byte[] key, byte[] value) {
    orderAt.put(new String(key, UTF_8), new String(value, UTF_8));
  }
}
