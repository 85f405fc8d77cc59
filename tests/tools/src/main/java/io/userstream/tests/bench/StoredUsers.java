package io.userstream.tests.bench;

import com.datastax.driver.core.Session;
import io.userstream.io.cassandra.CassandraConnection;
import io.userstream.io.cassandra.LimitWriter;
import io.userstream.io.cassandra.UserWrite;
import io.userstream.model.User;
import io.userstream.model.UserChange;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.flow.Publisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Writes users to topic and table directly and commits their offsets, without the jobs: a store
 * would take longer with the same result. Not thread-safe.
 */
final class StoredUsers implements AutoCloseable {
  /** Older than every record, in microseconds since the epoch. */
  static final long WRITE_TIME = 1;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int BATCHES_IN_FLIGHT = 64;
  private static final long GROUP = 10_000;

  private final Flow flow;
  private final Session session;

  StoredUsers(Flow flow) throws InterruptedException {
    this.flow = flow;
    this.session =
        CassandraConnection.builder()
            .setHosts(List.of(flow.stack().cassandraHost()))
            .setPort(flow.stack().cassandraPort())
            .build()
            .await(TIMEOUT);
  }

  /** Stores the users {@code from} (inclusive) to {@code to} (exclusive). */
  void store(long from, long to) throws Exception {
    LimitWriter writer = new LimitWriter(session, flow.keyspace(), flow.table(), BATCHES_IN_FLIGHT);
    CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    try (Publisher publisher = new Publisher(flow)) {
      for (long start = from; start < to; start += GROUP) {
        LimitWriter.Group group = writer.group();
        for (long number = start; number < Math.min(to, start + GROUP); number++) {
          User user = Publisher.user(number);
          publisher.user(user);
          group.add(new UserWrite(UserChange.keep(user), WRITE_TIME));
        }
        CompletableFuture<Void> written = group.send();
        before.get();
        before = written;
      }
      before.get();
    }
    commitAll();
  }

  private void commitAll() throws Exception {
    try (Admin admin = KafkaClients.admin(flow.stack())) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      admin
          .describeTopics(List.of(flow.topic()))
          .allTopicNames()
          .get()
          .get(flow.topic())
          .partitions()
          .forEach(
              info ->
                  latest.put(
                      new TopicPartition(flow.topic(), info.partition()), OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
      admin
          .listOffsets(latest)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
      admin.alterConsumerGroupOffsets(flow.group(), ends).all().get();
    }
  }

  @Override
  public void close() {
    var unused = session.getCluster().closeAsync(); // Skips the two seconds of an orderly close.
  }
}
