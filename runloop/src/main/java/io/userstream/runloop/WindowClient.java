package io.userstream.runloop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Shows the loop a log that begins and ends with a window.
 *
 * <p>The begin is that of the window even if the log begins later now: the run that reads the
 * expired records then fails, instead of the loop skipping them. The end is never beyond that of
 * the log, so a truncated log is noticed. It is not before what the group has committed: another
 * member may have a window that ends later.
 */
final class WindowClient implements GroupClient {
  private final GroupClient client;
  private final OffsetWindow window;
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  WindowClient(GroupClient client, OffsetWindow window) {
    this.client = client;
    this.window = window;
  }

  @Override
  public void subscribe(ConsumerRebalanceListener listener) {
    client.subscribe(listener);
  }

  @Override
  public void poll(Duration timeout) {
    client.poll(timeout);
  }

  @Override
  public TopicState topic() {
    return client.topic();
  }

  @Override
  public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
    return partitions.stream()
        .collect(
            Collectors.toMap(partition -> partition, partition -> window.of(partition).from()));
  }

  @Override
  public Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions) {
    Map<TopicPartition, LogEnd> ends = new HashMap<>();
    client
        .ends(partitions)
        .forEach(
            (partition, end) ->
                ends.put(
                    partition, new LogEnd(limited(partition, end.offset()), end.leaderEpoch())));
    return ends;
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    client
        .highWatermarks(partitions)
        .forEach((partition, end) -> ends.put(partition, limited(partition, end)));
    return ends;
  }

  private long limited(TopicPartition partition, long end) {
    return Math.min(
        end, Math.max(window.of(partition).to(), committed.getOrDefault(partition, 0L)));
  }

  @Override
  public Stretch lookAhead(TopicPartition partition, long offset, long end, long maxRecords) {
    return client.lookAhead(partition, offset, end, maxRecords);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> found = client.committed(partitions);
    found.forEach(
        (partition, offset) -> {
          if (offset != null) {
            committed.put(partition, offset.offset());
          }
        });
    return found;
  }

  @Override
  public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    client.commit(offsets);
  }

  @Override
  public void verify(Map<TopicPartition, OffsetAndMetadata> positions) {
    client.verify(positions);
  }

  @Override
  public void wakeup() {
    client.wakeup();
  }

  @Override
  public void close() {
    client.close();
  }
}
