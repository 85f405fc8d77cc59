package io.userstream.tests.demo;

import io.userstream.tests.flow.KafkaClients;
import io.userstream.tests.stack.LocalStack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads the progress of the jobs from the brokers, like an operator. Thread-safe. */
final class FlowProgress implements AutoCloseable {
  private static final long LIMIT_SECONDS = 5;

  private final Admin admin;
  private final String topic;
  private final String group;

  FlowProgress(LocalStack stack, String topic, String group) {
    this.admin = KafkaClients.admin(stack);
    this.topic = topic;
    this.group = group;
  }

  /** Returns the number of records written to the topic so far. */
  long published() throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .topicNameValues()
        .get(topic)
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .partitions()
        .forEach(
            partition ->
                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get(LIMIT_SECONDS, TimeUnit.SECONDS).values().stream()
        .mapToLong(ListOffsetsResultInfo::offset)
        .sum();
  }

  /** Returns the number of records that the store's group has processed. */
  long committed() throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .values()
        .stream()
        .mapToLong(OffsetAndMetadata::offset)
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
