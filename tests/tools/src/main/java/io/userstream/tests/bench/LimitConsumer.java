package io.userstream.tests.bench;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.LimitWriter;
import io.userstream.tests.arguments.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The limit that {@code store} is compared with: the two clients and this project's decoder without
 * an engine. It writes the same rows from the same records with the same write times, in batches of
 * the same size, at the same consistency, and commits offsets after the writes.
 *
 * <p>It omits the purpose of {@code store}: it assigns partitions itself instead of using the
 * group, retries nothing, and has no dead letters. The first undecodable record ends it, as does
 * any failure of a server.
 */
public final class LimitConsumer {
  private static final Duration CASSANDRA_TIMEOUT = Duration.ofSeconds(30);

  private static final Program PROGRAM =
      new Program("LimitConsumer", "Usage: LimitConsumer --name=value..., see LimitOptions\n");

  private LimitConsumer() {}

  /**
   * Takes {@link LimitOptions}. Prints a line when it starts to read, and one when it is drained.
   * Exits with code 2 for a wrong argument and 1 for any failure.
   */
  public static void main(String[] args) {
    int code = 0;
    try {
      run(PROGRAM.read(args, LimitOptions::read));
    } catch (Exception e) {
      e.printStackTrace();
      code = 1;
    }
    // Everything is acknowledged and committed: closing the session would only wait two seconds for
    // Netty.
    System.exit(code);
  }

  /**
   * Runs in this JVM until it is drained, or forever. Returns the number of users that it wrote.
   */
  static long run(LimitOptions options) throws Exception {
    Session session =
        CassandraConnection.builder()
            .setHosts(List.of(options.cassandraHost()))
            .setPort(options.cassandraPort())
            .build()
            .await(CASSANDRA_TIMEOUT);
    try {
      return run(options, session);
    } finally {
      var unused = session.getCluster().closeAsync();
    }
  }

  private static long run(LimitOptions options, Session session) throws Exception {
    LimitWriter writer =
        new LimitWriter(session, options.keyspace(), options.table(), options.inFlight());
    List<LimitLoop> loops = new ArrayList<>();
    for (List<TopicPartition> share : shares(options)) {
      loops.add(new LimitLoop(consumer(options), share, writer, options.untilDrained()));
    }
    System.out.println("reading");
    long startNanos = System.nanoTime();
    long users = run(loops);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf(
        Locale.ROOT, "users=%d seconds=%.1f users/s=%.0f%n", users, seconds, users / seconds);
    return users;
  }

  /** Runs the loops in parallel until they end. The first failure ends all. */
  private static long run(List<LimitLoop> loops) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(loops.size());
    try {
      ExecutorCompletionService<Long> ended = new ExecutorCompletionService<>(threads);
      for (LimitLoop loop : loops) {
        Future<Long> unused = ended.submit(loop);
      }
      long users = 0;
      for (int i = 0; i < loops.size(); i++) {
        users += ended.take().get();
      }
      return users;
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Distributes the partitions over the threads. There are at most as many threads as partitions.
   */
  private static List<List<TopicPartition>> shares(LimitOptions options) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(options)) {
      return List.copyOf(
          consumer.partitionsFor(options.topic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(
                  Collectors.groupingBy(partition -> partition.partition() % options.threads()))
              .values());
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(LimitOptions options) {
    return new KafkaConsumer<>(
        Map.ofEntries(
            Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers()),
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, options.group()),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
            // The settings of store's own reads.
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
