package io.userstream.pipelines.erase;

import io.userstream.io.kafka.AcknowledgedWriter;
import io.userstream.io.kafka.LogReader;
import io.userstream.io.kafka.UsersTopic;
import io.userstream.model.UserRecordDecoder;
import io.userstream.runloop.ranges.OffsetSet;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The tombstones of users in the users topic. Immutable.
 *
 * @param places the place of each tombstone, by id
 */
record Tombstones(Map<String, Place> places) {
  /** The place of a record. */
  record Place(int partition, long offset) {}

  /**
   * Writes a tombstone for each user, acknowledged by all in-sync replicas.
   *
   * @throws org.apache.kafka.common.KafkaException if one was not acknowledged
   */
  static Tombstones write(UsersTopic topic, Collection<String> ids) {
    Map<String, Place> places = new ConcurrentHashMap<>();
    try (AcknowledgedWriter writer = new AcknowledgedWriter(topic.clientProperties())) {
      for (String id : ids) {
        writer.send(
            new ProducerRecord<>(topic.name(), id.getBytes(StandardCharsets.UTF_8), null),
            appended -> places.put(id, new Place(appended.partition(), appended.offset())));
      }
      writer.awaitAcknowledged();
    }
    return new Tombstones(new TreeMap<>(places));
  }

  /** Returns the offsets by partition. */
  Map<Integer, OffsetSet> offsets() {
    Map<Integer, List<Place>> byPartition =
        places.values().stream().collect(Collectors.groupingBy(Place::partition));
    Map<Integer, OffsetSet> offsets = new TreeMap<>();
    byPartition.forEach(
        (partition, of) ->
            offsets.put(partition, OffsetSet.of(of.stream().mapToLong(Place::offset))));
    return offsets;
  }

  /** Returns the users of whom a record was published after their tombstone. */
  Set<String> published(UsersTopic topic) {
    Map<Integer, Long> first = new HashMap<>();
    places.values().forEach(place -> first.merge(place.partition(), place.offset(), Math::min));
    Set<String> back = new HashSet<>();
    try (LogReader log = new LogReader(topic.name(), topic.clientProperties())) {
      Map<TopicPartition, Long> ends = log.ends();
      first.forEach(
          (partition, offset) -> {
            TopicPartition read = new TopicPartition(topic.name(), partition);
            log.read(
                read,
                offset,
                ends.get(read),
                record -> {
                  String id = UserRecordDecoder.idOf(record.key());
                  Place place = id == null ? null : places.get(id);
                  if (place != null
                      && record.value() != null
                      && place.partition() == record.partition()
                      && record.offset() > place.offset()) {
                    back.add(id);
                  }
                });
          });
    }
    return back;
  }
}
