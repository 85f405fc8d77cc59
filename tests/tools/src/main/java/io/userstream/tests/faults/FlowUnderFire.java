package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
import io.userstream.tests.network.TcpProxy;
import io.userstream.tests.stack.Await;
import io.userstream.tests.stack.CassandraNode;
import io.userstream.tests.stack.JobProcess;
import io.userstream.tests.stack.LocalStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.kafka.common.TopicPartition;

/**
 * A flow of users and broken records from a topic through {@code store} on the Spark cluster to the
 * table. A cell breaks it, and the result must be exact. Holds the publisher, the drivers and their
 * progress.
 */
final class FlowUnderFire implements AutoCloseable {
  /** Limit of all waits, far longer than anything takes that works. */
  static final Duration LIMIT = Duration.ofMinutes(4);

  private static final long LARGE = 150_000;

  private final Flow flow;
  private final Stage stage;
  private SteadyPublisher publisher;
  private final GroupOffsets offsets;
  private TopicLog log;
  private ExactComparison comparison;
  private final Operator operator;
  private final Drivers drivers;
  private Mark mark;
  private Random random = new Random();
  private boolean firstStrike = true;
  @Nullable private TcpProxy network;

  FlowUnderFire(LocalStack stack, Stage stage) {
    flow = Flow.on(stack, "fire");
    this.stage = stage;
    setUp();
    publisher = new SteadyPublisher(flow);
    offsets = new GroupOffsets(flow);
    log = new TopicLog(flow);
    comparison = new ExactComparison(publisher, flow.contents(), log);
    operator = new Operator(flow);
    drivers = new Drivers(flow);
    mark = Mark.now(publisher);
    drivers.options(stage.driverOptions(operator));
  }

  /** Creates missing topics and tables. */
  void setUp(String... more) {
    List<String> options = new ArrayList<>(stage.setupOptions(stack()));
    options.addAll(List.of(more));
    flow.setUp(options.toArray(new String[0]));
  }

  /**
   * Returns whether it has become so large that a comparison takes longer than starting a new flow.
   */
  boolean isLarge() {
    return publisher.ends().values().stream().mapToLong(Long::longValue).sum() > LARGE;
  }

  /** Starts the driver, and waits until records are committed. */
  void prepare() {
    awaitPublished();
    mark();
    drivers.start();
    awaitFlow();
  }

  /** Waits until the publisher has published something. */
  void awaitPublished() {
    Await.until("something is published", LIMIT, () -> !publisher.ends().isEmpty());
  }

  /** The topics, the table and the jobs over them. */
  Flow flow() {
    return flow;
  }

  LocalStack stack() {
    return flow.stack();
  }

  /**
   * Prepares a blow.
   *
   * @param decider decides its moment
   * @param first whether it is the first blow of the cell
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

  /** Changes the servers under this flow. */
  Operator operator() {
    return operator;
  }

  Drivers drivers() {
    return drivers;
  }

  /** The driver that was started last. */
  JobProcess driver() {
    return drivers.last();
  }

  /**
   * Returns the proxy between the job and Cassandra. The first call inserts it and restarts the
   * driver; it remains as long as this flow.
   */
  TcpProxy network() {
    if (network == null) {
      network = new TcpProxy(stack().cassandra().port());
      drivers.terminate();
      drivers.options("--cassandraPort=" + network.port());
      mark();
      drivers.start();
      awaitFlow();
      flowForAWhile();
    }
    return network;
  }

  /** Lets records flow for a random time until the moment of a fault. */
  void flowForAWhile() {
    long more = committed() + random.nextInt(1_500);
    Await.until(more + " are committed", LIMIT, () -> committed() > more);
    Duration pause = Duration.ofMillis(random.nextInt(500));
    long start = System.nanoTime();
    // Commits come in steps, and a fault may come at any moment between them.
    Await.until("a moment", LIMIT, () -> System.nanoTime() - start > pause.toNanos());
  }

  /** Starts the time that {@link #awaitFlow} measures. */
  void mark() {
    mark = Mark.now(publisher);
  }

  /**
   * Waits until everything published before the mark is committed, and something published later.
   *
   * @return the time since the mark
   */
  Duration awaitFlow() {
    Await.until(
        "records published later are committed",
        LIMIT,
        () -> {
          drivers.requireRunning();
          return mark.isPassedBy(committedOffsets());
        });
    return mark.age();
  }

  /** Waits while a broker is down. */
  private Map<TopicPartition, Long> committedOffsets() {
    return Await.until(
        "the group's coordinator responds", LIMIT, offsets::committed, answer -> true);
  }

  private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
  }

  private long committed() {
    return committedOffsets().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Checks that everything below the committed offsets is stored at this moment, whatever is
   * broken.
   */
  void requireOffsetsBehindRows() {
    comparison.requireSafeBelow(byPartition(committedOffsets()));
  }

  /** Waits until everything published is committed, and compares the result exactly. */
  void requireExact() {
    pauseAndAwaitAll();
    comparison.requireExact();
    publisher.resume();
  }

  /** Compares what a single replica holds, after it was repaired without writes in the meantime. */
  void requireExactOn(CassandraNode replica, Runnable before) {
    pauseAndAwaitAll();
    before.run();
    new ExactComparison(publisher, flow.contents().onReplica(replica), log).requireExact();
    publisher.resume();
  }

  private void pauseAndAwaitAll() {
    publisher.pause();
    Map<Integer, Long> ends = log.ends();
    Await.until(
        "everything published is committed",
        LIMIT,
        () -> {
          drivers.requireRunning();
          return byPartition(committedOffsets());
        },
        ends::equals);
  }

  /**
   * Waits until everything published is committed, and leaves the publisher paused.
   *
   * @return the committed offsets by partition
   */
  Map<Integer, Long> drain() {
    pauseAndAwaitAll();
    return byPartition(committedOffsets());
  }

  /**
   * Continues with another log under the topic's name: with a new publisher, which pauses, and a
   * comparison that accepts stored records that the log no longer holds.
   */
  void beginNewLog() {
    publisher = publisher.successor();
    log = new TopicLog(flow);
    comparison = new ExactComparison(publisher, flow.contents(), log);
  }

  /** Starts measuring how long nothing is committed. */
  CommitPauses watchCommits() {
    return new CommitPauses(offsets);
  }

  @Override
  public void close() {
    publisher.close();
    drivers.close();
    offsets.close();
    if (network != null) {
      network.close();
    }
  }
}
