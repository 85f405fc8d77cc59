package io.userstream.runloop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits fault markers. For use by the loop's thread only. */
final class FaultMarkers {
  private static final Logger LOG = LoggerFactory.getLogger(FaultMarkers.class);

  /** Few attempts without pauses, because the loop is about to end. */
  private static final int ATTEMPTS = 3;

  private final GroupClient client;
  private final String group;
  private final Object bootstrapServers;

  FaultMarkers(GroupClient client, String group, Object bootstrapServers) {
    this.client = client;
    this.group = group;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Marks the partitions, so that no driver continues in them before somebody has reset the offsets
   * of the group. If a marker cannot be committed, the next driver finds the fault itself.
   *
   * @return the exception to end the loop with
   */
  RunLoopException mark(List<LogFault> faults) {
    Map<TopicPartition, OffsetAndMetadata> markers = new HashMap<>();
    for (LogFault fault : faults) {
      if (!fault.marked()) {
        markers.put(fault.partition(), fault.marker());
      }
    }
    if (!markers.isEmpty()) {
      commit(markers);
    }
    return new RunLoopException(faults.get(0).message(group, bootstrapServers));
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> markers) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        client.commit(markers);
        return;
      } catch (CommitFailedException e) {
        LOG.warn("another member has the partitions now and will find the fault itself");
        return;
      } catch (KafkaException e) {
        LOG.warn("could not commit the fault marker of group {}: {}", group, e.getMessage());
      }
    }
  }
}
