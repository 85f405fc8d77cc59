package io.userstream.tests.simulate;

import io.userstream.runloop.GroupClient;
import io.userstream.runloop.LogEnd;
import io.userstream.runloop.TopicState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** The connection of a process to the model's brokers. */
final class ModelClient implements GroupClient {
  private static final long REQUEST_TIMEOUT_MS = 3_000;

  private final DriverProcess process;
  private final World world;
  private final ModelCommits commits;
  final Membership membership;
  private boolean wakeup;

  ModelClient(DriverProcess process) {
    this.process = process;
    this.world = process.world;
    this.commits = new ModelCommits(process, this);
    this.membership = new Membership(process);
  }

  @Override
  public void subscribe(ConsumerRebalanceListener listener) {
    membership.subscribe(listener);
  }

  @Override
  public void poll(Duration timeout) {
    process.call();
    if (wakeup) {
      wakeup = false;
      throw new WakeupException();
    }
    if (world.brokersAreSilent()) {
      return; // Waits silently, like a real client.
    }
    membership.poll();
  }

  /** Waits for the brokers. Throws if they stay silent for too long. */
  void request() {
    process.call();
    if (world.brokersAreSilent()) {
      long silentMs = (world.silentUntilNanos - world.scheduler.nowNanos()) / Scheduler.MS;
      world.scheduler.pass((Math.min(silentMs, REQUEST_TIMEOUT_MS) + 1) * Scheduler.MS);
      process.requireAlive();
      if (world.brokersAreSilent()) {
        throw Faults.noAnswer();
      }
    }
  }

  @Override
  public TopicState topic() {
    request();
    if (!world.topic.exists()) {
      throw Faults.unknownTopic();
    }
    commits.sawTopic();
    return new TopicState(world.topic.id(), world.topic.logs().size());
  }

  @Override
  public Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
    return ask(partitions, ModelLog::begin);
  }

  @Override
  public Map<TopicPartition, LogEnd> ends(Set<TopicPartition> partitions) {
    return ask(
        partitions,
        log -> {
          commits.sawLog(log);
          return new LogEnd(log.lastStable(), log.epoch());
        });
  }

  @Override
  public Map<TopicPartition, Long> highWatermarks(Set<TopicPartition> partitions) {
    return ask(partitions, ModelLog::end);
  }

  private <T> Map<TopicPartition, T> ask(
      Set<TopicPartition> partitions, Function<ModelLog, T> question) {
    request();
    Map<TopicPartition, T> answers = new HashMap<>();
    for (TopicPartition partition : partitions) {
      answers.put(partition, question.apply(world.topic.log(partition)));
    }
    return answers;
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    request();
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    for (TopicPartition partition : partitions) {
      committed.put(partition, world.group.committed(partition.partition()));
    }
    return committed;
  }

  @Override
  public void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<Integer, OffsetAndMetadata> ordered = new TreeMap<>();
    offsets.forEach((partition, offset) -> ordered.put(partition.partition(), offset));
    commits.commit(ordered, membership.member());
  }

  @Override
  public void verify(Map<TopicPartition, OffsetAndMetadata> positions) {
    request();
    Map<TopicPartition, Long> truncated = new HashMap<>();
    positions.forEach(
        (partition, position) -> {
          ModelLog log = world.topic.log(partition);
          position
              .leaderEpoch()
              .filter(epoch -> log.endOfEpoch(epoch) < position.offset())
              .ifPresent(epoch -> truncated.put(partition, position.offset()));
        });
    positions.keySet().forEach(partition -> commits.verified(world.topic.log(partition)));
    if (!truncated.isEmpty()) {
      throw new LogTruncationException("truncated", truncated, Map.of());
    }
  }

  @Override
  public void wakeup() {
    wakeup = true;
  }

  @Override
  public void close() {
    membership.close();
  }

  boolean knowsTheEnd(ModelLog log) {
    return commits.knowsTheEnd(log);
  }

  boolean knowsTheTopic() {
    return commits.knowsTheTopic();
  }

  boolean commitHasFailed() {
    return commits.hasFailed();
  }
}
