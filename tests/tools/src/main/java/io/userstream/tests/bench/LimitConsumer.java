package io.userstream.tests.bench;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.LimitWriter;
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
 * The limit that {@code store} is measured against: what the two clients and this project's decoder
 * give with no engine around them. The same records become the same rows with the same write times,
 * in batches of the same size, at the same consistency; offsets are committed after the writes.
 *
 * <p>What it leaves out is what {@code store} is for: it has its partitions by hand and not from
 * the group, tries nothing again, and knows no dead letters: the first record that it cannot decode
 * ends it, as does any failure of a server.
 */
public final class LimitConsumer {
  private static final Duration CASSANDRA_TIMEOUT = Duration.ofSeconds(30);

  private LimitConsumer() {}

  /**
   * Arguments: those of {@link LimitOptions}. Prints a line when it begins to read, and one when it
   * is drained. Ends with code 2 when an argument is wrong and 1 when anything fails.
   */
  public static void main(String[] args) {
    int code = 0;
    try {
      run(LimitOptions.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      code = 2;
    } catch (Exception e) {
      e.printStackTrace();
      code = 1;
    }
    // All is acknowledged and committed: the session's close would only take two seconds for Netty.
    System.exit(code);
  }

  /** Runs in this JVM to its end, or for ever; returns how many users it wrote. */
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

  /** Runs the loops at the same time to their ends; the first to fail ends all. */
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

  /** Deals the partitions out to the threads; there are no more threads than partitions. */
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
            // Those of store's own reads.
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
