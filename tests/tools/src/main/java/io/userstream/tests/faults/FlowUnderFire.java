package io.userstream.tests.faults;

import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.GroupOffsets;
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
 * A flow of users, broken records among them, from a topic through {@code store} on the Spark
 * cluster into the table, that a cell breaks and that must come out exact: publisher and drivers,
 * and how far they are.
 */
final class FlowUnderFire implements AutoCloseable {
  /** For everything that is waited for: far longer than anything takes that works. */
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

  /** Creates what is missing of topics and table. */
  void setUp(String... more) {
    List<String> options = new ArrayList<>(stage.setupOptions(stack()));
    options.addAll(List.of(more));
    flow.setUp(options.toArray(new String[0]));
  }

  /** Whether it has become so large that comparing it takes longer than a new one would. */
  boolean isLarge() {
    return publisher.ends().values().stream().mapToLong(Long::longValue).sum() > LARGE;
  }

  /** Starts the driver and waits until it flows. */
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

  /** Who changes things at the servers under this flow. */
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
   * What is between the job and Cassandra and can be cut. The first call puts it there, and starts
   * the driver anew; it stays as long as this flow.
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
    mark = Mark.now(publisher);
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
          drivers.requireRunning();
          return mark.isPassedBy(committedOffsets());
        });
    return mark.age();
  }

  /** A broker that has gone is waited for. */
  private Map<TopicPartition, Long> committedOffsets() {
    return Await.until(
        "the group's coordinator answers", LIMIT, offsets::committed, answer -> true);
  }

  private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
  }

  private long committed() {
    return committedOffsets().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Checks that below the committed offsets everything is safe, at this moment, whatever is broken.
   */
  void requireOffsetsBehindRows() {
    comparison.requireSafeBelow(byPartition(committedOffsets()));
  }

  /** Waits until all is committed that was published, and compares what came of it, exactly. */
  void requireExact() {
    pauseAndAwaitAll();
    comparison.requireExact();
    publisher.resume();
  }

  /**
   * The same for what one replica has by itself, after something was done to it while nothing was
   * written.
   */
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
        "all is committed",
        LIMIT,
        () -> {
          drivers.requireRunning();
          return byPartition(committedOffsets());
        },
        ends::equals);
  }

  /**
   * Waits until all is committed that was published; returns with a publisher that pauses.
   *
   * @return the committed offsets by partition
   */
  Map<Integer, Long> drain() {
    pauseAndAwaitAll();
    return byPartition(committedOffsets());
  }

  /**
   * From now on another log than before has the topic's name: a new publisher, which pauses, and a
   * comparison that knows that what is no longer in the log may have been stored.
   */
  void beginNewLog() {
    publisher = publisher.successor();
    log = new TopicLog(flow);
    comparison = new ExactComparison(publisher, flow.contents(), log);
  }

  /** Measures from now on for how long nothing is committed. */
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
