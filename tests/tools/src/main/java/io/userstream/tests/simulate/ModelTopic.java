package io.userstream.tests.simulate;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The topic with the name that the group subscribes to. It may be deleted and recreated. */
final class ModelTopic {
  static final String NAME = "users";

  private final List<ModelLog> logs = new ArrayList<>();
  private long lastId;
  private boolean exists;

  /** Counts deletions. */
  int deletions;

  boolean exists() {
    return exists;
  }

  void create(int partitions) {
    exists = true;
    lastId++;
    addPartitions(partitions);
  }

  void addPartitions(int count) {
    for (int added = 0; added < count; added++) {
      logs.add(new ModelLog(id(), logs.size()));
    }
  }

  void delete() {
    exists = false;
    deletions++;
    logs.forEach(ModelLog::topicDeleted);
    logs.clear();
  }

  Uuid id() {
    return new Uuid(0x1111, lastId);
  }

  List<ModelLog> logs() {
    return logs;
  }

  /** Returns the log of a partition. Throws if there is none. */
  ModelLog log(TopicPartition partition) {
    if (!exists || partition.partition() >= logs.size()) {
      throw Faults.unknownTopic();
    }
    return logs.get(partition.partition());
  }

  static TopicPartition partition(int number) {
    return new TopicPartition(NAME, number);
  }
}
