package io.userstream.tests.faults;

import com.google.common.collect.Sets;
import io.userstream.io.kafka.RecordOrigin;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import io.userstream.tests.stack.SparkSubmit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A flow of users, broken records among them, from a topic through {@code store} on the Spark
 * cluster into the table, that a cell breaks and that must come out exact.
 */
final class FlowUnderFire implements AutoCloseable {
  /** For everything that is waited for: far longer than anything takes that works. */
  static final Duration LIMIT = Duration.ofMinutes(4);

  /** Two drivers share a worker of eight slots. */
  private static final String SLOTS_A_DRIVER = "4";

  private static final long LARGE = 100_000;

  private static final String JOB_ROLE = "store_job";
  private static final String JOB_PASSWORD = "for the tests alone";

  private final LocalStack stack;
  private final Flow flow;
  private final SteadyPublisher publisher;
  private final GroupOffsets offsets;
  private final List<JobProcess> drivers = new ArrayList<>();
  private String[] driverOptions = {};
  private Map<TopicPartition, Long> endsAtMark = Map.of();
  private long markNanos;
  private Random random = new Random();
  private boolean firstStrike = true;

  FlowUnderFire(LocalStack stack, String name) {
    this.stack = stack;
    flow = Flow.on(stack, name);
    flow.setUp("--replicationFactor=" + stack.kafka().nodes().size());
    publisher = new SteadyPublisher(flow);
    offsets = new GroupOffsets(flow);
  }

  /** Whether it has become so large that comparing it takes longer than a new one would. */
  boolean isLarge() {
    return publisher.ends().values().stream().mapToLong(Long::longValue).sum() > LARGE;
  }

  /** Starts the driver, as the stage wants it, and waits until it flows. */
  void prepare(Stage stage) {
    if (stage == Stage.FORGETFUL) {
      driverOptions("--executorTimeout=10s");
    }
    if (stage == Stage.LOGIN) {
      createJobRole();
      driverOptions(
          "--cassandraUsername=" + JOB_ROLE, "--cassandraPassword=file:" + jobPasswordFile());
    }
    Await.until("something is published", LIMIT, () -> !publisher.ends().isEmpty());
    mark();
    startDriver();
    awaitFlow();
  }

  LocalStack stack() {
    return stack;
  }

  Flow flow() {
    return flow;
  }

  /**
   * A blow is to come.
   *
   * @param decider of its moment
   * @param first whether it is the cell's first
   */
  void nextStrike(Random decider, boolean first) {
    random = decider;
    firstStrike = first;
  }

  boolean isFirstStrike() {
    return firstStrike;
  }

  Random random() {
    return random;
  }

  SteadyPublisher publisher() {
    return publisher;
  }

  /** Gives the drivers that are started from now on these options more. */
  void driverOptions(String... options) {
    driverOptions = options;
  }

  /** Starts a driver; it becomes the one that {@link #driver} means. */
  JobProcess startDriver() {
    return startDriver(SparkSubmit.to(stack.spark()));
  }

  JobProcess startDriver(SparkSubmit how) {
    List<String> options = new ArrayList<>(Arrays.asList(driverOptions));
    options.add("--maxRunRecords=2000");
    JobProcess driver =
        flow.start(
            how.withConf("spark.cores.max", SLOTS_A_DRIVER),
            "store",
            options.toArray(new String[0]));
    drivers.add(driver);
    return driver;
  }

  JobProcess driver() {
    return drivers.get(drivers.size() - 1);
  }

  /** Lets it flow for a random while: the moment of a fault. */
  void flowForAWhile() {
    long more = committed() + random.nextInt(1_500);
    Await.until(more + " are committed", LIMIT, () -> committed() > more);
    Duration pause = Duration.ofMillis(random.nextInt(500));
    long start = System.nanoTime();
    // Commits come in steps; a fault may come at any moment between them.
    Await.until("a moment", LIMIT, () -> System.nanoTime() - start > pause.toNanos());
  }

  /** From now on {@link #awaitFlow} counts. */
  void mark() {
    endsAtMark = publisher.ends();
    markNanos = System.nanoTime();
  }

  /**
   * Waits until everything that was published before the mark is committed, and something later.
   *
   * @return how long that took since the mark
   */
  Duration awaitFlow() {
    Await.until(
        "it flows again",
        LIMIT,
        () -> {
          requireDriver();
          Map<TopicPartition, Long> committed = committedOffsets();
          boolean more = false;
          for (Map.Entry<TopicPartition, Long> end : endsAtMark.entrySet()) {
            long offset = committed.getOrDefault(end.getKey(), 0L);
            if (offset < end.getValue()) {
              return false;
            }
            more |= offset > end.getValue();
          }
          return more;
        });
    return Duration.ofNanos(System.nanoTime() - markNanos);
  }

  private void requireDriver() {
    if (!driver().isRunning()) {
      throw new IllegalStateException("the driver has ended:\n" + driver().output());
    }
  }

  /** A broker that has gone is waited for. */
  private Map<TopicPartition, Long> committedOffsets() {
    return Await.until(
        "the group's coordinator answers", LIMIT, offsets::committed, answer -> true);
  }

  long committed() {
    return committedOffsets().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Checks that below the committed offsets everything is safe, at this moment, whatever is broken.
   */
  void requireOffsetsBehindRows() {
    Map<TopicPartition, Long> committed = committedOffsets();
    NavigableMap<RecordOrigin, String> users = publisher.users();
    users.keySet().removeIf(origin -> !isBelow(origin, committed));
    users.values().removeAll(flow.contents().rowIds());
    require("committed but not stored", users.keySet());
    NavigableMap<RecordOrigin, String> poison = publisher.poison();
    poison.keySet().removeIf(origin -> !isBelow(origin, committed));
    deadLetters().keySet().forEach(poison::remove);
    require("committed but no dead letter", poison.keySet());
  }

  private static boolean isBelow(RecordOrigin origin, Map<TopicPartition, Long> offsets) {
    return origin.offset()
        < offsets.getOrDefault(new TopicPartition(origin.topic(), origin.partition()), 0L);
  }

  /** Waits until all is committed that was published, and compares what came of it, exactly. */
  void requireExact() {
    publisher.pause();
    Map<TopicPartition, Long> ends = publisher.ends();
    Await.until(
        "all is committed",
        LIMIT,
        () -> {
          requireDriver();
          return committedOffsets();
        },
        ends::equals);
    Set<String> users = new HashSet<>(publisher.users().values());
    Set<String> rows = flow.contents().rowIds();
    require("lost", Sets.difference(users, rows));
    require("stored, but never published", Sets.difference(rows, users));
    Map<RecordOrigin, Integer> deadLetters = deadLetters();
    Map<RecordOrigin, Integer> expected = new HashMap<>();
    publisher.poison().keySet().forEach(origin -> expected.put(origin, 1));
    Map<RecordOrigin, Integer> differing = new HashMap<>(deadLetters);
    differing
        .entrySet()
        .removeIf(letter -> letter.getValue().equals(expected.get(letter.getKey())));
    require("dead letters doubled or unasked", differing.keySet());
    expected.keySet().removeAll(deadLetters.keySet());
    require("dead letters lost", expected.keySet());
    publisher.resume();
  }

  /** The id of the node that leads most partitions of the topic. */
  int leaderOfMost() {
    return description().partitions().stream()
        .collect(Collectors.groupingBy(partition -> partition.leader().id(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  /** Waits until every partition has all its replicas in sync: then the next broker may go. */
  void awaitReplicas() {
    Await.until(
        "all replicas are in sync",
        LIMIT,
        () ->
            description().partitions().stream()
                .allMatch(partition -> partition.isr().size() == partition.replicas().size()));
  }

  private TopicDescription description() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
      return admin.describeTopics(List.of(flow.topic())).allTopicNames().get().get(flow.topic());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes the keyspace want so many replicas. */
  void alterReplication(int factor) {
    flow.contents()
        .execute(
            String.format(
                "ALTER KEYSPACE %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}",
                flow.keyspace(), CassandraNode.DATACENTER, factor));
  }

  private void createJobRole() {
    flow.contents()
        .execute(
            String.format(
                "CREATE ROLE IF NOT EXISTS %s WITH LOGIN = true AND PASSWORD = '%s'",
                JOB_ROLE, JOB_PASSWORD));
    flow.contents()
        .execute(String.format("GRANT SELECT ON KEYSPACE %s TO %s", flow.keyspace(), JOB_ROLE));
    permitWrites(true);
  }

  private Path jobPasswordFile() {
    try {
      return Files.writeString(stack.directory().resolve("job.password"), JOB_PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the user of the job the right to write, or takes it away. */
  void permitWrites(boolean permit) {
    flow.contents()
        .execute(
            String.format(
                permit
                    ? "GRANT MODIFY ON KEYSPACE %s TO %s"
                    : "REVOKE MODIFY ON KEYSPACE %s FROM %s",
                flow.keyspace(),
                JOB_ROLE));
  }

  private static void require(String what, Set<?> none) {
    if (!none.isEmpty()) {
      throw new AssertionError(what + ": " + none);
    }
  }

  private NavigableMap<RecordOrigin, Integer> deadLetters() {
    NavigableMap<RecordOrigin, Integer> deadLetters =
        new TreeMap<>(Comparator.comparing(RecordOrigin::toString));
    for (ConsumerRecord<byte[], byte[]> letter : flow.contents().deadLetters()) {
      deadLetters.merge(RecordOrigin.inHeaders(letter.headers()).orElseThrow(), 1, Integer::sum);
    }
    return deadLetters;
  }

  @Override
  public void close() {
    publisher.close();
    drivers.forEach(JobProcess::close);
    offsets.close();
  }
}
