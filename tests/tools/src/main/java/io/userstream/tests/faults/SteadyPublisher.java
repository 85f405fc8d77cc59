package io.userstream.tests.faults;

import io.userstream.tests.faults.Published.Kind;
import io.userstream.tests.flow.Flow;
import io.userstream.tests.flow.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes a {@link RecordMix} at a steady rate with several concurrent producers, and records
 * what Kafka acknowledged. The producers handle failing brokers.
 */
final class SteadyPublisher implements AutoCloseable {
  private static final int RECORDS_A_SECOND = 500;
  private static final int SLICE_MILLIS = 100;
  private static final int PRODUCERS = 3;

  private final Flow flow;
  private final int first;
  private final Random random = new Random(2);
  private final RecordMix mix = new RecordMix();
  private final List<Publisher> producers;
  private final List<Published> sent;
  private final Map<Integer, Place> acknowledged = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::publish, "publisher");
  private volatile double poisonShare = 0.02;
  private volatile boolean closed;
  private boolean paused;

  SteadyPublisher(Flow flow) {
    this(flow, Collections.synchronizedList(new ArrayList<>()), false);
  }

  private SteadyPublisher(Flow flow, List<Published> sent, boolean paused) {
    this.flow = flow;
    this.sent = sent;
    this.first = sent.size();
    this.paused = paused;
    this.producers = Stream.generate(() -> new Publisher(flow)).limit(PRODUCERS).toList();
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Closes this publisher, and returns one for another log under the same topic name that knows
   * what this one sent. The new one starts with the same users and is paused.
   */
  SteadyPublisher successor() {
    close();
    return new SteadyPublisher(flow, sent, true);
  }

  private void publish() {
    try {
      while (!closed) {
        slice();
        TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void slice() {
    for (int i = 0; !paused && i < RECORDS_A_SECOND * SLICE_MILLIS / 1_000; i++) {
      send(null, mix.next(sent.size(), poisonShare));
    }
  }

  /**
   * Sends each user to a partition twice, and waits for the acknowledgements. The publisher must be
   * paused.
   */
  synchronized void fill(int partition, long records) {
    for (long i = 0; i < records; i++) {
      // Uses keys that no other partition has.
      long key = -1 - partition * 1_000_000L - i / 2;
      send(partition, new Published(sent.size(), key, Kind.USER));
    }
    producers.forEach(Publisher::flush);
  }

  private void send(@Nullable Integer partition, Published record) {
    sent.add(record);
    producers
        .get(random.nextInt(PRODUCERS))
        .send(
            partition,
            record.id(),
            record.value(),
            List.of(record.header()),
            appended -> acknowledge(record, appended));
  }

  private void acknowledge(Published record, RecordMetadata appended) {
    acknowledged.put(record.number(), new Place(appended.partition(), appended.offset()));
    ends.merge(
        new TopicPartition(flow.topic(), appended.partition()), appended.offset() + 1, Math::max);
  }

  /** Sets the share of broken records, from 0 to 1. Initially 0.02. */
  void poisonShare(double share) {
    poisonShare = share;
  }

  /** Stops publishing until {@link #resume}, and waits until everything is acknowledged. */
  void pause() {
    synchronized (this) {
      paused = true;
    }
    producers.forEach(Publisher::flush);
  }

  synchronized void resume() {
    paused = false;
  }

  /** Returns the number of this publisher's first record, after those of its predecessors. */
  int first() {
    return first;
  }

  /** Returns the record with a number. */
  Published record(int number) {
    return sent.get(number);
  }

  /** Returns the places of the acknowledged records, by number. */
  Map<Integer, Place> acknowledged() {
    return Map.copyOf(acknowledged);
  }

  /** Returns the offsets after the last acknowledged records. */
  Map<TopicPartition, Long> ends() {
    return Map.copyOf(ends);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    // After a failed cell, a producer may have no broker.
    producers.forEach(producer -> producer.abandonAfter(Duration.ofSeconds(5)));
  }
}
